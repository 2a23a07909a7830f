//! What a condition can name: facts, custom facts, segments, campaigns' progress, a detail's fields; and amounts.
//!
//! Decides which slot and which path a name means, with a suggestion where it means nothing.

use super::decoder::{Decoder, found};
use super::diagnostic::{Code, did_you_mean};
use super::tree::{MAX_FACTS, Trees};
use crate::engine::fact::{FACTS, FactType, PROGRESS};
use crate::engine::index::{Source, hash};
use crate::engine::program::HERE;
use crate::money::minor_digits;
use crate::node::{Kind, Node};
use crate::value::{Value, split_path};
use std::rc::Rc;

/// Where names are looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Facts.
    Facts,
    /// Fields of a value at hand, behind this prefix (`event.`, `answer.`).
    Behind(&'static str),
    /// Fields of a value at hand, any name.
    Free,
}

/// What can be named.
#[derive(Clone, Debug)]
pub struct Names<'n> {
    /// Where names are looked up.
    pub scope: Scope,
    /// Currency of plain amounts.
    pub currency: &'n Rc<str>,
    /// Declared custom facts.
    pub custom: &'n [Rc<str>],
    /// Segments of the file.
    pub segments: &'n [Rc<str>],
    /// Campaigns of the file.
    pub campaigns: &'n [Rc<str>],
    /// Saved groups; rule files have none.
    pub groups: &'n [(Rc<str>, Rc<[Value]>)],
}

/// A resolved name.
#[derive(Clone, Debug)]
pub struct Field<'d> {
    /// Its slot, or [`HERE`].
    pub slot: u16,
    /// Where inside the value.
    pub path: Option<Rc<str>>,
    /// What its values are.
    pub kind: FactType,
    /// Where it is named, for messages.
    pub name: Node<'d>,
}

impl<'d> Field<'d> {
    /// The value at hand itself, as an operator speaks of it.
    #[must_use]
    pub fn here(name: Node<'d>) -> Field<'d> {
        Field { slot: HERE, path: None, kind: FactType::Json, name }
    }
}

/// Fixed facts by name: a small open-addressing table of places in [`FACTS`], because a file names thousands.
const FACTS_BY_NAME: [u8; 256] = {
    let mut table = [u8::MAX; 256];
    let mut number = 0;
    while number < FACTS.len() {
        let mut place = hash(FACTS[number].name.as_bytes()) as u8;
        while table[place as usize] != u8::MAX {
            place = place.wrapping_add(1);
        }
        table[place as usize] = number as u8;
        number += 1;
    }
    table
};

/// The fixed fact of that name.
fn fact_named(name: &str) -> Option<u16> {
    let mut place = hash(name.as_bytes()) as u8;
    loop {
        let number = FACTS_BY_NAME[place as usize];
        if FACTS.get(number as usize)?.name == name {
            return Some(u16::from(number));
        }
        place = place.wrapping_add(1);
    }
}

impl Names<'_> {
    /// The same, for fields of an element.
    #[must_use]
    pub fn of_element(&self) -> Names<'_> {
        Names { scope: Scope::Free, ..self.clone() }
    }

    /// What a key of a condition means.
    pub fn field<'d>(&self, cx: &mut Decoder, trees: &mut Trees, key: Node<'d>) -> Option<Field<'d>> {
        let text = key.text()?;
        let name: &str = &text;
        let mut field = Field::here(key);
        let known = match self.scope {
            Scope::Free => {
                field.path = Some(Rc::from(name));
                true
            }
            Scope::Behind(prefix) => {
                let known = name.as_bytes().starts_with(prefix.as_bytes());
                field.path = name.get(prefix.len()..).map(Rc::from);
                known
            }
            Scope::Facts => match self.fact(name, &mut field) {
                Some(Some(source)) if trees.full(&source) => {
                    cx.report(Code::Limit, key, || {
                        format!("more than {MAX_FACTS} facts of the file's own, such as custom ones; take some out")
                    });
                    return None;
                }
                Some(Some(source)) => {
                    field.slot = trees.slot(source, field.kind);
                    true
                }
                known => known.is_some(),
            },
        };
        if !known {
            self.unknown(cx, key, name);
            return None;
        }
        Some(field)
    }

    /// What a fact is; one of the file's own with where it comes from, because it gets its slot when it is first named.
    fn fact(&self, name: &str, field: &mut Field<'_>) -> Option<Option<Source>> {
        if let Some(slot) = fact_named(name) {
            field.slot = slot;
            field.kind = FACTS.get(slot as usize)?.kind;
            return Some(None);
        }
        let (space, rest) = split_path(name.as_bytes());
        let rest = rest?;
        let (first, inside) = split_path(rest);
        // What stands behind the second dot.
        let inner = inside.and_then(|inside| name.get(name.len() - inside.len()..));
        Some(Some(if space == b"custom" {
            field.path = inner.map(Rc::from);
            Source::Custom(one_of(self.custom, first)?)
        } else if space == b"segment" {
            field.kind = FactType::Bool;
            Source::Segment(one_of(self.segments, rest)?)
        } else if space == b"campaign" {
            field.kind = FactType::Int;
            let (progress, _) = PROGRESS.iter().find(|(_, row)| Some(row.name) == inner)?;
            Source::Progress(one_of(self.campaigns, first)?, *progress)
        } else if space == b"page" && first == b"query" {
            field.kind = FactType::Text;
            Source::Query(Rc::from(inner.filter(|name| !name.is_empty())?))
        } else {
            return None;
        }))
    }

    fn unknown(&self, cx: &mut Decoder, key: Node<'_>, name: &str) {
        let (space, rest) = split_path(name.as_bytes());
        let code = if space.first() == Some(&b'$') {
            Code::UnknownOperator
        } else if self.scope == Scope::Facts && rest.is_some() && (space == b"segment" || space == b"campaign") {
            Code::UnknownName
        } else {
            Code::UnknownFact
        };
        cx.report(code, key, || self.unknown_sentence(name));
    }

    /// What a name might have been meant to be.
    fn unknown_sentence(&self, name: &str) -> String {
        let words = ["$and", "$or", "$nor", "$not"];
        match (self.scope, name.split_once('.')) {
            _ if name.starts_with('$') => {
                format!("unknown operator `{name}`{}; here stand $and, $or, $nor, $not or the name of a fact", did_you_mean(name, words))
            }
            (Scope::Behind(prefix), _) => format!("`{name}` cannot be tested here; did you mean `{prefix}{name}`?"),
            (_, Some(("custom", rest))) => {
                let guess = did_you_mean(rest, self.custom.iter().map(|custom| &**custom));
                format!(
                    "`{name}` is not declared{guess}; custom facts are declared at the top of the file: \"custom\": {{ \"{rest}\": \"text\" }}"
                )
            }
            (_, Some(("segment", rest))) => {
                format!("no segment `{rest}` in this file{}", did_you_mean(rest, self.segments.iter().map(|segment| &**segment)))
            }
            (_, Some(("campaign", rest))) => {
                let (id, what) = rest.split_once('.').unwrap_or((rest, ""));
                let names = || PROGRESS.iter().map(|(_, row)| row.name);
                let guess = if self.campaigns.iter().any(|campaign| &**campaign == id) {
                    let all = names().collect::<Vec<_>>().join(", ");
                    format!("; after the campaign stands one of: {all}{}", did_you_mean(what, names()))
                } else {
                    did_you_mean(id, self.campaigns.iter().map(|campaign| &**campaign))
                };
                format!("`{name}` names nothing in this file{guess}")
            }
            _ => format!("unknown fact `{name}`{}", did_you_mean(name, FACTS.iter().map(|row| row.name))),
        }
    }

    /// An amount in major units, as minor units of a currency.
    pub fn amount(&self, cx: &mut Decoder, node: Node<'_>, currency: &str) -> Option<i64> {
        let digits = minor_digits(currency);
        let minor = node.decimal().and_then(|decimal| decimal.scaled(digits));
        if minor.is_none() {
            cx.report(Code::BadMoney, node, || match node.kind() {
                Kind::Number => format!("{} is no amount of {currency}, which has {digits} decimals", node.raw()),
                _ => format!(
                    "found {}, expected an amount such as 49.99, or amounts by currency such as {{ \"EUR\": 50, \"RON\": 250 }}",
                    found(node)
                ),
            });
        }
        minor
    }

    /// A currency code used as a key.
    pub fn currency_code(&self, cx: &mut Decoder, key: Node<'_>) -> Option<Rc<str>> {
        currency_code(cx, key)
    }
}

/// A currency code: three capital letters.
pub fn currency_code(cx: &mut Decoder, node: Node<'_>) -> Option<Rc<str>> {
    let text = cx.text(node)?;
    if let [b'A'..=b'Z', b'A'..=b'Z', b'A'..=b'Z'] = text.as_bytes() {
        return Some(text);
    }
    cx.report(Code::BadMoney, node, || format!("`{text}` is no currency; write its three letters, such as EUR"));
    None
}

/// The one of these names.
fn one_of(names: &[Rc<str>], wanted: &[u8]) -> Option<Rc<str>> {
    for name in names {
        if name.as_bytes() == wanted {
            return Some(Rc::clone(name));
        }
    }
    None
}

const _: () = assert!(FACTS.len() < 128, "the table of names must stay half empty");
