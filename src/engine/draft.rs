//! What is being typed, over a reload.
//!
//! Decides what of an open message is kept with the tab, and whether it comes back: the same exposure at the same step, on the same
//! address, as long as nothing about it has changed. Leaves storage to the host, and what a tab keeps besides to [`super::tab`].
//!
//! INVARIANT: only the text for the tab's storage holds answers, and only while their message is open.

use super::choose::{fresh, put_up};
use super::fact::Fact;
use super::id::Id;
use super::message;
use super::program::{Program, hash};
use super::state::{Showing, State};
use super::step::dismissals;
use crate::json::Json;
use crate::node::{Doc, Node};
use crate::value::Value;
use std::rc::Rc;

/// Longer ones are not kept, bytes.
const MAX: usize = 4_096;

/// The tab as kept by the host, with the open message that has answers in it, if the visitor allows that.
#[must_use]
pub fn write(program: &Program, state: &State) -> String {
    let mut text = state.tab.write();
    if state.consent.preferences == Some(false) {
        return text;
    }
    for showing in &state.showing {
        if !showing.folded
            && !showing.answers.is_empty()
            && let Some(open) = written(program, state, showing)
            && open.len() <= MAX
        {
            text.pop();
            text.push_str(",\"open\":");
            text.push_str(&open);
            text.push('}');
            break;
        }
    }
    text
}

fn written(program: &Program, state: &State, showing: &Showing) -> Option<String> {
    let campaign = program.campaigns.get(showing.campaign as usize)?;
    let mut json = Json::default();
    json.open('[').text(&campaign.id).text(&showing.variant).text(&showing.exposure.hex());
    let numbers = [
        place(state, &showing.message.show.text),
        dismissals(program, state, showing.campaign),
        i64::from(showing.unassigned),
        showing.step as i64,
        showing.sent as i64,
    ];
    for number in numbers {
        json.int(number);
    }
    for (field, answer) in &showing.answers {
        json.text(field).text(answer);
    }
    json.close(']');
    Some(json.0)
}

/// What is shown and where, as a hash that JSON can hold.
fn place(state: &State, show: &str) -> i64 {
    let mut sum = hash(show.as_bytes());
    if let Some(Some(Value::Text(url))) = state.values.get(Fact::PageUrl as usize) {
        sum = sum.rotate_left(29) ^ hash(url.as_bytes());
    }
    (sum >> 12) as i64
}

/// Puts it on screen again, where it may be.
pub fn restore(program: &Program, state: &mut State, text: &str) {
    if text.len() <= MAX
        && state.consent.preferences != Some(false)
        && let Ok(doc) = Doc::scan(text.as_bytes())
        && let Some(showing) = read(program, state, doc.root())
        && !message::draw(program, state, &showing.message, showing.step, &showing.answers, showing.exposure).rows.is_empty()
    {
        put_up(program, state, showing);
    }
}

fn read(program: &Program, state: &mut State, root: Node<'_>) -> Option<Showing> {
    let mut items = root.items();
    let rank = program.campaign(items.next()?.word())?;
    let campaign = program.campaigns.get(rank as usize)?;
    let variant = items.next()?.shared()?;
    let exposure = Id::parse(items.next()?.word())?;
    let mut numbers = [0; 5];
    for number in &mut numbers {
        *number = items.next()?.integer()?;
    }
    let [show, dismissed, unassigned, step, sent] = numbers;
    let known = campaign.variants.iter().find(|known| known.id == variant)?;
    if !campaign.enabled || dismissals(program, state, rank) > dismissed {
        return None;
    }
    let message = message::decode(program, state, &campaign.id, known.show?)?;
    if place(state, &message.show.text) != show {
        return None;
    }
    let mut showing = fresh(state, &message, (rank, exposure), (&variant, unassigned != 0));
    showing.step = step as usize;
    showing.sent = sent as usize;
    // It was on screen, and was read: neither is counted or waited for again.
    (showing.seen, showing.since, showing.folded) = (true, 0, false);
    while let (Some(field), Some(answer)) = (items.next(), items.next()) {
        showing.answers.push((Rc::clone(&field.shared()?), answer.shared()?));
    }
    Some(showing)
}
