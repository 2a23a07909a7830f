//! One test: from subjects to looks, the sample ratio, a verdict for each treatment, and the figures beside it.
//!
//! Decides what a look is made of: everybody whose window closed by the end of a closed day. The plan is fixed by what is known at the
//! close of day 7, with both arms together (Gould, "Interim analyses for monitoring clinical trials that do not materially affect the type
//! I error rate", 1992): no verdict comes before, and none is moved later. What the numbers mean is decided by `stats`.

use super::day::Day;
use super::plans::{EFFECT, Planned};
use super::subject::{Subject, Weights};
use crate::stats::bots::agreed;
use crate::stats::difference::{Difference, Interval};
use crate::stats::gate::{self, Cohort, Look};
use crate::stats::guardrail::{Bad, Guard, guard};
use crate::stats::lack::Lack;
use crate::stats::plan;
use crate::stats::ratio_watch::{Epoch, Watch, watch};
use crate::stats::sums::{Measure, Moments, Sums};
use crate::stats::verdict::{self, Trial, Verdict};

/// Days that a test is looked at; later ones add nothing that a verdict could wait for.
const LONGEST: usize = 730;
/// The base rate that a plan takes where there is nothing to take it from.
const BASE: f64 = 0.02;
/// Converters that a base rate is taken from.
const BASE_FROM: i64 = 10;

/// All looks at one test.
pub struct Looks<'t> {
    subjects: &'t [Subject],
    arms: usize,
    /// The day of the first exposure.
    pub start: Day,
    /// Closed days since.
    pub days: usize,
}

impl<'t> Looks<'t> {
    /// Of these subjects, up to the last closed day; nothing before the first day is closed.
    #[must_use]
    pub fn new(subjects: &'t [Subject], arms: usize, closed: Day) -> Option<Looks<'t>> {
        let start = subjects.iter().map(|subject| subject.entered).min()?;
        let days = usize::try_from(closed.0.checked_sub(start.0)?.checked_add(1)?).ok()?.min(LONGEST);
        (days > 0).then_some(Looks { subjects, arms, start, days })
    }

    fn index(&self, day: Day) -> Option<usize> {
        usize::try_from(day.0 - self.start.0).ok().filter(|index| *index < self.days)
    }

    /// For each day, for each arm: everybody whose window has closed.
    pub fn cohorts(&self, bots: bool, value: impl Fn(&Subject) -> i64) -> Vec<Vec<Cohort>> {
        let mut days = vec![vec![Cohort::default(); self.arms]; self.days];
        for subject in self.subjects {
            // In two arms before the window closed: in neither. After it: what was seen stands.
            if (subject.bot && !bots) || subject.mixed.is_some_and(|mixed| mixed <= subject.matures) {
                continue;
            }
            let Some(cohort) = self.index(subject.matures).and_then(|day| days.get_mut(day)?.get_mut(subject.arm)) else { continue };
            let value = value(subject);
            let (converted, value) = (i64::from(value != 0), i128::from(value));
            cohort.sums = cohort.sums.plus(Sums { visitors: 1, sum: value, squares: value * value });
            cohort.converters += converted;
        }
        let mut before = vec![Cohort::default(); self.arms];
        for day in &mut days {
            for (now, before) in day.iter_mut().zip(&mut before) {
                *now = Cohort { sums: now.sums.plus(before.sums), converters: now.converters + before.converters };
                *before = *now;
            }
        }
        days
    }

    /// Whether the arms got the visitors that they should; nothing where no weights are known.
    ///
    /// # Errors
    /// As [`watch`].
    pub fn ratio(&self, weights: &Weights) -> Option<Result<Watch, Lack>> {
        if weights.is_empty() {
            return None;
        }
        // The day on which each epoch begins: that behind the first day of its first visitor, but for the first epoch.
        let mut begins: Vec<Option<usize>> = vec![None; weights.len()];
        for subject in self.subjects {
            if let (Some(epoch), Some(day)) = (subject.weights, self.index(subject.entered))
                && let Some(begin) = begins.get_mut(epoch)
            {
                *begin = Some(begin.map_or(day, |known| known.min(day)));
            }
        }
        let begin_of = |epoch: usize| if epoch == 0 { Some(0) } else { begins.get(epoch).copied().flatten().map(|day| day + 1) };
        let mut epochs: Vec<(usize, Epoch, Vec<usize>)> = Vec::new();
        for (place, row) in weights.iter().enumerate() {
            let Some(begin) = begin_of(place).filter(|begin| *begin < self.days) else { continue };
            let end = (place + 1..weights.len()).find_map(begin_of).unwrap_or(self.days).clamp(begin, self.days);
            let drawn: Vec<usize> = (0..self.arms).filter(|arm| row.get(*arm).is_some_and(|weight| *weight > 0)).collect();
            let mut days = vec![vec![0_i64; drawn.len()]; end - begin];
            for subject in self.subjects.iter().filter(|subject| subject.weights == Some(place)) {
                // Those of the day of the change count on the day behind it; stragglers of an old page do not count here.
                let Some(day) = self.index(subject.entered).map(|day| day.max(begin)) else { continue };
                let arm = drawn.iter().position(|arm| *arm == subject.arm);
                if let Some(cell) = arm.and_then(|arm| days.get_mut(day.checked_sub(begin)?)?.get_mut(arm)) {
                    *cell += 1;
                }
            }
            let epoch = Epoch { weights: drawn.iter().filter_map(|arm| row.get(*arm).copied()).collect(), days };
            epochs.push((begin, epoch, drawn));
        }
        let epochs: Vec<Epoch> = epochs.into_iter().map(|(_, epoch, _)| epoch).collect();
        Some(watch(&epochs))
    }
}

/// The plan of a test.
#[derive(Clone, Copy, Debug)]
pub struct Sized {
    /// Visitors of both arms of a comparison together.
    pub visitors: f64,
    /// The share of converters that it was taken from.
    pub base: f64,
    /// The lift that is worth seeing.
    pub effect: f64,
    /// Whether the rule file names the effect.
    pub named: bool,
    /// Whether it is fixed: day 7 is closed.
    pub fixed: bool,
}

/// The plan, by what both arms did up to day 7.
#[must_use]
pub fn size(planned: &Planned, cohorts: &[Vec<Cohort>], comparisons: u32) -> Sized {
    let fixing = gate::DAYS as usize;
    let look = cohorts.get(fixing - 1).or(cohorts.last());
    let (visitors, converters) = look
        .into_iter()
        .flatten()
        .fold((0, 0), |(visitors, converters), cohort| (visitors + cohort.sums.visitors, converters + cohort.converters));
    let base = if converters >= BASE_FROM && converters < visitors { converters as f64 / visitors as f64 } else { BASE };
    let effect = planned.effect.unwrap_or(EFFECT);
    let sample = plan::sample(base, effect, comparisons).or_else(|_| plan::sample(base, -effect.abs().min(0.5), comparisons));
    let visitors = 2.0 * sample.unwrap_or(10_000.0) * unequal(planned);
    Sized { visitors, base, effect, named: planned.effect.is_some(), fixed: cohorts.len() >= fixing }
}

/// How many times as many visitors a comparison needs because its arms are not drawn alike: 1/(4 f (1 − f)) where f is the control's share of
/// the two, for the treatment that is drawn least.
fn unequal(planned: &Planned) -> f64 {
    let weight = |id: &str| planned.arms.iter().find(|arm| arm.id == id).map_or(0.0, |arm| f64::from(arm.weight));
    let control = planned.control().unwrap_or_default();
    let least =
        planned.arms.iter().filter(|arm| arm.id != control && arm.weight > 0).map(|arm| f64::from(arm.weight)).fold(f64::MAX, f64::min);
    let share = weight(control) / (weight(control) + least);
    if share > 0.0 && share < 1.0 { 1.0 / (4.0 * share * (1.0 - share)) } else { 1.0 }
}

/// A treatment against the control.
pub struct Compared {
    /// What may be believed.
    pub verdict: Verdict,
    /// With suspected bots.
    pub with_bots: Verdict,
    /// The interval of each closed day, always valid at the level of the whole: day, difference, its interval.
    pub course: Vec<(usize, f64, Interval)>,
    /// The control's and the treatment's moments on the last closed day.
    pub last: Option<(Moments, Moments)>,
    /// Whether more buy nothing at all.
    pub site: Guard,
    /// Whether more messages cannot be drawn.
    pub errors: Guard,
}

/// What a comparison needs besides the looks.
pub struct Setting<'t> {
    /// Place of the control.
    pub control: usize,
    /// How many treatments are compared with it.
    pub comparisons: u32,
    /// Visitors planned.
    pub planned: f64,
    /// The sample ratio.
    pub ratio: &'t Watch,
    /// The closed day, from 1, on which the campaign was changed.
    pub revised: Option<u32>,
}

/// Compares.
#[must_use]
pub fn compare(looks: &Looks, setting: &Setting, treatment: usize) -> Compared {
    let pair = |days: &[Vec<Cohort>]| -> Vec<Look> {
        let of = |day: &[Cohort], arm: usize| day.get(arm).copied().unwrap_or_default();
        days.iter().map(|day| Look { control: of(day, setting.control), treatment: of(day, treatment) }).collect()
    };
    let decide = |looks: &[Look]| {
        let Setting { comparisons, planned, ratio, revised, .. } = *setting;
        verdict::verdict(&Trial { measure: Measure::Share, planned, comparisons, looks, ratio, revised })
    };
    let converted = |subject: &Subject| i64::from(subject.converted);
    let (all, people) = (pair(&looks.cohorts(true, converted)), pair(&looks.cohorts(false, converted)));
    let with_bots = decide(&all);
    let bought = pair(&looks.cohorts(false, |subject| i64::from(subject.bought)));
    let failed = pair(&looks.cohorts(false, |subject| i64::from(subject.failed)));
    Compared {
        verdict: agreed(&with_bots, decide(&people)),
        with_bots,
        course: course(&people, setting),
        last: people.last().and_then(both),
        site: guard(Measure::Share, Bad::Less, setting.planned, &bought),
        errors: guard(Measure::Share, Bad::More, setting.planned, &failed),
    }
}

fn both(look: &Look) -> Option<(Moments, Moments)> {
    let of = |cohort: &Cohort| Moments::of(&cohort.sums, Measure::Share).ok();
    Some((of(&look.control)?, of(&look.treatment)?))
}

fn course(looks: &[Look], setting: &Setting) -> Vec<(usize, f64, Interval)> {
    let always = crate::stats::always::Always::new(plan::ALPHA / f64::from(setting.comparisons.max(1)), setting.planned);
    let seen = |(day, look): (usize, &Look)| {
        let (control, treatment) = both(look).filter(|_| gate::size(look).is_empty())?;
        let difference = Difference::of(&control, &treatment).ok()?;
        Some((day, difference.value, always.interval(&difference)))
    };
    (1..).zip(looks).filter_map(seen).collect()
}
