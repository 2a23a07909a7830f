//! The reminder: a code that the shopper was given and has not used.
//!
//! Decides when it begins (the code was copied or applied, or its message closed), and when it ends: the code is in the cart, its time
//! is up, the shopper closes it, a newer one begins, or its campaign is no longer in the rule file. What is remembered is in the
//! profile, see [`Set::Reminders`]. Leaves to `corner` whether there is room for it.

use super::effect::Effect;
use super::event::Event;
use super::fact::Fact;
use super::id::Id;
use super::message;
use super::profile::{Kind, Row, Set};
use super::program::{Campaign, Program};
use super::report;
use super::sayable;
use super::state::{Reminder, Showing, State};
use super::time::{Millis, NEVER};
use crate::outcome::What;
use crate::rules::action::{Action, ActionWord};
use crate::value::Value;
use crate::view::coupon::{FOREVER, is_used};
use crate::view::teaser;
use std::rc::Rc;

/// The codes of a message are in the shopper's hands, or one of them: those that want it are reminded of.
pub fn begin(program: &Program, state: &mut State, showing: &Showing, code: Option<&str>) {
    let Some(campaign) = program.campaigns.get(showing.campaign as usize) else { return };
    if state.preview {
        return;
    }
    for action in showing.actions.iter() {
        if action.word != ActionWord::Copy || action.number == 0 || code.is_some_and(|code| *code != *action.text) {
            continue;
        }
        let known = waiting(program, state).is_some_and(|(row, _)| row.name == action.text);
        if known || in_cart(state).is_some_and(|cart| is_used(cart, &action.text)) {
            continue;
        }
        let until = match action.number {
            FOREVER => 0,
            span @ 1.. => state.now + span,
            local => state.zones[0].instant(-local),
        };
        let mut row = Row::new(state.now, Rc::clone(&action.text), Rc::clone(&campaign.id));
        row.time = until;
        keep(state, row);
    }
}

fn keep(state: &mut State, row: Row) {
    state.profile_dirty |= state.profile.add(Set::Reminders, row);
}

/// The code that waits, and the campaign that gave it.
fn waiting<'a>(program: &'a Program, state: &'a State) -> Option<(&'a Row, &'a Campaign)> {
    let row = state.profile.of(Set::Reminders).last()?;
    let campaign = program.campaigns.get(program.campaign(&row.variant)? as usize)?;
    let waits = row.kind == Kind::Exposed && (row.time == 0 || state.now < row.time) && campaign.enabled;
    if waits { Some((row, campaign)) } else { None }
}

/// What the cart says of its coupons.
fn in_cart(state: &State) -> Option<&Value> {
    state.values.get(Fact::CartCoupons as usize)?.as_ref()
}

/// It is over: the code was used, or the shopper closed it.
fn finish(program: &Program, state: &mut State, kind: Kind) {
    if let Some((row, _)) = waiting(program, state) {
        // In the same moment the end comes behind the beginning, and is the newest.
        let mut row = Row::new(state.now.max(row.at), Rc::clone(&row.name), Rc::clone(&row.variant));
        row.kind = kind;
        keep(state, row);
    }
}

/// Codes were used.
pub fn used(program: &Program, state: &mut State, codes: &Value) {
    if waiting(program, state).is_some_and(|(row, _)| is_used(codes, &row.name)) {
        finish(program, state, Kind::Converted);
    }
}

/// Draws the reminder where there is room for it, else takes it away. Gives the moment at which it ends.
pub fn settle(program: &Program, state: &mut State, free: bool) -> Millis {
    if let Some(codes) = in_cart(state).cloned() {
        used(program, state, &codes);
    }
    let (mut next, mut wanted) = (NEVER, None);
    if let Some((row, _)) = waiting(program, state) {
        if row.time != 0 {
            next = row.time;
        }
        if free && !state.preview {
            wanted = Some((Rc::clone(&row.name), Rc::clone(&row.variant)));
        }
    }
    if let Some(up) = &state.reminder {
        if wanted.as_ref().is_some_and(|(code, _)| *code == up.action.text) {
            return next;
        }
        state.effects.push(Effect::Hide { exposure: up.exposure });
        state.reminder = None;
    }
    if let Some((code, campaign)) = wanted {
        let exposure = state.chance.id();
        let action = Rc::new(Action::new(ActionWord::Copy, &code));
        let view = Box::new(teaser::reminder(&message::site_text(program), state, &sayable::locale(program, state), &action));
        state.effects.push(Effect::Show { exposure, campaign: Rc::clone(&campaign), view });
        state.reminder = Some(Reminder { exposure, campaign, action });
    }
    next
}

/// Something happened to the reminder, if it is that.
pub fn told(program: &Program, state: &mut State, exposure: Id, event: &Event) {
    let Some(up) = state.reminder.as_ref().filter(|up| up.exposure == exposure) else { return };
    if matches!(event, Event::Dismissed { .. }) {
        finish(program, state, Kind::Dismissed);
    } else if matches!(event, Event::Acted { .. }) {
        let action = Rc::clone(&up.action);
        let (mut of, code) = (None, Rc::clone(&action.text));
        if let Some((_, campaign)) = waiting(program, state) {
            for mark in state.profile.of(Set::Marks) {
                if mark.kind == Kind::Exposed && mark.name == campaign.id {
                    of = Some((campaign, mark.exposure, Rc::clone(&mark.variant)));
                }
            }
        }
        let of = of.map(|(campaign, owed, variant)| report::of_exposure(program, campaign, &variant, owed, owed == Id::default()));
        state.effects.push(Effect::Do { exposure, action });
        report::send(program, state, of, What::CouponCopied { code });
    }
}
