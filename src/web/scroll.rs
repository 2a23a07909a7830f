//! How far and how fast the shopper scrolls.
//!
//! Decides how often is looked, and what on a touch screen is a sign of leaving: a fast way up, and a long rest after a
//! scroll. What follows is the core's.

use super::host::{Due, Host};
use super::page;
use crate::engine::event::{Event, Leave};
use crate::engine::time::{Millis, SECOND};
use std::cell::Cell;

/// At most one look in this time.
const EVERY: Millis = 100;
/// Slower than this, in pixels a second, nobody flees.
const FAST: i64 = 600;
/// A rest of this long after a scroll is a sign of leaving.
const REST: Millis = 8 * SECOND;

#[derive(Default)]
pub struct Scroll {
    /// Deepest point of this page view, in percent.
    deepest: Cell<i32>,
    looked_at: Cell<Millis>,
    y: Cell<i64>,
    /// Another look is to come.
    looks: Cell<bool>,
    /// Whether the shopper rests is to be asked.
    rests: Cell<bool>,
}

impl Scroll {
    /// The page moved, perhaps by a pixel of many.
    pub fn scrolled(&self, host: &'static Host) {
        let wait = self.looked_at.get() + EVERY - host.clock.now();
        if wait <= 0 {
            self.look(host);
        } else if !self.looks.replace(true) {
            // The last pixel counts too: the foot of the page is reached by it.
            host.later(wait, Due::Scroll);
        }
    }

    /// The look that was to come.
    pub fn look_later(&self, host: &'static Host) {
        self.looks.set(false);
        self.look(host);
    }

    /// Measures.
    pub fn look(&self, host: &'static Host) {
        let now = host.clock.now();
        let since = now - self.looked_at.replace(now);
        if host.signals.scroll {
            let depth = page::depth();
            if depth > self.deepest.get() {
                self.deepest.set(depth);
                host.report(Event::Scrolled(depth as u8));
            }
        }
        if host.signals.leave_touch && host.touch.get() {
            let y = page::scrolled_by() as i64;
            let speed = (self.y.replace(y) - y) * 1000 / since.max(1);
            if speed >= FAST && since <= 5 * EVERY {
                host.report(Event::Leaving { signal: Leave::FastScrollUp, speed: speed as u32 });
            }
            if !self.rests.replace(true) {
                host.later(REST, Due::Rest);
            }
        }
    }

    /// Nothing moved for a while, or it has to be asked again.
    pub fn rested(&self, host: &'static Host) {
        let wait = self.looked_at.get() + REST - host.clock.now();
        self.rests.set(wait > 0);
        if wait > 0 {
            host.later(wait, Due::Rest);
        } else {
            host.report(Event::Leaving { signal: Leave::IdleAfterScroll, speed: 0 });
        }
    }

    /// A new page view begins at its own top, or wherever the browser put it.
    pub fn begin(&self, host: &'static Host) {
        self.deepest.set(0);
        if page::scrolled_by() > 0.0 {
            self.look(host);
        }
    }
}
