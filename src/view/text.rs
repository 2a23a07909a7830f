//! The block `text`: `"Hello"`, texts by language, or `{ "text": …, "style": "body" }`.
//!
//! Without a style the first text of a message is its headline and the others are body, so a plain list of texts looks
//! as if somebody had set it.

use super::build::Builder;
use super::{Element, Tag};
use crate::node::{Kind, Node};
use crate::rules::decoder::Decoder;
use crate::rules::show::SiteText;
use crate::rules::text::{Form, Text, text};
use crate::rules::vocabulary::present;

/// Styles of a text; each is its class.
pub const STYLES: [&str; 4] = ["eyebrow", "headline", "body", "small"];

/// A text.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    text: Text,
    style: Option<&'static str>,
}

/// Decodes the block.
pub fn decode(cx: &mut Decoder, site: &SiteText, node: Node<'_>) -> Option<Block> {
    let whole = node.kind() == Kind::Object && node.entries().any(|(key, _)| matches!(key.word(), "text" | "style"));
    let [words, style] = if whole { cx.fields(node, &["text", "style"])? } else { [Some(node), None] };
    let style = style.and_then(|style| cx.word(style, &STYLES)).and_then(|place| STYLES.get(place)).copied();
    let words = present(cx, node, words, "text", "\"text\": \"Hello\"")?;
    Some(Block { text: text(cx, site, words, Form::Rich)?, style })
}

impl Block {
    /// Whether it says itself that it is the headline.
    #[must_use]
    pub fn leads(&self) -> bool {
        self.style == Some("headline")
    }

    /// Draws the block.
    pub fn draw(&self, build: &mut Builder<'_>) -> Option<Element> {
        let class = self.style.unwrap_or_else(|| build.lead());
        let tag = if class == "headline" && build.modal { Tag::H2 } else { Tag::P };
        build.say(tag, class, &self.text)
    }
}
