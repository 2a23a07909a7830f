//! The block `choice`: `{ "question": …, "options": ["Price", { "value": "delivery", "text": … }], "multiple": false,
//! "other": true, "name": "choice" }`.
//!
//! One answer stands under the block's name. Several stand each under `NAME.VALUE`, so that ticking one never rewrites
//! another; what is written next to `other` stands under `NAME.text`.

use super::build::Builder;
use super::words::Word;
use super::{Element, On, Tag};
use crate::node::{Kind, Node};
use crate::rules::block::field_name;
use crate::rules::decoder::Decoder;
use crate::rules::diagnostic::Code;
use crate::rules::show::{SiteText, list};
use crate::rules::text::{Form, Text, text};
use crate::rules::vocabulary::{filled, present};
use std::rc::Rc;

/// Most options of a question.
pub const MAX_OPTIONS: usize = 32;
/// Value of the option `other`.
const OTHER: &str = "other";

/// One or several of some options.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    question: Text,
    options: Vec<(Rc<str>, Option<Text>)>,
    multiple: bool,
    /// The field it answers.
    pub name: Rc<str>,
}

/// Decodes the block.
pub fn decode(cx: &mut Decoder, site: &SiteText, node: Node<'_>) -> Option<Block> {
    let [question, options, multiple, other, name] = cx.fields(node, &["question", "options", "multiple", "other", "name"])?;
    let question = present(cx, node, question, "question", "\"question\": \"What kept you from buying?\"");
    let question = question.and_then(|question| text(cx, site, question, Form::Rich));
    let multiple = multiple.map_or(Some(false), |multiple| cx.flag(multiple));
    let mut all: Vec<(Rc<str>, Option<Text>)> = Vec::new();
    for item in list(cx, node, options, "options", "\"options\": [\"Price\", \"Delivery\"]", MAX_OPTIONS)?.items() {
        let Some(option) = option(cx, site, item) else { continue };
        if all.iter().any(|(value, _)| *value == option.0) {
            cx.report(Code::DuplicateId, item, || format!("two options have the value `{}`", option.0));
        }
        all.push(option);
    }
    // `true`, or the text to show.
    match other.map(|other| (other, other.bool())) {
        None | Some((_, Some(false))) => {}
        Some((_, Some(true))) => all.push((Rc::from(OTHER), None)),
        Some((other, None)) => all.push((Rc::from(OTHER), Some(text(cx, site, other, Form::Plain)?))),
    }
    Some(Block { name: field_name(cx, name, "choice")?, question: question?, options: all, multiple: multiple? })
}

/// An option: a text that is its own value, or a value and a text.
fn option(cx: &mut Decoder, site: &SiteText, node: Node<'_>) -> Option<(Rc<str>, Option<Text>)> {
    let (value, words) = if node.kind() == Kind::Object {
        let [value, words] = cx.fields(node, &["value", "text"])?;
        (value, present(cx, node, words, "text", "\"text\": \"Price\"")?)
    } else {
        (Some(node), node)
    };
    let value = filled(cx, node, value, "value", "\"value\": \"price\"")?;
    if *value == *OTHER {
        cx.report(Code::UnknownWord, node, || {
            String::from("the value `other` is taken; write \"other\": true next to the options, or give this one another value")
        });
    }
    Some((value, Some(text(cx, site, words, Form::Plain)?)))
}

impl Block {
    /// Draws the block.
    pub fn draw(&self, build: &mut Builder<'_>) -> Option<Element> {
        let mut choice = Element::new(Tag::Fieldset, "choice");
        choice.children.push(build.say(Tag::Legend, build.lead(), &self.question)?);
        for (value, words) in &self.options {
            let words = build.text_or(words.as_ref(), Word::Other)?;
            let field = if self.multiple { self.field(value) } else { Rc::clone(&self.name) };
            let mut input = build.tick(if self.multiple { "checkbox" } else { "radio" }, &field, value);
            input.on = Some(On::Answer(field));
            let mut option = Element::new(Tag::Label, "option");
            option.children.push(input);
            option.children.push(Element::of(Tag::Span, "", words.clone()));
            choice.children.push(option);
            if **value == *OTHER {
                let field = self.field("text");
                let mut input = Element::new(Tag::Input, "field");
                input.set("type", "text");
                input.set("name", &field);
                input.set("maxlength", "200");
                input.attrs.push(("aria-label", words));
                input.set("value", build.answer(&field));
                input.on = Some(On::Answer(field));
                choice.children.push(input);
            }
        }
        Some(choice)
    }

    fn field(&self, part: &str) -> Rc<str> {
        let mut field = String::from(&*self.name);
        field.push('.');
        field.push_str(part);
        Rc::from(field)
    }
}
