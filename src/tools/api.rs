//! What JavaScript can call in the tools build. Values cross as JSON text.

use wasm_bindgen::prelude::wasm_bindgen;

/// Explains a state of the shopper's build: rule file and snapshot in, an explanation out. Empty where the snapshot is none.
#[wasm_bindgen]
#[must_use]
pub fn explain(rules: &[u8], snapshot: &str) -> String {
    let (program, _) = crate::rules::load(rules);
    let explanation = crate::explain::restore::restore(&program, snapshot).map(|state| crate::explain::explain(&program, &state));
    explanation.and_then(|explanation| serde_json::to_string(&explanation).ok()).unwrap_or_default()
}

/// Every problem of a rule file.
#[wasm_bindgen]
#[must_use]
pub fn check(rules: &[u8]) -> String {
    serde_json::to_string(&crate::rules::check::check(rules)).unwrap_or_default()
}

/// Plays a scenario against a rule file: whether it passed, what happened, and what was not as expected.
#[wasm_bindgen]
#[must_use]
pub fn play(rules: &[u8], scenario: &[u8]) -> String {
    serde_json::to_string(&crate::scenario::play(rules, scenario)).unwrap_or_default()
}
