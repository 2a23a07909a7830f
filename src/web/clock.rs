//! What time it is: the wall clock once, then the monotonic clock.
//!
//! INVARIANT: never runs backwards, whatever the shopper does to the device's clock. It is put forward only when the page
//! comes back, because the monotonic clock may have slept meanwhile.

use super::page;
use crate::engine::time::Millis;
use std::cell::Cell;

#[derive(Default)]
pub struct Clock {
    /// The wall clock's reading when the monotonic one showed zero.
    origin: Cell<f64>,
}

impl Clock {
    #[inline(never)]
    pub fn now(&self) -> Millis {
        (self.origin.get() + page::monotonic()) as Millis
    }

    /// Catches up with the wall clock if that is ahead.
    pub fn put_forward(&self) {
        self.origin.set(self.origin.get().max(page::wall() - page::monotonic()));
    }
}
