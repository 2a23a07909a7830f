//! What a message says, in plain text.
//!
//! Decides how amounts and dates read where no browser formats them: `EUR 13.50`, `2026-11-20`. The structure of a message is
//! printed by [`crate::view::print`].

use crate::engine::time::date_of;
use crate::view::print::major;
use crate::view::{Element, Slot, View};

/// All that the message says, a space between its elements.
#[must_use]
pub fn words(view: &View) -> String {
    let mut words = Vec::new();
    each(view, &mut |element| words.extend(Some(text(&element.text)).filter(|text| !text.is_empty())));
    words.join(" ")
}

/// Looks at every element, from the top.
pub fn each<'v>(view: &'v View, see: &mut impl FnMut(&'v Element)) {
    for node in &view.nodes {
        inside(node, see);
    }
}

/// What an element says, with all that is in it.
#[must_use]
pub fn words_of(element: &Element) -> String {
    let mut words = String::new();
    inside(element, &mut |inner| words.push_str(&text(&inner.text)));
    words
}

fn inside<'v>(element: &'v Element, see: &mut impl FnMut(&'v Element)) {
    see(element);
    for child in &element.children {
        inside(child, see);
    }
}

fn text(slots: &[Slot]) -> String {
    let mut out = String::new();
    for slot in slots {
        match slot {
            Slot::Text(text) => out.push_str(text),
            Slot::Money { minor, currency, digits } => out.push_str(&format!("{currency} {}", major(*minor, *digits))),
            Slot::Number(number) => number.write(&mut out),
            Slot::Date(days) => {
                let (year, month, day) = date_of(*days);
                out.push_str(&format!("{year:04}-{month:02}-{day:02}"));
            }
        }
    }
    out
}
