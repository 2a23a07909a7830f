//! `show`: surfaces, steps and the ways between them.

use super::noun::{list_of, object, refer, with};
use crate::rules::show::{MAX_BLOCKS, MAX_STEPS, SHOW, STEP, SURFACES, TEASER, WAY};
use serde_json::{Value, json};

/// `show`, `step`, `way` and `blocks`.
pub fn definitions() -> Vec<(String, Value)> {
    let mut blocks = list_of(refer("block"));
    with(&mut blocks, json!({ "minItems": 1, "maxItems": MAX_BLOCKS }));
    let mut steps = list_of(refer("step"));
    with(&mut steps, json!({ "minItems": 1, "maxItems": MAX_STEPS }));
    let surfaces: Vec<Value> = SURFACES.iter().map(|term| json!({ "const": term.name, "description": term.doc })).collect();
    let mut show = object(
        SHOW,
        &[
            ("surface", json!({ "anyOf": surfaces })),
            ("position", json!({ "enum": ["top", "bottom", "push-top", "push-bottom", "left", "right"] })),
            ("teaser", json!({ "anyOf": [refer("teaser"), refer("text")] })),
            ("theme", refer("theme")),
            ("blocks", refer("blocks")),
            ("steps", refer("steps")),
        ],
    );
    with(&mut show, json!({ "anyOf": [{ "required": ["blocks"] }, { "required": ["steps"] }] }));
    let way = object(WAY, &[("when", refer("answer_condition"))]);
    let next = json!({ "anyOf": [{ "type": "string" }, refer("way"), list_of(json!({ "anyOf": [{ "type": "string" }, refer("way")] }))] });
    let mut step = object(STEP, &[("blocks", refer("blocks")), ("next", next)]);
    with(&mut step, json!({ "required": ["id", "blocks"] }));
    let teaser = object(TEASER, &[("text", refer("text"))]);
    let named = [("show", show), ("teaser", teaser), ("blocks", blocks), ("steps", steps), ("step", step), ("way", way)];
    named.map(|(name, definition)| (String::from(name), definition)).to_vec()
}
