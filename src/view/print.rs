//! A view as an indented outline, for tests, scenarios and people.
//!
//! Decides a format that reads well in a diff: one line an element, texts in quotes, typed pieces in brackets.

use super::{Kind, Row, SPOKEN, Surface, View, own};
use crate::engine::time::{Civil, date_of};
use crate::money::minor_digits;
use crate::rules::action::{Action, ActionWord, name};
use crate::value::Value;

/// The outline of a view.
#[must_use]
pub fn outline(view: &View) -> String {
    let mut out = String::from(match view.surface {
        Surface::Modal => "modal",
        Surface::Fullscreen => "fullscreen",
        Surface::Side { start: true } => "side start",
        Surface::Side { start: false } => "side end",
        Surface::Bar { top: true, push: false } => "bar top",
        Surface::Bar { top: false, push: false } => "bar bottom",
        Surface::Bar { top: true, push: true } => "bar top push",
        Surface::Bar { top: false, push: true } => "bar bottom push",
        Surface::Inline => "inline",
        Surface::Teaser { left: true } => "teaser left",
        Surface::Teaser { left: false } => "teaser right",
    });
    out.push_str(&format!(
        " {}{}{} {}\n",
        view.locale,
        if view.rtl { " rtl" } else { "" },
        if view.preview { " preview" } else { "" },
        text(view.named_by(), SPOKEN).unwrap_or_else(|| String::from("\"\""))
    ));
    for (name, value) in &view.theme {
        out.push_str(&format!("  --{name}: {value}\n"));
    }
    // Where the elements end that are open.
    let mut ends: Vec<i64> = Vec::new();
    for (place, row) in view.rows.iter().enumerate().filter(|(_, row)| row.is_element()) {
        ends.retain(|end| *end > place as i64);
        ends.push(row.number);
        out.push_str(&"  ".repeat(ends.len()));
        element(&mut out, view, row, own(view.rows.get(place..).unwrap_or_default()));
    }
    out.push_str(&format!("  close \"{}\"\n", view.close));
    out
}

/// What the pieces under some names say: `"Only [EUR 13.50] to go"`. None where there are none.
#[must_use]
pub fn text(rows: &[Row], names: &[&str]) -> Option<String> {
    let mut pieces = rows.iter().filter(|row| row.is_piece() && names.contains(&row.name)).peekable();
    pieces.peek()?;
    let (mut out, mut inside) = (String::from("\""), false);
    for row in pieces {
        match row.kind {
            Kind::Case if row.text.is_empty() => {
                out.push('}');
                inside = false;
            }
            Kind::Case => {
                out.push_str(&if inside { String::from(" | ") } else { format!("{{{} ", row.number) });
                out.push_str(&format!("{}: ", row.text));
                inside = true;
            }
            Kind::Text => out.extend(row.text.chars().flat_map(char::escape_debug)),
            _ => out.push_str(&format!("[{}]", plain(row))),
        }
    }
    out.push('"');
    Some(out)
}

/// A piece as it reads where no browser formats it: `EUR 13.50`, `2026-11-20`.
#[must_use]
pub fn plain(row: &Row) -> String {
    match row.kind {
        Kind::Money => format!("{} {}", row.text, major(row.number, minor_digits(&row.text))),
        Kind::Date => {
            let (year, month, day) = date_of(row.number);
            format!("{year:04}-{month:02}-{day:02}")
        }
        Kind::Moment => {
            let Civil { year, month, day, hour, minute, .. } = Civil::from_local(row.number);
            format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}")
        }
        _ => row.text.to_string(),
    }
}

fn element(out: &mut String, view: &View, element: &Row, own: &[Row]) {
    let Kind::Element(tag) = element.kind else { return };
    out.push_str(tag.name());
    if !element.name.is_empty() {
        out.push_str(&format!(".{}", element.name));
    }
    let mut names: Vec<&str> = Vec::new();
    for row in own.iter().filter(|row| row.is_piece()) {
        match text(own, &[row.name]) {
            Some(_) if row.name == "--value" => out.push_str(&format!(" {}‰", row.text)),
            Some(text) if !row.name.is_empty() && !names.contains(&row.name) => out.push_str(&format!(" {}={text}", row.name)),
            _ => {}
        }
        names.push(row.name);
    }
    if let Some(words) = text(own, &[""]) {
        out.push_str(&format!(" {words}"));
    }
    for row in own {
        match row.kind {
            Kind::Press => {
                let done = view.actions.get(row.number as usize);
                out.push_str(&format!(" -> {}", done.map_or_else(|| String::from("?"), |done| action(done))));
            }
            Kind::Answer => out.push_str(&format!(" -> answer {}", row.text)),
            Kind::AnswerAndNext => out.push_str(&format!(" -> answer {}, next", row.text)),
            _ => {}
        }
    }
    out.push('\n');
}

/// An action, by its word and what it is given.
#[must_use]
pub fn action(action: &Action) -> String {
    let (word, text) = (name(action), &action.text);
    match action.word {
        // What was answered, on its way to the shop.
        ActionWord::Next if action.value != Value::Null => {
            let mut out = String::from("submit");
            if let Value::Object(pairs) = &action.value {
                for [field, answer] in pairs.as_chunks().0 {
                    out.push_str(&format!(" {}={}", field.to_text(), answer.to_text()));
                }
            }
            out
        }
        ActionWord::Close | ActionWord::Next | ActionWord::OpenChat => String::from(word),
        ActionWord::Copy if action.number != 0 => format!("{word} {text}, reminder"),
        ActionWord::Navigate | ActionWord::ApplyCoupon | ActionWord::Copy => format!("{word} {text}"),
        ActionWord::AddToCart => format!("{word} {text} ×{}", action.number),
        ActionWord::Emit | ActionWord::Set => format!("{word} {text} {}", action.value.to_text()),
        ActionWord::Snooze => format!("{word} {}", crate::engine::time::span_text(action.number)),
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
