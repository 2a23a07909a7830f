//! The block `coupon`: `"SAVE10"` or `{ "code": "SAVE10", "copy": true }`.
//!
//! The host flips the button's text to its `data-done` once the code is copied, and announces it.

use super::build::Builder;
use super::words::{Word, word};
use super::{Slot, Tag};
use crate::node::Node;
use crate::rules::action::Action;
use crate::rules::vocabulary::{filled, parts};
use std::rc::Rc;

/// Draws the block.
pub fn draw(build: &mut Builder<'_>, node: Node<'_>) -> Option<()> {
    let [code, copy, pool, auto_apply, reminder] = parts(build.cx, node, &["code", "copy", "pool", "auto_apply", "reminder"])?;
    let copy = copy.is_none_or(|copy| build.cx.flag(copy).unwrap_or_default());
    for value in [pool, auto_apply, reminder].into_iter().flatten() {
        build.not_yet(value, "coupon from a pool, applied or reminded of");
    }
    if pool.is_some() {
        return None;
    }
    let code = filled(build.cx, node, code, "code", "\"code\": \"SAVE10\"")?;
    build.open(Tag::Div, "coupon");
    build.open(Tag::Code, "code");
    build.top.text.push(Slot::Text(Rc::clone(&code)));
    build.name(2);
    build.close();
    if copy {
        let on = build.press(Action::Copy { text: Rc::clone(&code) });
        build.button(Tag::Button, "copy", on);
        let (before, after) = word(build.with.locale, Word::CopyCode).split_once("{}").unwrap_or_default();
        build.attr_slots("aria-label", vec![Slot::text(before), Slot::Text(code), Slot::text(after)]);
        build.attr_word("data-done", Word::Copied);
        build.word(Word::Copy);
    }
    Some(())
}
