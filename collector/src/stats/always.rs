//! The difference of two arms, looked at every day.
//!
//! Decides the always-valid interval and p: whoever looks as often as they like is still wrong at most with chance `alpha`. It is the
//! asymptotic confidence sequence of Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas ([arXiv 2103.06476](https://arxiv.org/abs/2103.06476),
//! eq. 10), tightest at the planned number of visitors. Asymptotic: few visitors are no look, which `gate` sees to.

use super::difference::{Difference, Interval};

/// How a test is looked at: its level, and where it is sharpest.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Always {
    alpha: f64,
    /// ρ² = (−2 ln α + ln(−2 ln α + 1)) / N*.
    rho: f64,
}

impl Always {
    /// For level `alpha`, sharpest at `planned` visitors of both arms together. Levels are held within 1e-12 and 0.5, the plan at 1 or
    /// more.
    #[must_use]
    pub fn new(alpha: f64, planned: f64) -> Always {
        let alpha = if alpha.is_nan() { 0.05 } else { alpha.clamp(1e-12, 0.5) };
        let logarithm = -2.0 * alpha.ln();
        // `max` of a plan that is no number is 1.
        Always { alpha, rho: (logarithm + (logarithm + 1.0).ln()) / planned.max(1.0) }
    }

    /// Half the width of the interval, in standard errors: √N · √(2(Nρ² + 1)/(N²ρ²) · ln(√(Nρ² + 1)/α)).
    #[must_use]
    pub fn critical(&self, visitors: f64) -> f64 {
        let information = visitors.max(1.0) * self.rho;
        let grown = information + 1.0;
        (2.0 * grown / information * (0.5 * grown.ln() - self.alpha.ln())).sqrt()
    }

    /// The interval that holds the true difference at this look and all others, but with chance `alpha`.
    #[must_use]
    pub fn interval(&self, difference: &Difference) -> Interval {
        Interval::around(difference.value, self.critical(difference.visitors) * difference.error)
    }

    /// p = min(1, √(Nρ² + 1) · exp(−ρ²N z² / (2(Nρ² + 1)))) of this look alone. It is `alpha` or less exactly where the interval leaves out
    /// 0.
    #[must_use]
    pub fn p(&self, difference: &Difference) -> f64 {
        let information = difference.visitors.max(1.0) * self.rho;
        let grown = information + 1.0;
        (0.5 * grown.ln() - information * difference.z().powi(2) / (2.0 * grown)).exp().min(1.0)
    }
}

/// The least p of the looks so far, and the difference it was seen with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Running {
    /// The minimum: it never grows.
    pub p: f64,
    /// The difference at the look of the minimum; nothing before the first look.
    pub at: Option<Difference>,
}

impl Running {
    /// Before the first look.
    #[must_use]
    pub const fn new() -> Running {
        Running { p: 1.0, at: None }
    }

    /// After one more look.
    pub fn look(&mut self, always: &Always, difference: &Difference) {
        let p = always.p(difference);
        if self.at.is_none() || p < self.p {
            *self = Running { p, at: Some(*difference) };
        }
    }
}

impl Default for Running {
    fn default() -> Running {
        Running::new()
    }
}
