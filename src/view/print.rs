//! A view as an indented outline, for tests, scenarios and people.
//!
//! Decides a format that reads well in a diff: one line an element, texts in quotes, typed slots in brackets.

use super::{Element, On, Slot, Surface, View};
use crate::engine::time::date_of;
use crate::rules::action::{Action, name};
use crate::value::Decimal;

/// The outline of a view.
#[must_use]
pub fn outline(view: &View) -> String {
    let mut out = String::from(match view.surface {
        Surface::Modal => "modal",
        Surface::Bar { top: true } => "bar top",
        Surface::Bar { top: false } => "bar bottom",
    });
    out.push_str(&format!(
        " {}{}{} {}\n",
        view.locale,
        if view.rtl { " rtl" } else { "" },
        if view.preview { " preview" } else { "" },
        text(&view.label)
    ));
    for (name, value) in &view.theme {
        out.push_str(&format!("  --{name}: {value}\n"));
    }
    for node in &view.nodes {
        element(&mut out, view, node, 1);
    }
    out.push_str(&format!("  close {}\n", text(&view.close)));
    out
}

/// A text with its slots: `"Only [EUR 13.50] to go"`.
#[must_use]
pub fn text(slots: &[Slot]) -> String {
    let mut out = String::from("\"");
    for slot in slots {
        match slot {
            Slot::Text(text) => out.extend(text.chars().flat_map(char::escape_debug)),
            Slot::Money { minor, currency, digits } => out.push_str(&format!("[{currency} {}]", major(*minor, *digits))),
            Slot::Number(number) => out.push_str(&format!("[{}]", decimal(*number))),
            Slot::Date(days) => {
                let (year, month, day) = date_of(*days);
                out.push_str(&format!("[{year:04}-{month:02}-{day:02}]"));
            }
        }
    }
    out.push('"');
    out
}

fn element(out: &mut String, view: &View, node: &Element, depth: usize) {
    let Element { tag, class, attrs, permille, on, text: words, children } = node;
    out.push_str(&"  ".repeat(depth));
    out.push_str(tag.name());
    if !class.is_empty() {
        out.push_str(&format!(".{class}"));
    }
    for (name, value) in attrs {
        out.push_str(&format!(" {name}={}", text(value)));
    }
    if let Some(permille) = permille {
        out.push_str(&format!(" {permille}‰"));
    }
    if !words.is_empty() {
        out.push_str(&format!(" {}", text(words)));
    }
    match on {
        None => {}
        Some(On::Press(index)) => {
            out.push_str(&format!(" -> {}", view.actions.get(*index as usize).map_or_else(|| String::from("?"), action)))
        }
        Some(On::Answer(field)) => out.push_str(&format!(" -> answer {field}")),
        Some(On::AnswerAndNext(field)) => out.push_str(&format!(" -> answer {field}, next")),
    }
    out.push('\n');
    for child in children {
        element(out, view, child, depth + 1);
    }
}

/// An action, by its word and what it is given.
#[must_use]
pub fn action(action: &Action) -> String {
    let word = name(action);
    match action {
        Action::Close | Action::Next | Action::OpenChat => String::from(word),
        Action::Navigate { url } => format!("{word} {url}"),
        Action::ApplyCoupon { code } => format!("{word} {code}"),
        Action::AddToCart { sku, quantity } => format!("{word} {sku} ×{quantity}"),
        Action::Copy { text } => format!("{word} {text}"),
        Action::Emit { name, detail } => format!("{word} {name} {}", detail.to_text()),
        Action::Snooze { span } => format!("{word} {}", crate::engine::time::span_text(*span)),
        Action::Set { name, value } => format!("{word} {name} {}", value.to_text()),
    }
}

/// An amount in major units: `13.50`.
#[must_use]
pub fn major(minor: i64, digits: u8) -> String {
    let unit = 10_u64.pow(u32::from(digits));
    let size = minor.unsigned_abs();
    let sign = if minor < 0 { "-" } else { "" };
    if digits == 0 {
        format!("{sign}{size}")
    } else {
        format!("{sign}{}.{:0width$}", size / unit, size % unit, width = usize::from(digits))
    }
}

fn decimal(number: Decimal) -> String {
    let mut out = String::new();
    number.write(&mut out);
    out
}
