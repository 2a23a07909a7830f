//! The block `button`: `{ "text": "Add it", "do": { "add_to_cart": "MUG-01" }, "style": "primary" }`.
//!
//! Without a style the first button that does something weighs most, others less, and one that closes is a quiet link.
//! `text` may be left out where the action says enough: next, close and copy.

use super::builder::Builder;
use super::words::Word;
use crate::node::Node;
use crate::rules::action::{ActionWord, action};

/// Styles of a button; each is its class.
pub const STYLES: [&str; 3] = ["primary", "secondary", "link"];

/// What it takes, by place.
pub const KEYS: [&str; 3] = ["text", "do", "style"];

/// Draws the block.
pub fn draw<'b>(build: &mut Builder<'b>, node: Node<'b>) {
    build.keys(node, &KEYS);
    let style = build.style(2, &STYLES);
    let Some(does) = build.need(1, "\"do\": \"close\"") else { return };
    let Some(action) = action(build.cx, build.with.site, does) else { return };
    let quiet = matches!(action.word, ActionWord::Close | ActionWord::Snooze);
    let class = style.unwrap_or(match (build.is_lead_button(), quiet) {
        (true, _) => "primary",
        (false, false) => "secondary",
        (false, true) => "link",
    });
    let default = match action.word {
        ActionWord::Next => Some(Word::Send),
        ActionWord::Close => Some(Word::NoThankYou),
        ActionWord::Copy => Some(Word::Copy),
        _ => None,
    };
    build.button(class, action);
    if default.is_none() {
        build.need(0, "\"text\": \"Take a look\"");
    }
    build.text_or(0, default.unwrap_or(Word::Send));
}
