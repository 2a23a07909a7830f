//! The loop: one event, one step, all its effects, then the next event.
//!
//! Decides the order of things and nothing else. There is one timer, for the core's next moment and for the host's own
//! short ones (a scroll that ends); what only passes on screen is timed there. A host lives as long as its page:
//! it is made once and never freed, which spares every listener the counting of references.
//!
//! INVARIANT: performing never steps. What the page or an effect reports meanwhile waits in the queue.

use super::clock::Clock;
use super::code;
use super::complain::complain;
use super::deliver::Outbox;
use super::listen::{self, Heard};
use super::message::{self, Message};
use super::page;
use super::scroll::Scroll;
use super::sheet::SHEET;
use super::shop::{self, Shop};
use super::started::{self, Options};
use super::store::Store;
use crate::delivery::Happened;
use crate::engine::effect::{Effect, Scope};
use crate::engine::event::{Event, Scene};
use crate::engine::id::Id;
use crate::engine::program::Program;
use crate::engine::time::{DAY, Millis, NEVER};
use crate::engine::trigger::Signals;
use crate::engine::{self, State};
use crate::json::Json;
use crate::rules::action::{Action, ActionWord};
use crate::value::Value;
use crate::view::View;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// A route waits this long for the page's title, unless the page speaks first.
const ROUTE: Millis = 50;

/// Something of the host's own to do a little later.
#[derive(Clone, Copy)]
pub enum Due {
    /// Look at the scroll position once more.
    Scroll,
    /// The shopper rests after a scroll.
    Rest,
    /// The page view that a route begins.
    Route,
}

/// One engine on a page.
pub struct Host {
    pub program: Program,
    /// What enabled campaigns read.
    pub signals: Signals,
    pub options: Options,
    pub clock: Clock,
    pub store: Store,
    pub shop: Shop,
    pub scroll: Scroll,
    /// Whether the main pointer is a finger.
    pub touch: Cell<bool>,
    /// Since when nobody looks at the tab.
    pub away_since: Cell<Option<Millis>>,
    /// When the shopper last was seen to do something.
    pub active_at: Cell<Millis>,
    /// A route led to another page whose view has not begun.
    routed: Cell<bool>,
    state: RefCell<State>,
    /// Between the start and the end.
    running: Cell<bool>,
    queue: RefCell<Vec<(Millis, Event)>>,
    busy: Cell<bool>,
    /// When the core wants to be asked again.
    wake_at: Cell<Millis>,
    due: RefCell<Vec<(Millis, Due)>>,
    /// What the one timer is set for.
    set_for: Cell<Millis>,
    pub outbox: Outbox,
    messages: RefCell<Vec<Message>>,
    /// The campaigns of all messages of this page, for its events.
    campaigns: RefCell<Vec<(Id, Rc<str>)>>,
    /// Messages shown so far.
    shown: Cell<u32>,
}

impl Host {
    /// A host that has not begun.
    pub fn new(program: Program, options: Options) -> &'static Host {
        Box::leak(Box::new(Host {
            signals: program.signals(),
            program,
            options,
            clock: Clock::default(),
            store: Store::default(),
            shop: Shop::default(),
            scroll: Scroll::default(),
            touch: Cell::default(),
            away_since: Cell::default(),
            active_at: Cell::default(),
            routed: Cell::default(),
            state: RefCell::default(),
            running: Cell::default(),
            queue: RefCell::default(),
            busy: Cell::default(),
            wake_at: Cell::new(NEVER),
            due: RefCell::default(),
            set_for: Cell::new(NEVER),
            outbox: Outbox::default(),
            messages: RefCell::default(),
            campaigns: RefCell::default(),
            shown: Cell::default(),
        }))
    }

    /// The one entry: everything that the page and the browser report.
    pub fn enter(&'static self, code: i32) {
        let (heard, number) = listen::decode(code);
        if let Some(heard) = heard {
            listen::hear(self, heard, number);
        }
        self.run();
    }

    /// The message of a number, if it is still on screen.
    pub fn message(&self, number: u32) -> Option<(Id, Option<u16>)> {
        for message in self.messages.borrow().iter() {
            if message.number == number {
                return Some((message.exposure, message.next));
            }
        }
        None
    }

    /// Begins, at once or when a prerendered page is looked at.
    pub fn begin(&'static self) {
        if page::prerendering() {
            page::hear(true, "prerenderingchange", Heard::Begun.code(0));
        } else {
            self.start();
        }
    }

    /// The page view begins.
    fn start(&'static self) {
        self.clock.put_forward();
        let measured = started::measure(self);
        self.touch.set(measured.device.touch);
        page::declarations(Heard::Declared.code(0));
        self.running.set(true);
        // Before whatever was told meanwhile.
        self.busy.set(true);
        self.take(self.clock.now(), Event::Started(Box::new(measured)));
        self.busy.set(false);
        self.run();
        listen::install(self);
        listen::places(self);
        self.watch();
        self.run();
        page::announce("ready", "null");
    }

    /// Takes everything back.
    pub fn stop(&self) {
        self.running.set(false);
        page::close();
        self.messages.borrow_mut().clear();
    }

    /// Queues an event; whoever came in through the door handles the queue before it leaves.
    #[inline(never)]
    pub fn report(&self, event: Event) {
        self.queue.borrow_mut().push((self.clock.now(), event));
    }

    fn next(&self) -> Option<(Millis, Event)> {
        let mut queue = self.queue.borrow_mut();
        if self.running.get() && !queue.is_empty() { Some(queue.remove(0)) } else { None }
    }

    /// Handles the queue, unless that is going on.
    fn run(&'static self) {
        if self.busy.replace(true) {
            return;
        }
        while let Some((at, event)) = self.next() {
            self.take(at, event);
        }
        self.busy.set(false);
        self.outbox.tell(self, Happened::Settled);
        self.set_timer();
    }

    /// One event, one step, all its effects.
    #[inline(never)]
    fn take(&'static self, at: Millis, event: Event) {
        let step = engine::step(&self.program, &mut self.state.borrow_mut(), at, event);
        self.wake_at.set(step.wake_at.unwrap_or(NEVER));
        for effect in step.effects {
            if self.running.get() {
                self.perform(effect);
            }
        }
    }

    fn perform(&'static self, effect: Effect) {
        match effect {
            Effect::Claim { exposure, campaign } => {
                page::works_on(&campaign);
                if page::claim(&exposure.hex(), Heard::Claim.code(0)) {
                    self.claimed(exposure);
                }
            }
            Effect::Code { number, campaign, pool, visitor } => code::ask(self, number, (&campaign, &pool, visitor)),
            Effect::Show { exposure, campaign, view } => {
                page::works_on(&campaign);
                self.campaigns.borrow_mut().push((exposure, campaign));
                self.show(exposure, &view);
            }
            Effect::Update { exposure, view } => {
                if let Some(number) = self.number(exposure, Some(&view)) {
                    page::update(number, &message::written(&view));
                }
            }
            Effect::Hide { exposure } => self.hide(exposure),
            Effect::Do { exposure, action } => self.act(exposure, &action),
            Effect::Remember { scope, text } => self.store.write(scope, text),
            Effect::Send(outcome) => self.outbox.send(self, &outcome),
            Effect::Deliver(allowed) => self.outbox.allow(self, allowed),
            Effect::Broken { problems } => complain(&self.program.bytes, &problems),
        }
    }

    fn show(&self, exposure: Id, view: &View) {
        let number = self.shown.get() + 1;
        self.shown.set(number);
        // A message and its teaser take each other's place.
        let mut before = 0;
        self.messages.borrow_mut().retain(|message| {
            let stays = message.exposure != exposure;
            if !stays {
                before = message.number;
            }
            stays
        });
        if !page::show(number, SHEET, &message::written(view), before) {
            return self.report(Event::Failed { exposure });
        }
        self.messages.borrow_mut().push(Message { exposure, number, next: view.next() });
        if before == 0 {
            self.tell_page("show", exposure, &Value::Null);
        }
        self.report(Event::Shown { exposure });
    }

    fn hide(&self, exposure: Id) {
        let Some(number) = self.number(exposure, None) else { return };
        self.messages.borrow_mut().retain(|message| message.number != number);
        page::hide(number);
        self.tell_page("hide", exposure, &Value::Null);
    }

    fn act(&self, exposure: Id, action: &Action) {
        let Some(number) = self.number(exposure, None) else { return };
        match action.word {
            ActionWord::Copy => page::copy(number, &action.text),
            ActionWord::Navigate => page::leave(number, &action.text),
            ActionWord::ApplyCoupon | ActionWord::AddToCart | ActionWord::OpenChat | ActionWord::Emit => {
                page::copy(number, "");
                page::announce("action", &shop::request(action));
            }
            // What was answered: the shop may want to keep it.
            ActionWord::Next => self.tell_page("submit", exposure, &action.value),
            // The core's own.
            ActionWord::Close | ActionWord::Snooze | ActionWord::Set => {}
        }
    }

    /// The number of the message of an exposure; what it shows from now on, if that is new. No borrow outlives this: the page's
    /// listeners may press something in the message while they are told.
    fn number(&self, exposure: Id, view: Option<&View>) -> Option<u32> {
        let mut messages = self.messages.borrow_mut();
        let message = messages.iter_mut().find(|message| message.exposure == exposure)?;
        if let Some(view) = view {
            message.next = view.next();
        }
        Some(message.number)
    }

    fn tell_page(&self, name: &str, exposure: Id, answers: &Value) {
        let mut json = Json::default();
        json.open('{').key("exposure").text(&exposure.hex());
        for (other, campaign) in self.campaigns.borrow().iter() {
            if *other == exposure {
                json.key("campaign").text(campaign);
            }
        }
        if *answers != Value::Null {
            json.key("answers").value(answers);
        }
        json.close('}');
        page::announce(name, &json.0);
    }

    fn claimed(&self, exposure: Id) {
        page::measure();
        let mut scene = Scene(page::scene());
        for selector in &self.program.site.avoid {
            if page::avoided(selector) {
                scene = scene.avoided();
            }
        }
        self.report(Event::Claimed { exposure, scene, profile: self.store.read(Scope::Visitor) });
    }

    /// The browser answered: the exposure, after a minus where it refused.
    pub fn claim_answered(&self, answer: &str) {
        let refused = answer.strip_prefix('-');
        let Some(exposure) = Id::parse(refused.unwrap_or(answer)) else { return };
        if refused.is_some() {
            self.report(Event::Refused { exposure });
        } else {
            self.claimed(exposure);
        }
    }

    /// Another address without another page. Its view begins a moment later, because applications set the title after the
    /// address, or as soon as the page says something.
    pub fn routed(&self) {
        if !self.routed.replace(true) {
            self.later(ROUTE, Due::Route);
        }
    }

    /// The view begins to which a route led, if one did.
    pub fn arrive(&'static self) {
        if self.routed.take() {
            self.report(Event::Viewed(Box::new(started::page(self))));
            self.watch();
        }
    }

    /// What is looked for with every page view.
    fn watch(&'static self) {
        listen::watch(self);
        self.shop.find_layer(self);
        self.scroll.begin(self);
    }

    /// Does something a little later, counted from now.
    #[inline(never)]
    pub fn later(&self, wait: Millis, due: Due) {
        self.due.borrow_mut().push((self.clock.now() + wait, due));
    }

    /// One timer, for whatever comes first.
    fn set_timer(&self) {
        let mut first = NEVER;
        if self.running.get() {
            first = self.wake_at.get().min(self.outbox.wake_at());
            for (at, _) in self.due.borrow().iter() {
                first = first.min(*at);
            }
        }
        if self.set_for.replace(first) != first {
            // One more, because browsers round down; a day at most, because longer ones overflow.
            let wait = if first == NEVER { -1 } else { (first - self.clock.now() + 1).clamp(0, DAY) as i32 };
            page::wake(wait, Heard::Due.code(0));
        }
    }

    /// The moment of the timer has come.
    pub fn woken(&'static self) {
        self.set_for.set(NEVER);
        let now = self.clock.now();
        while let Some(due) = self.ripe(now) {
            match due {
                Due::Scroll => self.scroll.look_later(self),
                Due::Rest => self.scroll.rested(self),
                Due::Route => self.arrive(),
            }
        }
        if self.wake_at.get() <= now {
            self.report(Event::Tick);
        }
        if self.outbox.wake_at() <= now {
            self.outbox.tell(self, Happened::Woken);
        }
    }

    fn ripe(&self, now: Millis) -> Option<Due> {
        let mut due = self.due.borrow_mut();
        let place = due.iter().position(|(at, _)| *at <= now)?;
        Some(due.remove(place).1)
    }

    /// The state as text.
    pub fn snapshot(&self) -> String {
        engine::snapshot(&self.program, &self.state.borrow())
    }
}
