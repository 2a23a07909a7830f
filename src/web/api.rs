//! What JavaScript may call: every export of the shopper's build.
//!
//! `page/front.js` makes the class of it that pages see, and lets nothing in but through the door.
//!
//! INVARIANT: nothing here throws, whatever it is called with; a fault inside ends shopbell behind the door.

use super::complain::complain;
use super::host::Host;
use super::page;
use super::started::Options;
use crate::rules::load::load;
use std::cell::Cell;
use wasm_bindgen::prelude::*;

thread_local! {
    /// The page's host, once the rules are read.
    static HOST: Cell<Option<&'static Host>> = const { Cell::new(None) };
}

/// Reads the rule file, and the options of the tag, which the door holds as JSON text.
#[wasm_bindgen]
pub fn read(rules: &[u8]) {
    let (program, diagnostics) = load(rules);
    complain(rules, &diagnostics);
    HOST.set(Some(Host::new(program, Options::read(&page::said()))));
}

/// The one entry: whatever the page or the browser tells, by a code of [`Heard`](super::listen::Heard). What is told besides is held by the
/// door, see [`page::said`](super::page::said).
#[wasm_bindgen]
pub fn enter(code: i32) {
    if let Some(host) = HOST.get() {
        host.enter(code);
    }
}

/// Traps as a mistake in the engine would.
#[cfg(feature = "test-hooks")]
#[wasm_bindgen(js_name = testTrap)]
pub fn test_trap() {
    std::process::abort();
}

/// Calls itself until there is no stack left.
#[cfg(feature = "test-hooks")]
#[wasm_bindgen(js_name = testOverflow)]
pub fn test_overflow() -> usize {
    #[inline(never)]
    fn deeper(depth: usize) -> usize {
        let held = std::hint::black_box([depth; 64]);
        if depth == 0 { 0 } else { deeper(depth + 1) + held[depth % 64] }
    }
    deeper(1)
}

/// Asks for memory until there is none left.
#[cfg(feature = "test-hooks")]
#[wasm_bindgen(js_name = testExhaust)]
pub fn test_exhaust() -> usize {
    let mut held: Vec<Vec<u8>> = Vec::new();
    loop {
        held.push(Vec::with_capacity(1 << 26));
        std::hint::black_box(&held);
    }
}
