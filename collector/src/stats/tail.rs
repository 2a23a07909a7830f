//! Quantiles and tails of the normal and of Student's t distribution.
//!
//! Decides how precise they are: 10 digits. `statrs` gives the normal quantile to 15 digits, tails to 10 (its `erfc` is off by 4e-11 of the
//! value at 5), and Student's t to 12 up to 20,000 degrees of freedom. Beyond, its inversion stops early (1.95985 for 1.95997 at a million)
//! and its `ln_gamma` costs digits (9 are left at a million), so that from there on t is the normal distribution with three terms of
//! correction.

use statrs::distribution::{ContinuousCDF, Normal, StudentsT};
use statrs::function::beta::beta_reg;
use statrs::function::erf::erfc;

/// Degrees of freedom from which the expansion is the better one.
const MANY: f64 = 20_000.0;

/// The value below which a standard normal one is with this chance; ±∞ at and beyond 0 and 1.
#[must_use]
pub fn normal_quantile(chance: f64) -> f64 {
    if chance <= 0.0 {
        return f64::NEG_INFINITY;
    }
    if chance >= 1.0 {
        return f64::INFINITY;
    }
    Normal::standard().inverse_cdf(chance)
}

/// The chance that a standard normal value is below.
#[must_use]
pub fn normal_below(z: f64) -> f64 {
    0.5 * erfc(-z / std::f64::consts::SQRT_2)
}

/// The z that a standard normal value is beyond, on either side, with chance `alpha`.
#[must_use]
pub fn normal_critical(alpha: f64) -> f64 {
    -normal_quantile(alpha / 2.0)
}

/// The chance that a t value of so many degrees of freedom is as far from 0, on either side.
#[must_use]
pub fn student_p(t: f64, freedom: f64) -> f64 {
    if freedom < MANY {
        return beta_reg(freedom / 2.0, 0.5, (freedom / (freedom + t * t)).clamp(0.0, 1.0)).clamp(0.0, 1.0);
    }
    // Abramowitz & Stegun 26.7.5, inverted: the z that is as rare as this t.
    let t = t.abs();
    let first = (t.powi(3) + t) / (4.0 * freedom);
    let second = (13.0 * t.powi(5) + 8.0 * t.powi(3) + 3.0 * t) / (96.0 * freedom * freedom);
    let third = (35.0 * t.powi(7) + 19.0 * t.powi(5) + t.powi(3) - 15.0 * t) / (384.0 * freedom.powi(3));
    // An alternating series, no longer one that settles where t is so large that its chance is 0 anyway.
    let z = if t * t > freedom / 10.0 { f64::INFINITY } else { t - first + second - third };
    2.0 * normal_below(-z)
}

/// The t that a value of so many degrees of freedom is beyond, on either side, with chance `alpha`.
#[must_use]
pub fn student_critical(alpha: f64, freedom: f64) -> f64 {
    if alpha <= 0.0 {
        return f64::INFINITY;
    }
    if alpha >= 1.0 {
        return 0.0;
    }
    if freedom < MANY
        && let Ok(student) = StudentsT::new(0.0, 1.0, freedom)
    {
        return -student.inverse_cdf(alpha / 2.0);
    }
    // Abramowitz & Stegun 26.7.5.
    let z = normal_critical(alpha);
    let first = (z.powi(3) + z) / (4.0 * freedom);
    let second = (5.0 * z.powi(5) + 16.0 * z.powi(3) + 3.0 * z) / (96.0 * freedom * freedom);
    let third = (3.0 * z.powi(7) + 19.0 * z.powi(5) + 17.0 * z.powi(3) - 15.0 * z) / (384.0 * freedom.powi(3));
    z + first + second + third
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, wanted: f64) {
        assert!((found / wanted - 1.0).abs() < 1e-10, "{found:e} for {wanted:e}");
    }

    // The values are by mpmath 1.3 with 40 digits.
    #[test]
    fn student_has_ten_digits() {
        near(student_p(2.5, 5.0), 0.054490099342376);
        near(student_p(6.0, 198.5), 9.2100735060371e-9);
        near(student_p(1.8, 20_000.0), 0.071875701985254);
        near(student_p(6.0, 20_000.0), 2.0071456411226e-9);
        near(student_p(-1.8, 1e6), 0.071860939499683);
        near(student_critical(0.05, 1.0), 12.706204736174705);
        near(student_critical(0.05, 198.5), 1.9719869338407246);
        near(student_critical(0.05, 20_000.0), 1.9600826051581352);
        near(student_critical(0.05, 1e6), 1.959966356814107);
    }

    #[test]
    fn the_normal_has_ten_digits() {
        near(normal_quantile(0.98), 2.053748910631823);
        near(normal_critical(0.05), 1.959963984540054);
        near(2.0 * normal_below(-std::f64::consts::SQRT_2), 0.157299207050285);
        assert_eq!((normal_quantile(0.0), normal_quantile(1.0)), (f64::NEG_INFINITY, f64::INFINITY));
    }

    #[test]
    fn both_ways_to_student_meet() {
        near(student_critical(0.04, MANY * (1.0 - 1e-12)), student_critical(0.04, MANY));
        near(student_p(2.2, MANY * (1.0 - 1e-12)), student_p(2.2, MANY));
    }
}
