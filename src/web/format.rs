//! Slots become text, by the browser's own knowledge of languages.
//!
//! Decides how pieces are joined. What amounts, numbers and days look like is `Intl`'s to say, in the view's language.

use super::page;
use crate::value::Decimal;
use crate::view::Slot;
use std::borrow::Cow;

/// The text of the slots.
pub fn text<'s>(locale: &str, slots: &'s [Slot]) -> Cow<'s, str> {
    if let [Slot::Text(only)] = slots {
        return Cow::Borrowed(only);
    }
    let mut out = String::new();
    for slot in slots {
        match slot {
            Slot::Text(text) => out.push_str(text),
            Slot::Money { minor, currency, digits } => out.push_str(&page::money(locale, *minor as f64, *digits, currency)),
            Slot::Number(number) => {
                let mut written = String::new();
                number.write(&mut written);
                out.push_str(&page::number(locale, &written));
            }
            Slot::Date(days) => out.push_str(&page::day(locale, *days as f64)),
        }
    }
    Cow::Owned(out)
}

/// A whole number as CSS writes it.
pub fn whole(number: u16) -> String {
    let mut out = String::new();
    Decimal::from_i64(i64::from(number)).write(&mut out);
    out
}
