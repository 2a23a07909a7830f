//! Answers: what the shopper fills in, and what becomes of it.
//!
//! Decides when they are sent, to whom, and where the message goes on. Leaves what is wrong with them to the view of the step, and
//! presses to [`super::message`].

use super::effect::Effect;
use super::eval;
use super::goal::converted;
use super::message::{Message, draw, end, mark_of, tell, turn};
use super::profile::Kind;
use super::program::Program;
use super::reminder;
use super::state::{Showing, State};
use super::time::Millis;
use crate::outcome::What;
use crate::rules::action::{Action, ActionWord};
use crate::value::Value;
use crate::view::form::TRAP;
use crate::view::{ASIDE, Turn};
use std::rc::Rc;

/// Most answers of a message, notes of its own included.
const MAX_ANSWERS: usize = 128;

/// The shopper filled in a field.
pub fn answered(showing: &mut Showing, field: &Rc<str>, value: &str) {
    let mut place = 0;
    while let Some((known, _)) = showing.answers.get(place) {
        if known == field {
            showing.answers.remove(place);
        } else {
            place += 1;
        }
    }
    if !value.is_empty() && place < MAX_ANSWERS {
        showing.sent = showing.sent.min(place);
        showing.answers.push((Rc::clone(field), clipped(value).into()));
    }
}

/// At most 4,000 bytes, cut between letters.
fn clipped(text: &str) -> &str {
    let mut end = text.len().min(4_000);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or("")
}

/// Nobody fills in a form in less, milliseconds.
const HASTE: Millis = 2_000;

/// Sends what was answered and goes on: to the first way that is open, else to the step behind, else to the end. Tells whether
/// the message stays on screen.
pub fn next(program: &Program, state: &mut State, showing: &mut Showing) -> bool {
    answered(showing, &ASIDE.into(), ASIDE);
    // Whoever draws the step knows what is wrong, and what is sent along.
    let view = draw(program, state, &showing.message, showing.step, &showing.answers, showing.exposure);
    if view.wrong {
        return turn(program, state, showing, Turn::Wrong);
    }
    let mut robot = view.form && state.now < showing.since + HASTE;
    for kept in &view.kept {
        // What was sent is not sent twice.
        if !showing.answers.contains(kept) {
            answered(showing, &kept.0, &kept.1);
        }
    }
    let (mut all, mut fresh) = (Vec::new(), Vec::new());
    let mut place = 0;
    while let Some((field, answer)) = showing.answers.get(place) {
        if field.starts_with(ASIDE) {
            robot |= **field == *TRAP;
            showing.answers.remove(place);
            showing.sent -= usize::from(place < showing.sent);
            continue;
        }
        place += 1;
        if place > showing.sent {
            fresh.push((Rc::clone(field), Rc::clone(answer)));
        }
        all.push(Value::Text(Rc::clone(field)));
        all.push(Value::Text(Rc::clone(answer)));
    }
    let all = Value::Object(all.into());
    reminder::begin(program, state, showing, None);
    if !fresh.is_empty() {
        showing.sent = showing.answers.len();
    }
    // A robot is thanked like anybody else, and nobody hears of it.
    if !fresh.is_empty() && !robot {
        if view.form && !state.preview {
            let mut action = Action::new(ActionWord::Next, "");
            action.value = all.clone();
            state.effects.push(Effect::Do { exposure: showing.exposure, action: Rc::new(action) });
        }
        mark_of(program, state, showing, Kind::Submitted, 0);
        tell(program, state, showing, What::Submitted { answers: fresh });
        converted(program, state, "submitted", &Value::Null, None);
    }
    if view.holds {
        return turn(program, state, showing, Turn::Same);
    }
    let won = showing.message.show.place(view.to.as_deref().unwrap_or_default());
    showing.step = won.unwrap_or_else(|| way_on(&showing.message, showing.step, &all));
    let Some(step) = showing.message.show.steps.get(showing.step) else {
        return end(program, state, showing);
    };
    tell(program, state, showing, What::Step { step: Rc::clone(&step.id) });
    showing.since = state.now;
    turn(program, state, showing, Turn::Step)
}

fn way_on(message: &Message, step: usize, answers: &Value) -> usize {
    if let Some(here) = message.show.steps.get(step) {
        for way in &here.next {
            if way.when.is_none_or(|root| eval::holds(&message.ways, root, answers)) {
                return way.to;
            }
        }
    }
    step + 1
}
