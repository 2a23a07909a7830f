//! What must hold before anything is said of a test.
//!
//! Decides the gates: enough visitors and converters, whole weeks. Too few visitors are no look at all, as the interval of `always` is only
//! valid for many; a week that is not over is a look that no verdict is given at. What stops a test for good is a
//! [`Halt`](super::verdict::Halt).

use super::sums::Sums;

/// Closed days before a verdict; and a verdict comes at the end of a week from the start only, as weekends are not weekdays.
pub const DAYS: u32 = 7;
/// Visitors that each arm needs.
pub const VISITORS: i64 = 100;
/// Converters that each arm needs.
pub const CONVERTERS: i64 = 25;

/// An arm of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arm {
    /// What there would be without the campaign, or its first variant.
    Control,
    /// What is tried.
    Treatment,
}

/// The visitors of one arm whose goal window has closed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cohort {
    /// Sums of what is measured.
    pub sums: Sums,
    /// Visitors with any of it: of a share the same as its sum.
    pub converters: i64,
}

impl Cohort {
    /// Visitors of whom some converted.
    #[must_use]
    pub const fn share(visitors: i64, converters: i64) -> Cohort {
        Cohort { sums: Sums::share(visitors, converters), converters }
    }
}

/// Both arms at the end of a closed day, from the start of the test on: recomputed from the data, not from when somebody opened the report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// The control.
    pub control: Cohort,
    /// The treatment.
    pub treatment: Cohort,
}

/// What a test waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    /// More visitors whose goal window has closed.
    Visitors {
        /// Of this arm.
        arm: Arm,
        /// So many there are.
        have: i64,
    },
    /// More converters.
    Converters {
        /// Of this arm.
        arm: Arm,
        /// So many there are.
        have: i64,
    },
    /// The first week, or the end of this one.
    Week {
        /// Closed days so far.
        closed: u32,
    },
    /// Visitors who differ: so far all of them did the same.
    Spread,
}

/// Visitors and converters that are missing.
#[must_use]
pub fn size(look: &Look) -> Vec<Wait> {
    let mut waits = Vec::new();
    for (arm, cohort) in [(Arm::Control, &look.control), (Arm::Treatment, &look.treatment)] {
        if cohort.sums.visitors < VISITORS {
            waits.push(Wait::Visitors { arm, have: cohort.sums.visitors });
        }
        if cohort.converters < CONVERTERS {
            waits.push(Wait::Converters { arm, have: cohort.converters });
        }
    }
    waits
}

/// The week that is not over.
#[must_use]
pub fn week(closed: u32) -> Option<Wait> {
    (closed < DAYS || !closed.is_multiple_of(7)).then_some(Wait::Week { closed })
}
