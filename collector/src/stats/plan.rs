//! How many visitors a test needs, and how long that takes.
//!
//! Decides the sample by the usual formula for two shares, and 1.068 times as much for the split rule of `verdict`, which keeps its power
//! of 80 % with that. Who sets the lift that is worth seeing is the marketer.

use super::lack::Lack;
use super::tail;

/// The level of the whole verdict.
pub const ALPHA: f64 = 0.05;
/// What the split rule costs.
pub const SPLIT: f64 = 1.068;
/// The chance to find a difference that is there.
const POWER: f64 = 0.8;

/// Visitors that each arm needs to see `lift` (0.2 is 20 % more) over a control that converts at `base`, where `comparisons` treatments are
/// each compared with one control: 1.068 (z_{1−α/2k} + z_{0.8})² (p₁q₁ + p₂q₂) / (p₂ − p₁)².
///
/// # Errors
/// [`Lack::Plan`] where a share is not between 0 and 1, or the lift is 0.
pub fn sample(base: f64, lift: f64, comparisons: u32) -> Result<f64, Lack> {
    let with = base * (1.0 + lift);
    let within = |share: f64| share > 0.0 && share < 1.0;
    if !within(base) || !within(with) || lift == 0.0 {
        return Err(Lack::Plan);
    }
    let z = tail::normal_critical(ALPHA / f64::from(comparisons.max(1))) + tail::normal_quantile(POWER);
    Ok(SPLIT * z * z * (base * (1.0 - base) + with * (1.0 - with)) / (with - base).powi(2))
}

/// Days until each arm has its sample at so many visitors a day and arm, to the nearest; nothing where nobody comes.
#[must_use]
pub fn days(sample: f64, visitors_a_day: f64) -> Option<u32> {
    let days = (sample / visitors_a_day).round();
    (visitors_a_day > 0.0 && (0.0..1e6).contains(&days)).then_some((days as u32).max(1))
}

/// Days from `day` (the closed days so far) until `planned` visitors are there, if they keep coming as they did; whole weeks from the
/// start, as a verdict is given at their ends. Nothing where nobody came, or where it would take ten years.
#[must_use]
pub fn days_left(planned: f64, visitors: f64, day: u32) -> Option<u32> {
    let a_day = visitors / f64::from(day.max(1));
    let more = ((planned - visitors) / a_day).max(0.0).ceil();
    if !(visitors > 0.0 && (0.0..3_650.0).contains(&more)) {
        return None;
    }
    Some((day.saturating_add(more as u32)).max(7).div_ceil(7) * 7 - day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_small_shop_can_see() {
        let sample = sample(0.02, 0.2, 1).unwrap();
        assert_eq!(days(sample, 300.0), Some(75));
        assert_eq!((days(sample, 0.0), days(sample, -3.0), days(f64::NAN, 3.0)), (None, None, None));
        for (base, lift) in [(0.0, 0.1), (1.0, 0.1), (0.5, 0.0), (0.6, 1.0), (0.1, -1.0), (f64::NAN, 0.1), (0.1, f64::NAN)] {
            assert_eq!(super::sample(base, lift, 1), Err(Lack::Plan), "{base} {lift}");
        }
    }

    #[test]
    fn a_verdict_comes_at_the_end_of_a_week() {
        assert_eq!(days_left(1_000.0, 500.0, 10), Some(11));
        assert_eq!(days_left(1_000.0, 1_200.0, 14), Some(0));
        assert_eq!(days_left(100.0, 100.0, 2), Some(5));
        assert_eq!(days_left(1e12, 1.0, 10), None);
        assert_eq!(days_left(1_000.0, 0.0, 10), None);
    }
}
