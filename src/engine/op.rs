//! The operators of conditions that compare with an operand, and what each says about a known value.
//!
//! Over known values the answers are JavaScript's, so that a condition means here what it means in the GrowthBook SDKs
//! that made the language a convention. Facts that nobody has reported yet, nesting (`$and`, `$not`, `$elemMatch` …) and
//! the strict typing of our own facts are decided by the callers.

use std::cmp::Ordering;

use super::pattern::Pattern;
use super::version::padded_version;
use crate::value::{Value, utf16_cmp};

/// A test of one value against another. Something missing is tested as [`Value::Null`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Op {
    /// `"field": literal`. Text is compared with `String(value)`, a number with `Number(value)`, a boolean with
    /// `Boolean(value)` (null is neither), null with null, lists and objects by their JSON.
    Is,
    /// The same with the case of text ignored.
    Isi,
    /// `$eq`: JavaScript's `===`.
    Eq,
    /// `$ne`: `!==`.
    Ne,
    /// `$lt`: JavaScript's `<`.
    Lt,
    /// `$lte`: `<=`.
    Lte,
    /// `$gt`: `>`.
    Gt,
    /// `$gte`: `>=`.
    Gte,
    /// `$between`: from the first of two to the second, both included.
    Between,
    /// `$in`: equals one of a list; a list does when one of its elements does.
    In,
    /// `$nin`: not `$in`.
    Nin,
    /// `$ini`: `$in` with the case of text ignored.
    Ini,
    /// `$nini`: not `$ini`.
    Nini,
    /// `$exists`: is there, or is null.
    Exists,
    /// `$type`, by the name of [`Value::type_name`].
    Type,
    /// `$veq`: equal as versions. The operands of the six are [`padded_version`]s.
    Veq,
    /// `$vne`: another version.
    Vne,
    /// `$vgt`: a later version.
    Vgt,
    /// `$vgte`: this version or a later one.
    Vgte,
    /// `$vlt`: an earlier version.
    Vlt,
    /// `$vlte`: this version or an earlier one.
    Vlte,
    /// `$contains`: text within text, or an element within a list.
    Contains,
    /// `$starts_with`, of text.
    StartsWith,
    /// `$ends_with`, of text.
    EndsWith,
}

impl Op {
    /// Whether the test holds for `actual`.
    #[must_use]
    pub fn holds(self, actual: &Value, operand: &Value) -> bool {
        match self {
            Op::Is | Op::Isi => is(actual, operand, self == Op::Isi),
            Op::Eq => actual.strict_eq(operand),
            Op::Ne => !actual.strict_eq(operand),
            Op::Lt | Op::Lte | Op::Gt | Op::Gte => actual.compare(operand).is_some_and(|order| self.allows(order)),
            Op::Between => match operand.items() {
                [low, high] => Op::Gte.holds(actual, low) && Op::Lte.holds(actual, high),
                _ => false,
            },
            Op::In | Op::Ini => is_in(actual, operand, self == Op::Ini),
            Op::Nin | Op::Nini => !is_in(actual, operand, self == Op::Nini),
            Op::Exists => (*actual != Value::Null) == operand.truthy(),
            Op::Type => matches!(operand, Value::Text(name) if **name == *actual.type_name()),
            Op::Veq | Op::Vne | Op::Vgt | Op::Vgte | Op::Vlt | Op::Vlte => {
                matches!(operand, Value::Text(version) if self.allows(utf16_cmp(&padded_version(actual), version)))
            }
            Op::Contains => contains(actual, operand),
            Op::StartsWith | Op::EndsWith => match (actual, operand) {
                (Value::Text(text), Value::Text(part)) if self == Op::StartsWith => text.as_bytes().starts_with(part.as_bytes()),
                (Value::Text(text), Value::Text(part)) => text.as_bytes().ends_with(part.as_bytes()),
                _ => false,
            },
        }
    }

    /// Whether this is an order that the operator asks for.
    fn allows(self, order: Ordering) -> bool {
        match self {
            Op::Lt | Op::Vlt => order.is_lt(),
            Op::Lte | Op::Vlte => order.is_le(),
            Op::Gt | Op::Vgt => order.is_gt(),
            Op::Gte | Op::Vgte => order.is_ge(),
            Op::Vne => order.is_ne(),
            _ => order.is_eq(),
        }
    }
}

fn is(actual: &Value, literal: &Value, folded: bool) -> bool {
    match literal {
        Value::Null => *actual == Value::Null,
        Value::Bool(yes) => *actual != Value::Null && actual.truthy() == *yes,
        Value::Int(_) | Value::Num(_) => actual.to_number() == literal.to_number(),
        Value::Text(text) => same_text(&actual.to_text(), text, folded),
        Value::List(_) | Value::Object(_) => actual.json_eq(literal),
    }
}

fn is_in(actual: &Value, list: &Value, folded: bool) -> bool {
    for value in actual.items() {
        for candidate in list.items() {
            let same = match (value, candidate) {
                (Value::Text(a), Value::Text(b)) => same_text(a, b, folded),
                _ => value.strict_eq(candidate),
            };
            if same {
                return true;
            }
        }
    }
    false
}

/// Whether the two are the same text, or have the same lower case.
fn same_text(a: &str, b: &str, folded: bool) -> bool {
    a == b || folded && (a.eq_ignore_ascii_case(b) || !(a.is_ascii() && b.is_ascii()) && lower(a) == lower(b))
}

/// JavaScript's `toLowerCase`: the same mapping of the Unicode standard, and no locale. Its tables are 7 KB of download,
/// so a shop's page asks the browser for it; without the features `tools` and `web` only ASCII has cases.
fn lower(text: &str) -> String {
    #[cfg(feature = "tools")]
    return text.to_lowercase();
    #[cfg(all(target_arch = "wasm32", feature = "web", not(feature = "tools")))]
    return crate::web::pattern::lower(text);
    #[cfg(not(any(feature = "tools", all(target_arch = "wasm32", feature = "web"))))]
    text.to_ascii_lowercase()
}

fn contains(actual: &Value, operand: &Value) -> bool {
    match (actual, operand) {
        (Value::List(values), _) => values.iter().any(|value| value.strict_eq(operand)),
        (Value::Text(text), Value::Text(part)) => {
            // The standard library's search is faster on long texts, and 2 KB of download.
            part.is_empty() || text.as_bytes().windows(part.len()).any(|window| window == part.as_bytes())
        }
        _ => false,
    }
}

/// `$regex`: whether the pattern is found in `String(value)`.
#[must_use]
pub fn found(pattern: &Pattern, actual: &Value) -> bool {
    pattern.matches(searched(&actual.to_text()))
}

/// The part of a text that patterns look at: 2,048 UTF-16 units, so that a page's whole text costs no more than a URL.
fn searched(text: &str) -> &str {
    const UNITS: u32 = 2_048;
    if text.len() <= UNITS as usize {
        return text;
    }
    let mut units = 0;
    for (at, byte) in text.bytes().enumerate() {
        // A character is one unit, and one of four bytes is two; the bytes that only continue one begin with 10.
        units += u32::from(byte & 0xc0 != 0x80) + u32::from(byte >= 0xf0);
        if units > UNITS {
            return text.get(..at).unwrap_or(text);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Decimal;
    use std::rc::Rc;

    fn list(values: &[Value]) -> Value {
        Value::from(values.to_vec())
    }

    fn texts(texts: &[&str]) -> Value {
        Value::from(texts.iter().map(|text| Value::from(*text)).collect::<Vec<_>>())
    }

    fn check(op: Op, operand: Value, rows: &[(Value, bool)]) {
        for (actual, expected) in rows {
            assert_eq!(op.holds(actual, &operand), *expected, "{op:?} {operand:?} of {actual:?}");
        }
    }

    #[test]
    fn literals_coerce_the_value() {
        check(Op::Is, "10".into(), &[(10.into(), true), ("10".into(), true), (list(&[10.into()]), true), ("10.0".into(), false)]);
        check(Op::Is, "null".into(), &[(Value::Null, true)]);
        check(
            Op::Is,
            10.into(),
            &[("10".into(), true), (" 10.0 ".into(), true), (Value::Num(Decimal::new(1, 1)), true), ("ten".into(), false)],
        );
        check(Op::Is, 0.into(), &[(Value::Null, true), ("".into(), true), (false.into(), true), (list(&[]), true)]);
        check(Op::Is, true.into(), &[(1.into(), true), ("no".into(), true), (list(&[]), true), ("".into(), false), (Value::Null, false)]);
        check(Op::Is, false.into(), &[(0.into(), true), ("".into(), true), (Value::Null, false)]);
        check(Op::Is, Value::Null, &[(Value::Null, true), ("".into(), false), (0.into(), false)]);
        check(Op::Is, list(&["a".into()]), &[(list(&["a".into()]), true), ("a".into(), false), (list(&[]), false)]);
        check(Op::Isi, "Straße".into(), &[("STRAßE".into(), true), ("STRASSE".into(), false)]);
        check(Op::Isi, 10.into(), &[("10".into(), true)]);
    }

    #[test]
    fn equality_is_strict() {
        check(Op::Eq, 10.into(), &[(10.into(), true), ("10".into(), false), (Value::Null, false)]);
        check(Op::Ne, 10.into(), &[(10.into(), false), ("10".into(), true), (Value::Null, true)]);
        check(Op::Eq, list(&[]), &[(list(&[]), false)]);
        check(Op::Eq, Value::Null, &[(Value::Null, true)]);
    }

    #[test]
    fn order_is_false_where_there_is_none() {
        for op in [Op::Lt, Op::Lte, Op::Gt, Op::Gte, Op::Between] {
            let operand = if op == Op::Between { list(&[0.into(), 9.into()]) } else { 5.into() };
            check(op, operand, &[("five".into(), false), (Value::Object(Rc::from([])), false)]);
        }
        check(Op::Lt, 5.into(), &[(Value::Null, true), ("4".into(), true), (5.into(), false)]);
        check(Op::Lte, 5.into(), &[(5.into(), true), (6.into(), false)]);
        check(Op::Gt, "alphabet".into(), &[("always".into(), true), ("AZL".into(), false)]);
        check(Op::Gte, 5.into(), &[(5.into(), true), (4.into(), false)]);
        check(Op::Between, list(&[2.into(), 4.into()]), &[(1.into(), false), (2.into(), true), (4.into(), true), (5.into(), false)]);
    }

    #[test]
    fn membership_of_lists_is_intersection() {
        let names = texts(&["a", "B"]);
        check(
            Op::In,
            names.clone(),
            &[("a".into(), true), ("b".into(), false), (list(&["x".into(), "B".into()]), true), (Value::Null, false)],
        );
        check(Op::Nin, names.clone(), &[("a".into(), false), (list(&[]), true)]);
        check(Op::Ini, names.clone(), &[("A".into(), true), (list(&["b".into()]), true), ("c".into(), false)]);
        check(Op::Nini, names, &[("b".into(), false), ("c".into(), true)]);
        check(Op::In, list(&[1.into(), Value::Null]), &[(1.into(), true), ("1".into(), false), (Value::Null, true)]);
    }

    #[test]
    #[cfg(feature = "tools")]
    fn case_is_that_of_every_script() {
        check(
            Op::Ini,
            texts(&["ÎN", "İ", "ΌΣ"]),
            &[("în".into(), true), ("i\u{307}".into(), true), ("Ός".into(), true), ("i".into(), false)],
        );
        check(Op::Ini, texts(&["k"]), &[("\u{212a}".into(), true)]);
    }

    #[test]
    fn presence_and_kind() {
        check(Op::Exists, true.into(), &[(Value::Null, false), (false.into(), true), ("".into(), true)]);
        check(Op::Exists, false.into(), &[(Value::Null, true), (0.into(), false)]);
        check(Op::Type, "number".into(), &[(1.into(), true), ("1".into(), false)]);
        check(Op::Type, "null".into(), &[(Value::Null, true), (false.into(), false)]);
    }

    #[test]
    fn parts_of_texts_and_lists() {
        check(
            Op::Contains,
            "ell".into(),
            &[
                ("hello".into(), true),
                ("Ell".into(), false),
                ("el".into(), false),
                (list(&["ell".into()]), true),
                (list(&["hello".into()]), false),
                (Value::Null, false),
            ],
        );
        check(Op::Contains, "".into(), &[("".into(), true), ("a".into(), true)]);
        check(Op::Contains, 1.into(), &[(list(&[1.into()]), true), ("1".into(), false), (1.into(), false)]);
        check(Op::StartsWith, "/blog".into(), &[("/blog/1".into(), true), ("/Blog".into(), false), (1.into(), false)]);
        check(Op::EndsWith, ".html".into(), &[("a.html".into(), true), ("html".into(), false), (Value::Null, false)]);
    }

    #[test]
    fn versions_order_as_versions() {
        let padded = |text: &str| Value::from(&*padded_version(&text.into()));
        check(Op::Veq, padded("v1.2.3"), &[("1.2.3+b7".into(), true), ("1.2.3-rc".into(), false)]);
        check(Op::Vne, padded("1.2.3"), &[("1.2.3-rc".into(), true), ("1-2-3".into(), false)]);
        check(Op::Vgt, padded("9.9.9"), &[("10.0.0".into(), true), ("9.9.9".into(), false), (Value::Null, false)]);
        check(Op::Vgte, padded("9.9.9"), &[("9.9.9".into(), true), ("9.9.8".into(), false)]);
        check(Op::Vlt, padded("1.0.0"), &[("1.0.0-beta".into(), true), ("1.0.0".into(), false)]);
        check(Op::Vlte, padded("1.0.0"), &[("1.0.0".into(), true), ("1.0.1".into(), false)]);
    }

    #[test]
    fn patterns_see_the_first_2048_units() {
        let crabs = "🦀".repeat(1_023);
        assert_eq!(searched(&crabs), crabs);
        assert_eq!(searched(&(crabs.clone() + "🦀x")), crabs.clone() + "🦀");
        assert_eq!(searched(&(crabs.clone() + "x🦀y")), crabs + "x", "a pair is not split");
    }
}
