//! One rate by itself.
//!
//! Decides the interval of a share (Wilson, "Probable inference", 1927), which stays within 0 and 1 and holds for few visitors, too. Not
//! for deciding: that two such intervals overlap says nothing of their difference, and it holds for a single look only.

use super::difference::Interval;
use super::lack::Lack;
use super::tail;

/// A share with its interval.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Rate {
    /// Of 1.
    pub share: f64,
    /// What holds the true share with chance 1 − alpha.
    pub interval: Interval,
}

/// So many of so many, with 95 %.
///
/// # Errors
/// As [`with`].
pub fn rate(some: i64, all: i64) -> Result<Rate, Lack> {
    with(some, all, 0.05)
}

/// So many of so many: (p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) / (1 + z²/n).
///
/// # Errors
/// [`Lack::Nobody`], [`Lack::Negative`], or [`Lack::Impossible`] for more than all.
pub fn with(some: i64, all: i64, alpha: f64) -> Result<Rate, Lack> {
    if some < 0 || all < 0 {
        return Err(Lack::Negative { visitors: some.min(all) });
    }
    if all == 0 {
        return Err(Lack::Nobody);
    }
    if some > all {
        return Err(Lack::Impossible);
    }
    let (n, share) = (all as f64, some as f64 / all as f64);
    let square = tail::normal_critical(alpha.clamp(1e-12, 1.0)).powi(2) / n;
    let half = (square * share * (1.0 - share) + square * square / 4.0).sqrt();
    let end = |value: f64| (value / (1.0 + square)).clamp(0.0, 1.0);
    // Rounding must not put the share itself outside.
    let interval = Interval { low: end(share + square / 2.0 - half).min(share), high: end(share + square / 2.0 + half).max(share) };
    Ok(Rate { share, interval })
}
