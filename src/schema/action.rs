//! `do`: a word, or an object with one entry.

use super::noun::{described, inserts, object, one_of};
use crate::rules::action::{ACTIONS, NOUNS};
use serde_json::{Map, Value, json};

/// What a button does.
pub fn action() -> Value {
    let (mut bare, mut words) = (Vec::new(), Map::new());
    for (term, noun) in ACTIONS.iter().zip(NOUNS) {
        let Some((first, others)) = noun.split_first() else {
            bare.push(json!({ "const": term.name, "description": term.doc }));
            words.insert(term.name.into(), described(json!({ "type": "object", "maxProperties": 0 }), term.doc));
            continue;
        };
        let whole = object(noun, &[]);
        let mut ways = Vec::new();
        if others.iter().all(|key| !key.needed)
            && let Some(short) = whole.pointer(&format!("/properties/{}", first.name))
        {
            // The first key may stand alone.
            ways.push(short.clone());
        }
        ways.push(whole);
        let shown: Value = serde_json::from_str(first.example.text()).unwrap_or_default();
        let body = shown.get(term.name).cloned().unwrap_or_default();
        words.insert(term.name.into(), described(inserts(json!({ "anyOf": ways }), term.name, &body), term.doc));
    }
    bare.push(one_of(words));
    json!({ "anyOf": bare })
}
