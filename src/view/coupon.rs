//! The block `coupon`: `"SAVE10"` or `{ "code": "SAVE10", "copy": true }`.
//!
//! The host flips the button's text to its `data-done` once the code is copied, and announces it.

use super::build::{Builder, button};
use super::words::Word;
use super::{Element, Slot, Tag};
use crate::node::Node;
use crate::rules::action::Action;
use crate::rules::decoder::Decoder;
use crate::rules::vocabulary::{filled, not_yet, parts};
use std::rc::Rc;

/// A code to copy.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    code: Rc<str>,
    copy: bool,
}

/// Decodes the block.
pub fn decode(cx: &mut Decoder, node: Node<'_>) -> Option<Block> {
    let [code, copy, pool, auto_apply, reminder] = parts(cx, node, &["code", "copy", "pool", "auto_apply", "reminder"])?;
    let copy = copy.map_or(Some(true), |copy| cx.flag(copy));
    let mut drawn = true;
    for (name, value) in [("pool", pool), ("auto_apply", auto_apply), ("reminder", reminder)] {
        if let Some(value) = value {
            not_yet(cx, value, name);
            drawn = false;
        }
    }
    if !drawn {
        return None;
    }
    Some(Block { code: filled(cx, node, code, "code", "\"code\": \"SAVE10\"")?, copy: copy? })
}

impl Block {
    /// Draws the block.
    #[must_use]
    pub fn draw(&self, build: &mut Builder<'_>) -> Element {
        let mut coupon = Element::new(Tag::Div, "coupon");
        let code = Slot::Text(Rc::clone(&self.code));
        build.name(2, std::slice::from_ref(&code));
        coupon.children.push(Element::of(Tag::Code, "code", vec![code]));
        if self.copy {
            let on = build.press(Action::Copy { text: Rc::clone(&self.code) });
            let mut copy = button(Tag::Button, "copy", build.word(Word::Copy), on);
            copy.attrs.push(("aria-label", build.word_with(Word::CopyCode, &self.code)));
            copy.attrs.push(("data-done", build.word(Word::Copied)));
            coupon.children.push(copy);
        }
        coupon
    }
}
