//! Arming: moments latch the campaigns that wait for them, until the next page view.
//!
//! Decides which triggers fire. Passing moments (leaving, clicks, copies, coming back) fall after ten seconds or when a message
//! takes the screen, so nothing pops up when nobody is leaving.

use super::eval;
use super::event::Leave;
use super::program::{NONE, Program};
use super::state::State;
use super::time::Millis;
use super::trigger::{Entry, Moment, PASSING, TRIGGERS};
use crate::value::Value;
use std::rc::Rc;

/// Moments measured in milliseconds since something.
const TIMED: [Moment; 5] = [Moment::PageView, Moment::TimeOnPage, Moment::TimeOnSite, Moment::Inactivity, Moment::CartIdle];

/// A moment without a key.
pub fn fire(program: &Program, state: &mut State, moment: Moment, detail: &Value) {
    let plain = program.triggers.plain(moment);
    if passes(moment) {
        for entry in program.triggers.of(moment) {
            latch(program, state, entry, detail);
        }
    } else {
        state.armed.add(plain);
        for entry in program.triggers.of(moment).iter().filter(|entry| !entry.is_plain()) {
            latch(program, state, entry, detail);
        }
    }
}

/// A moment of one key: an element, a name, a depth reached for the first time.
pub fn fire_key(program: &Program, state: &mut State, moment: Moment, key: i64, detail: &Value) {
    let all = program.triggers.of(moment);
    let first = all.partition_point(|entry| entry.key < key);
    for entry in all.iter().skip(first).take_while(|entry| entry.key == key) {
        latch(program, state, entry, detail);
    }
}

/// A measure has grown: fires all between what it was and what it is.
pub fn fire_up_to(program: &Program, state: &mut State, moment: Moment, value: i64) {
    let was = std::mem::replace(&mut state.fired[moment as usize], value);
    if value <= was {
        state.fired[moment as usize] = was;
        return;
    }
    let all = program.triggers.of(moment);
    let first = all.partition_point(|entry| entry.key <= was);
    for entry in all.iter().skip(first).take_while(|entry| entry.key <= value) {
        latch(program, state, entry, &Value::Null);
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

/// Coming back to the tab: those whose `after` is reached.
pub fn returned(program: &Program, state: &mut State, away: Millis) {
    for entry in program.triggers.of(Moment::TabReturn) {
        if entry.key <= away {
            latch(program, state, entry, &Value::Null);
        }
    }
}

/// Timed moments that are due; gives the next moment at which one will be.
pub fn due(program: &Program, state: &mut State) -> Option<Millis> {
    let mut next: Option<Millis> = None;
    for moment in TIMED {
        if !program.triggers.reads(moment) {
            continue;
        }
        let Some(base) = base(state, moment) else { continue };
        fire_up_to(program, state, moment, state.now - base);
        let key = program.triggers.next_key(moment, state.fired[moment as usize]);
        next = [next, key.map(|key| base + key)].into_iter().flatten().min();
    }
    next
}

/// What a timed moment is measured from.
fn base(state: &State, moment: Moment) -> Option<Millis> {
    match moment {
        Moment::TimeOnSite => Some(state.tab.visit),
        Moment::Inactivity => Some(state.active_at),
        Moment::CartIdle => {
            let filled = matches!(state.values.get(super::fact::Fact::CartItems as usize), Some(Some(Value::Int(1..))));
            state.tab.cart.filter(|_| filled).map(|(_, since)| since)
        }
        _ => Some(state.page_at),
    }
}

fn passes(moment: Moment) -> bool {
    TRIGGERS.iter().any(|row| row.moment == moment && row.passing)
}

fn latch(program: &Program, state: &mut State, entry: &Entry, detail: &Value) {
    if entry.filter != NONE && !eval::holds(&program.tree, entry.filter, detail) {
        return;
    }
    if entry.count > 1 {
        let Some(campaign) = program.campaigns.get(entry.campaign as usize) else { return };
        state.tab_dirty = true;
        if state.tab.count(&Rc::clone(&campaign.id), entry.ordinal) < i64::from(entry.count) {
            return;
        }
    }
    if !passes(entry.moment) {
        state.armed.set(entry.campaign, true);
        return;
    }
    let until = state.now + PASSING;
    match state.passing.iter_mut().find(|(campaign, _)| *campaign == entry.campaign) {
        Some(latch) => latch.1 = until,
        None => state.passing.push((entry.campaign, until)),
    }
}

/// Lets fall what has passed.
pub fn lapse(state: &mut State) {
    let now = state.now;
    state.passing.retain(|(_, until)| now < *until);
}

/// A new page view: nothing has happened on it yet.
pub fn reset(state: &mut State) {
    state.armed.clear();
    state.passing.clear();
    state.fired = [-1; super::trigger::MOMENTS];
}
