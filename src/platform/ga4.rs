//! The `dataLayer` of Google's tags: GTM's objects, gtag's arguments, and the older Universal Analytics shape.
//!
//! Decides what one entry tells. Leaves hooking the array to the host, which hands over each entry as JSON, in order and
//! once. Google's events say what happened and never how things are, so the cart is kept in a mirror; it keeps quiet as
//! soon as the shop speaks for itself.
//!
//! Sources: <https://developers.google.com/analytics/devguides/collection/ga4/reference/events>,
//! <https://developers.google.com/tag-platform/security/guides/consent>.

use super::lenient::Want;
use super::mirror::{Mirror, write_texts};
use super::said::{Currency, ItemWords, Said};
use crate::engine::event::{Consent, Event, Line, Page};
use crate::json::Json;
use crate::money::minor_digits;
use crate::node::{Doc, Kind, Node};
use crate::value::Value;
use std::rc::Rc;

/// Orders remembered against counting one twice.
const MOST_ORDERS: usize = 20;

/// Entries that carry personal data, and none of the facts.
const PERSONAL: [&str; 9] = ["user_data", "user_id", "userId", "user", "email", "phone_number", "address", "customer", "user_properties"];

/// What the entries so far have come to.
#[derive(Debug, Default)]
pub struct Reader {
    mirror: Mirror,
    shop_speaks: bool,
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

const NEW_WORDS: ItemWords = ItemWords { sku: "item_id", name: "item_name", category: "item_category", brand: "item_brand" };
const OLD_WORDS: ItemWords = ItemWords { sku: "id", name: "name", category: "category", brand: "brand" };

/// The storages of Consent Mode for analytics, marketing and preferences.
const PURPOSES: [[&str; 2]; 3] = [["analytics_storage", ""], ["ad_storage", ""], ["functionality_storage", "personalization_storage"]];

/// One thing that happened, whatever the dialect.
struct Happening<'d> {
    dialect: Dialect,
    meaning: Meaning,
    items: Option<Node<'d>>,
    /// Where the currency stands, and under which word.
    currency: (Node<'d>, &'static str),
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
            let mut said = Said::default();
            reader.mirror = Mirror::resume(&mut said, doc.root());
            reader.orders = said.texts(doc.root(), "orders");
        }
        reader
    }

    /// What the next page of this tab needs to know, as JSON.
    #[must_use]
    pub fn keep(&self) -> String {
        let mut json = Json::default();
        json.open('{');
        self.mirror.write(&mut json);
        write_texts(&mut json, "orders", &self.orders);
        json.close('}');
        json.0
    }

    /// The shop has reported its cart itself: from now on the mirror keeps quiet.
    pub fn shop_speaks_for_itself(&mut self) {
        self.shop_speaks = true;
    }

    /// What an entry tells. `currency` is that of the site: it counts where the entry names none.
    pub fn read(&mut self, entry: &[u8], currency: &str) -> Vec<Event> {
        let mut told = Vec::new();
        if let Ok(doc) = Doc::scan(entry) {
            self.entry(doc.root(), currency, &mut told);
        }
        told
    }

    fn entry(&mut self, root: Node<'_>, site: &str, told: &mut Vec<Event>) {
        let Some(command) = argument(root, 0) else {
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
                            currency: (ecommerce, "currencyCode"),
                            fields: details.get("actionField"),
                            words: ["id", "revenue", "coupon"],
                        };
                        self.happened(&it, site, told);
                    }
                }
            }
            track(&name, [Some(root), ecommerce], told);
            return;
        };
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

    fn happened(&mut self, it: &Happening<'_>, site: &str, told: &mut Vec<Event>) {
        // A data layer has no reader of diagnostics: what cannot be read tells nothing.
        let mut said = Said::default();
        let item = it.items.and_then(|items| items.items().next().or_else(|| Some(items.entries().next()?.1)));
        let mut currency = said.currency(it.currency.0, it.currency.1, site);
        if currency.as_ref().is_none_or(|currency| currency.code.is_none()) {
            currency = item.and_then(|item| said.currency(item, "currency", site));
        }
        let currency = currency.unwrap_or(Currency { code: None, digits: minor_digits(site) });
        let mut subtotal = None;
        match it.meaning {
            Meaning::Viewed => {
                let Some(item) = item else { return };
                let mut product = said.product(item, words(item), currency.digits);
                // A product's price is in the currency of the site or unknown.
                product.price = product.price.filter(|_| currency.code.as_deref().is_none_or(|code| code == site));
                if product.sku.is_some() || product.name.is_some() {
                    told.push(Event::Described(Box::new(Page { product: Some(product), ..Page::default() })));
                }
                return;
            }
            Meaning::Bought => {
                let Some(purchase) = it.fields.and_then(|fields| said.order(fields, it.words, currency)) else { return };
                if self.orders.contains(&purchase.order) {
                    return;
                }
                if self.orders.len() == MOST_ORDERS {
                    self.orders.remove(0);
                }
                self.orders.push(purchase.order.clone());
                told.push(Event::Purchased(Box::new(purchase)));
                self.mirror.replace(Vec::new(), Vec::new());
            }
            Meaning::Added | Meaning::Removed => {
                if self.shop_speaks || *self.dialect.get_or_insert(it.dialect) != it.dialect {
                    return;
                }
                let Some(lines) = self.lines(&mut said, it, currency, site) else { return };
                self.mirror.change(lines, if it.meaning == Meaning::Added { 1 } else { -1 });
            }
            Meaning::CartIs | Meaning::CheckoutIs => {
                let digits = currency.digits;
                let Some(lines) = self.lines(&mut said, it, currency, site) else { return };
                // Only an empty cart page says that the cart is empty; elsewhere the tag left the items out.
                if lines.is_empty() && it.meaning == Meaning::CheckoutIs {
                    return;
                }
                subtotal = it.fields.and_then(|fields| said.number(fields, it.words[1], Want::Amount(digits)));
                let coupons = it.fields.map(|fields| said.texts(fields, it.words[2]));
                self.mirror.replace(lines, coupons.unwrap_or_default());
            }
        }
        if !self.shop_speaks {
            told.push(Event::Cart(Box::new(self.mirror.cart(subtotal))));
        }
    }

    fn lines(&mut self, said: &mut Said, it: &Happening<'_>, currency: Currency, site: &str) -> Option<Vec<Line>> {
        self.mirror.price_in(currency.code);
        let items = it.items.filter(|items| matches!(items.kind(), Kind::List | Kind::Object))?;
        said.lines(items, words, minor_digits(self.mirror.currency.as_deref().unwrap_or(site)))
    }

    /// An update is the visitor's answer. A default is only what the tag assumes before it: `denied` says nothing yet, and
    /// `granted` counts where it is meant for every region.
    fn consent(&mut self, what: &str, answers: Node<'_>, told: &mut Vec<Event>) {
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
        let [analytics, marketing, preferences] = known;
        let consent = Consent { analytics, marketing, preferences };
        if consent != Consent::default() {
            told.push(Event::Consented(consent));
        }
    }
}

fn google<'d>(dialect: Dialect, name: &str, details: Node<'d>) -> Option<Happening<'d>> {
    let (_, meaning) = GOOGLE.iter().find(|(known, _)| *known == name)?;
    Some(Happening {
        dialect,
        meaning: *meaning,
        items: details.get("items"),
        currency: (details, "currency"),
        fields: Some(details),
        words: ["transaction_id", "value", "coupon"],
    })
}

/// The event for rules that name it; `event.*` reads the details, those under `ecommerce` as if they stood beside them.
fn track(name: &str, details: [Option<Node<'_>>; 2], told: &mut Vec<Event>) {
    // Tag Manager's own events say nothing about the shop.
    if name.is_empty() || name.starts_with("gtm.") {
        return;
    }
    let mut detail: Vec<(Rc<str>, Value)> = Vec::new();
    for node in details.iter().flatten() {
        for (key, value) in node.entries() {
            let key = key.word();
            if !matches!(key, "" | "event" | "ecommerce") && !key.starts_with("gtm.") && !PERSONAL.contains(&key) {
                detail.push((Rc::from(key), value.value()));
            }
        }
    }
    told.push(Event::Tracked { name: Rc::from(name), detail: Value::Object(Rc::from(detail)) });
}

/// One of gtag's arguments: of a list, or of an `arguments` object, which JSON makes `{"0": …, "1": …}`.
fn argument(entry: Node<'_>, place: usize) -> Option<Node<'_>> {
    if entry.kind() == Kind::List { entry.items().nth(place) } else { entry.get(["0", "1", "2"].get(place)?) }
}

/// The words of an item: gtag took those of Universal Analytics for years.
fn words(item: Node<'_>) -> &'static ItemWords {
    if item.get(NEW_WORDS.sku).or_else(|| item.get(NEW_WORDS.name)).is_some() { &NEW_WORDS } else { &OLD_WORDS }
}
