//! The block `rating`: `"How was it?"` or `{ "question": …, "max": 5, "name": "rating" }`.
//!
//! Where it is all that the step asks, choosing a star goes on by itself.

use super::builder::{Builder, digits};
use super::words::Word;
use super::{Kind, Tag};
use crate::node::Node;

/// What it takes, by place.
pub const KEYS: [&str; 3] = ["question", "max", "name"];
/// Fewest and most stars.
pub const STARS: (i64, i64) = (3, 10);
/// How many there are where nothing is said.
pub const DEFAULT_STARS: i64 = 5;

/// Draws the block.
pub fn draw<'b>(build: &mut Builder<'b>, node: Node<'b>) {
    build.keys(node, &KEYS);
    let most = build.whole(1, STARS.0, STARS.1).unwrap_or(DEFAULT_STARS);
    build.field(2, "rating");
    let mut on = !build.answer().is_empty();
    build.open(Tag::Fieldset, "rating");
    build.say(Tag::Legend, build.lead(), 0, "\"question\": \"How was it?\"");
    build.close();
    build.open(Tag::Div, "stars");
    for score in 1..=most {
        let number = digits(score);
        build.tick("star", "radio", &number, build.goes_on_alone);
        if on {
            build.attr("data-on", "");
        }
        on &= build.answer() != number;
        build.put(Kind::Number, &number, 0);
        build.word(Word::Of);
        build.put(Kind::Number, &digits(most), 0);
        build.close();
        build.close();
    }
}
