//! A value as JavaScript sees it, and the coercions that conditions lean on.
//!
//! Decides what `String(x)`, `Number(x)`, `===`, `<` and `JSON.stringify` equality mean for the values that facts and
//! rule files hold. What each operator asks of them is left to [`crate::engine::op`]; reading JSON to the decoder.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::rc::Rc;

pub use crate::decimal::Decimal;
pub use crate::number::number_from_text;

const NULL: &Value = &Value::Null;

/// Any JSON value, and our typed integer. Cheap to clone.
///
/// `==` compares structures, in which `Int(1)` and `Num(1)` differ; conditions ask [`Value::strict_eq`] or
/// [`Value::json_eq`].
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing: reported absent, or JSON's null.
    Null,
    /// A yes or no.
    Bool(bool),
    /// A typed integer: a count, money in minor units, a date in days. To JavaScript a number like any other.
    Int(i64),
    /// A number as it was written.
    Num(Decimal),
    /// Text.
    Text(Rc<str>),
    /// Values in order.
    List(Rc<[Value]>),
    /// Named values, in the order in which they were written: each behind the text that is its name.
    Object(Rc<[Value]>),
}

impl Value {
    /// The word for its type in a rule file, see `$type`.
    #[must_use]
    pub const fn type_name(&self) -> &'static str {
        match self {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Int(_) | Value::Num(_) => "number",
            Value::Text(_) => "string",
            Value::List(_) => "array",
            Value::Object(_) => "object",
        }
    }

    /// An object of these values.
    #[must_use]
    pub fn object(entries: impl IntoIterator<Item = (Rc<str>, Value)>) -> Value {
        let mut values = Vec::new();
        for (name, value) in entries {
            values.push(Value::Text(name));
            values.push(value);
        }
        Value::Object(values.into())
    }

    /// The elements of a list; of anything else itself alone.
    #[must_use]
    pub fn items(&self) -> &[Value] {
        if let Value::List(items) = self { items } else { std::slice::from_ref(self) }
    }

    /// What stands at `path`, names joined by dots; null where something is missing or the way leads through a non-object.
    #[must_use]
    pub fn get(&self, path: &str) -> &Value {
        self.at(path.as_bytes())
    }

    fn at(&self, path: &[u8]) -> &Value {
        let (name, rest) = split_path(path);
        if let Value::Object(entries) = self {
            for [key, value] in entries.as_chunks().0 {
                if matches!(key, Value::Text(key) if key.as_bytes() == name) {
                    return if let Some(rest) = rest { value.at(rest) } else { value };
                }
            }
        }
        NULL
    }

    /// JavaScript's `Boolean(value)`.
    pub fn truthy(&self) -> bool {
        match self {
            Value::Null => false,
            Value::Bool(yes) => *yes,
            Value::Int(number) => *number != 0,
            Value::Num(number) => number.mantissa() != 0,
            Value::Text(text) => !text.is_empty(),
            Value::List(_) | Value::Object(_) => true,
        }
    }

    /// JavaScript's `Number(value)`: null is 0, text is read, a list counts as its text, an object is NaN.
    pub fn to_number(&self) -> f64 {
        match self {
            Value::Null => 0.0,
            Value::Bool(yes) => f64::from(u8::from(*yes)),
            Value::Int(number) => *number as f64,
            Value::Num(number) => number.to_f64(),
            Value::Text(_) | Value::List(_) => number_from_text(&self.to_text()),
            Value::Object(_) => f64::NAN,
        }
    }

    /// JavaScript's `String(value)`: null is `null`, a list its elements joined by commas, an object `[object Object]`.
    #[must_use]
    pub fn to_text(&self) -> Cow<'_, str> {
        if let Value::Text(text) = self {
            return Cow::Borrowed(text);
        }
        let mut out = String::new();
        self.write(&mut out);
        Cow::Owned(out)
    }

    fn write(&self, out: &mut String) {
        match self {
            Value::Int(number) => Decimal::from_i64(*number).write(out),
            Value::Num(number) => number.write(out),
            Value::List(values) => {
                for (index, value) in values.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    // Inside a list, and only there, nothing prints as nothing.
                    if *value != Value::Null {
                        value.write(out);
                    }
                }
            }
            Value::Null => out.push_str("null"),
            Value::Bool(yes) => out.push_str(if *yes { "true" } else { "false" }),
            Value::Text(text) => out.push_str(text),
            Value::Object(_) => out.push_str("[object Object]"),
        }
    }

    /// JavaScript's `===` between values from different documents: numbers by value, text by content, and two lists or
    /// two objects are never the same one.
    pub fn strict_eq(&self, other: &Value) -> bool {
        match (self, other) {
            (Value::Null, Value::Null) => true,
            (Value::Bool(a), Value::Bool(b)) => a == b,
            (Value::Text(a), Value::Text(b)) => a == b,
            (Value::Int(a), Value::Int(b)) => a == b,
            (Value::Num(a), Value::Num(b)) if a == b => true,
            (Value::Int(_) | Value::Num(_), Value::Int(_) | Value::Num(_)) => self.to_number() == other.to_number(),
            _ => false,
        }
    }

    /// Whether `JSON.stringify` gives the same text for both: the order of keys counts.
    ///
    /// One difference is left: JavaScript moves keys that are whole numbers to the front, here they stay where they stand.
    pub fn json_eq(&self, other: &Value) -> bool {
        match (self, other) {
            (Value::List(a), Value::List(b)) | (Value::Object(a), Value::Object(b)) => {
                for (a, b) in a.iter().zip(b.iter()) {
                    if !a.json_eq(b) {
                        return false;
                    }
                }
                a.len() == b.len()
            }
            _ => self.strict_eq(other),
        }
    }

    /// How JavaScript's `<`, `<=`, `>` and `>=` order two values: two texts (lists and objects count as theirs) by
    /// UTF-16 code unit, everything else as numbers. `None` where a side is not a number: then all four are false.
    pub fn compare(&self, other: &Value) -> Option<Ordering> {
        if let (Value::Int(a), Value::Int(b)) = (self, other) {
            return Some(a.cmp(b));
        }
        let text = |value: &Value| matches!(value, Value::Text(_) | Value::List(_) | Value::Object(_));
        if text(self) && text(other) {
            return Some(utf16_cmp(&self.to_text(), &other.to_text()));
        }
        self.to_number().partial_cmp(&other.to_number())
    }
}

/// The first name of a dotted path, and what follows its dot.
#[inline(never)]
#[must_use]
pub fn split_path(path: &[u8]) -> (&[u8], Option<&[u8]>) {
    for (at, byte) in path.iter().enumerate() {
        if *byte == b'.' {
            return (path.get(..at).unwrap_or_default(), path.get(at + 1..));
        }
    }
    (path, None)
}

/// Orders text by UTF-16 code unit, as JavaScript does: an emoji (surrogates, U+D800…) comes before U+FFFF.
pub fn utf16_cmp(a: &str, b: &str) -> Ordering {
    // UTF-8 bytes are in code point order. The two orders differ only between U+E000–U+FFFF, which begin with EE or EF,
    // and what lies above, which begins with F0–F4.
    let rank = |byte: &u8| if *byte == 0xee || *byte == 0xef { *byte + 0x10 } else { *byte };
    for (a, b) in a.as_bytes().iter().zip(b.as_bytes()) {
        if a != b {
            return rank(a).cmp(&rank(b));
        }
    }
    a.len().cmp(&b.len())
}

impl From<bool> for Value {
    fn from(yes: bool) -> Value {
        Value::Bool(yes)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Value {
        Value::Int(number)
    }
}

impl From<Decimal> for Value {
    fn from(number: Decimal) -> Value {
        Value::Num(number)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Text(Rc::from(text))
    }
}

impl From<Vec<Value>> for Value {
    fn from(values: Vec<Value>) -> Value {
        Value::List(Rc::from(values))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn num(mantissa: i64, exponent: i16) -> Value {
        Value::Num(Decimal::new(mantissa, exponent))
    }

    fn list(values: &[Value]) -> Value {
        Value::from(values.to_vec())
    }

    fn object(entries: &[(&str, Value)]) -> Value {
        Value::object(entries.iter().map(|(key, value)| (Rc::from(*key), value.clone())))
    }

    #[test]
    fn coerces_like_javascript() {
        // Value, `String(x)`, `Number(x)` (NaN as None), `Boolean(x)`, all from Node 20.
        for (value, text, number, truthy) in [
            (Value::Null, "null", Some(0.0), false),
            (true.into(), "true", Some(1.0), true),
            (false.into(), "false", Some(0.0), false),
            (0.into(), "0", Some(0.0), false),
            (num(105, -1), "10.5", Some(10.5), true),
            ("".into(), "", Some(0.0), false),
            ("0".into(), "0", Some(0.0), true),
            (" 12 ".into(), " 12 ", Some(12.0), true),
            ("twelve".into(), "twelve", None, true),
            (list(&[]), "", Some(0.0), true),
            (list(&[7.into()]), "7", Some(7.0), true),
            (list(&[1.into(), 2.into()]), "1,2", None, true),
            (list(&[Value::Null, "a".into(), list(&[true.into(), Value::Null]), object(&[])]), ",a,true,,[object Object]", None, true),
            (object(&[]), "[object Object]", None, true),
        ] {
            assert_eq!(value.to_text(), text, "{value:?}");
            assert_eq!(Some(value.to_number()).filter(|n| !n.is_nan()), number, "{value:?}");
            assert_eq!(value.truthy(), truthy, "{value:?}");
        }
    }

    #[test]
    fn strictly_equal_are_only_the_same_scalars() {
        assert!(Value::Int(10).strict_eq(&num(1, 1)));
        assert!(num(1, -1).strict_eq(&num(100_000_000_000_000_001, -18)), "the same double");
        assert!(Value::Null.strict_eq(&Value::Null));
        assert!(!Value::Int(1).strict_eq(&"1".into()));
        assert!(!Value::Int(0).strict_eq(&false.into()));
        assert!(!list(&[]).strict_eq(&list(&[])));
        assert!(!object(&[]).strict_eq(&object(&[])));
    }

    #[test]
    fn json_equality_minds_order() {
        let a = object(&[("x", 1.into()), ("y", list(&["z".into()]))]);
        assert!(a.json_eq(&object(&[("x", num(1, 0)), ("y", list(&["z".into()]))])));
        assert!(!a.json_eq(&object(&[("y", list(&["z".into()])), ("x", 1.into())])));
        assert!(!a.json_eq(&object(&[("x", 1.into())])));
        assert!(!object(&[("x", 1.into())]).json_eq(&object(&[("y", 1.into())])));
        assert!(!list(&[]).json_eq(&object(&[])));
        assert!(!list(&[1.into(), 2.into()]).json_eq(&list(&[2.into(), 1.into()])));
        assert!(!list(&[1.into()]).json_eq(&"[1]".into()));
    }

    #[test]
    fn compares_like_javascript() {
        use Ordering::{Equal, Greater, Less};
        for (a, b, order) in [
            (Value::Int(8), Value::Int(9), Some(Less)),
            ("8".into(), 10.into(), Some(Less)),
            ("8".into(), "10".into(), Some(Greater)),
            (Value::Null, 0.into(), Some(Equal)),
            (Value::Null, "".into(), Some(Equal)),
            (Value::Null, "a".into(), None),
            (true.into(), num(5, -1), Some(Greater)),
            ("x".into(), 1.into(), None),
            (list(&[2.into()]), 10.into(), Some(Less)),
            (list(&[2.into()]), "10".into(), Some(Greater)),
            (list(&[1.into(), 2.into()]), 1.into(), None),
            (object(&[]), 1.into(), None),
            (object(&[]), "[object Object]".into(), Some(Equal)),
            (num(25, -1), 2.into(), Some(Greater)),
        ] {
            assert_eq!(a.compare(&b), order, "{a:?} {b:?}");
        }
    }

    #[test]
    fn text_is_ordered_by_utf16_unit() {
        for pair in ["", "\0", "a", "aa", "b", "é", "\u{d7ff}", "🦀", "🦀x", "\u{10ffff}", "\u{e000}", "\u{ffff}"].windows(2) {
            assert_eq!(utf16_cmp(pair[0], pair[1]), Ordering::Less, "{pair:?}");
        }
    }

    #[test]
    fn paths_lead_through_objects_only() {
        let value = object(&[("a", object(&[("b", 1.into()), ("c", list(&[2.into()]))]))]);
        assert_eq!(*value.get(""), Value::Null);
        assert_eq!(*value.get("a.b"), Value::Int(1));
        assert_eq!(*value.get("a.x"), Value::Null);
        assert_eq!(*value.get("a.b.x"), Value::Null);
        assert_eq!(*value.get("a.c.0"), Value::Null);
    }

    #[test]
    fn types_have_names() {
        assert_eq!(list(&[]).type_name(), "array");
        assert_eq!(num(1, 0).type_name(), "number");
    }
}
