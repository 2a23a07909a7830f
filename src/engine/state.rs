//! The state: all that the core remembers between two events, in three scopes.
//!
//! Decides what dies with the page view (this struct), what lives in the tab ([`Tab`]) and what survives the visit
//! ([`Profile`]). Leaves changes to the stages.

use super::bits::Bits;
use super::effect::Effect;
use super::eval::Verdict;
use super::event::{Consent, ConsentMode, Product, Room};
use super::id::{Chance, Id};
use super::profile::Profile;
use super::scene::Scene;
use super::tab::Tab;
use super::time::{Millis, Zone};
use super::trigger::MOMENTS;
use crate::rules::action::Action;
use crate::value::Value;
use std::rc::Rc;

/// What a node comes to, and how many of its children are true and unknown: the verdict slots. They are the explanation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counter {
    /// What it comes to.
    pub verdict: Verdict,
    /// True children.
    pub trues: u16,
    /// Unknown children.
    pub unknowns: u16,
}

/// A message that waits for its claim to be answered.
#[derive(Clone, Debug)]
pub struct Claim {
    /// The exposure that would be.
    pub exposure: Id,
    /// Rank of its campaign.
    pub campaign: u32,
    /// What each variant would show, by its place; None: nothing.
    pub messages: Vec<Option<Rc<super::message::Message>>>,
}

/// A message on screen.
#[derive(Clone, Debug)]
pub struct Showing {
    /// Its exposure.
    pub exposure: Id,
    /// Rank of its campaign.
    pub campaign: u32,
    /// Id of its variant.
    pub variant: Rc<str>,
    /// Whether the variant was not drawn by lot.
    pub unassigned: bool,
    /// What it is made of.
    pub message: Rc<super::message::Message>,
    /// Its step.
    pub step: usize,
    /// Field and answer, in the order of answering.
    pub answers: Vec<(Rc<str>, Rc<str>)>,
    /// How many of the answers have been sent.
    pub sent: usize,
    /// What the host was told to draw, as a hash.
    pub drawn: u64,
    /// What presses refer to, see [`View::actions`](crate::view::View).
    pub actions: Rc<[Rc<Action>]>,
    /// Whether the host has said that it is on screen.
    pub seen: bool,
    /// When its step was shown.
    pub since: Millis,
    /// When the next of its countdowns ends, and it is drawn anew.
    pub ends: Millis,
    /// Whether it is folded into its teaser.
    pub folded: bool,
    /// Whether the host was told to draw it; a folded one may have to wait.
    pub up: bool,
}

/// A reminder of a code on screen.
#[derive(Clone, Debug)]
pub struct Reminder {
    /// By it the host knows it.
    pub exposure: Id,
    /// Id of the campaign that gave the code.
    pub campaign: Rc<str>,
    /// Copies the code.
    pub action: Rc<Action>,
}

/// Everything between two events.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// Whether a page view has begun.
    pub started: bool,
    /// The latest time heard of; never goes back.
    pub now: Millis,
    /// Facts by slot; None: not reported.
    pub values: Vec<Option<Value>>,
    /// Custom facts by name, read by conditions or not.
    pub custom: Vec<(Rc<str>, Value)>,
    /// Verdict slots by node.
    pub counters: Vec<Counter>,
    /// Currency that amounts of the cart are in.
    pub currency: Rc<str>,
    /// Campaigns whose condition is true.
    pub ready: Bits,
    /// Campaigns whose trigger has fired in this page view.
    pub armed: Bits,
    /// Campaigns armed by a passing moment, and until when.
    pub passing: Vec<(u32, Millis)>,
    /// Places in the page that have been measured, and how they are.
    pub places: Vec<(u16, Room)>,
    /// Campaigns that a gate has sent to rest; asked again when something it depends on moves, or at [`State::rest_until`].
    pub resting: Bits,
    /// When the first of them may be asked again.
    pub rest_until: Option<Millis>,
    /// Campaigns that take the screen.
    pub interrupting: Bits,
    /// How far each measured moment has fired.
    pub fired: [i64; MOMENTS],
    /// When the page view began.
    pub page_at: Millis,
    /// Id of the page view.
    pub page_view: Id,
    /// When the shopper last did something.
    pub active_at: Millis,
    /// The shop's zone and the visitor's.
    pub zones: [Zone; 2],
    /// How the tag treats the time before the answer.
    pub mode: ConsentMode,
    /// What was answered.
    pub consent: Consent,
    /// Whether storage works.
    pub storage: bool,
    /// Driven by a robot.
    pub bot: bool,
    /// Whether a preview is on: then nothing else happens and nothing leaves.
    pub preview: bool,
    /// What the page recommends.
    pub recommended: Rc<[Product]>,
    /// The shop's id of the customer.
    pub customer: Option<Rc<str>>,
    /// Ids derive from it.
    pub chance: Chance,
    /// What survives the visit.
    pub profile: Profile,
    /// What lives in the tab.
    pub tab: Tab,
    /// The claim under way.
    pub claim: Option<Claim>,
    /// Messages on screen.
    pub showing: Vec<Showing>,
    /// The reminder on screen.
    pub reminder: Option<Reminder>,
    /// What hosts are to do, in order; handed over at the end of each step.
    pub effects: Vec<Effect>,
    /// Content hash of the rule file, once an outcome has needed it.
    pub rules: Rc<str>,
    /// Outcomes that wait for an answer to the consent question.
    pub waiting: Vec<Effect>,
    /// Something was in the way of a message: those that mind are asked again then.
    pub retry_at: Option<Millis>,
    /// What was in the way.
    pub scene: Scene,
    /// A message was dismissed while this document lives.
    pub dismissed: bool,
    /// When the next clock fact moves.
    pub clock_at: Option<Millis>,
    /// Facts moved since the messages on screen were drawn.
    pub moved: bool,
    /// The profile changed: facts that read it are stale, and the host must keep it.
    pub profile_dirty: bool,
    /// The tab changed.
    pub tab_dirty: bool,
    /// Facts derived from the profile are to be refreshed in the next step.
    pub stale: bool,
    /// Campaigns whose message would be empty: its texts need facts that are not known. Asked again when any fact moves.
    pub speechless: Bits,
    /// Those of them whose countdown is over.
    pub over: Bits,
    /// Those of them whose pool has no code for this visitor.
    pub codeless: Bits,
    /// Codes that were asked for; a request's number is its place.
    pub codes: Vec<super::pool::Asked>,
    /// Campaigns whose message cannot be decoded or drawn.
    pub broken: Bits,
}
