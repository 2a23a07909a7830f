//! The `dataLayer` of Google's tags: GTM's objects, gtag's arguments, and the older Universal Analytics shape.
//!
//! Decides what one entry tells. Leaves hooking the array to the host, which hands over each entry as JSON, in order and
//! once. Google's events say what happened and never how things are, so the cart is kept in a mirror; it keeps quiet as
//! soon as the shop speaks for itself.
//!
//! Sources: <https://developers.google.com/analytics/devguides/collection/ga4/reference/events>,
//! <https://developers.google.com/tag-platform/security/guides/consent>.

use super::lenient;
use super::mirror::{Mirror, write_texts};
use crate::engine::event::{Consent, Event, Line, Page, Product, Purchase};
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
    assumed: Consent,
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

/// One thing that happened, whatever the dialect.
struct Happening<'d> {
    dialect: Dialect,
    meaning: Meaning,
    items: Option<Node<'d>>,
    currency: Option<Node<'d>>,
    value: Option<Node<'d>>,
    coupon: Option<Node<'d>>,
    order: Option<Node<'d>>,
}

impl Reader {
    /// A reader that goes on where one on an earlier page left off, see [`Reader::keep`].
    #[must_use]
    pub fn resume(kept: &[u8]) -> Reader {
        let Ok(doc) = Doc::scan(kept) else { return Reader::default() };
        let root = doc.root();
        let orders = root.get("orders").and_then(lenient::texts).unwrap_or_default();
        Reader { mirror: root.get("cart").map(Mirror::resume).unwrap_or_default(), orders, ..Reader::default() }
    }

    /// What the next page of this tab needs to know, as JSON.
    #[must_use]
    pub fn keep(&self) -> String {
        let mut json = Json::default();
        json.open('{').key("cart");
        self.mirror.write(&mut json);
        json.key("orders");
        write_texts(&mut json, &self.orders);
        json.close('}');
        json.0
    }

    /// The shop has reported its cart itself: from now on the mirror keeps quiet.
    pub fn shop_speaks_for_itself(&mut self) {
        self.shop_speaks = true;
    }

    /// What an entry tells. `currency` is that of the site: it counts where the entry names none.
    pub fn read(&mut self, entry: &[u8], currency: &str) -> Vec<Event> {
        let Ok(doc) = Doc::scan(entry) else { return Vec::new() };
        let root = doc.root();
        let mut told = Vec::new();
        let (command, name, details) = (argument(root, 0), argument(root, 1), argument(root, 2));
        match command.map(Node::word) {
            Some("consent") => {
                if let (Some(what), Some(answers)) = (name, details) {
                    told.extend(self.consent(what.word(), answers).map(Event::Consented));
                }
            }
            Some("event") => {
                if let Some(name) = name.and_then(Node::text) {
                    let happening = details.and_then(|details| google(Dialect::Arguments, &name, details));
                    told.extend(happening.map(|it| self.happened(&it, currency)).unwrap_or_default());
                    told.extend(tracked(&name, details, None));
                }
            }
            Some(_) => {}
            None => {
                let name = root.get("event").and_then(Node::text).unwrap_or_default();
                let ecommerce = root.get("ecommerce").filter(|node| node.kind() == Kind::Object);
                match google(Dialect::Object, &name, ecommerce.unwrap_or(root)).filter(|it| it.items.is_some() || it.order.is_some()) {
                    Some(it) => told.extend(self.happened(&it, currency)),
                    None => UNIVERSAL.iter().for_each(|(key, meaning)| {
                        told.extend(
                            ecommerce
                                .and_then(|node| universal(node, key, *meaning))
                                .map(|it| self.happened(&it, currency))
                                .unwrap_or_default(),
                        );
                    }),
                }
                told.extend(tracked(&name, Some(root), ecommerce));
            }
        }
        told
    }

    fn happened(&mut self, it: &Happening<'_>, site: &str) -> Vec<Event> {
        let item = it.items.and_then(|items| elements(items).next());
        let named = it.currency.or_else(|| item?.get("currency")).and_then(lenient::currency);
        let ours = named.as_deref().is_none_or(|named| named == site);
        let digits = |currency: Option<&Rc<str>>| minor_digits(currency.map_or(site, |currency| currency));
        match it.meaning {
            Meaning::Viewed => {
                let Some(item) = item else { return Vec::new() };
                let line = line(item, minor_digits(site));
                let product = line.map(|line| Product {
                    sku: Some(line.sku),
                    name: line.name,
                    // A product's price is in the currency of the site or unknown.
                    price: line.price.filter(|_| ours),
                    category: line.category,
                    brand: line.brand,
                    ..Product::default()
                });
                product.map(|product| Event::Described(Box::new(Page { product: Some(product), ..Page::default() }))).into_iter().collect()
            }
            Meaning::Bought => {
                let Some(order) = it.order.and_then(said) else { return Vec::new() };
                if self.orders.contains(&order) {
                    return Vec::new();
                }
                if self.orders.len() == MOST_ORDERS {
                    self.orders.remove(0);
                }
                self.orders.push(order.clone());
                let value = it.value.and_then(|value| lenient::amount(value, digits(named.as_ref())));
                let coupons = it.coupon.and_then(said).into_iter().collect();
                let mut told = vec![Event::Purchased(Box::new(Purchase { order, value, currency: named, coupons }))];
                self.mirror.replace(Vec::new(), None);
                told.extend(self.cart(None));
                told
            }
            Meaning::Added | Meaning::Removed => {
                if self.shop_speaks || *self.dialect.get_or_insert(it.dialect) != it.dialect {
                    return Vec::new();
                }
                self.mirror.price_in(named);
                let Some(lines) = lines(it.items, digits(self.mirror.currency.as_ref())) else { return Vec::new() };
                if it.meaning == Meaning::Added {
                    self.mirror.add(lines)
                } else {
                    self.mirror.remove(&lines)
                }
                self.cart(None)
            }
            Meaning::CartIs | Meaning::CheckoutIs => {
                self.mirror.price_in(named);
                let digits = digits(self.mirror.currency.as_ref());
                // Only an empty cart page says that the cart is empty; elsewhere the tag left the items out.
                let lines = lines(it.items, digits).filter(|lines| it.meaning == Meaning::CartIs || !lines.is_empty());
                let Some(lines) = lines else { return Vec::new() };
                self.mirror.replace(lines, it.coupon.and_then(said));
                self.cart(it.value.and_then(|value| lenient::amount(value, digits)))
            }
        }
    }

    fn cart(&self, subtotal: Option<i64>) -> Vec<Event> {
        if self.shop_speaks { Vec::new() } else { vec![Event::Cart(Box::new(self.mirror.cart(subtotal)))] }
    }

    /// An update is the visitor's answer. A default is only what the tag assumes before it: `denied` says nothing yet, and
    /// `granted` counts where it is meant for every region.
    fn consent(&mut self, what: &str, answers: Node<'_>) -> Option<Consent> {
        let answer = |key: &str| match answers.get(key)?.word() {
            "granted" => Some(true),
            "denied" => Some(false),
            _ => None,
        };
        let answered = Consent {
            analytics: answer("analytics_storage"),
            marketing: answer("ad_storage"),
            preferences: answer("functionality_storage").or_else(|| answer("personalization_storage")),
        };
        let each = |pick: fn(Option<bool>, Option<bool>) -> Option<bool>, assumed: Consent| Consent {
            analytics: pick(answered.analytics, assumed.analytics),
            marketing: pick(answered.marketing, assumed.marketing),
            preferences: pick(answered.preferences, assumed.preferences),
        };
        let told = match what {
            "update" => answered,
            "default" if answers.get("region").is_some() => {
                self.regional = true;
                // What was assumed for every region is not for every region after all.
                let back = each(|now, assumed| now.filter(|yes| !yes).and(assumed).map(|_| false), self.assumed);
                self.assumed = Consent::default();
                back
            }
            "default" if !self.regional => {
                self.assumed = each(|now, _| now.filter(|yes| *yes), self.assumed);
                self.assumed
            }
            _ => Consent::default(),
        };
        (told != Consent::default()).then_some(told)
    }
}

/// Universal Analytics: the key under `ecommerce` says what happened.
const UNIVERSAL: [(&str, Meaning); 5] = [
    ("detail", Meaning::Viewed),
    ("add", Meaning::Added),
    ("remove", Meaning::Removed),
    ("checkout", Meaning::CheckoutIs),
    ("purchase", Meaning::Bought),
];

fn universal<'d>(ecommerce: Node<'d>, key: &str, meaning: Meaning) -> Option<Happening<'d>> {
    let details = ecommerce.get(key).filter(|node| node.kind() == Kind::Object)?;
    let field = |key: &str| details.get("actionField").and_then(|fields| fields.get(key));
    let (items, currency) = (details.get("products"), ecommerce.get("currencyCode"));
    Some(Happening {
        dialect: Dialect::Universal,
        meaning,
        items,
        currency,
        value: field("revenue"),
        coupon: field("coupon"),
        order: field("id"),
    })
}

/// Analytics 4: the event's name says what happened.
fn google<'d>(dialect: Dialect, name: &str, details: Node<'d>) -> Option<Happening<'d>> {
    let meaning = match name {
        "view_item" => Meaning::Viewed,
        "add_to_cart" => Meaning::Added,
        "remove_from_cart" => Meaning::Removed,
        "view_cart" => Meaning::CartIs,
        "begin_checkout" | "add_shipping_info" | "add_payment_info" => Meaning::CheckoutIs,
        "purchase" => Meaning::Bought,
        _ => return None,
    };
    let field = |key: &str| details.get(key);
    Some(Happening {
        dialect,
        meaning,
        items: field("items"),
        currency: field("currency"),
        value: field("value"),
        coupon: field("coupon"),
        order: field("transaction_id"),
    })
}

/// The event for rules that name it; `event.*` reads the details, those under `ecommerce` as if they stood beside them.
fn tracked(name: &str, details: Option<Node<'_>>, ecommerce: Option<Node<'_>>) -> Option<Event> {
    // Tag Manager's own events say nothing about the shop.
    if name.is_empty() || name.starts_with("gtm.") {
        return None;
    }
    let kept = |(key, _): &(Node<'_>, Node<'_>)| {
        let key = key.word();
        !matches!(key, "" | "event" | "ecommerce") && !key.starts_with("gtm.") && !PERSONAL.contains(&key)
    };
    let entries = details.into_iter().chain(ecommerce).flat_map(Node::entries).filter(kept);
    let detail = Value::Object(entries.map(|(key, value)| (Rc::from(key.word()), value.value())).collect());
    Some(Event::Tracked { name: Rc::from(name), detail })
}

/// One of gtag's arguments: of a list, or of an `arguments` object, which JSON makes `{"0": …, "1": …}`.
fn argument(entry: Node<'_>, place: usize) -> Option<Node<'_>> {
    if entry.kind() == Kind::List { entry.items().nth(place) } else { entry.get(["0", "1", "2"].get(place)?) }
}

/// The elements of a list, or of an object that PHP made of one.
fn elements(node: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    node.items().chain(node.entries().map(|(_, value)| value))
}

/// The lines with at least one piece; None where one cannot be read, because the others would be a wrong sum.
fn lines(items: Option<Node<'_>>, digits: u8) -> Option<Vec<Line>> {
    let items = items.filter(|items| matches!(items.kind(), Kind::List | Kind::Object))?;
    let lines: Option<Vec<Line>> = elements(items).map(|item| line(item, digits)).collect();
    lines.map(|lines| lines.into_iter().filter(|line| line.quantity > 0).collect())
}

fn line(item: Node<'_>, digits: u8) -> Option<Line> {
    let either = |new: &str, old: &str| item.get(new).and_then(said).or_else(|| item.get(old).and_then(said));
    let name = either("item_name", "name");
    Some(Line {
        sku: either("item_id", "id").or_else(|| name.clone())?,
        name,
        price: item.get("price").and_then(|price| lenient::amount(price, digits)),
        quantity: item
            .get("quantity")
            .filter(|pieces| pieces.kind() != Kind::Null)
            .map_or(Some(1), lenient::whole)
            .filter(|pieces| *pieces <= 1_000_000)?,
        category: either("item_category", "category"),
        brand: either("item_brand", "brand"),
    })
}

/// A text that says something.
fn said(node: Node<'_>) -> Option<Rc<str>> {
    lenient::text(node).filter(|text| !text.is_empty())
}
