//! What a condition can name: facts, custom facts, segments, campaigns' progress, a detail's fields; and amounts.
//!
//! Decides which slot and which path a name means, with a suggestion where it means nothing.

use super::decoder::{Decoder, found};
use super::diagnostic::{Code, did_you_mean};
use super::tree::Trees;
use crate::engine::fact::{FACTS, FactType, PROGRESS};
use crate::engine::program::{HERE, Source, hash};
use crate::money::minor_digits;
use crate::node::{Kind, Node};
use crate::value::Value;
use std::borrow::Cow;
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
    /// Fixed facts by hash.
    pub facts: &'n FactNames,
}

/// Slot, path and type of what a name means.
type Meant = (u16, Option<Box<[Rc<str>]>>, FactType);

/// A resolved name.
#[derive(Clone, Debug)]
pub struct Field<'d> {
    /// Its slot, or [`HERE`].
    pub slot: u16,
    /// Where inside the value.
    pub path: Option<Box<[Rc<str>]>>,
    /// What its values are.
    pub kind: FactType,
    /// For messages.
    pub name: Cow<'d, str>,
}

impl<'d> Field<'d> {
    /// The value at hand itself.
    #[must_use]
    pub fn here(kind: FactType, name: &'d str) -> Field<'d> {
        Field { slot: HERE, path: None, kind, name: Cow::Borrowed(name) }
    }
}

/// Fixed facts by name: a small open-addressing table, because a file names thousands.
#[derive(Clone, Debug)]
pub struct FactNames([u8; 256]);

impl Default for FactNames {
    fn default() -> FactNames {
        let mut table = [u8::MAX; 256];
        for (row, number) in FACTS.iter().zip(0u8..) {
            let mut place = hash(row.name.as_bytes()) as u8;
            while table[place as usize] != u8::MAX {
                place = place.wrapping_add(1);
            }
            table[place as usize] = number;
        }
        FactNames(table)
    }
}

impl FactNames {
    /// The fact of that name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<u16> {
        let mut place = hash(name.as_bytes()) as u8;
        loop {
            let number = self.0[place as usize];
            if FACTS.get(number as usize)?.name == name {
                return Some(u16::from(number));
            }
            place = place.wrapping_add(1);
        }
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
        let meant = match self.scope {
            Scope::Free => Some((HERE, Some(path(&text)), FactType::Json)),
            Scope::Behind(prefix) => text.strip_prefix(prefix).map(|rest| (HERE, Some(path(rest)), FactType::Json)),
            Scope::Facts => self.fact(trees, &text),
        };
        if meant.is_none() {
            self.unknown(cx, key, &text);
        }
        meant.map(|(slot, path, kind)| Field { slot, path, kind, name: text })
    }

    fn fact(&self, trees: &mut Trees, name: &str) -> Option<Meant> {
        if let Some(slot) = self.facts.find(name) {
            return Some((slot, None, FACTS.get(slot as usize)?.kind));
        }
        let (space, rest) = name.split_once('.')?;
        let (source, kind, inside) = match space {
            "page" => (Source::Query(rest.strip_prefix("query.").filter(|query| !query.is_empty())?.into()), FactType::Text, None),
            "custom" => {
                let (first, inside) = rest.split_once('.').map_or((rest, None), |(first, inside)| (first, Some(path(inside))));
                (Source::Custom(Rc::clone(self.custom.iter().find(|custom| &***custom == first)?)), FactType::Json, inside)
            }
            "segment" => (Source::Segment(Rc::clone(self.segments.iter().find(|segment| &***segment == rest)?)), FactType::Bool, None),
            "campaign" => {
                let (id, what) = rest.split_once('.')?;
                let (progress, _) = PROGRESS.iter().find(|(_, row)| row.name == what)?;
                (Source::Progress(Rc::clone(self.campaigns.iter().find(|campaign| &***campaign == id)?), *progress), FactType::Int, None)
            }
            _ => return None,
        };
        Some((trees.slot(source, kind), inside, kind))
    }

    fn unknown(&self, cx: &mut Decoder, key: Node<'_>, name: &str) {
        let code = match (self.scope, name.split_once('.')) {
            _ if name.starts_with('$') => Code::UnknownOperator,
            (Scope::Facts, Some(("segment" | "campaign", _))) => Code::UnknownName,
            _ => Code::UnknownFact,
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
    if text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Some(text);
    }
    cx.report(Code::BadMoney, node, || format!("`{text}` is no currency; write its three letters, such as EUR"));
    None
}

/// The parts of a dotted path.
fn path(text: &str) -> Box<[Rc<str>]> {
    text.split('.').map(Rc::from).collect()
}

const _: () = assert!(FACTS.len() < 128, "the table of names must stay half empty");
