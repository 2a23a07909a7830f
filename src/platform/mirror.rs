//! A cart kept from what happened to it, for shops that report events and not their cart.
//!
//! Decides what adding and removing lead to. It is derived, so it is only as good as the events: what the shop says of
//! its cart itself always comes first, and that is decided by whoever owns the mirror.

use super::declared::WORDS;
use super::said::Said;
use crate::engine::event::{Cart, Line};
use crate::json::Json;
use crate::node::Node;
use std::rc::Rc;

/// A cart of more different products is not a shopper's.
const MOST_LINES: usize = 200;

/// What is in the cart as far as events have told.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Mirror {
    /// Of all prices; None: that of the site.
    pub(super) currency: Option<Rc<str>>,
    lines: Vec<Line>,
    coupons: Vec<Rc<str>>,
}

impl Mirror {
    /// From now on prices are in this currency; earlier ones in another say nothing any more.
    pub(super) fn price_in(&mut self, currency: Option<Rc<str>>) {
        if currency.is_some() && currency != self.currency {
            self.currency = currency;
            self.lines.iter_mut().for_each(|line| line.price = None);
        }
    }

    /// This is all that is in the cart.
    pub(super) fn replace(&mut self, lines: Vec<Line>, coupons: Vec<Rc<str>>) {
        (self.lines, self.coupons) = (lines, coupons);
        self.lines.truncate(MOST_LINES);
    }

    /// These were put in (`sign` 1) or taken out (`sign` -1).
    pub(super) fn change(&mut self, lines: Vec<Line>, sign: i64) {
        for line in lines {
            if let Some(known) = self.lines.iter_mut().find(|known| known.sku == line.sku) {
                known.quantity = known.quantity.saturating_add(sign * line.quantity);
                known.price = line.price.or(known.price);
            } else if sign > 0 && self.lines.len() < MOST_LINES {
                self.lines.push(line);
            }
        }
        self.lines.retain(|line| line.quantity > 0);
    }

    /// The cart as an event tells it; `subtotal` counts where the lines do not say it.
    pub(super) fn cart(&self, subtotal: Option<i64>) -> Cart {
        let empty = self.lines.is_empty().then_some(0);
        let unpriced = self.lines.iter().any(|line| line.price.is_none());
        Cart {
            currency: self.currency.clone(),
            subtotal: empty.or(subtotal.filter(|_| unpriced)),
            total: None,
            items: empty,
            lines: self.lines.clone(),
            coupons: self.coupons.clone(),
        }
    }

    /// Writes the mirror into an open object, for [`Mirror::resume`]: a cart as it is declared, with prices in minor units.
    pub(super) fn write(&self, json: &mut Json) {
        write_text(json, "currency", self.currency.as_ref());
        json.key("lines").open('[');
        for line in &self.lines {
            json.open('{').key("quantity").int(line.quantity);
            if let Some(price) = line.price {
                json.key("price").int(price);
            }
            let texts = [(WORDS.name, &line.name), (WORDS.category, &line.category), (WORDS.brand, &line.brand)];
            texts.iter().for_each(|(key, text)| write_text(json, key, text.as_ref()));
            write_text(json, WORDS.sku, Some(&line.sku));
            json.close('}');
        }
        json.close(']');
        write_texts(json, "coupons", &self.coupons);
    }

    /// Takes up what [`Mirror::write`] wrote; what cannot be read is left out.
    pub(super) fn resume(said: &mut Said, node: Node<'_>) -> Mirror {
        let mut lines = node.get("lines").and_then(|lines| said.lines(lines, |_| &WORDS, 0)).unwrap_or_default();
        lines.truncate(MOST_LINES);
        Mirror { currency: said.text(node, "currency"), lines, coupons: said.texts(node, "coupons") }
    }
}

/// Writes a list of texts under a key.
pub(super) fn write_texts(json: &mut Json, key: &str, texts: &[Rc<str>]) {
    json.key(key).open('[');
    for text in texts {
        json.text(text);
    }
    json.close(']');
}

fn write_text(json: &mut Json, key: &str, text: Option<&Rc<str>>) {
    if let Some(text) = text {
        json.key(key).text(text);
    }
}
