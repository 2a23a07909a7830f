//! The one seam through which outcomes leave: a DOM event for the page, and the collector where there is one.
//!
//! Decides the envelope. What is counted is the core's; that a line sent twice is counted once is the outcome id's doing.

use super::page;
use crate::outcome::{FORMAT, Outcome};
use js_sys::{Array, JSON, Object, Reflect};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsValue;

pub struct Outbox {
    collector: Option<Rc<str>>,
    /// What one step gave; it leaves in one request.
    lines: RefCell<Option<Array>>,
}

impl Outbox {
    pub fn new(collector: Option<Rc<str>>) -> Outbox {
        Outbox { collector, lines: RefCell::default() }
    }

    pub fn send(&self, outcome: &Outcome) {
        // A value that JavaScript cannot hold would be a mistake in the format; nothing is sent then.
        let Ok(line) = outcome.serialize(&Serializer::json_compatible()) else { return };
        page::announce("outcome", &line);
        if self.collector.is_some() {
            self.lines.borrow_mut().get_or_insert_with(Array::new).push(&line);
        }
    }

    /// Sends what has come together.
    pub fn flush(&self) {
        let (Some(lines), Some(collector)) = (self.lines.take(), &self.collector) else { return };
        let envelope = object(&[("format", JsValue::from(FORMAT)), ("outcomes", lines.into())]);
        if let Ok(text) = JSON::stringify(&envelope) {
            page::post(collector, &String::from(text));
        }
    }
}

/// An object of these entries.
pub fn object(entries: &[(&str, JsValue)]) -> JsValue {
    let made = Object::new();
    for (name, value) in entries {
        // Setting an own property of a fresh object cannot be refused.
        let _ = Reflect::set(&made, &JsValue::from_str(name), value);
    }
    made.into()
}
