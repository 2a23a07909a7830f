//! Searches as JavaScript would, without a browser: with `regex-lite`, which is linear in the text.
//!
//! Decides how JavaScript's meaning is put into words that `regex-lite` reads alike. JavaScript sees UTF-16 code units
//! where `regex-lite` sees characters, so both sides are translated: each half of a surrogate pair becomes a character of
//! its own from a private plane, in the expression and in the text.
//!
//! Classes and escapes are spelled out as ranges, which settles what `\s`, `.` and letter case mean.

use std::fmt::Write;

use super::check::{self, PatternError, Sink};
use regex_lite::{Regex, RegexBuilder};

/// What JavaScript calls a line end.
const LINE_ENDS: &[(u16, u16)] = &[(0x0a, 0x0a), (0x0d, 0x0d), (0x2028, 0x2029)];
const DIGITS: &[(u16, u16)] = &[(0x30, 0x39)];
const WORD: &[(u16, u16)] = &[(0x30, 0x39), (0x41, 0x5a), (0x5f, 0x5f), (0x61, 0x7a)];
/// White space and line ends; the same as [`crate::number`]'s.
const SPACE: &[(u16, u16)] = &[
    (0x09, 0x0d),
    (0x20, 0x20),
    (0xa0, 0xa0),
    (0x1680, 0x1680),
    (0x2000, 0x200a),
    (0x2028, 0x2029),
    (0x202f, 0x202f),
    (0x205f, 0x205f),
    (0x3000, 0x3000),
    (0xfeff, 0xfeff),
];

/// A compiled expression.
#[derive(Clone)]
pub(super) struct Program(Regex);

impl Program {
    pub(super) fn compile(source: &str, insensitive: bool) -> Result<Program, PatternError> {
        let mut translator = Translator { out: String::new(), class: None, insensitive };
        check::check(source, &mut translator)?;
        // The check holds repetitions down; the limits here only have to be out of the way.
        let built = RegexBuilder::new(&translator.out).size_limit(256 << 20).nest_limit(300).build();
        built.map(Program).map_err(|_| PatternError::TooBig)
    }

    pub(super) fn matches(&self, text: &str) -> bool {
        if text.chars().all(|c| c.len_utf16() == 1) {
            return self.0.is_match(text);
        }
        self.0.is_match(&text.encode_utf16().map(character).collect::<String>())
    }
}

/// A code unit as a character: half of a pair as one from the private plane 16, whose own characters are pairs too and
/// thus never in the way.
fn character(unit: u16) -> char {
    let place = if (0xd800..=0xdfff).contains(&unit) { 0x10_0000 + u32::from(unit) } else { u32::from(unit) };
    char::from_u32(place).unwrap_or(char::REPLACEMENT_CHARACTER)
}

type Ranges = Vec<(u16, u16)>;

struct Translator {
    out: String,
    /// The class being read: whether it is negated, and what is in it.
    class: Option<(bool, Ranges)>,
    insensitive: bool,
}

impl Sink for Translator {
    fn raw(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn literal(&mut self, c: char) {
        for unit in c.encode_utf16(&mut [0; 2]) {
            self.class(vec![(*unit, *unit)], false);
        }
    }

    fn set(&mut self, name: char) {
        let (ranges, negated) = match name {
            'd' => (DIGITS, false),
            'D' => (DIGITS, true),
            'w' => (WORD, false),
            'W' => (WORD, true),
            's' => (SPACE, false),
            'S' => (SPACE, true),
            _ => (LINE_ENDS, true),
        };
        let ranges = if negated { complement(ranges.to_vec()) } else { ranges.to_vec() };
        match &mut self.class {
            Some((_, members)) => members.extend(ranges),
            None => self.class(ranges, false),
        }
    }

    fn open(&mut self, negated: bool) {
        self.class = Some((negated, Ranges::new()));
    }

    fn range(&mut self, from: char, to: char) {
        if let Some((_, members)) = &mut self.class {
            members.push((u16::try_from(from).unwrap_or_default(), u16::try_from(to).unwrap_or_default()));
        }
    }

    fn close(&mut self) {
        if let Some((negated, members)) = self.class.take() {
            self.class(members, negated);
        }
    }
}

impl Translator {
    fn class(&mut self, mut ranges: Ranges, negated: bool) {
        if self.insensitive {
            ranges = with_all_cases(ranges);
        }
        // Twice: sorts and merges.
        ranges = complement(ranges);
        if !negated {
            ranges = complement(ranges);
        }
        // An empty class is written as one that no code unit is in.
        self.out.push('[');
        if ranges.is_empty() {
            self.out.push_str("\\x{10FFFF}");
        }
        for (from, to) in ranges {
            for (low, high) in [(0, 0xd7ff), (0xd800, 0xdfff), (0xe000, 0xffff)] {
                let (from, to) = (from.max(low), to.min(high));
                if from <= to {
                    // Writing to a String cannot fail.
                    let _ = write!(self.out, "\\x{{{:X}}}-\\x{{{:X}}}", u32::from(character(from)), u32::from(character(to)));
                }
            }
        }
        self.out.push(']');
    }
}

/// Everything that is in none of the ranges, in order.
fn complement(mut ranges: Ranges) -> Ranges {
    ranges.sort_unstable();
    let mut out = Ranges::new();
    let mut next = 0_u32;
    for (from, to) in ranges {
        if u32::from(from) > next {
            out.push((next as u16, from - 1));
        }
        next = next.max(u32::from(to) + 1);
    }
    if next <= 0xffff {
        out.push((next as u16, 0xffff));
    }
    out
}

/// The ranges and everything that JavaScript's flag `i` takes for the same.
fn with_all_cases(mut ranges: Ranges) -> Ranges {
    if ranges.iter().all(|(_, to)| *to < 0x80) {
        // No other character canonicalises to ASCII.
        let swapped = |low: u8, high: u8| ranges.iter().map(move |(from, to)| ((*from).max(low.into()), (*to).min(high.into())));
        let upper: Ranges = swapped(b'A', b'Z').filter(|(from, to)| from <= to).map(|(from, to)| (from + 32, to + 32)).collect();
        let lower: Ranges = swapped(b'a', b'z').filter(|(from, to)| from <= to).map(|(from, to)| (from - 32, to - 32)).collect();
        ranges.extend(upper);
        ranges.extend(lower);
        return ranges;
    }
    let mut wanted = vec![false; 0x1_0000];
    for (from, to) in &ranges {
        for unit in *from..=*to {
            if let Some(place) = wanted.get_mut(usize::from(canonical(unit))) {
                *place = true;
            }
        }
    }
    (0..=u16::MAX).filter(|unit| wanted.get(usize::from(canonical(*unit))) == Some(&true)).map(|unit| (unit, unit)).collect()
}

/// What JavaScript compares when it ignores case: the upper case where that is one code unit and not ASCII for something
/// that is not. Source: ECMAScript, Canonicalize, for expressions without the flag `u`.
fn canonical(unit: u16) -> u16 {
    let Some(c) = char::from_u32(u32::from(unit)) else { return unit };
    let mut upper = c.to_uppercase();
    match (upper.next().map(u16::try_from), upper.next()) {
        (Some(Ok(upper)), None) if unit < 0x80 || upper >= 0x80 => upper,
        _ => unit,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(source: &str, insensitive: bool, text: &str) -> bool {
        match Program::compile(source, insensitive) {
            Ok(program) => program.matches(text),
            Err(error) => panic!("{source}: {error}"),
        }
    }

    #[test]
    fn finds_what_javascript_finds() {
        // `new RegExp(source).test(text)` in Node 20.
        for (source, text, expected) in [
            ("", "", true),
            ("b", "abc", true),
            ("^b", "abc", false),
            ("(Mobile|Tablet)", "Chrome Desktop", false),
            ("^/blog/[^/]+$", "/blog/a-b", true),
            ("^/blog/[^/]+$", "/blog/a/b", false),
            ("a$", "a\n", false),
            ("a.b", "a\nb", false),
            ("a.b", "a\u{2028}b", false),
            ("a.b", "a\u{85}b", true),
            ("^\\s$", "\u{a0}", true),
            ("^\\s$", "\u{feff}", true),
            ("^\\s$", "\u{85}", false),
            ("^\\d$", "٣", false),
            ("^\\w$", "é", false),
            ("\\bblog\\b", "éblogé", true),
            ("^.$", "🦀", false),
            ("^..$", "🦀", true),
            ("^[^a]{2}$", "🦀", true),
            ("^(?:🦀)+$", "🦀🦀", true),
            ("🦀", "🎁", false),
            ("[!-\u{ffff}]", "🦀", true),
            ("^[+-\\-]$", "-", true),
            ("[\\s\\S]", "", false),
            ("[^\\s\\S]", "a", false),
            ("a|", "b", true),
            ("()*", "b", true),
        ] {
            assert_eq!(found(source, false, text), expected, "{source} in {text:?}");
        }
    }

    #[test]
    fn ignores_case_as_javascript_does() {
        // `new RegExp(source, "i").test(text)` in Node 20.
        for (source, text, expected) in [
            ("mobile", "Android MOBILE", true),
            ("^[a-c]$", "B", true),
            ("^[^a]$", "A", false),
            ("é", "É", true),
            ("[à-ý]", "É", true),
            ("σ", "ς", true),
            ("k", "\u{212a}", false),
            ("\u{212a}", "k", false),
            ("s", "ſ", false),
            ("ß", "ẞ", false),
            ("ß", "SS", false),
            ("µ", "Μ", true),
            ("\\w", "ſ", false),
        ] {
            assert_eq!(found(source, true, text), expected, "{source} in {text:?}");
        }
    }

    #[test]
    fn white_space_is_that_of_numbers() {
        for unit in 0..=u16::MAX {
            let space = SPACE.iter().any(|(from, to)| (*from..=*to).contains(&unit));
            let text = character(unit).to_string();
            assert_eq!(space, text != "0" && crate::number::number_from_text(&text) == 0.0, "{unit:#x}");
        }
    }

    #[test]
    fn large_expressions_still_compile() {
        for source in ["(?:[^é]{1000}){10}", "(?:(?:\\S|ß){5}){1000}", &["(".repeat(124), ")".repeat(124)].concat()] {
            assert!(Program::compile(source, true).is_ok(), "{source}");
        }
    }

    proptest! {
        // INVARIANT: whatever the check accepts compiles, so a rule file that loads in the browser loads in the tools.
        #[test]
        fn what_is_checked_compiles(source in r"([ab🦀é.|^$(\[\])*+?-]|\{2\}|\{1,3\}|\(\?:|\\[dDwWsSbBntr.\]-]|\[\^?){0,12}", insensitive: bool) {
            prop_assert_eq!(check::check(&source, &mut ()).err(), Program::compile(&source, insensitive).err());
        }
    }
}
