//! Versions as texts that order by plain comparison.
//!
//! Decides what `$veq`, `$vgt` and their kin compare. Source: the convention of GrowthBook's SDKs, which is semantic
//! versioning but for one thing: a long number is compared as text from its sixth digit on.

use crate::value::Value;

/// Digits that a number in a version is padded to.
const WIDTH: usize = 5;

/// The version as text whose order by UTF-16 unit is that of the versions: numbers padded with spaces to five places,
/// parts joined by `-`, and `~` (after every letter and digit) behind a release, so that it follows its pre-releases.
///
/// A number counts as its text; what is empty or neither text nor number counts as version `0`.
pub fn padded_version(version: &Value) -> String {
    let text = match version {
        Value::Text(_) | Value::Int(_) | Value::Num(_) => version.to_text(),
        Value::Null | Value::Bool(_) | Value::List(_) | Value::Object(_) => "".into(),
    };
    let text = if text.is_empty() { "0" } else { &*text };

    let (mut out, mut part) = (String::new(), String::new());
    let mut separators = 0;
    for letter in text.strip_prefix('v').unwrap_or(text).chars() {
        match letter {
            '-' | '.' => {
                push_part(&mut out, &mut part);
                out.push('-');
                separators += 1;
            }
            // What follows names a build, not a version.
            '+' => break,
            _ => part.push(letter),
        }
    }
    push_part(&mut out, &mut part);
    if separators == 2 {
        out.push_str("-~");
    }
    out
}

/// Moves a part over; a number gets its spaces.
fn push_part(out: &mut String, part: &mut String) {
    if part.bytes().all(|byte| byte.is_ascii_digit()) && !part.is_empty() {
        for _ in part.len()..WIDTH {
            out.push(' ');
        }
    }
    out.push_str(part);
    part.clear();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::{Decimal, utf16_cmp};
    use std::cmp::Ordering;

    fn padded(text: &str) -> String {
        padded_version(&Value::from(text))
    }

    #[test]
    fn pads_numbers_and_marks_releases() {
        assert_eq!(padded("1.2.3"), "    1-    2-    3-~");
        assert_eq!(padded("v1.2.3"), padded("1.2.3"));
        assert_eq!(padded("1-2-3"), padded("1.2.3"));
        assert_eq!(padded("1.2.3+build.4"), padded("1.2.3"));
        assert_eq!(padded("1.2.3-rc.1"), "    1-    2-    3-rc-    1");
        assert_eq!(padded("123456.0"), "123456-    0");
        assert_eq!(padded("1..2"), "    1--    2-~");
        assert_eq!(padded(""), "    0");
        assert_eq!(padded("v"), "");
        assert_eq!(padded("+x"), "");
    }

    #[test]
    fn other_values_are_versions_too() {
        assert_eq!(padded_version(&Value::Null), "    0");
        assert_eq!(padded_version(&Value::Bool(true)), "    0");
        assert_eq!(padded_version(&Value::Int(7)), "    7");
        assert_eq!(padded_version(&Value::Num(Decimal::new(15, -1))), "    1-    5");
    }

    #[test]
    fn older_versions_come_first() {
        let ordered = [
            "0.9.0",
            "0.10.0",
            "1.0.0-0",
            "1.0.0-9999",
            "1.0.0--",
            "1.0.0-ALPHA",
            "1.0.0-alpha",
            "1.0.0-alpha.1",
            "1.0.0-alpha.beta",
            "1.0.0-beta",
            "1.0.0-beta.2",
            "1.0.0-beta.11",
            "1.0.0-rc.1",
            "1.0.0",
            "1.0.1",
            "9999.0.0",
            "10000.0.0",
            "a.b.c.d.e.f",
        ];
        for pair in ordered.windows(2) {
            assert_eq!(utf16_cmp(&padded(pair[0]), &padded(pair[1])), Ordering::Less, "{pair:?}");
        }
    }
}
