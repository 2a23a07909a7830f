//! When a product is used up.
//!
//! Decides the time between two purchases of the same product by the same customer, and when to remind: at 0.9 of it. A customer with three
//! intervals has their own; with fewer, the intervals of all customers of the product are pooled.

use super::lack::Lack;
use std::collections::BTreeMap;

/// Intervals that a customer needs for a time of their own, and a product for a time at all.
pub const INTERVALS: usize = 3;

/// A purchase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Purchase<'t> {
    /// Of this product.
    pub product: &'t str,
    /// By this customer.
    pub customer: &'t str,
    /// On this day of the shop's zone, counted from any day.
    pub day: i64,
}

/// Intervals in days: of each product, of each customer who bought it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Intervals<'t>(BTreeMap<&'t str, BTreeMap<&'t str, Vec<i64>>>);

/// How long a product lasts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lasts {
    /// The median interval, in days.
    pub days: f64,
    /// Days after a purchase at which to remind.
    pub remind_after: f64,
    /// Whether it is of the customer alone.
    pub own: bool,
}

impl<'t> Intervals<'t> {
    /// Of these purchases, in any order. Two on one day are one.
    #[must_use]
    pub fn of(mut purchases: Vec<Purchase<'t>>) -> Intervals<'t> {
        purchases.sort_unstable();
        purchases.dedup();
        let mut intervals: BTreeMap<&str, BTreeMap<&str, Vec<i64>>> = BTreeMap::new();
        for two in purchases.windows(2) {
            if let [first, second] = two
                && (first.product, first.customer) == (second.product, second.customer)
            {
                let days = second.day.saturating_sub(first.day);
                intervals.entry(first.product).or_default().entry(first.customer).or_default().push(days);
            }
        }
        Intervals(intervals)
    }

    /// How long the product lasts, for a customer or, where they have too few intervals, for all.
    ///
    /// # Errors
    /// [`Lack::TooFew`] where all customers together have fewer than [`INTERVALS`].
    pub fn lasts(&self, product: &str, customer: &str) -> Result<Lasts, Lack> {
        let customers = self.0.get(product);
        let own = customers.and_then(|customers| customers.get(customer)).filter(|own| own.len() >= INTERVALS);
        if let Some(days) = own.and_then(|own| median(own.clone())) {
            return Ok(Lasts { days, remind_after: 0.9 * days, own: true });
        }
        let pooled: Vec<i64> = customers.into_iter().flat_map(BTreeMap::values).flatten().copied().collect();
        let have = pooled.len();
        let days =
            Some(pooled).filter(|pooled| pooled.len() >= INTERVALS).and_then(median).ok_or(Lack::TooFew { have, need: INTERVALS })?;
        Ok(Lasts { days, remind_after: 0.9 * days, own: false })
    }
}

fn median(mut days: Vec<i64>) -> Option<f64> {
    days.sort_unstable();
    let (below, above) = (days.get(days.len().checked_sub(1)? / 2)?, days.get(days.len() / 2)?);
    Some(f64::midpoint(*below as f64, *above as f64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_customer_of_three_intervals_has_their_own_time() {
        let bought = |customer, days: &[i64]| {
            days.iter().map(|day| Purchase { product: "glaze", customer, day: *day }).collect::<Vec<Purchase<'static>>>()
        };
        let purchases = [bought("ana", &[0, 60, 30, 100, 100]), bought("ion", &[5, 15]), bought("kim", &[7])].concat();
        let intervals = Intervals::of(purchases);
        assert_eq!(intervals.lasts("glaze", "ana"), Ok(Lasts { days: 30.0, remind_after: 27.0, own: true }));
        // 10, 30, 30, 40.
        assert_eq!(intervals.lasts("glaze", "ion"), Ok(Lasts { days: 30.0, remind_after: 27.0, own: false }));
        assert_eq!(intervals.lasts("glaze", "kim"), intervals.lasts("glaze", "nobody"));
        assert_eq!(intervals.lasts("clay", "ana"), Err(Lack::TooFew { have: 0, need: 3 }));
        assert_eq!(median(vec![1, 4, 2, 9]), Some(3.0));
        assert_eq!(median(Vec::new()), None);
    }
}
