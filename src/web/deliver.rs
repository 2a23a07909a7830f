//! The one seam through which outcomes leave: a DOM event for the page, and the collector where there is one.
//!
//! Decides that what one step gave leaves in one request. What is counted is the core's; that a line sent twice is counted
//! once is the outcome id's doing.

use super::page;
use crate::outcome::Outcome;
use js_sys::Array;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use std::cell::RefCell;

#[derive(Default)]
pub struct Outbox {
    lines: RefCell<Option<Array>>,
}

impl Outbox {
    pub fn send(&self, outcome: &Outcome) {
        // A value that JavaScript cannot hold would be a mistake in the format; nothing is sent then.
        let Ok(line) = outcome.serialize(&Serializer::json_compatible()) else { return };
        page::announce("outcome", &line);
        self.lines.borrow_mut().get_or_insert_with(Array::new).push(&line);
    }

    /// Sends what has come together.
    pub fn flush(&self, collector: Option<&str>) {
        if let (Some(lines), Some(collector)) = (self.lines.take(), collector) {
            page::post(collector, &lines);
        }
    }
}
