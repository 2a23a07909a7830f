//! A cart kept from what happened to it, for shops that report events and not their cart.
//!
//! Decides what adding and removing lead to. It is derived, so it is only as good as the events: what the shop says of
//! its cart itself always comes first, and that is decided by whoever owns the mirror.

use crate::engine::event::{Cart, Line};
use crate::json::Json;
use crate::node::Node;
use std::rc::Rc;

/// A cart of more different products is not a shopper's.
pub(super) const MOST_LINES: usize = 200;

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
    pub(super) fn replace(&mut self, lines: Vec<Line>, coupon: Option<Rc<str>>) {
        self.lines = lines;
        self.lines.truncate(MOST_LINES);
        self.coupons = coupon.into_iter().collect();
    }

    /// These were put in.
    pub(super) fn add(&mut self, lines: Vec<Line>) {
        for line in lines {
            if let Some(known) = self.lines.iter_mut().find(|known| known.sku == line.sku) {
                known.quantity = known.quantity.saturating_add(line.quantity);
                known.price = line.price.or(known.price);
            } else if self.lines.len() < MOST_LINES {
                self.lines.push(line);
            }
        }
    }

    /// These were taken out.
    pub(super) fn remove(&mut self, lines: &[Line]) {
        for line in lines {
            if let Some(known) = self.lines.iter_mut().find(|known| known.sku == line.sku) {
                known.quantity = known.quantity.saturating_sub(line.quantity);
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

    /// Appends the mirror as JSON, for [`Mirror::resume`].
    pub(super) fn write(&self, json: &mut Json) {
        json.open('{').key("currency");
        text_or_null(json, self.currency.as_ref());
        json.key("lines").open('[');
        for Line { sku, name, price, quantity, category, brand } in &self.lines {
            json.open('[').text(sku).int(*quantity);
            match price {
                Some(price) => json.int(*price),
                None => json.flag(None),
            };
            for text in [name, category, brand] {
                text_or_null(json, text.as_ref());
            }
            json.close(']');
        }
        json.close(']').key("coupons");
        write_texts(json, &self.coupons);
        json.close('}');
    }

    /// Takes up what [`Mirror::write`] wrote; a line that cannot be read empties the mirror.
    pub(super) fn resume(node: Node<'_>) -> Mirror {
        let lines = node.get("lines").and_then(|lines| lines.items().take(MOST_LINES).map(line).collect());
        Mirror {
            currency: node.get("currency").and_then(text),
            lines: lines.unwrap_or_default(),
            coupons: node.get("coupons").map(|coupons| coupons.items().filter_map(text).collect()).unwrap_or_default(),
        }
    }
}

fn line(node: Node<'_>) -> Option<Line> {
    let mut items = node.items();
    Some(Line {
        sku: text(items.next()?)?,
        quantity: items.next()?.integer()?,
        price: items.next()?.integer(),
        name: items.next().and_then(text),
        category: items.next().and_then(text),
        brand: items.next().and_then(text),
    })
}

fn text(node: Node<'_>) -> Option<Rc<str>> {
    node.text().map(Rc::from)
}

/// Appends a list of texts.
pub(super) fn write_texts(json: &mut Json, texts: &[Rc<str>]) {
    json.open('[');
    for text in texts {
        json.text(text);
    }
    json.close(']');
}

fn text_or_null(json: &mut Json, text: Option<&Rc<str>>) {
    match text {
        Some(text) => json.text(text),
        None => json.flag(None),
    };
}
