//! A ratio of two sums, such as the average order value: revenue by orders.
//!
//! Decides the ratio and its standard error by the delta method (Deng, Knoblich & Lu, [arXiv
//! 1803.06336](https://arxiv.org/abs/1803.06336)), as visitors are what was drawn, not orders. For description only, never for the verdict:
//! a treatment that brings small orders lowers it and earns more.

use super::lack::Lack;
use super::sums::{Measure, Moments, Sums};

/// Sums over the visitors of one arm, of two values each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PairSums {
    /// Visitors, those with 0 and 0 included.
    pub visitors: i64,
    /// ΣM and ΣM² of what is above the line, in minor units.
    pub above: (i128, i128),
    /// ΣD and ΣD² of what is below.
    pub below: (i128, i128),
    /// Σ M·D.
    pub product: i128,
}

impl PairSums {
    /// R = ΣM/ΣD as if it were a mean: its "variance" is (v_M − 2R·cov + R²v_D)/m_D², so that se² is that by n, and
    /// [`Difference::of`](super::difference::Difference::of) compares two.
    ///
    /// # Errors
    /// As [`Moments::of`]; [`Lack::NothingToDivideBy`] where ΣD is not above 0.
    pub fn moments(&self) -> Result<Moments, Lack> {
        let part = |(sum, squares)| Moments::of(&Sums { visitors: self.visitors, sum, squares }, Measure::Amount);
        let (above, below) = (part(self.above)?, part(self.below)?);
        if below.mean <= 0.0 {
            return Err(Lack::NothingToDivideBy);
        }
        let count = i128::from(self.visitors);
        let together = count
            .checked_mul(self.product)
            .zip(self.above.0.checked_mul(self.below.0))
            .and_then(|(whole, part)| whole.checked_sub(part))
            .ok_or(Lack::TooLarge)?;
        let covariance = together as f64 / (above.visitors * (above.visitors - 1.0));
        // Cauchy and Schwarz: what exceeds this was summed over different visitors.
        if covariance.powi(2) > above.variance * below.variance * (1.0 + 1e-9) {
            return Err(Lack::Impossible);
        }
        let ratio = self.above.0 as f64 / self.below.0 as f64;
        let variance = (above.variance - 2.0 * ratio * covariance + ratio * ratio * below.variance) / below.mean.powi(2);
        Ok(Moments { visitors: above.visitors, mean: ratio, variance: variance.max(0.0) })
    }
}
