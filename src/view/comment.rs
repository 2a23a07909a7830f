//! The block `comment`: `"What could we do better?"` or
//! `{ "label": …, "placeholder": …, "name": "comment", "rows": 3, "required": false }`.

use super::build::{Builder, digits};
use super::{Element, On, Slot, Tag};
use crate::node::Node;
use crate::rules::block::field_name;
use crate::rules::decoder::Decoder;
use crate::rules::show::SiteText;
use crate::rules::text::{Form, Text, text};
use crate::rules::vocabulary::{parts, present};
use std::rc::Rc;

/// A free text.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    label: Text,
    placeholder: Option<Text>,
    rows: i64,
    /// Whether it has to be answered.
    pub required: bool,
    /// The field it answers.
    pub name: Rc<str>,
}

/// Decodes the block.
pub fn decode(cx: &mut Decoder, site: &SiteText, node: Node<'_>) -> Option<Block> {
    let [label, placeholder, name, rows, required] = parts(cx, node, &["label", "placeholder", "name", "rows", "required"])?;
    let label = present(cx, node, label, "label", "\"label\": \"What could we do better?\"");
    let label = label.and_then(|label| text(cx, site, label, Form::Rich));
    let placeholder = placeholder.and_then(|placeholder| text(cx, site, placeholder, Form::Plain));
    let rows = rows.map_or(Some(3), |rows| cx.integer(rows, 1, 12));
    let required = required.map_or(Some(false), |required| cx.flag(required));
    Some(Block { name: field_name(cx, name, "comment")?, label: label?, placeholder, rows: rows?, required: required? })
}

impl Block {
    /// Draws the block.
    pub fn draw(&self, build: &mut Builder<'_>) -> Option<Element> {
        let id = build.id("field");
        let mut label = build.say(Tag::Label, build.lead(), &self.label)?;
        label.set("for", &id);
        let mut field = Element::new(Tag::Textarea, "field");
        field.set("id", &id);
        field.set("name", &self.name);
        field.set("rows", &digits(self.rows));
        field.set("maxlength", "2000");
        if self.required {
            field.set("required", "");
        }
        if let Some(placeholder) = &self.placeholder {
            field.attrs.push(("placeholder", build.slots(placeholder)?));
        }
        let answer = build.answer(&self.name);
        if !answer.is_empty() {
            field.text.push(Slot::text(answer));
        }
        field.on = Some(On::Answer(Rc::clone(&self.name)));
        let mut comment = Element::new(Tag::Div, "comment");
        comment.children.push(label);
        comment.children.push(field);
        Some(comment)
    }
}
