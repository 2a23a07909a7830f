//! The fields that an outcome may have, and what each may hold: one table.
//!
//! Decides the shape of single values. Which of them belong to which type of outcome is decided in `outcome.rs`.

use serde_json::Value;

/// What a field may hold.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// So many lower-case hexadecimal digits.
    Hex(usize),
    /// A text of at most so many bytes, not empty.
    Text(usize),
    /// A word of the format: lower-case letters, digits, `_` and `-`, at most 64.
    Word,
    /// A whole number between both.
    Whole(i64, i64),
    /// `true` or `false`.
    Flag,
    /// Three capital letters.
    Currency,
    /// At most 32 texts of at most 256 bytes.
    Texts,
    /// At most 128 pairs of field and answer.
    Answers,
}

/// Milliseconds since 1970 of the last moment of the year 9999.
const LAST_MOMENT: i64 = 253_402_300_799_999;

/// Bytes of one answer: 2000 letters of any script, and what JSON's escapes leave of them.
const LONGEST_ANSWER: usize = 12 * 1024;

/// Every field this version knows.
pub const FIELDS: [(&str, Shape); 25] = [
    ("format", Shape::Whole(1, 1)),
    ("id", Shape::Hex(32)),
    ("at", Shape::Whole(0, LAST_MOMENT)),
    ("type", Shape::Word),
    ("site", Shape::Word),
    ("visitor", Shape::Hex(32)),
    ("session", Shape::Hex(32)),
    ("page_view", Shape::Hex(32)),
    ("rules", Shape::Hex(16)),
    ("campaign", Shape::Text(256)),
    ("variant", Shape::Text(256)),
    ("exposure", Shape::Hex(32)),
    ("revision", Shape::Hex(16)),
    ("unassigned", Shape::Flag),
    ("bot", Shape::Flag),
    ("step", Shape::Text(256)),
    ("action", Shape::Word),
    ("how", Shape::Word),
    ("answers", Shape::Answers),
    ("code", Shape::Text(256)),
    ("goal", Shape::Whole(0, 65_535)),
    ("value", Shape::Whole(i64::MIN, i64::MAX)),
    ("order", Shape::Text(256)),
    ("currency", Shape::Currency),
    ("coupons", Shape::Texts),
];

impl Shape {
    /// What a right value is, behind "right would be".
    fn right(self) -> String {
        match self {
            Shape::Hex(digits) => format!("{digits} hexadecimal digits in lower case"),
            Shape::Text(most) => format!("a text of 1 to {most} bytes"),
            Shape::Word => "a word of lower-case letters, digits, `_` and `-`, at most 64".into(),
            Shape::Whole(1, 1) => "1".into(),
            Shape::Whole(i64::MIN, i64::MAX) => "a whole number".into(),
            Shape::Whole(least, most) => format!("a whole number from {least} to {most}"),
            Shape::Flag => "`true` or `false`".into(),
            Shape::Currency => "a currency such as `EUR`".into(),
            Shape::Texts => "at most 32 texts of at most 256 bytes".into(),
            Shape::Answers => "at most 128 pairs of field and answer".into(),
        }
    }

    fn holds(self, value: &Value) -> bool {
        match self {
            Shape::Hex(digits) => text(value).is_some_and(|text| is_hex(text, digits)),
            Shape::Text(most) => text(value).is_some_and(|text| (1..=most).contains(&text.len())),
            Shape::Word => text(value).is_some_and(is_word),
            Shape::Whole(least, most) => value.as_i64().is_some_and(|number| (least..=most).contains(&number)),
            Shape::Flag => value.is_boolean(),
            Shape::Currency => text(value).is_some_and(|text| text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase())),
            Shape::Texts => value.as_array().is_some_and(|list| list.len() <= 32 && list.iter().all(|item| Shape::Text(256).holds(item))),
            Shape::Answers => value.as_array().is_some_and(|list| list.len() <= 128 && list.iter().all(is_answer)),
        }
    }

    /// Checks the value of a field.
    ///
    /// # Errors
    /// A sentence with the field and what would be right.
    pub fn check(self, name: &str, value: &Value) -> Result<(), String> {
        if self.holds(value) { Ok(()) } else { Err(format!("`{name}` has to be {}", self.right())) }
    }
}

/// As many lower-case hexadecimal digits. Upper case would make two ids of one.
#[must_use]
pub fn is_hex(text: &str, digits: usize) -> bool {
    text.len() == digits && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// What names of sites, pools and types look like.
#[must_use]
pub fn is_word(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'-'))
}

/// A text without NUL, which databases end texts at.
fn text(value: &Value) -> Option<&str> {
    value.as_str().filter(|text| !text.contains('\0'))
}

fn is_answer(pair: &Value) -> bool {
    match pair.as_array().map(Vec::as_slice) {
        Some([field, answer]) => Shape::Text(256).holds(field) && text(answer).is_some_and(|answer| answer.len() <= LONGEST_ANSWER),
        _ => false,
    }
}
