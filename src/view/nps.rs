//! The block `nps`: `"How likely are you to recommend us?"` or
//! `{ "question": …, "low": …, "high": …, "name": "nps" }`. Always 0 to 10.
//!
//! Where it is all that the step asks, choosing a score goes on by itself.

use super::build::{Builder, digits};
use super::words::Word;
use super::{Element, On, Slot, Tag};
use crate::node::Node;
use crate::rules::block::field_name;
use crate::rules::decoder::Decoder;
use crate::rules::show::SiteText;
use crate::rules::text::{Form, Text, text};
use crate::rules::vocabulary::{parts, present};
use std::rc::Rc;

/// How likely from 0 to 10.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    question: Text,
    ends: [Option<Text>; 2],
    /// The field it answers.
    pub name: Rc<str>,
}

/// Decodes the block.
pub fn decode(cx: &mut Decoder, site: &SiteText, node: Node<'_>) -> Option<Block> {
    let [question, low, high, name] = parts(cx, node, &["question", "low", "high", "name"])?;
    let question = present(cx, node, question, "question", "\"question\": \"How likely are you to recommend us?\"");
    let question = question.and_then(|question| text(cx, site, question, Form::Rich));
    let ends = [low, high].map(|end| end.and_then(|end| text(cx, site, end, Form::Plain)));
    Some(Block { name: field_name(cx, name, "nps")?, question: question?, ends })
}

impl Block {
    /// Draws the block.
    pub fn draw(&self, build: &mut Builder<'_>) -> Option<Element> {
        let mut nps = Element::new(Tag::Fieldset, "nps");
        nps.children.push(build.say(Tag::Legend, build.lead(), &self.question)?);
        let mut scale = Element::new(Tag::Div, "scale");
        for score in 0..=10 {
            let score = digits(score);
            let mut input = build.tick("radio", &self.name, &score);
            let name = Rc::clone(&self.name);
            input.on = Some(if build.goes_on_alone { On::AnswerAndNext(name) } else { On::Answer(name) });
            let mut cell = Element::new(Tag::Label, "cell");
            cell.children.push(input);
            cell.children.push(Element::of(Tag::Span, "", vec![Slot::text(&score)]));
            scale.children.push(cell);
        }
        nps.children.push(scale);
        let mut ends = Element::new(Tag::Div, "ends");
        let id = build.id("ends");
        ends.set("id", &id);
        nps.set("aria-describedby", &id);
        for (end, default) in self.ends.iter().zip([Word::NotLikely, Word::ExtremelyLikely]) {
            ends.children.push(Element::of(Tag::Span, "", build.text_or(end.as_ref(), default)?));
        }
        nps.children.push(ends);
        Some(nps)
    }
}
