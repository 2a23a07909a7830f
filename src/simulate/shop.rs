//! The made-up shop: what it sells, at which prices, and its pages.
//!
//! Decides the catalogue and the addresses. What the rules name (products, categories, brands, tags) is sold besides the shop's own.

use super::chance::Dice;
use super::traffic::Traffic;
use super::wants::{Wants, texts};
use crate::engine::event::{Line, Product};
use crate::money::minor_digits;
use std::rc::Rc;

/// Products besides those that the rules name.
const PRODUCTS: usize = 30;
const CATEGORIES: [&str; 4] = ["mugs", "tea", "linen", "candles"];
const BRANDS: [&str; 3] = ["Hearth", "Linden", "North"];
const TAGS: [&str; 3] = ["new", "sale", "bestseller"];

/// The shop.
#[derive(Clone, Debug)]
pub struct Shop {
    /// What it sells, priced in the site's currency; what the rules name first.
    pub products: Vec<Product>,
    /// How many the rules name.
    pub named: usize,
    /// Currencies that visitors pay in, by weight, with the factor of a price in it, in thousandths.
    pub currencies: Vec<((Rc<str>, i64), u32)>,
    /// Codes that are typed into carts.
    pub codes: Vec<Rc<str>>,
}

fn with(own: &[&str], wanted: impl IntoIterator<Item = Rc<str>>) -> Vec<Rc<str>> {
    let mut all: Vec<Rc<str>> = own.iter().map(|text| Rc::from(*text)).collect();
    all.extend(wanted);
    all
}

impl Shop {
    /// The shop in which these rules make sense.
    #[must_use]
    pub fn new(traffic: &Traffic, wants: &Wants) -> Shop {
        let mut dice = Dice::new(0, 0);
        let items = |path: &str| wants.items.get(path).map_or_else(Vec::new, |values| texts(values));
        let wanted = |facts: &[&str], path: &str| facts.iter().flat_map(|fact| wants.texts(fact)).chain(items(path)).collect::<Vec<_>>();
        let ours = |own: &[&str], facts: &[&str], path: &str| (with(own, wanted(facts, path)), wanted(facts, path));
        let categories = ours(&CATEGORIES, &["page.product.category", "cart.categories"], "category");
        let brands = ours(&BRANDS, &["page.product.brand", "cart.brands"], "brand");
        let tags = ours(&TAGS, &["page.product.tags"], "tags");
        let names = with(&[], wanted(&["page.product.name"], "name"));
        let mut skus = wanted(&["page.product.sku", "cart.skus"], "sku");
        let named = skus.len();
        skus.extend((1..=PRODUCTS).map(|number| Rc::from(format!("SKU-{number:02}"))));
        let prices = wants.amounts(&["page.product.price"], &wants.currency);
        let (from, to) = traffic.prices();
        let unit = 10i64.pow(u32::from(minor_digits(&wants.currency)));
        let mut products = Vec::new();
        for (number, sku) in skus.into_iter().enumerate() {
            let usual = (dice.between(from * 10, to * 10) * unit / 10).max(1);
            let price = prices.get(number).copied().filter(|price| *price >= 0).unwrap_or(usual);
            // A product that the rules name is of the kinds that they name.
            let is_named = number < named;
            let one = |(all, wanted): &(Vec<Rc<str>>, Vec<Rc<str>>), number: usize| {
                let list = if is_named && !wanted.is_empty() { wanted } else { all };
                list.get(number % list.len().max(1)).cloned()
            };
            let own_tags: Vec<Rc<str>> =
                tags.0.iter().filter(|tag| dice.happens(2_500) || is_named && tags.1.contains(tag)).cloned().collect();
            let name = names.get(number).cloned().unwrap_or_else(|| format!("Product {sku}").into());
            products.push(Product {
                sku: Some(sku),
                name: Some(name),
                price: Some(price),
                category: one(&categories, number),
                brand: one(&brands, number / 2),
                tags: own_tags,
                in_stock: Some(!dice.happens(1_000)),
                ..Product::default()
            });
        }
        let mut currencies = vec![((Rc::clone(&wants.currency), 1_000), 80)];
        currencies.extend(wants.other_currencies().into_iter().map(|currency| {
            let factor = factor(wants, &currency);
            ((currency, factor), 10)
        }));
        Shop { products, named, currencies, codes: with(&["WELCOME"], wants.texts("cart.coupons")) }
    }

    /// A product in the cart, its price in another currency.
    #[must_use]
    pub fn line(product: &Product, factor: i64, quantity: i64) -> Line {
        Line {
            sku: product.sku.clone().unwrap_or_default(),
            name: product.name.clone(),
            price: product.price.map(|price| price * factor / 1_000),
            quantity,
            category: product.category.clone(),
            brand: product.brand.clone(),
        }
    }

    /// The product that a message puts into the cart: one of the shop's, or one that it sells from now on.
    #[must_use]
    pub fn product(&self, sku: &str) -> Option<&Product> {
        self.products.iter().find(|product| product.sku.as_deref() == Some(sku)).or(self.products.first())
    }
}

/// How many units of a currency are one of the site's, in thousandths: as the rules see it, where they name amounts in both.
fn factor(wants: &Wants, currency: &str) -> i64 {
    for (fact, of) in wants.amounts.keys() {
        if **of == *currency {
            let most = |currency: &str| wants.amounts(&[fact], currency).into_iter().max().unwrap_or(0);
            let (own, other) = (most(&wants.currency), most(currency));
            if own > 0 && other > 0 {
                return (other * 1_000 / own).max(1);
            }
        }
    }
    let scale = |currency: &str| 10i64.pow(u32::from(minor_digits(currency)));
    scale(currency) * 1_000 / scale(&wants.currency)
}

/// The kind of page that an address looks like.
#[must_use]
pub fn kind_of(path: &str) -> &'static str {
    let has = |words: &[&str]| words.iter().any(|word| path.contains(word));
    match path {
        "/" | "" => "home",
        _ if has(&["checkout"]) => "checkout",
        _ if has(&["thank", "order-received", "confirmation"]) => "thank_you",
        _ if has(&["cart", "basket"]) => "cart",
        _ if has(&["product", "/p/", "item"]) => "product",
        _ if has(&["collection", "categor", "/c/", "shop"]) => "collection",
        _ => "other",
    }
}

/// The usual address of a kind of page.
#[must_use]
pub fn path_of(kind: &str, product: &Product, dice: &mut Dice) -> String {
    match kind {
        "home" => "/".into(),
        "collection" => format!("/collections/{}", product.category.as_deref().unwrap_or("all")),
        "product" => format!("/products/{}", product.sku.as_deref().unwrap_or_default().to_lowercase()),
        "cart" => "/cart".into(),
        "checkout" => "/checkout".into(),
        "thank_you" => "/thank-you".into(),
        _ => String::from(*dice.pick(&["/about", "/delivery", "/blog/how-we-work", "/contact"]).unwrap_or(&"/about")),
    }
}
