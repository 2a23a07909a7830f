//! What JavaScript may call: every export of the shopper's build.
//!
//! `page/front.js` makes the class of it that pages see, and lets nothing in but through the door.
//!
//! INVARIANT: nothing here throws, whatever it is called with; a fault inside ends shopbell behind the door.

use super::host::Host;
use super::page;
use super::started::Options;
use crate::rules::diagnostic::{Diagnostic, Severity, line_column};
use crate::rules::load::load;
use crate::value::Decimal;
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

/// How many problems of the rule file are told one by one.
const TOLD: u32 = 3;

/// Says in one line that the rule file has problems, and where.
fn complain(rules: &[u8], diagnostics: &[Diagnostic]) {
    let text = std::str::from_utf8(rules).unwrap_or_default();
    let mut places = String::new();
    let mut count = 0;
    for problem in diagnostics {
        if problem.code.severity() == Severity::Error {
            count += 1;
            if count <= TOLD {
                let (line, column) = line_column(text, problem.at);
                places.push_str(if count > 1 { ", " } else { "" });
                places.push_str(&problem.code.name());
                write_after(&mut places, " at line ", line);
                write_after(&mut places, " column ", column);
            }
        }
    }
    if count > 0 {
        let mut sentence = String::new();
        write_after(&mut sentence, "", count);
        sentence.push_str(if count == 1 { " problem" } else { " problems" });
        sentence.push_str(" in the rule file (");
        sentence.push_str(&places);
        sentence.push_str(if count > TOLD { ", …" } else { "" });
        sentence.push_str("); the campaigns concerned stay away. ?shopbell_debug=1 says more.");
        page::warn(&sentence);
    }
}

fn write_after(out: &mut String, words: &str, number: u32) {
    out.push_str(words);
    Decimal::from_i64(i64::from(number)).write(out);
}
