//! What a page says, read key by key: products, lines and orders, in whatever words a dialect has for them.
//!
//! Decides that a null or an empty text says nothing, and that a value of the wrong type is a diagnostic. Leaves what values
//! can mean to [`super::lenient`].

use super::lenient::{Want, value};
use crate::engine::event::{Line, Product, Purchase};
use crate::money::minor_digits;
use crate::node::{Kind, Node};
use crate::rules::decoder::Decoder;
use crate::value::Value;
use std::rc::Rc;

/// A dialect's words for the facts of an item; "" where it has none.
pub(super) struct ItemWords {
    pub(super) sku: &'static str,
    pub(super) name: &'static str,
    pub(super) category: &'static str,
    pub(super) brand: &'static str,
}

/// A currency that was named, if any, and the digits of its amounts.
pub(super) struct Currency {
    pub(super) code: Option<Rc<str>>,
    pub(super) digits: u8,
}

/// The running reading.
#[derive(Default)]
pub(super) struct Said {
    pub(super) decoder: Decoder,
}

impl Said {
    /// The value under a key, unless it says nothing.
    pub(super) fn node<'d>(&self, object: Node<'d>, key: &str) -> Option<Node<'d>> {
        object.get(key).filter(|value| !matches!(value.raw(), "null" | "\"\""))
    }

    pub(super) fn object<'d>(&mut self, object: Node<'d>, key: &str) -> Option<Node<'d>> {
        let node = self.node(object, key)?;
        if node.kind() == Kind::Object { Some(node) } else { self.decoder.wrong(node, "an object") }
    }

    pub(super) fn get(&mut self, object: Node<'_>, key: &str, want: Want) -> Option<Value> {
        let node = self.node(object, key)?;
        value(node, want).or_else(|| self.decoder.wrong(node, want.words()))
    }

    pub(super) fn text(&mut self, object: Node<'_>, key: &str) -> Option<Rc<str>> {
        self.get(object, key, Want::Text).and_then(text)
    }

    pub(super) fn texts(&mut self, object: Node<'_>, key: &str) -> Vec<Rc<str>> {
        let mut texts = Vec::new();
        if let Some(Value::List(items)) = self.get(object, key, Want::Texts) {
            for item in items.iter() {
                texts.extend(text(item.clone()));
            }
        }
        texts
    }

    pub(super) fn flag(&mut self, object: Node<'_>, key: &str) -> Option<bool> {
        if let Value::Bool(flag) = self.get(object, key, Want::Flag)? { Some(flag) } else { None }
    }

    pub(super) fn number(&mut self, object: Node<'_>, key: &str, want: Want) -> Option<i64> {
        if let Value::Int(number) = self.get(object, key, want)? { Some(number) } else { None }
    }

    /// The currency named, else the site's; None where what is named is none: then no amount beside it has a meaning.
    pub(super) fn currency(&mut self, object: Node<'_>, key: &str, site: &str) -> Option<Currency> {
        let code = match self.node(object, key) {
            Some(_) => Some(self.get(object, key, Want::Currency).and_then(text)?),
            None => None,
        };
        Some(Currency { digits: minor_digits(code.as_deref().unwrap_or(site)), code })
    }

    /// A product, or what a line says of it.
    pub(super) fn product(&mut self, node: Node<'_>, words: &ItemWords, digits: u8) -> Product {
        Product {
            sku: self.text(node, words.sku),
            name: self.text(node, words.name),
            price: self.number(node, "price", Want::Amount(digits)),
            category: self.text(node, words.category),
            brand: self.text(node, words.brand),
            ..Product::default()
        }
    }

    /// All lines that hold something; None where one cannot be read, because the others would make a wrong sum. PHP makes
    /// an object of a list now and then.
    pub(super) fn lines(&mut self, list: Node<'_>, words: fn(Node<'_>) -> &'static ItemWords, digits: u8) -> Option<Vec<Line>> {
        let (mut lines, mut unreadable) = (Vec::new(), false);
        let mut add = |node: Node<'_>| match self.line(node, words(node), digits) {
            Some(line) if line.quantity > 0 => lines.push(line),
            line => unreadable |= line.is_none(),
        };
        for node in list.items() {
            add(node);
        }
        for (_, node) in list.entries() {
            add(node);
        }
        if unreadable { None } else { Some(lines) }
    }

    fn line(&mut self, node: Node<'_>, words: &ItemWords, digits: u8) -> Option<Line> {
        if node.kind() != Kind::Object {
            return self.decoder.wrong(node, "a line such as {\"sku\": \"MUG-01\", \"price\": 18.25, \"quantity\": 2}");
        }
        let quantity = match self.node(node, "quantity") {
            Some(_) => self.number(node, "quantity", Want::Pieces)?,
            None => 1,
        };
        let Product { sku, name, price, category, brand, .. } = self.product(node, words, digits);
        let Some(sku) = sku.or_else(|| name.clone()) else {
            return self.decoder.missing(node, words.sku, "\"MUG-01\"");
        };
        Some(Line { sku, name, price, quantity, category, brand })
    }

    /// An order: `words` are those for its id, its value and its coupons.
    pub(super) fn order(&mut self, node: Node<'_>, words: [&str; 3], currency: Currency) -> Option<Purchase> {
        let [order, value, coupons] = words;
        if self.node(node, order).is_none() {
            return self.decoder.missing(node, order, "\"1001\"");
        }
        Some(Purchase {
            order: self.text(node, order)?,
            value: self.number(node, value, Want::Amount(currency.digits)),
            currency: currency.code,
            coupons: self.texts(node, coupons),
        })
    }
}

/// The text of a value.
fn text(value: Value) -> Option<Rc<str>> {
    if let Value::Text(text) = value { Some(text) } else { None }
}
