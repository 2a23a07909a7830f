//! Words that a `show` is written in: one table each for surfaces, blocks and actions.
//!
//! Decides how a word is looked up and what is said when it is unknown. Schema and reference are made from the same
//! tables. What the words mean is left to their own files.

use super::decoder::{Decoder, found};
use super::diagnostic::{Code, did_you_mean};
use crate::node::{Items, Kind, Node};
use std::rc::Rc;

/// One word of a vocabulary.
#[derive(Debug)]
pub struct Term {
    /// As in rule files.
    pub name: &'static str,
    /// Whether hosts can draw or do it; where not, a variant that uses it stays away, with a warning.
    pub drawn: bool,
    /// What it is, for the reference.
    #[cfg(feature = "tools")]
    pub doc: &'static str,
}

/// Makes an enum and its table from one list, so that they cannot differ.
macro_rules! vocabulary {
    ($(#[$about:meta])* $kind:ident, $(#[$table_about:meta])* $table:ident: $($id:ident $name:literal $drawn:literal $doc:literal;)*) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub enum $kind { $(#[doc = $doc] $id,)* }

        $(#[$table_about])*
        pub const $table: &[$crate::rules::vocabulary::Term] = &[$($crate::rules::vocabulary::Term {
            name: $name,
            drawn: $drawn,
            #[cfg(feature = "tools")]
            doc: $doc,
        },)*];

        impl $kind {
            /// Every one, in the order of its table.
            pub const ALL: &[$kind] = &[$($kind::$id,)*];

            /// Its row.
            #[must_use]
            pub fn term(self) -> &'static $crate::rules::vocabulary::Term {
                &$table[self as usize]
            }
        }
    };
}
pub(crate) use vocabulary;

/// The place of a word in its table; reports `code` where it stands in none. `what` is the noun for the message.
pub fn find(cx: &mut Decoder, node: Node<'_>, table: &'static [Term], code: Code, what: &str) -> Option<usize> {
    let Some(text) = node.text() else {
        cx.report(Code::WrongType, node, || format!("found {}, expected the name of {what}", found(node)));
        return None;
    };
    let place = table.iter().position(|term| term.name == text);
    if place.is_none() {
        cx.report(code, node, || {
            let mut guess = did_you_mean(&text, table.iter().map(|term| term.name));
            if guess.is_empty() {
                guess = format!("; there are: {}", table.iter().map(|term| term.name).collect::<Vec<_>>().join(", "));
            }
            format!("`{text}` is not {what}{guess}")
        });
    }
    place
}

/// Says that a word is known but nothing draws it yet.
pub fn not_yet(cx: &mut Decoder, node: Node<'_>, name: &str) {
    cx.report(Code::NotYetDrawn, node, || {
        format!("`{name}` is known, but not yet drawn: this variant stays away until a release draws it; everything else runs")
    });
}

/// The values under the known keys, where anything but an object is short for its first key: `{ "coupon": "SAVE10" }` is
/// `{ "coupon": { "code": "SAVE10" } }`.
pub fn parts<'d, const N: usize>(cx: &mut Decoder, node: Node<'d>, keys: &[&'static str; N]) -> Option<[Option<Node<'d>>; N]> {
    if node.kind() == Kind::Object || N == 0 {
        return cx.fields(node, keys);
    }
    let mut parts = [None; N];
    if let Some(first) = parts.first_mut() {
        *first = Some(node);
    }
    Some(parts)
}

/// A key that has to be there.
pub fn present<'d>(cx: &mut Decoder, owner: Node<'_>, value: Option<Node<'d>>, key: &str, example: &str) -> Option<Node<'d>> {
    value.or_else(|| cx.missing(owner, key, example))
}

/// A text that has to be there and say something.
pub fn filled(cx: &mut Decoder, owner: Node<'_>, value: Option<Node<'_>>, key: &str, example: &str) -> Option<Rc<str>> {
    let node = present(cx, owner, value, key, example)?;
    let text = cx.text(node)?;
    if text.is_empty() { empty(cx, node, key, example) } else { Some(text) }
}

/// Reports a value that has to say something.
pub fn empty<T>(cx: &mut Decoder, node: Node<'_>, key: &str, example: &str) -> Option<T> {
    cx.report(Code::MissingKey, node, || format!("`{key}` is empty; write for example {example}"));
    None
}

/// What takes no values: `{}`.
pub fn bare(cx: &mut Decoder, node: Node<'_>) -> Option<()> {
    if node.kind() == Kind::Object && node.entries().next().is_none() {
        return Some(());
    }
    cx.wrong(node, "nothing inside: {}")
}

/// A list with something in it, but not too much.
pub fn list<'d>(cx: &mut Decoder, owner: Node<'_>, node: Option<Node<'d>>, key: &str, example: &str, most: usize) -> Option<Node<'d>> {
    let node = present(cx, owner, node, key, example)?;
    if node.kind() != Kind::List {
        return cx.wrong(node, "a list");
    }
    let length = node.items().count();
    if length == 0 {
        return empty(cx, node, key, example);
    }
    if length > most {
        cx.report(Code::Limit, node, || format!("{length} {key}; at most {most} are allowed"));
        return None;
    }
    Some(node)
}

/// The items of a list, or the one thing that is none.
pub fn several(node: Node<'_>) -> Items<'_> {
    if node.kind() == Kind::List { node.items() } else { node.alone() }
}
