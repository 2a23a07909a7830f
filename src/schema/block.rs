//! Blocks: what each takes.
//!
//! Decides what is said of their keys. The keys are those by which the blocks are read, place by place; that they hold what is said here
//! is tried with changed rule files in `tests/wasm/schema.test.mjs`.

use super::noun::{CURRENCY, DATE, ID, described, holds, inserts, list_of, object, one_of, refer, with};
use crate::engine::fact::{FACTS, FactType, PROGRESS};
use crate::rules::block::{BLOCKS, BlockWord};
use crate::rules::field::{AUTOCOMPLETE, FIELDS, FieldWord};
use crate::rules::noun::Holds;
use crate::view::{button, choice, comment, countdown, coupon, form, image, nps, products, progress, rating, scratch, text, wheel};
use serde_json::{Map, Value, json};

/// `block`.
pub fn definitions() -> Vec<(String, Value)> {
    let mut words = Map::new();
    for (kind, term) in BlockWord::ALL.iter().zip(BLOCKS) {
        let doc = String::from(term.doc);
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
        BlockWord::Countdown => (countdown_block(), json!({ "text": "Offer ends {end}", "until": "2026-11-24T23:59" })),
        BlockWord::Form => (
            form_block(),
            json!([{ "email": { "label": "E-mail", "required": true } }, { "consent": { "text": "I agree to the [privacy notice](/privacy)", "version": "2026-11", "required": true } }]),
        ),
        BlockWord::Rating => (rating_block(), json!("How was it?")),
        BlockWord::Products => (products_block(), json!({ "items": [{ "name": "Linden mug", "price": 24, "url": "/product/mug" }] })),
        BlockWord::Wheel => {
            (wheel_block(), json!({ "slices": [{ "text": "10 % off", "odds": 30, "code": "TEN" }, { "text": "Next time", "odds": 70 }] }))
        }
        BlockWord::Scratch => (scratch_block(), json!({ "text": "Your prize is below", "code": "SAVE15" })),
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
    let values = [
        (filled(), "the code; the file is public, and so is the code"),
        (flag(true), "whether a button copies it"),
        (
            json!({ "type": "string", "pattern": ID }),
            "instead of `code`: the pool at the collector that gives each visitor a code of their own",
        ),
        (flag(false), "whether a button asks the shop to apply it"),
        (reminder, "whether a small bar keeps it in mind until it is used: `true`, or `until` or `for` how long"),
        (filled(), "instead of `code`: the name of the wheel or field to scratch whose code it is; without one the block is left out"),
        (refer("block"), "beside `pool`: the block in its place where there is no code; without it the message stays away"),
    ];
    let mut object = keys(coupon::KEYS, values, &[]);
    with(&mut object, json!({ "oneOf": [{ "required": ["code"] }, { "required": ["from"] }, { "required": ["pool"] }] }));
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
    let values = [
        (refer("text"), "the question"),
        (options(), "what can be chosen: texts, or `value` and `text`"),
        (flag(false), "whether several can be chosen"),
        (json!({ "anyOf": [{ "type": "boolean" }, refer("text")] }), "a free answer: `true`, or the words for it"),
        (name("choice"), "the name that the answer is kept under"),
    ];
    keys(choice::KEYS, values, &["question", "options"])
}

fn form_block() -> Value {
    let mut kinds = Map::new();
    for (kind, term) in FieldWord::ALL.iter().zip(FIELDS) {
        let (mut properties, names) = (Map::new(), form::keys(*kind));
        for name in names {
            let (schema, doc) = field_key(*kind, name);
            properties.insert((*name).into(), described(schema, doc));
        }
        let mut needed = vec![names[0]];
        needed.extend(names.iter().filter(|name| **name == "options" || (*kind == FieldWord::Hidden && **name == "name")));
        let object = json!({ "type": "object", "additionalProperties": false, "properties": properties, "required": needed });
        let schema = if needed.len() > 1 { object } else { short(object) };
        kinds.insert(term.name.into(), described(schema, term.doc));
    }
    let mut fields = list_of(one_of(kinds));
    with(&mut fields, json!({ "minItems": 1, "maxItems": form::MAX_FIELDS }));
    json!({ "anyOf": [fields.clone(), keys(form::KEYS, [(fields, "what is asked, in this order")], &["fields"])] })
}

/// What stands under a key of a field.
fn field_key(kind: FieldWord, name: &str) -> (Value, &'static str) {
    match name {
        "label" => (refer("text"), "what the field is called; it is always seen"),
        "text" => (refer("text"), "what is agreed to; kept with the answer"),
        "name" => (name_of(kind), "the name that the answer is kept under"),
        "required" => (flag(false), "whether it has to be answered"),
        "autocomplete" => (json!({ "enum": AUTOCOMPLETE }), "what the browser may fill in"),
        "placeholder" => (refer("text"), "what stands in the empty field, beside its label"),
        "options" => (options(), "what can be chosen: texts, or `value` and `text`"),
        "version" => (filled(), "of the text that is agreed to; kept with the answer"),
        "value" => (filled(), "what is sent along"),
        _ => (
            match kind {
                FieldWord::Date => json!({ "type": "string", "pattern": DATE }),
                FieldWord::Text => whole(1, 500),
                _ => whole(-1_000_000_000, 1_000_000_000),
            },
            if name == "min" { "the least that is right" } else { "the most that is right" },
        ),
    }
}

fn name_of(kind: FieldWord) -> Value {
    if kind == FieldWord::Hidden { json!({ "type": "string", "pattern": ID }) } else { name(kind.term().name) }
}

fn options() -> Value {
    let option = keys(choice::OPTION_KEYS, [(refer("text"), "what is read"), (filled(), "what is kept")], &choice::OPTION_KEYS);
    let mut options = list_of(json!({ "anyOf": [filled(), option] }));
    with(&mut options, json!({ "minItems": 1, "maxItems": choice::MAX_OPTIONS }));
    options
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

fn wheel_block() -> Value {
    let odds = json!({ "type": "number", "minimum": 0, "maximum": 100 });
    let values = [
        (refer("text"), "what is won"),
        (odds, "how likely it is, in percent with at most two decimals; all slices come to exactly 100"),
        (filled(), "the answer; without it that is the text as it was read"),
        (filled(), "the code that is won; a coupon says it by `from`"),
        (json!({ "type": "string" }), "the id of the step that it leads to; without it `next` of the step says so"),
    ];
    let mut slices = list_of(keys(wheel::SLICE_KEYS, values, &["text", "odds"]));
    with(&mut slices, json!({ "minItems": wheel::MIN_SLICES, "maxItems": wheel::MAX_SLICES }));
    let values = [
        (slices, "what can be won, 2 to 12"),
        (refer("text"), "what the button says that spins"),
        (name("wheel"), "the name that the answer is kept under; its code is kept as `NAME.code`"),
        (flag(false), "whether the odds of each slice are seen"),
    ];
    keys(wheel::KEYS, values, &["slices"])
}

fn scratch_block() -> Value {
    let values = [
        (refer("text"), "what stands above the field"),
        (filled(), "the code below"),
        (refer("text"), "instead of `code`: what is won"),
        (refer("text"), "what the button says that uncovers it"),
        (name("scratch"), "the name that the answer is kept under: `revealed`"),
    ];
    let mut object = keys(scratch::KEYS, values, &["text"]);
    with(&mut object, json!({ "oneOf": [{ "required": ["code"] }, { "required": ["prize"] }] }));
    object
}

/// An amount of the site's currency, or by currency.
fn amount() -> Value {
    let above = json!({ "type": "number", "exclusiveMinimum": 0 });
    let by_currency =
        json!({ "type": "object", "minProperties": 1, "propertyNames": { "pattern": CURRENCY }, "additionalProperties": above });
    json!({ "anyOf": [above, by_currency] })
}

fn countdown_block() -> Value {
    let values = [
        (refer("text"), "what stands above the digits; `{end}` is when it ends"),
        (holds(Holds::Local), "local time at which it ends, for all"),
        (holds(Holds::Span), "how long it runs from when the visitor was first shown the campaign; it is kept and never begins again"),
        (json!({ "enum": countdown::ZONES }), "whose clock; without it the shop's for `until` and the visitor's for `for`"),
        (refer("text"), "what is said once it has ended; without it the message goes away and does not come back"),
    ];
    let mut object = keys(countdown::KEYS, values, &["text"]);
    with(&mut object, json!({ "oneOf": [{ "required": ["until"] }, { "required": ["for"] }] }));
    object
}

fn rating_block() -> Value {
    let (low, high) = rating::STARS;
    let values = [
        (refer("text"), "the question"),
        (with_default(whole(low, high), rating::DEFAULT_STARS), "how many stars"),
        (name("rating"), "the name that the answer is kept under"),
    ];
    short(keys(rating::KEYS, values, &["question"]))
}

fn products_block() -> Value {
    let values = [
        (refer("text"), "what it is called"),
        (amount(), "what it costs; also by currency: `{ \"EUR\": 24, \"RON\": 119 }`"),
        (amount(), "what it cost before; shown only where it is above the price"),
        (filled(), "address of its picture: https or a path"),
        (filled(), "address of its page: https or a path"),
        (filled(), "by it the shop knows it; has to be there for a button"),
        (refer("text"), "text of a button that adds it to the cart"),
    ];
    let mut item = keys(products::ITEM_KEYS, values, &["name"]);
    with(&mut item, json!({ "dependencies": { "button": ["sku"] } }));
    let mut items = list_of(json!({ "anyOf": [{ "type": "string" }, item] }));
    with(&mut items, json!({ "minItems": 1, "maxItems": products::MAX_ITEMS }));
    let values = [
        (items.clone(), "the products, at most 12"),
        (json!({ "enum": products::SOURCES }), "instead of `items`: what the page [recommends](embed.md#declarations)"),
        (whole(1, products::MAX_ITEMS as i64), "how many of them; without it all `items`, and 3 of what is recommended"),
        (refer("text"), "text of a button for each that has a `sku`: it adds it to the cart"),
    ];
    let mut object = keys(products::KEYS, values, &[]);
    with(&mut object, json!({ "oneOf": [{ "required": ["items"] }, { "required": ["from"] }] }));
    json!({ "anyOf": [items, object] })
}

fn with_default(mut schema: Value, default: i64) -> Value {
    with(&mut schema, json!({ "default": default }));
    schema
}

fn progress_block() -> Value {
    let counted: Vec<&str> = FACTS.iter().filter(|row| matches!(row.kind, FactType::Money | FactType::Int)).map(|row| row.name).collect();
    let ends: Vec<&str> = PROGRESS.iter().map(|(_, row)| row.name).collect();
    let fact = json!({ "anyOf": [
        { "enum": counted },
        { "type": "string", "pattern": "^custom\\." },
        { "type": "string", "pattern": format!("^campaign\\..*\\.({})$", ends.join("|")) },
    ] });
    let target = amount();
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
