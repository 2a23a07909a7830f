//! The block `choice`: `{ "question": …, "options": ["Price", { "value": "delivery", "text": … }], "multiple": false,
//! "other": true, "name": "choice" }`.
//!
//! One answer stands under the block's name. Several stand each under `NAME.VALUE`, so that ticking one never rewrites
//! another; what is written next to `other` stands under `NAME.text`.

use super::Tag;
use super::builder::Builder;
use super::words::Word;
use crate::node::{Kind, Node};
use crate::rules::vocabulary::{filled, list};
use std::rc::Rc;

/// Most options of a question.
pub const MAX_OPTIONS: usize = 32;
/// What an option takes, by place.
pub const OPTION_KEYS: [&str; 2] = ["text", "value"];
/// Value of the option `other`.
const OTHER: &str = "other";

/// What it takes, by place.
pub const KEYS: [&str; 5] = ["question", "options", "multiple", "other", "name"];

/// Draws the block.
pub fn draw<'b>(build: &mut Builder<'b>, node: Node<'b>) {
    build.keys(node, &KEYS);
    let multiple = build.flag(2, false);
    let other = build.at(3).filter(|other| other.kind() != Kind::False);
    build.field(4, "choice");
    let name = Rc::clone(&build.field);
    build.open(Tag::Fieldset, "choice");
    build.say(Tag::Legend, build.lead(), 0, "\"question\": \"What kept you from buying?\"");
    build.close();
    if let Some(options) = list(build.cx, node, build.at(1), "options", "\"options\": [\"Price\", \"Delivery\"]", MAX_OPTIONS) {
        for item in options.items() {
            let Some(value) = option(build, item) else { continue };
            tick(build, &name, &value, multiple);
        }
    }
    // `true`, or the text to show.
    if let Some(other) = other {
        build.alone(other);
        if other.kind() == Kind::True {
            build.forget();
        }
        let words = tick(build, &name, OTHER, multiple);
        let end = build.rows.len();
        build.under(&name, "text");
        build.open(Tag::Input, "field");
        build.attr("type", "text");
        build.answers(false);
        build.attr("maxlength", "200");
        build.again("aria-label", words, end);
        build.attr("value", build.answer());
    }
}

/// Makes the text of an option the first of the keys at hand. Returns its value; a text alone is its own.
#[inline(never)]
pub(super) fn option<'b>(build: &mut Builder<'b>, item: Node<'b>) -> Option<Rc<str>> {
    let mut given = Some(item);
    build.alone(item);
    if item.kind() == Kind::Object {
        build.keys(item, &OPTION_KEYS);
        build.need(0, "\"text\": \"Price\"");
        given = build.at(1);
    }
    filled(build.cx, item, given, "value", "\"value\": \"price\"")
}

/// An option; its text is what was read last. Returns where that begins.
fn tick(build: &mut Builder<'_>, name: &str, value: &str, multiple: bool) -> usize {
    let kind = if multiple { "checkbox" } else { "radio" };
    if multiple {
        build.under(name, value);
    }
    build.tick("option", kind, value, false);
    let words = build.rows.len();
    build.text_or(0, Word::Other);
    build.close();
    build.close();
    words
}
