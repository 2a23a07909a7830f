//! What a message says, in plain text.
//!
//! Decides what stands together. How amounts and dates read where no browser formats them, and the structure of a message, is
//! left to [`crate::view::print`].

use crate::view::plural::said;
use crate::view::print::plain;
use crate::view::{Row, View, element, own};

/// All that the message says, a space between its elements.
#[must_use]
pub fn words(view: &View) -> String {
    let mut words = Vec::new();
    each(view, &mut |element| words.extend(Some(words_of(&view.locale, own(element))).filter(|text| !text.is_empty())));
    words.join(" ")
}

/// Looks at every element, from the top.
pub fn each<'v>(view: &'v View, see: &mut impl FnMut(&'v [Row])) {
    for place in (0..view.rows.len()).filter(|place| view.rows.get(*place).is_some_and(Row::is_element)) {
        see(element(&view.rows, place));
    }
}

/// What an element says, with all that is in it.
#[must_use]
pub fn words_of(locale: &str, rows: &[Row]) -> String {
    said(locale, rows.iter().filter(|row| row.is_piece() && row.name.is_empty())).into_iter().map(plain).collect()
}
