//! The chance to beat the control.
//!
//! Decides the posterior of the lift from a normal prior, for description, never for the verdict: looked at daily, "95 %" comes up in a
//! third of tests without any effect. The prior holds most lifts within ±60 %, which keeps a lucky first day from saying +300 %. As the
//! variance of a lift grows with its square, with few converters in the control a lift above +50 % or so is drawn to 0 the more, the larger
//! it is.

use super::difference::Interval;
use super::lack::Lack;
use super::lift;
use super::sums::Moments;
use super::tail;

/// Standard deviation of the prior of the lift, around 0.
pub const PRIOR: f64 = 0.3;

/// What is believed of the lift.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Posterior {
    /// The chance that the treatment's mean is above the control's.
    pub beats: f64,
    /// The middle, of 1: drawn towards 0 by the prior.
    pub lift: f64,
    /// What holds the lift with chance 95 %.
    pub interval: Interval,
}

/// From the observed lift, its variance by the delta method v_T/(n_T m_C²) + v_C m_T²/(n_C m_C⁴), and the prior N(0, 0.3²).
///
/// # Errors
/// [`Lack::NoBase`] or [`Lack::NoSpread`].
pub fn posterior(control: &Moments, treatment: &Moments) -> Result<Posterior, Lack> {
    let seen = lift::estimate(control, treatment)?;
    let variance = (treatment.error_squared() + control.error_squared() * (1.0 + seen).powi(2)) / control.mean.powi(2);
    if !(variance.is_finite() && variance > 0.0) {
        return Err(Lack::NoSpread);
    }
    let trust = PRIOR * PRIOR / (PRIOR * PRIOR + variance);
    let (middle, deviation) = (seen * trust, (variance * trust).sqrt());
    let interval = Interval::around(middle, tail::normal_critical(0.05) * deviation);
    Ok(Posterior { beats: tail::normal_below(middle / deviation), lift: middle, interval })
}
