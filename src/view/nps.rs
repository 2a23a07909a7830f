//! The block `nps`: `"How likely are you to recommend us?"` or
//! `{ "question": …, "low": …, "high": …, "name": "nps" }`. Always 0 to 10.
//!
//! Where it is all that the step asks, choosing a score goes on by itself.

use super::build::{Builder, digits};
use super::words::Word;
use super::{On, Slot, Tag};
use crate::node::Node;
use crate::rules::vocabulary::parts;
use std::rc::Rc;

/// Draws the block.
pub fn draw(build: &mut Builder<'_>, node: Node<'_>) -> Option<()> {
    let [question, low, high, name] = parts(build.cx, node, &["question", "low", "high", "name"])?;
    let question = build.need(node, question, "question", "\"question\": \"How likely are you to recommend us?\"");
    let name = build.field(node, name, "nps").unwrap_or_default();
    let ends = build.id("-ends");
    build.open(Tag::Fieldset, "nps");
    build.attr("aria-describedby", &ends);
    build.say(Tag::Legend, build.lead(), question);
    build.close();
    build.open(Tag::Div, "scale");
    for score in 0..=10 {
        let score = digits(score);
        let field = Rc::clone(&name);
        let on = if build.goes_on_alone { On::AnswerAndNext(field) } else { On::Answer(field) };
        build.tick("cell", "radio", &name, &score, on);
        build.top.text.push(Slot::text(&score));
        build.close();
        build.close();
    }
    build.close();
    build.open(Tag::Div, "ends");
    build.attr("id", &ends);
    for (end, default) in [(low, Word::NotLikely), (high, Word::ExtremelyLikely)] {
        build.open(Tag::Span, "");
        build.text_or(end, default);
        build.close();
    }
    Some(())
}
