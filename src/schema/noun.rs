//! Nouns as schemas: an object by its table, and what may stand under a key.
//!
//! Decides how [`Holds`] is said in a schema. Leaves keys that hold more than a value to whoever names them.

use crate::rules::noun::{Holds, Key, Noun};
use serde_json::{Map, Value, json};

/// Ids.
pub const ID: &str = "^[a-z0-9-]{1,64}$";
/// Currencies.
pub const CURRENCY: &str = "^[A-Z]{3}$";
/// Spans.
pub const SPAN: &str = "^[0-9]+[smhdw]$";
/// Dates.
pub const DATE: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";
const LOCAL: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?$";
const HOURS: &str = "^[0-9]{2}:[0-9]{2}-[0-9]{2}:[0-9]{2}$";
const COLOUR: &str = "^#[0-9a-fA-F]{6}$";

/// An object with the keys of a noun. `known` says what stands under keys that hold more than a plain value.
pub fn object(noun: Noun, known: &[(&str, Value)]) -> Value {
    of_keys(noun.iter(), known)
}

/// The same with some of the keys.
pub fn of_keys<'k>(keys: impl Iterator<Item = &'k Key>, known: &[(&str, Value)]) -> Value {
    let (mut properties, mut needed) = (Map::new(), Vec::new());
    for key in keys {
        let special = known.iter().find(|(name, _)| *name == key.name);
        properties.insert(key.name.into(), property(key, special.map_or_else(|| holds(key.holds), |(_, schema)| schema.clone())));
        if key.needed {
            needed.push(key.name);
        }
    }
    let mut object = json!({ "type": "object", "additionalProperties": false, "properties": properties });
    if !needed.is_empty() {
        with(&mut object, json!({ "required": needed }));
    }
    object
}

/// What stands under a key, with all that the table says of it.
fn property(key: &Key, mut schema: Value) -> Value {
    if let Holds::List(least @ 1..) = key.holds {
        with(&mut schema, json!({ "minItems": least }));
    }
    let unset = key.unset.text();
    let default = serde_json::from_str::<Value>(unset).ok();
    let mut doc = plain(key.doc.text());
    if default.is_none() && !unset.is_empty() {
        doc = format!("{doc} (without it: {})", plain(unset));
    }
    let mut property = described(schema, &doc);
    if let Some(default) = default {
        with(&mut property, json!({ "default": default }));
    }
    if let Some(example) = example(key) {
        with(&mut property, json!({ "examples": [example] }));
    }
    property
}

/// The value that a key is shown with, where it is shown whole.
pub fn example(key: &Key) -> Option<Value> {
    let whole: Value = serde_json::from_str(&format!("{{{}}}", key.example.text())).ok()?;
    whole.get(key.name).cloned()
}

/// A plain value.
pub fn holds(holds: Holds) -> Value {
    match holds {
        Holds::Anything => json!({}),
        Holds::Text => json!({ "type": "string" }),
        Holds::Filled => json!({ "type": "string", "minLength": 1 }),
        Holds::Id => json!({ "type": "string", "pattern": ID }),
        Holds::Currency => json!({ "type": "string", "pattern": CURRENCY, "examples": ["EUR", "RON", "USD"] }),
        Holds::Flag => json!({ "type": "boolean" }),
        Holds::Whole(low, high) => json!({ "type": "integer", "minimum": low, "maximum": high }),
        Holds::Number => json!({ "type": "number" }),
        Holds::Share => json!({ "type": "number", "minimum": 0, "maximum": 1 }),
        Holds::Span => json!({ "type": "string", "pattern": SPAN, "examples": ["8s", "30m", "3d"] }),
        Holds::SpanOr(words) => json!({ "anyOf": [{ "enum": words }, { "type": "string", "pattern": SPAN, "examples": ["7d"] }] }),
        Holds::Word(words) => json!({ "enum": words }),
        Holds::Words(words) => list_of(json!({ "enum": words })),
        Holds::Local => json!({ "type": "string", "pattern": LOCAL }),
        Holds::Hours => json!({ "type": "string", "pattern": HOURS }),
        Holds::Colour => json!({ "type": "string", "pattern": COLOUR, "examples": ["#2f5d50"] }),
        Holds::Object => json!({ "type": "object" }),
        Holds::List(_) => json!({ "type": "array" }),
    }
}

/// A list of such things.
pub fn list_of(each: Value) -> Value {
    json!({ "type": "array", "items": each })
}

/// Exactly one of these words, each with what belongs to it: `{ "scroll": { "depth": 50 } }`.
pub fn one_of(words: Map<String, Value>) -> Value {
    json!({ "type": "object", "additionalProperties": false, "minProperties": 1, "maxProperties": 1, "properties": words })
}

/// A definition by its name.
pub fn refer(name: &str) -> Value {
    json!({ "$ref": format!("#/definitions/{name}") })
}

/// With words for people. What stands beside a `$ref` means nothing in draft-07, so that one goes inside.
pub fn described(schema: Value, doc: &str) -> Value {
    let mut described = json!({});
    if !doc.is_empty() {
        with(&mut described, json!({ "description": doc }));
    }
    with(&mut described, if schema.get("$ref").is_some() { json!({ "allOf": [schema] }) } else { schema });
    described
}

/// Adds keywords; one that is there already is replaced.
pub fn with(schema: &mut Value, more: Value) {
    if let (Value::Object(schema), Value::Object(more)) = (schema, more) {
        schema.extend(more);
    }
}

/// What an editor puts in for a key or a word; dollars of ours are not its places to fill.
pub fn inserts(schema: Value, label: &str, body: &Value) -> Value {
    let mut schema = described(schema, "");
    with(&mut schema, json!({ "defaultSnippets": [{ "label": label, "body": quiet(body) }] }));
    schema
}

fn quiet(body: &Value) -> Value {
    let escaped = |text: &str| text.replace('$', "\\$");
    match body {
        Value::String(text) => Value::String(escaped(text)),
        Value::Array(items) => items.iter().map(quiet).collect(),
        Value::Object(entries) => Value::Object(entries.iter().map(|(key, value)| (escaped(key), quiet(value))).collect()),
        Value::Null | Value::Bool(_) | Value::Number(_) => body.clone(),
    }
}

/// Without the targets of links, which lead around in the reference: `[steps](#steps)` is `steps`.
pub fn plain(doc: &str) -> String {
    let mut out = String::new();
    let mut rest = doc;
    while let Some((before, target)) = rest.split_once("](") {
        let (head, words) = before.rsplit_once('[').unwrap_or((before, ""));
        out.push_str(head);
        out.push_str(words);
        rest = target.split_once(')').map_or("", |(_, behind)| behind);
    }
    out + rest
}
