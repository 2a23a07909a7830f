//! The block `nps`: `"How likely are you to recommend us?"` or
//! `{ "question": …, "low": …, "high": …, "name": "nps" }`. Always 0 to 10.
//!
//! Where it is all that the step asks, choosing a score goes on by itself.

use super::Tag;
use super::builder::{Builder, digits};
use super::words::Word;
use crate::node::Node;

/// What it takes, by place.
pub const KEYS: [&str; 4] = ["question", "low", "high", "name"];

/// Draws the block.
pub fn draw<'b>(build: &mut Builder<'b>, node: Node<'b>) {
    build.keys(node, &KEYS);
    build.field(3, "nps");
    build.open(Tag::Fieldset, "nps");
    build.attr_id("aria-describedby", "-ends");
    build.say(Tag::Legend, build.lead(), 0, "\"question\": \"How likely are you to recommend us?\"");
    build.close();
    build.open(Tag::Div, "scale");
    for score in 0..=10 {
        let score = digits(score);
        build.tick("cell", "radio", &score, build.goes_on_alone);
        build.put_text(&score);
        build.close();
        build.close();
    }
    build.close();
    build.open(Tag::Div, "ends");
    build.attr_id("id", "-ends");
    for (place, default) in &[(1, Word::NotLikely), (2, Word::ExtremelyLikely)] {
        build.open(Tag::Span, "");
        build.text_or(*place, *default);
        build.close();
    }
}
