//! What a campaign must not harm: the site's conversion, errors, the cost of discounts.
//!
//! Decides when a guardrail is red: one-sided at 0.01, at once, without waiting for a week's end, and for good. As it is looked at every
//! day, by the always-valid test: two-sided at 0.02, of which only the bad side counts.

use super::always::Always;
use super::difference::{Difference, Interval};
use super::gate::{CONVERTERS, Look, VISITORS};
use super::lack::Lack;
use super::sums::{Measure, Moments};

/// The one-sided level.
pub const LEVEL: f64 = 0.01;

/// Which way is bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bad {
    /// Less is bad: conversion, revenue.
    Less,
    /// More is bad: errors, discounts.
    More,
}

/// What a guardrail says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Guard {
    /// The treatment does harm.
    Red {
        /// The first day that showed it; the first day of a test is 1.
        day: u32,
        /// Treatment less control on that day.
        difference: f64,
        /// Its interval, 98 % on both sides.
        interval: Interval,
        /// One-sided p on that day.
        p: f64,
    },
    /// No harm is seen.
    Fine,
    /// Too little is known.
    NotYet,
    /// The sums are wrong.
    Wrong(Lack),
}

/// The guardrail by all looks so far, a look for each closed day; `planned` is the visitors of both arms that the test was planned with.
#[must_use]
pub fn guard(measure: Measure, bad: Bad, planned: f64, looks: &[Look]) -> Guard {
    let always = Always::new(2.0 * LEVEL, planned);
    let mut found = Guard::NotYet;
    for (day, look) in (1..).zip(looks) {
        let both = Moments::of(&look.control.sums, measure).and_then(|control| Ok((control, Moments::of(&look.treatment.sums, measure)?)));
        let (control, treatment) = match both {
            Ok(both) => both,
            Err(Lack::Nobody | Lack::One) => continue,
            Err(lack) => return Guard::Wrong(lack),
        };
        // Both arms together: errors in one arm alone are what is looked for.
        let events = look.control.converters.saturating_add(look.treatment.converters);
        if look.control.sums.visitors.min(look.treatment.sums.visitors) < VISITORS || events < CONVERTERS {
            continue;
        }
        let Ok(difference) = Difference::of(&control, &treatment) else { continue };
        let harm = match bad {
            Bad::Less => difference.value < 0.0,
            Bad::More => difference.value > 0.0,
        };
        let p = always.p(&difference) / 2.0;
        if harm && p <= LEVEL {
            return Guard::Red { day, difference: difference.value, interval: always.interval(&difference), p };
        }
        found = Guard::Fine;
    }
    found
}
