//! A cart kept from what happened to it, for shops that report events and not their cart.
//!
//! Decides what adding and removing lead to. It is derived, so it is only as good as the events: what the shop says of
//! its cart itself always comes first, and that is decided by the host.

use super::lenient::{amount, pieces, said, text};
use crate::json::Json;
use crate::node::{Kind, Node};
use crate::value::Decimal;
use std::rc::Rc;

/// A cart of more different products is not a shopper's.
const MOST_LINES: usize = 200;

/// The words of a declaration for the texts of an item.
const ITEM: [&str; 4] = ["sku", "name", "category", "brand"];

/// The texts of an item: sku, name, category and brand, in this order everywhere.
pub(super) type Texts = [Option<Rc<str>>; 4];

/// One product in the cart.
#[derive(Debug)]
pub(super) struct Line {
    texts: Texts,
    /// In major units of the cart's currency.
    price: Option<Decimal>,
    quantity: i64,
}

/// What is in the cart as far as events have told.
#[derive(Debug, Default)]
pub(super) struct Mirror {
    /// Of all prices; None: that of the site.
    pub(super) currency: Option<Rc<str>>,
    lines: Vec<Line>,
    /// As JSON.
    coupons: Option<Rc<str>>,
}

impl Mirror {
    /// From now on prices are in this currency; earlier ones in another say nothing any more.
    pub(super) fn price_in(&mut self, currency: Option<Rc<str>>) {
        if currency.is_some() && currency != self.currency {
            self.currency = currency;
            for line in &mut self.lines {
                line.price = None;
            }
        }
    }

    /// This is all that is in the cart.
    pub(super) fn replace(&mut self, mut lines: Vec<Line>, coupons: Option<Node<'_>>) {
        lines.truncate(MOST_LINES);
        self.lines = lines;
        self.coupons = coupons.map(|coupons| Rc::from(coupons.raw()));
    }

    /// These were put in (`sign` 1) or taken out (`sign` -1).
    pub(super) fn change(&mut self, lines: Vec<Line>, sign: i64) {
        for line in lines {
            if let Some(known) = self.lines.iter_mut().find(|known| known.texts[0] == line.texts[0]) {
                known.quantity = known.quantity.saturating_add(sign * line.quantity);
                known.price = line.price.or(known.price);
            } else if sign > 0 && self.lines.len() < MOST_LINES {
                self.lines.push(line);
            }
        }
        self.lines.retain(|line| line.quantity > 0);
    }

    /// Writes the cart as it is declared; `subtotal` counts where the lines do not say it. [`Mirror::resume`] reads it back.
    pub(super) fn write(&self, json: &mut Json, subtotal: Option<Node<'_>>) {
        json.open('{');
        if let Some(currency) = &self.currency {
            json.key("currency").text(currency);
        }
        json.key("lines").open('[');
        let mut unpriced = false;
        for line in &self.lines {
            json.open('{').key("quantity").int(line.quantity);
            match line.price {
                Some(price) => price.write(&mut json.key("price").0),
                None => unpriced = true,
            }
            write_texts(json, &line.texts);
            json.close('}');
        }
        json.close(']');
        if let Some(subtotal) = subtotal.filter(|_| unpriced) {
            json.key("subtotal").text_raw(subtotal.raw());
        }
        if let Some(coupons) = &self.coupons {
            json.key("coupons").text_raw(coupons);
        }
        json.close('}');
    }

    /// Takes up what [`Mirror::write`] wrote; what cannot be read is left out.
    pub(super) fn resume(node: Node<'_>) -> Mirror {
        let mut mirror = Mirror::default();
        if let Some(list) = node.get("lines") {
            mirror.replace(lines(list, |_| &ITEM, 4).unwrap_or_default(), coupons(node, "coupons"));
            mirror.currency = said(node, "currency").and_then(text);
        }
        mirror
    }
}

/// Of an item, a dialect's words for its texts.
pub(super) type Words = fn(Node<'_>) -> &'static [&'static str; 4];

/// All lines that hold something; None where one cannot be read, because the others would make a wrong sum. PHP makes an object of
/// a list now and then.
pub(super) fn lines(list: Node<'_>, words: Words, digits: u8) -> Option<Vec<Line>> {
    let mut lines = Vec::new();
    for item in list.items() {
        read_line(item, words(item), digits, &mut lines)?;
    }
    for (_, item) in list.entries() {
        read_line(item, words(item), digits, &mut lines)?;
    }
    Some(lines)
}

fn read_line(item: Node<'_>, words: &[&str; 4], digits: u8, lines: &mut Vec<Line>) -> Option<()> {
    let mut quantity = 1;
    if let Some(node) = said(item, "quantity") {
        quantity = pieces(node)?;
    }
    let mut texts = texts(item, words);
    // What has no number is known by its name.
    texts[0] = Some(texts[0].take().or_else(|| texts[1].clone())?);
    let mut price = None;
    if let Some(node) = said(item, "price")
        && let Some(minor) = amount(node, digits, false)
    {
        price = Some(Decimal::new(minor, -i16::from(digits)));
    }
    if quantity > 0 {
        lines.push(Line { texts, price, quantity });
    }
    Some(())
}

/// The texts of an item, by a dialect's words for them.
pub(super) fn texts(item: Node<'_>, words: &[&str; 4]) -> Texts {
    let mut texts = Texts::default();
    for (slot, word) in texts.iter_mut().zip(words) {
        *slot = said(item, word).and_then(text);
    }
    texts
}

/// Writes those that there are, by our words.
pub(super) fn write_texts(json: &mut Json, texts: &Texts) {
    for (word, text) in ITEM.iter().zip(texts) {
        if let Some(text) = text {
            json.key(word).text(text);
        }
    }
}

/// Coupons, where they are a text or texts.
pub(super) fn coupons<'d>(object: Node<'d>, word: &str) -> Option<Node<'d>> {
    let coupons = said(object, word)?;
    if coupons.kind() != Kind::List {
        text(coupons)?;
    }
    for coupon in coupons.items() {
        text(coupon)?;
    }
    Some(coupons)
}
