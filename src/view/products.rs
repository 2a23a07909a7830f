//! The block `products`: `{ "items": [{ "name": "Linden mug", "price": 24, "was": 30, "image": "/img/mug.webp", "url": "/product/mug",
//! "sku": "MUG-01", "button": "Add" }] }`, or `{ "from": "recommended" }`: what the page has declared; `at_most`, `button`.
//!
//! Prices are in the cart's currency where they are given in it, else in the site's. A former price stands beside only where it is above
//! the price. Where the page recommends nothing the block is left out.

use super::Tag;
use super::builder::Builder;
use super::coupon::is_used;
use super::progress::amount;
use super::words::Word;
use crate::node::Node;
use crate::rules::action::{Action, ActionWord};
use crate::rules::diagnostic::Code;
use crate::rules::link::{Scheme, scheme, unsafe_link};
use crate::rules::text::Form;
use crate::rules::vocabulary::{filled, list};
use std::rc::Rc;

/// Most products of a block.
pub const MAX_ITEMS: usize = 12;
/// How many are shown of those that the page recommends, where nothing is said.
pub const RECOMMENDED: i64 = 3;

/// What it takes, by place.
pub const KEYS: [&str; 4] = ["items", "from", "at_most", "button"];
/// Where products can come from.
pub const SOURCES: [&str; 1] = ["recommended"];
/// What a product takes, by place.
pub const ITEM_KEYS: [&str; 7] = ["name", "price", "was", "image", "url", "sku", "button"];

/// Draws the block.
pub fn draw<'b>(build: &mut Builder<'b>, node: Node<'b>) {
    build.keys(node, &KEYS);
    let most = build.whole(2, 1, MAX_ITEMS as i64);
    let (items, from, button) = (build.at(0), build.at(1), build.at(3));
    build.open(Tag::Ul, "products");
    build.attr("role", "list");
    if let Some(from) = from {
        build.cx.word(from, &SOURCES);
        if let Some(items) = items {
            build.cx.report(Code::UnknownKey, items, || {
                String::from("`items` and `from` exclude each other; keep `from` for what the page recommends")
            });
        }
        let mut left = most.unwrap_or(RECOMMENDED);
        build.gap = true;
        for product in build.with.facts.recommended() {
            if left > 0 {
                build.gap = false;
                let card = Card {
                    name: (None, product.name.clone().unwrap_or_default()),
                    amounts: [product.price, None],
                    currency: &build.with.site.currency,
                    image: product.image.clone(),
                    url: product.url.clone(),
                    sku: product.sku.clone(),
                    button,
                };
                draw_card(build, &card);
                left -= 1;
            }
        }
        // Without a product, too, its text is looked at.
        if let (Some(button), true) = (button, build.gap) {
            build.text(button, Form::Plain);
        }
        return;
    }
    let Some(items) = list(build.cx, node, items, "items", "\"items\": [{ \"name\": \"Linden mug\", \"price\": 24 }]", MAX_ITEMS) else {
        return;
    };
    let mut left = most.unwrap_or(MAX_ITEMS as i64);
    for node in items.items() {
        // What is not shown is checked all the same.
        let (rows, actions, gap) = (build.rows.len(), build.actions.len(), build.gap);
        let card = item(build, node, button);
        draw_card(build, &card);
        left -= 1;
        if left < 0 {
            build.rows.truncate(rows);
            build.actions.truncate(actions);
            build.gap = gap;
        }
    }
}

/// A product, ready to be drawn.
struct Card<'b> {
    /// What it is called: a text of the rule file, else words as they are.
    name: (Option<Node<'b>>, Rc<str>),
    /// What it costs and what it cost, in minor units.
    amounts: [Option<i64>; 2],
    currency: &'b str,
    image: Option<Rc<str>>,
    url: Option<Rc<str>>,
    sku: Option<Rc<str>>,
    /// Text of the button that adds it to the cart.
    button: Option<Node<'b>>,
}

/// Reads a product of the rule file.
fn item<'b>(build: &mut Builder<'b>, node: Node<'b>, button: Option<Node<'b>>) -> Card<'b> {
    build.keys(node, &ITEM_KEYS);
    let name = build.need(0, "\"name\": \"Linden mug\"");
    let given = [build.at(1), build.at(2)];
    let [image, url] = [3, 4].map(|place| address(build, place));
    let sku = build.at(5).and_then(|sku| filled(build.cx, node, Some(sku), "sku", "\"sku\": \"MUG-01\""));
    let own = build.at(6);
    if let (Some(own), None) = (own, &sku) {
        build.cx.report(Code::MissingKey, own, || {
            String::from("a button adds the product to the cart by its `sku`; add for example \"sku\": \"MUG-01\"")
        });
    }
    let mut card = Card {
        name: (name, "".into()),
        amounts: [None; 2],
        currency: build.with.facts.currency(),
        image,
        url,
        sku,
        button: own.or(button),
    };
    let site = &*build.with.site.currency;
    for _ in 0..2 {
        for (amount_of, given) in card.amounts.iter_mut().zip(given) {
            *amount_of = given.and_then(|given| amount(build.cx, given, card.currency, site));
        }
        // What costs nothing in the cart's currency costs something in the site's.
        if card.amounts[0].is_some() || card.currency == site {
            break;
        }
        card.currency = site;
    }
    card
}

/// An address under a key.
fn address(build: &mut Builder<'_>, place: usize) -> Option<Rc<str>> {
    let node = build.at(place)?;
    let url = build.cx.text(node)?;
    if !matches!(scheme(&url), Some(Scheme::Https | Scheme::Relative)) {
        unsafe_link(build.cx, node, &url);
    }
    Some(url)
}

fn draw_card<'b>(build: &mut Builder<'b>, card: &Card<'b>) {
    build.open(Tag::Li, "product");
    if let Some(image) = &card.image {
        build.open(Tag::Img, "picture");
        build.attr("src", image);
        // The name stands beside it.
        build.attr("alt", "");
        build.close();
    }
    match &card.url {
        Some(url) => build.button("name", Action::new(ActionWord::Navigate, url)),
        None => build.open(Tag::P, "name"),
    }
    let from = build.rows.len();
    match card.name {
        (Some(name), _) => build.text(name, Form::Plain),
        (None, ref name) => build.put_text(name),
    }
    let to = build.rows.len();
    build.close();
    if let [Some(price), was] = card.amounts {
        build.open(Tag::P, "price");
        if let Some(was) = was
            && was > price
        {
            build.open(Tag::S, "");
            build.open(Tag::Span, "unseen");
            build.word(Word::Before);
            build.close();
            line(build, was, card.currency);
            build.close();
        }
        line(build, price, card.currency);
        build.close();
    }
    if let (Some(button), Some(sku)) = (card.button, &card.sku) {
        let mut action = Action::new(ActionWord::AddToCart, sku);
        action.number = 1;
        build.button("secondary", action);
        let added = build.with.facts.fact("cart.skus").is_some_and(|(skus, _)| is_used(&skus, sku));
        if !added {
            build.attr_word("data-done", Word::Adding);
        }
        // Which of them, for those who hear it alone.
        let [text, name] = [build.rows.len(), from];
        build.mute = added;
        build.text(button, Form::Plain);
        build.mute = false;
        if added {
            build.word(Word::Added);
        }
        let end = build.rows.len();
        build.again("aria-label", text, end);
        build.attr("aria-label", ": ");
        build.again("aria-label", name, to);
        build.close();
    } else if let Some(button) = card.button {
        build.mute = true;
        build.text(button, Form::Plain);
        build.mute = false;
    }
    build.close();
}

fn line(build: &mut Builder<'_>, amount: i64, currency: &str) {
    build.open(Tag::Span, "");
    build.put_amount(amount, currency);
    build.close();
}
