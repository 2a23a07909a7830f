//! What every decoder of a noun uses: typed getters that record the place when something is wrong.
//!
//! Decides how problems are collected: all of a file at once, never the first only. Leaves the nouns to their own files.
//! Messages are made by closures that the shopper's build never calls, so they cost it nothing.

use super::diagnostic::{Code, Diagnostic, Severity, did_you_mean};
use super::noun::{Holds, Key, key};
use crate::node::{Kind, Node};
use crate::value::Decimal;
use std::borrow::Cow;
use std::rc::Rc;

/// The running decode of one file.
#[derive(Debug, Default)]
pub struct Decoder {
    /// All that was found so far, in the order of the file as it was read.
    pub diagnostics: Vec<Diagnostic>,
    /// How many of them are errors.
    pub errors: u32,
}

/// What a value is, in the words of a marketer.
#[must_use]
pub fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Null => "null",
        Kind::True | Kind::False => "true or false",
        Kind::Number => "a number",
        Kind::Plain | Kind::Escaped => "a text",
        Kind::List => "a list",
        Kind::Object => "an object",
    }
}

impl Decoder {
    /// Records a problem at a value. `message` says what was found, what would be right, how to fix it; only the tools call it.
    #[inline(always)]
    pub fn report(&mut self, code: Code, node: Node<'_>, message: impl FnOnce() -> String) {
        #[cfg(not(feature = "tools"))]
        let _ = message;
        self.note(
            code,
            node,
            #[cfg(feature = "tools")]
            message(),
        );
    }

    /// Not generic and never inlined: there are hundreds of reports, and each would hold a copy of it.
    #[inline(never)]
    fn note(&mut self, code: Code, node: Node<'_>, #[cfg(feature = "tools")] message: String) {
        self.errors += u32::from(code.severity() == Severity::Error);
        self.diagnostics.push(Diagnostic {
            code,
            at: node.at(),
            #[cfg(feature = "tools")]
            message,
        });
    }

    /// Records that the value is of the wrong type.
    #[inline(always)]
    pub fn wrong<T>(&mut self, node: Node<'_>, wanted: &str) -> Option<T> {
        self.report(Code::WrongType, node, || format!("found {}, expected {wanted}", found(node)));
        None
    }

    /// The values under the known keys, in the order of `keys`; reports unknown and repeated keys. None where it is no object.
    #[cfg(feature = "tools")]
    pub fn fields<'d, const N: usize>(&mut self, node: Node<'d>, keys: &[&'static str; N]) -> Option<[Option<Node<'d>>; N]> {
        if node.kind() != Kind::Object {
            return self.wrong(node, "an object");
        }
        let mut fields = [None; N];
        for (key, value) in node.entries() {
            let word = key.word();
            match keys.iter().position(|known| *known == word) {
                Some(place) if fields[place].replace(value).is_none() => {}
                Some(_) => self.report(Code::DuplicateKey, key, || format!("the key `{word}` stands here twice; keep one")),
                None => self.unknown_key(key, keys),
            }
        }
        Some(fields)
    }

    /// Records an unknown key with a suggestion.
    #[inline(always)]
    pub fn unknown_key(&mut self, key: Node<'_>, keys: &[&'static str]) {
        self.report(Code::UnknownKey, key, || unknown_key(key, keys));
    }

    /// Records that a key is missing.
    #[inline(always)]
    pub fn missing<T>(&mut self, node: Node<'_>, key: &str, example: &str) -> Option<T> {
        self.report(Code::MissingKey, node, || format!("`{key}` is missing; add for example {example}"));
        None
    }

    /// A text, as it stands in the file where it can.
    pub fn said<'d>(&mut self, node: Node<'d>) -> Option<Cow<'d, str>> {
        let text = node.text();
        if text.is_none() {
            self.wrong::<()>(node, "a text in double quotes");
        }
        text
    }

    /// A text.
    pub fn text(&mut self, node: Node<'_>) -> Option<Rc<str>> {
        match node.shared() {
            Some(text) => Some(text),
            None => self.wrong(node, "a text in double quotes"),
        }
    }

    /// `true` or `false`.
    pub fn flag(&mut self, node: Node<'_>) -> Option<bool> {
        Some(self.worth(node, &FLAG)? != 0)
    }

    /// A number as written.
    pub fn decimal(&mut self, node: Node<'_>) -> Option<Decimal> {
        let number = node.decimal();
        if number.is_none() {
            self.wrong::<()>(node, "a number");
        }
        number
    }

    /// A whole number between two bounds, both included.
    pub fn integer(&mut self, node: Node<'_>, low: i64, high: i64) -> Option<i64> {
        if let Some(number) = node.integer()
            && (low..=high).contains(&number)
        {
            return Some(number);
        }
        let number = node.kind() == Kind::Number;
        self.report(if number { Code::OutOfRange } else { Code::WrongType }, node, || match number {
            true => format!("found {}, expected a whole number from {low} to {high}", node.raw()),
            false => format!("found {}, expected a whole number", found(node)),
        });
        None
    }

    /// One of the given words: its place in the list.
    #[inline(never)]
    pub fn word(&mut self, node: Node<'_>, words: &[&'static str]) -> Option<usize> {
        let text = node.word();
        for (place, word) in words.iter().enumerate() {
            if same(word, text) {
                return Some(place);
            }
        }
        let code = if matches!(node.kind(), Kind::Plain | Kind::Escaped) { Code::UnknownWord } else { Code::WrongType };
        self.report(code, node, || match node.text() {
            Some(text) => format!("found `{text}`, expected one of: {}{}", words.join(", "), did_you_mean(&text, words.iter().copied())),
            None => format!("found {}, expected a text in double quotes", found(node)),
        });
        None
    }

    /// A span such as `"8s"`, `"30m"`, `"3d"`, in milliseconds.
    pub fn span(&mut self, node: Node<'_>) -> Option<i64> {
        self.worth(node, &SPAN)
    }

    /// The only entry of an object: `{ "scroll": {…} }`.
    #[inline(always)]
    pub fn only_entry<'d>(&mut self, node: Node<'d>, what: &str) -> Option<(Node<'d>, Node<'d>)> {
        let entry = only(node);
        if entry.is_none() {
            self.wrong::<()>(node, what);
        }
        entry
    }

    /// An id: lower-case letters, digits and hyphens, at most 64 characters.
    pub fn id(&mut self, node: Node<'_>) -> Option<Rc<str>> {
        self.worth(node, &ID)?;
        Some(rc(node.word()))
    }
}

const FLAG: Key = key("", Holds::Flag);
const SPAN: Key = key("", Holds::Span);
const ID: Key = key("", Holds::Id);

/// Whether two texts are the same. Their lengths first: comparing texts is a call, and most words of a table have another length.
#[inline(always)]
#[must_use]
pub fn same(one: &str, other: &str) -> bool {
    one.len() == other.len() && one == other
}

/// A text to be kept.
#[inline(never)]
#[must_use]
pub fn rc(text: &str) -> Rc<str> {
    Rc::from(text)
}

/// Whether it can be an id.
#[inline(never)]
#[must_use]
pub fn is_id(text: &str) -> bool {
    for byte in text.bytes() {
        if !matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-') {
            return false;
        }
    }
    (1..=64).contains(&text.len())
}

#[inline(never)]
fn only<'d>(node: Node<'d>) -> Option<(Node<'d>, Node<'d>)> {
    let mut entries = node.entries();
    let entry = entries.next()?;
    if entries.next().is_some() { None } else { Some(entry) }
}

/// What is said of an unknown key.
#[must_use]
pub fn unknown_key(key: Node<'_>, keys: &[&'static str]) -> String {
    let word = key.text().unwrap_or_default();
    let mut guess = did_you_mean(&word, keys.iter().copied());
    if guess.is_empty() {
        guess = format!("; known here: {}", keys.join(", "));
    }
    format!("unknown key `{word}`{guess}")
}

/// The value, short enough for a sentence.
#[must_use]
pub fn found(node: Node<'_>) -> String {
    let raw = node.raw();
    if raw.len() <= 40 && !matches!(node.kind(), Kind::List | Kind::Object) {
        format!("`{raw}`")
    } else {
        String::from(kind_name(node.kind()))
    }
}
