//! The loop: one event, one step, all its effects, then the next event.
//!
//! Decides the order of things and nothing else. There is one timer, for the core's next moment and for the host's own
//! short ones (a "Copied" that fades, a scroll that ends).
//!
//! INVARIANT: performing never steps. What the page or an effect reports meanwhile waits in the queue.
//! INVARIANT: `messages` is not borrowed while an event is told. Focus moves under our hands make browsers call back at
//! once; gestures heard while it is borrowed are such echoes and are dropped.

use super::clock::Clock;
use super::deliver::{Outbox, object};
use super::gesture::{self, GESTURES};
use super::leaving::Leaving;
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
use crate::rules::action::Action;
use crate::view::View;
use gloo_timers::callback::Timeout;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, HtmlElement, Window};

/// How long a message takes to fade; the style sheet takes less.
const FADE: Millis = 250;
/// How long a button says that its text is copied.
const COPIED: Millis = 2 * SECOND;
/// Screen readers hear a change of a line that they have seen empty.
const BEFORE_SAYING: Millis = 300;
const AFTER_SAYING: Millis = 3 * SECOND;

/// Something of the host's own to do a little later.
#[derive(Clone, PartialEq)]
pub enum Due {
    /// Look at the scroll position once more.
    Scroll,
    /// The shopper rests after a scroll.
    Rest,
    /// Say the message's name to those who do not see it.
    Say(Id),
    /// Clear that line.
    Hush(Id),
    /// The button with this text, now "Copied", says what it said before.
    Uncopy(Element, String),
    /// A faded message goes.
    Remove(HtmlElement),
}

/// What the door leads to.
type Entry = Closure<dyn Fn(u32, JsValue)>;

/// One engine on a page.
pub struct Host {
    pub window: Window,
    pub document: Document,
    pub program: Program,
    /// What enabled campaigns read.
    pub signals: Signals,
    pub options: Options,
    pub clock: Clock,
    pub store: Store,
    pub shop: Shop,
    pub leaving: Leaving,
    pub scroll: Scroll,
    /// Whether the main pointer is a finger.
    pub touch: Cell<bool>,
    /// Since when nobody looks at the tab.
    pub away_since: Cell<Option<Millis>>,
    /// When the shopper last was seen to do something.
    pub active_at: Cell<Millis>,
    state: RefCell<State>,
    started: Cell<bool>,
    queue: RefCell<VecDeque<(Millis, Event)>>,
    busy: Cell<bool>,
    wake_at: Cell<Option<Millis>>,
    due: RefCell<Vec<(Millis, Due)>>,
    timer: RefCell<Option<Timeout>>,
    outbox: Outbox,
    messages: RefCell<Vec<Message>>,
    /// Claims that wait for an answer, and the campaigns of what is shown, for the page's events.
    campaigns: RefCell<Vec<(Id, Rc<str>)>>,
    shown: Cell<u32>,
    /// Whether there has been a bar, so that the page's focus is watched.
    watches_focus: Cell<bool>,
    entry: RefCell<Option<Entry>>,
}

impl Host {
    /// A host that has not begun.
    pub fn new(window: Window, document: Document, program: Program, options: Options) -> Rc<Host> {
        Rc::new(Host {
            clock: Clock::new(&window),
            store: Store::new(&window),
            outbox: Outbox::new(options.collector.clone()),
            signals: program.signals(),
            window,
            document,
            program,
            options,
            shop: Shop::default(),
            leaving: Leaving::default(),
            scroll: Scroll::default(),
            touch: Cell::default(),
            away_since: Cell::default(),
            active_at: Cell::default(),
            state: RefCell::default(),
            started: Cell::default(),
            queue: RefCell::default(),
            busy: Cell::default(),
            wake_at: Cell::default(),
            due: RefCell::default(),
            timer: RefCell::default(),
            messages: RefCell::default(),
            campaigns: RefCell::default(),
            shown: Cell::default(),
            watches_focus: Cell::default(),
            entry: RefCell::default(),
        })
    }

    /// Opens the door and begins, at once or when a prerendered page is looked at.
    pub fn open(self: &Rc<Host>) {
        let host = self.clone();
        let entry = Entry::new(move |code, value| host.enter(code, &value));
        let open = page::open(entry.as_ref());
        *self.entry.borrow_mut() = Some(entry);
        if open {
            page::attempt(&mut || {
                if page::prerendering() {
                    page::listen(&self.document, "prerenderingchange", Heard::Activated.code(0), true);
                } else {
                    self.start();
                }
            });
        }
    }

    /// The one entry: everything that the browser reports.
    fn enter(self: &Rc<Host>, code: u32, value: &JsValue) {
        let (heard, number) = listen::decode(code);
        match heard {
            Ok(heard) => listen::hear(self, heard, number, value),
            Err(row) => {
                let events = match (GESTURES.get(row), self.messages.try_borrow_mut()) {
                    (Some((_, gesture)), Ok(mut messages)) => messages
                        .iter_mut()
                        .find(|message| message.number == number)
                        .map_or_else(Vec::new, |message| gesture::meaning(message, *gesture, value.unchecked_ref())),
                    _ => return,
                };
                events.into_iter().for_each(|event| self.tell(event));
            }
        }
    }

    /// The page view begins.
    pub fn start(self: &Rc<Host>) {
        let measured = started::measure(self);
        self.touch.set(measured.device.touch);
        self.started.set(true);
        // Before whatever the page told meanwhile.
        self.queue.borrow_mut().push_front((self.clock.now(), Event::Started(Box::new(measured))));
        self.shop.read_declarations(self);
        self.run();
        listen::install(self);
        self.shop.find_layer();
        self.scroll.begin(self);
        page::announce("ready", &JsValue::NULL);
    }

    /// Takes everything back.
    pub fn stop(&self) {
        page::close();
        self.timer.take();
        self.queue.borrow_mut().clear();
        self.messages.borrow_mut().clear();
        self.entry.take();
    }

    /// Queues an event, and handles the queue unless that is going on.
    pub fn tell(self: &Rc<Host>, event: Event) {
        self.queue.borrow_mut().push_back((self.clock.now(), event));
        self.run();
    }

    fn run(self: &Rc<Host>) {
        if !self.started.get() || self.busy.replace(true) {
            return;
        }
        loop {
            let Some((at, event)) = self.queue.borrow_mut().pop_front() else { break };
            let step = engine::step(&self.program, &mut self.state.borrow_mut(), at, event);
            self.wake_at.set(step.wake_at);
            for effect in step.effects {
                self.perform(effect);
            }
            self.outbox.flush();
        }
        self.busy.set(false);
        self.set_timer();
    }

    fn report(&self, event: Event) {
        self.queue.borrow_mut().push_back((self.clock.now(), event));
    }

    fn perform(self: &Rc<Host>, effect: Effect) {
        match effect {
            Effect::Claim { exposure, campaign } => {
                self.campaigns.borrow_mut().push((exposure, campaign));
                if page::claim(&exposure.hex(), Heard::Claim.code(0)) {
                    self.report(self.claimed(exposure));
                }
            }
            Effect::Show { exposure, view } => self.show(exposure, view),
            Effect::Update { exposure, view } => self.with_message(exposure, |host, message| {
                if message.update(&host.document, view).is_err() {
                    host.report(Event::Failed { exposure });
                }
            }),
            Effect::Hide { exposure } => self.hide(exposure),
            Effect::Do { exposure, action } => self.act(exposure, &action),
            Effect::Remember { scope, text } => self.store.write(scope, text),
            Effect::Forget { scope } => self.store.forget(scope),
            Effect::Send(outcome) => self.outbox.send(&outcome),
        }
    }

    fn with_message(self: &Rc<Host>, exposure: Id, work: impl FnOnce(&Rc<Host>, &mut Message)) {
        if let Some(message) = self.messages.borrow_mut().iter_mut().find(|message| message.exposure == exposure) {
            work(self, message);
        }
    }

    fn show(&self, exposure: Id, view: Box<View>) {
        self.shown.set(self.shown.get() + 1);
        match Message::show(&self.document, exposure, self.shown.get(), view) {
            Ok(message) => {
                if !message.is_modal() {
                    self.later(BEFORE_SAYING, Due::Say(exposure));
                    if !self.watches_focus.replace(true) {
                        page::listen(&self.document, "focusin", Heard::Focused.code(0), true);
                    }
                }
                self.messages.borrow_mut().push(message);
                self.tell_page("show", exposure);
                self.report(Event::Shown { exposure });
            }
            Err(_) => self.report(Event::Failed { exposure }),
        }
    }

    fn hide(&self, exposure: Id) {
        let place = self.messages.borrow().iter().position(|message| message.exposure == exposure);
        let Some(message) = place.map(|place| self.messages.borrow_mut().remove(place)) else { return };
        // If the focus cannot go back, the message goes all the same.
        let _ = message.hide();
        self.later(FADE, Due::Remove(message.host));
        self.tell_page("hide", exposure);
        self.campaigns.borrow_mut().retain(|(other, _)| *other != exposure);
    }

    fn act(self: &Rc<Host>, exposure: Id, action: &Action) {
        match action {
            Action::Copy { text } => {
                // Not while messages are borrowed: where there is no clipboard the answer comes at once.
                let found = self
                    .messages
                    .borrow()
                    .iter()
                    .find(|message| message.exposure == exposure)
                    .map(|message| (message.root.clone(), message.number));
                if let Some((root, number)) = found {
                    page::copy(text, &root, Heard::OnClipboard.code(number));
                }
            }
            Action::Navigate { url } => {
                let mut by_browser = false;
                self.with_message(exposure, |_, message| {
                    let pressed = message.memory.pressed.take();
                    by_browser = pressed.is_some_and(|pressed| pressed.has_attribute("href"));
                });
                if !by_browser {
                    page::leave(url);
                }
            }
            other => {
                if let Some(detail) = shop::request(other) {
                    page::announce("action", &detail);
                }
            }
        }
    }

    fn tell_page(&self, name: &str, exposure: Id) {
        let campaigns = self.campaigns.borrow();
        let campaign = campaigns.iter().find(|(other, _)| *other == exposure).map_or("", |(_, campaign)| campaign);
        page::announce(name, &object(&[("exposure", JsValue::from_str(&exposure.hex())), ("campaign", JsValue::from_str(campaign))]));
    }

    fn claimed(&self, exposure: Id) -> Event {
        let seen = page::scene();
        let scene = Scene { typing: seen & 1 != 0, covered: seen & 2 != 0, watching: seen & 4 != 0, hidden: seen & 8 != 0 };
        Event::Claimed { exposure, scene, profile: self.store.read(Scope::Visitor) }
    }

    /// The browser answered: the exposure, after a minus where it refused.
    pub fn claim_answered(self: &Rc<Host>, answer: &JsValue) {
        let answer = answer.as_string().unwrap_or_default();
        let refused = answer.strip_prefix('-');
        let Some(exposure) = Id::parse(refused.unwrap_or(&answer)) else { return };
        let event = if refused.is_some() { Event::Refused { exposure } } else { self.claimed(exposure) };
        self.tell(event);
    }

    /// Another page view without another page.
    pub fn view_again(self: &Rc<Host>) {
        self.tell(Event::Viewed(Box::new(started::page(self))));
        listen::watch(self);
        self.shop.find_layer();
        self.scroll.begin(self);
    }

    /// A text of this message is on the clipboard.
    pub fn on_clipboard(self: &Rc<Host>, number: u32) {
        let Ok(messages) = self.messages.try_borrow() else { return };
        let Some(message) = messages.iter().find(|message| message.number == number) else { return };
        let Some(button) = message.memory.pressed.clone() else { return };
        let Some(done) = button.get_attribute("data-done") else { return };
        let before = button.text_content().unwrap_or_default();
        if before != done {
            button.set_text_content(Some(&done));
            message.say(&done);
            self.once(COPIED, Due::Hush(message.exposure));
            self.once(COPIED, Due::Uncopy(button, before));
        }
    }

    /// The focus came to an element of the page, which must not be under a bar.
    pub fn uncover(&self, event: &web_sys::Event) {
        let Ok(messages) = self.messages.try_borrow() else { return };
        for message in messages.iter().filter(|message| !message.is_modal()) {
            if let Some(focused) = event.target().filter(|focused| *focused != ***message.host) {
                page::uncover(&focused, &message.frame);
            }
        }
    }

    /// Does something a little later; the same thing only once.
    pub fn once(self: &Rc<Host>, wait: Millis, due: Due) {
        self.later(wait, due);
        self.set_timer();
    }

    fn later(&self, wait: Millis, due: Due) {
        let mut all = self.due.borrow_mut();
        all.retain(|(_, other)| *other != due);
        all.push((self.clock.now() + wait, due));
    }

    /// One timer, for whatever comes first.
    fn set_timer(self: &Rc<Host>) {
        if self.busy.get() {
            return;
        }
        let first = self.due.borrow().iter().map(|(at, _)| *at).chain(self.wake_at.get()).min();
        let timer = first.map(|at| {
            // One more, because browsers round down; a day at most, because longer ones overflow.
            let wait = (at - self.clock.now() + 1).clamp(0, DAY) as u32;
            let host = self.clone();
            Timeout::new(wait, move || page::attempt(&mut || host.woken()))
        });
        self.timer.replace(timer);
    }

    fn woken(self: &Rc<Host>) {
        let now = self.clock.now();
        let ripe = {
            let mut due = self.due.borrow_mut();
            let (ripe, unripe) = due.drain(..).partition::<Vec<_>, _>(|(at, _)| *at <= now);
            *due = unripe;
            ripe
        };
        for (_, due) in ripe {
            match due {
                Due::Scroll => self.scroll.look(self),
                Due::Rest => self.scroll.rested(self),
                Due::Say(exposure) => self.with_message(exposure, |host, message| {
                    message.say(&message.label());
                    host.later(AFTER_SAYING, Due::Hush(exposure));
                }),
                Due::Hush(exposure) => self.with_message(exposure, |_, message| message.say("")),
                Due::Uncopy(button, before) => {
                    // Unless a newer view has given it another text.
                    if button.text_content() == button.get_attribute("data-done") {
                        button.set_text_content(Some(&before));
                    }
                }
                Due::Remove(host) => host.remove(),
            }
        }
        if self.wake_at.get().is_some_and(|at| at <= now) {
            self.tell(Event::Tick);
        } else {
            self.set_timer();
        }
    }

    /// The state as text.
    pub fn snapshot(&self) -> String {
        engine::snapshot(&self.program, &self.state.borrow())
    }
}
