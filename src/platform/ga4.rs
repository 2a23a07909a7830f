//! The `dataLayer` of Google's tags: GTM's objects, gtag's arguments, and the older Universal Analytics shape.
//!
//! Decides what one entry tells, as declarations. Leaves hooking the array to the host, which hands over each entry as JSON, in
//! order and once. Google's events say what happened and never how things are, so the cart is kept in a mirror; where the shop
//! speaks for itself, the host does not listen to that one.
//!
//! Sources: <https://developers.google.com/analytics/devguides/collection/ga4/reference/events>,
//! <https://developers.google.com/tag-platform/security/guides/consent>.

use super::lenient::{currency, said, text};
use super::mirror::{self, Line, Mirror};
use crate::json::Json;
use crate::money::minor_digits;
use crate::node::{Doc, Kind, Node};
use std::rc::Rc;

/// Orders remembered against counting one twice.
const MOST_ORDERS: usize = 20;

/// Keys of an event that are no detail of it, or carry personal data, and none of the facts.
const LEFT_OUT: [&str; 12] =
    ["", "event", "ecommerce", "user_data", "user_id", "userId", "user", "email", "phone_number", "address", "customer", "user_properties"];

/// What the entries so far have come to.
#[derive(Debug, Default)]
pub struct Reader {
    mirror: Mirror,
    /// The first dialect that changed the cart: shops that moved from one to the other often report in both.
    dialect: Option<Dialect>,
    orders: Vec<Rc<str>>,
    /// Defaults were given by region, and no tag can know the region of its visitor.
    regional: bool,
    /// What was taken for granted before any region was named, by [`PURPOSES`].
    assumed: [bool; 3],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Dialect {
    Arguments,
    Object,
    Universal,
}

/// What an event means to us; the others are only tracked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meaning {
    Viewed,
    Added,
    Removed,
    CartIs,
    CheckoutIs,
    Bought,
}

/// Analytics 4: the event's name says what happened.
const GOOGLE: [(&str, Meaning); 8] = [
    ("view_item", Meaning::Viewed),
    ("add_to_cart", Meaning::Added),
    ("remove_from_cart", Meaning::Removed),
    ("view_cart", Meaning::CartIs),
    ("begin_checkout", Meaning::CheckoutIs),
    ("add_shipping_info", Meaning::CheckoutIs),
    ("add_payment_info", Meaning::CheckoutIs),
    ("purchase", Meaning::Bought),
];

/// Universal Analytics: the key under `ecommerce` says what happened.
const UNIVERSAL: [(&str, Meaning); 5] = [
    ("detail", Meaning::Viewed),
    ("add", Meaning::Added),
    ("remove", Meaning::Removed),
    ("checkout", Meaning::CheckoutIs),
    ("purchase", Meaning::Bought),
];

/// The words for sku, name, category and brand.
const NEW_WORDS: [&str; 4] = ["item_id", "item_name", "item_category", "item_brand"];
const OLD_WORDS: [&str; 4] = ["id", "name", "category", "brand"];

/// What consent is declared for, and the storages of Consent Mode that stand for it; "" is none.
const PURPOSES: [(&str, [&str; 2]); 3] = [
    ("analytics", ["analytics_storage", ""]),
    ("marketing", ["ad_storage", ""]),
    ("preferences", ["functionality_storage", "personalization_storage"]),
];

/// One thing that happened, whatever the dialect.
struct Happening<'d> {
    dialect: Dialect,
    meaning: Meaning,
    items: Option<Node<'d>>,
    currency: Option<Node<'d>>,
    /// Where the rest stands; none of it where there is nothing.
    fields: Option<Node<'d>>,
    /// Its words for order, value and coupon.
    words: [&'static str; 3],
}

impl Reader {
    /// A reader that goes on where one on an earlier page left off, see [`Reader::keep`].
    #[must_use]
    pub fn resume(kept: &[u8]) -> Reader {
        let mut reader = Reader::default();
        if let Ok(doc) = Doc::scan(kept) {
            if let Some(cart) = doc.root().get("cart") {
                reader.mirror = Mirror::resume(cart);
            }
            if let Some(orders) = doc.root().get("orders") {
                for order in orders.items() {
                    reader.orders.extend(text(order));
                }
                reader.orders.truncate(MOST_ORDERS);
            }
        }
        reader
    }

    /// What the next page of this tab needs to know, as JSON.
    #[must_use]
    pub fn keep(&self) -> String {
        let mut json = Json::default();
        json.open('{').key("cart");
        self.mirror.write(&mut json, None);
        json.key("orders").open('[');
        for order in &self.orders {
            json.text(order);
        }
        json.close(']').close('}');
        json.0
    }

    /// What an entry tells: declarations, one a line. `currency` is that of the site: it counts where the entry names none.
    ///
    /// The entry stands on one line, as `JSON.stringify` writes it.
    #[must_use]
    pub fn read(&mut self, entry: &[u8], currency: &str) -> String {
        let mut told = String::new();
        if let Ok(doc) = Doc::scan(entry) {
            self.entry(doc.root(), currency, &mut told);
        }
        told
    }

    fn entry(&mut self, root: Node<'_>, site: &str, told: &mut String) {
        let Some(command) = argument(root, 0) else { return self.object(root, site, told) };
        let (Some(what), details) = (argument(root, 1).and_then(Node::text), argument(root, 2)) else { return };
        match command.word() {
            "event" => {
                if let Some(it) = details.and_then(|details| google(Dialect::Arguments, &what, details)) {
                    self.happened(&it, site, told);
                }
                track(&what, [details, None], told);
            }
            "consent" => {
                if let Some(answers) = details {
                    self.consent(&what, answers, told);
                }
            }
            _ => {}
        }
    }

    /// An entry of Tag Manager's, in the words of Analytics 4 or of Universal Analytics.
    fn object(&mut self, root: Node<'_>, site: &str, told: &mut String) {
        let ecommerce = root.get("ecommerce").filter(|node| node.kind() == Kind::Object);
        let name = root.get("event").and_then(Node::text).unwrap_or_default();
        let happening = google(Dialect::Object, &name, ecommerce.unwrap_or(root));
        if let Some(it) = happening.filter(|it| it.items.is_some() || ecommerce.is_some_and(|node| node.get(it.words[0]).is_some())) {
            self.happened(&it, site, told);
        } else if let Some(ecommerce) = ecommerce {
            for (key, meaning) in UNIVERSAL {
                if let Some(details) = ecommerce.get(key).filter(|node| node.kind() == Kind::Object) {
                    let it = Happening {
                        dialect: Dialect::Universal,
                        meaning,
                        items: details.get("products"),
                        currency: ecommerce.get("currencyCode"),
                        fields: details.get("actionField"),
                        words: ["id", "revenue", "coupon"],
                    };
                    self.happened(&it, site, told);
                }
            }
        }
        track(&name, [Some(root), ecommerce], told);
    }

    fn happened(&mut self, it: &Happening<'_>, site: &str, told: &mut String) {
        let item = it.items.and_then(|items| items.items().next().or_else(|| Some(items.entries().next()?.1)));
        let code = it.currency.and_then(currency).or_else(|| currency(item?.get("currency")?));
        let mut subtotal = None;
        match it.meaning {
            Meaning::Viewed => {
                // A product's price is in the currency of the site or unknown.
                let priced = code.is_none_or(|code| *code == *site);
                return item.map_or((), |item| viewed(item, priced, told));
            }
            Meaning::Bought => {
                if !self.bought(it, code, told) {
                    return;
                }
                self.mirror.replace(Vec::new(), None);
            }
            Meaning::Added | Meaning::Removed => {
                if *self.dialect.get_or_insert(it.dialect) != it.dialect {
                    return;
                }
                let Some(lines) = self.lines(it, code, site) else { return };
                self.mirror.change(lines, if it.meaning == Meaning::Added { 1 } else { -1 });
            }
            Meaning::CartIs | Meaning::CheckoutIs => {
                let Some(lines) = self.lines(it, code, site) else { return };
                // Only an empty cart page says that the cart is empty; elsewhere the tag left the items out.
                if lines.is_empty() && it.meaning == Meaning::CheckoutIs {
                    return;
                }
                subtotal = it.fields.and_then(|fields| said(fields, it.words[1]));
                self.mirror.replace(lines, it.fields.and_then(|fields| mirror::coupons(fields, it.words[2])));
            }
        }
        let mut json = begin("cart");
        self.mirror.write(&mut json, subtotal);
        tell(told, json);
    }

    fn lines(&mut self, it: &Happening<'_>, code: Option<Rc<str>>, site: &str) -> Option<Vec<Line>> {
        self.mirror.price_in(code);
        let items = it.items.filter(|items| matches!(items.kind(), Kind::List | Kind::Object))?;
        mirror::lines(items, words, minor_digits(self.mirror.currency.as_deref().unwrap_or(site)))
    }

    /// An order; false where it is none, or is known already.
    fn bought(&mut self, it: &Happening<'_>, code: Option<Rc<str>>, told: &mut String) -> bool {
        let Some(fields) = it.fields else { return false };
        let [order, value, coupon] = it.words;
        let Some(order) = said(fields, order).and_then(text) else { return false };
        if self.orders.contains(&order) {
            return false;
        }
        if self.orders.len() == MOST_ORDERS {
            self.orders.remove(0);
        }
        let mut json = begin("purchase");
        json.open('{').key("order").text(&order);
        if let Some(code) = &code {
            json.key("currency").text(code);
        }
        copy(&mut json, "value", said(fields, value));
        copy(&mut json, "coupons", mirror::coupons(fields, coupon));
        json.close('}');
        tell(told, json);
        self.orders.push(order);
        true
    }

    /// An update is the visitor's answer. A default is only what the tag assumes before it: `denied` says nothing yet, and
    /// `granted` counts where it is meant for every region.
    fn consent(&mut self, what: &str, answers: Node<'_>, told: &mut String) {
        let by_region = answers.get("region").is_some();
        let (update, default) = (what == "update", what == "default");
        let (mut json, mut any) = (begin("consent"), false);
        json.open('{');
        for ((purpose, storages), assumed) in PURPOSES.iter().zip(&mut self.assumed) {
            let [first, second] = storages;
            let word = answers.get(first).or_else(|| answers.get(second)).map_or("", Node::word);
            let (granted, denied) = (word == "granted", word == "denied");
            let mut answered = update && (granted || denied);
            if default && granted && !by_region && !self.regional {
                *assumed = true;
                answered = true;
            } else if default && denied && by_region && *assumed {
                // What was assumed for every region is not for every region after all.
                *assumed = false;
                answered = true;
            }
            if answered {
                json.key(purpose).flag(Some(granted));
                any = true;
            }
        }
        json.close('}');
        self.regional |= by_region;
        if any {
            tell(told, json);
        }
    }
}

/// Begins a declaration of one thing; what follows is the thing.
fn begin(what: &str) -> Json {
    let mut json = Json::default();
    json.open('{').key(what);
    json
}

/// Ends a declaration, and puts it on a line.
fn tell(told: &mut String, mut json: Json) {
    json.close('}');
    told.push_str(&json.0);
    told.push('\n');
}

/// Writes what was said, if anything, as it was said: declarations are read as leniently as entries.
fn copy(json: &mut Json, key: &str, said: Option<Node<'_>>) {
    if let Some(said) = said {
        json.key(key).text_raw(said.raw());
    }
}

/// The product that the page shows.
fn viewed(item: Node<'_>, priced: bool, told: &mut String) {
    let texts = mirror::texts(item, words(item));
    let [sku, name, ..] = &texts;
    if sku.is_none() && name.is_none() {
        return;
    }
    let mut json = begin("page");
    json.open('{').key("product").open('{');
    mirror::write_texts(&mut json, &texts);
    if priced {
        copy(&mut json, "price", said(item, "price"));
    }
    json.close('}').close('}');
    tell(told, json);
}

fn google<'d>(dialect: Dialect, name: &str, details: Node<'d>) -> Option<Happening<'d>> {
    let (_, meaning) = GOOGLE.iter().find(|(known, _)| *known == name)?;
    Some(Happening {
        dialect,
        meaning: *meaning,
        items: details.get("items"),
        currency: details.get("currency"),
        fields: Some(details),
        words: ["transaction_id", "value", "coupon"],
    })
}

/// The event for rules that name it; `event.*` reads the details, those under `ecommerce` as if they stood beside them.
fn track(name: &str, details: [Option<Node<'_>>; 2], told: &mut String) {
    // Tag Manager's own events say nothing about the shop.
    if name.is_empty() || name.starts_with("gtm.") {
        return;
    }
    let mut json = begin("event");
    json.open('{').key("name").text(name).key("detail").open('{');
    for node in details.into_iter().flatten() {
        for (key, value) in node.entries() {
            let key = key.word();
            if !key.starts_with("gtm.") && !LEFT_OUT.contains(&key) {
                copy(&mut json, key, Some(value));
            }
        }
    }
    json.close('}').close('}');
    tell(told, json);
}

/// One of gtag's arguments: of a list, or of an `arguments` object, which JSON makes `{"0": …, "1": …}`.
fn argument(entry: Node<'_>, place: usize) -> Option<Node<'_>> {
    if entry.kind() == Kind::List { entry.items().nth(place) } else { entry.get(["0", "1", "2"].get(place)?) }
}

/// The words of an item: gtag took those of Universal Analytics for years.
fn words(item: Node<'_>) -> &'static [&'static str; 4] {
    if item.get(NEW_WORDS[0]).or_else(|| item.get(NEW_WORDS[1])).is_some() { &NEW_WORDS } else { &OLD_WORDS }
}
