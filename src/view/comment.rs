//! The block `comment`: `"What could we do better?"` or
//! `{ "label": …, "placeholder": …, "name": "comment", "rows": 3, "required": false }`.

use super::build::{Builder, digits};
use super::{On, Slot, Tag};
use crate::node::Node;
use crate::rules::vocabulary::parts;
use std::rc::Rc;

/// Draws the block.
pub fn draw(build: &mut Builder<'_>, node: Node<'_>) -> Option<()> {
    let [label, placeholder, name, rows, required] = parts(build.cx, node, &["label", "placeholder", "name", "rows", "required"])?;
    let label = build.need(node, label, "label", "\"label\": \"What could we do better?\"");
    let name = build.field(node, name, "comment").unwrap_or_default();
    let rows = rows.and_then(|rows| build.cx.integer(rows, 1, 12)).unwrap_or(3);
    let id = build.id("-field");
    build.open(Tag::Div, "comment");
    build.say(Tag::Label, build.lead(), label);
    build.attr("for", &id);
    build.close();
    build.open(Tag::Textarea, "field");
    build.attr("id", &id);
    build.attr("name", &name);
    build.attr("rows", &digits(rows));
    build.attr("maxlength", "2000");
    if required.is_some_and(|required| build.cx.flag(required).unwrap_or_default()) {
        build.attr("required", "");
        build.out.required.push(Rc::clone(&name));
    }
    build.attr_text("placeholder", placeholder);
    if !build.answer(&name).is_empty() {
        let answer = Slot::text(build.answer(&name));
        build.top.text.push(answer);
    }
    build.on(On::Answer(name));
    Some(())
}
