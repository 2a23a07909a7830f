//! The block `button`: `{ "text": "Add it", "do": { "add_to_cart": "MUG-01" }, "style": "primary" }`.
//!
//! Without a style the first button that does something weighs most, others less, and one that closes is a quiet link.
//! `text` may be left out where the action says enough: next, close and copy.

use super::Tag;
use super::build::Builder;
use super::words::Word;
use crate::node::Node;
use crate::rules::action::{Action, action};
use std::rc::Rc;

/// Styles of a button; each is its class.
pub const STYLES: [&str; 3] = ["primary", "secondary", "link"];

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

/// Draws the block.
pub fn draw(build: &mut Builder<'_>, node: Node<'_>) -> Option<()> {
    let [words, does, style] = build.cx.fields(node, &["text", "do", "style"])?;
    let style = style.and_then(|style| build.cx.word(style, &STYLES));
    let does = build.need(node, does, "do", "\"do\": \"close\"")?;
    let action = action(build.cx, build.with.site, does)?;
    let quiet = matches!(action, Action::Close | Action::Snooze { .. });
    let by_itself = if build.is_lead_button() { 0 } else { 1 + usize::from(quiet) };
    let class = STYLES.get(style.unwrap_or(by_itself)).copied().unwrap_or_default();
    let default = default_text(&action);
    let link = if let Action::Navigate { url } = &action { Some(Rc::clone(url)) } else { None };
    let on = build.press(action);
    build.button(if link.is_some() { Tag::A } else { Tag::Button }, class, on);
    if let Some(url) = link {
        build.attr("href", &url);
    }
    if words.is_none() && default.is_none() {
        build.need(node, None, "text", "\"text\": \"Take a look\"");
    }
    build.text_or(words, default.unwrap_or(Word::Send));
    build.name(3);
    Some(())
}
