//! What was told, added up: line by line, in any order, each line once.
//!
//! Decides who is a visitor of which arm since when, which order counts once, and what came of each exposure. INVARIANT: the same lines in
//! any order give the same facts; so a report from the store and one from its export are the same. What the facts mean is left to the
//! files beside this one; that a line comes once is left to the store, and to who reads a file.
//!
//! Everything happens when it is told to have happened, but never after it was received: clocks of devices are wrong.

use super::day::{Day, Zone};
use super::line::{self, Line, Pool, Said, ShopOrder};
use super::plans::Plans;
use shopbell::engine::experiment::SITE_HOLDOUT;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// Bits of an exposure: what came of it.
pub mod came {
    /// It was on screen.
    pub const SEEN: u8 = 1;
    /// Something in it was pressed.
    pub const CLICKED: u8 = 2;
    /// Answers were sent.
    pub const SUBMITTED: u8 = 4;
    /// It was closed.
    pub const DISMISSED: u8 = 8;
    /// A code was copied.
    pub const COPIED: u8 = 16;
    /// The first goal was reached.
    pub const CONVERTED: u8 = 32;
}

/// All sites.
#[derive(Debug, Default)]
pub struct Facts {
    /// What rule files say.
    pub plans: Arc<Plans>,
    /// Sites by name.
    pub sites: BTreeMap<String, Site>,
    /// Lines that could not be read.
    pub unread: u64,
    until: Option<Day>,
}

/// One site.
#[derive(Debug)]
pub struct Site {
    /// Whose midnight ends a day.
    pub zone: Zone,
    /// Who sent anything.
    pub visitors: HashMap<u128, Person>,
    /// Orders by the shop's id.
    pub orders: BTreeMap<String, Order>,
    /// Campaigns by id.
    pub campaigns: BTreeMap<String, Campaign>,
    /// Of all campaigns together: who is in the site's holdout and who is not.
    pub programme: Units,
    /// Codes by pool.
    pub pools: BTreeMap<String, Pool>,
    /// Exposures by day.
    pub exposed: BTreeMap<Day, u64>,
}

/// A visitor.
#[derive(Clone, Copy, Debug)]
pub struct Person {
    /// The first that is known of them.
    pub first: i64,
    /// Suspected to be a robot.
    pub bot: bool,
}

/// An order, however often it was told.
#[derive(Clone, Debug, Default)]
pub struct Order {
    /// What a browser told: the first to tell.
    pub browser: Option<Told>,
    /// What the shop's server told.
    pub shop: Option<Told>,
}

/// What was told of an order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Told {
    /// When.
    pub at: i64,
    /// Minor units.
    pub value: Option<i64>,
    /// ISO 4217.
    pub currency: Option<String>,
    /// Who bought.
    pub visitor: Option<u128>,
    /// Codes used.
    pub coupons: Vec<String>,
}

/// One campaign.
#[derive(Debug, Default)]
pub struct Campaign {
    /// Its variants, as they came.
    pub variants: Vec<String>,
    /// Exposures: variant, and what came of it.
    pub exposures: HashMap<u128, Exposure>,
    /// Tests by phase; phase 0 is of rule files that are not known.
    pub phases: BTreeMap<u32, Units>,
    /// Of each visitor and goal: when it was reached.
    pub reached: HashMap<(u128, u16), Vec<i64>>,
    /// Visitors to whom a message could not be drawn, and when first.
    pub errors: HashMap<u128, i64>,
    /// What was answered.
    pub answers: Vec<Answer>,
    /// Codes that were copied, and how often.
    pub copied: BTreeMap<String, u64>,
    /// Exposures of visitors without an id: not drawn by lot.
    pub unassigned: u64,
}

/// One exposure.
#[derive(Clone, Copy, Debug)]
pub struct Exposure {
    /// Its place in [`Campaign::variants`].
    pub variant: u16,
    /// Bits of [`came`].
    pub came: u8,
}

/// Visitors of one test.
#[derive(Debug, Default)]
pub struct Units {
    /// By visitor.
    pub of: HashMap<u128, Unit>,
    /// Revisions of the campaign, and when each was first told of.
    pub revisions: BTreeMap<String, i64>,
}

/// A visitor of a test.
#[derive(Clone, Debug)]
pub struct Unit {
    /// When they were first exposed, and to which variant.
    pub first: (i64, Arc<str>),
    /// When they were first exposed to another one.
    pub other: Option<(i64, Arc<str>)>,
    /// Hash of the rule file of the first exposure.
    pub rules: Arc<str>,
}

/// Answers that were sent.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Answer {
    /// When.
    pub at: i64,
    /// The outcome's id.
    pub id: u128,
    /// Place of the variant.
    pub variant: u16,
    /// The exposure.
    pub exposure: u128,
    /// Field and answer.
    pub fields: Vec<(String, String)>,
}

/// The same text again is the same memory.
#[derive(Debug, Default)]
struct Shared(HashSet<Arc<str>>);

impl Shared {
    fn of(&mut self, text: &str) -> Arc<str> {
        if let Some(known) = self.0.get(text) {
            return Arc::clone(known);
        }
        let new: Arc<str> = text.into();
        self.0.insert(Arc::clone(&new));
        new
    }
}

/// Adds lines up.
#[derive(Debug, Default)]
pub struct Gathering {
    facts: Facts,
    shared: Shared,
}

impl Gathering {
    /// Begins; what is of a later day than `until` is left out. Rule files come first: they say what a day is.
    #[must_use]
    pub fn new(plans: Arc<Plans>, until: Option<Day>) -> Gathering {
        Gathering { facts: Facts { plans, until, ..Facts::default() }, shared: Shared::default() }
    }

    /// What there is so far.
    #[must_use]
    pub const fn facts(&self) -> &Facts {
        &self.facts
    }

    /// Adds a line as it stands in an export.
    pub fn line(&mut self, text: &str) {
        match serde_json::from_str::<Line>(text) {
            Ok(Line { site, received, outcome: Some(outcome), .. }) => self.outcome(&site, received, outcome.get()),
            Ok(Line { site, received, order: Some(order), .. }) => self.order(&site, received, &order),
            Ok(Line { site, pool: Some(pool), .. }) => self.pool(&site, pool),
            Ok(Line { rules: Some(_), .. }) => {}
            Ok(_) | Err(_) => self.facts.unread += 1,
        }
    }

    /// Adds an outcome.
    pub fn outcome(&mut self, site: &str, received: i64, text: &str) {
        let read = serde_json::from_str::<Said>(text).ok();
        let Some((said, who)) = read.and_then(|said| line::id(&said.visitor).map(|who| (said, who))) else {
            self.facts.unread += 1;
            return;
        };
        let at = said.at.min(received);
        let plans = Arc::clone(&self.facts.plans);
        let Some((site, day)) = open(&mut self.facts, site, at) else { return };
        let person = site.visitors.entry(who).or_insert(Person { first: at, bot: false });
        person.first = person.first.min(at);
        person.bot |= said.bot;
        if let Some(order) = said.order.as_deref().filter(|_| said.kind == "purchase") {
            let told = Told { at, value: said.value, currency: said.currency.clone(), visitor: Some(who), coupons: said.coupons.clone() };
            least(&mut site.orders.entry(order.into()).or_default().browser, told);
        }
        message(site, &plans, &mut self.shared, &said, who, at, day);
    }

    /// Adds an order that the shop's server told of.
    pub fn order(&mut self, site: &str, received: i64, order: &ShopOrder) {
        let at = order.at.min(received);
        let Some((site, _)) = open(&mut self.facts, site, at) else { return };
        let visitor = order.visitor.as_deref().and_then(line::id);
        let told = Told { at, value: order.value, currency: order.currency.clone(), visitor, coupons: order.coupons.clone() };
        least(&mut site.orders.entry(order.order.clone()).or_default().shop, told);
    }

    /// Puts a pool in the place of what was known of it.
    pub fn pool(&mut self, site: &str, pool: Pool) {
        if let Some((site, _)) = open(&mut self.facts, site, i64::MIN) {
            site.pools.insert(pool.pool.clone(), pool);
        }
    }
}

/// The site and the day, unless the day is too late.
fn open<'f>(facts: &'f mut Facts, name: &str, at: i64) -> Option<(&'f mut Site, Day)> {
    if !facts.sites.contains_key(name) {
        let zone = facts.plans.current(name).map_or(Zone::utc(), |file| file.zone.clone());
        let site = Site {
            zone,
            visitors: HashMap::new(),
            orders: BTreeMap::new(),
            campaigns: BTreeMap::new(),
            programme: Units::default(),
            pools: BTreeMap::new(),
            exposed: BTreeMap::new(),
        };
        facts.sites.insert(name.into(), site);
    }
    let site = facts.sites.get_mut(name)?;
    let day = site.zone.day(at);
    (at == i64::MIN || facts.until.is_none_or(|until| day <= until)).then_some((site, day))
}

/// What is told of a message.
fn message(site: &mut Site, plans: &Plans, shared: &mut Shared, said: &Said, who: u128, at: i64, day: Day) {
    let (Some(id), Some(variant), Some(exposure)) = (&said.campaign, &said.variant, said.exposure.as_deref().and_then(line::id)) else {
        return;
    };
    if !site.campaigns.contains_key(id) {
        site.campaigns.insert(id.clone(), Campaign::default());
    }
    let Some(campaign) = site.campaigns.get_mut(id) else { return };
    let place = place(&mut campaign.variants, variant);
    let shown = campaign.exposures.entry(exposure).or_insert(Exposure { variant: place, came: 0 });
    match &*said.kind {
        "exposed" => {
            *site.exposed.entry(day).or_default() += 1;
            if said.unassigned {
                campaign.unassigned += 1;
                return;
            }
            let (variant, rules) = (shared.of(variant), shared.of(&said.rules));
            let all = shared.of(if &*variant == SITE_HOLDOUT { SITE_HOLDOUT } else { "shopbell" });
            enter(&mut site.programme, who, at, all, &rules, None);
            if &*variant != SITE_HOLDOUT {
                let phase = plans.campaign(&said.rules, id).map_or(0, |planned| planned.phase);
                enter(campaign.phases.entry(phase).or_default(), who, at, variant, &rules, said.revision.as_deref());
            }
        }
        "impression" => shown.came |= came::SEEN,
        "clicked" => shown.came |= came::CLICKED,
        "dismissed" => shown.came |= came::DISMISSED,
        "coupon_copied" => {
            shown.came |= came::COPIED;
            *campaign.copied.entry(said.code.clone().unwrap_or_default()).or_default() += 1;
        }
        "submitted" => {
            shown.came |= came::SUBMITTED;
            let id = line::id(&said.id).unwrap_or_default();
            campaign.answers.push(Answer { at, id, variant: place, exposure, fields: said.answered() });
        }
        "converted" => {
            let goal = said.goal.unwrap_or_default();
            if goal == 0 {
                shown.came |= came::CONVERTED;
            }
            campaign.reached.entry((who, goal)).or_default().push(at);
        }
        "error" => {
            let first = campaign.errors.entry(who).or_insert(at);
            *first = at.min(*first);
        }
        // Of newer engines, and what the report does not need.
        _ => {}
    }
}

fn place(variants: &mut Vec<String>, variant: &str) -> u16 {
    let known = variants.iter().position(|known| known == variant).unwrap_or_else(|| {
        variants.push(variant.into());
        variants.len() - 1
    });
    u16::try_from(known).unwrap_or(u16::MAX)
}

fn least(known: &mut Option<Told>, told: Told) {
    if known.as_ref().is_none_or(|known| told < *known) {
        *known = Some(told);
    }
}

/// Keeps the two variants that a visitor was first exposed to.
fn enter(units: &mut Units, who: u128, at: i64, variant: Arc<str>, rules: &Arc<str>, revision: Option<&str>) {
    if let Some(revision) = revision {
        match units.revisions.get_mut(revision) {
            Some(first) => *first = at.min(*first),
            None => drop(units.revisions.insert(revision.into(), at)),
        }
    }
    let told = (at, variant);
    let Some(unit) = units.of.get_mut(&who) else {
        units.of.insert(who, Unit { first: told, other: None, rules: Arc::clone(rules) });
        return;
    };
    if told.1 == unit.first.1 {
        if (told.0, rules) < (unit.first.0, &unit.rules) {
            (unit.first, unit.rules) = (told, Arc::clone(rules));
        }
    } else if told < unit.first {
        unit.other = Some(std::mem::replace(&mut unit.first, told));
        unit.rules = Arc::clone(rules);
    } else if unit.other.as_ref().is_none_or(|other| told < *other) {
        unit.other = Some(told);
    }
}
