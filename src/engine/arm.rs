//! Arming: moments latch the campaigns that wait for them, until the next page view.
//!
//! Decides which triggers fire. Passing moments (leaving, clicks, copies, coming back) fall after ten seconds or when a message
//! takes the screen, so nothing pops up when nobody is leaving.

use super::eval;
use super::event::Leave;
use super::note::cart_items;
use super::program::{NONE, Program};
use super::state::State;
use super::time::{Millis, NEVER};
use super::trigger::{Entry, Moment, PASSING, TRIGGERS};
use crate::value::Value;

/// Moments measured in milliseconds since something.
const TIMED: [Moment; 5] = [Moment::PageView, Moment::TimeOnPage, Moment::TimeOnSite, Moment::Inactivity, Moment::CartIdle];

/// A moment without a key.
pub fn fire(program: &Program, state: &mut State, moment: Moment, detail: &Value) {
    state.armed.add(program.triggers.plain(moment));
    fire_keys(program, state, moment, (i64::MIN, i64::MAX), detail);
}

/// A moment of one key: an element, a name, a depth reached for the first time.
pub fn fire_key(program: &Program, state: &mut State, moment: Moment, key: i64, detail: &Value) {
    fire_keys(program, state, moment, (key, key), detail);
}

/// A measure has grown: fires all between what it was and what it is.
pub fn fire_up_to(program: &Program, state: &mut State, moment: Moment, value: i64) {
    let fired = &mut state.fired[moment as usize];
    let was = *fired;
    if value > was {
        *fired = value;
        fire_keys(program, state, moment, (was + 1, value), &Value::Null);
    }
}

/// Latches those of a kind whose keys lie in a range, both ends included; the plain ones have been armed all at once.
fn fire_keys(program: &Program, state: &mut State, moment: Moment, (least, most): (i64, i64), detail: &Value) {
    for entry in program.triggers.from(moment, least) {
        if entry.key > most {
            return;
        }
        if !entry.is_plain() {
            latch(program, state, entry, detail);
        }
    }
}

/// Signs of leaving.
pub fn leave(program: &Program, state: &mut State, signal: Leave, speed: u32) {
    for entry in program.triggers.of(Moment::ExitIntent) {
        if entry.exit.takes(signal, speed) {
            latch(program, state, entry, &Value::Null);
        }
    }
}

/// Coming back to the tab: those whose `after` is reached; and it is a sign of leaving.
pub fn returned(program: &Program, state: &mut State, away: Millis) {
    fire_keys(program, state, Moment::TabReturn, (i64::MIN, away), &Value::Null);
    leave(program, state, Leave::TabReturn, 0);
}

/// Timed moments that are due; gives the next moment at which one will be, or [`NEVER`].
pub fn due(program: &Program, state: &mut State) -> Millis {
    let mut next = NEVER;
    for moment in &TIMED {
        let moment = *moment;
        if program.triggers.reads(moment)
            && let Some(base) = base(state, moment)
        {
            fire_up_to(program, state, moment, state.now - base);
            if let Some(entry) = program.triggers.from(moment, state.fired[moment as usize] + 1).first() {
                next = next.min(base + entry.key);
            }
        }
    }
    next
}

/// What a timed moment is measured from.
fn base(state: &State, moment: Moment) -> Option<Millis> {
    match moment {
        Moment::TimeOnSite => Some(state.tab.visit),
        Moment::Inactivity => Some(state.active_at),
        Moment::CartIdle => match (state.tab.cart, cart_items(state)) {
            (Some((_, since)), Some(1..)) => Some(since),
            _ => None,
        },
        _ => Some(state.page_at),
    }
}

fn latch(program: &Program, state: &mut State, entry: &Entry, detail: &Value) {
    if entry.filter != NONE && !eval::holds(&program.tree, entry.filter, detail) {
        return;
    }
    if entry.count > 1 {
        let Some(campaign) = program.campaigns.get(entry.campaign as usize) else { return };
        state.tab_dirty = true;
        if state.tab.count(&campaign.id, entry.ordinal) < i64::from(entry.count) {
            return;
        }
    }
    if !TRIGGERS.get(entry.moment as usize).is_some_and(|row| row.passing) {
        state.armed.set(entry.campaign, true);
        return;
    }
    let until = state.now + PASSING;
    for (campaign, latched) in &mut state.passing {
        if *campaign == entry.campaign {
            *latched = until;
            return;
        }
    }
    state.passing.push((entry.campaign, until));
}

/// Lets fall what has passed.
pub fn lapse(state: &mut State) {
    let mut place = 0;
    while let Some((_, until)) = state.passing.get(place) {
        if state.now < *until {
            place += 1;
        } else {
            state.passing.remove(place);
        }
    }
}

/// A new page view: nothing has happened on it yet.
pub fn reset(state: &mut State) {
    state.armed.clear();
    state.passing.clear();
    state.fired = [-1; super::trigger::MOMENTS];
}
