//! The block `coupon`: `"SAVE10"` or `{ "code": "SAVE10", "copy": true, "apply": true, "reminder": { "for": "3d" } }`; with
//! `"from": "wheel"` instead of `code` the one that was won there, and nothing where none was; with `"pool": "spring"` one that is the
//! visitor's own, and the block under `else` where there is none.
//!
//! The host flips the text of a pressed button to its `data-done` once the code is copied, or the shop was asked to apply it, and
//! announces that. Whether the code is in the cart only the cart knows: then the button says so.

use super::Tag;
use super::build::Given;
use super::builder::Builder;
use super::words::Word;
use crate::node::{Kind, Node};
use crate::rules::action::{Action, ActionWord};
use crate::rules::diagnostic::Code;
use crate::rules::noun::{Holds, Noun, key};
use crate::value::Value;
use std::rc::Rc;

/// What it takes, by place.
pub const KEYS: [&str; 7] = ["code", "copy", "pool", "apply", "reminder", "from", "else"];

/// What `reminder` takes where it is not `true`.
pub const REMINDER: Noun = &[
    key("until", Holds::Local).like(r#""until": "2026-12-24T18:00""#).doc("when it ends, by the shop's clock"),
    key("for", Holds::Span).like(r#""for": "3d""#).doc("how long it stays"),
];

/// How long a reminder stays that ends when the code is used.
pub const FOREVER: i64 = i64::MAX;

/// Draws the block. The action that copies holds in its number how long the code is reminded of: so many milliseconds, below 0 until that
/// local time, [`FOREVER`], or 0: not at all.
pub fn draw<'b>(build: &mut Builder<'b>, node: Node<'b>) {
    build.keys(node, &KEYS);
    let (copy, apply, stays) = (build.flag(1, true), build.flag(3, false), reminder(build));
    if let (None, Some(other)) = (build.at(2), build.at(6)) {
        build.cx.report(Code::UnknownKey, other, || String::from("`else` belongs to a `pool`, which may be empty; take it out"));
    }
    let code = if build.at(2).is_some() {
        of_pool(build)
    } else if build.at(5).is_some() {
        won(build)
    } else {
        build.filled(0, "\"code\": \"SAVE10\"")
    };
    let Some(code) = code else { return };
    build.open(Tag::Div, "coupon");
    build.open(Tag::Code, "code");
    build.put_text(&code);
    build.close();
    let mut action = Action::new(ActionWord::Copy, &code);
    action.number = stays;
    if copy {
        copy_button(build, "copy", action);
        build.close();
    } else if stays != 0 {
        // No button copies it, but its end is looked up when the message is closed.
        build.actions.push(Rc::new(action));
    }
    if apply {
        build.button("copy", Action::new(ActionWord::ApplyCoupon, &code));
        let used = build.with.facts.fact("cart.coupons").is_some_and(|(codes, _)| is_used(&codes, &code));
        if used {
            build.word(Word::Applied);
        } else {
            labelled(build, &code, Word::ApplyCode);
            build.attr_word("data-done", Word::Applying);
            build.word(Word::Apply);
        }
    }
}

/// The visitor's own code. Where it is on its way something stands in its place, and where there is none the other block.
fn of_pool(build: &mut Builder<'_>) -> Option<Rc<str>> {
    for place in [0, 5] {
        if let Some(other) = build.at(place) {
            build.cx.report(Code::UnknownKey, other, || format!("`pool` and `{}` exclude each other; take one of them out", KEYS[place]));
        }
    }
    let (pool, other) = (build.at(2)?, build.at(6));
    let pool = build.cx.id(pool)?;
    let given = build.with.facts.code(build.with.campaign, &pool);
    match &given {
        Given::Code(code) => return Some(Rc::clone(code)),
        Given::None => {}
        Given::Waits | Given::Unknown => {
            build.open(Tag::Div, "coupon");
            build.open(Tag::Code, "code");
            build.word(Word::Fetching);
            build.close();
            build.close();
        }
    }
    let lacks = given == Given::None && other.is_none();
    if given == Given::Waits || lacks {
        build.pool = Some(pool);
        build.over |= lacks;
    } else if let Some(other) = other {
        build.block(other);
    }
    None
}

/// The code that was won in a field.
fn won(build: &mut Builder<'_>) -> Option<Rc<str>> {
    if let Some(code) = build.at(0) {
        build.cx.report(Code::UnknownKey, code, || String::from("`code` and `from` exclude each other; take one of them out"));
    }
    let field = build.filled(5, "\"from\": \"wheel\"")?;
    let own = Rc::clone(&build.field);
    build.under(&field, "code");
    let code = build.answer();
    build.field = own;
    build.gap = code.is_empty();
    if build.gap { None } else { Some(Rc::from(code)) }
}

/// An open button that copies a code.
pub(super) fn copy_button(build: &mut Builder<'_>, class: &'static str, action: Action) {
    let code = Rc::clone(&action.text);
    build.button(class, action);
    labelled(build, &code, Word::CopyCode);
    build.attr_word("data-done", Word::Copied);
    build.word(Word::Copy);
}

/// Names what a button does with the code, for those who do not see that they stand together.
fn labelled(build: &mut Builder<'_>, code: &str, which: Word) {
    let (before, behind) = build.halves(which);
    for part in [before, code, behind] {
        build.attr("aria-label", part);
    }
}

/// `true`, `{ "until": … }` or `{ "for": … }`, as [`draw`] says.
fn reminder(build: &mut Builder<'_>) -> i64 {
    let Some(node) = build.at(4) else { return 0 };
    if node.kind() != Kind::Object {
        return if build.cx.flag(node) == Some(true) { FOREVER } else { 0 };
    }
    let errors = build.cx.errors;
    let [until, span, ..] = build.cx.read(Some(node), REMINDER);
    if build.cx.errors == errors && until.node.is_some() == span.node.is_some() {
        build.cx.report(Code::UnknownKey, node, || {
            String::from("`reminder` needs one of `until` and `for`, such as { \"for\": \"3d\" }; or true: until the code is used")
        });
    }
    span.value - until.value
}

/// Whether a list of coupons holds the code; shops write them in letters of their own size.
#[must_use]
pub fn is_used(codes: &Value, code: &str) -> bool {
    let Value::List(codes) = codes else { return false };
    codes.iter().any(|known| matches!(known, Value::Text(known) if known.eq_ignore_ascii_case(code)))
}
