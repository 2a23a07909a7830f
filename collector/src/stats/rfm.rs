//! Customers by how recently, how often and for how much they bought.
//!
//! Decides the cuts between fifths, which are shipped into rule files as thresholds, and the score from 1 to 5 by each. A customer's own
//! score is computed in their browser.

use super::lack::Lack;

/// Fewer customers have no fifths.
pub const CUSTOMERS: usize = 25;

/// One customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Customer {
    /// Days since the last order.
    pub recency: i64,
    /// Orders.
    pub frequency: i64,
    /// Spent, in minor units.
    pub monetary: i64,
}

/// The largest values of the first four fifths, by nearest rank. Never falling; equal where many customers have the same value.
pub type Cuts = [i64; 4];

/// The cuts of all three.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fifths {
    /// Of days since the last order.
    pub recency: Cuts,
    /// Of orders.
    pub frequency: Cuts,
    /// Of what was spent.
    pub monetary: Cuts,
}

/// Scores from 1 to 5; 5 is best, which for recency is the fewest days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scores {
    /// How recently.
    pub recency: u8,
    /// How often.
    pub frequency: u8,
    /// For how much.
    pub monetary: u8,
}

impl Fifths {
    /// Of these customers.
    ///
    /// # Errors
    /// [`Lack::TooFew`] under [`CUSTOMERS`].
    pub fn of(customers: &[Customer]) -> Result<Fifths, Lack> {
        if customers.len() < CUSTOMERS {
            return Err(Lack::TooFew { have: customers.len(), need: CUSTOMERS });
        }
        let cuts = |value: fn(&Customer) -> i64| cuts(customers.iter().map(value).collect());
        Ok(Fifths { recency: cuts(|of| of.recency), frequency: cuts(|of| of.frequency), monetary: cuts(|of| of.monetary) })
    }

    /// A customer's scores.
    #[must_use]
    pub fn score(&self, customer: &Customer) -> Scores {
        Scores {
            recency: 6 - fifth(&self.recency, customer.recency),
            frequency: fifth(&self.frequency, customer.frequency),
            monetary: fifth(&self.monetary, customer.monetary),
        }
    }
}

fn cuts(mut values: Vec<i64>) -> Cuts {
    values.sort_unstable();
    [1, 2, 3, 4].map(|fifth| values.get((values.len() * fifth).div_ceil(5).saturating_sub(1)).copied().unwrap_or(0))
}

/// From 1 to 5: one more for each cut that the value is beyond, so that equal values have equal scores.
fn fifth(cuts: &Cuts, value: i64) -> u8 {
    cuts.iter().fold(1, |score, cut| score + u8::from(value > *cut))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fifths_are_a_fifth_each() {
        let customers: Vec<Customer> = (1..=50).map(|i| Customer { recency: i, frequency: 1 + i / 40, monetary: i * 100 }).collect();
        let fifths = Fifths::of(&customers).unwrap();
        assert_eq!(fifths, Fifths { recency: [10, 20, 30, 40], frequency: [1, 1, 1, 2], monetary: [1_000, 2_000, 3_000, 4_000] });
        for score in 1..=5 {
            assert_eq!(customers.iter().filter(|customer| fifths.score(customer).monetary == score).count(), 10);
        }
        assert_eq!(fifths.score(&customers[0]), Scores { recency: 5, frequency: 1, monetary: 1 });
        assert_eq!(fifths.score(&customers[49]), Scores { recency: 1, frequency: 4, monetary: 5 });
        assert_eq!(Fifths::of(&customers[..24]), Err(Lack::TooFew { have: 24, need: 25 }));
    }
}
