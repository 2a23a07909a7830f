//! A made-up visitor: who it is, when it visits, and all that it does there.
//!
//! Decides everything that happens without a message: the same for every rule file, so that two files can be compared. What follows from
//! a message (a code applied, a product added) is left to [`host`](super::host).

use super::chance::Dice;
use super::shop::{Shop, kind_of, path_of};
use super::traffic::Traffic;
use super::wants::{Wants, nested};
use crate::engine::event::{Consent, ConsentMode, Customer, Device, Event, Leave, Line, Page, Product, Scene};
use crate::engine::fact::Fact;
use crate::engine::id::Id;
use crate::engine::time::{DAY, HOUR, Millis, SECOND, Zone};
use crate::platform::declared::{CUSTOMER, PAGE_TYPES};
use crate::scenario::script::ElementDeed;
use crate::value::Value;
use std::rc::Rc;

/// The shop's time zone: two hours east of Greenwich, without summer time.
pub const SHOP_ZONE: Zone = Zone { offset_minutes: 120, next: None };
/// How many of a hundred visits begin in each hour of the visitor's day.
const HOURS: [u32; 24] = [1, 1, 1, 1, 1, 1, 2, 3, 4, 5, 5, 5, 6, 6, 5, 5, 5, 6, 7, 8, 8, 7, 5, 2];
/// Between two visits at least, so that they are two for every rule file that a shop would write.
const BETWEEN: Millis = 6 * HOUR;

/// A visitor.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// From 0.
    pub number: u64,
    /// Where its chance comes from.
    pub seed: u64,
    /// The id that it gets once it agrees.
    pub id: Id,
    /// Its device.
    pub device: Device,
    /// Its country, where the tag says it.
    pub country: Option<Rc<str>>,
    /// Its time zone.
    pub zone: Zone,
    /// What the tag says about consent.
    pub mode: ConsentMode,
    /// What it answers on its first page; None: it never does.
    pub answer: Option<Consent>,
    /// Whether storage works.
    pub storage: bool,
    /// What it pays in, and the factor of prices in that, in thousandths.
    pub currency: (Rc<str>, i64),
    /// What the shop says of it.
    pub customer: Customer,
    /// Custom facts.
    pub custom: Vec<(Rc<str>, Value)>,
    /// Its visits, in the order of time.
    pub visits: Vec<Visit>,
}

/// A visit.
#[derive(Clone, Debug)]
pub struct Visit {
    /// Whether it goes on in the tab of the visit before.
    pub same_tab: bool,
    /// Whether the cart of the visit before is still there.
    pub same_cart: bool,
    /// Host that led there.
    pub referrer: Option<Rc<str>>,
    /// Its pages, one at least.
    pub pages: Vec<PageView>,
}

/// A page view.
#[derive(Clone, Debug)]
pub struct PageView {
    /// When it begins.
    pub at: Millis,
    /// When it ends.
    pub until: Millis,
    /// What the browser knows of it.
    pub page: Page,
    /// What it looks like when a message wants to appear.
    pub scene: Scene,
    /// What happens on it, in the order of time.
    pub deeds: Vec<(Millis, Deed)>,
}

/// What a visitor does.
#[derive(Clone, Debug)]
pub enum Deed {
    /// What the page or the shopper tells.
    Tell(Event),
    /// Something happens to an element, where it is watched.
    Element(ElementDeed, Rc<str>),
    /// Answers the consent question.
    Consent,
    /// Puts something into the cart.
    Add(Line),
    /// Takes the last thing out of the cart.
    Remove,
    /// Types a code into the cart.
    Code(Rc<str>),
    /// Orders what is in the cart.
    Order(Rc<str>),
}

/// Makes visitors.
#[derive(Clone, Debug)]
pub struct Source {
    /// The model.
    pub traffic: Traffic,
    /// What the rules speak of.
    pub wants: Wants,
    /// What is sold.
    pub shop: Shop,
    /// The seed of all.
    pub seed: u64,
}

impl Source {
    /// The same seed, model and rules give the same visitors.
    #[must_use]
    pub fn new(traffic: Traffic, wants: Wants, seed: u64) -> Source {
        let shop = Shop::new(&traffic, &wants);
        Source { traffic, wants, shop, seed }
    }

    /// The visitor of a number.
    #[must_use]
    pub fn visitor(&self, number: u64) -> Visitor {
        let mut dice = Dice::new(self.seed, number + 1);
        let seed = dice.word();
        let id = Id(u128::from(dice.word()) << 64 | u128::from(dice.word()));
        let (device, minutes) = self.device(&mut dice);
        let (traffic, wants) = (&self.traffic, &self.wants);
        let answered = dice.happens(traffic.answers());
        let agrees = dice.happens(traffic.agrees());
        let customer = dice.happens(traffic.customers());
        let mut visitor = Visitor {
            number,
            seed,
            id,
            country: dice.weighed(&traffic.countries).cloned().or_else(|| dice.pick(&wants.texts("visitor.country")).cloned()),
            device,
            zone: Zone { offset_minutes: minutes, next: None },
            mode: traffic.mode,
            answer: answered.then_some(Consent { analytics: Some(agrees), marketing: Some(agrees), preferences: Some(true) }),
            storage: !dice.happens(traffic.storage_blocked()),
            currency: dice.weighed(&self.shop.currencies).cloned().unwrap_or_default(),
            customer: Customer::default(),
            custom: self.custom(&mut dice),
            visits: Vec::new(),
        };
        let in_shop = customer && dice.happens(traffic.logged_in());
        if in_shop {
            visitor.customer = self.customer(&mut dice, number, &visitor.currency.0);
        }
        self.visits(&mut dice, &mut visitor);
        visitor
    }

    /// One of the values that the rules compare a fact with, now and then.
    fn wanted(&self, dice: &mut Dice, share: u32, fact: &str) -> Option<Value> {
        if dice.happens(share) { dice.pick(self.wants.values(fact)).cloned() } else { None }
    }

    fn wanted_text(&self, dice: &mut Dice, share: u32, fact: &str) -> Option<Rc<str>> {
        match self.wanted(dice, share, fact) {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        }
    }

    fn device(&self, dice: &mut Dice) -> (Device, i32) {
        let traffic = &self.traffic;
        let share = traffic.wanted_facts();
        let kind = dice.weighed(&traffic.devices).cloned().unwrap_or_else(|| "desktop".into());
        let widths: &[i64] = match &*kind {
            "desktop" => &[1280, 1440, 1920],
            "tablet" => &[768, 1024],
            _ => &[360, 390, 430],
        };
        let usual = dice.pick(widths).copied().unwrap_or(1280);
        let width = match self.wanted(dice, share / 2, "device.width") {
            Some(Value::Int(width)) if width > 0 => width,
            _ => usual,
        };
        // The first language of the site is that of most.
        let own: Vec<(Rc<str>, u32)> =
            self.wants.locales.iter().zip([60, 25].into_iter().chain(std::iter::repeat(15))).map(|(l, w)| (l.clone(), w)).collect();
        let locale = dice.weighed(if traffic.locales.is_empty() { &own } else { &traffic.locales }).cloned();
        let language = self.wanted_text(dice, share / 2, "device.language").or(locale);
        let (zone, minutes) = dice.weighed(&traffic.zones).cloned().unwrap_or((None, 0));
        let time_zone = self.wanted_text(dice, share / 2, "device.time_zone").or(zone);
        (Device { touch: &*kind != "desktop", kind: Some(kind), width, language, time_zone }, minutes)
    }

    fn custom(&self, dice: &mut Dice) -> Vec<(Rc<str>, Value)> {
        let mut custom = Vec::new();
        for (fact, values) in &self.wants.facts {
            let Some(name) = fact.strip_prefix("custom.") else { continue };
            if !dice.happens(self.traffic.custom()) {
                continue;
            }
            let other = match values.first() {
                Some(Value::Bool(_)) => Value::Bool(false),
                Some(Value::Int(_) | Value::Num(_)) => Value::Int(0),
                _ => "another".into(),
            };
            let value = if dice.happens(5_000) { dice.pick(values).cloned().unwrap_or(other) } else { other };
            custom.push((Rc::from(name), value));
        }
        custom
    }

    /// A customer who is logged in: what shops usually know, and now and then exactly what the rules ask for.
    fn customer(&self, dice: &mut Dice, number: u64, currency: &str) -> Customer {
        let share = self.traffic.wanted_facts();
        let orders = 1 + dice.span(3).min(40);
        let average = self.shop.products.first().and_then(|product| product.price).unwrap_or(1_000) * dice.between(1, 3);
        let mut facts = Vec::new();
        for fact in CUSTOMER {
            let name = fact.row().name;
            let usual = match fact {
                Fact::CustomerLoggedIn => Value::Bool(true),
                Fact::CustomerOrders => Value::Int(orders),
                Fact::CustomerSpent => Value::Int(orders * average),
                Fact::CustomerAverageOrder => Value::Int(average),
                Fact::CustomerDaysSinceOrder => Value::Int(dice.span(60 * DAY) / DAY),
                Fact::CustomerFirstOrderDate => Value::Int((self.traffic.start - dice.span(400 * DAY)) / DAY),
                Fact::CustomerBirthdayInDays => Value::Int(dice.between(0, 364)),
                Fact::CustomerPoints => Value::Int(dice.span(200)),
                Fact::CustomerSubscribed => Value::Bool(dice.happens(self.traffic.subscribed())),
                Fact::CustomerDiscountShare => Value::Int(dice.between(0, 100)),
                _ => Value::Null,
            };
            let amount = if dice.happens(share) { dice.pick(&self.wants.amounts(&[name], currency)).copied() } else { None };
            let wanted = amount.map(Value::Int).or_else(|| self.wanted(dice, share, name)).filter(|_| fact != Fact::CustomerLoggedIn);
            let value = match (fact, wanted) {
                (Fact::CustomerTags | Fact::CustomerSegments, Some(one)) => Value::List(one.items().into()),
                (_, wanted) => wanted.unwrap_or(usual),
            };
            if value != Value::Null {
                facts.push((fact, value));
            }
        }
        Customer { facts, id: Some(format!("customer-{number}").into()) }
    }

    fn visits(&self, dice: &mut Dice, visitor: &mut Visitor) {
        let traffic = &self.traffic;
        let hours: Vec<(i64, u32)> = (0..24).zip(HOURS).collect();
        let end = traffic.start + traffic.days * DAY;
        // By the visitor's clock.
        let hour = |dice: &mut Dice| dice.weighed(&hours).copied().unwrap_or(12) * HOUR + dice.between(0, HOUR - 1);
        let mut at = visitor.zone.instant(traffic.start + dice.between(0, traffic.days - 1) * DAY + hour(dice));
        let end = SHOP_ZONE.instant(end);
        let mut amount = 0;
        loop {
            let first = visitor.visits.is_empty();
            let same_cart = !first && dice.happens(traffic.keep_cart());
            amount = if same_cart { amount } else { 0 };
            let same_tab = !first && dice.happens(traffic.keep_tab());
            let visit = Walk { source: self, dice, visitor, amount, at, first }.visit(same_tab, same_cart);
            amount = visit.1;
            at = visit.0.pages.last().map_or(at, |page| page.until);
            visitor.visits.push(visit.0);
            let soonest = at + BETWEEN;
            let day = visitor.zone.local(soonest + dice.span(traffic.returns_after())).div_euclid(DAY);
            at = visitor.zone.instant(day * DAY + hour(dice));
            at += if at < soonest { DAY } else { 0 };
            if visitor.visits.len() as i64 >= traffic.most_visits() || !dice.happens(traffic.returns()) || at >= end {
                return;
            }
        }
    }
}

/// One visit in the making.
struct Walk<'w> {
    source: &'w Source,
    dice: &'w mut Dice,
    visitor: &'w Visitor,
    /// What is in the cart, minor units.
    amount: i64,
    at: Millis,
    /// Whether it is the visitor's first.
    first: bool,
}

impl Walk<'_> {
    fn visit(mut self, same_tab: bool, same_cart: bool) -> (Visit, i64) {
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
        };
        let at = self.at;
        let mut deeds = Deeds { walk: self, at, stay: 0, list: Vec::new() };
        deeds.all(&kind, &product, last, place);
        let Deeds { stay, mut list, .. } = deeds;
        list.sort_by_key(|(at, _)| *at);
        let traffic = &source.traffic;
        let scene = Scene {
            typing: self.dice.happens(traffic.typing()),
            covered: self.dice.happens(traffic.covered()),
            watching: self.dice.happens(traffic.watching()),
            hidden: false,
        };
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

/// What happens on one page.
struct Deeds<'d, 'w> {
    walk: &'d mut Walk<'w>,
    at: Millis,
    stay: Millis,
    list: Vec<(Millis, Deed)>,
}

impl Deeds<'_, '_> {
    fn dice(&mut self) -> &mut Dice {
        self.walk.dice
    }

    /// Something happens after so many percent of the stay.
    fn after(&mut self, percent: i64, deed: Deed) {
        self.list.push((self.at + (self.stay * percent / 100).max(1), deed));
    }

    fn somewhen(&mut self, deed: Deed) {
        let percent = self.dice().between(10, 90);
        self.after(percent, deed);
    }

    fn all(&mut self, kind: &str, product: &Product, last: bool, place: usize) {
        let source = self.walk.source;
        let (traffic, wants) = (&source.traffic, &source.wants);
        self.stay = SECOND + self.dice().span(traffic.stay());
        if self.dice().happens(traffic.wanted_pages())
            && let Some(stay) = self.dice().pick(&wants.stays).copied()
        {
            self.stay = self.stay.max(stay + self.dice().span(4 * SECOND));
        }
        self.busy();
        if self.walk.first && place == 0 && self.walk.visitor.answer.is_some() {
            let soon = self.at + self.walk.dice.between(500, 6_000).min(self.stay);
            self.list.push((soon, Deed::Consent));
        }
        if self.dice().happens(traffic.scroll()) {
            let deepest = self.dice().between(20, 100);
            self.after(25, Deed::Tell(Event::Scrolled((deepest / 2) as u8)));
            self.after(70, Deed::Tell(Event::Scrolled(deepest as u8)));
        }
        self.shops(kind, product);
        for (what, selector) in &wants.elements {
            let share = match what {
                ElementDeed::Click => traffic.click(),
                ElementDeed::Submit => traffic.submit(),
                ElementDeed::See => traffic.see(),
            };
            if self.dice().happens(share) {
                self.somewhen(Deed::Element(*what, Rc::clone(selector)));
            }
        }
        for (name, want) in &wants.events {
            if !self.dice().happens(traffic.event()) {
                continue;
            }
            let times = self.walk.dice.between(1, i64::from(want.times).clamp(1, 20));
            for _ in 0..times {
                let detail = self.detail(&want.detail);
                self.somewhen(Deed::Tell(Event::Tracked { name: Rc::clone(name), detail }));
            }
        }
        if self.dice().happens(traffic.copy()) {
            self.somewhen(Deed::Tell(Event::Copied));
        }
        let touch = self.walk.visitor.device.touch;
        let returns = self.dice().happens(traffic.tab_return());
        let leaves = last && self.dice().happens(traffic.leave());
        if returns {
            let usual = self.dice().span(traffic.away());
            let wanted = if self.dice().happens(5_000) { self.dice().pick(&wants.absences).copied() } else { None };
            self.after(80, Deed::Tell(Event::Returned(wanted.map_or(usual, |least| least + usual / 4))));
        }
        if leaves {
            let (signal, speed) = match (touch, self.dice().below(3)) {
                (false, _) => (Leave::PointerTop, self.dice().between(50, 1_500)),
                (true, 0) => (Leave::IdleAfterScroll, 0),
                (true, _) => (Leave::FastScrollUp, self.dice().between(800, 4_500)),
            };
            self.after(85, Deed::Tell(Event::Leaving { signal, speed: speed as u32 }));
        }
    }

    /// Signs of life, and now and then a pause without any.
    fn busy(&mut self) {
        let (traffic, wants) = (&self.walk.source.traffic, &self.walk.source.wants);
        let busy = self.stay;
        if self.dice().happens(traffic.idle()) {
            let usual = self.dice().span(60 * SECOND);
            let wanted = if self.dice().happens(5_000) { self.dice().pick(&wants.pauses).copied() } else { None };
            self.stay += wanted.map_or(usual, |least| least + usual / 8);
        }
        if wants.active {
            for second in (5..busy / SECOND).step_by(5).take(60) {
                self.list.push((self.at + second * SECOND, Deed::Tell(Event::Active)));
            }
        }
    }

    /// What is done with the cart.
    fn shops(&mut self, kind: &str, product: &Product) {
        let source = self.walk.source;
        let (traffic, wants) = (&source.traffic, &source.wants);
        let (currency, factor) = &self.walk.visitor.currency;
        if kind == "product" && self.walk.dice.happens(traffic.add()) {
            let quantity = if self.walk.dice.happens(2_000) { self.walk.dice.between(2, 4) } else { 1 };
            let mut line = Shop::line(product, *factor, quantity);
            let amounts = wants.amounts(&["cart.subtotal", "cart.total"], currency);
            if self.walk.dice.happens(traffic.wanted_carts())
                && let Some(amount) = self.walk.dice.pick(&amounts).copied().filter(|amount| *amount > self.walk.amount)
            {
                (line.price, line.quantity) = (Some(amount - self.walk.amount), 1);
            } else if self.walk.dice.happens(traffic.wanted_carts())
                && let Some(Value::Int(pieces)) = self.walk.dice.pick(wants.values("cart.items"))
            {
                line.quantity = (*pieces).clamp(1, 50);
            }
            self.walk.amount += line.price.unwrap_or(0) * line.quantity;
            self.after(45, Deed::Add(line));
        }
        if self.walk.amount > 0 && kind != "thank_you" && self.dice().happens(traffic.remove()) {
            // How much is taken out is only known to the host; the cart may now be less than what is reckoned with here.
            self.after(60, Deed::Remove);
        }
        if kind == "cart"
            && self.walk.amount > 0
            && self.dice().happens(traffic.coupon())
            && let Some(code) = self.dice().pick(&source.shop.codes).cloned()
        {
            self.after(50, Deed::Code(code));
        }
        if kind == "thank_you" && self.walk.amount > 0 {
            let order = format!("order-{}-{}", self.walk.visitor.number, self.at);
            self.list.push((self.at, Deed::Order(order.into())));
            self.walk.amount = 0;
        }
    }

    /// An event's detail: what the rules ask for, or something else.
    fn detail(&mut self, wanted: &super::wants::Values) -> Value {
        let mut entries: Vec<Value> = Vec::new();
        for (path, values) in wanted {
            let value = match self.dice().happens(6_000) {
                true => self.dice().pick(values).cloned().unwrap_or(Value::Null),
                false => "another".into(),
            };
            if let Value::Object(pair) = nested(path, value)
                && !entries.contains(&pair[0])
            {
                entries.extend(pair.iter().cloned());
            }
        }
        Value::Object(entries.into())
    }
}
