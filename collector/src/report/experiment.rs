//! What is said of one test: the verdict first, and everything that it leans on.
//!
//! Decides which figures stand there and in which words. Nothing here is computed that `trial` and `stats` do not say.

use super::day::Day;
use super::facts::{Campaign, Site, Units};
use super::plans::{Planned, Plans};
use super::subject::{Purchases, Source, Subject, Weights};
use super::trial::{self, Compared, Looks, Setting, Sized};
use crate::stats::difference::{Difference, Interval};
use crate::stats::guardrail::{Bad, Guard};
use crate::stats::lift::Lift;
use crate::stats::plan;
use crate::stats::posterior::{Posterior, posterior};
use crate::stats::ratio::PairSums;
use crate::stats::ratio_watch::Watch;
use crate::stats::sums::{Measure, Moments, Sums};
use crate::stats::verdict::{Call, Verdict};
use crate::stats::{always, cap, wilson, words};
use serde::Serialize;

/// Of a thousand visitors, so many in two arms are worth a warning: 1 %.
const MIXED: u64 = 10;
/// Days before a test that a cap on revenue is taken from.
const CAP_DAYS: i32 = 90;

/// A test.
#[derive(Debug, Serialize)]
pub struct Experiment {
    /// The campaign's id; `site` for the programme as a whole.
    pub id: String,
    /// Its name, for people.
    pub name: Option<String>,
    /// Which phase.
    pub phase: u32,
    /// The first day.
    pub start: Day,
    /// Closed days.
    pub days: usize,
    /// What the goal is.
    pub goal: String,
    /// How long after an exposure it counts, in milliseconds.
    pub within: i64,
    /// What was planned, in a sentence.
    pub plan: String,
    /// Visitors that the plan needs in each comparison, rounded up.
    pub planned: i64,
    /// The arms, the control first.
    pub arms: Vec<ArmReport>,
    /// Whether the arms get the visitors that they should.
    pub ratio: RatioReport,
    /// Each treatment against the control.
    pub comparisons: Vec<Comparison>,
    /// What else has to be known.
    pub notes: Vec<String>,
}

/// One arm.
#[derive(Debug, Serialize)]
pub struct ArmReport {
    /// Its id.
    pub id: String,
    /// Whether others are compared with it.
    pub control: bool,
    /// Whether it sees nothing.
    pub holdout: bool,
    /// Visitors exposed, robots and those of two arms left out.
    pub visitors: i64,
    /// Of these, those whose window has closed: only they count.
    pub counted: i64,
    /// Of these, those who reached the goal.
    pub converters: i64,
    /// Their share, with an interval that is not for deciding.
    pub rate: Option<wilson::Rate>,
    /// Orders of those who count.
    pub orders: i64,
    /// Spent by those who count, minor units.
    pub revenue: i64,
    /// The same, each visitor with at most the cap.
    pub revenue_capped: i64,
    /// Average order value, minor units; a description.
    pub order_value: Option<f64>,
}

/// Whether the arms get the visitors that they should.
#[derive(Debug, Serialize)]
pub struct RatioReport {
    /// Whether it is fine; nothing where no weights are known.
    pub fine: Option<bool>,
    /// p of the check.
    pub p: Option<f64>,
    /// In a sentence.
    pub sentence: String,
}

/// A treatment against the control.
#[derive(Debug, Serialize)]
pub struct Comparison {
    /// The treatment.
    pub arm: String,
    /// In one word.
    pub call: Call,
    /// In a sentence.
    pub sentence: String,
    /// The look that the verdict was found with; nothing while there is none.
    pub decided: Option<Decided>,
    /// The last closed day's difference of shares; nothing before there are enough visitors.
    pub difference: Option<Estimate>,
    /// The lift by the same look.
    pub lift: Option<Estimate>,
    /// The chance to beat the control: a description, not for deciding.
    pub chance: Option<Posterior>,
    /// Revenue per visitor, capped: a description.
    pub revenue: Option<Estimate>,
    /// Each closed day: day from 1, difference, its ends.
    pub course: Vec<(usize, f64, f64, f64)>,
    /// What must not be harmed.
    pub guardrails: Vec<Guardrail>,
    /// What it would be with suspected robots.
    pub with_robots: String,
}

/// What a verdict was found with.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Decided {
    /// On this closed day, from 1.
    pub day: u32,
    /// The lift of that day, by the rule that decided; nothing where the control has nothing to compare with.
    pub lift: Option<Estimate>,
    /// p of that rule.
    pub p: f64,
    /// Its level.
    pub level: f64,
}

/// A value and its interval; ends that cannot be said are missing.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Estimate {
    /// The value.
    pub value: f64,
    /// The lower end.
    pub low: Option<f64>,
    /// The upper end.
    pub high: Option<f64>,
}

/// A guardrail.
#[derive(Debug, Serialize)]
pub struct Guardrail {
    /// Whether there is no harm; nothing while too little is known.
    pub fine: Option<bool>,
    /// In a sentence.
    pub sentence: String,
}

/// Where a test is.
#[derive(Clone, Copy)]
pub struct Place<'p> {
    /// The site.
    pub site: &'p Site,
    /// The campaign; nothing for the programme.
    pub campaign: Option<&'p Campaign>,
    /// Its id.
    pub id: &'p str,
    /// Who was exposed.
    pub units: &'p Units,
    /// What the newest file says.
    pub planned: &'p Planned,
    /// All files.
    pub plans: &'p Plans,
    /// Orders by visitor.
    pub purchases: &'p Purchases,
    /// ISO 4217.
    pub currency: &'p str,
    /// The last closed day.
    pub closed: Day,
}

/// What is said of it; nothing before the first day is closed.
#[must_use]
pub fn experiment(place: &Place) -> Option<Experiment> {
    let Place { site, campaign, id, units, planned, plans, purchases, closed, .. } = *place;
    let (subjects, weights) = Source { site, campaign, units, planned, plans, id, purchases }.subjects();
    let looks = Looks::new(&subjects, planned.arms.len(), closed)?;
    let control = planned.arms.iter().position(|arm| planned.control() == Some(arm.id.as_str()))?;
    let treatments: Vec<usize> = (0..planned.arms.len()).filter(|arm| *arm != control).collect();
    let comparisons = u32::try_from(treatments.len()).unwrap_or(u32::MAX);
    let cohorts = looks.cohorts(false, |subject| i64::from(subject.converted));
    let sized = trial::size(planned, &cohorts, comparisons);
    let known = looks.ratio(&weights);
    let nothing = Watch { by_day: Vec::new(), broken: None, counts: Vec::new(), shares: Vec::new() };
    let watch = known.as_ref().and_then(|known| known.as_ref().ok()).unwrap_or(&nothing);
    let setting = Setting { control, comparisons, planned: sized.visitors, ratio: watch, revised: revised(units, &looks, site) };
    let most = planned.cap.or_else(|| earlier_cap(purchases, site, looks.start));
    let goal = planned.goals.first().map_or("purchase", |goal| goal.on.as_str());
    let money = |subject: &Subject| most.map_or(subject.spent, |most| subject.spent.min(most));
    let spent = looks.cohorts(false, money);
    let compared: Vec<Comparison> = treatments
        .iter()
        .map(|treatment| {
            let compared = trial::compare(&looks, &setting, *treatment);
            let revenue = spent.last().and_then(|day| revenue(&day.get(control)?.sums, &day.get(*treatment)?.sums, &sized, comparisons));
            let arm = planned.arms.get(*treatment).map(|arm| arm.id.clone()).unwrap_or_default();
            comparison(arm, &compared, known.is_some(), goal != "purchase", revenue, &sized, comparisons)
        })
        .collect();
    let mut order = vec![control];
    order.extend(&treatments);
    Some(Experiment {
        id: id.into(),
        name: planned.name.clone(),
        phase: planned.phase,
        start: looks.start,
        days: looks.days,
        goal: goal.into(),
        within: planned.within(),
        plan: plan_sentence(&sized, planned, &subjects, looks.days),
        planned: sized.visitors.ceil() as i64,
        arms: order.into_iter().filter_map(|arm| arm_report(arm, control, planned, &subjects, closed, most)).collect(),
        ratio: ratio(known.as_ref().map(|known| known.as_ref().map_err(|lack| *lack)), planned, &weights),
        comparisons: compared,
        notes: notes(place, &subjects, most),
    })
}

/// The closed day, from 1, on which another revision was told of first.
fn revised(units: &Units, looks: &Looks, site: &Site) -> Option<u32> {
    let mut first: Vec<i64> = units.revisions.values().copied().collect();
    first.sort_unstable();
    let day = site.zone.day(*first.get(1)?).0 - looks.start.0 + 1;
    u32::try_from(day).ok()
}

/// The 99th percentile of what visitors with an order spent in the 90 days before.
fn earlier_cap(purchases: &Purchases, site: &Site, start: Day) -> Option<i64> {
    let before = |at: i64| (start.plus(-CAP_DAYS)..start).contains(&site.zone.day(at));
    let of = |orders: &Vec<(i64, i64, bool)>| orders.iter().filter(|(at, ..)| before(*at)).map(|(_, value, _)| *value).sum::<i64>();
    cap::of(purchases.values().map(of).filter(|spent| *spent > 0).collect()).ok()
}

fn revenue(control: &Sums, treatment: &Sums, sized: &Sized, comparisons: u32) -> Option<Estimate> {
    let (control, treatment) = (Moments::of(control, Measure::Amount).ok()?, Moments::of(treatment, Measure::Amount).ok()?);
    let difference = Difference::of(&control, &treatment).ok()?;
    let always = always::Always::new(plan::ALPHA / f64::from(comparisons.max(1)), sized.visitors);
    Some(estimate(difference.value, always.interval(&difference)))
}

const fn estimate(value: f64, Interval { low, high }: Interval) -> Estimate {
    Estimate { value, low: Some(low), high: Some(high) }
}

fn comparison(
    arm: String,
    compared: &Compared,
    weighed: bool,
    guards_site: bool,
    revenue: Option<Estimate>,
    sized: &Sized,
    comparisons: u32,
) -> Comparison {
    let last = compared.last.as_ref();
    let always = always::Always::new(plan::ALPHA / f64::from(comparisons.max(1)), sized.visitors);
    let (value, interval) = compared.course.last().map_or((None, None), |(_, value, interval)| (Some(*value), Some(*interval)));
    let lift = last.filter(|_| value.is_some()).and_then(|(control, treatment)| {
        let value = crate::stats::lift::estimate(control, treatment).ok()?;
        Some(of_lift(value, crate::stats::lift::interval(control, treatment, always.critical(control.visitors + treatment.visitors))))
    });
    let mut guardrails = Vec::new();
    if guards_site {
        guardrails.push(guardrail("orders", Bad::Less, &compared.site));
    }
    guardrails.push(guardrail("messages that could not be drawn", Bad::More, &compared.errors));
    Comparison {
        arm,
        call: if weighed { compared.verdict.call() } else { Call::Halted },
        sentence: if weighed { words::verdict(&compared.verdict) } else { UNKNOWN.into() },
        decided: decided(&compared.verdict).filter(|_| weighed),
        difference: value.zip(interval).map(|(value, interval)| estimate(value, interval)),
        lift,
        chance: last.and_then(|(control, treatment)| posterior(control, treatment).ok()),
        revenue,
        course: compared.course.iter().map(|(day, value, interval)| (*day, *value, interval.low, interval.high)).collect(),
        guardrails,
        with_robots: words::verdict(&compared.with_bots),
    }
}

fn decided(verdict: &Verdict) -> Option<Decided> {
    let numbers = match verdict {
        Verdict::Winner { numbers, .. } | Verdict::Loser { numbers, .. } | Verdict::NoDifference { numbers, .. } => numbers,
        Verdict::Running { .. } | Verdict::Halted(_) => return None,
    };
    Some(Decided {
        day: numbers.day,
        lift: numbers.lift.map(|value| of_lift(value, numbers.lift_interval)),
        p: numbers.p,
        level: numbers.level,
    })
}

const fn of_lift(value: f64, interval: Lift) -> Estimate {
    match interval {
        Lift::Within(interval) => estimate(value, interval),
        Lift::NotYet => Estimate { value, low: None, high: None },
    }
}

const UNKNOWN: &str = "no verdict: the rule file of this test is not known here; start the collector with `--rules FILE`";

fn guardrail(of: &str, bad: Bad, guard: &Guard) -> Guardrail {
    let fine = match guard {
        Guard::Red { .. } => Some(false),
        Guard::Fine => Some(true),
        Guard::NotYet | Guard::Wrong(_) => None,
    };
    Guardrail { fine, sentence: words::guard(of, bad, guard) }
}

fn plan_sentence(sized: &Sized, planned: &Planned, subjects: &[Subject], days: usize) -> String {
    let arms = planned.arms.len().max(1) as f64;
    let a_day = planned.per_day.map_or(subjects.len() as f64 / days.max(1) as f64, f64::from) / arms;
    let days = plan::days(sized.visitors / 2.0, a_day);
    let mut sentence = words::plan(a_day.round() as u32, sized.base, sized.effect, days);
    if !sized.named {
        sentence.push_str("; the rule file names no `experiment.plan.effect`, so this one is taken");
    }
    if !sized.fixed {
        sentence.push_str("; the plan is fixed when day 7 is closed");
    }
    sentence
}

fn arm_report(arm: usize, control: usize, planned: &Planned, subjects: &[Subject], closed: Day, most: Option<i64>) -> Option<ArmReport> {
    let named = planned.arms.get(arm)?;
    let counts = |subject: &&Subject| subject.arm == arm && !subject.bot && subject.mixed.is_none_or(|mixed| mixed > subject.matures);
    let (mut visitors, mut pair, mut converters, mut capped) = (0, PairSums::default(), 0, 0_i64);
    for subject in subjects.iter().filter(counts) {
        visitors += 1;
        if subject.matures > closed {
            continue;
        }
        let (spent, orders) = (i128::from(subject.spent), i128::from(subject.orders));
        pair.visitors += 1;
        pair.above = (pair.above.0 + spent, pair.above.1 + spent * spent);
        pair.below = (pair.below.0 + orders, pair.below.1 + orders * orders);
        pair.product += spent * orders;
        converters += i64::from(subject.converted);
        capped = capped.saturating_add(most.map_or(subject.spent, |most| subject.spent.min(most)));
    }
    Some(ArmReport {
        id: named.id.clone(),
        control: arm == control,
        holdout: named.holdout,
        visitors,
        counted: pair.visitors,
        converters,
        rate: wilson::rate(converters, pair.visitors).ok(),
        orders: i64::try_from(pair.below.0).unwrap_or(i64::MAX),
        revenue: i64::try_from(pair.above.0).unwrap_or(i64::MAX),
        revenue_capped: capped,
        order_value: pair.moments().ok().map(|moments| moments.mean),
    })
}

fn ratio(known: Option<Result<&Watch, crate::stats::lack::Lack>>, planned: &Planned, weights: &Weights) -> RatioReport {
    match known {
        None => RatioReport { fine: None, p: None, sentence: "unknown, because the rule file is".into() },
        Some(Err(lack)) => RatioReport { fine: None, p: None, sentence: words::lack(lack).into() },
        Some(Ok(watch)) => {
            let counts: Vec<String> = watch.counts.iter().map(i64::to_string).collect();
            let changes = if weights.len() > 1 { ", since the weights were changed" } else { "" };
            let sentence = match (watch.broken, counts.is_empty()) {
                (Some(_), _) => format!("broken: {} visitors are no chance", counts.join(" and ")),
                (None, true) => "nobody has come yet".into(),
                (None, false) => format!("fine: {} visitors{changes}, for {}", counts.join(" and "), shares(planned)),
            };
            RatioReport { fine: Some(watch.broken.is_none()), p: Some(watch.p()), sentence }
        }
    }
}

fn shares(planned: &Planned) -> String {
    let weights = planned.weights();
    weights.iter().map(|(arm, weight)| format!("{weight} {arm}")).collect::<Vec<String>>().join(" : ")
}

fn notes(place: &Place, subjects: &[Subject], most: Option<i64>) -> Vec<String> {
    let mut notes = Vec::new();
    let count = |what: &dyn Fn(&Subject) -> bool| subjects.iter().filter(|subject| what(subject)).count() as u64;
    let (mixed, robots) = (count(&|subject| subject.mixed.is_some()), count(&|subject| subject.bot));
    if mixed * 1000 > MIXED * subjects.len() as u64 {
        notes.push(format!("{mixed} visitors were seen in two arms and count in neither; that is more than 1 %: are ids shared, or lost?"));
    } else if mixed > 0 {
        notes.push(format!("{mixed} visitors were seen in two arms and count in neither"));
    }
    if robots > 0 {
        notes.push(format!("{robots} suspected robots are left out"));
    }
    let elsewhere = place.units.of.len() - subjects.len();
    if elsewhere > 0 {
        notes.push(format!("{elsewhere} visitors were in variants that the newest rule file does not have"));
    }
    if let Some(campaign) = place.campaign {
        let unknown = campaign.phases.get(&0).map_or(0, |units| units.of.len());
        if unknown > 0 && place.planned.phase > 0 {
            notes.push(format!("{unknown} visitors came by rule files that are not known here, and do not count"));
        }
        if campaign.unassigned > 0 {
            notes.push(format!("{} exposures without a visitor's id were not drawn by lot, and do not count", campaign.unassigned));
        }
    }
    notes.push(match most {
        Some(most) => format!("revenue a visitor is capped at {}", super::text::money(most, place.currency)),
        None => "revenue is not capped: no `experiment.plan.cap`, and too few orders in the 90 days before".into(),
    });
    notes
}
