//! What the shopper does with a message becomes answers and actions.
//!
//! Decides which gesture means what: when a score counts as chosen, when a press beside the card counts as one. What
//! follows from it is the core's.

use super::message::Message;
use super::page;
use super::tree::Handle;
use crate::engine::event::{Dismissal, Event};
use crate::rules::action::Action;
use crate::view::{On, Tag};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusEvent, HtmlElement, HtmlInputElement, KeyboardEvent};

/// What is listened to on every message; each only reaches what is in its shadow.
pub const GESTURES: &[(&str, Gesture)] = &[
    ("click", Gesture::Press),
    ("pointerdown", Gesture::Touch),
    ("input", Gesture::Type),
    ("submit", Gesture::Submit),
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
    /// A form is sent.
    Submit,
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
    pub came_from: Option<HtmlElement>,
}

/// What a gesture means, in order.
pub fn meaning(message: &mut Message, gesture: Gesture, event: &web_sys::Event) -> Vec<Event> {
    let Some(target) = event.target() else { return Vec::new() };
    // Only elements of ours are in the shadow.
    let target: Element = target.unchecked_into();
    match gesture {
        Gesture::Press => press(message, &target, event),
        Gesture::Touch => {
            message.memory.moving = false;
            message.memory.beside = message.is_beside(&target);
            Vec::new()
        }
        Gesture::Type => typed(message, &target),
        Gesture::Submit => {
            event.prevent_default();
            find(message, &target).map_or_else(Vec::new, |handle| match handle.on {
                On::Press(action) => vec![Event::Acted { exposure: message.exposure, action }],
                On::Answer(_) | On::AnswerAndNext(_) => Vec::new(),
            })
        }
        Gesture::KeyDown => key(message, &target, event.unchecked_ref()),
        Gesture::KeyUp => {
            event.stop_propagation();
            message.memory.moving = false;
            Vec::new()
        }
        Gesture::Cancel => {
            // Left alone, the browser closes the dialog without asking anybody.
            event.prevent_default();
            dismissed(message, Dismissal::Escape)
        }
        Gesture::Enter => {
            let from = event.unchecked_ref::<FocusEvent>().related_target().and_then(|from| from.dyn_into::<HtmlElement>().ok());
            if let Some(from) = from.filter(|from| !message.frame.contains(Some(from))) {
                message.memory.came_from = Some(from);
            }
            Vec::new()
        }
    }
}

fn press(message: &mut Message, target: &Element, event: &web_sys::Event) -> Vec<Event> {
    if message.close.contains(Some(target)) {
        return dismissed(message, Dismissal::Close);
    }
    if message.memory.beside && message.is_beside(target) {
        return dismissed(message, Dismissal::Backdrop);
    }
    let Some(handle) = find(message, target) else { return Vec::new() };
    match (&handle.on, handle.tag) {
        // A click in a form is not sending it.
        (On::Press(_), Tag::Form) | (On::Answer(_), _) => Vec::new(),
        (On::Press(action), tag) => {
            // Links stay links, to be opened in a new tab or copied; but only to where a message may lead.
            if tag == Tag::A && !page::allowed(&handle.element.get_attribute("href").unwrap_or_default()) {
                event.prevent_default();
            }
            let (action, element) = (*action, handle.element.clone());
            message.memory.pressed = Some(element);
            vec![Event::Acted { exposure: message.exposure, action }]
        }
        // INVARIANT: a finger, Space, Enter and a screen reader's press choose; arrow keys only move and answer.
        (On::AnswerAndNext(field), _) if message.memory.moving => vec![answer(message, field, &handle.element)],
        (On::AnswerAndNext(field), _) => choose(message, field, &handle.element),
    }
}

fn typed(message: &Message, target: &Element) -> Vec<Event> {
    let Some(handle) = find(message, target) else { return Vec::new() };
    match &handle.on {
        On::Answer(field) => vec![answer(message, field, &handle.element)],
        // Choosing is a press, see there.
        On::AnswerAndNext(_) | On::Press(_) => Vec::new(),
    }
}

fn key(message: &mut Message, target: &Element, event: &KeyboardEvent) -> Vec<Event> {
    // The shop's own shortcuts would take letters typed here for commands: outside the shadow no text field is to be seen.
    event.stop_propagation();
    let key = event.key();
    message.memory.moving = key.starts_with("Arrow");
    // Escape that ends a composition belongs to the input method.
    if key == "Escape" && !message.is_modal() && !event.is_composing() {
        return dismissed(message, Dismissal::Escape);
    }
    match find(message, target).map(|handle| (&handle.on, &handle.element)) {
        // Space on a radio that is not yet checked is a click; on one that arrow keys have checked it is nothing.
        Some((On::AnswerAndNext(field), element))
            if matches!(&*key, "Enter" | " ") && element.unchecked_ref::<HtmlInputElement>().checked() =>
        {
            event.prevent_default();
            choose(message, field, element)
        }
        _ => Vec::new(),
    }
}

/// The innermost element that does something and holds `target`.
fn find<'m>(message: &'m Message, target: &Element) -> Option<&'m Handle> {
    message.handles.iter().rev().find(|handle| handle.element.contains(Some(target)))
}

fn dismissed(message: &Message, how: Dismissal) -> Vec<Event> {
    vec![Event::Dismissed { exposure: message.exposure, how }]
}

fn choose(message: &Message, field: &Rc<str>, element: &Element) -> Vec<Event> {
    let mut events = vec![answer(message, field, element)];
    if let Some(next) = message.view.actions.iter().position(|action| *action == Action::Next) {
        events.push(Event::Acted { exposure: message.exposure, action: next as u16 });
    }
    events
}

/// What the field says now. Boxes to tick that share a field answer it together.
fn answer(message: &Message, field: &Rc<str>, element: &Element) -> Event {
    let input: &HtmlInputElement = element.unchecked_ref();
    let value = if input.type_() == "checkbox" {
        let mut all = String::new();
        for handle in &message.handles {
            let other: &HtmlInputElement = handle.element.unchecked_ref();
            if handle.on == On::Answer(field.clone()) && other.checked() {
                if !all.is_empty() {
                    all.push_str(", ");
                }
                all.push_str(&other.value());
            }
        }
        all
    } else {
        input.value()
    };
    Event::Answered { exposure: message.exposure, field: field.clone(), value: Rc::from(value) }
}
