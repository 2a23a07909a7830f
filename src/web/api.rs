//! What JavaScript may call: every export of the shopper's build.
//!
//! Each passes its values on through the door, as JSON text that the browser makes once and our own reader reads.
//!
//! INVARIANT: nothing here throws, whatever it is called with; a fault inside ends shopbell behind the door.

use super::host::Host;
use super::listen::Heard;
use super::page;
use super::started::Options;
use crate::rules::diagnostic::{Diagnostic, Severity, line_column};
use crate::rules::load::load;
use crate::value::Decimal;
use wasm_bindgen::prelude::*;

/// The engine of a page.
#[wasm_bindgen]
pub struct Engine {
    /// None where there is no window: then everything does nothing.
    host: Option<&'static Host>,
}

#[wasm_bindgen]
impl Engine {
    /// Reads the rule file; [`Engine::begin`] follows in a task of its own.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(rules: &[u8], options: &JsValue) -> Engine {
        let (program, diagnostics) = load(rules);
        complain(rules, &diagnostics);
        Engine { host: page::document().map(|document| Host::new(document, program, Options::read(&page::json(options)))) }
    }

    /// The page view begins. Apart from reading, because browsers compile each function when it is first called: on a slow phone
    /// both together would hold up the page.
    pub fn begin(&self) {
        self.host.iter().for_each(|host| host.open());
    }

    /// Something named happened.
    pub fn track(&self, name: &JsValue, detail: &JsValue) {
        page::call_two(Heard::Tracked.code(0), name, detail);
    }

    /// Who the shopper is.
    pub fn identify(&self, customer: &JsValue) {
        page::call(Heard::Identified.code(0), customer);
    }

    /// The cart as it is now.
    #[wasm_bindgen(js_name = setCart)]
    pub fn set_cart(&self, cart: &JsValue) {
        page::call(Heard::Cart.code(0), cart);
    }

    /// Sets a custom fact.
    pub fn set(&self, name: &JsValue, to: &JsValue) {
        page::call_two(Heard::Set.code(0), name, to);
    }

    /// The visitor's answers to the consent question.
    pub fn consent(&self, answers: &JsValue) {
        page::call(Heard::Consented.code(0), answers);
    }

    /// The state as JSON text, for `explain()`; empty after a fault.
    #[must_use]
    pub fn snapshot(&self) -> String {
        let mut text = String::new();
        page::attempt(&mut || text = self.host.map(Host::snapshot).unwrap_or_default());
        text
    }

    /// Takes everything from the page.
    pub fn stop(&self) {
        page::attempt(&mut || self.host.iter().for_each(|host| host.stop()));
    }
}

/// A fault on purpose.
#[cfg(feature = "test-hooks")]
#[wasm_bindgen]
impl Engine {
    /// Traps as a mistake in the engine would.
    #[wasm_bindgen(js_name = testTrap)]
    pub fn test_trap(&self) {
        page::attempt(&mut || std::process::abort());
    }
}

/// Says in one line that the rule file has problems, and where.
fn complain(rules: &[u8], diagnostics: &[Diagnostic]) {
    let problems = || diagnostics.iter().filter(|one| one.code.severity() == Severity::Error);
    let count = problems().count();
    if count == 0 {
        return;
    }
    let number = |out: &mut String, number: usize| Decimal::from_i64(number as i64).write(out);
    let text = std::str::from_utf8(rules).unwrap_or_default();
    let mut line = String::new();
    number(&mut line, count);
    line.push_str(if count == 1 { " problem" } else { " problems" });
    line.push_str(" in the rule file (");
    for (index, problem) in problems().take(3).enumerate() {
        let (at_line, column) = line_column(text, problem.at);
        line.push_str(if index > 0 { ", " } else { "" });
        line.push_str(&problem.code.name());
        line.push_str(" at line ");
        number(&mut line, at_line as usize);
        line.push_str(" column ");
        number(&mut line, column as usize);
    }
    line.push_str(if count > 3 { ", …" } else { "" });
    line.push_str("); the campaigns concerned stay away. \"npx shopbell check\" or ?shopbell_debug=1 says more.");
    page::warn(&line);
}
