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

/// Reads the rule file and the options of the tag, which are JSON text.
#[wasm_bindgen]
pub fn read(rules: &[u8], options: &JsValue) {
    let (program, diagnostics) = load(rules);
    complain(rules, &diagnostics);
    HOST.set(Some(Host::new(program, Options::read(&page::said(options)))));
}

/// The one entry: whatever the page or the browser tells, by a code of [`Heard`](super::listen::Heard).
#[wasm_bindgen]
pub fn enter(code: i32, value: &JsValue) {
    if let Some(host) = HOST.get() {
        host.enter(code, value);
    }
}

/// The state as JSON text, for `explain()`.
#[wasm_bindgen]
#[must_use]
pub fn snapshot() -> JsValue {
    match HOST.get() {
        Some(host) => JsValue::from_str(&host.snapshot()),
        None => JsValue::UNDEFINED,
    }
}

/// Traps as a mistake in the engine would.
#[cfg(feature = "test-hooks")]
#[wasm_bindgen(js_name = testTrap)]
pub fn test_trap() {
    std::process::abort();
}
