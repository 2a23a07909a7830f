//! What the shop's page says about itself: page, cart, customer, custom facts, consent, an order.
//!
//! Decides how a declaration is read: leniently, because pages are not rule files. Unknown keys are ignored, numbers may
//! stand in quotes; a value of the wrong type leaves its fact unreported and is a diagnostic. What follows from a fact is
//! left to the engine.

use super::lenient;
use crate::engine::event::{Cart, Consent, Customer, Event, Line, Page, Product, Purchase};
use crate::engine::fact::{Fact, FactType};
use crate::engine::time::parse_date;
use crate::money::minor_digits;
use crate::node::{Doc, Kind, Node, Syntax};
use crate::rules::decoder::Decoder;
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

/// Reads a declaration such as `{"page": {…}, "cart": {…}, "customer": null}`. `currency` is that of the site: it counts
/// where the cart or the order names none.
///
/// `"customer": null` says that nobody is logged in; any other null, and an empty text, says nothing.
#[must_use]
pub fn declared(bytes: &[u8], currency: &str) -> (Vec<Event>, Vec<Diagnostic>) {
    let doc = match Doc::scan(bytes) {
        Ok(doc) => doc,
        Err(error) => return (Vec::new(), vec![not_json(error.at, error.what)]),
    };
    let mut shop = Shop { decoder: Decoder::default(), currency };
    let events = shop.events(doc.root());
    (events, shop.decoder.diagnostics)
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
    decoder: Decoder,
    currency: &'a str,
}

impl Shop<'_> {
    fn events(&mut self, root: Node<'_>) -> Vec<Event> {
        let mut events = Vec::new();
        if root.kind() != Kind::Object {
            self.decoder.wrong::<()>(root, "an object such as {\"cart\": {…}}");
        }
        // Consent first: it decides what may be kept of the rest.
        if let Some(node) = self.object(root, "consent") {
            events.extend(self.consent(node));
        }
        if let Some(node) = self.object(root, "page") {
            events.push(Event::Described(Box::new(self.page(node))));
        }
        if root.get("customer").is_some_and(|node| node.kind() == Kind::Null) {
            let facts = vec![(Fact::CustomerLoggedIn, Value::Bool(false))];
            events.push(Event::Identified(Box::new(Customer { facts, id: None })));
        } else if let Some(node) = self.object(root, "customer") {
            events.push(Event::Identified(Box::new(self.customer(node))));
        }
        if let Some(node) = self.object(root, "cart") {
            events.extend(self.cart(node).map(|cart| Event::Cart(Box::new(cart))));
        }
        if let Some(node) = self.object(root, "custom") {
            let set =
                |(key, value): (Node<'_>, Node<'_>)| Event::Set { name: Rc::from(key.text().unwrap_or_default()), value: value.value() };
            events.extend(node.entries().map(set));
        }
        if let Some(node) = self.object(root, "purchase") {
            events.extend(self.purchase(node).map(|purchase| Event::Purchased(Box::new(purchase))));
        }
        events
    }

    fn consent(&mut self, node: Node<'_>) -> Option<Event> {
        let consent = Consent {
            analytics: self.flag(node, "analytics"),
            marketing: self.flag(node, "marketing"),
            preferences: self.flag(node, "preferences"),
        };
        (consent != Consent::default()).then_some(Event::Consented(consent))
    }

    fn page(&mut self, node: Node<'_>) -> Page {
        let kind = self.said(node, "type").and_then(|word| self.decoder.word(word, &PAGE_TYPES));
        Page {
            url: None,
            kind: kind.and_then(|place| PAGE_TYPES.get(place)).map(|word| Rc::from(*word)),
            title: self.text(node, "title"),
            language: self.text(node, "language"),
            product: self.object(node, "product").map(|product| self.product(product)),
        }
    }

    fn product(&mut self, node: Node<'_>) -> Product {
        Product {
            sku: self.text(node, "sku"),
            name: self.text(node, "name"),
            price: self.amount(node, "price", minor_digits(self.currency)),
            category: self.text(node, "category"),
            brand: self.text(node, "brand"),
            tags: self.texts(node, "tags").unwrap_or_default(),
            in_stock: self.flag(node, "in_stock"),
        }
    }

    fn customer(&mut self, node: Node<'_>) -> Customer {
        let mut facts = Vec::new();
        for fact in CUSTOMER {
            let key = fact.row().name.strip_prefix("customer.").unwrap_or_default();
            let value = match fact.row().kind {
                FactType::Bool => self.flag(node, key).map(Value::Bool),
                FactType::Int => self.whole(node, key).map(Value::Int),
                FactType::Money => self.amount(node, key, minor_digits(self.currency)).map(Value::Int),
                FactType::Date => self.read(node, key, "a day such as \"2025-03-01\"", &date).map(Value::Int),
                FactType::Text => self.text(node, key).map(Value::Text),
                FactType::TextList => self.texts(node, key).map(|texts| Value::List(texts.into_iter().map(Value::Text).collect())),
                FactType::Json => None,
            };
            // Whoever is described is logged in, unless the shop says otherwise.
            let value = value.or_else(|| (fact == Fact::CustomerLoggedIn && node.get(key).is_none()).then_some(Value::Bool(true)));
            facts.extend(value.map(|value| (fact, value)));
        }
        Customer { facts, id: self.text(node, "id") }
    }

    /// None where nothing of it can be read: an unreadable cart is not an empty one.
    fn cart(&mut self, node: Node<'_>) -> Option<Cart> {
        let currency = self.currency(node)?;
        let digits = minor_digits(currency.as_deref().unwrap_or(self.currency));
        let list = self
            .said(node, "lines")
            .and_then(|list| if list.kind() == Kind::List { Some(list) } else { self.decoder.wrong(list, "a list") });
        // One unreadable line makes the others a wrong sum.
        let lines: Option<Vec<Line>> = list.and_then(|list| {
            let lines: Vec<Option<Line>> = list.items().map(|line| self.line(line, digits)).collect();
            lines.into_iter().collect()
        });
        let empty = lines.as_ref().is_some_and(Vec::is_empty).then_some(0);
        let cart = Cart {
            subtotal: self.amount(node, "subtotal", digits).or(empty),
            total: self.amount(node, "total", digits),
            items: self.whole(node, "items").or(empty),
            coupons: self.texts(node, "coupons").unwrap_or_default(),
            lines: lines.unwrap_or_default(),
            currency,
        };
        (cart.subtotal.is_some() || cart.items.is_some() || !cart.lines.is_empty()).then_some(cart)
    }

    fn line(&mut self, node: Node<'_>, digits: u8) -> Option<Line> {
        if node.kind() != Kind::Object {
            return self.decoder.wrong(node, "a line such as {\"sku\": \"MUG-01\", \"price\": 18.25, \"quantity\": 2}");
        }
        let pieces = |value: Node<'_>| lenient::pieces(value).filter(|pieces| *pieces >= 0);
        let quantity = match self.said(node, "quantity") {
            None => 1,
            Some(_) => self.read(node, "quantity", "a number of pieces", &pieces)?,
        };
        let name = self.text(node, "name");
        Some(Line {
            sku: match self.text(node, "sku").or_else(|| name.clone()) {
                Some(sku) => sku,
                None => self.decoder.missing(node, "sku", "\"sku\": \"MUG-01\"")?,
            },
            name,
            price: self.amount(node, "price", digits),
            quantity,
            category: self.text(node, "category"),
            brand: self.text(node, "brand"),
        })
    }

    fn purchase(&mut self, node: Node<'_>) -> Option<Purchase> {
        let currency = self.currency(node)?;
        let digits = minor_digits(currency.as_deref().unwrap_or(self.currency));
        let order = match self.said(node, "order") {
            Some(_) => self.text(node, "order")?,
            None => self.decoder.missing(node, "order", "\"order\": \"1001\"")?,
        };
        let value = self.amount(node, "value", digits);
        Some(Purchase { order, value, currency, coupons: self.texts(node, "coupons").unwrap_or_default() })
    }

    /// The value under a key, unless it says nothing.
    fn said<'d>(&self, node: Node<'d>, key: &str) -> Option<Node<'d>> {
        node.get(key).filter(|value| !matches!(value.raw(), "null" | "\"\""))
    }

    fn read<T>(&mut self, node: Node<'_>, key: &str, wanted: &'static str, read: &dyn Fn(Node<'_>) -> Option<T>) -> Option<T> {
        let value = self.said(node, key)?;
        read(value).or_else(|| self.decoder.wrong(value, wanted))
    }

    fn object<'d>(&mut self, node: Node<'d>, key: &str) -> Option<Node<'d>> {
        let value = self.said(node, key)?;
        if value.kind() == Kind::Object { Some(value) } else { self.decoder.wrong(value, "an object") }
    }

    fn text(&mut self, node: Node<'_>, key: &str) -> Option<Rc<str>> {
        self.read(node, key, "a text", &lenient::text)
    }

    fn texts(&mut self, node: Node<'_>, key: &str) -> Option<Vec<Rc<str>>> {
        self.read(node, key, "a list of texts", &lenient::texts)
    }

    fn flag(&mut self, node: Node<'_>, key: &str) -> Option<bool> {
        self.read(node, key, "true or false", &lenient::flag)
    }

    fn whole(&mut self, node: Node<'_>, key: &str) -> Option<i64> {
        self.read(node, key, "a whole number", &lenient::whole)
    }

    fn amount(&mut self, node: Node<'_>, key: &str, digits: u8) -> Option<i64> {
        self.read(node, key, "an amount in major units such as 36.50", &|value| lenient::amount(value, digits))
    }

    /// The currency named, if any; None where what is named is none, because then no amount beside it has a meaning.
    #[allow(clippy::option_option)]
    fn currency(&mut self, node: Node<'_>) -> Option<Option<Rc<str>>> {
        if self.said(node, "currency").is_none() {
            return Some(None);
        }
        self.read(node, "currency", "a currency such as \"EUR\"", &lenient::currency).map(Some)
    }
}

/// The day of a date, with or without a time behind it.
fn date(node: Node<'_>) -> Option<i64> {
    parse_date(node.text()?.get(..10)?)
}
