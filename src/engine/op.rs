//! The leaf operators of conditions and what each says about a known value.
//!
//! Over known values the answers are JavaScript's, so that a condition means here what it means in the GrowthBook SDKs
//! that made the language a convention. Facts that nobody has reported yet, nesting (`$and`, `$not`, `$elemMatch` …) and
//! the strict typing of our own facts are decided by the callers.

use std::cmp::Ordering;
use std::rc::Rc;

use super::glob::Glob;
use super::pattern::Pattern;
use super::version::padded_version;
use crate::value::{Kind, Value, utf16_cmp};

/// A test of one value. Something missing is tested as [`Value::Null`].
#[derive(Clone, Debug, PartialEq)]
pub enum Op {
    /// `"field": literal`. Text is compared with `String(value)`, a number with `Number(value)`, a boolean with
    /// `Boolean(value)` (null is neither), null with null, lists and objects by their JSON.
    Is(Value),
    /// The same with the case of text ignored.
    Isi(Value),
    /// `$eq`: JavaScript's `===`.
    Eq(Value),
    /// `$ne`: `!==`.
    Ne(Value),
    /// `$lt`: JavaScript's `<`.
    Lt(Value),
    /// `$lte`: `<=`.
    Lte(Value),
    /// `$gt`: `>`.
    Gt(Value),
    /// `$gte`: `>=`.
    Gte(Value),
    /// `$between`: from the first to the second, both included.
    Between(Value, Value),
    /// `$in`: equals one of these; a list does when one of its elements does.
    In(Rc<[Value]>),
    /// `$nin`: not `$in`.
    Nin(Rc<[Value]>),
    /// `$ini`: `$in` with the case of text ignored.
    Ini(Rc<[Value]>),
    /// `$nini`: not `$ini`.
    Nini(Rc<[Value]>),
    /// `$exists`: is there, or is null.
    Exists(bool),
    /// `$type`.
    Type(Kind),
    /// `$regex`, `$regexi`: found in `String(value)`.
    Regex(Pattern),
    /// `$notRegex`, `$notRegexi`: not found in it.
    NotRegex(Pattern),
    /// `$veq`: equal as versions. The operands of the six are [`padded_version`]s.
    Veq(Rc<str>),
    /// `$vne`: another version.
    Vne(Rc<str>),
    /// `$vgt`: a later version.
    Vgt(Rc<str>),
    /// `$vgte`: this version or a later one.
    Vgte(Rc<str>),
    /// `$vlt`: an earlier version.
    Vlt(Rc<str>),
    /// `$vlte`: this version or an earlier one.
    Vlte(Rc<str>),
    /// `$glob`: the whole text matches. Only text does.
    Glob(Glob),
    /// `$contains`: text within text, or an element within a list.
    Contains(Value),
    /// `$starts_with`, of text.
    StartsWith(Rc<str>),
    /// `$ends_with`, of text.
    EndsWith(Rc<str>),
    /// True of nothing: what a condition that could not be read becomes where it must not cost the others.
    Never,
}

impl Op {
    /// Whether the test holds for `actual`.
    pub fn test(&self, actual: &Value) -> bool {
        match self {
            Op::Is(literal) => is(actual, literal, text_eq),
            Op::Isi(literal) => is(actual, literal, folded_eq),
            Op::Eq(operand) => actual.strict_eq(operand),
            Op::Ne(operand) => !actual.strict_eq(operand),
            Op::Lt(operand) => actual.compare(operand).is_some_and(Ordering::is_lt),
            Op::Lte(operand) => actual.compare(operand).is_some_and(Ordering::is_le),
            Op::Gt(operand) => actual.compare(operand).is_some_and(Ordering::is_gt),
            Op::Gte(operand) => actual.compare(operand).is_some_and(Ordering::is_ge),
            Op::Between(low, high) => actual.compare(low).is_some_and(Ordering::is_ge) && actual.compare(high).is_some_and(Ordering::is_le),
            Op::In(list) => is_in(actual, list, Value::strict_eq),
            Op::Nin(list) => !is_in(actual, list, Value::strict_eq),
            Op::Ini(list) => is_in(actual, list, strict_eq_folded),
            Op::Nini(list) => !is_in(actual, list, strict_eq_folded),
            Op::Exists(there) => (*actual != Value::Null) == *there,
            Op::Type(kind) => actual.kind() == *kind,
            Op::Regex(pattern) => pattern.matches(searched(&actual.to_text())),
            Op::NotRegex(pattern) => !pattern.matches(searched(&actual.to_text())),
            Op::Veq(operand) => version_cmp(actual, operand).is_eq(),
            Op::Vne(operand) => version_cmp(actual, operand).is_ne(),
            Op::Vgt(operand) => version_cmp(actual, operand).is_gt(),
            Op::Vgte(operand) => version_cmp(actual, operand).is_ge(),
            Op::Vlt(operand) => version_cmp(actual, operand).is_lt(),
            Op::Vlte(operand) => version_cmp(actual, operand).is_le(),
            Op::Glob(glob) => text_of(actual).is_some_and(|text| glob.matches(text)),
            Op::Contains(operand) => contains(actual, operand),
            Op::StartsWith(start) => text_of(actual).is_some_and(|text| text.as_bytes().starts_with(start.as_bytes())),
            Op::EndsWith(end) => text_of(actual).is_some_and(|text| text.as_bytes().ends_with(end.as_bytes())),
            Op::Never => false,
        }
    }
}

fn is(actual: &Value, literal: &Value, same: fn(&str, &str) -> bool) -> bool {
    match literal {
        Value::Null => *actual == Value::Null,
        Value::Bool(yes) => *actual != Value::Null && actual.truthy() == *yes,
        Value::Int(_) | Value::Num(_) => actual.to_number() == literal.to_number(),
        Value::Text(text) => same(&actual.to_text(), text),
        Value::List(_) | Value::Object(_) => actual.json_eq(literal),
    }
}

fn is_in(actual: &Value, list: &[Value], same: fn(&Value, &Value) -> bool) -> bool {
    let listed = |value: &Value| list.iter().any(|candidate| same(value, candidate));
    match actual {
        Value::List(values) => values.iter().any(listed),
        Value::Null | Value::Bool(_) | Value::Int(_) | Value::Num(_) | Value::Text(_) | Value::Object(_) => listed(actual),
    }
}

fn strict_eq_folded(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Text(a), Value::Text(b)) => folded_eq(a, b),
        _ => a.strict_eq(b),
    }
}

fn text_eq(a: &str, b: &str) -> bool {
    a == b
}

/// Whether the two have the same lower case.
fn folded_eq(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b) || a.bytes().chain(b.bytes()).any(|byte| !byte.is_ascii()) && lower(a) == lower(b)
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

fn text_of(value: &Value) -> Option<&str> {
    match value {
        Value::Text(text) => Some(text),
        Value::Null | Value::Bool(_) | Value::Int(_) | Value::Num(_) | Value::List(_) | Value::Object(_) => None,
    }
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

fn version_cmp(actual: &Value, padded: &str) -> Ordering {
    utf16_cmp(&padded_version(actual), padded)
}

/// The part of a text that patterns look at: 2,048 UTF-16 units, so that a page's whole text costs no more than a URL.
fn searched(text: &str) -> &str {
    const UNITS: usize = 2_048;
    if text.len() <= UNITS {
        return text;
    }
    let mut units = 0;
    for (at, c) in text.char_indices() {
        units += c.len_utf16();
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

    fn list(values: &[Value]) -> Value {
        Value::from(values.to_vec())
    }

    fn texts(texts: &[&str]) -> Rc<[Value]> {
        texts.iter().map(|text| Value::from(*text)).collect()
    }

    fn check(op: &Op, rows: &[(Value, bool)]) {
        for (actual, expected) in rows {
            assert_eq!(op.test(actual), *expected, "{op:?} of {actual:?}");
        }
    }

    #[test]
    fn literals_coerce_the_value() {
        check(&Op::Is("10".into()), &[(10.into(), true), ("10".into(), true), (list(&[10.into()]), true), ("10.0".into(), false)]);
        check(&Op::Is("null".into()), &[(Value::Null, true)]);
        check(
            &Op::Is(10.into()),
            &[("10".into(), true), (" 10.0 ".into(), true), (Value::Num(Decimal::new(1, 1)), true), ("ten".into(), false)],
        );
        check(&Op::Is(0.into()), &[(Value::Null, true), ("".into(), true), (false.into(), true), (list(&[]), true)]);
        check(&Op::Is(true.into()), &[(1.into(), true), ("no".into(), true), (list(&[]), true), ("".into(), false), (Value::Null, false)]);
        check(&Op::Is(false.into()), &[(0.into(), true), ("".into(), true), (Value::Null, false)]);
        check(&Op::Is(Value::Null), &[(Value::Null, true), ("".into(), false), (0.into(), false)]);
        check(&Op::Is(list(&["a".into()])), &[(list(&["a".into()]), true), ("a".into(), false), (list(&[]), false)]);
        check(&Op::Isi("Straße".into()), &[("STRAßE".into(), true), ("STRASSE".into(), false)]);
        check(&Op::Isi(10.into()), &[("10".into(), true)]);
    }

    #[test]
    fn equality_is_strict() {
        check(&Op::Eq(10.into()), &[(10.into(), true), ("10".into(), false), (Value::Null, false)]);
        check(&Op::Ne(10.into()), &[(10.into(), false), ("10".into(), true), (Value::Null, true)]);
        check(&Op::Eq(list(&[])), &[(list(&[]), false)]);
        check(&Op::Eq(Value::Null), &[(Value::Null, true)]);
    }

    #[test]
    fn order_is_false_where_there_is_none() {
        for op in [Op::Lt(5.into()), Op::Lte(5.into()), Op::Gt(5.into()), Op::Gte(5.into()), Op::Between(0.into(), 9.into())] {
            check(&op, &[("five".into(), false), (Value::Object(Rc::from([])), false)]);
        }
        check(&Op::Lt(5.into()), &[(Value::Null, true), ("4".into(), true), (5.into(), false)]);
        check(&Op::Lte(5.into()), &[(5.into(), true), (6.into(), false)]);
        check(&Op::Gt("alphabet".into()), &[("always".into(), true), ("AZL".into(), false)]);
        check(&Op::Gte(5.into()), &[(5.into(), true), (4.into(), false)]);
        check(&Op::Between(2.into(), 4.into()), &[(1.into(), false), (2.into(), true), (4.into(), true), (5.into(), false)]);
    }

    #[test]
    fn membership_of_lists_is_intersection() {
        let names = texts(&["a", "B"]);
        check(
            &Op::In(names.clone()),
            &[("a".into(), true), ("b".into(), false), (list(&["x".into(), "B".into()]), true), (Value::Null, false)],
        );
        check(&Op::Nin(names.clone()), &[("a".into(), false), (list(&[]), true)]);
        check(&Op::Ini(names.clone()), &[("A".into(), true), (list(&["b".into()]), true), ("c".into(), false)]);
        check(&Op::Nini(names), &[("b".into(), false), ("c".into(), true)]);
        check(&Op::In(Rc::from([1.into(), Value::Null])), &[(1.into(), true), ("1".into(), false), (Value::Null, true)]);
    }

    #[test]
    #[cfg(feature = "tools")]
    fn case_is_that_of_every_script() {
        check(
            &Op::Ini(texts(&["ÎN", "İ", "ΌΣ"])),
            &[("în".into(), true), ("i\u{307}".into(), true), ("Ός".into(), true), ("i".into(), false)],
        );
        check(&Op::Ini(texts(&["k"])), &[("\u{212a}".into(), true)]);
    }

    #[test]
    fn presence_and_kind() {
        check(&Op::Exists(true), &[(Value::Null, false), (false.into(), true), ("".into(), true)]);
        check(&Op::Exists(false), &[(Value::Null, true), (0.into(), false)]);
        check(&Op::Type(Kind::Number), &[(1.into(), true), ("1".into(), false)]);
        check(&Op::Type(Kind::Null), &[(Value::Null, true), (false.into(), false)]);
        check(&Op::Never, &[(Value::Null, false), (true.into(), false)]);
    }

    #[test]
    fn parts_of_texts_and_lists() {
        check(
            &Op::Contains("ell".into()),
            &[
                ("hello".into(), true),
                ("Ell".into(), false),
                ("el".into(), false),
                (list(&["ell".into()]), true),
                (list(&["hello".into()]), false),
                (Value::Null, false),
            ],
        );
        check(&Op::Contains("".into()), &[("".into(), true), ("a".into(), true)]);
        check(&Op::Contains(1.into()), &[(list(&[1.into()]), true), ("1".into(), false), (1.into(), false)]);
        check(&Op::StartsWith("/blog".into()), &[("/blog/1".into(), true), ("/Blog".into(), false), (1.into(), false)]);
        check(&Op::EndsWith(".html".into()), &[("a.html".into(), true), ("html".into(), false), (Value::Null, false)]);
    }

    #[test]
    fn versions_order_as_versions() {
        let padded = |text: &str| Rc::from(padded_version(&text.into()));
        check(&Op::Veq(padded("v1.2.3")), &[("1.2.3+b7".into(), true), ("1.2.3-rc".into(), false)]);
        check(&Op::Vne(padded("1.2.3")), &[("1.2.3-rc".into(), true), ("1-2-3".into(), false)]);
        check(&Op::Vgt(padded("9.9.9")), &[("10.0.0".into(), true), ("9.9.9".into(), false), (Value::Null, false)]);
        check(&Op::Vgte(padded("9.9.9")), &[("9.9.9".into(), true), ("9.9.8".into(), false)]);
        check(&Op::Vlt(padded("1.0.0")), &[("1.0.0-beta".into(), true), ("1.0.0".into(), false)]);
        check(&Op::Vlte(padded("1.0.0")), &[("1.0.0".into(), true), ("1.0.1".into(), false)]);
    }

    #[test]
    fn patterns_see_the_first_2048_units() {
        let crabs = "🦀".repeat(1_023);
        assert_eq!(searched(&crabs), crabs);
        assert_eq!(searched(&(crabs.clone() + "🦀x")), crabs.clone() + "🦀");
        assert_eq!(searched(&(crabs.clone() + "x🦀y")), crabs + "x", "a pair is not split");
    }
}
