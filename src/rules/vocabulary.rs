//! Words that a `show` is written in: one table each for surfaces, blocks and actions.
//!
//! Decides how a word is looked up and what is said when it is unknown. Schema and reference are made from the same
//! tables. What the words mean is left to their own files.

use super::decoder::{Decoder, found, same};
use super::diagnostic::{Code, Hint, did_you_mean};
use crate::node::{Items, Kind, Node};
use std::rc::Rc;

/// One word of a vocabulary.
#[derive(Debug)]
pub struct Term {
    /// As in rule files.
    pub name: &'static str,
    /// What it is, for the reference.
    #[cfg(feature = "tools")]
    pub doc: &'static str,
}

/// Makes an enum and its table from one list, so that they cannot differ.
macro_rules! vocabulary {
    ($(#[$about:meta])* $kind:ident, $(#[$table_about:meta])* $table:ident: $($id:ident $name:literal $doc:literal;)*) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub enum $kind { $(#[doc = $doc] $id,)* }

        $(#[$table_about])*
        pub const $table: &[$crate::rules::vocabulary::Term] = &[$($crate::rules::vocabulary::Term {
            name: $name,
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
#[inline(always)]
pub fn find(cx: &mut Decoder, node: Node<'_>, table: &'static [Term], code: Code, what: &str) -> Option<usize> {
    find_hinted(cx, node, table, code, Hint::new(what))
}

#[inline(never)]
fn find_hinted(cx: &mut Decoder, node: Node<'_>, table: &'static [Term], code: Code, what: Hint<'_>) -> Option<usize> {
    let place = place_in(table, node.word());
    if place.is_some() {
        return place;
    }
    let text = matches!(node.kind(), Kind::Plain | Kind::Escaped);
    cx.report(if text { code } else { Code::WrongType }, node, || {
        let Some(text) = node.text() else { return format!("found {}, expected the name of {}", found(node), what.text()) };
        let mut guess = did_you_mean(&text, table.iter().map(|term| term.name));
        if guess.is_empty() {
            guess = format!("; there are: {}", table.iter().map(|term| term.name).collect::<Vec<_>>().join(", "));
        }
        format!("`{text}` is not {}{guess}", what.text())
    });
    None
}

/// The place of a word in its table.
#[inline(never)]
#[must_use]
pub fn place_in(table: &[Term], word: &str) -> Option<usize> {
    for (place, term) in table.iter().enumerate() {
        if same(term.name, word) {
            return Some(place);
        }
    }
    None
}

/// A key that has to be there.
#[inline(always)]
pub fn present<'d>(cx: &mut Decoder, owner: Node<'_>, value: Option<Node<'d>>, key: &str, example: &str) -> Option<Node<'d>> {
    if value.is_none() {
        cx.missing::<()>(owner, key, example);
    }
    value
}

/// A text that has to be there and say something.
#[inline(always)]
pub fn filled(cx: &mut Decoder, owner: Node<'_>, value: Option<Node<'_>>, key: &str, example: &str) -> Option<Rc<str>> {
    filled_hinted(cx, owner, value, Hint::new(key), Hint::new(example))
}

#[inline(never)]
fn filled_hinted(cx: &mut Decoder, owner: Node<'_>, value: Option<Node<'_>>, key: Hint<'_>, example: Hint<'_>) -> Option<Rc<str>> {
    let node = present(cx, owner, value, key.text(), example.text())?;
    let text = cx.text(node)?;
    if text.is_empty() { empty(cx, node, key.text(), example.text()) } else { Some(text) }
}

/// Reports a value that has to say something.
#[inline(always)]
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
#[inline(always)]
pub fn list<'d>(cx: &mut Decoder, owner: Node<'_>, node: Option<Node<'d>>, key: &str, example: &str, most: usize) -> Option<Node<'d>> {
    list_hinted(cx, owner, node, Hint::new(key), Hint::new(example), most)
}

#[inline(never)]
fn list_hinted<'d>(
    cx: &mut Decoder,
    owner: Node<'_>,
    node: Option<Node<'d>>,
    key: Hint<'_>,
    example: Hint<'_>,
    most: usize,
) -> Option<Node<'d>> {
    let node = present(cx, owner, node, key.text(), example.text())?;
    if node.kind() != Kind::List {
        return cx.wrong(node, "a list");
    }
    let length = node.items().count();
    if length == 0 {
        return empty(cx, node, key.text(), example.text());
    }
    if length > most {
        cx.report(Code::Limit, node, || format!("{length} {}; at most {most} are allowed", key.text()));
        return None;
    }
    Some(node)
}

/// The items of a list, or the one thing that is none.
pub fn several(node: Node<'_>) -> Items<'_> {
    if node.kind() == Kind::List { node.items() } else { node.alone() }
}
