//! What JavaScript can call in the tools build. Answers cross as plain objects and lists; tests of the engine's build call one of them, by text.

use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// Explains a state of the shopper's build: rule file and snapshot in, an explanation out. `undefined` where the snapshot is none.
#[cfg_attr(not(feature = "test-hooks"), wasm_bindgen)]
#[must_use]
pub fn explain(rules: &[u8], snapshot: &str) -> JsValue {
    let (program, _) = crate::rules::load(rules);
    match crate::explain::restore::restore(&program, snapshot) {
        Some(state) => told(&crate::explain::explain(&program, &state)),
        None => JsValue::UNDEFINED,
    }
}

/// Every problem of a rule file: a list.
#[cfg_attr(not(feature = "test-hooks"), wasm_bindgen)]
#[must_use]
pub fn check(rules: &[u8]) -> JsValue {
    told(&crate::rules::check::check(rules))
}

/// Plays a scenario against a rule file: whether it passed, what happened, and what was not as expected.
#[cfg_attr(not(feature = "test-hooks"), wasm_bindgen)]
#[must_use]
pub fn play(rules: &[u8], scenario: &[u8]) -> JsValue {
    told(&crate::scenario::play(rules, scenario))
}

/// All answers are texts, flags, times and places in files, which JavaScript's values always hold.
fn told(answer: &impl Serialize) -> JsValue {
    answer.serialize(&Serializer::json_compatible()).unwrap_or_default()
}

/// [`play`] as JSON text: a twin passes numbers and texts only.
#[cfg(feature = "test-hooks")]
#[wasm_bindgen(js_name = testPlay)]
#[must_use]
pub fn test_play(rules: &[u8], scenario: &[u8]) -> String {
    serde_json::to_string(&crate::scenario::play(rules, scenario)).unwrap_or_default()
}
