//! A story: what one visitor did up to a moment, and what a rule file makes of that moment.
//!
//! Decides the words. The reasons are the engine's own, by [`explain`].

use super::host::play;
use super::report::day;
use super::visitor::{Deed, PageView, SHOP_ZONE, Source, Visit, Visitor};
use super::witness::{Exposed, Witness};
use crate::engine::event::{Event, Leave};
use crate::engine::fact::Fact;
use crate::engine::program::Program;
use crate::engine::state::State;
use crate::engine::time::{Civil, Millis, Weekday, span_text};
use crate::explain::explain;
use crate::explain::words::loose;
use crate::scenario::script::ElementDeed;
use crate::scenario::words::words;
use crate::value::Value;
use crate::view::View;
use serde::Serialize;

/// Most letters of a message that are told.
const LETTERS: usize = 120;

/// What happened, and what either file does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Story {
    /// Who it is.
    pub visitor: String,
    /// What the visitor did in the visit, a line each.
    pub did: Vec<String>,
    /// What the old file does then.
    pub old: String,
    /// What the new one does.
    pub new: String,
}

/// A moment of a visitor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct When {
    /// Place of the visit.
    pub visit: usize,
    /// Place of the page.
    pub page: usize,
    /// When.
    pub at: Millis,
}

/// Tells of a campaign at a moment under two files.
#[must_use]
pub fn story(programs: [&Program; 2], source: &Source, visitor: &Visitor, campaign: &str, when: When) -> Story {
    let [(did, old), (_, new)] = programs.map(|program| {
        let mut teller = Teller { campaign, when, visit: 0, page: 0, did: Vec::new(), state: None, seen: None, said: None };
        play(program, source, visitor, &mut teller);
        let sentence = teller.sentence(program);
        (teller.did, sentence)
    });
    Story { visitor: who(visitor, when.visit), did, old, new }
}

fn who(visitor: &Visitor, place: usize) -> String {
    let device = &visitor.device;
    let mut text = format!("visitor {}: {}", visitor.number, device.kind.as_deref().unwrap_or("a device"));
    for part in [&device.language, &visitor.country].into_iter().flatten() {
        text.push_str(&format!(", {part}"));
    }
    let orders = visitor.customer.facts.iter().find(|(fact, _)| *fact == Fact::CustomerOrders);
    match orders {
        Some((_, Value::Int(orders))) => text.push_str(&format!(", logged in, orders: {orders}")),
        _ => text.push_str(", not logged in"),
    }
    if let Some(visit) = visitor.visits.get(place) {
        let at = SHOP_ZONE.local(visit.pages.first().map_or(0, |page| page.at));
        let from = visit.referrer.as_ref().map_or_else(String::new, |host| format!(", from {host}"));
        let weekday = Weekday::of(Civil::from_local(at).to_local().div_euclid(crate::engine::time::DAY)).name();
        text.push_str(&format!("; visit {} of {}, {weekday} {}{from}", place + 1, visitor.visits.len(), day(at)));
    }
    text
}

struct Teller<'t> {
    campaign: &'t str,
    when: When,
    visit: usize,
    page: usize,
    did: Vec<String>,
    state: Option<State>,
    seen: Option<Exposed>,
    said: Option<String>,
}

impl Teller<'_> {
    fn is_now(&self, at: Millis) -> bool {
        self.is_page() && at <= self.when.at
    }

    /// Places are counted from 1 while the visitor is under way.
    fn is_page(&self) -> bool {
        self.visit == self.when.visit + 1 && self.page == self.when.page + 1
    }

    fn line(&mut self, at: Millis, text: &str) {
        let Civil { hour, minute, second, .. } = Civil::from_local(SHOP_ZONE.local(at));
        self.did.push(format!("{hour:02}:{minute:02}:{second:02} {text}"));
    }

    fn sentence(&self, program: &Program) -> String {
        let id = self.campaign;
        if program.campaign(id).is_none() {
            return format!("has no campaign `{id}`");
        }
        if let Some(Exposed { variant, shown, .. }) = &self.seen {
            return match (shown, &self.said) {
                (true, Some(said)) => format!("shows `{id}`, variant `{variant}`: {said}"),
                (true, None) => format!("shows `{id}`, variant `{variant}`"),
                (false, _) => format!("shows nothing: the visitor is in the holdout `{variant}` of `{id}`"),
            };
        }
        let line = self.state.as_ref().and_then(|state| explain(program, state).campaigns.into_iter().find(|line| line.id == id));
        line.map_or_else(String::new, |line| format!("does not show `{id}`. {}", line.sentence))
    }
}

impl Witness for Teller<'_> {
    fn visits(&mut self, _: &Visit) {
        self.visit += 1;
        self.page = 0;
    }

    fn opens(&mut self, page: &PageView) {
        self.page += 1;
        if self.visit == self.when.visit + 1 && self.page <= self.when.page + 1 {
            let url = page.page.url.as_deref().unwrap_or("");
            let path = url.strip_prefix("https://shop.example").unwrap_or(url);
            self.line(page.at, &format!("opens {path} ({})", page.page.kind.as_deref().unwrap_or("other")));
        }
    }

    fn does(&mut self, at: Millis, deed: &Deed) {
        let past = self.visit == self.when.visit + 1 && self.page <= self.when.page + 1 && at <= self.when.at;
        if past && let Some(text) = told(deed) {
            self.line(at, &text);
        }
    }

    fn exposed(&mut self, program: &Program, state: &State, exposed: &Exposed) {
        let ours = program.campaign(self.campaign) == Some(exposed.campaign);
        if ours && self.is_page() && state.now == self.when.at {
            self.seen = Some(exposed.clone());
        }
    }

    fn drawn(&mut self, _: u32, view: &View) {
        if self.seen.as_ref().is_some_and(|seen| seen.shown) && self.said.is_none() {
            let words = words(view);
            let short: String = words.chars().take(LETTERS).collect();
            let more = if short.len() < words.len() { "…" } else { "" };
            self.said = Some(format!("“{short}{more}”"));
        }
    }

    fn settled(&mut self, _: &Program, state: &State) {
        if self.is_now(state.now) {
            self.state = Some(state.clone());
        }
    }
}

/// What a visitor does, in a few words; None where it says nothing.
fn told(deed: &Deed) -> Option<String> {
    Some(match deed {
        Deed::Tell(event) => return heard(event),
        Deed::Element(ElementDeed::Click, selector) => format!("clicks `{selector}`"),
        Deed::Element(ElementDeed::Submit, selector) => format!("sends the form `{selector}`"),
        Deed::Element(ElementDeed::Find | ElementDeed::FindInSight | ElementDeed::Lose, _) => return None,
        Deed::Element(ElementDeed::See, selector) => format!("`{selector}` comes on screen"),
        Deed::Consent => String::from("answers the consent question"),
        Deed::Add(line) => {
            let name = line.name.as_deref().unwrap_or(&line.sku);
            format!("puts {} × {name} into the cart", line.quantity)
        }
        Deed::Remove => String::from("takes something out of the cart"),
        Deed::Code(code) => format!("types the code {code}"),
        Deed::Order(order) => format!("orders ({order})"),
    })
}

fn heard(event: &Event) -> Option<String> {
    match event {
        Event::Scrolled(percent) => Some(format!("scrolls to {percent} %")),
        Event::Tracked { name, detail } => Some(format!("event `{name}` {}", loose(detail))),
        Event::Placed(..) => None,
        Event::Copied => Some(String::from("copies text")),
        Event::Returned(away) => Some(format!("comes back to the tab after {}", span_text(away / 1_000 * 1_000))),
        Event::Leaving { signal, .. } => {
            let how = match signal {
                Leave::PointerTop => "the pointer leaves at the top",
                Leave::FastScrollUp => "a fast scroll up",
                Leave::TabReturn => "back in the tab",
                Leave::IdleAfterScroll => "idle after scrolling",
            };
            Some(format!("is about to leave: {how}"))
        }
        // The rest is no deed of a visitor, or says nothing.
        Event::Active
        | Event::Started(_)
        | Event::Viewed(_)
        | Event::Described(_)
        | Event::Cart(_)
        | Event::Identified(_)
        | Event::Set { .. }
        | Event::Purchased(_)
        | Event::Consented(_)
        | Event::Clicked(_)
        | Event::Seen(_)
        | Event::FormSent(_)
        | Event::Zoned { .. }
        | Event::Remembered(_)
        | Event::Restored { .. }
        | Event::Claimed { .. }
        | Event::Refused { .. }
        | Event::Coded { .. }
        | Event::Shown { .. }
        | Event::Failed { .. }
        | Event::Dismissed { .. }
        | Event::Acted { .. }
        | Event::Answered { .. }
        | Event::Tick => None,
    }
}
