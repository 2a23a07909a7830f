//! Building conditions: nodes in pre-order, clauses, and the entries from which the index is made.
//!
//! Decides the layout. Leaves what the nodes mean to the condition decoder and the evaluator.

use crate::engine::fact::{FACT_IDS, FACTS, Fact, FactType};
use crate::engine::program::{HERE, How, Index, Join, Leaf, NONE, Node, OWNER, Reach, Readers, Slot, Source, Threshold, Tree};

/// Conditions under construction.
#[derive(Debug)]
pub struct Trees {
    /// All nodes and clauses so far.
    pub tree: Tree,
    /// All facts with a place so far.
    pub slots: Vec<Slot>,
    entries: Vec<(u16, Reach, u32)>,
}

impl Default for Trees {
    fn default() -> Trees {
        let fixed = |fact: &Fact| Slot { source: Source::Fixed(*fact), kind: fact.row().kind, readers: Readers::default() };
        Trees { tree: Tree::default(), slots: FACT_IDS.iter().map(fixed).collect(), entries: Vec::new() }
    }
}

/// A point to which an abandoned condition is taken back.
#[derive(Clone, Copy, Debug)]
pub struct Mark(usize, usize, usize);

impl Trees {
    /// Opens a node; its children follow until [`Trees::close`].
    pub fn open(&mut self, join: Join, negate: bool) -> u32 {
        let place = self.tree.nodes.len() as u32;
        self.tree.nodes.push(Node { join, negate, children: 0, parent: NONE, end: 0, leaf: NONE });
        place
    }

    /// Adds a clause; what is opened until [`Trees::close`] is below it. `reaches` are its entries in the index.
    pub fn clause(&mut self, leaf: Leaf, reaches: &[Reach]) -> u32 {
        let place = self.open(Join::Leaf, false);
        if leaf.slot != HERE {
            self.entries.extend(reaches.iter().map(|reach| (leaf.slot, *reach, place)));
        }
        if let Some(node) = self.tree.nodes.get_mut(place as usize) {
            node.leaf = self.tree.leaves.len() as u32;
        }
        self.tree.leaves.push(leaf);
        place
    }

    /// Closes a node: links its children to it.
    pub fn close(&mut self, place: u32) {
        let end = self.tree.nodes.len() as u32;
        let mut children = 0;
        let mut child = place + 1;
        while let Some(node) = self.tree.nodes.get_mut(child as usize) {
            node.parent = place;
            children += 1;
            child = node.end;
        }
        if let Some(node) = self.tree.nodes.get_mut(place as usize) {
            node.end = end;
            node.children = children;
        }
    }

    /// Names who is told when the root's verdict moves: an owner at or above [`OWNER`].
    pub fn own(&mut self, root: u32, owner: u32) {
        debug_assert!(owner >= OWNER);
        if let Some(node) = self.tree.nodes.get_mut(root as usize) {
            node.parent = owner;
        }
    }

    /// How many clauses there are.
    #[must_use]
    pub fn clauses(&self) -> usize {
        self.tree.leaves.len()
    }

    /// Where the trees stand now.
    #[must_use]
    pub fn mark(&self) -> Mark {
        Mark(self.tree.nodes.len(), self.tree.leaves.len(), self.entries.len())
    }

    /// Forgets all since the mark.
    pub fn back_to(&mut self, Mark(nodes, leaves, entries): Mark) {
        self.tree.nodes.truncate(nodes);
        self.tree.leaves.truncate(leaves);
        self.entries.truncate(entries);
    }

    /// The slot of a fact without a fixed place, made at its first mention.
    pub fn slot(&mut self, source: Source, kind: FactType) -> u16 {
        let known = self.slots.iter().skip(FACTS.len()).position(|slot| slot.source == source);
        let place = known.map_or(self.slots.len(), |place| place + FACTS.len());
        if known.is_none() {
            self.slots.push(Slot { source, kind, readers: Readers::default() });
        }
        place as u16
    }

    /// Makes the index: entries grouped by slot (counting sort), then ordered by key within a slot.
    pub fn index(&mut self) -> Index {
        let mut index = Index::default();
        let mut sizes = vec![[0u32; 3]; self.slots.len() + 1];
        for (slot, reach, _) in &self.entries {
            if let Some(size) = sizes.get_mut(*slot as usize) {
                size[lane(*reach)] += 1;
            }
        }
        let mut total = [0u32; 3];
        let mut next = Vec::with_capacity(self.slots.len());
        for (slot, size) in self.slots.iter_mut().zip(&sizes) {
            next.push(total);
            let range = |lane: usize| (total[lane], total[lane] + size[lane]);
            slot.readers = Readers { thresholds: range(0), equals: range(1), scans: range(2) };
            total = [total[0] + size[0], total[1] + size[1], total[2] + size[2]];
        }
        index.thresholds.resize(total[0] as usize, Threshold { at: 0, node: 0, how: How::Ask });
        index.equals.resize(total[1] as usize, Threshold { at: 0, node: 0, how: How::Ask });
        index.scans.resize(total[2] as usize, 0);
        for (slot, reach, node) in self.entries.drain(..) {
            let Some(next) = next.get_mut(slot as usize) else { continue };
            let place = next[lane(reach)] as usize;
            next[lane(reach)] += 1;
            match reach {
                Reach::Threshold(at, how) => place_at(&mut index.thresholds, place, Threshold { at, node, how }),
                Reach::Equal(at) => place_at(&mut index.equals, place, Threshold { at, node, how: How::Ask }),
                Reach::Scan => place_at(&mut index.scans, place, node),
            }
        }
        for slot in &self.slots {
            let (thresholds, equals) = (slot.readers.thresholds, slot.readers.equals);
            for (list, (from, to)) in [(&mut index.thresholds, thresholds), (&mut index.equals, equals)] {
                if let Some(part) = list.get_mut(from as usize..to as usize) {
                    part.sort_unstable();
                }
            }
        }
        index
    }
}

fn lane(reach: Reach) -> usize {
    match reach {
        Reach::Threshold(..) => 0,
        Reach::Equal(_) => 1,
        Reach::Scan => 2,
    }
}

fn place_at<T>(list: &mut [T], place: usize, item: T) {
    if let Some(slot) = list.get_mut(place) {
        *slot = item;
    }
}
