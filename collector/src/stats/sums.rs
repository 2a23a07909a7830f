//! Sums of one arm, and what they come to.
//!
//! Decides which sums can be: whole numbers in, so that every engine agrees to the byte; a mean and a variance out, or what is wrong with
//! the sums. What is a visitor and whose goal window has closed is left to whoever adds up.

use super::lack::Lack;

/// Sums over the visitors of one arm: of 0 and 1 for a share, of minor units (cents) for an amount.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// How many visitors there are, those with 0 included.
    pub visitors: i64,
    /// Σx.
    pub sum: i128,
    /// Σx².
    pub squares: i128,
}

impl Sums {
    /// Visitors of whom some converted: their values are 0 and 1.
    #[must_use]
    pub const fn share(visitors: i64, converters: i64) -> Sums {
        Sums { visitors, sum: converters as i128, squares: converters as i128 }
    }

    /// The sums of all of these values, a visitor each.
    #[must_use]
    pub fn of(values: &[i64]) -> Sums {
        values.iter().fold(Sums::default(), |sums, value| {
            let value = i128::from(*value);
            sums.plus(Sums { visitors: 1, sum: value, squares: value * value })
        })
    }

    /// The sums over the visitors of both.
    #[must_use]
    pub const fn plus(self, other: Sums) -> Sums {
        Sums {
            visitors: self.visitors.saturating_add(other.visitors),
            sum: self.sum.saturating_add(other.sum),
            squares: self.squares.saturating_add(other.squares),
        }
    }
}

/// What is measured of each visitor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Whether they converted: 0 or 1.
    Share,
    /// How much, in minor units: revenue, seconds, points.
    Amount,
}

/// Mean and variance of one arm.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moments {
    /// Visitors.
    pub visitors: f64,
    /// m = Σx / n, in the unit of the values.
    pub mean: f64,
    /// For a share m(1 − m), else (Σx² − (Σx)²/n) / (n − 1): in the unit of the values, squared.
    pub variance: f64,
}

impl Moments {
    /// What the sums come to. The difference Σx² − (Σx)²/n is taken in whole numbers: nothing cancels.
    ///
    /// # Errors
    /// Nobody or one visitor only, sums that no visitors can have, or sums too large to be true.
    pub fn of(sums: &Sums, measure: Measure) -> Result<Moments, Lack> {
        match sums.visitors {
            i64::MIN..=-1 => return Err(Lack::Negative { visitors: sums.visitors }),
            0 => return Err(Lack::Nobody),
            1 => return Err(Lack::One),
            2.. => {}
        }
        let count = i128::from(sums.visitors);
        let spread = count
            .checked_mul(sums.squares)
            .zip(sums.sum.checked_mul(sums.sum))
            .and_then(|(whole, part)| whole.checked_sub(part))
            .ok_or(Lack::TooLarge)?;
        if spread < 0 || (measure == Measure::Share && (sums.squares != sums.sum || !(0..=count).contains(&sums.sum))) {
            return Err(Lack::Impossible);
        }
        let visitors = count as f64;
        let divisor = match measure {
            Measure::Share => visitors * visitors,
            Measure::Amount => visitors * (visitors - 1.0),
        };
        Ok(Moments { visitors, mean: sums.sum as f64 / visitors, variance: spread as f64 / divisor })
    }

    /// The squared standard error of the mean: v / n.
    #[must_use]
    pub fn error_squared(&self) -> f64 {
        self.variance / self.visitors
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_means_cost_no_digits() {
        // As doubles, the squares would differ by less than their last digit.
        let values = [1_000_000_000_001, 1_000_000_000_002, 1_000_000_000_003];
        let moments = Moments::of(&Sums::of(&values), Measure::Amount).unwrap();
        assert_eq!((moments.mean, moments.variance), (1_000_000_000_002.0, 1.0));
    }

    #[test]
    fn what_cannot_be_is_said() {
        let lack = |sums, measure| Moments::of(&sums, measure).unwrap_err();
        assert_eq!(lack(Sums::share(0, 0), Measure::Share), Lack::Nobody);
        assert_eq!(lack(Sums::share(1, 1), Measure::Share), Lack::One);
        assert_eq!(lack(Sums::share(-5, 1), Measure::Share), Lack::Negative { visitors: -5 });
        assert_eq!(lack(Sums::share(10, 11), Measure::Share), Lack::Impossible);
        assert_eq!(lack(Sums { visitors: 3, sum: 9, squares: 1 }, Measure::Amount), Lack::Impossible);
        assert_eq!(lack(Sums { visitors: 3, sum: 9, squares: i128::MAX }, Measure::Amount), Lack::TooLarge);
    }
}
