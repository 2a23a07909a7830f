//! What the shopper does with a message becomes answers and actions.
//!
//! Decides which gesture means what: when a score counts as chosen, when a press beside the card counts as one. What
//! follows from it is the core's.

use super::host::Host;
use super::message::Message;
use super::page;
use crate::engine::event::{Dismissal, Event};
use crate::rules::action::Action;
use crate::view::{Kind, Row, element, own};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusEvent, HtmlInputElement, KeyboardEvent};

/// What is listened to on every message; each only reaches what is in its shadow.
pub const GESTURES: &[(&str, Gesture)] = &[
    ("click", Gesture::Press),
    ("pointerdown", Gesture::Touch),
    ("input", Gesture::Type),
    ("keydown", Gesture::KeyDown),
    ("keyup", Gesture::KeyUp),
    ("cancel", Gesture::Cancel),
    ("focusin", Gesture::Enter),
];

/// One row of [`GESTURES`].
#[derive(Clone, Copy)]
pub enum Gesture {
    /// A click, whatever caused it.
    Press,
    /// A finger, pen or button goes down.
    Touch,
    /// A field changes.
    Type,
    /// A key goes down.
    KeyDown,
    /// A key comes up.
    KeyUp,
    /// The browser is asked to close the dialog: Escape, or back on a phone.
    Cancel,
    /// The focus comes to an element.
    Enter,
}

/// What must be remembered between two gestures.
#[derive(Default)]
pub struct Memory {
    /// The press began beside the card: dragging a selection out of it does not close it.
    beside: bool,
    /// An arrow key is down: browsers click the radio it moves to, but moving along a scale is not choosing.
    moving: bool,
    /// What was pressed last.
    pub pressed: Option<Element>,
    /// Where the focus was before it came into a bar.
    pub came_from: Option<Element>,
}

/// Reports what a gesture means.
pub fn mean(host: &Host, message: &mut Message, gesture: Gesture, event: &web_sys::Event) {
    let Some(target) = event.target() else { return };
    // Only elements of ours are in the shadow.
    let target: Element = target.unchecked_into();
    match gesture {
        Gesture::Press => press(host, message, &target, event),
        Gesture::Touch => {
            message.memory.moving = false;
            message.memory.beside = message.is_beside(&target);
        }
        Gesture::Type => {
            if let Some((shown, Row { kind: Kind::Answer, text, .. })) = find(message, &target) {
                answer(host, message, text, shown);
            }
        }
        Gesture::KeyDown => key(host, message, &target, event.unchecked_ref()),
        Gesture::KeyUp => {
            event.stop_propagation();
            message.memory.moving = false;
        }
        Gesture::Cancel => {
            // Left alone, the browser closes the dialog without asking anybody.
            event.prevent_default();
            dismiss(host, message, Dismissal::Escape);
        }
        Gesture::Enter => {
            // What loses the focus is an element, too.
            let from = event.unchecked_ref::<FocusEvent>().related_target().map(JsCast::unchecked_into::<Element>);
            if let Some(from) = from.filter(|from| !message.frame.contains(Some(from))) {
                message.memory.came_from = Some(from);
            }
        }
    }
}

fn press(host: &Host, message: &mut Message, target: &Element, event: &web_sys::Event) {
    if message.close.contains(Some(target)) {
        return dismiss(host, message, Dismissal::Close);
    }
    if message.memory.beside && message.is_beside(target) {
        return dismiss(host, message, Dismissal::Backdrop);
    }
    let Some((shown, does)) = find(message, target) else { return };
    match does.kind {
        Kind::Press => {
            // Links stay links, to be opened in a new tab or copied; but only to where a message may lead.
            if let Some(address) = shown.get_attribute("href")
                && !page::allowed(&address)
            {
                event.prevent_default();
            }
            act(host, message, does.number as u16);
            message.memory.pressed = Some(shown.clone());
        }
        // INVARIANT: a finger, Space, Enter and a screen reader's press choose; arrow keys only move and answer.
        Kind::AnswerAndNext if message.memory.moving => answer(host, message, &does.text, shown),
        Kind::AnswerAndNext => choose(host, message, &does.text, shown),
        _ => {}
    }
}

fn key(host: &Host, message: &mut Message, target: &Element, event: &KeyboardEvent) {
    // The shop's own shortcuts would take letters typed here for commands: outside the shadow no text field is to be seen.
    event.stop_propagation();
    let key = event.key();
    message.memory.moving = key.starts_with("Arrow");
    // Escape that ends a composition belongs to the input method.
    if key == "Escape" && !message.is_modal() && !event.is_composing() {
        return dismiss(host, message, Dismissal::Escape);
    }
    // Space on a radio that is not yet checked is a click; on one that arrow keys have checked it is nothing.
    if (key == "Enter" || key == " ")
        && let Some((shown, Row { kind: Kind::AnswerAndNext, text, .. })) = find(message, target)
        && shown.unchecked_ref::<HtmlInputElement>().checked()
    {
        event.prevent_default();
        choose(host, message, text, shown);
    }
}

/// The innermost element that does something and holds `target`, and what it does.
fn find<'m>(message: &'m Message, target: &Element) -> Option<(&'m Element, &'m Row)> {
    for drawn in message.drawn.iter().rev() {
        for row in own(element(&message.view.rows, drawn.row)) {
            if !row.is_piece() && drawn.element.contains(Some(target)) {
                return Some((&drawn.element, row));
            }
        }
    }
    None
}

fn dismiss(host: &Host, message: &Message, how: Dismissal) {
    host.report(Event::Dismissed { exposure: message.exposure, how });
}

fn act(host: &Host, message: &Message, action: u16) {
    host.report(Event::Acted { exposure: message.exposure, action });
}

fn choose(host: &Host, message: &Message, field: &Rc<str>, element: &Element) {
    answer(host, message, field, element);
    if let Some(next) = message.view.actions.iter().position(|action| **action == Action::Next) {
        act(host, message, next as u16);
    }
}

/// What the field says now: a box to tick that is not ticked says nothing.
fn answer(host: &Host, message: &Message, field: &Rc<str>, element: &Element) {
    let input: &HtmlInputElement = element.unchecked_ref();
    let value = if input.type_() == "checkbox" && !input.checked() { String::new() } else { input.value() };
    host.report(Event::Answered { exposure: message.exposure, field: field.clone(), value: Rc::from(value) });
}
