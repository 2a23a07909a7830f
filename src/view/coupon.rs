//! The block `coupon`: `"SAVE10"` or `{ "code": "SAVE10", "copy": true }`.
//!
//! The host flips the button's text to its `data-done` once the code is copied, and announces it.

use super::Tag;
use super::builder::Builder;
use super::words::Word;
use crate::node::Node;
use crate::rules::action::{Action, ActionWord};

/// Places of the keys that are known but not yet drawn.
const LATER: &[(usize, &str)] = &[(2, "pool"), (3, "auto_apply"), (4, "reminder")];

/// What it takes, by place.
pub const KEYS: [&str; 5] = ["code", "copy", "pool", "auto_apply", "reminder"];

/// Draws the block.
pub fn draw<'b>(build: &mut Builder<'b>, node: Node<'b>) {
    build.keys(node, &KEYS);
    let mut drawn = true;
    for (place, name) in LATER {
        if let Some(value) = build.at(*place) {
            build.not_yet(value, name);
            drawn = false;
        }
    }
    let copy = build.flag(1, true);
    if !drawn {
        return;
    }
    let Some(code) = build.filled(0, "\"code\": \"SAVE10\"") else { return };
    build.open(Tag::Div, "coupon");
    build.open(Tag::Code, "code");
    build.put_text(&code);
    build.close();
    if copy {
        build.button("copy", Action::new(ActionWord::Copy, &code));
        build.attr_word("aria-label", Word::CopyCode);
        build.attr("aria-label", &code);
        build.attr_word("aria-label", Word::CopyCodeEnd);
        build.attr_word("data-done", Word::Copied);
        build.word(Word::Copy);
    }
}
