//! The loop: one event, one step, all its effects, then the next event.
//!
//! Decides the order of things and nothing else. There is one timer, for the core's next moment and for the host's own
//! short ones (a "Copied" that fades, a scroll that ends).
//!
//! A host lives as long as its page: it is made once and never freed, which spares every listener the counting of references.
//!
//! INVARIANT: performing never steps. What the page or an effect reports meanwhile waits in the queue.
//! INVARIANT: `messages` is not borrowed while an event is told. Focus moves under our hands make browsers call back at
//! once; gestures heard while it is borrowed are such echoes and are dropped.

use super::clock::Clock;
use super::deliver::Outbox;
use super::gesture::{self, GESTURES};
use super::listen::{self, Heard};
use super::message::Message;
use super::page;
use super::scroll::Scroll;
use super::shop::{self, Shop};
use super::started::{self, Options};
use super::store::Store;
use crate::engine::effect::{Effect, Scope};
use crate::engine::event::{Event, Scene};
use crate::engine::id::Id;
use crate::engine::program::Program;
use crate::engine::time::{DAY, Millis, SECOND};
use crate::engine::trigger::Signals;
use crate::engine::{self, State};
use crate::json::Json;
use crate::rules::action::Action;
use crate::view::View;
use gloo_timers::callback::Timeout;
use std::cell::{Cell, RefCell};
use std::mem::discriminant;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element};

/// How long a message takes to fade; the style sheet takes less.
const FADE: Millis = 250;
/// How long a button says that its text is copied.
const COPIED: Millis = 2 * SECOND;
/// Screen readers hear a change of a line that they have seen empty.
const BEFORE_SAYING: Millis = 300;
const AFTER_SAYING: Millis = 3 * SECOND;

/// Something of the host's own to do a little later.
pub enum Due {
    /// Look at the scroll position once more.
    Scroll,
    /// The shopper rests after a scroll.
    Rest,
    /// Say the message's name to those who do not see it.
    Say(Id),
    /// Clear that line.
    Hush(Id),
    /// The button, now "Copied", says again what it said before.
    Uncopy(Element, String),
    /// A faded message goes.
    Remove(Element),
}

/// One engine on a page.
pub struct Host {
    pub document: Document,
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
    state: RefCell<State>,
    /// Between the start and the end.
    running: Cell<bool>,
    queue: RefCell<Vec<(Millis, Event)>>,
    busy: Cell<bool>,
    wake_at: Cell<Option<Millis>>,
    due: RefCell<Vec<(Millis, Due)>>,
    timer: RefCell<Option<Timeout>>,
    /// What the timer is set for.
    set_for: Cell<Option<Millis>>,
    outbox: Outbox,
    messages: RefCell<Vec<Message>>,
    /// The campaigns of claims and messages, for the page's events.
    campaigns: RefCell<Vec<(Id, Rc<str>)>>,
    /// Messages shown so far.
    shown: Cell<u32>,
    /// Whether there has been a bar, so that the page's focus is watched.
    watches_focus: Cell<bool>,
}

impl Host {
    /// A host that has not begun.
    pub fn new(document: Document, program: Program, options: Options) -> &'static Host {
        Box::leak(Box::new(Host {
            document,
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
            state: RefCell::default(),
            running: Cell::default(),
            queue: RefCell::default(),
            busy: Cell::default(),
            wake_at: Cell::default(),
            due: RefCell::default(),
            timer: RefCell::default(),
            set_for: Cell::default(),
            outbox: Outbox::default(),
            messages: RefCell::default(),
            campaigns: RefCell::default(),
            shown: Cell::default(),
            watches_focus: Cell::default(),
        }))
    }

    /// Opens the door and begins, at once or when a prerendered page is looked at.
    pub fn open(&'static self) {
        let entry = Closure::<dyn Fn(u32, JsValue)>::new(move |code, value| self.enter(code, &value));
        if page::open(&entry.into_js_value()) {
            page::attempt(&mut || {
                if page::prerendering() {
                    page::hear(true, "prerenderingchange", Heard::Activated.code(0));
                } else {
                    self.start();
                }
            });
        }
    }

    /// The one entry: everything that the browser reports.
    fn enter(&'static self, code: u32, value: &JsValue) {
        let (heard, number) = listen::decode(code);
        match heard {
            Ok(heard) => listen::hear(self, heard, number, value),
            Err(row) => {
                if let (Some((_, gesture)), Ok(mut messages)) = (GESTURES.get(row), self.messages.try_borrow_mut())
                    && let Some(message) = messages.iter_mut().find(|message| message.number == number)
                {
                    gesture::mean(self, message, *gesture, value.unchecked_ref());
                }
            }
        }
        self.run();
    }

    /// The page view begins.
    pub fn start(&'static self) {
        self.clock.put_forward();
        let measured = started::measure(self);
        self.touch.set(measured.device.touch);
        // Before whatever the page told meanwhile.
        self.queue.borrow_mut().insert(0, (self.clock.now(), Event::Started(Box::new(measured))));
        self.shop.read_declarations(self);
        self.running.set(true);
        self.run();
        listen::install(self);
        self.shop.find_layer(self);
        self.scroll.begin(self);
        self.run();
        page::announce("ready", &JsValue::NULL);
    }

    /// Takes everything back.
    pub fn stop(&self) {
        self.running.set(false);
        page::close();
        self.timer.take();
        self.messages.borrow_mut().clear();
    }

    /// Queues an event; whoever came in through the door handles the queue before it leaves.
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
            let step = engine::step(&self.program, &mut self.state.borrow_mut(), at, event);
            self.wake_at.set(step.wake_at);
            step.effects.into_iter().take_while(|_| self.running.get()).for_each(|effect| self.perform(effect));
            self.outbox.flush(self.options.collector.as_deref());
        }
        self.busy.set(false);
        self.set_timer();
    }

    fn perform(&'static self, effect: Effect) {
        match effect {
            Effect::Claim { exposure, campaign } => {
                self.campaigns.borrow_mut().push((exposure, campaign));
                if page::claim(&exposure.hex(), Heard::Claim.code(0)) {
                    self.report(self.claimed(exposure));
                }
            }
            Effect::Show { exposure, view } => self.show(exposure, view),
            Effect::Update { exposure, view } => self.with_message(exposure, |message| message.update(view)),
            Effect::Hide { exposure } => self.hide(exposure),
            Effect::Do { exposure, action } => self.act(exposure, &action),
            Effect::Remember { scope, text } => self.store.write(scope, text),
            Effect::Forget { scope } => self.store.forget(scope),
            Effect::Send(outcome) => self.outbox.send(&outcome),
        }
    }

    fn with_message(&self, exposure: Id, work: impl FnOnce(&mut Message)) {
        if let Some(message) = self.messages.borrow_mut().iter_mut().find(|message| message.exposure == exposure) {
            work(message);
        }
    }

    fn show(&self, exposure: Id, view: Box<View>) {
        let number = self.shown.get() + 1;
        self.shown.set(number);
        let shown = self.document.document_element().and_then(|root| Message::show(exposure, number, view, &root));
        let Some(message) = shown else { return self.report(Event::Failed { exposure }) };
        if !message.is_modal() {
            self.later(BEFORE_SAYING, Due::Say(exposure));
            if !self.watches_focus.replace(true) {
                page::hear(true, "focusin", Heard::Focused.code(0));
            }
        }
        self.messages.borrow_mut().push(message);
        self.tell_page("show", exposure);
        self.report(Event::Shown { exposure });
    }

    fn hide(&self, exposure: Id) {
        let place = self.messages.borrow().iter().position(|message| message.exposure == exposure);
        let Some(message) = place.map(|place| self.messages.borrow_mut().remove(place)) else { return };
        message.hide();
        self.later(FADE, Due::Remove(message.host));
        self.tell_page("hide", exposure);
        self.campaigns.borrow_mut().retain(|(other, _)| *other != exposure);
    }

    fn act(&self, exposure: Id, action: &Action) {
        let Some((root, number, pressed)) = self.place_of(exposure) else { return };
        match action {
            Action::Copy { text } => page::copy(text, &root, Heard::OnClipboard.code(number)),
            // A link goes there by itself, perhaps to a new tab.
            Action::Navigate { .. } if pressed.is_some_and(|pressed| pressed.has_attribute("href")) => {}
            Action::Navigate { url } => page::leave(url),
            other => {
                if let Some(request) = shop::request(other) {
                    page::announce_text("action", &request);
                }
            }
        }
    }

    /// What is needed of a message while messages are not borrowed.
    fn place_of(&self, exposure: Id) -> Option<(web_sys::ShadowRoot, u32, Option<Element>)> {
        let messages = self.messages.borrow();
        let message = messages.iter().find(|message| message.exposure == exposure)?;
        Some((message.root.clone(), message.number, message.memory.pressed.clone()))
    }

    fn tell_page(&self, name: &str, exposure: Id) {
        let mut json = Json::default();
        json.open('{').key("exposure").text(&exposure.hex());
        if let Some((_, campaign)) = self.campaigns.borrow().iter().find(|(other, _)| *other == exposure) {
            json.key("campaign").text(campaign);
        }
        json.close('}');
        page::announce_text(name, &json.0);
    }

    fn claimed(&self, exposure: Id) -> Event {
        let seen = page::scene();
        let scene = Scene { typing: seen & 1 != 0, covered: seen & 2 != 0, watching: seen & 4 != 0, hidden: seen & 8 != 0 };
        Event::Claimed { exposure, scene, profile: self.store.read(Scope::Visitor) }
    }

    /// The browser answered: the exposure, after a minus where it refused.
    pub fn claim_answered(&'static self, answer: &str) {
        let refused = answer.strip_prefix('-');
        let Some(exposure) = Id::parse(refused.unwrap_or(answer)) else { return };
        self.report(if refused.is_some() { Event::Refused { exposure } } else { self.claimed(exposure) });
    }

    /// Another page view without another page.
    pub fn view_again(&'static self) {
        self.report(Event::Viewed(Box::new(started::page(self))));
        listen::watch(self);
        self.shop.find_layer(self);
        self.scroll.begin(self);
    }

    /// A text of this message is on the clipboard.
    pub fn on_clipboard(&'static self, number: u32) {
        let Ok(messages) = self.messages.try_borrow() else { return };
        let Some(message) = messages.iter().find(|message| message.number == number) else { return };
        let Some(button) = message.memory.pressed.clone() else { return };
        let Some(done) = button.get_attribute("data-done") else { return };
        let before = button.text_content().unwrap_or_default();
        if before != done {
            page::text(&button, &done);
            message.say(&done);
            self.later(COPIED, Due::Hush(message.exposure));
            self.later(COPIED, Due::Uncopy(button, before));
        }
    }

    /// The focus came to an element of the page, which must not be under a bar.
    pub fn uncover(&self, event: &web_sys::Event) {
        let (Ok(messages), Some(focused)) = (self.messages.try_borrow(), event.target()) else { return };
        for message in messages.iter().filter(|message| !message.is_modal() && !page::is_ours(event)) {
            page::uncover(&focused, &message.frame);
        }
    }

    /// Does something a little later, counted from now; what is already to come is put off.
    pub fn once(&self, wait: Millis, due: Due) {
        self.due.borrow_mut().retain(|(_, other)| discriminant(other) != discriminant(&due));
        self.later(wait, due);
    }

    fn later(&self, wait: Millis, due: Due) {
        self.due.borrow_mut().push((self.clock.now() + wait, due));
    }

    /// One timer, for whatever comes first.
    fn set_timer(&'static self) {
        let first = self.due.borrow().iter().map(|(at, _)| *at).chain(self.wake_at.get()).min();
        if self.set_for.replace(first) == first {
            return;
        }
        let timer = first.filter(|_| self.running.get()).map(|at| {
            // One more, because browsers round down; a day at most, because longer ones overflow.
            let wait = (at - self.clock.now() + 1).clamp(0, DAY) as u32;
            Timeout::new(wait, move || page::attempt(&mut || self.woken()))
        });
        self.timer.replace(timer);
    }

    fn woken(&'static self) {
        self.set_for.set(None);
        let now = self.clock.now();
        loop {
            let ripe = self.due.borrow().iter().position(|(at, _)| *at <= now);
            let Some((_, due)) = ripe.map(|place| self.due.borrow_mut().remove(place)) else { break };
            match due {
                Due::Scroll => self.scroll.look(self),
                Due::Rest => self.scroll.rested(self),
                Due::Say(exposure) => self.with_message(exposure, |message| {
                    message.say(&message.label());
                    self.later(AFTER_SAYING, Due::Hush(exposure));
                }),
                Due::Hush(exposure) => self.with_message(exposure, |message| message.say("")),
                Due::Uncopy(button, before) => {
                    // Unless a newer view has given it another text.
                    if button.text_content() == button.get_attribute("data-done") {
                        page::text(&button, &before);
                    }
                }
                Due::Remove(host) => page::remove(&host),
            }
        }
        if self.wake_at.get().is_some_and(|at| at <= now) {
            self.report(Event::Tick);
        }
        self.run();
    }

    /// The state as text.
    pub fn snapshot(&self) -> String {
        engine::snapshot(&self.program, &self.state.borrow())
    }
}
