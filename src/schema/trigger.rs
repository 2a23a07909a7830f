//! `on`: each trigger with its keys.

use super::noun::{described, example, inserts, of_keys, one_of, refer, with};
use crate::engine::trigger::TRIGGERS;
use crate::rules::noun::Key;
use crate::rules::trigger::{TRIGGER, needs_first};
use serde_json::{Map, Value, json};

/// A CSS selector.
pub fn selector() -> Value {
    json!({ "type": "string", "minLength": 1, "maxLength": 256 })
}

/// One entry of `on`.
pub fn trigger() -> Value {
    let mut words = Map::new();
    for row in TRIGGERS {
        let keys: Vec<&Key> = TRIGGER.iter().filter(|key| row.keys.contains(&key.name)).collect();
        let known = [("where", refer("detail_condition")), ("selector", selector())];
        let mut takes = of_keys(keys.iter().copied(), &known);
        let mut body = json!({});
        if let (true, Some(first)) = (needs_first(row.moment), row.keys.first()) {
            with(&mut takes, json!({ "required": [first] }));
            let shown = keys.iter().find(|key| key.name == *first).and_then(|key| example(key));
            with(&mut body, json!({ *first: shown }));
        }
        words.insert(row.name.into(), described(inserts(takes, row.name, &body), row.doc));
    }
    one_of(words)
}
