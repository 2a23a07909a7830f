//! Deeds: what a made-up visitor does on one page.
//!
//! Decides how long it stays and what happens meanwhile. Leaves the way from page to page to [`walk`](super::walk).

use super::chance::Dice;
use super::shop::Shop;
use super::visitor::Deed;
use super::walk::Walk;
use super::wants::{Values, nested};
use crate::engine::event::{Event, Leave, Product};
use crate::engine::time::{Millis, SECOND};
use crate::scenario::script::ElementDeed;
use crate::value::Value;
use std::rc::Rc;

/// What happens on one page.
pub(super) struct Deeds<'d, 'w> {
    pub walk: &'d mut Walk<'w>,
    pub at: Millis,
    pub stay: Millis,
    pub list: Vec<(Millis, Deed)>,
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

    /// All that happens; `stay` is known afterwards.
    pub fn all(&mut self, kind: &str, product: &Product, last: bool, place: usize) {
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
                ElementDeed::Find | ElementDeed::FindInSight | ElementDeed::Lose => continue,
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
    fn detail(&mut self, wanted: &Values) -> Value {
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
