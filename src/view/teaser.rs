//! Small things in the corner: the teaser of a message, and the reminder of a code.
//!
//! Decides what they say. Leaves to the engine's `corner` whether they are drawn.

use super::build::{Drawing, Facts, blank};
use super::builder::Builder;
use super::coupon::copy_button;
use super::words::Word;
use super::{Surface, Tag, View};
use crate::engine::id::Id;
use crate::node::{Doc, Node};
use crate::rules::action::{Action, ActionWord};
use crate::rules::decoder::Decoder;
use crate::rules::show::SiteText;
use crate::rules::text::Form;
use std::rc::Rc;

/// Draws the button of a teaser, which goes on to its message, and reports what is wrong with its text.
pub fn draw<'b>(cx: &'b mut Decoder, with: &'b Drawing<'b>, text: Node<'b>) -> Builder<'b> {
    let mut build = Builder::new(cx, with, text);
    build.button("tease", Action::new(ActionWord::Next, ""));
    build.text(text, Form::Plain);
    build.close();
    if build.gap {
        build.rows.clear();
    }
    build
}

/// The reminder of a code, which the action copies.
#[must_use]
pub fn reminder(site: &SiteText, facts: &dyn Facts, locale: &str, action: &Action) -> View {
    let mut view = blank(Surface::Teaser { left: false }, site, locale, &site.theme);
    let (mut cx, with) =
        (Decoder::default(), Drawing { site, facts, campaign: "", exposure: Id::default(), answers: &[], locale, card: false });
    if let Ok(doc) = Doc::scan(b"0") {
        let mut build = Builder::new(&mut cx, &with, doc.root());
        build.open(Tag::P, "reminder");
        let (before, behind) = build.halves(Word::YourCode);
        build.open(Tag::Span, "");
        build.put_text(before);
        build.close();
        build.open(Tag::Code, "code");
        build.put_text(&action.text);
        build.close();
        build.open(Tag::Span, "");
        build.put_text(behind);
        build.close();
        build.close();
        copy_button(&mut build, "copy", action.clone());
        build.close();
        view.label = 0;
        view.rows = std::mem::take(&mut build.rows);
        view.actions = Rc::from(std::mem::take(&mut build.actions));
    }
    view
}
