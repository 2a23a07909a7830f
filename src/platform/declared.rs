//! What the shop's page says about itself: page, cart, customer, custom facts, consent, an order.
//!
//! Decides how a declaration is read: leniently, because pages are not rule files. Unknown keys are ignored, numbers may
//! stand in quotes; a value of the wrong type leaves its fact unreported and is a diagnostic. What follows from a fact is
//! left to the engine.

use super::lenient::Want;
use super::said::{ItemWords, Said};
use crate::engine::event::{Cart, Consent, Customer, Event, Page};
use crate::engine::fact::{Fact, FactType};
use crate::money::minor_digits;
use crate::node::{Doc, Kind, Node, Syntax};
use crate::rules::diagnostic::{Code, Diagnostic};
use crate::value::Value;
use std::rc::Rc;

/// What `page.type` can be.
pub const PAGE_TYPES: [&str; 7] = ["home", "collection", "product", "cart", "checkout", "thank_you", "other"];

/// Every fact a shop can declare about its customer.
pub const CUSTOMER: [Fact; 13] = [
    Fact::CustomerLoggedIn,
    Fact::CustomerOrders,
    Fact::CustomerSpent,
    Fact::CustomerAverageOrder,
    Fact::CustomerDaysSinceOrder,
    Fact::CustomerFirstOrderDate,
    Fact::CustomerBirthdayInDays,
    Fact::CustomerPoints,
    Fact::CustomerTier,
    Fact::CustomerSubscribed,
    Fact::CustomerTags,
    Fact::CustomerSegments,
    Fact::CustomerDiscountShare,
];

pub(super) const WORDS: ItemWords = ItemWords { sku: "sku", name: "name", category: "category", brand: "brand" };

/// Reads a declaration such as `{"page": {…}, "cart": {…}, "customer": null}`. `currency` is that of the site: it counts
/// where the cart or the order names none.
///
/// `"customer": null` says that nobody is logged in; any other null, and an empty text, says nothing.
#[must_use]
pub fn declared(bytes: &[u8], currency: &str) -> (Vec<Event>, Vec<Diagnostic>) {
    let mut shop = Shop { said: Said::default(), currency, events: Vec::new() };
    match Doc::scan(bytes) {
        Ok(doc) => shop.read(doc.root()),
        Err(error) => shop.said.decoder.diagnostics.push(not_json(error.at, error.what)),
    }
    (shop.events, shop.said.decoder.diagnostics)
}

/// Something named that happened in the shop; a detail that is not JSON is no detail.
#[must_use]
pub fn tracked(name: &str, detail: &[u8]) -> Event {
    let detail = Doc::scan(detail).map_or(Value::Null, |doc| doc.root().value());
    Event::Tracked { name: Rc::from(name), detail }
}

fn not_json(at: u32, what: Syntax) -> Diagnostic {
    let limit = matches!(what, Syntax::TooLong | Syntax::TooDeep | Syntax::TooManyKeys | Syntax::TextTooLong);
    Diagnostic {
        code: if limit { Code::Limit } else { Code::Syntax },
        at,
        #[cfg(feature = "tools")]
        message: String::from(if limit { "the declaration is too large" } else { "the declaration is not JSON" }),
    }
}

struct Shop<'a> {
    said: Said,
    currency: &'a str,
    events: Vec<Event>,
}

impl Shop<'_> {
    fn read(&mut self, root: Node<'_>) {
        if root.kind() != Kind::Object {
            self.said.decoder.wrong::<()>(root, "an object such as {\"cart\": {…}}");
        }
        // Consent first: it decides what may be kept of the rest.
        if let Some(node) = self.said.object(root, "consent") {
            let mut answer = |key| self.said.flag(node, key);
            let consent = Consent { analytics: answer("analytics"), marketing: answer("marketing"), preferences: answer("preferences") };
            if consent != Consent::default() {
                self.events.push(Event::Consented(consent));
            }
        }
        if let Some(node) = self.said.object(root, "page") {
            let page = self.page(node);
            self.events.push(Event::Described(Box::new(page)));
        }
        if root.get("customer").is_some_and(|node| node.kind() == Kind::Null) {
            let facts = vec![(Fact::CustomerLoggedIn, Value::Bool(false))];
            self.events.push(Event::Identified(Box::new(Customer { facts, id: None })));
        } else if let Some(node) = self.said.object(root, "customer") {
            let customer = self.customer(node);
            self.events.push(Event::Identified(Box::new(customer)));
        }
        if let Some(node) = self.said.object(root, "cart") {
            self.cart(node);
        }
        if let Some(node) = self.said.object(root, "custom") {
            for (key, value) in node.entries() {
                self.events.push(Event::Set { name: Rc::from(key.text().unwrap_or_default()), value: value.value() });
            }
        }
        if let Some(node) = self.said.object(root, "purchase")
            && let Some(currency) = self.said.currency(node, "currency", self.currency)
            && let Some(purchase) = self.said.order(node, ["order", "value", "coupons"], currency)
        {
            self.events.push(Event::Purchased(Box::new(purchase)));
        }
    }

    fn page(&mut self, node: Node<'_>) -> Page {
        let kind = self.said.node(node, "type").and_then(|word| self.said.decoder.word(word, &PAGE_TYPES));
        let product = self.said.object(node, "product").map(|item| {
            let mut product = self.said.product(item, &WORDS, minor_digits(self.currency));
            product.tags = self.said.texts(item, "tags");
            product.in_stock = self.said.flag(item, "in_stock");
            product
        });
        Page {
            url: None,
            kind: kind.and_then(|place| PAGE_TYPES.get(place)).map(|word| Rc::from(*word)),
            title: self.said.text(node, "title"),
            language: self.said.text(node, "language"),
            product,
        }
    }

    fn customer(&mut self, node: Node<'_>) -> Customer {
        let mut facts = Vec::new();
        for fact in CUSTOMER {
            let key = fact.row().name.strip_prefix("customer.").unwrap_or_default();
            let want = match fact.row().kind {
                FactType::Bool => Want::Flag,
                FactType::Int => Want::Whole,
                FactType::Money => Want::Amount(minor_digits(self.currency)),
                FactType::Date => Want::Day,
                FactType::TextList => Want::Texts,
                FactType::Text | FactType::Json => Want::Text,
            };
            // Whoever is described is logged in, unless the shop says otherwise.
            let described = fact == Fact::CustomerLoggedIn && node.get(key).is_none();
            let value = if described { Some(Value::Bool(true)) } else { self.said.get(node, key, want) };
            if let Some(value) = value {
                facts.push((fact, value));
            }
        }
        Customer { facts, id: self.said.text(node, "id") }
    }

    /// Nothing where nothing of it can be read: an unreadable cart is not an empty one.
    fn cart(&mut self, node: Node<'_>) {
        let said = &mut self.said;
        let Some(currency) = said.currency(node, "currency", self.currency) else { return };
        let list = said.node(node, "lines");
        let lines = list.and_then(|list| match list.kind() {
            Kind::List => said.lines(list, |_| &WORDS, currency.digits),
            _ => said.decoder.wrong(list, "a list"),
        });
        let empty = lines.as_ref().is_some_and(Vec::is_empty).then_some(0);
        let cart = Cart {
            subtotal: said.number(node, "subtotal", Want::Amount(currency.digits)).or(empty),
            total: said.number(node, "total", Want::Amount(currency.digits)),
            items: said.number(node, "items", Want::Whole).or(empty),
            coupons: said.texts(node, "coupons"),
            lines: lines.unwrap_or_default(),
            currency: currency.code,
        };
        if cart.subtotal.is_some() || cart.items.is_some() || !cart.lines.is_empty() {
            self.events.push(Event::Cart(Box::new(cart)));
        }
    }
}
