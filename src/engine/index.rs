//! The index: from a moved fact to the clauses that it can change.
//!
//! Decides which facts have a place, and how the readers of one are found: clauses that flip at a number lie in the order of those
//! numbers, clauses that flip at a value in the order of its key, all others are tested at every change. Leaves the tests to `eval`,
//! and which clause goes where to `rules::tree`.

use super::fact::{FACTS, Fact, FactType, Progress};
use crate::value::Value;
use std::rc::Rc;

/// What a slot holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// A row of [`FACTS`].
    Fixed(Fact),
    /// `page.query.NAME`
    Query(Rc<str>),
    /// `custom.NAME`
    Custom(Rc<str>),
    /// `segment.NAME`
    Segment(Rc<str>),
    /// `campaign.ID.NAME`
    Progress(Rc<str>, Progress),
}

/// A fact that has a place in the state.
#[derive(Clone, Debug)]
pub struct Slot {
    /// Where it comes from.
    pub source: Source,
    /// What its values are.
    pub kind: FactType,
}

/// The place of a fact; fixed facts stand first, in the order of [`FACTS`].
#[must_use]
pub fn slot_of(slots: &[Slot], source: &Source) -> Option<u16> {
    if let Source::Fixed(fact) = source {
        return Some(*fact as u16);
    }
    for (slot, place) in slots.iter().zip(0u16..).skip(FACTS.len()) {
        if slot.source == *source {
            return Some(place);
        }
    }
    None
}

/// The three ways in which clauses wait for a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// They flip at a number; ascending.
    Thresholds,
    /// They flip when a value becomes or stops being this one; ascending by [`key`].
    Equals,
    /// They are tested at every change.
    Scans,
}

/// How many [`Lane`]s there are.
const LANES: usize = 3;

/// A key of several parts, the first part first.
pub type Key = [i64; 4];

/// Orders keys. Whatever has to be ordered is, by such keys: one sort is enough. Pairs are merged into fours, fours into eights, and so on;
/// the library's, compiled for size, takes longer, and so does Shell's.
#[inline(never)]
pub fn sort(keys: &mut Vec<Key>) {
    let (count, mut width) = (keys.len(), 1);
    while width < count {
        let mut merged = Vec::with_capacity(count);
        while merged.len() < count {
            let mut left = merged.len();
            let middle = count.min(left + width);
            let (mut right, end) = (middle, count.min(middle + width));
            while left < middle || right < end {
                let from = if left == middle || (right < end && before(&keys[right], &keys[left])) { &mut right } else { &mut left };
                merged.push(keys[*from]);
                *from += 1;
            }
        }
        *keys = merged;
        width *= 2;
    }
}

fn before(one: &Key, other: &Key) -> bool {
    let mut part = 0;
    while part < 3 && one[part] == other[part] {
        part += 1;
    }
    one[part] < other[part]
}

/// From a moved fact to the clauses that it can change.
#[derive(Clone, Debug, Default)]
pub struct Index {
    /// All entries, by slot, then by lane, then by number.
    entries: Vec<Threshold>,
    /// Where each lane of each slot begins, and at last where all end.
    starts: Vec<u32>,
}

impl Index {
    /// Orders entries by slot, lane, number and clause.
    #[must_use]
    pub fn new(entries: &[(u16, Threshold)], slots: usize) -> Index {
        let mut lanes = vec![Vec::new(); slots * LANES];
        for (place, (slot, entry)) in entries.iter().enumerate() {
            if let Some(keys) = lanes.get_mut(*slot as usize * LANES + entry.how.lane() as usize) {
                keys.push([entry.at, i64::from(entry.node), place as i64, 0]);
            }
        }
        let mut index = Index::default();
        for keys in &mut lanes {
            index.starts.push(index.entries.len() as u32);
            sort(keys);
            for [_, _, place, _] in keys {
                if let Some((_, entry)) = entries.get(*place as usize) {
                    index.entries.push(*entry);
                }
            }
        }
        index.starts.push(index.entries.len() as u32);
        index
    }

    fn between(&self, from: usize, to: usize) -> &[Threshold] {
        if let (Some(from), Some(to)) = (self.starts.get(from), self.starts.get(to))
            && let Some(part) = self.entries.get(*from as usize..*to as usize)
        {
            return part;
        }
        &[]
    }

    /// Every clause that reads the fact; one that waits for several values stands here several times.
    #[must_use]
    pub fn readers(&self, slot: u16) -> &[Threshold] {
        let first = slot as usize * LANES;
        self.between(first, first + LANES)
    }

    /// Those that wait for it in this way.
    #[must_use]
    pub fn lane(&self, slot: u16, lane: Lane) -> &[Threshold] {
        let first = slot as usize * LANES + lane as usize;
        self.between(first, first + 1)
    }
}

/// A clause that flips at a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Threshold {
    /// The number, or the key of a value.
    pub at: i64,
    /// The clause.
    pub node: u32,
    /// How it compares, so that the common clause is decided without looking at it.
    pub how: How,
}

/// How a clause compares with its threshold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum How {
    /// True below.
    Below,
    /// True at it and below.
    UpTo,
    /// True above.
    Above,
    /// True at it and above.
    From,
    /// The clause itself must be asked.
    Ask,
    /// So it must at a value with this key.
    Equal,
    /// And so at every change.
    Scan,
}

impl How {
    /// What the clause says of a number; None: ask it.
    #[inline]
    #[must_use]
    pub fn holds(self, value: i64, at: i64) -> Option<bool> {
        match self {
            How::Below => Some(value < at),
            How::UpTo => Some(value <= at),
            How::Above => Some(value > at),
            How::From => Some(value >= at),
            How::Ask | How::Equal | How::Scan => None,
        }
    }

    fn lane(self) -> Lane {
        match self {
            How::Equal => Lane::Equals,
            How::Scan => Lane::Scans,
            _ => Lane::Thresholds,
        }
    }
}

/// Key of `null`.
pub const NULL_KEY: i64 = i64::MIN;

/// Key of a value among those that clauses wait for: itself for whole numbers, a hash (FNV-1a, 64 bits) for text. Two texts may share
/// one; the clause is tested again when visited, so that costs time and nothing else.
#[must_use]
pub fn key(value: &Value) -> i64 {
    match value {
        Value::Int(number) => *number,
        Value::Bool(flag) => i64::from(*flag),
        Value::Text(text) => hash(text.as_bytes()) as i64,
        Value::Null | Value::Num(_) | Value::List(_) | Value::Object(_) => NULL_KEY,
    }
}

/// FNV-1a over 64 bits.
#[must_use]
pub const fn hash(bytes: &[u8]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325;
    let mut rest = bytes;
    while let [byte, after @ ..] = rest {
        hash = (hash ^ *byte as u64).wrapping_mul(0x0000_0100_0000_01b3);
        rest = after;
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::{hash, sort};

    #[test]
    fn keys_come_out_as_the_library_orders_them() {
        for count in [0, 1, 2, 3, 4, 5, 13, 14, 40, 41, 1_000] {
            let part = |place: u64, part: u64| (hash(&[place as u8, (place >> 8) as u8, part as u8]) % 7) as i64 - 3;
            let mut keys: Vec<_> = (0..count).map(|place| [part(place, 0), part(place, 1), part(place, 2), part(place, 3)]).collect();
            let mut expected = keys.clone();
            expected.sort_unstable();
            sort(&mut keys);
            assert_eq!(keys, expected, "{count}");
        }
    }
}
