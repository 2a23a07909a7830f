//! A walk: one visit of a made-up visitor, from page to page.
//!
//! Decides where a visit begins, which page follows which, and at which addresses. Leaves what is done on a page to
//! [`deeds`](super::deeds).

use super::chance::Dice;
use super::deeds::Deeds;
use super::shop::{kind_of, path_of};
use super::visitor::{PageView, Source, Visit, Visitor};
use crate::engine::event::{Page, Product, Scene};
use crate::engine::scene::Obstacle;
use crate::engine::time::Millis;
use crate::platform::declared::PAGE_TYPES;
use std::rc::Rc;

/// One visit in the making.
pub(super) struct Walk<'w> {
    pub source: &'w Source,
    pub dice: &'w mut Dice,
    pub visitor: &'w Visitor,
    /// What is in the cart, minor units.
    pub amount: i64,
    pub at: Millis,
    /// Whether it is the visitor's first.
    pub first: bool,
}

impl Walk<'_> {
    pub fn visit(mut self, same_tab: bool, same_cart: bool) -> (Visit, i64) {
        let source = self.source;
        let (host, query) = self.dice.weighed(&source.traffic.sources).cloned().unwrap_or_default();
        let share = source.traffic.wanted_pages();
        let referrer = source.wanted_text(self.dice, share, "session.referrer").or(host);
        let mut query = query.to_string();
        for name in ["utm_source", "utm_medium", "utm_campaign"] {
            if let Some(text) = source.wanted_text(self.dice, share, &format!("session.{name}")) {
                let others = query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with(name));
                query = others.map(String::from).chain([format!("{name}={text}")]).collect::<Vec<_>>().join("&");
            }
        }
        let mut pages: Vec<PageView> = Vec::new();
        let mut kind = *self.dice.weighed(&[("home", 40), ("collection", 25), ("product", 25), ("other", 10)]).unwrap_or(&"home");
        loop {
            let landing = pages.is_empty();
            let last =
                kind == "thank_you" || !self.dice.happens(source.traffic.go_on()) || pages.len() as i64 + 1 >= source.traffic.most_pages();
            let query = if landing { std::mem::take(&mut query) } else { String::new() };
            let page = self.page(kind, landing, last, query, pages.len());
            kind = page.page.kind.as_deref().and_then(|kind| PAGE_TYPES.into_iter().find(|known| *known == kind)).unwrap_or(kind);
            pages.push(page);
            if last {
                return (Visit { same_tab, same_cart, referrer, pages }, self.amount);
            }
            kind = self.next(kind);
        }
    }

    /// Where the shopper goes from here.
    fn next(&mut self, kind: &'static str) -> &'static str {
        let traffic = &self.source.traffic;
        if self.amount > 0 {
            match kind {
                "checkout" => return if self.dice.happens(traffic.buy()) { "thank_you" } else { "cart" },
                "cart" if self.dice.happens(traffic.check_out() * 2) => return "checkout",
                _ if self.dice.happens(traffic.check_out()) => return "cart",
                _ => {}
            }
        }
        let ways: &[(&'static str, u32)] = match kind {
            "collection" => &[("product", 70), ("collection", 22), ("other", 8)],
            "product" => &[("product", 40), ("collection", 45), ("home", 10), ("other", 5)],
            _ => &[("collection", 50), ("product", 35), ("other", 15)],
        };
        self.dice.weighed(ways).copied().unwrap_or("home")
    }

    fn page(&mut self, kind: &'static str, landing: bool, last: bool, query: String, place: usize) -> PageView {
        let source = self.source;
        let share = if kind == "thank_you" { 0 } else { source.traffic.wanted_pages() };
        let named = if self.dice.happens(share) { source.shop.products.get(..source.shop.named).unwrap_or_default() } else { &[] };
        let any = self.dice.pick(&source.shop.products);
        let product = self.dice.pick(named).or(any).cloned().unwrap_or_default();
        let (url, kind) = self.address(kind, landing, share, &product, query);
        let page = Page {
            url: Some(url.into()),
            kind: Some(kind.clone()),
            title: Some(source.wanted_text(self.dice, share, "page.title").unwrap_or_else(|| Rc::clone(&kind))),
            language: source.wanted_text(self.dice, share, "page.language").or_else(|| self.visitor.device.language.clone()),
            product: (&*kind == "product").then(|| self.priced(&product)),
            ..Page::default()
        };
        let at = self.at;
        let mut deeds = Deeds { walk: self, at, stay: 0, list: Vec::new() };
        deeds.all(&kind, &product, last, place);
        let Deeds { stay, mut list, .. } = deeds;
        list.sort_by_key(|(at, _)| *at);
        let traffic = &source.traffic;
        let mut scene = Scene::default();
        for (share, obstacle) in
            [(traffic.typing(), Obstacle::Typing), (traffic.covered(), Obstacle::Dialog), (traffic.watching(), Obstacle::Video)]
        {
            if self.dice.happens(share) {
                scene = scene.and(obstacle);
            }
        }
        self.at += stay;
        PageView { at, until: self.at, page, scene, deeds: list }
    }

    fn priced(&self, product: &Product) -> Product {
        Product { price: product.price.map(|price| price * self.visitor.currency.1 / 1_000), ..product.clone() }
    }

    /// The address and the kind of page it is: the usual ones, or some that the rules speak of.
    fn address(&mut self, kind: &'static str, landing: bool, share: u32, product: &Product, mut query: String) -> (String, Rc<str>) {
        let source = self.source;
        let wanted = ["page.url", "page.path", "visitor.viewed_paths", "session.landing_path"];
        let wanted = wanted.iter().take(if landing { 4 } else { 3 }).find_map(|fact| source.wanted_text(self.dice, share, fact));
        let (mut path, mut kind) = match wanted {
            Some(path) => {
                let kind = kind_of(path.split(['?', '#']).next().unwrap_or(""));
                (path.to_string(), Rc::from(kind))
            }
            None => (path_of(kind, product, self.dice), Rc::from(kind)),
        };
        if let Some(other) = source.wanted_text(self.dice, share / 2, "page.type") {
            kind = other;
        }
        if !path.contains("://") {
            path = format!("https://shop.example{}{path}", if path.starts_with('/') { "" } else { "/" });
        }
        for (fact, values) in &source.wants.facts {
            if let Some(name) = fact.strip_prefix("page.query.")
                && self.dice.happens(share)
                && let Some(value) = self.dice.pick(values)
            {
                query = format!("{query}{}{name}={}", if query.is_empty() { "" } else { "&" }, value.to_text());
            }
        }
        if !query.is_empty() {
            path = format!("{path}{}{query}", if path.contains('?') { '&' } else { '?' });
        }
        (path, kind)
    }
}
