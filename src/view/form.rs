//! The block `form`: `[{ "email": "E-mail" }, { "consent": … }]` or `{ "fields": [ … ] }`.
//!
//! Decides what each type of field takes and looks like. Each answer stands under its field's name, what is kept of a consent under
//! `NAME.text` and `NAME.version`. The last field is for robots: nobody sees it, so whoever fills it in is none of us.

use super::builder::{Builder, digits};
use super::choice::{MAX_OPTIONS, option};
use super::words::Word;
use super::wrong::wrong;
use super::{Kind, Tag};
use crate::engine::time::parse_date;
use crate::node::Node;
use crate::rules::diagnostic::Code;
use crate::rules::field::{AUTOCOMPLETE, FIELDS, FieldWord};
use crate::rules::text::Form;
use crate::rules::vocabulary::{find, list};
use std::rc::Rc;

/// Most fields of a form.
pub const MAX_FIELDS: usize = 16;
/// What it takes, by place.
pub const KEYS: [&str; 1] = ["fields"];
/// Under which stands what only robots fill in. Its attribute `name` is one that no browser and no password manager knows.
pub const TRAP: &str = "!!";

/// What fields to write in take, by place; the bounds are the last two.
const TEXT_KEYS: [&str; 7] = ["label", "name", "required", "autocomplete", "placeholder", "min", "max"];
const MAIL_KEYS: [&str; 5] = ["label", "name", "required", "autocomplete", "placeholder"];
const DATE_KEYS: [&str; 6] = ["label", "name", "required", "autocomplete", "min", "max"];
const OPTION_KEYS: [&str; 4] = ["label", "name", "required", "options"];
const TICK_KEYS: [&str; 3] = ["label", "name", "required"];
const CONSENT_KEYS: [&str; 4] = ["text", "name", "required", "version"];
const HIDDEN_KEYS: [&str; 2] = ["value", "name"];

/// What a field takes, by place.
#[must_use]
pub fn keys(kind: FieldWord) -> &'static [&'static str] {
    match kind {
        FieldWord::Text | FieldWord::Number => &TEXT_KEYS,
        FieldWord::Email | FieldWord::Phone => &MAIL_KEYS,
        FieldWord::Date => &DATE_KEYS,
        FieldWord::Select | FieldWord::Radio => &OPTION_KEYS,
        FieldWord::Checkbox => &TICK_KEYS,
        FieldWord::Consent => &CONSENT_KEYS,
        FieldWord::Hidden => &HIDDEN_KEYS,
    }
}

/// Draws the block.
pub fn draw<'b>(build: &mut Builder<'b>, node: Node<'b>) {
    build.keys(node, &KEYS);
    let Some(fields) = list(build.cx, node, build.at(0), "fields", "\"fields\": [{ \"email\": \"E-mail\" }]", MAX_FIELDS) else { return };
    build.form = true;
    build.open(Tag::Div, "form");
    for (place, item) in (0i64..).zip(fields.items()) {
        let inside = build.top;
        field(build, item, place);
        build.close_to(inside);
    }
    build.open(Tag::Div, "trap");
    build.attr("aria-hidden", "true");
    build.open(Tag::Input, "");
    build.attr("type", "text");
    build.attr("tabindex", "-1");
    build.attr("autocomplete", "off");
    build.attr("name", "topic");
    build.put(Kind::Answer, TRAP, 0);
}

fn field<'b>(build: &mut Builder<'b>, item: Node<'b>, place: i64) {
    let Some((key, node)) = build.cx.only_entry(item, r#"exactly one field in its own braces, such as { "email": "E-mail" }"#) else {
        return;
    };
    let Some(kind) = find(build.cx, key, FIELDS, Code::UnknownWord, "a field").and_then(|place| FieldWord::ALL.get(place)) else { return };
    let (kind, names) = (*kind, keys(*kind));
    build.keys(node, names);
    build.field(1, kind.term().name);
    if kind == FieldWord::Hidden {
        build.need(1, "\"name\": \"source\"");
        if let Some(value) = build.filled(0, "\"value\": \"autumn\"") {
            build.kept.push((Rc::clone(&build.field), value));
        }
        return;
    }
    let required = build.flag(2, false);
    let mut part = String::from("-");
    part.push_str(&digits(place));
    let mut why = part.clone();
    why.push('e');
    let mut bounds = [None; 2];
    if matches!(kind, FieldWord::Text | FieldWord::Number | FieldWord::Date) {
        for (bound, place) in bounds.iter_mut().zip(names.len() - 2..) {
            *bound = match kind {
                FieldWord::Text => build.whole(place, 1, MAX_LENGTH),
                FieldWord::Date => day(build, place),
                _ => build.whole(place, -MAX_NUMBER, MAX_NUMBER),
            };
        }
        if let [Some(least), Some(most)] = bounds
            && least > most
            && let Some(node) = build.at(names.len() - 1)
        {
            build.cx.report(Code::OutOfRange, node, || String::from("`max` is below `min`, so nothing would be right; swap them"));
        }
    }
    let wrong = wrong(kind, build.answer(), required, bounds);
    let said = build.complains(wrong.as_ref());
    let radio = kind == FieldWord::Radio;
    build.open(if radio { Tag::Fieldset } else { Tag::Div }, "entry");
    if radio {
        build.attr("role", "radiogroup");
        duty(build, required, said, &why);
    }
    match kind {
        FieldWord::Checkbox | FieldWord::Consent => {
            tick(build, kind, required, said, &why);
        }
        FieldWord::Select | FieldWord::Radio => {
            label(build, if radio { Tag::Legend } else { Tag::Label }, required, &part);
            options(build, radio, required, said, &part, &why);
        }
        FieldWord::Text | FieldWord::Email | FieldWord::Phone | FieldWord::Number | FieldWord::Date | FieldWord::Hidden => {
            label(build, Tag::Label, required, &part);
            input(build, kind, bounds, &part);
            duty(build, required, said, &why);
            build.close();
        }
    }
    if let (Some(wrong), true) = (&wrong, said) {
        build.complain(wrong, &why);
    }
}

/// Longest text of a field.
const MAX_LENGTH: i64 = 500;
/// Largest bound of a number.
const MAX_NUMBER: i64 = 1_000_000_000;

/// The day under a key, as days since 1970.
fn day(build: &mut Builder<'_>, place: usize) -> Option<i64> {
    let node = build.at(place)?;
    let day = node.text().and_then(|text| parse_date(&text));
    if day.is_none() {
        build
            .cx
            .report(Code::BadTime, node, || format!("found {}, expected a day such as \"2026-11-20\"", crate::rules::decoder::found(node)));
    }
    day
}

/// What a field is called, and that it may stay empty: most need not.
fn label(build: &mut Builder<'_>, tag: Tag, required: bool, part: &str) {
    let node = build.need(0, "\"label\": \"E-mail\"");
    build.open(tag, "");
    if tag == Tag::Label {
        build.attr_id("for", part);
    }
    build.open(Tag::Span, "");
    if let Some(node) = node {
        build.text(node, Form::Rich);
    }
    build.close();
    if !required {
        build.open(Tag::Span, "optional");
        build.word(Word::Optional);
        build.close();
    }
    build.close();
}

/// Says of the open element that it has to be answered, and that its answer is wrong.
fn duty(build: &mut Builder<'_>, required: bool, said: bool, why: &str) {
    if required {
        build.attr("aria-required", "true");
    }
    build.invalid(said, why);
}

/// A field to write in, left open.
fn input(build: &mut Builder<'_>, kind: FieldWord, [least, most]: [Option<i64>; 2], part: &str) {
    let (native, filled, length) = match kind {
        FieldWord::Email => ("email", "email", 254),
        FieldWord::Phone => ("tel", "tel", 40),
        FieldWord::Number => ("number", "off", 0),
        FieldWord::Date => ("date", "off", 0),
        _ => ("text", "", most.unwrap_or(MAX_LENGTH)),
    };
    build.open(Tag::Input, "field");
    build.attr_id("id", part);
    build.attr("type", native);
    build.answers(false);
    let own = build.style(3, &AUTOCOMPLETE).unwrap_or(filled);
    if !own.is_empty() {
        build.attr("autocomplete", own);
    }
    if length > 0 {
        build.attr_whole("maxlength", length);
    }
    match kind {
        FieldWord::Number => {
            build.attr("step", "any");
            for (name, bound) in [("min", least), ("max", most)] {
                if let Some(bound) = bound {
                    build.attr_whole(name, bound);
                }
            }
        }
        FieldWord::Date => {
            build.attr_text("min", 4);
            build.attr_text("max", 5);
        }
        _ => build.attr_text("placeholder", 4),
    }
    if !build.answer().is_empty() {
        build.attr("value", build.answer());
    }
}

/// A box to tick, which begins unticked.
fn tick(build: &mut Builder<'_>, kind: FieldWord, required: bool, said: bool, why: &str) {
    let consent = kind == FieldWord::Consent;
    let node = build.need(0, if consent { "\"text\": \"I agree to the [privacy notice](/privacy)\"" } else { "\"label\": \"Gift wrap\"" });
    let ticked = !build.answer().is_empty();
    if let (true, Some(node)) = (consent, node) {
        // What was agreed to, in the words that were read.
        let from = build.rows.len();
        build.text(node, Form::Plain);
        let mut text = String::new();
        for row in build.rows.drain(from..) {
            text.push_str(&row.text);
        }
        let version = if build.at(3).is_some() { build.filled(3, "\"version\": \"2026-11\"") } else { None };
        if ticked {
            build.keep("text", Rc::from(text));
            if let Some(version) = version {
                build.keep("version", version);
            }
        }
    }
    build.open(Tag::Label, "tick");
    build.open(Tag::Input, "");
    build.attr("type", "checkbox");
    build.answers(false);
    build.attr("value", "yes");
    if ticked {
        build.attr("checked", "");
    }
    duty(build, required, said, why);
    build.close();
    build.open(Tag::Span, "");
    if let Some(node) = node {
        build.text(node, Form::Rich);
    }
    build.close();
    build.close();
}

/// What can be chosen.
fn options<'b>(build: &mut Builder<'b>, radio: bool, required: bool, said: bool, part: &str, why: &str) {
    let (node, options) = (build.node, build.at(3));
    let answer = build.answer();
    if !radio {
        build.open(Tag::Select, "field");
        build.attr_id("id", part);
        build.answers(false);
        build.attr("autocomplete", "off");
        duty(build, required, said, why);
        build.open(Tag::Option, "");
        build.attr("value", "");
        build.word(Word::Choose);
        build.close();
    }
    if let Some(options) = list(build.cx, node, options, "options", "\"options\": [\"Vases\", \"Bowls\"]", MAX_OPTIONS) {
        for item in options.items() {
            let Some(value) = option(build, item) else { continue };
            if radio {
                build.tick("option", "radio", &value, false);
                build.text_or(0, Word::Other);
                build.close();
            } else {
                build.open(Tag::Option, "");
                build.attr("value", &value);
                if *answer == *value {
                    build.attr("selected", "");
                }
                build.text_or(0, Word::Other);
            }
            build.close();
        }
    }
    if !radio {
        build.close();
    }
}
