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

/// Entries that carry personal data, and none of the facts.
const PERSONAL: [&str; 9] = ["user_data", "user_id", "userId", "user", "email", "phone_number", "address", "customer", "user_properties"];

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
    assumed: [Option<bool>; 3],
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

/// What consent is declared for, and the storages of Consent Mode that stand for it.
const ANSWERS: [&str; 3] = ["analytics", "marketing", "preferences"];
const PURPOSES: [[&str; 2]; 3] = [["analytics_storage", ""], ["ad_storage", ""], ["functionality_storage", "personalization_storage"]];

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
                reader.orders = orders.items().filter_map(text).take(MOST_ORDERS).collect();
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
        let mut told = Told(String::new());
        if let Ok(doc) = Doc::scan(entry) {
            self.entry(doc.root(), currency, &mut told);
        }
        told.0
    }

    fn entry(&mut self, root: Node<'_>, site: &str, told: &mut Told) {
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
    fn object(&mut self, root: Node<'_>, site: &str, told: &mut Told) {
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

    fn happened(&mut self, it: &Happening<'_>, site: &str, told: &mut Told) {
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
        told.tell("cart", |json| self.mirror.write(json, subtotal));
    }

    fn lines(&mut self, it: &Happening<'_>, code: Option<Rc<str>>, site: &str) -> Option<Vec<Line>> {
        self.mirror.price_in(code);
        let items = it.items.filter(|items| matches!(items.kind(), Kind::List | Kind::Object))?;
        mirror::lines(items, words, minor_digits(self.mirror.currency.as_deref().unwrap_or(site)))
    }

    /// An order; false where it is none, or is known already.
    fn bought(&mut self, it: &Happening<'_>, code: Option<Rc<str>>, told: &mut Told) -> bool {
        let Some(fields) = it.fields else { return false };
        let [order, value, coupon] = it.words;
        let Some(order) = said(fields, order).and_then(text) else { return false };
        if self.orders.contains(&order) {
            return false;
        }
        if self.orders.len() == MOST_ORDERS {
            self.orders.remove(0);
        }
        told.tell("purchase", |json| {
            json.open('{').key("order").text(&order);
            if let Some(code) = &code {
                json.key("currency").text(code);
            }
            if let Some(value) = said(fields, value) {
                json.key("value").text_raw(value.raw());
            }
            if let Some(coupons) = mirror::coupons(fields, coupon) {
                json.key("coupons").text_raw(coupons.raw());
            }
            json.close('}');
        });
        self.orders.push(order);
        true
    }

    /// An update is the visitor's answer. A default is only what the tag assumes before it: `denied` says nothing yet, and
    /// `granted` counts where it is meant for every region.
    fn consent(&mut self, what: &str, answers: Node<'_>, told: &mut Told) {
        let by_region = answers.get("region").is_some();
        let mut known = [None; 3];
        for ((slot, assumed), storages) in known.iter_mut().zip(&mut self.assumed).zip(PURPOSES) {
            let word = storages.into_iter().find_map(|storage| answers.get(storage)).map_or("", Node::word);
            let (granted, denied) = (word == "granted", word == "denied");
            if what == "update" {
                *slot = if granted || denied { Some(granted) } else { None };
            } else if what == "default" && by_region {
                // What was assumed for every region is not for every region after all.
                *slot = if denied { assumed.take().map(|_| false) } else { None };
            } else if what == "default" && granted && !self.regional {
                *assumed = Some(true);
                *slot = *assumed;
            }
        }
        self.regional |= by_region;
        if known == [None; 3] {
            return;
        }
        told.tell("consent", |json| {
            json.open('{');
            for (key, answer) in ANSWERS.iter().zip(known) {
                if answer.is_some() {
                    json.key(key).flag(answer);
                }
            }
            json.close('}');
        });
    }
}

/// Declarations, one a line.
struct Told(String);

impl Told {
    fn tell(&mut self, what: &str, write: impl FnOnce(&mut Json)) {
        let mut json = Json::default();
        json.open('{').key(what);
        write(&mut json);
        json.close('}');
        self.0.push_str(&json.0);
        self.0.push('\n');
    }
}

/// The product that the page shows.
fn viewed(item: Node<'_>, priced: bool, told: &mut Told) {
    let texts = mirror::texts(item, words(item));
    let [sku, name, ..] = &texts;
    if sku.is_none() && name.is_none() {
        return;
    }
    told.tell("page", |json| {
        json.open('{').key("product").open('{');
        mirror::write_texts(json, &texts);
        if let Some(price) = said(item, "price").filter(|_| priced) {
            json.key("price").text_raw(price.raw());
        }
        json.close('}').close('}');
    });
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
fn track(name: &str, details: [Option<Node<'_>>; 2], told: &mut Told) {
    // Tag Manager's own events say nothing about the shop.
    if name.is_empty() || name.starts_with("gtm.") {
        return;
    }
    told.tell("event", |json| {
        json.open('{').key("name").text(name).key("detail").open('{');
        for node in details.into_iter().flatten() {
            for (key, value) in node.entries() {
                let key = key.word();
                if !matches!(key, "" | "event" | "ecommerce") && !key.starts_with("gtm.") && !PERSONAL.contains(&key) {
                    json.key(key).text_raw(value.raw());
                }
            }
        }
        json.close('}').close('}');
    });
}

/// One of gtag's arguments: of a list, or of an `arguments` object, which JSON makes `{"0": …, "1": …}`.
fn argument(entry: Node<'_>, place: usize) -> Option<Node<'_>> {
    if entry.kind() == Kind::List { entry.items().nth(place) } else { entry.get(["0", "1", "2"].get(place)?) }
}

/// The words of an item: gtag took those of Universal Analytics for years.
fn words(item: Node<'_>) -> &'static [&'static str; 4] {
    if item.get(NEW_WORDS[0]).or_else(|| item.get(NEW_WORDS[1])).is_some() { &NEW_WORDS } else { &OLD_WORDS }
}
