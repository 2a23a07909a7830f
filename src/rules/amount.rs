//! Amounts that a message works with: `50`, or by currency `{ "EUR": 50, "RON": 250 }`.
//!
//! Decides how they are written and held (integer minor units). Leaves counting decimals of currencies to [`crate::money`].

use super::decoder::Decoder;
use super::diagnostic::Code;
use crate::money::minor_digits;
use crate::node::{Kind, Node};
use std::rc::Rc;

/// Amounts by currency, in minor units. A mere count stands under the empty currency.
#[derive(Clone, Debug, PartialEq)]
pub struct Amount(pub Vec<(Rc<str>, i64)>);

impl Amount {
    /// The amount in this currency; None where the file names none.
    #[must_use]
    pub fn within(&self, currency: &str) -> Option<i64> {
        self.0.iter().find(|(name, _)| **name == *currency).map(|(_, minor)| *minor)
    }
}

/// A positive amount of money; a plain number is in `currency`.
pub fn amount(cx: &mut Decoder, currency: &Rc<str>, node: Node<'_>) -> Option<Amount> {
    if node.kind() != Kind::Object {
        return Some(Amount(vec![(Rc::clone(currency), minor(cx, currency, node)?)]));
    }
    let mut amounts: Vec<(Rc<str>, i64)> = Vec::new();
    for (key, value) in node.entries() {
        let name = key.word();
        if name.len() != 3 || !name.bytes().all(|byte| byte.is_ascii_uppercase()) {
            cx.report(Code::BadMoney, key, || {
                format!("`{}` is no currency; write its three letters, such as EUR", key.text().unwrap_or_default())
            });
            return None;
        }
        if amounts.iter().any(|(other, _)| **other == *name) {
            cx.report(Code::DuplicateKey, key, || format!("the currency `{name}` stands here twice; keep one"));
        }
        amounts.push((Rc::from(name), minor(cx, name, value)?));
    }
    if amounts.is_empty() {
        return cx.missing(node, currency, "\"EUR\": 50");
    }
    Some(Amount(amounts))
}

fn minor(cx: &mut Decoder, currency: &str, node: Node<'_>) -> Option<i64> {
    let digits = minor_digits(currency);
    let minor = cx.decimal(node)?.scaled(digits).filter(|minor| *minor > 0);
    if minor.is_none() {
        cx.report(Code::BadMoney, node, || {
            format!("{} is no amount of {currency} here; write one above zero with at most {digits} decimals", node.raw())
        });
    }
    minor
}
