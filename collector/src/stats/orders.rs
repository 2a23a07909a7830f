//! Orders of the shop's customers.
//!
//! Decides what customers spend, and how many of those with x orders place another: P(x + 1 | x). Which orders count, and over which time,
//! is left to who counts.

use super::lack::Lack;
use super::wilson::{self, Rate};

/// What customers spend, in minor units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spend {
    /// Revenue by orders: the average order value.
    pub order: f64,
    /// Orders of a customer in a year of 365 days.
    pub orders_a_year: f64,
    /// The product of both: what a customer spends in a year.
    pub year: f64,
}

/// From the revenue in minor units, the orders and the customers of so many days.
///
/// # Errors
/// [`Lack::Negative`] for a count below 0, [`Lack::NothingToDivideBy`] without orders, customers or days.
pub fn spend(revenue: i128, orders: i64, customers: i64, days: i64) -> Result<Spend, Lack> {
    let least = orders.min(customers).min(days);
    if least < 0 {
        return Err(Lack::Negative { visitors: least });
    }
    if least == 0 {
        return Err(Lack::NothingToDivideBy);
    }
    let order = revenue as f64 / orders as f64;
    let orders_a_year = orders as f64 / customers as f64 * 365.0 / days as f64;
    Ok(Spend { order, orders_a_year, year: order * orders_a_year })
}

/// Of customers with `x` orders at least, how many have another, with its 95 % interval. `customers` has at place i those with exactly i +
/// 1 orders.
///
/// # Errors
/// [`Lack::Nobody`] where nobody has `x` orders, or [`Lack::Negative`].
pub fn next(customers: &[i64], x: usize) -> Result<Rate, Lack> {
    if let Some(below) = customers.iter().find(|count| **count < 0) {
        return Err(Lack::Negative { visitors: *below });
    }
    let from = |orders: usize| customers.iter().skip(orders.saturating_sub(1)).fold(0_i64, |sum, count| sum.saturating_add(*count));
    wilson::rate(from(x.saturating_add(1).max(2)), from(x.max(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_who_come_again() {
        let rate = next(&[90, 30, 10, 1], 1).unwrap();
        assert!((rate.share - 0.3129770992).abs() < 1e-10, "{}", rate.share);
        assert!((next(&[90, 30, 10, 1], 2).unwrap().share - 11.0 / 41.0).abs() < 1e-15);
        assert_eq!(next(&[90, 30, 10, 1], 4).unwrap().share, 0.0);
        assert_eq!(next(&[90, 30, 10, 1], 5), Err(Lack::Nobody));
        assert_eq!(next(&[90, -1], 1), Err(Lack::Negative { visitors: -1 }));
    }

    #[test]
    fn what_customers_spend() {
        let spend = spend(1_000_000, 200, 100, 73).unwrap();
        assert_eq!((spend.order, spend.orders_a_year, spend.year), (5_000.0, 10.0, 50_000.0));
        assert_eq!(super::spend(1, 0, 1, 1), Err(Lack::NothingToDivideBy));
        assert_eq!(super::spend(1, 1, -1, 1), Err(Lack::Negative { visitors: -1 }));
    }
}
