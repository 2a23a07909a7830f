//! What a scenario file says: a visitor, a start, and what happens one after the other.
//!
//! Decides the shape. Leaves reading to [`decode`](super::decode) and playing to [`host`](super::host).

use crate::engine::event::{Consent, ConsentMode, Device, Dismissal, Event, Page, Room, Scene};
use crate::engine::time::{Millis, Zone};
use std::rc::Rc;

/// A scenario.
#[derive(Clone, Debug)]
pub struct Script {
    /// What it shows, in a sentence.
    pub name: Rc<str>,
    /// Where chance comes from.
    pub seed: i64,
    /// When it starts.
    pub start: Millis,
    /// The shop's time zone; it has no summer time within a scenario.
    pub shop_zone: Zone,
    /// Who visits.
    pub visitor: Visitor,
    /// The codes that each pool has; one that is not named always has `EXAMPLE`.
    pub pools: Vec<(Rc<str>, Vec<Rc<str>>)>,
    /// Codes of the problems that the rules are meant to have.
    pub problems: Vec<Rc<str>>,
    /// What happens.
    pub play: Vec<Moment>,
}

/// Who visits.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// What earlier visits left in storage.
    pub profile: Option<Rc<str>>,
    /// The device.
    pub device: Device,
    /// What is answered already.
    pub consent: Consent,
    /// What the tag says about consent.
    pub mode: ConsentMode,
    /// Country from the tag.
    pub country: Option<Rc<str>>,
    /// Time zone.
    pub zone: Zone,
    /// Whether storage works.
    pub storage: bool,
    /// Driven by a robot.
    pub bot: bool,
}

/// One entry of `play`.
#[derive(Clone, Debug)]
pub struct Moment {
    /// Where it stands in the file, for messages.
    pub at: u32,
    /// How long after the entry before it.
    pub after: Millis,
    /// In which tab.
    pub tab: Where,
    /// What the page looks like from here on; None: as before.
    pub scene: Option<Scene>,
    /// What happens; None: another tab is looked at, or the page looks different.
    pub deed: Option<Deed>,
}

/// In which tab something happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Where {
    /// The one looked at.
    Here,
    /// A new one.
    New,
    /// This one, counted from 0.
    Tab(usize),
}

/// What happens.
#[derive(Clone, Debug)]
pub enum Deed {
    /// A page is opened.
    Visit(Box<Visit>),
    /// The back button brings the page before from the browser's cache, as it was left.
    Back,
    /// The page is loaded anew.
    Reload,
    /// The page or the shopper tells something.
    Tell(Vec<Event>),
    /// Something happens to an element that a campaign watches.
    Element {
        /// What.
        what: ElementDeed,
        /// To which element.
        selector: Rc<str>,
    },
    /// The message is closed.
    Close(Dismissal),
    /// Fields of the message are filled in.
    Answer(Vec<(Rc<str>, Rc<str>)>),
    /// Something in the message is pressed.
    Press(Press),
    /// Time passes.
    Wait(Millis),
    /// Something is expected.
    Expect(Box<Expectation>),
}

/// A page that is opened.
#[derive(Clone, Debug, Default)]
pub struct Visit {
    /// What the browser knows of it.
    pub page: Page,
    /// Host that led there.
    pub referrer: Option<Rc<str>>,
    /// What is previewed.
    pub preview: Option<Rc<str>>,
    /// What the shop says once it has loaded.
    pub told: Vec<Event>,
}

/// What can happen to a watched element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ElementDeed {
    /// It is clicked.
    Click,
    /// It comes on screen.
    See,
    /// It is a form, and is sent.
    Submit,
    /// A campaign that stands there has room.
    Find,
    /// It is where something would jump.
    FindInSight,
    /// It is gone from the page.
    Lose,
}

impl ElementDeed {
    /// How the places at the element are then.
    #[must_use]
    pub const fn room(self) -> Room {
        match self {
            ElementDeed::Find => Room::Free,
            ElementDeed::FindInSight => Room::InSight,
            ElementDeed::Lose | ElementDeed::Click | ElementDeed::See | ElementDeed::Submit => Room::Missing,
        }
    }
}

/// What is pressed.
#[derive(Clone, Debug)]
pub enum Press {
    /// The button that says this.
    Text(Rc<str>),
    /// The first that does this, by the action's name.
    Action(Rc<str>),
}

/// What is expected; None: not looked at.
#[derive(Clone, Debug, Default)]
pub struct Expectation {
    /// Campaigns on screen, in any order; empty: nothing is.
    pub shown: Option<Vec<Rc<str>>>,
    /// The variant of the message.
    pub variant: Option<Rc<str>>,
    /// The step it is at.
    pub step: Option<Rc<str>>,
    /// What it says, in pieces.
    pub text: Vec<Rc<str>>,
    /// What it does not say.
    pub without: Vec<Rc<str>>,
    /// Why a campaign is not on screen.
    pub why: Option<Why>,
    /// Outcomes that have left since they were last looked at, in order.
    pub outcomes: Option<Vec<Rc<str>>>,
    /// Actions the shop was asked for since they were last looked at, in order.
    pub did: Option<Vec<Rc<str>>>,
    /// Whether anything is kept for the visitor.
    pub remembered: Option<bool>,
}

/// Where a campaign stopped.
#[derive(Clone, Debug)]
pub struct Why {
    /// Which campaign.
    pub campaign: Rc<str>,
    /// The gate, by its name.
    pub gate: Option<Rc<str>>,
    /// A part of the explaining sentence.
    pub says: Option<Rc<str>>,
}
