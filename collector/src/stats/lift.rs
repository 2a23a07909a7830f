//! The lift: how much more than the control, as a share of it.
//!
//! Decides the interval of the lift by inverting the test of the difference (Fieller, "Some problems in interval estimation", 1954), so
//! that it leaves out 0 exactly where the difference does, with whatever critical value the test has. Where the control's mean may be 0,
//! there is no such interval yet.

use super::difference::Interval;
use super::lack::Lack;
use super::sums::Moments;

/// An interval of the lift: 0.2 is 20 % more.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Lift {
    /// All lifts that the test does not reject.
    Within(Interval),
    /// Unbounded: too little is known of the control. Print "not yet".
    NotYet,
}

/// m_T / m_C − 1.
///
/// # Errors
/// [`Lack::NoBase`] where the control's mean is not above 0.
pub fn estimate(control: &Moments, treatment: &Moments) -> Result<f64, Lack> {
    if control.mean > 0.0 { Ok(treatment.mean / control.mean - 1.0) } else { Err(Lack::NoBase) }
}

/// All t = 1 + θ with A t² + B t + D ≤ 0, where A = m_C² − c²v_C/n_C, B = −2 m_T m_C, D = m_T² − c²v_T/n_T, and c is the critical value of
/// the test in standard errors.
#[must_use]
pub fn interval(control: &Moments, treatment: &Moments, critical: f64) -> Lift {
    if control.mean.is_nan() || control.mean <= 0.0 {
        return Lift::NotYet;
    }
    // In units of the control's mean, so that cents and millions behave alike.
    let mean = treatment.mean / control.mean;
    let width = (critical / control.mean).powi(2);
    let a = 1.0 - width * control.error_squared();
    if a.is_nan() || a <= 0.0 {
        return Lift::NotYet;
    }
    let d = mean * mean - width * treatment.error_squared();
    // mean² − a·d, multiplied out: never below 0 but by rounding.
    let inside = width * (mean * mean * control.error_squared() + a * treatment.error_squared());
    let root = inside.max(0.0).sqrt();
    // The root of larger size first: the other would lose its digits by cancelling.
    let (low, high) = if mean >= 0.0 {
        let high = (mean + root) / a;
        (if high == 0.0 { 0.0 } else { d / (a * high) }, high)
    } else {
        let low = (mean - root) / a;
        (low, d / (a * low))
    };
    if low.is_finite() && high.is_finite() { Lift::Within(Interval { low: low - 1.0, high: high - 1.0 }) } else { Lift::NotYet }
}
