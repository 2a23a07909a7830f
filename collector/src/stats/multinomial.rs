//! Whether counts fall as they should, looked at as often as wanted.
//!
//! Decides the Bayes factor of a Dirichlet prior around the expected shares against these shares (Lindon & Malek, "Anytime-valid inference
//! for multinomial count data", [arXiv 2011.03567](https://arxiv.org/abs/2011.03567)): p = min over looks of min(1, 1/BF). Two uses:
//! visitors by arm (sample-ratio mismatch, [`VISITORS`]), and first conversions by arm ([`CONVERSIONS`]). Who is asked when is left to
//! `ratio_watch`.
//!
//! ln BF = lnΓ(c) − lnΓ(c + n) + Σ[lnΓ(a_k + n_k) − lnΓ(a_k)] − Σ n_k ln p_k, with a_k = c·p_k. Taken so, with ten million visitors the
//! terms are 1e8 and their difference is 1: eight digits are lost, and `statrs`' ln_gamma has 15. By Stirling's formula the large terms
//! cancel on paper and leave (c + n)·KL(q‖p) − ½[Σ ln(a_k + n_k)/a_k − ln(c + n)/c] + what Stirling leaves, where q_k = (a_k + n_k)/(c +
//! n).

use super::lack::Lack;
use statrs::function::gamma::ln_gamma;

/// The prior's weight for visitors by arm: sharp, as a broken split is a matter of percents.
pub const VISITORS: f64 = 1_000.0;
/// The prior's weight for conversions by arm.
pub const CONVERSIONS: f64 = 100.0;

/// Expected shares and the prior's weight around them.
#[derive(Clone, Debug, PartialEq)]
pub struct Expected {
    shares: Vec<f64>,
    weight: f64,
}

impl Expected {
    /// Arms with these weights, in any unit; `weight` is c of the formula.
    ///
    /// # Errors
    /// [`Lack::Weights`] for fewer than two arms, or weights that are not above 0.
    pub fn new(weights: &[u32], weight: f64) -> Result<Expected, Lack> {
        let total: u64 = weights.iter().map(|weight| u64::from(*weight)).sum();
        if weights.len() < 2 || weights.contains(&0) || !(weight.is_finite() && weight > 0.0) {
            return Err(Lack::Weights);
        }
        Ok(Expected { shares: weights.iter().map(|weight| f64::from(*weight) / total as f64).collect(), weight })
    }

    /// ln BF for the counts since these shares began: above 0 where the counts speak against them.
    ///
    /// # Errors
    /// [`Lack::Weights`] where there is not a count for each arm, [`Lack::Negative`] for a count below 0.
    pub fn evidence(&self, counts: &[i64]) -> Result<f64, Lack> {
        if counts.len() != self.shares.len() {
            return Err(Lack::Weights);
        }
        if let Some(below) = counts.iter().find(|count| **count < 0) {
            return Err(Lack::Negative { visitors: *below });
        }
        let total: f64 = counts.iter().map(|count| *count as f64).sum();
        let all = self.weight + total;
        let (mut divergence, mut grown, mut rest) = (0.0, -(total / self.weight).ln_1p(), stirling(self.weight) - stirling(all));
        for (count, share) in counts.iter().zip(&self.shares) {
            let (count, prior) = (*count as f64, self.weight * share);
            divergence += share * bend((count - total * share) / (all * share));
            grown += (count / prior).ln_1p();
            rest += stirling(prior + count) - stirling(prior);
        }
        Ok(all * divergence - 0.5 * grown + rest)
    }

    /// The shares that are expected, of 1.
    #[must_use]
    pub fn shares(&self) -> &[f64] {
        &self.shares
    }
}

/// min(1, 1/BF).
#[must_use]
pub fn p(evidence: f64) -> f64 {
    (-evidence).exp().min(1.0)
}

/// (1 + e)·ln(1 + e) − e, exact for small e, too.
fn bend(e: f64) -> f64 {
    if e <= -1.0 {
        return 1.0;
    }
    if e.abs() > 0.01 {
        return (1.0 + e) * e.ln_1p() - e;
    }
    // Σ (−1)^k e^k / (k (k − 1)) from k = 2.
    let (mut sum, mut power) = (0.0, e);
    for k in 2..12 {
        power *= -e;
        sum -= power / f64::from(k * (k - 1));
    }
    sum
}

/// What lnΓ(x) is above Stirling's (x − ½) ln x − x + ½ ln 2π.
fn stirling(x: f64) -> f64 {
    if x < 15.0 {
        return ln_gamma(x) - ((x - 0.5) * x.ln() - x + 0.5 * std::f64::consts::TAU.ln());
    }
    let square = x * x;
    (1.0 / 12.0 - (1.0 / 360.0 - (1.0 / 1_260.0 - 1.0 / (1_680.0 * square)) / square) / square) / x
}

#[cfg(test)]
mod tests {
    use super::*;

    fn by_the_formula(weights: &[f64], c: f64, counts: &[i64]) -> f64 {
        let n: f64 = counts.iter().map(|count| *count as f64).sum();
        let arms: f64 =
            weights.iter().zip(counts).map(|(p, count)| ln_gamma(c * p + *count as f64) - ln_gamma(c * p) - *count as f64 * p.ln()).sum();
        ln_gamma(c) - ln_gamma(c + n) + arms
    }

    #[test]
    fn it_is_the_formula() {
        for counts in [[0, 0, 0], [3, 0, 1], [400, 280, 330], [9_000, 9_200, 9_001], [1, 0, 0]] {
            let found = Expected::new(&[2, 1, 1], 40.0).unwrap().evidence(&counts).unwrap();
            let wanted = by_the_formula(&[0.5, 0.25, 0.25], 40.0, &counts);
            assert!((found - wanted).abs() < 1e-9, "{counts:?}: {found} for {wanted}");
        }
    }

    #[test]
    fn ten_million_visitors_cost_no_digits() {
        // By mpmath 1.3 with 40 digits.
        let found = Expected::new(&[1, 1], 1_000.0).unwrap().evidence(&[5_000_000, 5_005_000]).unwrap();
        assert!((found - LARGE).abs() < 1e-12, "{found:.17}");
    }

    const LARGE: f64 = -3.356469444427378;

    #[test]
    fn shares_that_cannot_be_are_said() {
        assert_eq!(Expected::new(&[1], 1.0), Err(Lack::Weights));
        assert_eq!(Expected::new(&[1, 0], 1.0), Err(Lack::Weights));
        let even = Expected::new(&[1, 1], 1.0).unwrap();
        assert_eq!(even.evidence(&[1]), Err(Lack::Weights));
        assert_eq!(even.evidence(&[1, -2]), Err(Lack::Negative { visitors: -2 }));
    }
}
