//! A treatment: what a visitor does with a message that it has read.
//!
//! Decides among closing, opening, pressing, answering and leaving it alone, by the model's shares. Leaves when that happens to [`host`](super::host).

use super::chance::Dice;
use super::traffic::Traffic;
use super::witness::Treated;
use crate::engine::event::{Dismissal, Event};
use crate::engine::id::Id;
use crate::rules::action::{Action, ActionWord};
use crate::scenario::words::each;
use crate::view::{ASIDE, Kind, Surface, Tag, View, own};
use std::rc::Rc;

/// A message of more steps than this is left alone.
const STEPS: u32 = 6;

/// What is done.
pub(super) struct Treatment {
    /// What the browser would report.
    pub events: Vec<Event>,
    /// What it is.
    pub how: Treated,
}

/// What is done with a message of which so many steps have been answered; None: it is left alone.
pub(super) fn treatment(traffic: &Traffic, view: &View, exposure: Id, steps: u32, dice: &mut Dice) -> Option<Treatment> {
    let (dismiss, press, answer) = (traffic.dismiss(), traffic.press(), traffic.answer());
    let roll = dice.below(10_000) as u32;
    // Whoever has begun to answer goes on.
    if steps == 0 && roll < dismiss {
        let closed = Event::Dismissed { exposure, how: Dismissal::Close };
        return Some(Treatment { events: vec![closed], how: Treated::Dismissed });
    }
    // What is behind a tab is not known yet: who would do something there opens it, and then thinks anew.
    if let (Surface::Teaser { .. }, Some(action)) = (view.surface, view.next()) {
        let opened = Treatment { events: vec![Event::Acted { exposure, action }], how: Treated::Opened };
        return (roll < dismiss + press + answer).then_some(opened);
    }
    if steps == 0 && roll < dismiss + press {
        let action = presses(view, dice)?;
        return Some(Treatment { events: vec![Event::Acted { exposure, action }], how: Treated::Clicked });
    }
    if steps > STEPS || steps == 0 && roll >= dismiss + press + answer {
        return None;
    }
    let mut events = answers(view, exposure, dice);
    let next = view.next().filter(|_| !events.is_empty() || view.holds)?;
    events.push(Event::Acted { exposure, action: next });
    Some(Treatment { events, how: Treated::Answered })
}

/// Something to press that neither closes the message nor goes on.
fn presses(view: &View, dice: &mut Dice) -> Option<u16> {
    let quiet = |action: &Action| matches!(action.word, ActionWord::Close | ActionWord::Snooze | ActionWord::Next);
    let places: Vec<u16> = (0u16..).zip(view.actions.iter()).filter(|(_, action)| !quiet(action)).map(|(place, _)| place).collect();
    dice.pick(&places).copied()
}

/// An answer to each question of a message.
fn answers(view: &View, exposure: Id, dice: &mut Dice) -> Vec<Event> {
    let mut fields: Vec<(Rc<str>, Vec<Rc<str>>)> = Vec::new();
    each(view, &mut |element| {
        let Some(does) = own(element).iter().find(|row| matches!(row.kind, Kind::Answer | Kind::AnswerAndNext)) else { return };
        let attribute = |name: &str| own(element).iter().find(|row| row.is_piece() && row.name == name).map(|row| Rc::clone(&row.text));
        // What only robots fill in.
        if does.text.starts_with(ASIDE) {
            return;
        }
        let bound = || attribute("min").or_else(|| attribute("max"));
        let value = match attribute("type").as_deref() {
            Some("radio" | "checkbox") => attribute("value").unwrap_or_default(),
            Some("email") => "visitor@example.com".into(),
            Some("tel") => "0712 345 678".into(),
            Some("number") => bound().unwrap_or_else(|| "2".into()),
            Some("date") => bound().unwrap_or_else(|| "1990-06-15".into()),
            _ if element.first().is_some_and(|row| row.kind == Kind::Element(Tag::Select)) => {
                let offered = element.iter().rev().find(|row| row.name == "value" && !row.text.is_empty());
                offered.map(|row| Rc::clone(&row.text)).unwrap_or_default()
            }
            _ => "All is well.".into(),
        };
        match fields.iter_mut().find(|(field, _)| *field == does.text) {
            Some((_, values)) => values.push(value),
            None => fields.push((Rc::clone(&does.text), vec![value])),
        }
    });
    let mut events = Vec::new();
    for (field, values) in fields {
        if let Some(value) = dice.pick(&values).cloned() {
            events.push(Event::Answered { exposure, field, value });
        }
    }
    events
}
