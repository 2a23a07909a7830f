//! The profile: what survives the visit. Grow-only sets of bounded, timed entries, no personal data.
//!
//! Decides what is remembered of a visitor and how two copies become one: `merge` is commutative, associative and
//! idempotent, so tabs may write in any order. Every set keeps its newest entries by a total order, which keeps those laws.
//! All sets hold the same kind of [`Row`]; which of its columns a set has, and how many rows, stands in one table.
//! Leaves storage to the host and what the entries mean to the gates.

use super::id::Id;
use super::time::Millis;
use crate::json::Json;
use crate::node::{Doc, Node};
use std::rc::Rc;

/// Version of the format.
pub const FORMAT: i64 = 1;
/// Longest text that is read.
const MAX_TEXT: usize = 512;
/// Most pages that a visit is believed to have.
const MAX_PAGES: i64 = 1_000_000;

/// What is remembered of one visitor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// Random id and when it was made; only with consent to analytics. The older one wins.
    pub visitor: Option<(Millis, Id)>,
    /// The rows of each [`Set`], ascending and each once: [`Profile::add`] sees to it.
    pub sets: [Vec<Row>; SETS.len()],
}

/// What is remembered, by kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Set {
    /// Visits; the start (`at`) is what tells one from another.
    Visits,
    /// What campaigns have come to.
    Marks,
    /// Variants drawn, the earlier drawing wins; only with consent to analytics.
    Assigned,
    /// Paths seen, newest last.
    Paths,
    /// Hashes of order ids, so that a thank-you page opened again counts nothing.
    Orders,
    /// When campaigns began to count down; the earliest counts.
    Begun,
    /// Codes to remind of (the name), by the campaign (the variant): that it was given, until when (the time; 0: without end), that it
    /// was used, or that the shopper closed the reminder. The newest says how it stands.
    Reminders,
}

/// An entry of any set. Rows are ordered by their columns from first to last.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row {
    /// When it happened; of a visit, when it began.
    pub at: Millis,
    /// What, of a mark.
    pub kind: Kind,
    /// The campaign; of a path, the path.
    pub name: Rc<str>,
    /// Of a mark, the start of the visit in which it happened; of a visit, when it was last noticed.
    pub time: Millis,
    /// Of a mark, the goal of a conversion or the end of a snooze; pages of a visit, phase of a drawing, hash of an order.
    pub number: i64,
    /// The exposure that a mark belongs to; zero where analytics is not consented to.
    pub exposure: Id,
    /// The variant of the exposure, or the one drawn.
    pub variant: Rc<str>,
}

/// What happened between a campaign and this visitor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
#[allow(missing_docs)]
pub enum Kind {
    #[default]
    Exposed,
    Dismissed,
    Clicked,
    Submitted,
    Converted,
    Snoozed,
}

const KINDS: [Kind; 6] = [Kind::Exposed, Kind::Dismissed, Kind::Clicked, Kind::Submitted, Kind::Converted, Kind::Snoozed];

/// What marks of one kind of one campaign come to.
#[derive(Debug, Default)]
pub struct Tally {
    /// How many there are; of conversions, how many of the first goal.
    pub count: i64,
    /// When the last was made.
    pub last: Option<Millis>,
    /// The highest number: of snoozes, when the last ends.
    pub most: i64,
}

/// The columns of a [`Row`] as they are stored.
pub(super) enum Column {
    At,
    Kind,
    Name,
    Time,
    /// [`Row::time`] where it holds another number.
    Place,
    Number,
    Exposure,
    Variant,
}

/// Each set: its name in the stored text, most rows kept, and its columns as they are stored.
const SETS: [(Set, &str, usize, &[Column]); 7] = [
    (Set::Visits, "visits", 100, &[Column::At, Column::Time, Column::Number]),
    (Set::Marks, "marks", 300, &[Column::At, Column::Kind, Column::Name, Column::Time, Column::Number, Column::Exposure, Column::Variant]),
    (Set::Assigned, "assigned", 200, &[Column::At, Column::Name, Column::Number, Column::Variant]),
    (Set::Paths, "paths", 50, &[Column::At, Column::Name]),
    (Set::Orders, "orders", 50, &[Column::At, Column::Number]),
    (Set::Begun, "begun", 200, &[Column::At, Column::Name]),
    (Set::Reminders, "reminders", 20, &[Column::At, Column::Kind, Column::Name, Column::Place, Column::Variant]),
];

impl Profile {
    /// Whether a set holds as many rows as it may.
    #[must_use]
    pub fn is_full(&self, set: Set) -> bool {
        self.of(set).len() == SETS[set as usize].2
    }

    /// The rows of a set, oldest first.
    #[must_use]
    pub fn of(&self, set: Set) -> &[Row] {
        &self.sets[set as usize]
    }

    /// Puts a row where it belongs, unless it is there; the oldest makes room, of starts the newest. Tells whether that changed anything.
    pub fn add(&mut self, set: Set, row: Row) -> bool {
        let rows = &mut self.sets[set as usize];
        let found = rows.binary_search_by(|known| if set == Set::Visits { known.at.cmp(&row.at) } else { known.cmp(&row) });
        match found {
            Ok(place) => {
                let Some(known) = rows.get_mut(place) else { return false };
                let longer = known.time < row.time || known.number < row.number;
                known.time = known.time.max(row.time);
                known.number = known.number.max(row.number);
                longer
            }
            Err(mut place) => {
                if rows.len() == SETS[set as usize].2 {
                    // INVARIANT: a start that was forgotten would begin anew, so it is the newest that finds no room.
                    let newest = set == Set::Begun;
                    if place == if newest { rows.len() } else { 0 } {
                        return false;
                    }
                    if newest {
                        rows.pop();
                    } else {
                        rows.remove(0);
                        place -= 1;
                    }
                }
                rows.insert(place, row);
                true
            }
        }
    }

    /// Joins another copy of the same visitor's profile. Tells whether that changed anything.
    pub fn merge(&mut self, other: &Profile) -> bool {
        let mut changed = false;
        if let Some(theirs) = other.visitor
            && self.visitor.is_none_or(|mine| theirs < mine)
        {
            self.visitor = Some(theirs);
            changed = true;
        }
        for (set, ..) in &SETS {
            for row in other.of(*set) {
                changed |= self.add(*set, row.clone());
            }
        }
        changed
    }

    /// Notices a page view, in the visit that was last noticed at most `idle` ago, else in a new one. Gives the visit's start.
    pub fn visited(&mut self, now: Millis, idle: Millis) -> Millis {
        for visit in self.sets[Set::Visits as usize].iter_mut().rev() {
            if now - visit.time <= idle {
                visit.time = now;
                visit.number += 1;
                return visit.at;
            }
        }
        let mut visit = Row::new(now, "".into(), "".into());
        (visit.time, visit.number) = (now, 1);
        self.add(Set::Visits, visit);
        now
    }

    /// Notices a path; of earlier times at it nothing stays.
    pub fn seen(&mut self, now: Millis, path: Rc<str>) {
        let paths = &mut self.sets[Set::Paths as usize];
        let mut place = 0;
        while let Some(known) = paths.get(place) {
            if known.name == path {
                paths.remove(place);
            } else {
                place += 1;
            }
        }
        self.add(Set::Paths, Row::new(now, path, "".into()));
    }

    /// Notices an order by its hash; false: it was known.
    pub fn ordered(&mut self, now: Millis, order: i64) -> bool {
        for row in self.of(Set::Orders) {
            if row.number == order {
                return false;
            }
        }
        let mut row = Row::new(now, "".into(), "".into());
        row.number = order;
        self.add(Set::Orders, row)
    }

    /// What the marks of one kind of one campaign come to.
    #[must_use]
    pub fn tally(&self, campaign: &str, kind: Kind) -> Tally {
        let mut tally = Tally::default();
        for mark in self.of(Set::Marks) {
            if mark.kind == kind && *mark.name == *campaign {
                // Of conversions, those of the first goal count.
                tally.count += i64::from(kind != Kind::Converted || mark.number == 0);
                tally.last = Some(mark.at);
                tally.most = tally.most.max(mark.number);
            }
        }
        tally
    }

    /// What was drawn for a campaign in a phase.
    #[must_use]
    pub fn assignment(&self, campaign: &str, phase: u32) -> Option<&Row> {
        self.of(Set::Assigned).iter().find(|drawn| drawn.number == i64::from(phase) && *drawn.name == *campaign)
    }

    /// Takes away all that needs consent to analytics.
    pub fn forget_analytics(&mut self) {
        self.visitor = None;
        self.sets[Set::Assigned as usize].clear();
        // Without their exposures, marks may be the same and their order another.
        for mut mark in std::mem::take(&mut self.sets[Set::Marks as usize]) {
            mark.exposure = Id::default();
            self.add(Set::Marks, mark);
        }
    }

    /// As kept by the host.
    #[must_use]
    pub fn write(&self) -> String {
        let mut json = Json::default();
        json.open('{').key("v").int(FORMAT);
        if let Some((born, id)) = self.visitor {
            json.key("visitor").open('[').int(born).text(&id.hex()).close(']');
        }
        for (set, name, _, columns) in &SETS {
            json.key(name);
            Row::write_all(self.of(*set), columns, &mut json);
        }
        json.close('}');
        json.0
    }

    /// Reads what [`Profile::write`] wrote. Stored text is input like any other: what does not fit is left out, and what lies in
    /// the future (a clock was wrong) counts as now.
    #[must_use]
    pub fn read(text: &str, now: Millis) -> Profile {
        let mut profile = Profile::default();
        if let Ok(doc) = Doc::scan(text.as_bytes()) {
            profile.take(doc.root(), now);
        }
        profile
    }

    fn take(&mut self, root: Node<'_>, now: Millis) -> Option<()> {
        if root.get("v")?.integer()? != FORMAT {
            return None;
        }
        if let Some(visitor) = root.get("visitor")
            && let Some(row) = Row::read(visitor, &[Column::At, Column::Exposure], now)
        {
            self.visitor = Some((row.at, row.exposure));
        }
        for (set, name, _, columns) in &SETS {
            let Some(list) = root.get(name) else { continue };
            for node in list.items() {
                let Some(mut row) = Row::read(node, columns, now) else { continue };
                if *set == Set::Visits {
                    if row.time < row.at {
                        continue;
                    }
                    row.number = row.number.clamp(0, MAX_PAGES);
                }
                self.add(*set, row);
            }
        }
        None
    }
}

impl Row {
    /// A row of which all else is 0.
    #[inline(never)]
    #[must_use]
    pub fn new(at: Millis, name: Rc<str>, variant: Rc<str>) -> Row {
        Row { at, kind: Kind::Exposed, name, time: 0, number: 0, exposure: Id::default(), variant }
    }

    /// As a list of lists.
    pub(super) fn write_all(rows: &[Row], columns: &[Column], json: &mut Json) {
        json.open('[');
        for row in rows {
            row.write(columns, json);
        }
        json.close(']');
    }

    fn write(&self, columns: &[Column], json: &mut Json) {
        json.open('[');
        for column in columns {
            match column {
                Column::At => json.int(self.at),
                Column::Kind => json.int(self.kind as i64),
                Column::Name => json.text(&self.name),
                Column::Time | Column::Place => json.int(self.time),
                Column::Number => json.int(self.number),
                Column::Exposure => json.text(&self.exposure.hex()),
                Column::Variant => json.text(&self.variant),
            };
        }
        json.close(']');
    }

    /// Reads what was written; None where a column does not fit.
    pub(super) fn read(node: Node<'_>, columns: &[Column], now: Millis) -> Option<Row> {
        let mut row = Row::new(0, "".into(), "".into());
        let mut items = node.items();
        for column in columns {
            let item = items.next()?;
            match column {
                Column::At => row.at = time(item, now)?,
                Column::Kind => row.kind = *KINDS.get(usize::try_from(item.integer()?).ok()?)?,
                Column::Name => row.name = text(item)?,
                Column::Time => row.time = time(item, now)?,
                Column::Place => row.time = item.integer()?,
                Column::Number => row.number = item.integer()?,
                Column::Exposure => row.exposure = Id::parse(item.word())?,
                Column::Variant => row.variant = text(item)?,
            }
        }
        Some(row)
    }
}

fn time(node: Node<'_>, now: Millis) -> Option<Millis> {
    let at = node.integer()?;
    if at < 0 { None } else { Some(at.min(now)) }
}

fn text(node: Node<'_>) -> Option<Rc<str>> {
    let text = super::tab::text(node)?;
    if text.len() > MAX_TEXT { None } else { Some(text) }
}
