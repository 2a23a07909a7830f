//! A made-up visitor: who it is, when it visits, and all that it does there.
//!
//! Decides everything that happens without a message: the same for every rule file, so that two files can be compared. What follows from
//! a message (a code applied, a product added) is left to [`host`](super::host), what is done in a visit to [`walk`](super::walk).

use super::chance::Dice;
use super::shop::Shop;
use super::traffic::Traffic;
use super::walk::Walk;
use super::wants::Wants;
use crate::engine::event::{Consent, ConsentMode, Customer, Device, Event, Line, Page, Scene};
use crate::engine::fact::Fact;
use crate::engine::id::Id;
use crate::engine::time::{DAY, HOUR, Millis, Zone};
use crate::platform::declared::CUSTOMER;
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
            visitor.customer = self.customer(&mut dice, number);
        }
        self.visits(&mut dice, &mut visitor);
        visitor
    }

    /// One of the values that the rules compare a fact with, now and then.
    pub(super) fn wanted(&self, dice: &mut Dice, share: u32, fact: &str) -> Option<Value> {
        if dice.happens(share) { dice.pick(self.wants.values(fact)).cloned() } else { None }
    }

    /// The same, where it is a text.
    pub(super) fn wanted_text(&self, dice: &mut Dice, share: u32, fact: &str) -> Option<Rc<str>> {
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
    fn customer(&self, dice: &mut Dice, number: u64) -> Customer {
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
            let amount = if dice.happens(share) { dice.pick(&self.wants.amounts(&[name], &self.wants.currency)).copied() } else { None };
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
