//! What is wrong with an answer.
//!
//! Decides it for each type of field, and what is said of it. Leaves when it is said to [`Builder::complain`].

use super::builder::{Builder, digits};
use super::words::Word;
use super::{Kind, Tag};
use crate::engine::time::parse_date;
use crate::number::number_from_text;
use crate::rules::field::FieldWord;

/// What is wrong with an answer: a word, and the bound that is put into it.
pub type Wrong = (Word, Option<(Kind, i64)>);

/// What is wrong with the answer to a field; `bounds` are its least and its most.
#[must_use]
pub fn wrong(kind: FieldWord, answer: &str, required: bool, bounds: [Option<i64>; 2]) -> Option<Wrong> {
    let (unfit, below, above, bound) = match kind {
        FieldWord::Email => (Word::NeedEmail, Word::AtLeast, Word::AtMost, Kind::Number),
        FieldWord::Phone => (Word::NeedPhone, Word::AtLeast, Word::AtMost, Kind::Number),
        FieldWord::Number => (Word::NeedNumber, Word::AtLeast, Word::AtMost, Kind::Number),
        FieldWord::Date => (Word::NeedDate, Word::NotBefore, Word::NotAfter, Kind::Date),
        FieldWord::Select | FieldWord::Radio => (Word::NeedChoice, Word::AtLeast, Word::AtMost, Kind::Number),
        FieldWord::Checkbox | FieldWord::Consent => (Word::NeedTick, Word::AtLeast, Word::AtMost, Kind::Number),
        FieldWord::Text | FieldWord::Hidden => (Word::NeedText, Word::Longer, Word::Shorter, Kind::Number),
    };
    let answer = answer.trim_ascii();
    if answer.is_empty() {
        return if required { Some((unfit, None)) } else { None };
    }
    let size = match kind {
        FieldWord::Email => is_email(answer).then_some(0.0),
        FieldWord::Phone => is_phone(answer).then_some(0.0),
        FieldWord::Number => Some(number_from_text(answer)),
        FieldWord::Date => parse_date(answer).map(|day| day as f64),
        FieldWord::Text => Some(answer.chars().count() as f64),
        FieldWord::Select | FieldWord::Radio | FieldWord::Checkbox | FieldWord::Consent | FieldWord::Hidden => Some(0.0),
    };
    let Some(size) = size.filter(|size| size.is_finite()) else { return Some((unfit, None)) };
    let [least, most] = bounds;
    if let Some(least) = least
        && size < least as f64
    {
        return Some((below, Some((bound, least))));
    }
    if let Some(most) = most
        && size > most as f64
    {
        return Some((above, Some((bound, most))));
    }
    None
}

/// Whether mail could be sent there: `NAME@PLACE.PLACE`, without what separates addresses.
fn is_email(text: &str) -> bool {
    // Where the last place of the domain begins, and what stood before.
    let (mut at, mut last, mut before) = (0, 0, 0);
    for (place, byte) in text.bytes().enumerate() {
        match byte {
            b'@' if at > 0 || place == 0 => return false,
            b'@' => (at, before) = (place, byte),
            b'.' if matches!(before, b'@' | b'.') => return false,
            b'.' => (last, before) = (place, byte),
            0..=b' ' | b',' | b';' | b':' | b'<' | b'>' | b'(' | b')' | b'"' | b'\\' | 127 => return false,
            _ => before = byte,
        }
    }
    at > 0 && last > at && before != b'.' && text.len() <= 254
}

/// Whether it can be dialled: 5 to 20 digits, and what people write between them.
fn is_phone(text: &str) -> bool {
    let mut count = 0;
    for byte in text.bytes() {
        match byte {
            b'0'..=b'9' => count += 1,
            b' ' | b'+' | b'-' | b'.' | b'/' | b'(' | b')' => {}
            _ => return false,
        }
    }
    (5..=20).contains(&count)
}

impl Builder<'_> {
    /// Notes what is wrong with the field at hand. It is only told whether that is to be said: once an answer has been left so, or all
    /// have been sent.
    pub fn complains(&mut self, wrong: Option<&Wrong>) -> bool {
        self.wrong |= wrong.is_some();
        let mut left = String::from(super::ASIDE);
        let all = self.with.answer(&left);
        left.push_str(&self.field);
        wrong.is_some() && !(all.is_empty() && self.with.answer(&left).is_empty())
    }

    /// Gives the open element what those who do not see it need to know: that its answer is wrong, and where it says why.
    pub fn invalid(&mut self, said: bool, part: &str) {
        if said {
            self.attr("aria-invalid", "true");
            self.attr_id("aria-describedby", part);
        }
    }

    /// Says what is wrong.
    pub fn complain(&mut self, (word, bound): &Wrong, part: &str) {
        self.open(Tag::P, "error");
        self.attr_id("id", part);
        let (before, behind) = self.halves(*word);
        self.put_text(before);
        if let Some((kind, number)) = bound {
            if *kind == Kind::Date {
                self.put(Kind::Date, "", *number);
            } else {
                self.put(*kind, &digits(*number), 0);
            }
        }
        self.put_text(behind);
        self.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_right(kind: FieldWord, answer: &str, bounds: [Option<i64>; 2]) -> bool {
        wrong(kind, answer, true, bounds).is_none()
    }

    #[test]
    fn addresses_are_told_from_slips() {
        let right =
            ["ana@example.com", "a.b+c@mail.example.co.kr", "o'neil@example.ie", "ionuț@example.ro", "김@예시.한국", " ana@example.com "];
        let slips = [
            "ana",
            "ana@",
            "@example.com",
            "ana@example",
            "ana@@example.com",
            "ana@example.",
            "ana@.com",
            "ana@example..com",
            "a b@example.com",
            "ana@example.com, dan@example.com",
            "ana@example,com",
            "<ana@example.com>",
            "ana.@example.com@",
            ".ana",
        ];
        for text in right {
            assert!(is_right(FieldWord::Email, text, [None; 2]), "{text}");
        }
        for text in slips {
            assert!(!is_right(FieldWord::Email, text, [None; 2]), "{text}");
        }
    }

    #[test]
    fn numbers_of_phones_are_told_from_words() {
        for text in ["0712 345 678", "+40 (712) 345-678", "010-1234-5678", "12345"] {
            assert!(is_right(FieldWord::Phone, text, [None; 2]), "{text}");
        }
        for text in ["", "1234", "call me", "0712x345678", "123456789012345678901"] {
            assert!(!is_right(FieldWord::Phone, text, [None; 2]), "{text}");
        }
    }

    #[test]
    fn bounds_belong_to_what_they_bound() {
        for (kind, low, high, right, less, more) in [
            (FieldWord::Number, 1, 12, "12", "0.5", "12.01"),
            (FieldWord::Text, 2, 3, "밤하늘", "밤", "abcd"),
            (FieldWord::Date, 20_000, 20_001, "2024-10-05", "2024-10-03", "2024-10-06"),
        ] {
            let bounds = [Some(low), Some(high)];
            assert!(is_right(kind, right, bounds), "{right}");
            assert!(
                matches!(wrong(kind, less, false, bounds), Some((Word::AtLeast | Word::Longer | Word::NotBefore, Some((_, bound)))) if bound == low)
            );
            assert!(
                matches!(wrong(kind, more, false, bounds), Some((Word::AtMost | Word::Shorter | Word::NotAfter, Some((_, bound)))) if bound == high)
            );
        }
        for (kind, text) in [(FieldWord::Number, "two"), (FieldWord::Number, "Infinity"), (FieldWord::Date, "2026-02-30")] {
            assert!(wrong(kind, text, false, [None; 2]).is_some_and(|(_, bound)| bound.is_none()), "{text}");
        }
    }

    #[test]
    fn what_need_not_be_answered_need_not() {
        for kind in FieldWord::ALL {
            assert!(wrong(*kind, "", false, [Some(1), Some(2)]).is_none() && wrong(*kind, "  ", true, [None; 2]).is_some());
        }
    }
}
