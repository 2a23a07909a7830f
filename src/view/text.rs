//! The block `text`: `"Hello"`, texts by language, or `{ "text": …, "style": "body" }`.
//!
//! Without a style the first text of a message is its headline and the others are body, so a plain list of texts looks
//! as if somebody had set it.

use super::Tag;
use super::builder::Builder;
use crate::node::Node;

/// Styles of a text; each is its class.
pub const STYLES: [&str; 4] = ["eyebrow", "headline", "body", "small"];

/// What it takes, by place.
pub const KEYS: [&str; 2] = ["text", "style"];

/// Draws the block.
pub fn draw<'b>(build: &mut Builder<'b>, node: Node<'b>) {
    if node.get("text").is_some() || node.get("style").is_some() {
        build.keys(node, &KEYS);
    } else {
        build.alone(node);
    }
    let class = build.style(1, &STYLES).unwrap_or_else(|| build.lead());
    let tag = if class == "headline" && build.with.card { Tag::H2 } else { Tag::P };
    build.say(tag, class, 0, "\"text\": \"Hello\"");
}
