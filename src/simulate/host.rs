//! A light host: plays a made-up visitor to the core, as a browser would.
//!
//! Decides how effects are answered and what is kept between pages and visits. Leaves every decision about campaigns to the core, how a message
//! is treated to [`treatment`](super::treatment), and looking on to a [`Witness`]. Unlike the host of scenarios it has one tab and keeps no log: it plays millions
//! of events.

use super::chance::Dice;
use super::shop::Shop;
use super::treatment::treatment;
use super::visitor::{Deed, PageView, SHOP_ZONE, Source, Visit, Visitor};
use super::witness::{Exposed, Treated, Witness};
use crate::engine::effect::Scope;
use crate::engine::event::{Cart, Consent, Event, Purchase, Room, Scene, Started};
use crate::engine::id::Id;
use crate::engine::profile::{Kind, Profile, Set};
use crate::engine::program::{Program, hash};
use crate::engine::state::State;
use crate::engine::time::Millis;
use crate::engine::{Effect, step};
use crate::rules::action::{Action, ActionWord};
use crate::scenario::entropy::entropy;
use crate::scenario::script::ElementDeed;
use crate::scenario::spun::stands;
use crate::view::View;
use std::collections::VecDeque;
use std::rc::Rc;

/// More events than this on one page are a core that does not come to rest.
const RESTLESS: usize = 10_000;

/// A message on screen, and when it will be treated.
struct Message {
    exposure: Id,
    campaign: u32,
    view: Box<View>,
    /// None: it is left alone.
    treated_at: Option<Millis>,
    /// How many of its steps have been answered.
    steps: u32,
}

/// Plays visitors to one program.
pub struct Host<'h> {
    program: &'h Program,
    source: &'h Source,
    visitor: &'h Visitor,
    witness: &'h mut dyn Witness,
    state: State,
    now: Millis,
    wake_at: Option<Millis>,
    queue: VecDeque<Event>,
    scene: Scene,
    stored: Option<Rc<str>>,
    tab: Option<Rc<str>>,
    consent: Consent,
    cart: Cart,
    pages: u64,
    messages: Vec<Message>,
    /// Exposures that were closed or pressed: what is left of them is left alone.
    done: Vec<Id>,
    /// How often each campaign has been treated: its chance depends on nothing else.
    times: Vec<(u32, u64)>,
}

/// Plays a visitor from first to last.
pub fn play(program: &Program, source: &Source, visitor: &Visitor, witness: &mut dyn Witness) {
    witness.comes(visitor);
    let mut host = Host {
        program,
        source,
        visitor,
        witness,
        state: State::default(),
        now: 0,
        wake_at: None,
        queue: VecDeque::new(),
        scene: Scene::default(),
        stored: None,
        tab: None,
        consent: Consent::default(),
        cart: Cart::default(),
        pages: 0,
        messages: Vec::new(),
        done: Vec::new(),
        times: Vec::new(),
    };
    for visit in &visitor.visits {
        host.visit(visit);
    }
    host.witness.gone();
}

impl Host<'_> {
    fn visit(&mut self, visit: &Visit) {
        self.witness.visits(visit);
        if !visit.same_tab {
            self.tab = None;
        }
        if !visit.same_cart {
            self.cart = Cart { currency: Some(Rc::clone(&self.visitor.currency.0)), items: Some(0), subtotal: Some(0), ..Cart::default() };
        }
        for (place, page) in visit.pages.iter().enumerate() {
            self.open(page, visit.referrer.as_ref().filter(|_| place == 0));
            for (at, deed) in &page.deeds {
                self.pass(*at);
                self.witness.does(*at, deed);
                self.does(deed);
            }
            self.pass(page.until);
            self.witness.leaves(self.program, &self.state);
            self.messages.clear();
            self.wake_at = None;
        }
        self.witness.ends();
    }

    fn open(&mut self, page: &PageView, referrer: Option<&Rc<str>>) {
        self.witness.opens(page);
        self.now = page.at;
        self.scene = page.scene;
        let visitor = self.visitor;
        let started = Started {
            entropy: entropy(visitor.seed, self.pages),
            page: page.page.clone(),
            referrer: referrer.cloned(),
            device: visitor.device.clone(),
            country: visitor.country.clone(),
            shop_zone: SHOP_ZONE,
            visitor_zone: visitor.zone,
            mode: visitor.mode,
            consent: self.consent,
            profile: self.stored.clone(),
            tab: self.tab.clone(),
            again: false,
            storage: visitor.storage,
            bot: false,
            preview: None,
        };
        self.pages += 1;
        self.queue.push_back(Event::Started(Box::new(started)));
        self.queue.push_back(Event::Identified(Box::new(visitor.customer.clone())));
        for (name, value) in &visitor.custom {
            self.queue.push_back(Event::Set { name: Rc::clone(name), value: value.clone() });
        }
        for campaign in &self.program.campaigns {
            for place in &campaign.places {
                self.queue.push_back(Event::Placed(*place, Room::Free));
            }
        }
        self.queue.push_back(self.cart_now());
        self.run();
    }

    /// Lets time pass: the core is woken when it asked to be, messages are treated when they have been read.
    fn pass(&mut self, until: Millis) {
        for _ in 0..RESTLESS {
            let read = self.messages.iter().filter_map(|message| message.treated_at).min();
            let next = [self.wake_at, read].into_iter().flatten().min();
            let Some(at) = next.filter(|at| *at <= until) else { break };
            self.now = self.now.max(at);
            if read.is_some_and(|read| read <= self.now) {
                self.treat();
            } else {
                self.queue.push_back(Event::Tick);
            }
            self.run();
        }
        self.now = self.now.max(until);
    }

    fn does(&mut self, deed: &Deed) {
        match deed {
            Deed::Tell(event) => self.queue.push_back(event.clone()),
            Deed::Element(what, selector) => {
                let place = self.program.selectors.iter().position(|known| known == selector);
                if let Some(number) = place.and_then(|place| u16::try_from(place).ok()) {
                    self.queue.push_back(match what {
                        ElementDeed::Click => Event::Clicked(number),
                        ElementDeed::Submit => Event::FormSent(number),
                        ElementDeed::See => Event::Seen(number),
                        // Where campaigns stand is there from the start.
                        ElementDeed::Find | ElementDeed::FindInSight | ElementDeed::Lose => return,
                    });
                }
            }
            Deed::Consent => self.consents(),
            Deed::Add(line) => {
                let known = self.cart.lines.iter_mut().find(|known| known.sku == line.sku && known.price == line.price);
                match known {
                    Some(known) => known.quantity += line.quantity,
                    None => self.cart.lines.push(line.clone()),
                }
                self.cart_moved();
            }
            Deed::Remove => {
                self.cart.lines.pop();
                self.cart_moved();
            }
            Deed::Code(code) => self.apply(code),
            Deed::Order(order) => self.order(order),
        }
        self.run();
    }

    fn consents(&mut self) {
        let Some(answer) = self.visitor.answer else { return };
        self.consent = answer;
        if answer.analytics == Some(true) && self.state.profile.visitor.is_none() {
            // The visitor's id is the traffic's, whatever chance the core has used for messages until now: it draws the variants, and
            // two rule files are compared on the same visitors.
            let known = Profile { visitor: Some((self.now, self.visitor.id)), ..Profile::default() };
            self.queue.push_back(Event::Remembered(known.write().into()));
        }
        self.queue.push_back(Event::Consented(answer));
    }

    fn order(&mut self, order: &Rc<str>) {
        let value = self.cart.subtotal.filter(|value| *value > 0);
        if value.is_none() {
            return;
        }
        let coupons = std::mem::take(&mut self.cart.coupons);
        self.cart.lines.clear();
        let purchase = Purchase { order: Rc::clone(order), value, currency: self.cart.currency.clone(), coupons };
        self.queue.push_back(Event::Purchased(Box::new(purchase)));
        self.cart_moved();
    }

    fn apply(&mut self, code: &Rc<str>) {
        if !self.cart.coupons.contains(code) {
            self.cart.coupons.push(Rc::clone(code));
            self.cart_moved();
        }
    }

    fn cart_moved(&mut self) {
        let cart = &mut self.cart;
        cart.subtotal = Some(cart.lines.iter().map(|line| line.price.unwrap_or(0) * line.quantity).sum());
        cart.total = cart.subtotal;
        cart.items = Some(cart.lines.iter().map(|line| line.quantity).sum());
        let event = self.cart_now();
        self.queue.push_back(event);
    }

    fn cart_now(&self) -> Event {
        Event::Cart(Box::new(self.cart.clone()))
    }

    /// Takes all events that wait, and what follows from them.
    fn run(&mut self) {
        for _ in 0..RESTLESS {
            let Some(event) = self.queue.pop_front() else { return };
            let claimed = match &event {
                Event::Claimed { exposure, .. } => self.state.claim.as_ref().map(|claim| (claim.campaign, *exposure)),
                _ => None,
            };
            let step = step(self.program, &mut self.state, self.now, event);
            self.wake_at = step.wake_at;
            if let Some((campaign, exposure)) = claimed {
                self.committed(campaign, exposure);
            }
            for effect in step.effects {
                self.perform(effect);
            }
            self.witness.settled(self.program, &self.state);
        }
        self.queue.clear();
    }

    /// Tells the witness of the exposure that the answer to a claim has led to, if it has.
    fn committed(&mut self, rank: u32, exposure: Id) {
        let Some(campaign) = self.program.campaigns.get(rank as usize) else { return };
        let marks = self.state.profile.of(Set::Marks);
        let last = marks.iter().rfind(|mark| mark.kind == Kind::Exposed && mark.name == campaign.id);
        let Some(mark) = last.filter(|mark| mark.at == self.state.now) else { return };
        let shown = self.state.showing.iter().any(|showing| showing.exposure == exposure);
        let exposed = Exposed { campaign: rank, variant: Rc::clone(&mark.variant), shown };
        self.witness.exposed(self.program, &self.state, &exposed);
    }

    fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Claim { exposure, .. } => {
                self.queue.push_back(Event::Claimed { exposure, scene: self.scene, profile: self.stored.clone() });
                // What was in the way does not stay there.
                self.scene = Scene::default();
            }
            Effect::Show { exposure, view, .. } => {
                let showing = self.state.showing.iter().find(|showing| showing.exposure == exposure);
                if let Some(campaign) = showing.map(|showing| showing.campaign) {
                    self.witness.drawn(campaign, &view);
                    let treated_at = self.now + self.dice(campaign).span(self.source.traffic.reads());
                    let treated_at = (!self.done.contains(&exposure)).then_some(treated_at);
                    self.messages.retain(|message| message.exposure != exposure);
                    self.messages.push(Message { exposure, campaign, view, treated_at, steps: 0 });
                }
                self.queue.push_back(Event::Shown { exposure });
            }
            Effect::Update { exposure, view } => {
                if let Some(message) = self.messages.iter_mut().find(|message| message.exposure == exposure) {
                    self.witness.drawn(message.campaign, &view);
                    self.queue.extend(stands(exposure, &view));
                    message.view = view;
                }
            }
            Effect::Hide { exposure } => self.messages.retain(|message| message.exposure != exposure),
            Effect::Do { action, .. } => self.act(&action),
            Effect::Remember { scope, text } if self.visitor.storage => match scope {
                Scope::Visitor => self.stored = Some(text.into()),
                Scope::Tab => self.tab = Some(text.into()),
            },
            Effect::Code { number, .. } => self.queue.push_back(Event::Coded { number, code: Some("EXAMPLE".into()) }),
            Effect::Remember { .. } | Effect::Send(_) | Effect::Deliver(_) | Effect::Broken { .. } => {}
        }
    }

    /// What the shop does when a message asks for it; a link is not followed, so that the traffic stays what it is.
    fn act(&mut self, action: &Action) {
        match action.word {
            ActionWord::ApplyCoupon => self.apply(&action.text),
            ActionWord::AddToCart => {
                if let Some(product) = self.source.shop.product(&action.text) {
                    let mut line = Shop::line(product, self.visitor.currency.1, action.number.max(1));
                    line.sku = Rc::clone(&action.text);
                    self.cart.lines.push(line);
                    self.cart_moved();
                }
            }
            ActionWord::Close
            | ActionWord::Next
            | ActionWord::Navigate
            | ActionWord::Copy
            | ActionWord::OpenChat
            | ActionWord::Emit
            | ActionWord::Snooze
            | ActionWord::Set => {}
        }
    }

    /// Chance for the next treatment of a campaign by this visitor.
    fn dice(&mut self, campaign: u32) -> Dice {
        let id = self.program.campaigns.get(campaign as usize).map_or(0, |campaign| hash(campaign.id.as_bytes()));
        let place = self.times.iter().position(|(known, _)| *known == campaign);
        let times = match place.and_then(|place| self.times.get_mut(place)) {
            Some((_, times)) => {
                *times += 1;
                *times
            }
            None => {
                self.times.push((campaign, 0));
                0
            }
        };
        Dice::new(self.visitor.seed ^ id, times)
    }

    /// Treats the message that has been read for the longest.
    fn treat(&mut self) {
        let Some(place) = self.messages.iter().position(|message| message.treated_at.is_some_and(|at| at <= self.now)) else { return };
        let Some(campaign) = self.messages.get(place).map(|message| message.campaign) else { return };
        let mut dice = self.dice(campaign);
        let source = self.source;
        let Some(message) = self.messages.get_mut(place) else { return };
        message.treated_at = None;
        let Some(treatment) = treatment(&source.traffic, &message.view, message.exposure, message.steps, &mut dice) else { return };
        message.steps += 1;
        if treatment.how == Treated::Answered {
            message.treated_at = Some(self.now + dice.span(source.traffic.reads()));
        }
        if matches!(treatment.how, Treated::Dismissed | Treated::Clicked) {
            self.done.push(message.exposure);
        }
        self.witness.treated(campaign, treatment.how);
        self.queue.extend(treatment.events);
    }
}
