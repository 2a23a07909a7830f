//! The block `button`: `{ "text": "Add it", "do": { "add_to_cart": "MUG-01" }, "style": "primary" }`.
//!
//! Without a style the first button that does something weighs most, others less, and one that closes is a quiet link.
//! `text` may be left out where the action says enough: next, close and copy.

use super::build::{Builder, button};
use super::words::Word;
use super::{Element, Slot, Tag};
use crate::node::Node;
use crate::rules::action::{Action, action};
use crate::rules::decoder::Decoder;
use crate::rules::show::SiteText;
use crate::rules::text::{Form, Text, text};
use crate::rules::vocabulary::present;
use std::rc::Rc;

/// Styles of a button; each is its class.
pub const STYLES: [&str; 3] = ["primary", "secondary", "link"];

/// A button.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    text: Option<Text>,
    /// What pressing it does.
    pub action: Action,
    style: Option<&'static str>,
}

impl Action {
    /// Whether it takes the message away without anything else.
    #[must_use]
    pub fn dismisses(&self) -> bool {
        matches!(self, Action::Close | Action::Snooze { .. })
    }
}

fn default_text(action: &Action) -> Option<Word> {
    match action {
        Action::Next => Some(Word::Send),
        Action::Close => Some(Word::NoThankYou),
        Action::Copy { .. } => Some(Word::Copy),
        Action::Navigate { .. }
        | Action::ApplyCoupon { .. }
        | Action::AddToCart { .. }
        | Action::OpenChat
        | Action::Emit { .. }
        | Action::Snooze { .. }
        | Action::Set { .. } => None,
    }
}

/// Decodes the block.
pub fn decode(cx: &mut Decoder, site: &SiteText, node: Node<'_>) -> Option<Block> {
    let [words, does, style] = cx.fields(node, &["text", "do", "style"])?;
    let style = style.and_then(|style| cx.word(style, &STYLES)).and_then(|place| STYLES.get(place)).copied();
    let words_there = words.is_some();
    let text = words.and_then(|words| text(cx, site, words, Form::Plain));
    let does = present(cx, node, does, "do", "\"do\": \"close\"")?;
    let action = action(cx, site, does)?;
    if !words_there && default_text(&action).is_none() {
        return cx.missing(node, "text", "\"text\": \"Take a look\"");
    }
    Some(Block { text, action, style })
}

impl Block {
    /// Draws the block.
    pub fn draw(&self, build: &mut Builder<'_>) -> Option<Element> {
        let class = self.style.unwrap_or(match (build.is_lead_button(), self.action.dismisses()) {
            (true, _) => "primary",
            (false, true) => "link",
            (false, false) => "secondary",
        });
        let text = build.text_or(self.text.as_ref(), default_text(&self.action).unwrap_or(Word::Send))?;
        build.name(3, &text);
        let on = build.press(self.action.clone());
        let Action::Navigate { url } = &self.action else { return Some(button(Tag::Button, class, text, on)) };
        let mut link = button(Tag::A, class, text, on);
        link.attrs.push(("href", vec![Slot::Text(Rc::clone(url))]));
        Some(link)
    }
}
