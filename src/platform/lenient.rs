//! Values as shops write them: numbers in quotes, `"1"` for true, `"36,50"` for an amount.
//!
//! Decides what such a value can only mean. What could mean two things is not guessed: it reads as nothing, and so does
//! a value of the wrong type. No float is involved.

use crate::node::{Kind, Node};
use crate::value::Decimal;
use std::rc::Rc;

/// Amounts and counts from here on are mistakes.
const LIMIT: u64 = 1_000_000_000_000;
/// Most pieces of one product: a price times a quantity cannot overflow.
const MOST_PIECES: i64 = 1_000_000;

/// Text; a number counts as what stands there, because a sku may be written without quotes.
pub(super) fn text(node: Node<'_>) -> Option<Rc<str>> {
    match node.kind() {
        Kind::Number => Some(Rc::from(node.raw())),
        _ => node.text().map(Rc::from),
    }
}

/// Texts of a list; a single text counts as a list of one.
pub(super) fn texts(node: Node<'_>) -> Option<Vec<Rc<str>>> {
    if node.kind() == Kind::List { node.items().map(text).collect() } else { Some(vec![text(node)?]) }
}

/// Yes or no.
pub(super) fn flag(node: Node<'_>) -> Option<bool> {
    match node.raw() {
        "true" | "\"true\"" | "1" | "\"1\"" => Some(true),
        "false" | "\"false\"" | "0" | "\"0\"" => Some(false),
        _ => None,
    }
}

/// A whole number.
pub(super) fn whole(node: Node<'_>) -> Option<i64> {
    number(node, 0)?.scaled(0).filter(|number| number.unsigned_abs() < LIMIT)
}

/// A number of pieces; what is less than none means is left to the caller.
pub(super) fn pieces(node: Node<'_>) -> Option<i64> {
    whole(node).filter(|pieces| pieces.abs() <= MOST_PIECES)
}

/// An amount in minor units of a currency with `digits`; what is reported with more digits is rounded half up.
pub(super) fn amount(node: Node<'_>, digits: u8) -> Option<i64> {
    let number = number(node, digits)?;
    let minor = number.scaled(digits).or_else(|| rounded(number, digits))?;
    Some(minor).filter(|minor| minor.unsigned_abs() < LIMIT)
}

/// ISO 4217: three letters.
pub(super) fn currency(node: Node<'_>) -> Option<Rc<str>> {
    let text = node.text()?;
    (text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_alphabetic())).then(|| Rc::from(text.to_ascii_uppercase()))
}

/// What is left of the point after moving it by `digits`, and half of a unit counts as one.
fn rounded(number: Decimal, digits: u8) -> Option<i64> {
    let too_many = -(i32::from(number.exponent()) + i32::from(digits));
    let unit = 10_i64.checked_pow(u32::try_from(too_many).ok()?).unwrap_or(i64::MAX);
    Some(number.mantissa().checked_add(unit / 2)?.div_euclid(unit))
}

fn number(node: Node<'_>, digits: u8) -> Option<Decimal> {
    if node.kind() == Kind::Number { node.decimal() } else { number_in_text(node.text()?.trim().as_bytes(), digits) }
}

/// A number in a text, with a point or a comma before the decimals and maybe the other one between thousands.
fn number_in_text(text: &[u8], digits: u8) -> Option<Decimal> {
    let (negative, text) = match text {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, text),
    };
    let is_mark = |byte: &u8| matches!(byte, b'.' | b',');
    let last = text.iter().rposition(is_mark).map(|at| (at, text.get(at).copied().unwrap_or(0)));
    let decimals = match last {
        None => None,
        Some((at, mark)) => {
            let (mut same, mut other) = (0, 0);
            for byte in text.iter().filter(|byte| is_mark(byte)) {
                *(if *byte == mark { &mut same } else { &mut other }) += 1;
            }
            let three_follow = text.len() - at == 4;
            match (same, other) {
                // `1,234,567`, `1.234.567`, and `36,500` where the currency has no decimals.
                (2.., 0) if three_follow => None,
                (1, 0) if three_follow && digits == 0 => None,
                // `1,234`: a thousand and some, or one and some.
                (1, 0) if three_follow && mark == b',' => return None,
                // `36.50`, `36,50`, `1.234,50`.
                (1, _) => Some(at),
                _ => return None,
            }
        }
    };
    let (mut mantissa, mut exponent, mut any) = (0_i64, 0_i16, false);
    for (at, byte) in text.iter().enumerate() {
        match byte {
            b'0'..=b'9' => {
                any = true;
                mantissa = mantissa.checked_mul(10)?.checked_add(i64::from(byte - b'0'))?;
                exponent -= i16::from(decimals.is_some_and(|mark| at > mark));
            }
            b'.' | b',' => {}
            _ => return None,
        }
    }
    any.then(|| Decimal::new(if negative { -mantissa } else { mantissa }, exponent))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::node::Doc;

    fn minor(json: &str, digits: u8) -> Option<i64> {
        amount(Doc::scan(json.as_bytes()).unwrap().root(), digits)
    }

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
            // No amounts.
            (r#""€36.50""#, 2, None),
            (r#""""#, 2, None),
            (r#"".""#, 2, None),
            (r#""NaN""#, 2, None),
            (r#""99999999999999999999""#, 2, None),
            ("true", 2, None),
            ("[36.5]", 2, None),
        ] {
            assert_eq!(minor(json, digits), expected, "{json} with {digits} digits");
        }
    }
}
