//! Conditions: facts as keys, and what each can be compared with by its type.
//!
//! Decides what an editor completes. The names of the file itself (segments, campaigns, custom facts) are known to the checker alone.

use super::noun::{CURRENCY, DATE, described, inserts, list_of, refer, with};
use crate::engine::fact::{FACTS, FactRow, FactType, PROGRESS};
use crate::rules::literal::TYPES;
use crate::rules::operator::{OPERATORS, Operator, Shape};
use serde_json::{Map, Value, json};

/// The kinds of tests: what a fact's value can be put to.
const KINDS: [(FactType, &str); 7] = [
    (FactType::Bool, "test_flag"),
    (FactType::Int, "test_number"),
    (FactType::Money, "test_amount"),
    (FactType::Date, "test_date"),
    (FactType::Text, "test_text"),
    (FactType::TextList, "test_list"),
    (FactType::Json, "test_any"),
];

/// What an element of an item's detail says, as in `item_added`.
const DETAILS: [(&str, &str); 5] = [
    ("event.sku", "Of a thing put into the cart or taken out: the product."),
    ("event.name", "Of a thing put into the cart or taken out: its name."),
    ("event.quantity", "Of a thing put into the cart or taken out: how many."),
    ("event.category", "Of a thing put into the cart or taken out: its category."),
    ("event.brand", "Of a thing put into the cart or taken out: its brand."),
];

/// Conditions, and the tests of each type.
pub fn definitions() -> Vec<(String, Value)> {
    let mut definitions = vec![(String::from("condition"), facts())];
    let mut define = |name: &str, definition: Value| definitions.push((String::from(name), definition));
    let details = DETAILS.map(|(name, doc)| (String::from(name), described(refer("test_any"), doc)));
    define("detail_condition", condition("detail_condition", details.into_iter().collect(), json!({ "^event\\.": refer("test_any") })));
    define("answer_condition", condition("answer_condition", Map::new(), json!({ "^answer\\.": refer("test_any") })));
    // Of an element any name can be tested, one that begins with a dollar as well.
    let mut element = condition("element_condition", Map::new(), json!({ "^[^$]": refer("test_any") }));
    with(&mut element, json!({ "additionalProperties": true }));
    define("element_condition", element);
    for (kind, name) in KINDS {
        define(name, test(kind, &[], name));
    }
    for row in FACTS.iter().filter(|row| !row.words.is_empty()) {
        define(row.name, test(row.kind, row.words, row.name));
    }
    definitions
}

/// The definition of a fact's test.
fn test_of(row: &FactRow) -> Value {
    let kind = KINDS.iter().find(|(kind, _)| *kind == row.kind).map_or("", |(_, name)| name);
    refer(if row.words.is_empty() { kind } else { row.name })
}

/// `when` and segments.
fn facts() -> Value {
    let names: Map<String, Value> = FACTS.iter().map(|row| (row.name.into(), described(test_of(row), row.doc))).collect();
    let ends: Vec<&str> = PROGRESS.iter().map(|(_, row)| row.name).collect();
    let patterns = json!({
        "^page\\.query\\..": described(refer("test_text"), "A parameter of the address. Absent where it is not there."),
        "^custom\\.": described(refer("test_any"), "A fact declared under `custom`."),
        "^segment\\.": described(refer("test_flag"), "A segment of this file."),
        format!("^campaign\\..*\\.({})$", ends.join("|")): described(refer("test_number"), "What a campaign of this file has come to with this visitor."),
    });
    condition("condition", names, patterns)
}

/// A condition of these names, and of conditions of its kind.
fn condition(own: &str, names: Map<String, Value>, patterns: Value) -> Value {
    let several = |doc: &str| described(list_of(refer(own)), doc);
    let mut properties = Map::new();
    properties.extend(names);
    properties.insert("$and".into(), several("All of these hold."));
    properties.insert("$or".into(), several("One of these holds at least."));
    properties.insert("$nor".into(), several("None of these holds."));
    properties.insert("$not".into(), described(refer(own), "This does not hold."));
    json!({ "type": "object", "additionalProperties": false, "properties": properties, "patternProperties": patterns })
}

/// A literal, or operators. `own`: the definition this becomes.
fn test(kind: FactType, words: &[&str], own: &str) -> Value {
    let mut operators = Map::new();
    // Rule files hold no saved groups.
    for operator in OPERATORS.iter().filter(|operator| operator.fits(kind) && !matches!(operator.shape, Shape::Group(_))) {
        let (schema, body) = operand(operator, kind, words, own);
        let schema = if let Some(body) = body { inserts(schema, operator.name, &body) } else { schema };
        operators.insert(operator.name.into(), described(schema, operator.says));
    }
    let operators = json!({ "type": "object", "minProperties": 1, "additionalProperties": false, "properties": operators });
    let ways = match kind {
        // Any JSON; what has dollars alone is operators.
        FactType::Json => {
            let all_dollars = json!({ "type": "object", "minProperties": 1, "propertyNames": { "pattern": "^\\$" } });
            vec![json!({ "not": all_dollars }), operators]
        }
        FactType::TextList => vec![literal(kind, words), list_of(literal(kind, words)), operators],
        FactType::Bool | FactType::Int | FactType::Money | FactType::Date | FactType::Text => vec![one(kind, words), operators],
    };
    json!({ "anyOf": ways })
}

/// A value of the type. Hosts report other words than the known ones only where they are wrong, but the decoder takes them.
fn literal(kind: FactType, words: &[&str]) -> Value {
    match kind {
        FactType::Bool => json!({ "type": ["boolean", "null"] }),
        FactType::Int => json!({ "type": ["integer", "null"] }),
        FactType::Money => json!({ "type": "number" }),
        FactType::Date => json!({ "type": ["string", "null"], "pattern": DATE, "examples": ["2026-11-20"] }),
        FactType::Text | FactType::TextList if words.is_empty() => json!({ "type": ["string", "null"] }),
        FactType::Text | FactType::TextList => json!({ "anyOf": [{ "enum": words }, { "type": ["string", "null"] }] }),
        FactType::Json => json!({}),
    }
}

/// An amount, or amounts by currency.
fn by_currency(each: Value) -> Value {
    json!({ "anyOf": [each, { "type": "object", "propertyNames": { "pattern": CURRENCY }, "additionalProperties": each }] })
}

/// What one value is compared with.
fn one(kind: FactType, words: &[&str]) -> Value {
    if kind != FactType::Money {
        return literal(kind, words);
    }
    let mut amount = by_currency(literal(kind, words));
    if let Some(ways) = amount.pointer_mut("/anyOf").and_then(Value::as_array_mut) {
        ways.push(json!({ "type": "null" }));
    }
    amount
}

fn many(kind: FactType, words: &[&str], bounds: Value) -> Value {
    let mut list = list_of(literal(kind, words));
    with(&mut list, bounds);
    if kind == FactType::Money { by_currency(list) } else { list }
}

/// What an operator takes, and an example where that helps.
fn operand(operator: &Operator, kind: FactType, words: &[&str], own: &str) -> (Value, Option<Value>) {
    let text = || json!({ "type": "string" });
    match operator.shape {
        Shape::One(_) => (one(kind, words), None),
        Shape::Many(_) => (many(kind, words, json!({})), Some(json!([]))),
        Shape::Pair(_) => (many(kind, words, json!({ "minItems": 2, "maxItems": 2 })), None),
        // JavaScript takes any operand for true or false.
        Shape::Flag(_) if kind == FactType::Json => (json!({}), Some(json!(true))),
        Shape::Flag(_) => (json!({ "type": "boolean" }), Some(json!(true))),
        Shape::Kind(_) => (json!({ "enum": TYPES }), None),
        Shape::Text(_) => (text(), None),
        Shape::Version(_) | Shape::Group(_) => (json!({}), None),
        Shape::Regex { .. } => (text(), None),
        Shape::Glob => (text(), Some(json!("/collections/**"))),
        Shape::Size => (refer("test_any"), Some(json!({ "$gte": 1 }))),
        Shape::ElemMatch => {
            let operators = json!({ "allOf": [refer("test_any"), { "type": "object" }] });
            (json!({ "anyOf": [operators, refer("element_condition")] }), None)
        }
        Shape::Each(_) => (list_of(refer("test_any")), Some(json!([]))),
        Shape::Not => (refer(own), None),
    }
}
