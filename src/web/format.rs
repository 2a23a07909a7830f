//! Pieces become text, by the browser's own knowledge of languages.
//!
//! Decides how pieces are joined. What amounts, numbers and days look like is `Intl`'s to say, in the view's language.

use super::page;
use crate::money::minor_digits;
use crate::view::{Kind, Row};

/// What the pieces under some names say; None where there are none.
#[inline(never)]
pub fn text(locale: &str, rows: &[Row], names: &[&str]) -> Option<String> {
    let mut said = None;
    for row in rows {
        if !row.is_piece() || !names.contains(&row.name) {
            continue;
        }
        let out = said.get_or_insert_with(String::new);
        let written = match row.kind {
            Kind::Money => page::money(locale, row.number as f64, minor_digits(&row.text), &row.text),
            Kind::Number => page::number(locale, &row.text),
            Kind::Date => page::day(locale, row.number as f64),
            _ => {
                out.push_str(&row.text);
                continue;
            }
        };
        out.push_str(&written);
    }
    said
}
