//! A host without a browser: a clock that jumps, tabs, storage, and nothing on screen but what it was told to show.
//!
//! Decides what a browser would answer to each effect. Leaves every decision about campaigns to the core, as the browser's
//! host does. One event is taken, its effects are performed, then the next; what arrives meanwhile queues.

use super::coverage::{Page, Watch};
use super::entropy::entropy;
use super::hand;
use super::line;
use super::log::Log;
use super::pools::Pools;
use super::screen::{Drawn, OnScreen, REMINDER, on_screen, reminder};
use super::script::{Deed, ElementDeed, Moment, Script, Visit, Where};
use super::spun::stands;
use super::tab::Tab;
use crate::engine::effect::Scope;
use crate::engine::event::{Consent, Event, Room, Scene, Started};
use crate::engine::id::Id;
use crate::engine::program::Program;
use crate::engine::scene::Obstacle;
use crate::engine::state::{Showing, State};
use crate::engine::time::Millis;
use crate::engine::{Effect, step};
use crate::explain::{CampaignLine, explain};
use crate::outcome::Outcome;
use crate::view::{View, print};
use std::collections::VecDeque;
use std::rc::Rc;

/// More events than this within one deed, or ticks within one wait, are a core that does not come to rest.
const RESTLESS: usize = 10_000;

/// The host of one scenario.
#[derive(Debug)]
pub struct Host<'p> {
    program: &'p Program,
    script: &'p Script,
    now: Millis,
    tabs: Vec<Tab>,
    /// The tab looked at.
    here: usize,
    scene: Scene,
    /// What is kept for the visitor.
    stored: Option<Rc<str>>,
    /// What the visitor has answered so far: the shop's banner says so again on every page.
    consent: Consent,
    /// What the shop says of itself, the latest of each kind: it says so again on every page.
    says: Vec<Event>,
    pages: u64,
    /// All that happened, a line each.
    pub log: Log,
    /// Messages that were shown, in order: exposure and campaign.
    pub ever: Vec<(Id, Rc<str>)>,
    /// Outcomes that left since they were last asked for.
    pub outcomes: Vec<Outcome>,
    /// Actions the shop was asked for since they were last asked for.
    pub did: Vec<String>,
    pools: Pools,
    /// What was drawn last for each exposure.
    drawn: Drawn,
    /// Who notes what is reached, where somebody wants to know.
    pub watch: Option<Watch>,
}

impl<'p> Host<'p> {
    /// A host at the start of the scenario, before any page.
    #[must_use]
    pub fn new(program: &'p Program, script: &'p Script, watch: Option<Watch>) -> Host<'p> {
        Host {
            program,
            script,
            now: script.start,
            tabs: vec![Tab::default()],
            here: 0,
            scene: Scene::default(),
            stored: script.visitor.profile.clone().filter(|_| script.visitor.storage),
            consent: script.visitor.consent,
            says: Vec::new(),
            pages: 0,
            log: Log::new(script.shop_zone),
            ever: Vec::new(),
            outcomes: Vec::new(),
            pools: Pools::default(),
            did: Vec::new(),
            drawn: Vec::new(),
            watch,
        }
    }

    fn draw(&mut self, exposure: Id, view: Box<View>) {
        self.log.view(&print::outline(&view));
        self.drawn.retain(|(known, _)| *known != exposure);
        self.drawn.push((exposure, view));
    }

    fn campaign_of(&self, showing: &Showing) -> &'p str {
        self.program.campaigns.get(showing.campaign as usize).map_or("", |campaign| &campaign.id)
    }

    /// Plays an entry; a sentence where it cannot happen.
    ///
    /// # Errors
    /// Where there is nothing to press, answer or click, or the core does not come to rest.
    pub fn play(&mut self, moment: &Moment) -> Result<(), String> {
        if matches!(moment.deed, Some(Deed::Visit(_))) && moment.after > self.program.site.session_idle {
            self.close_page();
        }
        self.wait(moment.after)?;
        match moment.tab {
            Where::Here => {}
            Where::New => {
                self.here = self.tabs.len();
                self.tabs.push(Tab::default());
                self.log.host(self.now, &format!("tab {} opens", self.tabs.len()));
            }
            Where::Tab(tab) => {
                self.here = tab;
                self.log.host(self.now, &format!("tab {} is looked at", tab + 1));
            }
        }
        if let Some(scene) = moment.scene {
            self.scene = scene;
        }
        match &moment.deed {
            None | Some(Deed::Expect(_)) => Ok(()),
            Some(Deed::Wait(span)) => self.wait(*span),
            Some(Deed::Visit(visit)) => self.open(Some(visit)),
            Some(Deed::Reload) => self.open(None),
            Some(Deed::Back) => self.back(),
            Some(Deed::Tell(events)) => events.iter().try_for_each(|event| {
                self.note(event);
                self.tell(self.here, event.clone())
            }),
            Some(Deed::Element { what, selector }) => {
                let watched = self.program.selectors.iter().position(|known| known == selector);
                let Some(number) = watched.and_then(|place| u16::try_from(place).ok()) else {
                    return Err(format!("no campaign watches {}", line::quoted(selector)));
                };
                let event = match what {
                    ElementDeed::Click => Event::Clicked(number),
                    ElementDeed::See => Event::Seen(number),
                    ElementDeed::Submit => Event::FormSent(number),
                    ElementDeed::Find | ElementDeed::FindInSight | ElementDeed::Lose => return self.place(number, what.room()),
                };
                self.tell(self.here, event)
            }
            Some(Deed::Close(how)) => self.handle(hand::close(&self.on_screen(), *how)),
            Some(Deed::Answer(answers)) => {
                answers.iter().try_for_each(|(field, value)| self.handle(hand::answer(&self.on_screen(), field, value)))
            }
            Some(Deed::Press(press)) => self.handle(hand::press(&self.on_screen(), press)),
        }
    }

    /// Every place at a watched element becomes so.
    fn place(&mut self, selector: u16, room: Room) -> Result<(), String> {
        let mut places = self.program.campaigns.iter().flat_map(|campaign| &campaign.places);
        places.try_for_each(|place| if place / 4 == selector { self.tell(self.here, Event::Placed(*place, room)) } else { Ok(()) })
    }

    /// How a campaign stands in the tab looked at. None where there is no such campaign, or no page.
    #[must_use]
    pub fn explained(&self, campaign: &str) -> Option<CampaignLine> {
        explain(self.program, self.state()?).campaigns.into_iter().find(|line| line.id == campaign)
    }

    /// How things stand in the tab looked at.
    #[must_use]
    pub fn state(&self) -> Option<&State> {
        Some(&self.tabs.get(self.here)?.page.state)
    }

    /// Messages on screen in the tab looked at.
    #[must_use]
    pub fn on_screen(&self) -> Vec<OnScreen<'_>> {
        let showing = self.tabs.get(self.here).map_or(&[][..], |tab| &tab.page.state.showing);
        let reminder = self.state().and_then(|state| state.reminder.as_ref()).and_then(|up| reminder(up.exposure, &self.drawn));
        reminder.into_iter().chain(showing.iter().filter_map(|message| on_screen(self.program, message, &self.drawn))).collect()
    }

    /// Whether anything is kept for the visitor.
    #[must_use]
    pub fn remembers(&self) -> bool {
        self.stored.is_some()
    }

    /// Lets time pass; every tab is woken when it asked to be.
    fn wait(&mut self, span: Millis) -> Result<(), String> {
        let until = self.now.saturating_add(span);
        for _ in 0..RESTLESS {
            let due = self.tabs.iter().enumerate().filter_map(|(number, tab)| Some((tab.wake_at?, number))).min();
            let Some((at, number)) = due.filter(|(at, _)| *at <= until) else {
                self.now = until;
                return Ok(());
            };
            self.now = self.now.max(at);
            self.tell(number, Event::Tick)?;
        }
        Err(String::from("the engine asks to be woken without end"))
    }

    /// Who comes back after more than a visit's idle time had gone away, and did not leave the page open on the screen.
    fn close_page(&mut self) {
        if let Some(tab) = self.tabs.get_mut(self.here)
            && tab.page.state.started
        {
            (tab.page, tab.wake_at) = (Page::default(), None);
            self.log.host(self.now, "the page is closed");
        }
    }

    /// Opens a page; None: the one that is open, anew.
    fn open(&mut self, to: Option<&Visit>) -> Result<(), String> {
        let Some(tab) = self.tabs.get_mut(self.here) else { return Ok(()) };
        let visitor = &self.script.visitor;
        let left = std::mem::take(&mut tab.page);
        let visit = to.unwrap_or(&tab.visit).clone();
        tab.visit = visit.clone();
        tab.before = Some(left).filter(|left| left.state.started);
        tab.wake_at = None;
        let started = Started {
            entropy: entropy(self.script.seed as u64, self.pages),
            page: visit.page.clone(),
            referrer: visit.referrer.clone(),
            device: visitor.device.clone(),
            country: visitor.country.clone(),
            shop_zone: self.script.shop_zone,
            visitor_zone: visitor.zone,
            mode: visitor.mode,
            consent: self.consent,
            profile: self.stored.clone(),
            tab: tab.storage.clone(),
            again: to.is_none(),
            storage: visitor.storage,
            bot: visitor.bot,
            preview: visit.preview.clone(),
        };
        self.pages += 1;
        // What the page says while the engine loads has queued up before any effect is answered.
        let told = visit.told.iter().chain(&self.says).cloned();
        self.tell_all(self.here, std::iter::once(Event::Started(Box::new(started))).chain(told).collect())
    }

    /// The back button: what the cache gives back goes on where it was left.
    fn back(&mut self) -> Result<(), String> {
        let Some(tab) = self.tabs.get_mut(self.here) else { return Ok(()) };
        let Some(before) = tab.before.take() else { return Err(String::from("there is no page to go back to in this tab")) };
        tab.before = Some(std::mem::replace(&mut tab.page, before));
        let tab = tab.storage.clone();
        self.tell(self.here, Event::Restored { profile: self.stored.clone(), tab })
    }

    /// Remembers what the shop will say again.
    fn note(&mut self, event: &Event) {
        if let (Event::Viewed(page), Some(tab)) = (event, self.tabs.get_mut(self.here)) {
            tab.visit = Visit { page: (**page).clone(), ..Visit::default() };
        }
        if let Event::Consented(answers) = event {
            self.consent.analytics = answers.analytics.or(self.consent.analytics);
            self.consent.marketing = answers.marketing.or(self.consent.marketing);
            self.consent.preferences = answers.preferences.or(self.consent.preferences);
        }
        if matches!(event, Event::Cart(_) | Event::Identified(_) | Event::Set { .. }) {
            let same = |said: &Event| match (said, event) {
                (Event::Set { name, .. }, Event::Set { name: other, .. }) => name == other,
                _ => std::mem::discriminant(said) == std::mem::discriminant(event),
            };
            self.says.retain(|said| !same(said));
            self.says.push(event.clone());
        }
    }

    fn tell(&mut self, tab: usize, event: Event) -> Result<(), String> {
        self.tell_all(tab, vec![event])
    }

    /// Tells a tab what happened, performs what follows, and tells the other tabs what they would see in storage.
    fn tell_all(&mut self, tab: usize, events: Vec<Event>) -> Result<(), String> {
        let mut turns = VecDeque::from([tab]);
        if let Some(tab) = self.tabs.get_mut(tab) {
            tab.queue.extend(events);
        }
        for _ in 0..RESTLESS {
            let Some(number) = turns.pop_front() else { return Ok(()) };
            let Some(event) = self.tabs.get_mut(number).and_then(|tab| tab.queue.pop_front()) else { continue };
            // A tab that is not done with its queue comes first: its effects belong together.
            turns.push_front(number);
            let before = self.stored.clone();
            self.step(number, event);
            if let (true, Some(text)) = (before != self.stored, self.stored.clone()) {
                for (other, tab) in self.tabs.iter_mut().enumerate().filter(|(other, tab)| *other != number && tab.page.state.started) {
                    tab.queue.push_back(Event::Remembered(Rc::clone(&text)));
                    turns.push_back(other);
                }
            }
        }
        Err(String::from("the engine does not come to rest"))
    }

    fn step(&mut self, number: usize, event: Event) {
        self.log.event(self.now, if self.tabs.len() > 1 { Some(number) } else { None }, &line::event(&event));
        let Some(tab) = self.tabs.get_mut(number) else { return };
        let step = match &mut self.watch {
            Some(watch) => watch.step(self.program, &mut tab.page, self.now, event),
            None => step(self.program, &mut tab.page.state, self.now, event),
        };
        tab.wake_at = step.wake_at;
        for effect in step.effects {
            if let Some(answer) = self.perform(number, effect)
                && let Some(tab) = self.tabs.get_mut(number)
            {
                tab.queue.push_back(answer);
            }
        }
        let wake_at = self.tabs.get(number).and_then(|tab| tab.wake_at);
        self.log.wake(self.now, wake_at);
    }

    /// Does what an effect asks for; what a browser would report back.
    fn perform(&mut self, number: usize, effect: Effect) -> Option<Event> {
        if let Some(said) = line::effect(&effect) {
            self.log.effect(&said);
        }
        match effect {
            Effect::Claim { exposure, campaign } => {
                let elsewhere = self.tabs.iter().enumerate().filter(|(other, _)| *other != number);
                let held = elsewhere.flat_map(|(_, tab)| &tab.page.state.showing).any(|other| self.campaign_of(other) == &*campaign);
                if held {
                    return Some(Event::Refused { exposure });
                }
                let scene = if number == self.here { self.scene } else { self.scene.and(Obstacle::Hidden) };
                Some(Event::Claimed { exposure, scene, profile: self.stored.clone() })
            }
            Effect::Show { exposure, view, .. } => {
                let name = self.named(number, exposure);
                self.log.effect(&format!("show {name}"));
                let spun = stands(exposure, &view);
                self.draw(exposure, view);
                if self.ever.iter().all(|(known, _)| *known != exposure) {
                    self.ever.extend(name.split('/').next().map(|campaign| (exposure, campaign.into())));
                }
                if let (Some(_), Some(tab)) = (&spun, self.tabs.get_mut(number)) {
                    tab.queue.push_back(Event::Shown { exposure });
                    return spun;
                }
                Some(Event::Shown { exposure })
            }
            Effect::Update { exposure, view } => {
                self.log.effect(&format!("update {}", self.named(number, exposure)));
                let spun = stands(exposure, &view);
                self.draw(exposure, view);
                spun
            }
            Effect::Hide { exposure } => {
                self.drawn.retain(|(known, _)| *known != exposure);
                None
            }
            Effect::Do { action, .. } => {
                self.did.push(print::action(&action));
                None
            }
            Effect::Remember { scope, text } => {
                self.keep(number, scope, text.into());
                None
            }
            Effect::Deliver(_) | Effect::Broken { .. } => None,
            Effect::Code { number: request, campaign, pool, visitor } => {
                let code = self.pools.claim(&self.script.pools, campaign, &pool, visitor);
                Some(Event::Coded { number: request, code })
            }
            Effect::Send(outcome) => {
                self.outcomes.push(*outcome);
                None
            }
        }
    }

    fn keep(&mut self, number: usize, scope: Scope, text: Rc<str>) {
        if !self.script.visitor.storage {
            return;
        }
        match scope {
            Scope::Visitor => self.stored = Some(text),
            Scope::Tab => {
                if let Some(tab) = self.tabs.get_mut(number) {
                    tab.storage = Some(text);
                }
            }
        }
    }

    fn handle(&mut self, events: Result<Vec<Event>, String>) -> Result<(), String> {
        self.tell_all(self.here, events?)
    }

    fn named(&self, number: usize, exposure: Id) -> String {
        let showing = self.tabs.get(number).and_then(|tab| tab.page.state.showing.iter().find(|showing| showing.exposure == exposure));
        showing.map_or_else(|| REMINDER.into(), |showing| format!("{}/{}", self.campaign_of(showing), showing.variant))
    }
}
