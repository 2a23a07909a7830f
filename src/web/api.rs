//! What JavaScript may call: every export of the shopper's build.
//!
//! Each converts, calls, converts. Values cross as JSON text, made once by the browser and read by our own reader.
//!
//! INVARIANT: nothing here throws, whatever it is called with; a fault inside ends shopbell behind the door.

use super::host::Host;
use super::page;
use super::started::{self, Options};
use crate::engine::event::Event;
use crate::node::Doc;
use crate::platform::declared::tracked;
use crate::rules::diagnostic::{Diagnostic, Severity, line_column};
use crate::rules::load::load;
use crate::value::{Decimal, Value};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// The engine of a page.
#[wasm_bindgen]
pub struct Engine {
    /// None where there is no window: then everything does nothing.
    host: Option<Rc<Host>>,
}

#[wasm_bindgen]
impl Engine {
    /// Reads the rule file and begins.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(rules: &[u8], options: &JsValue) -> Engine {
        let (program, diagnostics) = load(rules);
        complain(rules, &diagnostics);
        let host = web_sys::window().and_then(|window| {
            let document = window.document()?;
            Some(Host::new(window, document, program, Options::read(&page::json(options))))
        });
        host.iter().for_each(Host::open);
        Engine { host }
    }

    /// Something named happened.
    pub fn track(&self, name: &JsValue, detail: &JsValue) {
        self.within(|host| {
            if let Some(name) = name.as_string() {
                host.tell(tracked(&name, page::json(detail).as_bytes()));
            }
        });
    }

    /// Who the shopper is.
    pub fn identify(&self, customer: &JsValue) {
        self.declare("{\"customer\":", customer);
    }

    /// The cart as it is now.
    #[wasm_bindgen(js_name = setCart)]
    pub fn set_cart(&self, cart: &JsValue) {
        self.declare("{\"cart\":", cart);
    }

    /// Sets a custom fact.
    pub fn set(&self, name: &JsValue, to: &JsValue) {
        self.within(|host| {
            if let Some(name) = name.as_string() {
                host.tell(Event::Set { name: Rc::from(name), value: value(to) });
            }
        });
    }

    /// The visitor's answers to the consent question.
    pub fn consent(&self, answers: &JsValue) {
        self.within(|host| host.tell(Event::Consented(started::consent(&page::json(answers)))));
    }

    /// The state as JSON text, for `explain()`; empty after a fault.
    #[must_use]
    pub fn snapshot(&self) -> String {
        let mut text = String::new();
        self.within(|host| text = host.snapshot());
        text
    }

    /// Takes everything from the page.
    pub fn stop(&self) {
        self.within(|host| host.stop());
    }

    fn declare(&self, key: &str, value: &JsValue) {
        self.within(|host| {
            let mut text = String::from(key);
            text.push_str(&page::json(value));
            text.push('}');
            host.shop.declare(host, &text);
        });
    }

    /// The door for calls.
    fn within(&self, mut call: impl FnMut(&Rc<Host>)) {
        if let Some(host) = &self.host {
            page::attempt(&mut || call(host));
        }
    }
}

/// A fault on purpose.
#[cfg(feature = "test-hooks")]
#[wasm_bindgen]
impl Engine {
    /// Traps as a mistake in the engine would.
    #[wasm_bindgen(js_name = testTrap)]
    pub fn test_trap(&self) {
        self.within(|_| std::process::abort());
    }
}

fn value(from: &JsValue) -> Value {
    Doc::scan(page::json(from).as_bytes()).map_or(Value::Null, |doc| doc.root().value())
}

/// Says in one line that the rule file has problems, and where.
fn complain(rules: &[u8], diagnostics: &[Diagnostic]) {
    let problems: Vec<&Diagnostic> = diagnostics.iter().filter(|one| one.code.severity() == Severity::Error).collect();
    if problems.is_empty() {
        return;
    }
    let number = |out: &mut String, number: u32| Decimal::from_i64(i64::from(number)).write(out);
    let text = String::from_utf8_lossy(rules);
    let mut line = String::new();
    number(&mut line, problems.len() as u32);
    line.push_str(if problems.len() == 1 { " problem in the rule file (" } else { " problems in the rule file (" });
    for (index, problem) in problems.iter().take(3).enumerate() {
        let (at_line, column) = line_column(&text, problem.at);
        line.push_str(if index > 0 { ", " } else { "" });
        line.push_str(&problem.code.name());
        line.push_str(" at line ");
        number(&mut line, at_line);
        line.push_str(" column ");
        number(&mut line, column);
    }
    line.push_str(if problems.len() > 3 { ", …" } else { "" });
    line.push_str("); the campaigns concerned stay away. \"npx shopbell check\" or ?shopbell_debug=1 says more.");
    page::warn(&line);
}
