//! What time it is: the wall clock once, then the monotonic clock.
//!
//! INVARIANT: never runs backwards, whatever the shopper does to the device's clock. It is put forward only when the page
//! comes back, because the monotonic clock may have slept meanwhile.

use crate::engine::time::Millis;
use std::cell::Cell;

pub struct Clock {
    monotonic: Option<web_sys::Performance>,
    /// The wall clock's reading when the monotonic one showed zero.
    origin: Cell<f64>,
}

impl Clock {
    pub fn new(window: &web_sys::Window) -> Clock {
        let clock = Clock { monotonic: window.performance(), origin: Cell::new(0.0) };
        clock.put_forward();
        clock
    }

    fn since_zero(&self) -> f64 {
        self.monotonic.as_ref().map_or_else(js_sys::Date::now, web_sys::Performance::now)
    }

    pub fn now(&self) -> Millis {
        (self.origin.get() + self.since_zero()) as Millis
    }

    /// Catches up with the wall clock if that is ahead.
    pub fn put_forward(&self) {
        self.origin.set(self.origin.get().max(js_sys::Date::now() - self.since_zero()));
    }
}
