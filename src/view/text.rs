//! The block `text`: `"Hello"`, texts by language, or `{ "text": …, "style": "body" }`.
//!
//! Without a style the first text of a message is its headline and the others are body, so a plain list of texts looks
//! as if somebody had set it.

use super::Tag;
use super::build::Builder;
use crate::node::Node;

/// Styles of a text; each is its class.
pub const STYLES: [&str; 4] = ["eyebrow", "headline", "body", "small"];

/// Draws the block.
pub fn draw(build: &mut Builder<'_>, node: Node<'_>) -> Option<()> {
    let whole = node.get("text").or(node.get("style")).is_some();
    let [words, style] = if whole { build.cx.fields(node, &["text", "style"])? } else { [Some(node), None] };
    let style = style.and_then(|style| build.cx.word(style, &STYLES));
    let words = build.need(node, words, "text", "\"text\": \"Hello\"");
    let class = style.and_then(|place| STYLES.get(place)).copied().unwrap_or_else(|| build.lead());
    let tag = if class == "headline" && build.with.modal { Tag::H2 } else { Tag::P };
    build.say(tag, class, words);
    Some(())
}
