//! Nouns: what a rule file is made of, a table each; and the one walker that reads every noun by its table.
//!
//! Decides what is said of keys (unknown, twice, missing) and which values fit. What is read afterwards fits, so that readers ask for
//! values by place and check nothing again. Leaves the tables to the files of their nouns.

use super::decoder::{Decoder, found, rc, unknown_key};
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
    /// Something that is known, but does nothing yet.
    Nothing,
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
}

/// The keys of an object, each at the place at which [`Decoder::read`] puts its value.
pub type Noun = &'static [Key];

/// A key that may be left out.
#[must_use]
pub const fn key(name: &'static str, holds: Holds) -> Key {
    Key { name, holds, default: 0, needed: false, example: Hint::new("") }
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
}

/// Most keys of a noun.
pub const MOST_KEYS: usize = 16;

/// What stands under a key.
#[derive(Clone, Copy, Debug, Default)]
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
}

/// The place of a key.
#[inline(never)]
#[must_use]
pub fn place_of(noun: Noun, name: &str) -> Option<usize> {
    noun.iter().position(|key| key.name == name)
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
        let mut row = Row::default();
        for (slot, key) in row.iter_mut().zip(noun) {
            slot.value = i64::from(key.default);
        }
        let Some(node) = node else { return row };
        if node.kind() != Kind::Object {
            self.wrong::<()>(node, "an object");
            return row;
        }
        let mut given = 0u32;
        for (name, value) in node.entries() {
            let place = place_of(noun, name.word()).unwrap_or(MOST_KEYS);
            let (Some(slot), Some(key), 1) = (row.get_mut(place), noun.get(place), allowed >> place & 1) else {
                self.report(Code::UnknownKey, name, || unknown_key(name, &open_keys(noun, allowed)));
                continue;
            };
            if given >> place & 1 == 1 {
                self.report(Code::DuplicateKey, name, || format!("the key `{}` stands here twice; keep one", key.name));
            }
            given |= 1 << place;
            if let Some(worth) = self.worth(value, key) {
                *slot = Slot { node: Some(value), value: worth };
            }
        }
        for (key, place) in noun.iter().zip(0..) {
            if key.needed && given >> place & 1 == 0 {
                self.lacks(node, key);
            }
        }
        row
    }

    /// The same where anything but an object is short for the first key: `{ "snooze": "1d" }` is `{ "snooze": { "for": "1d" } }`.
    pub fn read_short<'d>(&mut self, node: Node<'d>, noun: Noun) -> Row<'d> {
        if node.kind() == Kind::Object {
            return self.read(Some(node), noun);
        }
        let mut row = self.read(None, noun);
        for (slot, key) in row.iter_mut().zip(noun).take(1) {
            if let Some(value) = self.worth(node, key) {
                *slot = Slot { node: Some(node), value };
            }
        }
        for key in noun.iter().skip(1) {
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
    pub fn worth(&mut self, node: Node<'_>, key: &Key) -> Option<i64> {
        let fits = match key.holds {
            Holds::Anything => true,
            Holds::Text => self.said(node).is_some(),
            Holds::Filled => {
                let text = self.said(node)?;
                if text.is_empty() {
                    self.report(Code::MissingKey, node, || format!("`{}` is empty; write for example {}", key.name, key.example.text()));
                }
                !text.is_empty()
            }
            Holds::Id => self.id(node).is_some(),
            Holds::Currency => super::names::currency_code(self, node).is_some(),
            Holds::Flag => return self.flag(node).map(i64::from),
            Holds::Whole(low, high) => return self.integer(node, i64::from(low), i64::from(high)),
            Holds::Number => self.decimal(node).is_some(),
            Holds::Share => return self.share(node),
            Holds::Span => return self.span(node),
            Holds::SpanOr(words) => return self.span_or(node, words),
            Holds::Word(words) => return self.word(node, words).map(|place| place as i64),
            Holds::Words(words) => {
                let mut bits = 0;
                for item in node.items() {
                    if let Some(place) = self.word(item, words) {
                        bits |= 1 << place;
                    }
                }
                self.listed(node, 0, key)?;
                return Some(bits);
            }
            Holds::Local => {
                let local = parse_local(&node.text().unwrap_or_default());
                if local.is_none() {
                    self.bad_time(node, "a local time such as \"2026-11-20T18:00\"");
                }
                return local;
            }
            Holds::Hours => {
                let fits = Hours::parse(node.word()).is_some();
                if !fits {
                    self.bad_time(node, "hours such as \"09:00-22:00\"");
                }
                fits
            }
            Holds::Colour => self.colour(node),
            Holds::Object => {
                let fits = node.kind() == Kind::Object;
                if !fits {
                    self.report(Code::WrongType, node, || sentence(node, "an object", key));
                }
                fits
            }
            Holds::List(least) => return self.listed(node, least, key),
            Holds::Nothing => {
                self.report(Code::NotYetDrawn, node, || format!("`{}` is known, but does nothing yet: {}", key.name, key.example.text()));
                true
            }
        };
        fits.then_some(0)
    }

    fn listed(&mut self, node: Node<'_>, least: u32, key: &Key) -> Option<i64> {
        if node.kind() == Kind::List && (least == 0 || node.items().next().is_some()) {
            return Some(0);
        }
        self.report(Code::WrongType, node, || sentence(node, "a list", key));
        None
    }

    #[inline(always)]
    fn bad_time(&mut self, node: Node<'_>, wanted: &str) {
        self.report(Code::BadTime, node, || format!("found {}, expected {wanted}", node.raw()));
    }

    /// A share from 0 to 1, in ten-thousandths.
    fn share(&mut self, node: Node<'_>) -> Option<i64> {
        if let Some(share) = self.decimal(node)?.scaled(4)
            && (0..=10_000).contains(&share)
        {
            return Some(share);
        }
        self.report(Code::OutOfRange, node, || format!("found {}, expected a share from 0 to 1, such as 0.1 for 10 %", node.raw()));
        None
    }

    /// A span, or a word: below zero, its place below -1.
    fn span_or(&mut self, node: Node<'_>, words: Words) -> Option<i64> {
        let text = self.said(node)?;
        let place = words.iter().position(|word| *word == text);
        if let Some(place) = place {
            return Some(-1 - place as i64);
        }
        let span = parse_span(&text);
        if span.is_none() {
            self.report(Code::UnknownWord, node, || {
                let guess = did_you_mean(&text, words.iter().copied());
                format!("found `{text}`, expected {} or a span such as \"7d\"{guess}", words.join(", "))
            });
        }
        span
    }

    fn colour(&mut self, node: Node<'_>) -> bool {
        let text = node.word().as_bytes();
        let fits = text.len() == 7 && text.first() == Some(&b'#') && text.iter().skip(1).all(u8::is_ascii_hexdigit);
        if !fits {
            self.wrong::<()>(node, "a colour as six hexadecimal digits, such as \"#2f5d50\"");
        }
        fits
    }
}

/// What was found, what kind of value was expected, and how such a one is written.
fn sentence(node: Node<'_>, kind: &str, key: &Key) -> String {
    let example = key.example.text();
    let (_, value) = example.split_once(": ").unwrap_or(("", example));
    let found = found(node);
    if value.is_empty() { format!("found {found}, expected {kind}") } else { format!("found {found}, expected {kind} such as {value}") }
}
