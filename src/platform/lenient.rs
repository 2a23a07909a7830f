//! Values as shops write them: numbers in quotes, `"1"` for true, `"36,50"` for an amount.
//!
//! Decides what such a value can only mean. What could mean two things is not guessed: it reads as nothing, and so does
//! a value of the wrong type. No float is involved.

use crate::engine::time::parse_date;
use crate::node::{Kind, Node};
use crate::rules::vocabulary::several;
use crate::value::Decimal;
use std::rc::Rc;

/// Amounts and counts from here on are mistakes.
const LIMIT: u64 = 1_000_000_000_000;
/// Numbers in texts may have so many digits, those behind the point included.
const MOST: i64 = i64::MAX / 10;
/// Most pieces of one product: a price times a quantity cannot overflow.
const MOST_PIECES: i64 = 1_000_000;

/// What is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Want {
    /// A text; a number counts as what stands there, because a sku may be written without quotes.
    Text,
    /// Texts; a single one counts as a list of one.
    Texts,
    /// Yes or no.
    Flag,
    /// A whole number.
    Whole,
    /// A number of pieces.
    Pieces,
    /// An amount in major units, read as minor units of a currency with so many digits; more digits are rounded half up.
    Amount(u8),
    /// A day, with or without a time behind it, read as days since 1970.
    Day,
    /// ISO 4217: three letters.
    Currency,
}

impl Want {
    /// In the words of a shop's developer.
    #[cfg(feature = "tools")]
    pub(super) fn words(self) -> &'static str {
        match self {
            Want::Text => "a text",
            Want::Texts => "a list of texts",
            Want::Flag => "true or false",
            Want::Whole => "a whole number",
            Want::Pieces => "a number of pieces",
            Want::Amount(_) => "an amount in major units such as 36.50",
            Want::Day => "a day such as \"2025-03-01\"",
            Want::Currency => "a currency such as \"EUR\"",
        }
    }
}

/// The value under a key, unless it says nothing.
pub(super) fn said<'d>(object: Node<'d>, key: &str) -> Option<Node<'d>> {
    let value = object.get(key)?;
    if says(value) { Some(value) } else { None }
}

/// Whether a value says something: a null and an empty text do not.
pub(super) fn says(value: Node<'_>) -> bool {
    match value.kind() {
        Kind::Null => false,
        Kind::Plain => !value.word().is_empty(),
        _ => true,
    }
}

/// The number, as what is wanted of it.
pub(super) fn number(node: Node<'_>, want: Want) -> Option<i64> {
    match want {
        Want::Amount(digits) => amount(node, digits, false),
        Want::Pieces => pieces(node),
        Want::Day => parse_date(node.word().get(..10)?),
        _ => amount(node, 0, true),
    }
}

/// See [`Want::Text`].
#[inline(never)]
pub(super) fn text(node: Node<'_>) -> Option<Rc<str>> {
    match node.kind() {
        Kind::Number => Some(Rc::from(node.raw())),
        Kind::Plain => Some(Rc::from(node.word())),
        _ => Some(Rc::from(node.text()?)),
    }
}

/// See [`Want::Texts`].
pub(super) fn texts(node: Node<'_>) -> Option<Vec<Rc<str>>> {
    let mut texts = Vec::new();
    for item in several(node) {
        texts.push(text(item)?);
    }
    Some(texts)
}

/// See [`Want::Flag`].
pub(super) fn flag(node: Node<'_>) -> Option<bool> {
    let bare = if node.kind() == Kind::Plain { node.word() } else { node.raw() };
    match bare {
        "true" | "1" => Some(true),
        "false" | "0" => Some(false),
        _ => None,
    }
}

/// See [`Want::Pieces`].
pub(super) fn pieces(node: Node<'_>) -> Option<i64> {
    let pieces = amount(node, 0, true)?;
    if (0..=MOST_PIECES).contains(&pieces) { Some(pieces) } else { None }
}

/// See [`Want::Currency`].
pub(super) fn currency(node: Node<'_>) -> Option<Rc<str>> {
    let mut code = String::from(node.word());
    code.make_ascii_uppercase();
    let mut letters = 0;
    for byte in code.bytes() {
        letters += usize::from(byte.is_ascii_uppercase());
    }
    if letters == 3 && code.len() == 3 { Some(Rc::from(code)) } else { None }
}

/// See [`Want::Amount`]; where it must be `exact`, more digits are none.
pub(super) fn amount(node: Node<'_>, digits: u8, exact: bool) -> Option<i64> {
    let number = if node.kind() == Kind::Number { node.decimal()? } else { number_in_text(node.word().as_bytes().trim_ascii(), digits)? };
    let mut minor = number.mantissa();
    // How many places there are to go.
    let mut places = i32::from(number.exponent()) + i32::from(digits);
    if exact && places < 0 {
        return None;
    }
    while places < -1 {
        minor = minor.div_euclid(10);
        places += 1;
    }
    if places < 0 {
        // Half of a unit counts as one.
        minor = (minor + 5).div_euclid(10);
    }
    while places > 0 && minor.unsigned_abs() < LIMIT {
        minor *= 10;
        places -= 1;
    }
    if minor.unsigned_abs() < LIMIT { Some(minor) } else { None }
}

/// A number in a text, with a point or a comma before the decimals and maybe the other one between thousands.
fn number_in_text(text: &[u8], digits: u8) -> Option<Decimal> {
    let (mut mantissa, mut behind, mut any) = (0_i64, 0_i16, false);
    // The last mark, how many of it there are in a row, and whether the other one came before.
    let (mut mark, mut same, mut both) = (0, 0, false);
    let size = text.strip_prefix(b"-").unwrap_or(text);
    for byte in size {
        match *byte {
            b'0'..=b'9' => {
                any = true;
                behind += 1;
                if mantissa >= MOST {
                    return None;
                }
                mantissa = mantissa * 10 + i64::from(byte - b'0');
            }
            b'.' | b',' => {
                if same > 0 && *byte != mark {
                    (both, same) = (true, 0);
                }
                (mark, same, behind) = (*byte, same + 1, 0);
            }
            _ => return None,
        }
    }
    let decimals = match (same, both, behind == 3) {
        (0, ..) => 0,
        // `1.234,50`, `36.50`, `36,50`, `34.000`; but `36.500` where the currency has no decimals.
        (1, true, _) | (1, false, false) => behind,
        (1, false, true) if digits == 0 => 0,
        (1, false, true) if mark == b'.' => behind,
        // `1,234,567`.
        (2.., false, true) => 0,
        // `1,234`: a thousand and some, or one and some. `1,2,3`: who knows.
        _ => return None,
    };
    if any { Some(Decimal::new(if size.len() < text.len() { -mantissa } else { mantissa }, -decimals)) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::node::Doc;

    #[test]
    fn amounts_as_shops_write_them() {
        for (json, digits, expected) in [
            ("36.5", 2, Some(3650)),
            ("36", 2, Some(3600)),
            ("0", 2, Some(0)),
            ("18.249999999999996", 2, Some(1825)),
            ("18.245", 2, Some(1825)),
            ("18.244", 2, Some(1824)),
            ("-0.005", 2, Some(0)),
            ("1e-30", 2, Some(0)),
            ("1e300", 2, None),
            ("36500", 0, Some(36500)),
            ("36500.5", 0, Some(36501)),
            ("1.2345", 3, Some(1235)),
            (r#""36.50""#, 2, Some(3650)),
            (r#""36,50""#, 2, Some(3650)),
            (r#"" 36.5 ""#, 2, Some(3650)),
            (r#""34.0000""#, 2, Some(3400)),
            (r#""34.000""#, 2, Some(3400)),
            (r#""1.234,50""#, 2, Some(123_450)),
            (r#""1,234.50""#, 2, Some(123_450)),
            (r#""1,234,567""#, 2, Some(123_456_700)),
            (r#""1.234.567,89""#, 2, Some(123_456_789)),
            (r#""36,500""#, 0, Some(36500)),
            (r#""36.500""#, 0, Some(36500)),
            (r#""-5,00""#, 2, Some(-500)),
            // Could mean two things.
            (r#""1,234""#, 2, None),
            (r#""1.2.3""#, 2, None),
            (r#""1,234.567.890""#, 2, None),
            // No amounts.
            (r#""€36.50""#, 2, None),
            (r#""""#, 2, None),
            (r#"".""#, 2, None),
            (r#""NaN""#, 2, None),
            (r#""99999999999999999999""#, 2, None),
            ("true", 2, None),
            ("[36.5]", 2, None),
        ] {
            let doc = Doc::scan(json.as_bytes()).unwrap();
            assert_eq!(number(doc.root(), Want::Amount(digits)), expected, "{json} with {digits} digits");
        }
    }
}
