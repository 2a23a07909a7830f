//! The block `coupon`: `"SAVE10"` or `{ "code": "SAVE10", "copy": true }`.
//!
//! The host flips the button's text to its `data-done` once the code is copied, and announces it.

use super::Tag;
use super::builder::Builder;
use super::words::{Word, word};
use crate::node::Node;
use crate::rules::action::Action;
use crate::rules::text::cut;
use std::rc::Rc;

/// Draws the block.
pub fn draw<'b>(build: &mut Builder<'b>, node: Node<'b>) {
    build.keys(node, &["code", "copy", "pool", "auto_apply", "reminder"]);
    let mut drawn = true;
    for (place, name) in [(2, "pool"), (3, "auto_apply"), (4, "reminder")] {
        if let Some(value) = build.at(place) {
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
        build.button("copy", Action::Copy { text: Rc::clone(&code) });
        let (before, after) = cut(word(build.with.locale, Word::CopyCode), b'#').unwrap_or_default();
        for piece in [before, &code, after] {
            build.attr("aria-label", piece);
        }
        build.attr("data-done", word(build.with.locale, Word::Copied));
        build.word(Word::Copy);
    }
}
