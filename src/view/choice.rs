//! The block `choice`: `{ "question": …, "options": ["Price", { "value": "delivery", "text": … }], "multiple": false,
//! "other": true, "name": "choice" }`.
//!
//! One answer stands under the block's name. Several stand each under `NAME.VALUE`, so that ticking one never rewrites
//! another; what is written next to `other` stands under `NAME.text`.

use super::build::Builder;
use super::words::Word;
use super::{On, Tag};
use crate::node::{Kind, Node};
use crate::rules::diagnostic::Code;
use crate::rules::text::Form;
use crate::rules::vocabulary::{filled, list};
use std::rc::Rc;

/// Most options of a question.
pub const MAX_OPTIONS: usize = 32;
/// Value of the option `other`.
const OTHER: &str = "other";

/// Draws the block.
pub fn draw(build: &mut Builder<'_>, node: Node<'_>) -> Option<()> {
    let [question, options, multiple, other, name] = build.cx.fields(node, &["question", "options", "multiple", "other", "name"])?;
    let question = build.need(node, question, "question", "\"question\": \"What kept you from buying?\"");
    let multiple = multiple.is_some_and(|multiple| build.cx.flag(multiple).unwrap_or_default());
    let name = build.field(node, name, "choice").unwrap_or_default();
    build.open(Tag::Fieldset, "choice");
    build.say(Tag::Legend, build.lead(), question);
    build.close();
    let mut values: Vec<Rc<str>> = Vec::new();
    for item in list(build.cx, node, options, "options", "\"options\": [\"Price\", \"Delivery\"]", MAX_OPTIONS)?.items() {
        let (value, words) = option(build, item)?;
        if values.contains(&value) {
            build.cx.report(Code::DuplicateId, item, || format!("two options have the value `{value}`"));
        }
        tick(build, &name, &value, multiple);
        if let Some(words) = words {
            build.text(words, Form::Plain);
        }
        build.close();
        build.close();
        values.push(value);
    }
    // `true`, or the text to show.
    if let Some(other) = other
        && other.kind() != Kind::False
    {
        let words = Some(other).filter(|other| other.kind() != Kind::True);
        tick(build, &name, OTHER, multiple);
        build.text_or(words, Word::Other);
        build.close();
        build.close();
        let field = under(&name, "text");
        build.open(Tag::Input, "field");
        build.attr("type", "text");
        build.attr("name", &field);
        build.attr("maxlength", "200");
        match words {
            Some(words) => build.attr_text("aria-label", Some(words)),
            None => build.attr_word("aria-label", Word::Other),
        }
        let answer = String::from(build.answer(&field));
        build.attr("value", &answer);
        build.on(On::Answer(field));
    }
    Some(())
}

/// An option: a text that is its own value, or a value and a text.
fn option<'d>(build: &mut Builder<'_>, node: Node<'d>) -> Option<(Rc<str>, Option<Node<'d>>)> {
    let (mut value, mut words) = (Some(node), Some(node));
    if node.kind() == Kind::Object {
        [value, words] = build.cx.fields(node, &["value", "text"])?;
        words = build.need(node, words, "text", "\"text\": \"Price\"");
    }
    let value = filled(build.cx, node, value, "value", "\"value\": \"price\"").unwrap_or_default();
    if *value == *OTHER {
        build.cx.report(Code::UnknownWord, node, || {
            String::from("the value `other` is taken; write \"other\": true next to the options, or give this one another value")
        });
    }
    Some((value, words))
}

fn tick(build: &mut Builder<'_>, name: &Rc<str>, value: &str, multiple: bool) {
    let field = if multiple { under(name, value) } else { Rc::clone(name) };
    build.tick("option", if multiple { "checkbox" } else { "radio" }, &field, value, On::Answer(Rc::clone(&field)));
}

fn under(name: &str, part: &str) -> Rc<str> {
    let mut field = String::from(name);
    field.push('.');
    field.push_str(part);
    Rc::from(field.as_str())
}
