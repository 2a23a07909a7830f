//! What the shop's page says about itself: page, cart, customer, custom facts, consent, an order, an event.
//!
//! Decides how a declaration is read: leniently, because pages are not rule files. Unknown keys are ignored, numbers may
//! stand in quotes; a value of the wrong type leaves its fact unreported and is a problem, which only the tools tell. What values
//! can mean is [`super::lenient`]'s, what follows from a fact the engine's.
//!
//! This is the one language that the engine knows: what shop systems and tag managers say is translated to it, see [`super`].

#[cfg(feature = "tools")]
use super::lenient::says;
use super::lenient::{Want, currency, flag, number, said, text, texts};
use crate::engine::event::{Cart, Consent, Customer, Event, Line, Page, Product, Purchase};
use crate::engine::fact::{Fact, FactType};
use crate::engine::note::list_value;
use crate::money::minor_digits;
use crate::node::{Doc, Kind, Node, SyntaxError};
use crate::rules::decoder::Decoder;
use crate::rules::diagnostic::Diagnostic;
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
/// where the cart or the order names none. Problems are found in the tools only.
///
/// `"customer": null` says that nobody is logged in; any other null, and an empty text, says nothing.
#[must_use]
pub fn declared(bytes: &[u8], currency: &str) -> (Vec<Event>, Vec<Diagnostic>) {
    let mut shop = Shop { digits: minor_digits(currency), events: Vec::new(), decoder: Decoder::default() };
    match Doc::scan(bytes) {
        Ok(doc) => shop.read(doc.root()),
        Err(error) => shop.not_json(error),
    }
    (shop.events, shop.decoder.diagnostics)
}

/// Something named that happened in the shop; a detail that is not JSON is no detail.
#[must_use]
pub fn tracked(name: &str, detail: &[u8]) -> Event {
    let detail = Doc::scan(detail).map_or(Value::Null, |doc| doc.root().value());
    Event::Tracked { name: Rc::from(name), detail }
}

/// How a section is read.
type Read = fn(&mut Shop, Node<'_>);

/// In this order, whatever theirs is: consent decides what may be kept of the rest.
const SECTIONS: [(&str, Read); 7] = [
    ("consent", Shop::consent),
    ("page", Shop::page),
    ("customer", Shop::customer),
    ("cart", Shop::cart),
    ("custom", Shop::custom),
    ("purchase", Shop::purchase),
    ("event", Shop::event),
];

pub(super) struct Shop {
    /// Of amounts in the currency of the site.
    digits: u8,
    events: Vec<Event>,
    /// Nothing is recorded but in the tools.
    pub(super) decoder: Decoder,
}

impl Shop {
    fn read(&mut self, root: Node<'_>) {
        if root.kind() != Kind::Object {
            self.wrong(root, "an object such as {\"cart\": {…}}");
        }
        for (key, read) in &SECTIONS {
            let Some(node) = root.get(key) else { continue };
            match node.kind() {
                Kind::Object => read(self, node),
                Kind::Null if *key == "customer" => self.identified(vec![(Fact::CustomerLoggedIn, Value::Bool(false))], None),
                _ => self.not_object(node),
            }
        }
    }

    fn consent(&mut self, node: Node<'_>) {
        let analytics = self.flag(node, "analytics");
        let consent = Consent { analytics, marketing: self.flag(node, "marketing"), preferences: self.flag(node, "preferences") };
        if consent != Consent::default() {
            self.events.push(Event::Consented(consent));
        }
    }

    fn page(&mut self, node: Node<'_>) {
        let kind = self.page_type(node);
        let mut product = None;
        if let Some(item) = node.get("product") {
            if item.kind() == Kind::Object {
                product = Some(self.product(item));
            } else {
                self.not_object(item);
            }
        }
        let page = Page {
            url: None,
            kind,
            title: self.text(node, "title", Want::Text),
            language: self.text(node, "language", Want::Text),
            product,
            recommended: self.recommended(node),
        };
        self.events.push(Event::Described(Box::new(page)));
    }

    fn page_type(&mut self, node: Node<'_>) -> Option<Rc<str>> {
        let node = said(node, "type")?;
        for kind in &PAGE_TYPES {
            if node.word() == *kind {
                return text(node);
            }
        }
        #[cfg(feature = "tools")]
        self.decoder.word(node, &PAGE_TYPES);
        None
    }

    pub(super) fn product(&mut self, item: Node<'_>) -> Product {
        Product {
            sku: self.text(item, "sku", Want::Text),
            name: self.text(item, "name", Want::Text),
            price: self.number(item, "price", Want::Amount(self.digits)),
            category: self.text(item, "category", Want::Text),
            brand: self.text(item, "brand", Want::Text),
            tags: self.texts(item, "tags"),
            in_stock: self.flag(item, "in_stock"),
            image: self.address(item, "image"),
            url: self.address(item, "url"),
        }
    }

    fn customer(&mut self, node: Node<'_>) {
        let mut facts = Vec::new();
        for fact in &CUSTOMER {
            let row = fact.row();
            let key = row.name.get("customer.".len()..).unwrap_or_default();
            let value = self.fact(node, key, row.kind);
            if !matches!(value, Value::Null) {
                facts.push((*fact, value));
            } else if *fact == Fact::CustomerLoggedIn && node.get(key).is_none() {
                // Whoever is described is logged in, unless the shop says otherwise.
                facts.push((*fact, Value::Bool(true)));
            }
        }
        let id = self.text(node, "id", Want::Text);
        self.identified(facts, id);
    }

    fn identified(&mut self, facts: Vec<(Fact, Value)>, id: Option<Rc<str>>) {
        self.events.push(Event::Identified(Box::new(Customer { facts, id })));
    }

    /// Nothing where nothing of it can be read: an unreadable cart is not an empty one.
    fn cart(&mut self, node: Node<'_>) {
        let Some((currency, digits)) = self.currency(node) else { return };
        let (mut lines, mut empty) = (Vec::new(), None);
        if let Some(list) = said(node, "lines") {
            if list.kind() == Kind::List {
                let mut readable = true;
                for line in list.items() {
                    readable &= self.line(line, digits, &mut lines);
                }
                if !readable {
                    // The others would make a wrong sum.
                    lines.clear();
                } else if lines.is_empty() {
                    empty = Some(0);
                }
            } else {
                self.wrong(list, "a list");
            }
        }
        let subtotal = self.number(node, "subtotal", Want::Amount(digits)).or(empty);
        let total = self.number(node, "total", Want::Amount(digits));
        let items = self.number(node, "items", Want::Whole).or(empty);
        let coupons = self.texts(node, "coupons");
        if subtotal.is_some() || items.is_some() || !lines.is_empty() {
            self.events.push(Event::Cart(Box::new(Cart { currency, subtotal, total, items, lines, coupons })));
        }
    }

    /// Reads a line, and takes it where it holds something; false where it cannot be read.
    fn line(&mut self, node: Node<'_>, digits: u8, lines: &mut Vec<Line>) -> bool {
        if node.kind() != Kind::Object {
            self.wrong(node, "a line such as {\"sku\": \"MUG-01\", \"price\": 18.25, \"quantity\": 2}");
            return false;
        }
        let mut quantity = 1;
        if said(node, "quantity").is_some() {
            let Some(pieces) = self.number(node, "quantity", Want::Pieces) else { return false };
            quantity = pieces;
        }
        // What has no number is known by its name.
        let Some(sku) = self.text(node, "sku", Want::Text).or_else(|| self.text(node, "name", Want::Text)) else {
            self.missing(node, "sku", "\"MUG-01\"");
            return false;
        };
        if quantity > 0 {
            lines.push(Line {
                sku,
                name: self.text(node, "name", Want::Text),
                price: self.number(node, "price", Want::Amount(digits)),
                quantity,
                category: self.text(node, "category", Want::Text),
                brand: self.text(node, "brand", Want::Text),
            });
        }
        true
    }

    fn custom(&mut self, node: Node<'_>) {
        for (key, value) in node.entries() {
            if let Some(name) = text(key) {
                self.events.push(Event::Set { name, value: value.value() });
            }
        }
    }

    fn purchase(&mut self, node: Node<'_>) {
        let Some((currency, digits)) = self.currency(node) else { return };
        if said(node, "order").is_none() {
            return self.missing(node, "order", "\"1001\"");
        }
        let Some(order) = self.text(node, "order", Want::Text) else { return };
        let value = self.number(node, "value", Want::Amount(digits));
        let coupons = self.texts(node, "coupons");
        self.events.push(Event::Purchased(Box::new(Purchase { order, value, currency, coupons })));
    }

    fn event(&mut self, node: Node<'_>) {
        let Some(name) = self.text(node, "name", Want::Text) else { return };
        let detail = node.get("detail").map_or(Value::Null, Node::value);
        self.events.push(Event::Tracked { name, detail });
    }

    /// The currency that is named, and the digits of amounts; None where what is named is none: then no amount beside it has a
    /// meaning.
    fn currency(&mut self, node: Node<'_>) -> Option<(Option<Rc<str>>, u8)> {
        if said(node, "currency").is_none() {
            return Some((None, self.digits));
        }
        let code = self.text(node, "currency", Want::Currency)?;
        let digits = minor_digits(&code);
        Some((Some(code), digits))
    }

    /// A null and an empty text say nothing; anything else says something wrong.
    #[inline(always)]
    #[cfg_attr(not(feature = "tools"), allow(unused_variables, clippy::unused_self))]
    pub(super) fn not_object(&mut self, node: Node<'_>) {
        #[cfg(feature = "tools")]
        if says(node) {
            self.wrong(node, "an object");
        }
    }

    /// A fact about the customer; null where nothing is said, or something else.
    fn fact(&mut self, object: Node<'_>, key: &str, kind: FactType) -> Value {
        match kind {
            FactType::Bool => {
                if let Some(flag) = self.flag(object, key) {
                    return Value::Bool(flag);
                }
            }
            FactType::TextList => {
                if let Some(texts) = self.list(object, key) {
                    return list_value(&texts);
                }
            }
            FactType::Text | FactType::Json => {
                if let Some(text) = self.text(object, key, Want::Text) {
                    return Value::Text(text);
                }
            }
            FactType::Int | FactType::Money | FactType::Date => {
                let want = match kind {
                    FactType::Int => Want::Whole,
                    FactType::Date => Want::Day,
                    _ => Want::Amount(self.digits),
                };
                if let Some(number) = self.number(object, key, want) {
                    return Value::Int(number);
                }
            }
        }
        Value::Null
    }

    #[inline(never)]
    pub(super) fn text(&mut self, object: Node<'_>, key: &str, want: Want) -> Option<Rc<str>> {
        let node = said(object, key)?;
        let text = if want == Want::Currency { currency(node) } else { text(node) };
        self.fits(node, want, text.is_some());
        text
    }

    #[inline(never)]
    fn number(&mut self, object: Node<'_>, key: &str, want: Want) -> Option<i64> {
        let node = said(object, key)?;
        let number = number(node, want);
        self.fits(node, want, number.is_some());
        number
    }

    #[inline(never)]
    fn flag(&mut self, object: Node<'_>, key: &str) -> Option<bool> {
        let node = said(object, key)?;
        let flag = flag(node);
        self.fits(node, Want::Flag, flag.is_some());
        flag
    }

    fn list(&mut self, object: Node<'_>, key: &str) -> Option<Vec<Rc<str>>> {
        let node = said(object, key)?;
        let texts = texts(node);
        self.fits(node, Want::Texts, texts.is_some());
        texts
    }

    #[inline(never)]
    fn texts(&mut self, object: Node<'_>, key: &str) -> Vec<Rc<str>> {
        self.list(object, key).unwrap_or_default()
    }

    #[inline(always)]
    #[cfg_attr(not(feature = "tools"), allow(unused_variables, clippy::unused_self))]
    fn fits(&mut self, node: Node<'_>, want: Want, fits: bool) {
        #[cfg(feature = "tools")]
        if !fits {
            self.wrong(node, want.words());
        }
    }

    #[inline(always)]
    #[cfg_attr(not(feature = "tools"), allow(unused_variables, clippy::unused_self))]
    pub(super) fn wrong(&mut self, node: Node<'_>, wanted: &str) {
        #[cfg(feature = "tools")]
        self.decoder.wrong::<()>(node, wanted);
    }

    #[inline(always)]
    #[cfg_attr(not(feature = "tools"), allow(unused_variables, clippy::unused_self))]
    pub(super) fn missing(&mut self, node: Node<'_>, key: &str, example: &str) {
        #[cfg(feature = "tools")]
        self.decoder.missing::<()>(node, key, example);
    }

    #[cfg_attr(not(feature = "tools"), allow(unused_variables, clippy::unused_self))]
    fn not_json(&mut self, error: SyntaxError) {
        #[cfg(feature = "tools")]
        {
            use crate::node::Syntax;
            use crate::rules::diagnostic::Code;
            let limit = matches!(error.what, Syntax::TooLong | Syntax::TooDeep | Syntax::TooManyKeys | Syntax::TextTooLong);
            let (code, sentence) =
                if limit { (Code::Limit, "the declaration is too large") } else { (Code::Syntax, "the declaration is not JSON") };
            self.decoder.diagnostics.push(Diagnostic { code, at: error.at, message: String::from(sentence) });
        }
    }
}
