//! The block `scratch`: `{ "text": "Your prize is below", "code": "SAVE15", "button": "Reveal", "name": "scratch" }`, or `prize`, a text,
//! instead of `code`.
//!
//! What is below is only drawn once the field is answered, which the first `next` of the step does: by the button, or by the first stroke
//! on the cover, which is the host's. The button copies the code then.

use super::builder::Builder;
use super::words::Word;
use super::{Kind, Tag};
use crate::node::Node;
use crate::rules::action::{Action, ActionWord};
use crate::rules::diagnostic::Code;
use crate::rules::text::Form;
use std::rc::Rc;

/// What it takes, by place.
pub const KEYS: [&str; 5] = ["text", "code", "prize", "button", "name"];
/// What the answer says.
pub const REVEALED: &str = "revealed";

/// Draws the block.
pub fn draw<'b>(build: &mut Builder<'b>, node: Node<'b>) {
    build.keys(node, &KEYS);
    build.field(4, "scratch");
    let (prize, mut code) = (build.at(2), None);
    if build.at(1).is_some() {
        code = build.filled(1, "\"code\": \"SAVE15\"");
    }
    if build.at(1).is_some() == prize.is_some() {
        build.cx.report(Code::MissingKey, node, || {
            String::from("a field to scratch has one of `code` and `prize` below it; write for example \"code\": \"SAVE15\"")
        });
    }
    let open = build.hold(3, Word::Reveal);
    let class = build.lead();
    let tag = if class == "headline" && build.with.card { Tag::H2 } else { Tag::P };
    build.say(tag, class, 0, "\"text\": \"Your prize is below\"");
    build.close();
    build.open(Tag::Div, "scratch");
    if open {
        build.attr("data-open", "");
    } else {
        build.put(Kind::Press, "", build.actions.len() as i64);
        build.actions.push(Rc::new(Action::new(ActionWord::Next, "")));
        build.keep_won(None, REVEALED.into(), code.clone());
    }
    build.open(Tag::Div, "ticket");
    // Checked while it is covered, but not drawn.
    let from = build.rows.len();
    build.open(Tag::P, "prize");
    if let Some(prize) = prize {
        build.text(prize, Form::Rich);
    }
    build.close();
    if !open || code.is_some() {
        build.rows.truncate(from);
    }
    if let Some(code) = code
        && open
    {
        build.open(Tag::Code, "code");
        build.put_text(&code);
        build.close();
        build.won = Some(code);
    }
}
