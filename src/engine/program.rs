//! The program: what a rule file becomes. Flat, printable data; no closures.
//!
//! Decides the shape of conditions (nodes in pre-order, each knowing where its subtree ends) and of campaigns. Leaves the way
//! from a fact to its clauses to `index`, decoding to `rules` and running to the other stages.

use super::glob::Glob;
use super::index::slot_of;
pub use super::index::{How, Index, Slot, Source, Threshold, hash};
use super::op::Op;
use super::pattern::Pattern;
use super::schedule::Schedule;
use super::trigger::Triggers;
use crate::value::Value;
use std::cell::OnceCell;
use std::rc::Rc;

/// No node, no slot, no place.
pub const NONE: u32 = u32::MAX;
/// Slot of a clause that reads the value at hand (an element, an event's detail) instead of a fact.
pub const HERE: u16 = u16::MAX;

/// How a node combines what is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Join {
    /// True when all children are; an empty one is true.
    All,
    /// True when any child is; an empty one is true too, as in GrowthBook's evaluator.
    Any,
    /// A clause.
    Leaf,
}

/// One node of a condition.
#[derive(Clone, Copy, Debug)]
pub struct Node {
    /// How it combines.
    pub join: Join,
    /// Whether true and false are swapped.
    pub negate: bool,
    /// How many children it has (of a leaf: none counted).
    pub children: u16,
    /// The node above, or an owner (see [`OWNER`]) where there is none.
    pub parent: u32,
    /// One past its subtree.
    pub end: u32,
    /// Of a leaf: its place in [`Tree::leaves`].
    pub leaf: u32,
}

/// Conditions, one behind the other.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// Nodes, each condition in pre-order.
    pub nodes: Vec<Node>,
    /// Clauses.
    pub leaves: Vec<Leaf>,
}

/// Parents at or above this are owners: campaigns first, then segments.
pub const OWNER: u32 = 1 << 31;
/// Owners at or above this are segments.
pub const SEGMENT: u32 = OWNER | 1 << 30;

/// A clause: one operator on one fact.
#[derive(Clone, Debug)]
pub struct Leaf {
    /// Which fact, or [`HERE`].
    pub slot: u16,
    /// Where inside the value, names joined by dots, for facts that hold JSON.
    pub path: Option<Rc<str>>,
    /// What is tested.
    pub test: Test,
    /// Byte offset in the rule file.
    pub at: u32,
}

/// What a clause tests.
#[derive(Clone, Debug)]
pub enum Test {
    /// One operator and its operand.
    Value(Op, Value),
    /// One operator on an amount, its operand behind each currency; a currency that is not named is Unknown.
    Money(Op, Rc<[Value]>),
    /// Whether the pattern is found, or is not where the flag is false.
    Regex(Pattern, bool),
    /// Whether the whole text matches.
    Glob(Glob),
    /// Any element meets the condition below this leaf.
    ElemMatch,
    /// The number of elements meets the condition below this leaf.
    Size,
    /// For each condition below this leaf some element meets it.
    Each,
}

/// At most n exposures per span, and silences.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frequency {
    /// Most exposures in [`Frequency::per`]; None: no cap.
    pub at_most: Option<u32>,
    /// What they are counted in.
    pub per: Per,
    /// Silence after an exposure, milliseconds.
    pub after_show: Option<i64>,
    /// Silence after a dismissal, milliseconds; [`FOREVER`] for good.
    pub after_dismiss: Option<i64>,
    /// Silence after a conversion, milliseconds; [`FOREVER`] for good.
    pub after_convert: Option<i64>,
}

/// A span that does not end.
pub const FOREVER: i64 = i64::MAX;

/// What exposures are counted in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Per {
    /// One page view.
    Page,
    /// One visit.
    #[default]
    Session,
    /// A calendar day in the shop's zone.
    Day,
    /// The last so many milliseconds.
    Span(i64),
    /// All time.
    Ever,
}

/// One reason to speak.
#[derive(Clone, Debug, Default)]
pub struct Campaign {
    /// Its id.
    pub id: Rc<str>,
    /// Its name, for explanations.
    pub name: Option<Rc<str>>,
    /// Whether it may run.
    pub enabled: bool,
    /// Place in the file, from 0.
    pub place: u32,
    /// Higher goes first.
    pub priority: i64,
    /// Root of its condition.
    pub when: u32,
    /// When it may run.
    pub schedule: Option<Box<Schedule>>,
    /// How often.
    pub frequency: Frequency,
    /// Index into [`Program::groups`], or [`NONE`].
    pub group: u32,
    /// Whether it takes the screen.
    pub interrupts: bool,
    /// Whether the surface of a variant covers the page.
    pub covers: bool,
    /// Whether it begins as a teaser, whichever variant is drawn; that takes no screen.
    pub folds: bool,
    /// Where in the page it stands: of each variant the place of its selector in [`Program::selectors`], times four, and its side.
    pub places: Vec<u16>,
    /// May appear while the shopper types.
    pub while_typing: bool,
    /// May appear in checkout.
    pub in_checkout: bool,
    /// What is shown, by weight.
    pub variants: Vec<Variant>,
    /// How variants are drawn.
    pub experiment: Experiment,
    /// What counts as success.
    pub goals: Vec<Goal>,
    /// Bytes of the whole campaign in the file.
    pub span: (u32, u32),
    /// Hash over what it says, once it was asked for: `report::revision`.
    pub revision: OnceCell<Rc<str>>,
}

/// What is shown to a share of the visitors.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Its id.
    pub id: Rc<str>,
    /// Its share, relative to the others.
    pub weight: u32,
    /// Bytes of its `show`; None: the holdout.
    pub show: Option<(u32, u32)>,
}

/// How variants are drawn.
#[derive(Clone, Debug, Default)]
pub struct Experiment {
    /// Seed of the hash; None: the campaign's id and phase.
    pub seed: Option<Rc<str>>,
    /// A new phase draws anew.
    pub phase: u32,
    /// Share of visitors in the experiment, in ten-thousandths; the rest see nothing and are not counted.
    pub coverage: u32,
    /// Draw by the shop's customer id instead of the visitor's.
    pub by_customer: bool,
    /// Mutual exclusion: name, and the half-open range in ten-thousandths.
    pub namespace: Option<(Rc<str>, u32, u32)>,
}

/// What counts as success.
#[derive(Clone, Debug)]
pub struct Goal {
    /// `purchase`, `clicked`, `submitted` or the name of a tracked event.
    pub on: Rc<str>,
    /// Root of the condition on the detail, or [`NONE`].
    pub filter: u32,
    /// Milliseconds after the exposure.
    pub within: i64,
    /// Fixed value in minor units.
    pub value: Option<i64>,
}

/// Settings of the whole file.
#[derive(Clone, Debug)]
pub struct Site {
    /// ISO 4217.
    pub currency: Rc<str>,
    /// IANA name; None: UTC.
    pub time_zone: Option<Rc<str>>,
    /// A visit ends after this silence, milliseconds.
    pub session_idle: i64,
    /// Between two interruptions, milliseconds.
    pub quiet_interval: i64,
    /// Languages, the first is the fallback.
    pub locales: Vec<Rc<str>>,
    /// Share of visitors who see nothing at all, in ten-thousandths.
    pub holdout: u32,
    /// Over all campaigns.
    pub frequency: Frequency,
    /// Selectors of what interruptions wait for.
    pub avoid: Vec<Rc<str>>,
    /// Bytes of `theme`.
    pub theme: Option<(u32, u32)>,
    /// Bytes of `words`.
    pub words: Option<(u32, u32)>,
}

/// A compiled rule file.
#[derive(Clone, Debug)]
pub struct Program {
    /// The file as it came: messages are decoded from it when they are needed.
    pub bytes: Rc<[u8]>,
    /// Settings.
    pub site: Site,
    /// All conditions.
    pub tree: Tree,
    /// Facts with a place in the state: the fixed ones first, in the order of [`super::fact::FACTS`].
    pub slots: Vec<Slot>,
    /// From facts to clauses.
    pub index: Index,
    /// Segments: slot and root, in file order.
    pub segments: Vec<(u16, u32)>,
    /// Campaigns by rank: highest priority first, then file order.
    pub campaigns: Vec<Campaign>,
    /// Shared caps.
    pub groups: Vec<(Rc<str>, Frequency)>,
    /// From moments to campaigns.
    pub triggers: Triggers,
    /// Selectors that campaigns watch.
    pub selectors: Vec<Rc<str>>,
    /// Names declared under `custom`.
    pub custom: Vec<Rc<str>>,
}

impl Campaign {
    /// Whether it comes up as an interruption; a teaser does not.
    #[must_use]
    pub fn intrudes(&self) -> bool {
        self.interrupts && !self.folds
    }
}

impl Program {
    /// A slot by where it comes from.
    #[must_use]
    pub fn slot(&self, source: &Source) -> Option<u16> {
        slot_of(&self.slots, source)
    }

    /// Whether any clause reads the fact.
    #[must_use]
    pub fn reads(&self, slot: u16) -> bool {
        !self.index.readers(slot).is_empty()
    }

    /// The rank of a campaign.
    #[must_use]
    pub fn campaign(&self, id: &str) -> Option<u32> {
        self.campaigns.iter().position(|campaign| &*campaign.id == id).map(|rank| rank as u32)
    }

    /// Bytes of a part of the file.
    #[must_use]
    pub fn part(&self, (start, end): (u32, u32)) -> &[u8] {
        self.bytes.get(start as usize..end as usize).unwrap_or(b"")
    }

    /// Content hash of the file, 16 hexadecimal digits.
    #[must_use]
    pub fn content_hash(&self) -> String {
        hex64(hash(&self.bytes))
    }
}

/// 16 hexadecimal digits.
#[must_use]
pub fn hex64(number: u64) -> String {
    let mut text = String::new();
    super::id::push_hex(&mut text, number);
    text
}
