//! Nouns: what a rule file is made of, a table each; and the one walker that reads every noun by its table.
//!
//! Decides what is said of keys (unknown, twice, missing) and which values fit. What is read afterwards fits, so that readers ask for
//! values by place and check nothing again. Leaves the tables to the files of their nouns.

use super::decoder::{Decoder, found, is_id, rc, same, unknown_key};
use super::diagnostic::{Code, Hint, did_you_mean};
use crate::engine::time::{Hours, parse_local, parse_span};
use crate::node::{Kind, Node};
use std::rc::Rc;

/// Words to choose from.
pub type Words = &'static [&'static str];

/// What may stand under a key, and the number that it is worth.
#[derive(Clone, Copy, Debug)]
pub enum Holds {
    /// Anything; whoever reads it says what is wrong with it.
    Anything,
    /// A text.
    Text,
    /// A text that says something.
    Filled,
    /// An id.
    Id,
    /// A currency code.
    Currency,
    /// True (1) or false (0).
    Flag,
    /// A whole number between two bounds, both included.
    Whole(i32, i32),
    /// A number as written.
    Number,
    /// A share from 0 to 1, in ten-thousandths.
    Share,
    /// A span, in milliseconds.
    Span,
    /// A span, or one of some words: the place of the word below -1.
    SpanOr(Words),
    /// One of some words: its place.
    Word(Words),
    /// A list of some words: a bit each.
    Words(Words),
    /// A local time.
    Local,
    /// Hours of the day.
    Hours,
    /// A colour.
    Colour,
    /// An object.
    Object,
    /// A list with so much in it at least.
    List(u32),
}

/// One key of a noun.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// As in rule files.
    pub name: &'static str,
    /// What may stand there.
    pub holds: Holds,
    /// What it is worth where it is missing or wrong.
    pub default: i32,
    /// Whether it has to be there.
    pub needed: bool,
    /// How it is written.
    pub example: Hint<'static>,
    /// What it is, for reference and schema.
    pub doc: Hint<'static>,
    /// What holds where it is left out: JSON, or words.
    pub unset: Hint<'static>,
}

/// The keys of an object, each at the place at which [`Decoder::read`] puts its value.
pub type Noun = &'static [Key];

/// A key that may be left out.
#[must_use]
pub const fn key(name: &'static str, holds: Holds) -> Key {
    let none = Hint::new("");
    Key { name, holds, default: 0, needed: false, example: none, doc: none, unset: none }
}

impl Key {
    /// Has to be there.
    #[must_use]
    pub const fn needed(self) -> Key {
        Key { needed: true, ..self }
    }

    /// Is worth this where it is left out.
    #[must_use]
    pub const fn or(self, default: i32) -> Key {
        Key { default, ..self }
    }

    /// Is written like this.
    #[must_use]
    pub const fn like(self, example: &'static str) -> Key {
        Key { example: Hint::new(example), ..self }
    }

    /// Is this.
    #[must_use]
    pub const fn doc(self, doc: &'static str) -> Key {
        Key { doc: Hint::new(doc), ..self }
    }

    /// Is taken for this where it is left out, in JSON or in words.
    #[must_use]
    pub const fn unset(self, unset: &'static str) -> Key {
        Key { unset: Hint::new(unset), ..self }
    }
}

/// Most keys of a noun.
pub const MOST_KEYS: usize = 16;

/// What stands under a key.
#[derive(Clone, Copy, Debug)]
pub struct Slot<'d> {
    /// The value where one was given that fits.
    pub node: Option<Node<'d>>,
    /// What it is worth, see [`Holds`]; otherwise the default of its key.
    pub value: i64,
}

/// What stands under the keys of a noun, each at its place.
pub type Row<'d> = [Slot<'d>; MOST_KEYS];

impl Slot<'_> {
    /// A flag.
    #[must_use]
    pub fn flag(&self) -> bool {
        self.value != 0
    }

    /// The number where it was given.
    #[must_use]
    pub fn given(&self) -> Option<i64> {
        self.node.is_some().then_some(self.value)
    }

    /// The text where it was given.
    #[inline(never)]
    #[must_use]
    pub fn text(&self) -> Option<Rc<str>> {
        Some(rc(&self.node?.text()?))
    }

    /// The text, or an empty one.
    #[inline(never)]
    #[must_use]
    pub fn name(&self) -> Rc<str> {
        match self.text() {
            Some(text) => text,
            None => rc(""),
        }
    }
}

/// The place of a key; one past the last where there is none.
#[inline(never)]
#[must_use]
pub fn place_of(noun: Noun, name: &str) -> usize {
    let mut place = 0;
    for key in noun {
        if same(key.name, name) {
            break;
        }
        place += 1;
    }
    place
}

/// The names of those keys that are allowed, a bit each.
#[must_use]
pub fn open_keys(noun: Noun, allowed: u32) -> Vec<&'static str> {
    noun.iter().zip(0..).filter(|(_, place)| allowed >> place & 1 == 1).map(|(key, _)| key.name).collect()
}

impl Decoder {
    /// Reads an object by its table; where there is none, everything is worth its default.
    pub fn read<'d>(&mut self, node: Option<Node<'d>>, noun: Noun) -> Row<'d> {
        self.read_some(node, noun, u32::MAX)
    }

    /// The same where only some of the keys are allowed: a bit each.
    #[inline(never)]
    pub fn read_some<'d>(&mut self, node: Option<Node<'d>>, noun: Noun, allowed: u32) -> Row<'d> {
        let mut row = [Slot { node: None, value: 0 }; MOST_KEYS];
        self.fill(&mut row, node, noun, allowed);
        row
    }

    fn fill<'d>(&mut self, row: &mut Row<'d>, node: Option<Node<'d>>, noun: Noun, allowed: u32) {
        for (slot, key) in row.iter_mut().zip(noun) {
            slot.value = i64::from(key.default);
        }
        let Some(node) = node else { return };
        if node.kind() != Kind::Object {
            self.wrong::<()>(node, "an object");
            return;
        }
        let mut given = 0u32;
        for (name, value) in node.entries() {
            let place = place_of(noun, name.word());
            let bit = allowed & 1 << place;
            let (Some(slot), Some(key), true) = (row.get_mut(place), noun.get(place), bit != 0) else {
                self.report(Code::UnknownKey, name, || unknown_key(name, &open_keys(noun, allowed)));
                continue;
            };
            if given & bit != 0 {
                self.report(Code::DuplicateKey, name, || format!("the key `{}` stands here twice; keep one", key.name));
            }
            given |= bit;
            if let Some(worth) = self.worth(value, key) {
                *slot = Slot { node: Some(value), value: worth };
            }
        }
        for (place, key) in noun.iter().enumerate() {
            if key.needed && given >> place & 1 == 0 {
                self.lacks(node, key);
            }
        }
    }

    /// The same where anything but an object is short for the first key: `{ "snooze": "1d" }` is `{ "snooze": { "for": "1d" } }`.
    pub fn read_short<'d>(&mut self, node: Node<'d>, noun: Noun) -> Row<'d> {
        if node.kind() == Kind::Object {
            return self.read(Some(node), noun);
        }
        let mut row = self.read(None, noun);
        let Some((first, others)) = noun.split_first() else { return row };
        if let Some(value) = self.worth(node, first) {
            row[0] = Slot { node: Some(node), value };
        }
        for key in others {
            if key.needed {
                self.lacks(node, key);
            }
        }
        row
    }

    /// Records that a key is missing.
    #[inline(always)]
    pub fn lacks(&mut self, node: Node<'_>, key: &Key) {
        self.report(Code::MissingKey, node, || format!("`{}` is missing; add for example {}", key.name, key.example.text()));
    }

    /// What a value is worth, see [`Holds`]; reports one that does not fit.
    #[inline(never)]
    pub fn worth(&mut self, node: Node<'_>, key: &Key) -> Option<i64> {
        let text = matches!(node.kind(), Kind::Plain | Kind::Escaped);
        let word = if text { node.word() } else { "" };
        let fits = |fits: bool| if fits { Some(0) } else { None };
        let (code, worth) = match key.holds {
            Holds::Anything => return Some(0),
            Holds::Whole(low, high) => return self.integer(node, i64::from(low), i64::from(high)),
            Holds::Word(words) => return self.word(node, words).map(|place| place as i64),
            Holds::Words(words) => (Code::WrongType, self.bits(node, words)),
            Holds::Text => (Code::WrongType, fits(text)),
            Holds::Filled => (Code::MissingKey, fits(text && node.raw().len() > 2)),
            Holds::Id => (Code::BadId, fits(is_id(word))),
            Holds::Currency => (Code::BadMoney, fits(word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_uppercase()))),
            Holds::Flag => (Code::WrongType, node.bool().map(i64::from)),
            Holds::Share => (Code::OutOfRange, share(node)),
            Holds::Number => (Code::WrongType, fits(node.decimal().is_some())),
            Holds::Span => (Code::BadSpan, parse_span(word)),
            Holds::SpanOr(words) => (Code::UnknownWord, word_or_span(words, word)),
            Holds::Local => (Code::BadTime, parse_local(word)),
            Holds::Hours => (Code::BadTime, fits(Hours::parse(word).is_some())),
            Holds::Colour => (Code::WrongType, fits(is_colour(word.as_bytes()))),
            Holds::Object => (Code::WrongType, fits(node.kind() == Kind::Object)),
            Holds::List(least) => (Code::WrongType, fits(node.kind() == Kind::List && (least == 0 || node.items().next().is_some()))),
        };
        if worth.is_none() {
            let right = if matches!(key.holds, Holds::Share) { node.kind() == Kind::Number } else { text };
            self.report(if right { code } else { Code::WrongType }, node, || misfit(node, key, right));
        }
        worth
    }

    /// A bit for each of the words in a list.
    fn bits(&mut self, list: Node<'_>, words: Words) -> Option<i64> {
        let mut bits = 0;
        for item in list.items() {
            if let Some(place) = self.word(item, words) {
                bits |= 1 << place;
            }
        }
        if list.kind() == Kind::List { Some(bits) } else { None }
    }
}

fn share(node: Node<'_>) -> Option<i64> {
    let share = node.decimal()?.scaled(4)?;
    if (0..=10_000).contains(&share) { Some(share) } else { None }
}

fn word_or_span(words: Words, word: &str) -> Option<i64> {
    let mut place = -1;
    for known in words {
        if *known == word {
            return Some(place);
        }
        place -= 1;
    }
    parse_span(word)
}

fn is_colour(text: &[u8]) -> bool {
    let Some((b'#', digits)) = text.split_first() else { return false };
    digits.len() == 6 && digits.iter().all(u8::is_ascii_hexdigit)
}

/// What is said of a value that does not fit: what was found, what would be right. `right`: it is a text or a number as it should be.
fn misfit(node: Node<'_>, key: &Key, right: bool) -> String {
    let example = key.example.text();
    let text = node.text().unwrap_or_default();
    let (found, raw) = (found(node), node.raw());
    match key.holds {
        Holds::Filled if right => format!("`{}` is empty; write for example {example}", key.name),
        Holds::Id if right => format!("`{text}` is no id; use lower-case letters, digits and hyphens, such as `free-gift-at-50`"),
        Holds::Currency if right => format!("`{text}` is no currency; write its three letters, such as EUR"),
        Holds::Span if right => {
            format!("`{text}` is no span; write a whole number and s, m, h, d or w, such as \"8s\", \"30m\" or \"3d\"")
        }
        Holds::SpanOr(words) if right => {
            let guess = did_you_mean(&text, words.iter().copied());
            format!("found `{text}`, expected {} or a span such as \"7d\"{guess}", words.join(", "))
        }
        Holds::Share if right => format!("found {raw}, expected a share from 0 to 1, such as 0.1 for 10 %"),
        Holds::Share | Holds::Number => format!("found {found}, expected a number"),
        Holds::Flag => format!("found {found}, expected true or false"),
        Holds::Span => format!("found {found}, expected a span in double quotes, such as \"8s\", \"30m\" or \"3d\""),
        Holds::Local => format!("found {raw}, expected a local time such as \"2026-11-20T18:00\""),
        Holds::Hours => format!("found {raw}, expected hours such as \"09:00-22:00\""),
        Holds::Colour => format!("found {found}, expected a colour as six hexadecimal digits, such as \"#2f5d50\""),
        Holds::Object | Holds::List(_) | Holds::Words(_) => {
            let kind = if matches!(key.holds, Holds::Object) { "an object" } else { "a list" };
            match example.split_once(": ") {
                Some((_, value)) => format!("found {found}, expected {kind} such as {value}"),
                None => format!("found {found}, expected {kind}"),
            }
        }
        _ => format!("found {found}, expected a text in double quotes"),
    }
}
