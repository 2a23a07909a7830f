//! Signs that the shopper with a mouse is about to leave: the pointer goes out through the top.
//!
//! Decides what counts as going out and how fast it went. Whether that is fast enough is the core's.

use crate::engine::time::Millis;
use std::cell::Cell;
use wasm_bindgen::JsCast;
use web_sys::{Element, MouseEvent};

/// Two positions apart by at least this long make a speed.
const APART: Millis = 30;
/// A pointer slower than this, in pixels a second, lingers on what is under it.
const LINGERING: u32 = 300;

/// Height and time of a pointer.
#[derive(Clone, Copy, Default)]
struct Point {
    y: i32,
    at: Millis,
}

/// The trail of the pointer.
#[derive(Default)]
pub struct Leaving {
    older: Cell<Point>,
    newer: Cell<Point>,
}

impl Leaving {
    pub fn moved(&self, event: &MouseEvent, now: Millis) {
        if now - self.newer.get().at >= APART {
            self.older.set(self.newer.get());
            self.newer.set(Point { y: event.client_y(), at: now });
        }
    }

    /// Upward speed with which the pointer left the window through its top, in pixels a second.
    pub fn left(&self, event: &MouseEvent, now: Millis) -> Option<u32> {
        if event.related_target().is_some() || event.client_y() > 0 {
            return None;
        }
        let target = event.target()?.dyn_into::<Element>().ok()?;
        let over = |selector: &str| target.closest(selector).is_ok_and(|found| found.is_some());
        // Browsers also let the pointer "leave" into the open list of a field.
        if over("select,option,input[list],[aria-expanded=true]") {
            return None;
        }
        // The older point unless the pointer rested meanwhile.
        let (older, newer) = (self.older.get(), self.newer.get());
        let from = if now - older.at < 200 { older } else { newer };
        let speed = if from.at == 0 { 0 } else { i64::from(from.y - event.client_y()).max(0) * 1000 / (now - from.at).max(8) } as u32;
        if speed < LINGERING && over("a,button") { None } else { Some(speed) }
    }
}
