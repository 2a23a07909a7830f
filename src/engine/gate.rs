//! Gates: what stands between a campaign and the screen, in order.
//!
//! Decides where a campaign stops, and why, with the data to say until when. The run and the explanation read the same
//! list. Leaves the choice among those that pass to `choose`.

use super::eval::Verdict;
use super::event::ConsentMode;
use super::fact::Fact;
use super::profile::{Kind, Set};
use super::program::{Campaign, FOREVER, Frequency, NONE, Per, Program};
use super::state::State;
use super::time::Millis;
use crate::value::Value;
use std::rc::Rc;

/// Why a campaign does not show.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    /// Another message is on the screen.
    Busy {
        /// The other campaign.
        with: Rc<str>,
    },
    /// An interruption was on screen just now.
    Quiet {
        /// When the next may come.
        until: Millis,
    },
    /// The page is not fit for an interruption now: the shopper types, another dialog is open, a video plays.
    Scene {
        /// When it is looked at again.
        until: Millis,
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
    ("frequency", frequency),
    ("experiment", experiment),
    ("screen", screen),
];

/// The first gate that a campaign does not pass.
#[must_use]
pub fn first(program: &Program, state: &State, rank: u32) -> Option<Reason> {
    let campaign = program.campaigns.get(rank as usize)?;
    GATES.iter().find_map(|(_, gate)| gate(program, state, rank, campaign))
}

fn enabled(_: &Program, state: &State, rank: u32, campaign: &Campaign) -> Option<Reason> {
    match (campaign.enabled, state.broken.has(rank)) {
        (false, _) => Some(Reason::Disabled),
        (_, true) => Some(Reason::Broken),
        _ => None,
    }
}

fn trigger(_: &Program, state: &State, rank: u32, _: &Campaign) -> Option<Reason> {
    let armed = state.armed.has(rank) || state.passing.iter().any(|(campaign, until)| *campaign == rank && state.now < *until);
    if armed { None } else { Some(Reason::NotTriggered) }
}

fn schedule(_: &Program, state: &State, _: u32, campaign: &Campaign) -> Option<Reason> {
    let schedule = campaign.schedule.as_deref()?;
    let [shop, visitor] = &state.zones;
    let zone = if schedule.by_visitor { visitor } else { shop };
    schedule.open(state.now, zone).err().map(|opens| Reason::Closed { opens })
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

fn checkout(_: &Program, state: &State, _: u32, campaign: &Campaign) -> Option<Reason> {
    let here = matches!(state.values.get(Fact::PageType as usize), Some(Some(Value::Text(kind))) if &**kind == "checkout");
    if here && campaign.interrupts && !campaign.in_checkout { Some(Reason::Checkout) } else { None }
}

fn frequency(program: &Program, state: &State, _: u32, campaign: &Campaign) -> Option<Reason> {
    let own = |id: &str| id == &*campaign.id;
    if let Some(reason) = capped(state, &campaign.frequency, Whose::Campaign, &own) {
        return Some(reason);
    }
    let snooze = state.profile.marks_of(&campaign.id, Kind::Snoozed).map(|mark| mark.number).max().filter(|until| *until > state.now);
    if let Some(until) = snooze {
        return Some(Reason::Cooling { by: Whose::Campaign, after: Kind::Snoozed, until: Some(until) });
    }
    if campaign.group != NONE
        && let Some((_, shared)) = program.groups.get(campaign.group as usize)
    {
        let grouped = |id: &str| program.campaigns.iter().any(|other| other.group == campaign.group && &*other.id == id);
        if let Some(reason) = capped(state, shared, Whose::Group, &grouped) {
            return Some(reason);
        }
    }
    capped(state, &program.site.frequency, Whose::Site, &|_| true)
}

fn capped(state: &State, frequency: &Frequency, by: Whose, of: &dyn Fn(&str) -> bool) -> Option<Reason> {
    let now = state.now;
    let marks = || state.profile.of(Set::Marks).iter().filter(|mark| of(&mark.name));
    let silences =
        [(Kind::Dismissed, frequency.after_dismiss), (Kind::Converted, frequency.after_convert), (Kind::Exposed, frequency.after_show)];
    for (after, span) in silences {
        let Some(span) = span else { continue };
        let Some(last) = marks().rfind(|mark| mark.kind == after) else { continue };
        let until = last.at.saturating_add(span);
        if now < until {
            return Some(Reason::Cooling { by, after, until: if span == FOREVER { None } else { Some(until) } });
        }
    }
    let at_most = frequency.at_most?;
    let exposures = || marks().filter(|mark| mark.kind == Kind::Exposed);
    let [shop, _] = &state.zones;
    let today = shop.next_day(now) - 86_400_000;
    let since = |from: Millis| exposures().filter(|mark| mark.at >= from).count();
    let (count, until) = match frequency.per {
        Per::Page => (since(state.page_at), None),
        Per::Session => (exposures().filter(|mark| mark.time == state.tab.visit).count(), None),
        Per::Day => (since(today), Some(shop.next_day(now))),
        Per::Span(span) => {
            let from = now - span + 1;
            // The cap opens when the oldest of the last n leaves the span.
            let count = since(from);
            let oldest = exposures().filter(|mark| mark.at >= from).nth(count.saturating_sub(at_most as usize));
            (count, oldest.map(|mark| mark.at + span))
        }
        Per::Ever => (exposures().count(), None),
    };
    if count >= at_most as usize { Some(Reason::Capped { by, at_most, per: frequency.per, until }) } else { None }
}

fn experiment(program: &Program, state: &State, _: u32, campaign: &Campaign) -> Option<Reason> {
    if super::experiment::draw(program, state, campaign).is_none() { Some(Reason::Outside) } else { None }
}

fn screen(program: &Program, state: &State, _: u32, campaign: &Campaign) -> Option<Reason> {
    // The same message is never on screen twice.
    let showing = |rank: u32| program.campaigns.get(rank as usize).is_some_and(|other| other.id == campaign.id);
    if state.showing.iter().any(|shown| showing(shown.campaign)) {
        return Some(Reason::Busy { with: Rc::clone(&campaign.id) });
    }
    if campaign.interrupts {
        if let Some(with) = interrupter(program, state) {
            return Some(Reason::Busy { with });
        }
        if let Some(until) = quiet_until(program, state).filter(|until| state.now < *until) {
            return Some(Reason::Quiet { until });
        }
    }
    let typing = state.typing_until.filter(|_| !campaign.while_typing);
    let until = [state.retry_at, typing].into_iter().flatten().max().filter(|until| state.now < *until);
    until.map(|until| Reason::Scene { until })
}

/// The campaign whose interruption is on screen, or about to be.
#[must_use]
pub fn interrupter(program: &Program, state: &State) -> Option<Rc<str>> {
    let showing = state.showing.iter().map(|showing| showing.campaign);
    let claimed = state.claim.iter().map(|claim| claim.campaign);
    showing
        .chain(claimed)
        .filter_map(|rank| program.campaigns.get(rank as usize))
        .find(|campaign| campaign.interrupts)
        .map(|campaign| Rc::clone(&campaign.id))
}

/// When the quiet after the last interruption ends.
#[must_use]
pub fn quiet_until(program: &Program, state: &State) -> Option<Millis> {
    state.tab.interrupted.map(|at| at + program.site.quiet_interval)
}
