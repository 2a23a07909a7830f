//! What may be believed of a test.
//!
//! Decides the verdict: 5 % of tests without any effect get a wrong one, however often somebody looks. The 5 % are split. At 0.01 the
//! always-valid test may find something early, on any day; at 0.04 a test that is looked at once decides at the first full week with the
//! planned visitors. After either, the verdict is frozen: later days change nothing. With k treatments each level is divided by k. In
//! between it is "keep running", never "trending".
//!
//! INVARIANT: a verdict depends on the looks up to it alone; the same data give the same one on every later day.

use super::always::Always;
use super::difference::{Difference, Interval};
use super::gate::{self, Look, Wait};
use super::lack::Lack;
use super::lift::{self, Lift};
use super::plan;
use super::ratio_watch::{BROKEN, Watch};
use super::sums::{Measure, Moments};
use super::tail;

/// Of the level, what finding early may spend.
pub const EARLY: f64 = 0.01;
/// Of the level, what the planned end may spend.
pub const PLANNED: f64 = 0.04;

/// One treatment against the control.
#[derive(Clone, Copy, Debug)]
pub struct Trial<'t> {
    /// What is measured.
    pub measure: Measure,
    /// Visitors of both arms together that were planned before the start.
    pub planned: f64,
    /// How many treatments are compared with this control.
    pub comparisons: u32,
    /// A look for each closed day since the start; the first is day 1.
    pub looks: &'t [Look],
    /// The sample ratio, by the same days.
    pub ratio: &'t Watch,
    /// The day on which the campaign was changed without a new phase.
    pub revised: Option<u32>,
}

/// The numbers of a look.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Numbers {
    /// Closed days since the start; the first is 1.
    pub day: u32,
    /// The control's mean.
    pub control: f64,
    /// The treatment's mean.
    pub treatment: f64,
    /// Their difference, in the same unit.
    pub difference: f64,
    /// Its interval, by the rule that decided or would.
    pub interval: Interval,
    /// The lift, where the control has a mean above 0.
    pub lift: Option<f64>,
    /// Its interval, by the same rule.
    pub lift_interval: Lift,
    /// p of that rule.
    pub p: f64,
    /// The level of that rule: the intervals miss the truth as often.
    pub level: f64,
}

/// How something was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// By the always-valid test.
    Early,
    /// At the planned end.
    Planned,
}

/// What stops a test.
#[derive(Clone, Debug, PartialEq)]
pub enum Halt {
    /// The arms do not get the visitors that they should.
    Ratio {
        /// The first day that showed it.
        day: u32,
        /// p on that day.
        p: f64,
        /// Visitors by arm.
        counts: Vec<i64>,
        /// The shares expected.
        shares: Vec<f64>,
    },
    /// The campaign was changed: before and after are two tests.
    Revised {
        /// On this day.
        day: u32,
    },
    /// With suspected bots it would be another verdict.
    Bots {
        /// The verdict with them.
        with: Call,
        /// And without.
        without: Call,
    },
    /// The sums are wrong.
    Lack(Lack),
}

/// The verdict in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Call {
    /// The treatment is better.
    Winner,
    /// The treatment is worse.
    Loser,
    /// Nothing large enough to see.
    NoDifference,
    /// None yet.
    Open,
    /// None from these data.
    Halted,
}

/// What may be believed.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// The treatment is better. Frozen.
    Winner {
        /// How it was found.
        how: How,
        /// The numbers that it was found with.
        numbers: Numbers,
    },
    /// The treatment is worse. Frozen.
    Loser {
        /// How it was found.
        how: How,
        /// The numbers that it was found with.
        numbers: Numbers,
    },
    /// The planned visitors came and no difference was large enough to see. Frozen.
    NoDifference {
        /// The numbers of that day.
        numbers: Numbers,
        /// The lift that would have been seen four times of five.
        visible: Option<f64>,
    },
    /// Keep running.
    Running {
        /// What is missing, besides visitors up to the plan.
        waits: Vec<Wait>,
        /// Days until the planned end, if visitors keep coming as they did.
        days_left: Option<u32>,
        /// The last look, at the level of the whole, always valid; nothing before there are enough visitors.
        numbers: Option<Numbers>,
    },
    /// No verdict from these data.
    Halted(Halt),
}

impl Verdict {
    /// In one word.
    #[must_use]
    pub const fn call(&self) -> Call {
        match self {
            Verdict::Winner { .. } => Call::Winner,
            Verdict::Loser { .. } => Call::Loser,
            Verdict::NoDifference { .. } => Call::NoDifference,
            Verdict::Running { .. } => Call::Open,
            Verdict::Halted(_) => Call::Halted,
        }
    }
}

/// One day's look, computed.
#[derive(Clone, Copy)]
struct Seen {
    day: u32,
    control: Moments,
    treatment: Moments,
    difference: Difference,
}

impl Seen {
    fn of(look: &Look, measure: Measure, day: u32) -> Result<Seen, Lack> {
        let (control, treatment) = (Moments::of(&look.control.sums, measure)?, Moments::of(&look.treatment.sums, measure)?);
        Ok(Seen { day, control, treatment, difference: Difference::of(&control, &treatment)? })
    }

    fn numbers(&self, critical: f64, p: f64, level: f64) -> Numbers {
        Numbers {
            day: self.day,
            control: self.control.mean,
            treatment: self.treatment.mean,
            difference: self.difference.value,
            interval: Interval::around(self.difference.value, critical * self.difference.error),
            lift: lift::estimate(&self.control, &self.treatment).ok(),
            lift_interval: lift::interval(&self.control, &self.treatment, critical),
            p,
            level,
        }
    }

    fn always(&self, always: &Always, level: f64) -> Numbers {
        self.numbers(always.critical(self.difference.visitors), always.p(&self.difference), level)
    }

    fn found(&self, how: How, numbers: Numbers) -> Verdict {
        if self.difference.value > 0.0 { Verdict::Winner { how, numbers } } else { Verdict::Loser { how, numbers } }
    }
}

/// The verdict by all looks so far.
#[must_use]
pub fn verdict(trial: &Trial) -> Verdict {
    let share = f64::from(trial.comparisons.max(1));
    let early = Always::new(EARLY / share, trial.planned);
    let mut best: Option<(f64, Seen)> = None;
    let mut last = None;
    let mut waits = Vec::new();
    for (day, look) in (1..).zip(trial.looks) {
        if let Some(halt) = halt(trial, day) {
            return Verdict::Halted(halt);
        }
        (last, waits) = (None, gate::size(look));
        if waits.is_empty() {
            match Seen::of(look, trial.measure, day) {
                Ok(seen) => last = Some(seen),
                Err(Lack::NoSpread) => waits.push(Wait::Spread),
                Err(lack) => return Verdict::Halted(Halt::Lack(lack)),
            }
        } else if let Some(lack) = wrong(look, trial.measure) {
            return Verdict::Halted(Halt::Lack(lack));
        }
        if let Some(seen) = last {
            let p = early.p(&seen.difference);
            if best.is_none_or(|(least, _)| p < least) {
                best = Some((p, seen));
            }
        }
        if let Some(week) = gate::week(day) {
            waits.push(week);
            continue;
        }
        if let Some((p, seen)) = best
            && p <= EARLY / share
        {
            return seen.found(How::Early, seen.always(&early, EARLY / share));
        }
        if let Some(seen) = last.filter(|seen| seen.difference.visitors >= trial.planned) {
            return at_the_end(&seen, PLANNED / share);
        }
    }
    let (days, visitors) = (trial.looks.len() as u32, trial.looks.last().map_or(0, visitors));
    let whole = plan::ALPHA / share;
    Verdict::Running {
        waits,
        days_left: plan::days_left(trial.planned, visitors as f64, days),
        numbers: last.map(|seen| seen.always(&Always::new(whole, trial.planned), whole)),
    }
}

/// The one look at the planned end. Student's t for z: the same where there are many visitors, and honest at a hundred.
fn at_the_end(seen: &Seen, level: f64) -> Verdict {
    let (critical, p) = (seen.difference.critical(level), seen.difference.p());
    let numbers = seen.numbers(critical, p, level);
    if p <= level {
        return seen.found(How::Planned, numbers);
    }
    let visible = (critical + tail::normal_quantile(0.8)) * seen.difference.error / seen.control.mean;
    Verdict::NoDifference { numbers, visible: (visible.is_finite() && visible > 0.0).then_some(visible) }
}

fn halt(trial: &Trial, day: u32) -> Option<Halt> {
    if let Some(revised) = trial.revised.filter(|revised| *revised <= day) {
        return Some(Halt::Revised { day: revised });
    }
    let broken = trial.ratio.broken.filter(|broken| *broken < day as usize)?;
    let p = trial.ratio.by_day.get(broken).copied().unwrap_or(BROKEN);
    Some(Halt::Ratio { day: broken as u32 + 1, p, counts: trial.ratio.counts.clone(), shares: trial.ratio.shares.clone() })
}

/// Sums that no visitors can have, in an arm that is still too small to look at.
fn wrong(look: &Look, measure: Measure) -> Option<Lack> {
    [&look.control, &look.treatment].into_iter().find_map(|cohort| match Moments::of(&cohort.sums, measure) {
        Ok(_) | Err(Lack::Nobody | Lack::One) => None,
        Err(lack) => Some(lack),
    })
}

fn visitors(look: &Look) -> i64 {
    look.control.sums.visitors.saturating_add(look.treatment.sums.visitors)
}
