//! The one seam through which outcomes leave: a DOM event for the page, and the collector where there is one.
//!
//! Decides that what one step gave leaves in one request. What is counted is the core's; that a line sent twice is counted
//! once is the outcome id's doing.

use super::page;
use crate::json::Json;
use crate::outcome::Outcome;
use std::cell::Cell;

#[derive(Default)]
pub struct Outbox {
    /// Outcomes as JSON, with commas between.
    lines: Cell<String>,
}

impl Outbox {
    pub fn send(&self, outcome: &Outcome) {
        let line = outcome.write();
        page::announce("outcome", &line);
        let mut lines = Json(self.lines.take());
        lines.text_raw(&line);
        self.lines.set(lines.0);
    }

    /// Sends what has come together.
    pub fn flush(&self, collector: Option<&str>) {
        let lines = self.lines.take();
        if let Some(collector) = collector
            && !lines.is_empty()
        {
            page::post(collector, &lines);
        }
    }
}
