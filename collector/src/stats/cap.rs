//! The most that one visitor's revenue counts.
//!
//! Decides a constant, before the start, from orders of the last 90 days: one wholesaler must not decide a test. It is fixed for the whole
//! test; what revenue is without it stands beside. Net of discount is left to who counts.

use super::lack::Lack;

/// The 99th percentile by nearest rank: the least value that 99 % do not exceed.
///
/// # Errors
/// [`Lack::TooFew`] under 100 values: the percentile would be the largest.
pub fn of(mut values: Vec<i64>) -> Result<i64, Lack> {
    const NEED: usize = 100;
    let too_few = Lack::TooFew { have: values.len(), need: NEED };
    if values.len() < NEED {
        return Err(too_few);
    }
    values.sort_unstable();
    values.get((values.len() * 99).div_ceil(100) - 1).copied().ok_or(too_few)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_a_hundred_is_beyond() {
        assert_eq!(of((1..=100).rev().collect()), Ok(99));
        assert_eq!(of((1..=1_000).collect()), Ok(990));
        assert_eq!(of(vec![1; 99]), Err(Lack::TooFew { have: 99, need: 100 }));
    }
}
