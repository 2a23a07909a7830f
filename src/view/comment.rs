//! The block `comment`: `"What could we do better?"` or
//! `{ "label": …, "placeholder": …, "name": "comment", "rows": 3, "required": false }`.

use super::Tag;
use super::builder::Builder;
use super::wrong::wrong;
use crate::node::Node;
use crate::rules::field::FieldWord;

/// What it takes, by place.
pub const KEYS: [&str; 5] = ["label", "placeholder", "name", "rows", "required"];

/// Draws the block.
pub fn draw<'b>(build: &mut Builder<'b>, node: Node<'b>) {
    build.keys(node, &KEYS);
    build.field(2, "comment");
    let rows = build.whole(3, 1, 12).unwrap_or(3);
    build.open(Tag::Div, "comment");
    let label = build.need(0, "\"label\": \"What could we do better?\"");
    build.open(Tag::Label, build.lead());
    // Before what it says: emphasis in it is an element of its own.
    build.attr_id("for", "-field");
    build.speak(label);
    build.close();
    let required = build.flag(4, false);
    let wrong = wrong(FieldWord::Text, build.answer(), required, [None; 2]);
    let said = build.complains(wrong.as_ref());
    build.open(Tag::Textarea, "field");
    build.attr_id("id", "-field");
    build.answers(false);
    build.attr_whole("rows", rows);
    build.attr("maxlength", "2000");
    if required {
        build.attr("required", "");
    }
    build.invalid(said, "-error");
    build.attr_text("placeholder", 1);
    if !build.answer().is_empty() {
        build.put_text(build.answer());
    }
    build.close();
    if let (Some(wrong), true) = (&wrong, said) {
        build.complain(wrong, "-error");
    }
}
