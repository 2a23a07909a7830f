//! A small positioned JSON reader over bytes.
//!
//! Decides what is JSON (RFC 8259, strictly) and where everything stands. Leaves what the values mean to the decoders.
//! The text is scanned once into a flat tape of tokens; a [`Node`] is an index into it, so decoding costs no tree of
//! objects and skipping a value costs one addition. Strings and numbers are read only when somebody asks for them.
//!
//! The same code reads rule files, declarations, profiles and scenarios, in the browser and in the tools.

mod escape;
mod scan;

use crate::number::Digits;
use crate::value::{Decimal, Value};
use escape::unescape;
use scan::Scanner;
use std::borrow::Cow;
use std::rc::Rc;

/// Most bytes a document may have.
pub const MAX_BYTES: usize = 8 * 1024 * 1024;
/// Deepest nesting of lists and objects.
pub const MAX_DEPTH: usize = 32;
/// Most keys in one document, all objects together.
pub const MAX_KEYS: usize = 200_000;
/// Most bytes of one string.
pub const MAX_TEXT: usize = 4 * 1024;

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    /// `null`
    Null,
    /// `true`
    True,
    /// `false`
    False,
    /// a number
    Number,
    /// a text without escapes
    Plain,
    /// a text with at least one escape
    Escaped,
    /// `[…]`
    List,
    /// `{…}`
    Object,
}

#[derive(Clone, Copy, Debug)]
struct Token {
    kind: Kind,
    /// First byte; of a text the first after its quote.
    start: u32,
    /// One past the last byte; of a text its closing quote.
    end: u32,
    /// Index of the token after this value and all that is in it.
    next: u32,
}

/// Why a text is not JSON, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// Byte offset of the first byte that does not fit.
    pub at: u32,
    /// What is wrong there.
    pub what: Syntax,
}

/// The ways in which a text can fail to be JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// The file is longer than [`MAX_BYTES`].
    TooLong,
    /// Nested deeper than [`MAX_DEPTH`].
    TooDeep,
    /// More than [`MAX_KEYS`] keys.
    TooManyKeys,
    /// A string longer than [`MAX_TEXT`].
    TextTooLong,
    /// Not UTF-8.
    NotUtf8,
    /// The text ends too early.
    Ends,
    /// A value was expected.
    Value,
    /// A key in double quotes was expected.
    Key,
    /// `:` was expected.
    Colon,
    /// `,` or the closing bracket was expected.
    Comma,
    /// A comma before the closing bracket.
    TrailingComma,
    /// A raw control character or a bad escape in a text.
    Text,
    /// A malformed number.
    Number,
    /// Something follows the document.
    Rest,
}

/// A scanned document.
#[derive(Debug)]
pub struct Doc<'a> {
    text: &'a str,
    tape: Vec<Token>,
}

impl<'a> Doc<'a> {
    /// Scans `bytes`; a byte-order mark in front is allowed.
    ///
    /// # Errors
    /// The first place at which the bytes are not JSON or pass a limit.
    pub fn scan(bytes: &'a [u8]) -> Result<Doc<'a>, SyntaxError> {
        let fail = |at: usize, what| Err(SyntaxError { at: at as u32, what });
        if bytes.len() > MAX_BYTES {
            return fail(MAX_BYTES, Syntax::TooLong);
        }
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => return fail(error.valid_up_to(), Syntax::NotUtf8),
        };
        let mut scanner = Scanner { bytes: text.as_bytes(), at: 0, tape: Vec::with_capacity(bytes.len() / 12 + 4), keys: 0 };
        if bytes.starts_with(b"\xEF\xBB\xBF") {
            scanner.at = 3;
        }
        match scanner.document() {
            Ok(()) => Ok(Doc { text, tape: scanner.tape }),
            // Whatever was expected where the text ends, it is the end that is wrong.
            Err(what) if scanner.at < bytes.len() || what == Syntax::TooManyKeys || what == Syntax::TextTooLong => fail(scanner.at, what),
            Err(_) => fail(scanner.at, Syntax::Ends),
        }
    }

    /// The document's value.
    #[must_use]
    pub fn root(&self) -> Node<'_> {
        Node { doc: self, index: 0 }
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &'a str {
        self.text
    }
}

/// One value of a [`Doc`]: an index into its tape.
#[derive(Clone, Copy, Debug)]
pub struct Node<'d> {
    doc: &'d Doc<'d>,
    index: u32,
}

impl<'d> Node<'d> {
    // By reference and always inline: a call that copies all four fields was a fifteenth of the time of a load.
    #[inline(always)]
    fn token(self) -> &'d Token {
        const MISSING: Token = Token { kind: Kind::Null, start: 0, end: 0, next: u32::MAX };
        self.doc.tape.get(self.index as usize).unwrap_or(&MISSING)
    }

    /// What it is.
    #[inline(never)]
    #[must_use]
    pub fn kind(self) -> Kind {
        self.token().kind
    }

    /// Byte offset in the document, of a text that of its opening quote.
    #[must_use]
    pub fn at(self) -> u32 {
        let token = self.token();
        token.start - u32::from(matches!(token.kind, Kind::Plain | Kind::Escaped))
    }

    /// The index on the tape: with it the node can be found again by [`Doc::node`].
    #[must_use]
    pub fn index(self) -> u32 {
        self.index
    }

    /// The bytes of the value as they stand in the document.
    #[must_use]
    pub fn raw(self) -> &'d str {
        let token = self.token();
        let quote = u32::from(matches!(token.kind, Kind::Plain | Kind::Escaped));
        self.doc.text.get((token.start - quote) as usize..(token.end + quote) as usize).unwrap_or("")
    }

    /// `true` or `false`.
    #[must_use]
    pub fn bool(self) -> Option<bool> {
        match self.kind() {
            Kind::True => Some(true),
            Kind::False => Some(false),
            _ => None,
        }
    }

    /// What the token covers: of a text what stands between its quotes.
    #[inline(never)]
    fn content(self) -> &'d str {
        let token = self.token();
        self.doc.text.get(token.start as usize..token.end as usize).unwrap_or_default()
    }

    /// The text; lone surrogates become U+FFFD.
    #[must_use]
    pub fn text(self) -> Option<Cow<'d, str>> {
        match self.kind() {
            Kind::Plain => Some(Cow::Borrowed(self.content())),
            Kind::Escaped => Some(Cow::Owned(unescape(self.content()))),
            _ => None,
        }
    }

    /// The text as a handle.
    #[inline(never)]
    #[must_use]
    pub fn shared(self) -> Option<Rc<str>> {
        Some(Rc::from(&*self.text()?))
    }

    /// The text where it has no escapes: what keys and vocabulary words are.
    #[inline(never)]
    #[must_use]
    pub fn word(self) -> &'d str {
        if self.kind() == Kind::Plain { self.content() } else { "" }
    }

    /// The number, exactly as it was written; None where it is no number or does not fit a [`Decimal`].
    #[must_use]
    pub fn decimal(self) -> Option<Decimal> {
        if self.kind() == Kind::Number { decimal(self.content().as_bytes()) } else { None }
    }

    /// The number where it is a whole one.
    #[must_use]
    pub fn integer(self) -> Option<i64> {
        self.decimal()?.scaled(0)
    }

    /// The elements of a list; nothing of anything else.
    pub fn items(self) -> Items<'d> {
        let token = self.token();
        let end = if token.kind == Kind::List { token.next } else { self.index + 1 };
        Items { doc: self.doc, index: self.index + 1, end }
    }

    /// Nothing but the value itself, whatever it is.
    pub fn alone(self) -> Items<'d> {
        Items { doc: self.doc, index: self.index, end: self.index + 1 }
    }

    /// The entries of an object as (key, value); nothing of anything else.
    pub fn entries(self) -> Entries<'d> {
        let token = self.token();
        let end = if token.kind == Kind::Object { token.next } else { self.index + 1 };
        Entries { doc: self.doc, index: self.index + 1, end }
    }

    /// The value under `key`; the last one where a key stands twice.
    #[must_use]
    pub fn get(self, key: &str) -> Option<Node<'d>> {
        let mut found = None;
        for (name, value) in self.entries() {
            let same = if name.kind() == Kind::Escaped { *unescape(name.content()) == *key } else { *name.content() == *key };
            if same {
                found = Some(value);
            }
        }
        found
    }

    /// The value as data of the loose family.
    #[must_use]
    pub fn value(self) -> Value {
        match self.kind() {
            Kind::Null => Value::Null,
            Kind::True => Value::Bool(true),
            Kind::False => Value::Bool(false),
            Kind::Number => self.decimal().map_or(Value::Null, Value::Num),
            Kind::Plain | Kind::Escaped => Value::Text(self.shared().unwrap_or_default()),
            Kind::List => {
                let mut list = Vec::new();
                for item in self.items() {
                    list.push(item.value());
                }
                Value::List(list.into())
            }
            Kind::Object => {
                let mut entries = Vec::new();
                for (key, value) in self.entries() {
                    entries.push(key.value());
                    entries.push(value.value());
                }
                Value::Object(entries.into())
            }
        }
    }
}

impl Doc<'_> {
    /// The node at a tape index taken from [`Node::index`].
    #[must_use]
    pub fn node(&self, index: u32) -> Node<'_> {
        Node { doc: self, index }
    }
}

/// Iterator over a list, see [`Node::items`].
#[derive(Clone, Debug)]
pub struct Items<'d> {
    doc: &'d Doc<'d>,
    index: u32,
    end: u32,
}

impl<'d> Iterator for Items<'d> {
    type Item = Node<'d>;
    fn next(&mut self) -> Option<Node<'d>> {
        if self.index >= self.end {
            return None;
        }
        let node = Node { doc: self.doc, index: self.index };
        self.index = node.token().next;
        Some(node)
    }
}

/// Iterator over an object, see [`Node::entries`].
#[derive(Clone, Debug)]
pub struct Entries<'d> {
    doc: &'d Doc<'d>,
    index: u32,
    end: u32,
}

impl<'d> Iterator for Entries<'d> {
    type Item = (Node<'d>, Node<'d>);
    fn next(&mut self) -> Option<(Node<'d>, Node<'d>)> {
        if self.index >= self.end {
            return None;
        }
        let key = Node { doc: self.doc, index: self.index };
        let value = Node { doc: self.doc, index: self.index + 1 };
        self.index = value.token().next;
        Some((key, value))
    }
}

/// Reads a JSON number that the scanner accepted. Digits that no longer fit are dropped towards zero: whole numbers of up to
/// 9223372036854775799 come back as they were written, as hashes in a profile must.
fn decimal(text: &[u8]) -> Option<Decimal> {
    let (negative, size) = if let [b'-', size @ ..] = text { (true, size) } else { (false, text) };
    let digits = Digits::read(size)?;
    let exponent = i16::try_from(digits.exponent).ok()?;
    Some(Decimal::new(if negative { -digits.mantissa } else { digits.mantissa }, exponent))
}
