//! Blocks: what each takes.
//!
//! Decides what is said of their keys. The keys are those by which the blocks are read, place by place; that they hold what is said here
//! is tried with changed rule files in `tests/wasm/schema.test.mjs`.

use super::noun::{CURRENCY, ID, described, inserts, list_of, object, one_of, refer, with};
use crate::engine::fact::{FACTS, FactType, PROGRESS};
use crate::rules::block::{BLOCKS, BlockWord};
use crate::view::{button, choice, comment, coupon, image, nps, progress, text};
use serde_json::{Map, Value, json};

/// `block`.
pub fn definitions() -> Vec<(String, Value)> {
    let mut words = Map::new();
    for (kind, term) in BlockWord::ALL.iter().zip(BLOCKS) {
        let doc = if term.drawn { String::from(term.doc) } else { format!("{} Not yet drawn.", term.doc) };
        let (schema, body) = block(*kind);
        words.insert(term.name.into(), described(inserts(schema, term.name, &body), &doc));
    }
    vec![(String::from("block"), one_of(words))]
}

/// What a block takes, and an example of it.
fn block(kind: BlockWord) -> (Value, Value) {
    match kind {
        BlockWord::Text => (text_block(), json!("Hello")),
        BlockWord::Image => (image_block(), json!({ "src": "/gift.webp", "alt": "A blue mug" })),
        BlockWord::Button => (button_block(), json!({ "text": "Take a look", "do": { "navigate": "/sale" } })),
        BlockWord::Coupon => (coupon_block(), json!("SAVE10")),
        BlockWord::Nps => (nps_block(), json!("How likely are you to recommend us?")),
        BlockWord::Choice => (choice_block(), json!({ "question": "What kept you from ordering?", "options": ["Price", "Delivery"] })),
        BlockWord::Comment => (comment_block(), json!("What could we do better?")),
        BlockWord::Progress => (
            progress_block(),
            json!({ "fact": "cart.subtotal", "target": 50, "text": "Only {remaining} to a free mug", "done": "The mug is yours" }),
        ),
        BlockWord::Divider => (json!({ "type": "object", "maxProperties": 0 }), json!({})),
        BlockWord::Countdown => (json!({}), json!({})),
        BlockWord::Form => (json!({}), json!({})),
        BlockWord::Rating => (json!({}), json!({})),
        BlockWord::Products => (json!({}), json!({})),
        BlockWord::Wheel => (json!({}), json!({})),
        BlockWord::Scratch => (json!({}), json!({})),
    }
}

/// An object with these keys.
fn keys<const N: usize>(names: [&str; N], values: [(Value, &str); N], needed: &[&str]) -> Value {
    let mut properties = Map::new();
    for (name, (schema, doc)) in names.into_iter().zip(values) {
        properties.insert(name.into(), described(schema, doc));
    }
    let mut object = json!({ "type": "object", "additionalProperties": false, "properties": properties });
    if !needed.is_empty() {
        with(&mut object, json!({ "required": needed }));
    }
    object
}

/// The same, or its first key alone where that is a text.
fn short(object: Value) -> Value {
    json!({ "anyOf": [{ "type": "string" }, object] })
}

fn filled() -> Value {
    json!({ "type": "string", "minLength": 1 })
}

/// The name that an answer is kept under.
fn name(default: &str) -> Value {
    json!({ "type": "string", "pattern": ID, "default": default })
}

fn whole(low: i64, high: i64) -> Value {
    json!({ "type": "integer", "minimum": low, "maximum": high })
}

fn flag(default: bool) -> Value {
    json!({ "type": "boolean", "default": default })
}

fn text_block() -> Value {
    let styled = keys(
        text::KEYS,
        [(refer("text"), "what it says"), (json!({ "enum": text::STYLES }), "how it looks; without it the first text is the headline")],
        &["text"],
    );
    json!({ "anyOf": [styled, refer("text")] })
}

fn image_block() -> Value {
    let size = || whole(1, 4096);
    let alt = "what it shows, for those who do not see it; `\"\"`: it only decorates";
    let values = [(filled(), "its address: https or a path"), (refer("text"), alt), (size(), "pixels"), (size(), "pixels")];
    keys(image::KEYS, values, &["src", "alt"])
}

fn button_block() -> Value {
    let values = [
        (refer("text"), "what it says; may be left out for `next`, `close` and `copy`"),
        (refer("action"), "what it does"),
        (json!({ "enum": button::STYLES }), "how it looks; without it the first that does something weighs most"),
    ];
    keys(button::KEYS, values, &["do"])
}

fn coupon_block() -> Value {
    let reminder = json!({ "anyOf": [{ "type": "boolean" }, object(coupon::REMINDER, &[])] });
    // Beside what is not yet drawn nothing is asked of the code.
    let values = [
        (json!({}), "the code; the file is public, and so is the code"),
        (flag(true), "whether a button copies it"),
        (json!({}), "known, but not yet drawn"),
        (flag(false), "whether a button asks the shop to apply it"),
        (reminder, "whether a small bar keeps it in mind until it is used: `true`, or `until` or `for` how long"),
    ];
    let mut object = keys(coupon::KEYS, values, &[]);
    let mut ways = vec![json!({ "required": ["code"], "properties": { "code": filled() } })];
    ways.push(json!({ "required": ["pool"] }));
    with(&mut object, json!({ "anyOf": ways }));
    json!({ "anyOf": [filled(), object] })
}

fn nps_block() -> Value {
    let values = [
        (refer("text"), "the question; the scale is always 0 to 10"),
        (refer("text"), "what stands at 0"),
        (refer("text"), "what stands at 10"),
        (name("nps"), "the name that the answer is kept under"),
    ];
    short(keys(nps::KEYS, values, &["question"]))
}

fn choice_block() -> Value {
    let option = keys(choice::OPTION_KEYS, [(refer("text"), "what is read"), (filled(), "what is kept")], &choice::OPTION_KEYS);
    let mut options = list_of(json!({ "anyOf": [filled(), option] }));
    with(&mut options, json!({ "minItems": 1, "maxItems": choice::MAX_OPTIONS }));
    let values = [
        (refer("text"), "the question"),
        (options, "what can be chosen: texts, or `value` and `text`"),
        (flag(false), "whether several can be chosen"),
        (json!({ "anyOf": [{ "type": "boolean" }, refer("text")] }), "a free answer: `true`, or the words for it"),
        (name("choice"), "the name that the answer is kept under"),
    ];
    keys(choice::KEYS, values, &["question", "options"])
}

fn comment_block() -> Value {
    let values = [
        (refer("text"), "the question"),
        (refer("text"), "what stands in the empty field"),
        (name("comment"), "the name that the answer is kept under"),
        (whole(1, 12), "how many lines are seen"),
        (flag(false), "whether it has to be answered"),
    ];
    short(keys(comment::KEYS, values, &["label"]))
}

fn progress_block() -> Value {
    let counted: Vec<&str> = FACTS.iter().filter(|row| matches!(row.kind, FactType::Money | FactType::Int)).map(|row| row.name).collect();
    let ends: Vec<&str> = PROGRESS.iter().map(|(_, row)| row.name).collect();
    let fact = json!({ "anyOf": [
        { "enum": counted },
        { "type": "string", "pattern": "^custom\\." },
        { "type": "string", "pattern": format!("^campaign\\..*\\.({})$", ends.join("|")) },
    ] });
    let above = json!({ "type": "number", "exclusiveMinimum": 0 });
    let by_currency =
        json!({ "type": "object", "minProperties": 1, "propertyNames": { "pattern": CURRENCY }, "additionalProperties": above });
    let target = json!({ "anyOf": [above, by_currency] });
    let mut targets = list_of(target.clone());
    with(&mut targets, json!({ "minItems": 1 }));
    let values = [
        (fact, "an amount or a number"),
        (
            json!({ "anyOf": [target, targets] }),
            "a threshold, or several rising ones; amounts also by currency: `{ \"EUR\": 50, \"RON\": 250 }`",
        ),
        (refer("texts"), "one text, or one for each threshold; `{remaining}`, `{target}` and `{value}` speak of the one ahead"),
        (refer("text"), "what is said at the end"),
    ];
    keys(progress::KEYS, values, &["fact", "target", "text"])
}
