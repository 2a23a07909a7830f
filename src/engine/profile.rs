//! The profile: what survives the visit. Grow-only sets of bounded, timed entries, no personal data.
//!
//! Decides what is remembered of a visitor and how two copies become one: `merge` is commutative, associative and
//! idempotent, so tabs may write in any order. Every set keeps its newest entries by a total order, which keeps those laws.
//! Leaves storage to the host and what the entries mean to the gates.

use super::id::Id;
use super::program::hash;
use super::time::Millis;
use crate::json::Json;
use crate::node::{Doc, Node};
use crate::order::sort_by_key;
use std::rc::Rc;

/// Most visits kept: visits are counted up to this.
pub const MAX_VISITS: usize = 100;
/// Most marks kept.
pub const MAX_MARKS: usize = 300;
/// Most paths kept.
pub const MAX_PATHS: usize = 50;
/// Most order ids kept.
pub const MAX_ORDERS: usize = 50;
/// Most assignments kept.
pub const MAX_ASSIGNED: usize = 200;
/// Version of the format.
pub const FORMAT: i64 = 1;

/// What is remembered of one visitor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// Random id and when it was made; only with consent to analytics. The older one wins.
    pub visitor: Option<(Millis, Id)>,
    /// Visits, by their start.
    pub visits: Vec<Visit>,
    /// What campaigns have come to.
    pub marks: Vec<Mark>,
    /// Variants drawn; only with consent to analytics.
    pub assigned: Vec<Assigned>,
    /// Paths seen, newest last.
    pub paths: Vec<(Millis, Rc<str>)>,
    /// Hashes of order ids, so that a thank-you page opened again counts nothing.
    pub orders: Vec<(Millis, i64)>,
}

/// One visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Visit {
    /// When it began; its identity.
    pub start: Millis,
    /// When it was last noticed.
    pub last: Millis,
    /// Pages seen in it.
    pub pages: i64,
}

/// Kinds of [`Mark`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
#[allow(missing_docs)]
pub enum Kind {
    Exposed,
    Dismissed,
    Clicked,
    Submitted,
    Converted,
    Snoozed,
}

const KINDS: [Kind; 6] = [Kind::Exposed, Kind::Dismissed, Kind::Clicked, Kind::Submitted, Kind::Converted, Kind::Snoozed];

/// Something that happened between a campaign and this visitor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// When.
    pub at: Millis,
    /// What.
    pub kind: Kind,
    /// Which campaign.
    pub campaign: Rc<str>,
    /// Start of the visit in which it happened.
    pub visit: Millis,
    /// Goal of a conversion; end of a snooze; otherwise 0.
    pub extra: i64,
    /// The exposure it belongs to; zero where analytics is not consented to.
    pub exposure: Id,
    /// Variant of the exposure.
    pub variant: Rc<str>,
}

/// A variant drawn; the earlier drawing wins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assigned {
    /// When it was drawn.
    pub at: Millis,
    /// For which campaign.
    pub campaign: Rc<str>,
    /// In which phase.
    pub phase: u32,
    /// What was drawn.
    pub variant: Rc<str>,
}

impl Profile {
    /// Joins another copy of the same visitor's profile.
    pub fn merge(&mut self, other: &Profile) {
        self.visitor = match (self.visitor, other.visitor) {
            (Some(mine), Some(theirs)) => Some(mine.min(theirs)),
            (mine, theirs) => mine.or(theirs),
        };
        for visit in &other.visits {
            match self.visits.iter_mut().find(|mine| mine.start == visit.start) {
                Some(mine) => (mine.last, mine.pages) = (mine.last.max(visit.last), mine.pages.max(visit.pages)),
                None => self.visits.push(*visit),
            }
        }
        union(&mut self.marks, &other.marks);
        union(&mut self.paths, &other.paths);
        union(&mut self.orders, &other.orders);
        union(&mut self.assigned, &other.assigned);
        self.tidy();
    }

    /// Orders every set and keeps its newest entries.
    pub fn tidy(&mut self) {
        newest(&mut self.visits, MAX_VISITS, |visit| [visit.start, 0, 0]);
        newest(&mut self.marks, MAX_MARKS, |mark| {
            let rest = blend(&[mark.campaign.as_bytes(), mark.variant.as_bytes(), &mark.visit.to_le_bytes(), &mark.extra.to_le_bytes()]);
            [mark.at, mark.kind as i64, rest ^ mark.exposure.0 as i64]
        });
        newest(&mut self.paths, MAX_PATHS, |(at, path)| [*at, blend(&[path.as_bytes()]), 0]);
        newest(&mut self.orders, MAX_ORDERS, |(at, order)| [*at, *order, 0]);
        newest(&mut self.assigned, MAX_ASSIGNED, |one| {
            [one.at, i64::from(one.phase), blend(&[one.campaign.as_bytes(), one.variant.as_bytes()])]
        });
    }

    /// Marks of one kind of one campaign, oldest first.
    pub fn marks_of<'p>(&'p self, campaign: &'p str, kind: Kind) -> impl DoubleEndedIterator<Item = &'p Mark> {
        self.marks.iter().filter(move |mark| mark.kind == kind && &*mark.campaign == campaign)
    }

    /// The variant drawn for a campaign in a phase.
    #[must_use]
    pub fn assignment(&self, campaign: &str, phase: u32) -> Option<&Assigned> {
        self.assigned.iter().find(|assigned| assigned.phase == phase && &*assigned.campaign == campaign)
    }

    /// Takes away all that needs consent to analytics.
    pub fn forget_analytics(&mut self) {
        self.visitor = None;
        self.assigned.clear();
        for mark in &mut self.marks {
            mark.exposure = Id::default();
        }
        self.tidy();
    }

    /// As kept by the host.
    #[must_use]
    pub fn write(&self) -> String {
        let mut json = Json::default();
        json.open('{').key("v").int(FORMAT);
        if let Some((born, id)) = self.visitor {
            json.key("visitor").open('[').int(born).text(&id.hex()).close(']');
        }
        json.key("visits").open('[');
        for visit in &self.visits {
            json.open('[').int(visit.start).int(visit.last).int(visit.pages).close(']');
        }
        json.close(']').key("marks").open('[');
        for mark in &self.marks {
            json.open('[').int(mark.at).int(mark.kind as i64).text(&mark.campaign).int(mark.visit).int(mark.extra);
            json.text(&mark.exposure.hex()).text(&mark.variant).close(']');
        }
        json.close(']').key("assigned").open('[');
        for one in &self.assigned {
            json.open('[').int(one.at).text(&one.campaign).int(i64::from(one.phase)).text(&one.variant).close(']');
        }
        json.close(']').key("paths").open('[');
        for (at, path) in &self.paths {
            json.open('[').int(*at).text(path).close(']');
        }
        json.close(']').key("orders").open('[');
        for (at, order) in &self.orders {
            json.open('[').int(*at).int(*order).close(']');
        }
        json.close(']').close('}');
        json.0
    }

    /// Reads what [`Profile::write`] wrote. Stored text is input like any other: what does not fit is left out, and what lies in
    /// the future (a clock was wrong) counts as now.
    #[must_use]
    pub fn read(text: &str, now: Millis) -> Profile {
        let mut profile = Profile::default();
        let Ok(doc) = Doc::scan(text.as_bytes()) else { return profile };
        let root = doc.root();
        if root.get("v").and_then(Node::integer) != Some(FORMAT) {
            return profile;
        }
        let list = |key: &str| root.get(key).into_iter().flat_map(Node::items).take(MAX_MARKS).map(Node::items);
        let time = |node: Option<Node<'_>>| node?.integer().filter(|at| *at >= 0).map(|at| at.min(now));
        let int = |node: Option<Node<'_>>| node?.integer();
        let text = |node: Option<Node<'_>>| Some(Rc::<str>::from(node?.text()?)).filter(|text| text.len() <= 512);
        let id = |node: Option<Node<'_>>| Id::parse(node?.word());
        if let Some(mut items) = root.get("visitor").map(Node::items) {
            profile.visitor = time(items.next()).zip(id(items.next()));
        }
        profile.visits.extend(list("visits").filter_map(|mut items| {
            let visit = Visit { start: time(items.next())?, last: time(items.next())?, pages: int(items.next())?.clamp(0, 1_000_000) };
            (visit.start <= visit.last).then_some(visit)
        }));
        profile.marks.extend(list("marks").filter_map(|mut items| {
            let (at, kind) = (time(items.next())?, *KINDS.get(usize::try_from(int(items.next())?).ok()?)?);
            let (campaign, visit, extra) = (text(items.next())?, time(items.next())?, int(items.next())?);
            Some(Mark { at, kind, campaign, visit, extra, exposure: id(items.next())?, variant: text(items.next())? })
        }));
        profile.assigned.extend(list("assigned").filter_map(|mut items| {
            let (at, campaign, phase) = (time(items.next())?, text(items.next())?, int(items.next())?);
            Some(Assigned { at, campaign, phase: u32::try_from(phase).ok()?, variant: text(items.next())? })
        }));
        profile.paths.extend(list("paths").filter_map(|mut items| time(items.next()).zip(text(items.next()))));
        profile.orders.extend(list("orders").filter_map(|mut items| time(items.next()).zip(int(items.next()))));
        profile.tidy();
        profile
    }
}

fn union<T: Clone + PartialEq>(mine: &mut Vec<T>, theirs: &[T]) {
    for one in theirs {
        if !mine.contains(one) {
            mine.push(one.clone());
        }
    }
}

/// Orders by time, then by all the rest, and keeps the newest: a total order, so that copies agree whatever came first.
fn newest<T: PartialEq>(set: &mut Vec<T>, most: usize, key: fn(&T) -> [i64; 3]) {
    sort_by_key(set, key);
    set.dedup();
    let surplus = set.len().saturating_sub(most);
    set.drain(..surplus);
}

/// Several values in one key.
fn blend(parts: &[&[u8]]) -> i64 {
    parts.iter().fold(0u64, |sum, part| sum.rotate_left(7) ^ hash(part)) as i64
}
