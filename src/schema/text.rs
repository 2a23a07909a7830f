//! Texts: one, or one by language.

use super::noun::{list_of, refer};
use serde_json::{Value, json};

/// `text`; `texts` is one or a list of them.
pub fn definitions() -> Vec<(String, Value)> {
    let text = json!({ "anyOf": [
        { "type": "string", "description": "A text; `{cart.subtotal}` stands for a fact" },
        {
            "type": "object",
            "description": "A text by language",
            "minProperties": 1,
            "additionalProperties": { "type": "string" },
        },
    ] });
    let texts = json!({ "anyOf": [refer("text"), list_of(refer("text"))] });
    vec![(String::from("text"), text), (String::from("texts"), texts)]
}
