//! The JSON schema of the rule file, draft-07, for completion and red lines in editors.
//!
//! Decides how each table is put into a schema. All it says is read from the tables that the decoder reads: nouns, facts, triggers,
//! operators, surfaces, blocks and actions. Leaves what no schema can say (names of the file, weights, order) to the checker.
//!
//! INVARIANT: the schema is never stricter than the decoder. What is decoded without an error is valid.

mod action;
mod block;
mod condition;
mod noun;
mod show;
mod text;
mod trigger;

use crate::rules::campaign::{CAMPAIGN, EXPERIMENT, GOAL, NAMESPACE, PLAN, SCHEDULE, VARIANT};
use crate::rules::load::{FILE, FORMAT};
use crate::rules::site::{CUSTOM_TYPES, FREQUENCY, GROUP, MAX_AVOID, SITE};
use crate::rules::theme::THEME;
use noun::{ID, list_of, object, refer, with};
use serde_json::{Map, Value, json};

/// The schema.
#[must_use]
pub fn schema() -> Value {
    let mut definitions = Map::new();
    for (name, definition) in definitions_of() {
        definitions.insert(name, definition);
    }
    let file = object(
        FILE,
        &[
            ("format", json!({ "const": FORMAT })),
            ("site", refer("site")),
            ("custom", by_name("^[^.]+$", json!({ "enum": CUSTOM_TYPES }))),
            ("segments", by_name(ID, refer("condition"))),
            ("groups", by_name(ID, object(GROUP, &[("frequency", refer("frequency"))]))),
            ("campaigns", list_of(refer("campaign"))),
        ],
    );
    let mut schema = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Rule file of shopbell",
        "description": "When and to whom a shop's messages are shown, and what they say.",
    });
    with(&mut schema, file);
    with(&mut schema, json!({ "defaultSnippets": [new_file()], "definitions": definitions }));
    schema
}

fn definitions_of() -> Vec<(String, Value)> {
    let mut definitions: Vec<(String, Value)> = Vec::new();
    let mut define = |name: &str, definition: Value| definitions.push((String::from(name), definition));
    define(
        "site",
        object(
            SITE,
            &[("locales", locales()), ("avoid", avoid()), ("frequency", refer("frequency")), ("theme", refer("theme")), ("words", words())],
        ),
    );
    // What a campaign does that says nothing; a site and a group do nothing then.
    define("campaign_frequency", object(FREQUENCY, &[]));
    define("frequency", without_defaults(object(FREQUENCY, &[])));
    define("theme", object(THEME, &[]));
    define("campaign", campaign());
    define("variant", object(VARIANT, &[("show", refer("show"))]));
    define("goal", object(GOAL, &[("on", goal_name()), ("where", refer("detail_condition")), ("value", json!({ "type": "number" }))]));
    define("trigger", trigger::trigger());
    for (name, definition) in
        [show::definitions(), block::definitions(), text::definitions(), condition::definitions()].into_iter().flatten()
    {
        define(&name, definition);
    }
    define("action", action::action());
    definitions
}

fn campaign() -> Value {
    let experiment = object(EXPERIMENT, &[("namespace", object(NAMESPACE, &[])), ("plan", object(PLAN, &[]))]);
    let mut campaign = object(
        CAMPAIGN,
        &[
            ("on", list_of(refer("trigger"))),
            ("when", refer("condition")),
            ("schedule", object(SCHEDULE, &[])),
            ("frequency", refer("campaign_frequency")),
            ("experiment", experiment),
            ("variants", list_of(refer("variant"))),
            ("goals", list_of(refer("goal"))),
        ],
    );
    with(
        &mut campaign,
        json!({ "defaultSnippets": [{ "label": "campaign", "description": "One reason to speak", "body": new_campaign() }] }),
    );
    campaign
}

/// Texts of our own controls, said otherwise.
fn words() -> Value {
    let word = |(name, text): (&'static str, &str)| (String::from(name), noun::described(refer("text"), &format!("`{text}`")));
    json!({ "type": "object", "additionalProperties": false, "properties": crate::view::words::all("en").map(word).collect::<serde_json::Map<_, _>>() })
}

/// The same object, whose keys are worth nothing where they are left out.
fn without_defaults(mut object: Value) -> Value {
    let keys = object.get_mut("properties").and_then(Value::as_object_mut);
    for property in keys.into_iter().flat_map(|keys| keys.values_mut()) {
        if let Some(property) = property.as_object_mut() {
            property.remove("default");
        }
    }
    object
}

/// Selectors of what is waited for.
fn avoid() -> Value {
    json!({ "type": "array", "maxItems": MAX_AVOID, "items": trigger::selector() })
}

/// Languages, each a text.
fn locales() -> Value {
    json!({ "type": "array", "minItems": 1, "items": { "type": "string", "examples": ["en", "ro", "pt-BR"] } })
}

/// What a goal waits for: one of ours, or any name.
fn goal_name() -> Value {
    json!({ "anyOf": [{ "enum": ["purchase", "clicked", "submitted"] }, { "type": "string" }] })
}

/// An object with names of the marketer's own.
fn by_name(pattern: &str, each: Value) -> Value {
    json!({ "type": "object", "propertyNames": { "pattern": pattern }, "additionalProperties": each })
}

/// What an editor puts into an empty file.
fn new_file() -> Value {
    json!({
        "label": "rule file",
        "description": "A file with one campaign",
        "body": { "\\$schema": "./rules.schema.json", "format": FORMAT, "site": { "currency": "${1:EUR}" }, "campaigns": [new_campaign()] },
    })
}

fn new_campaign() -> Value {
    json!({
        "id": "${2:welcome}",
        "on": [{ "page_view": { "after": "${3:5s}" } }],
        "variants": [{ "id": "a", "show": { "surface": "${4|bar,modal|}", "blocks": [{ "text": "${5:Hello}" }] } }],
    })
}
