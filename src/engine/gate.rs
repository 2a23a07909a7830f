//! Gates: what stands between a campaign and the screen, in order.
//!
//! Decides where a campaign stops, and why, with the data to say until when. The run and the explanation read the same
//! list. Leaves the choice among those that pass to `choose`.

use super::eval::Verdict;
use super::event::{ConsentMode, Room};
use super::fact::Fact;
use super::profile::{Kind, Set};
use super::program::{Campaign, FOREVER, Frequency, NONE, Per, Program};
use super::scene::Scene;
use super::search::is_engine;
use super::state::State;
use super::time::{DAY, Millis};
use crate::value::Value;

/// Why a campaign does not show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It is switched off in the file.
    Disabled,
    /// Its message cannot be drawn.
    Broken,
    /// None of its triggers has fired in this page view.
    NotTriggered,
    /// Its schedule is closed.
    Closed {
        /// When it opens; None: never again.
        opens: Option<Millis>,
    },
    /// It would take the screen before the visitor has answered the consent question, and the tag says to wait.
    Consent,
    /// Storage is blocked, so what was shown or dismissed could not be remembered: less is shown, not more.
    NoMemory,
    /// Its condition does not hold, or is not known to.
    Condition(Verdict),
    /// The shopper is in checkout.
    Checkout,
    /// It would cover the first page that a phone sees when it comes from a search engine.
    SearchLanding,
    /// It has been shown often enough.
    Capped {
        /// Whose cap.
        by: Whose,
        /// How many times are allowed.
        at_most: u32,
        /// In what.
        per: Per,
        /// When it may show again; None: when the page, the visit, or all time has passed.
        until: Option<Millis>,
    },
    /// It is silent for a while.
    Cooling {
        /// Whose silence.
        by: Whose,
        /// After what.
        after: Kind,
        /// When it ends; None: never.
        until: Option<Millis>,
    },
    /// The visitor is outside of the experiment's coverage or namespace.
    Outside,
    /// Its texts need facts that are not known: there would be nothing to read.
    Speechless,
    /// Its countdown is over: an offer that has ended says nothing.
    Over,
    /// The pool of its code has none for this visitor.
    NoCode,
    /// It stands in the page, and cannot be put there now.
    Place {
        /// Where, as in [`Campaign::places`].
        place: u16,
        /// What is the matter.
        room: Room,
    },
    /// Another message is on the screen.
    Busy {
        /// Rank of the other campaign.
        with: u32,
    },
    /// An interruption was on screen just now.
    Quiet {
        /// When the next may come.
        until: Millis,
    },
    /// Something is in its way on the page: the shopper types, another dialog is open, a video plays.
    Scene {
        /// When it is looked at again.
        until: Millis,
        /// What of it the campaign minds.
        seen: Scene,
    },
}

/// Whose frequency a reason speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// The campaign's own.
    Campaign,
    /// Its group's.
    Group,
    /// The whole site's.
    Site,
}

/// A gate: its name and its question.
pub type Gate = (&'static str, fn(&Program, &State, u32, &Campaign) -> Option<Reason>);

/// All gates, in the order in which they are asked.
pub const GATES: &[Gate] = &[
    ("enabled", enabled),
    ("trigger", trigger),
    ("schedule", schedule),
    ("consent", consent),
    ("when", when),
    ("checkout", checkout),
    ("search", search),
    ("frequency", frequency),
    ("experiment", experiment),
    ("words", words),
    ("place", place),
    ("screen", screen),
];

/// The first gate that a campaign does not pass.
#[must_use]
pub fn first(program: &Program, state: &State, rank: u32) -> Option<Reason> {
    let campaign = program.campaigns.get(rank as usize)?;
    for (_, gate) in GATES {
        let stopped = gate(program, state, rank, campaign);
        if stopped.is_some() {
            return stopped;
        }
    }
    None
}

fn enabled(_: &Program, state: &State, rank: u32, campaign: &Campaign) -> Option<Reason> {
    match (campaign.enabled, state.broken.has(rank)) {
        (false, _) => Some(Reason::Disabled),
        (_, true) => Some(Reason::Broken),
        _ => None,
    }
}

fn words(_: &Program, state: &State, rank: u32, _: &Campaign) -> Option<Reason> {
    match (state.speechless.has(rank), state.over.has(rank)) {
        (true, true) if state.codeless.has(rank) => Some(Reason::NoCode),
        (true, true) => Some(Reason::Over),
        (true, false) => Some(Reason::Speechless),
        _ => None,
    }
}

fn trigger(_: &Program, state: &State, rank: u32, _: &Campaign) -> Option<Reason> {
    if state.armed.has(rank) {
        return None;
    }
    for (campaign, until) in &state.passing {
        if *campaign == rank && state.now < *until {
            return None;
        }
    }
    Some(Reason::NotTriggered)
}

fn schedule(_: &Program, state: &State, _: u32, campaign: &Campaign) -> Option<Reason> {
    let schedule = campaign.schedule.as_deref()?;
    let zone = &state.zones[usize::from(schedule.by_visitor)];
    match schedule.open(state.now, zone) {
        Ok(()) => None,
        Err(opens) => Some(Reason::Closed { opens }),
    }
}

fn consent(_: &Program, state: &State, _: u32, campaign: &Campaign) -> Option<Reason> {
    // Without memory a dismissal could not be kept, so nothing may interrupt, and after a dismissal nothing is shown at all.
    let waits = state.mode == ConsentMode::Strict && !answered(state);
    match campaign.interrupts || state.dismissed {
        true if waits => Some(Reason::Consent),
        true if !state.storage => Some(Reason::NoMemory),
        _ => None,
    }
}

/// Whether the visitor has answered the consent question, in any way.
#[must_use]
pub fn answered(state: &State) -> bool {
    state.consent.analytics.or(state.consent.marketing).or(state.consent.preferences).is_some()
}

fn when(_: &Program, state: &State, _: u32, campaign: &Campaign) -> Option<Reason> {
    let verdict = state.counters.get(campaign.when as usize).map_or(Verdict::Unknown, |counter| counter.verdict);
    if verdict == Verdict::True { None } else { Some(Reason::Condition(verdict)) }
}

pub(super) fn checkout(_: &Program, state: &State, _: u32, campaign: &Campaign) -> Option<Reason> {
    if said(state, Fact::PageType) == "checkout" && campaign.interrupts && !campaign.in_checkout { Some(Reason::Checkout) } else { None }
}

fn search(_: &Program, state: &State, _: u32, campaign: &Campaign) -> Option<Reason> {
    let first = matches!(state.values.get(Fact::SessionPageViews as usize), Some(Some(Value::Int(1))));
    let spared = campaign.covers && first && said(state, Fact::DeviceKind) == "mobile" && is_engine(said(state, Fact::SessionReferrer));
    if spared { Some(Reason::SearchLanding) } else { None }
}

/// The text of a fact; empty where it is none.
#[inline(never)]
fn said(state: &State, fact: Fact) -> &str {
    match state.values.get(fact as usize) {
        Some(Some(Value::Text(text))) => text,
        _ => "",
    }
}

fn frequency(program: &Program, state: &State, _: u32, campaign: &Campaign) -> Option<Reason> {
    if let Some(reason) = capped(program, state, campaign, &campaign.frequency, Whose::Campaign) {
        return Some(reason);
    }
    let snoozed = state.profile.tally(&campaign.id, Kind::Snoozed).most;
    if snoozed > state.now {
        return Some(Reason::Cooling { by: Whose::Campaign, after: Kind::Snoozed, until: Some(snoozed) });
    }
    if campaign.group != NONE
        && let Some((_, shared)) = program.groups.get(campaign.group as usize)
        && let Some(reason) = capped(program, state, campaign, shared, Whose::Group)
    {
        return Some(reason);
    }
    capped(program, state, campaign, &program.site.frequency, Whose::Site)
}

/// Whether what happened to the campaign of an id counts for a frequency that this campaign is under.
fn counts(program: &Program, campaign: &Campaign, by: Whose, id: &str) -> bool {
    match by {
        Whose::Campaign => *id == *campaign.id,
        Whose::Group => program.campaigns.iter().any(|other| other.group == campaign.group && *other.id == *id),
        Whose::Site => true,
    }
}

fn capped(program: &Program, state: &State, campaign: &Campaign, frequency: &Frequency, by: Whose) -> Option<Reason> {
    let now = state.now;
    let tomorrow = state.zones[0].next_day(now);
    let (from, span) = match frequency.per {
        Per::Page => (state.page_at, None),
        Per::Day => (tomorrow - DAY, None),
        Per::Span(span) => (now - span + 1, Some(span)),
        Per::Session | Per::Ever => (Millis::MIN, None),
    };
    let visit = if frequency.per == Per::Session { Some(state.tab.visit) } else { None };
    // When each kind of mark was last made, and the exposures that the cap counts: marks are in the order of time.
    let mut last = [Millis::MIN; Kind::Snoozed as usize + 1];
    let mut shown = Vec::new();
    for mark in state.profile.of(Set::Marks) {
        if counts(program, campaign, by, &mark.name) {
            // The first goal is what a campaign is for; the others are only counted.
            if mark.kind != Kind::Converted || mark.number == 0 {
                last[mark.kind as usize] = mark.at;
            }
            if mark.kind == Kind::Exposed && mark.at >= from && visit.is_none_or(|visit| visit == mark.time) {
                shown.push(mark.at);
            }
        }
    }
    let silences = [frequency.after_dismiss, frequency.after_convert, frequency.after_show];
    for (after, silence) in [Kind::Dismissed, Kind::Converted, Kind::Exposed].iter().zip(&silences) {
        let Some(silence) = *silence else { continue };
        let until = last[*after as usize].saturating_add(silence);
        if now < until {
            return Some(Reason::Cooling { by, after: *after, until: if silence == FOREVER { None } else { Some(until) } });
        }
    }
    let at_most = frequency.at_most?;
    let surplus = shown.len().checked_sub(at_most as usize)?;
    let until = match (frequency.per, span) {
        (Per::Day, _) => Some(tomorrow),
        // The cap opens when the oldest of the last n leaves the span.
        (_, Some(span)) => shown.get(surplus).map(|at| at + span),
        _ => None,
    };
    Some(Reason::Capped { by, at_most, per: frequency.per, until })
}

fn experiment(program: &Program, state: &State, _: u32, campaign: &Campaign) -> Option<Reason> {
    if super::experiment::draw(program, state, campaign).is_none() { Some(Reason::Outside) } else { None }
}

fn place(_: &Program, state: &State, rank: u32, campaign: &Campaign) -> Option<Reason> {
    // What stands there already goes on standing.
    if state.preview || state.showing.iter().any(|showing| showing.campaign == rank) {
        return None;
    }
    for place in &campaign.places {
        let mut room = Room::Missing;
        for (known, is) in &state.places {
            if known == place {
                room = *is;
            }
        }
        if room != Room::Free {
            return Some(Reason::Place { place: *place, room });
        }
    }
    None
}

fn screen(program: &Program, state: &State, rank: u32, campaign: &Campaign) -> Option<Reason> {
    for showing in &state.showing {
        // The same message is never on screen twice.
        if showing.campaign == rank {
            return Some(Reason::Busy { with: rank });
        }
    }
    if campaign.interrupts {
        if let Some(with) = interrupter(program, state) {
            return Some(Reason::Busy { with });
        }
        let until = quiet_until(program, state);
        if state.now < until && !campaign.folds {
            return Some(Reason::Quiet { until });
        }
    }
    let until = state.retry_at?;
    let seen = state.scene.for_campaign(campaign);
    if state.now < until && seen != Scene::default() { Some(Reason::Scene { until, seen }) } else { None }
}

/// The rank of the campaign whose interruption is on screen, or about to be.
#[must_use]
pub fn interrupter(program: &Program, state: &State) -> Option<u32> {
    for showing in &state.showing {
        if !showing.folded && interrupts(program, showing.campaign) {
            return Some(showing.campaign);
        }
    }
    let claimed = state.claim.as_ref()?.campaign;
    if state.interrupting.has(claimed) { Some(claimed) } else { None }
}

/// Whether an interruption is on screen.
#[must_use]
pub fn covered(program: &Program, state: &State) -> bool {
    state.showing.iter().any(|showing| !showing.folded && interrupts(program, showing.campaign))
}

/// Whether the message of a campaign takes the screen.
#[must_use]
pub fn interrupts(program: &Program, rank: u32) -> bool {
    program.campaigns.get(rank as usize).is_some_and(|campaign| campaign.interrupts)
}

/// When the quiet after the last interruption ends; the beginning of time where there was none.
#[must_use]
pub fn quiet_until(program: &Program, state: &State) -> Millis {
    match state.tab.interrupted {
        Some(at) => at + program.site.quiet_interval,
        None => Millis::MIN,
    }
}
