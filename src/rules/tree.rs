//! Building conditions: nodes in pre-order, clauses, and the entries from which the index is made.
//!
//! Decides the layout. Leaves what the nodes mean to the condition decoder and the evaluator.

use crate::engine::fact::{FACT_IDS, FactType};
use crate::engine::index::{How, Index, Slot, Source, Threshold, key, slot_of};
use crate::engine::op::Op;
use crate::engine::program::{HERE, Join, Leaf, NONE, Node, OWNER, Test, Tree};
use crate::value::Value;

/// Most facts of a file's own that its conditions name: custom ones, query parameters, progress of campaigns, segments.
pub const MAX_FACTS: usize = 8_000;

/// Conditions under construction.
#[derive(Debug)]
pub struct Trees {
    /// All nodes and clauses so far.
    pub tree: Tree,
    /// All facts with a place so far.
    pub slots: Vec<Slot>,
    entries: Vec<(u16, Threshold)>,
}

impl Default for Trees {
    fn default() -> Trees {
        let mut slots = Vec::with_capacity(FACT_IDS.len());
        for fact in FACT_IDS {
            slots.push(Slot { source: Source::Fixed(*fact), kind: fact.row().kind });
        }
        Trees { tree: Tree::default(), slots, entries: Vec::new() }
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

    /// Adds a clause on a fact of this type; what is opened until [`Trees::close`] is below it. Plain amounts are in `currency`.
    pub fn clause(&mut self, leaf: Leaf, kind: FactType, currency: &str) -> u32 {
        let place = self.open(Join::Leaf, false);
        if let Some(node) = self.tree.nodes.get_mut(place as usize) {
            node.leaf = self.tree.leaves.len() as u32;
        }
        if leaf.slot != HERE {
            self.enter(&leaf, place, kind, currency);
        }
        self.tree.leaves.push(leaf);
        place
    }

    /// Enters into the index which moves of the fact can change the clause: as few as its test allows.
    fn enter(&mut self, leaf: &Leaf, node: u32, kind: FactType, currency: &str) {
        match &leaf.test {
            Test::Money(op, by) => {
                // What is compared by currency has to be asked.
                let plain = matches!(&**by, [Value::Text(only), _] if **only == *currency);
                for [_, operand] in by.as_chunks().0 {
                    self.wait(leaf.slot, node, how(*op, operand, kind, plain), operand);
                }
            }
            // Without an amount ($exists, $type, null) a clause on money holds in every currency.
            Test::Value(op, operand) if kind != FactType::Money => {
                // Whether something is there moves when it becomes null or stops being it.
                let operand = if *op == Op::Exists { &Value::Null } else { operand };
                self.wait(leaf.slot, node, how(*op, operand, kind, true), operand);
            }
            _ => self.wait(leaf.slot, node, How::Scan, &Value::Null),
        }
    }

    fn wait(&mut self, slot: u16, node: u32, how: How, operand: &Value) {
        let at = if how == How::Scan { &[Value::Null] } else { operand.items() };
        for value in at {
            self.entries.push((slot, Threshold { at: key(value), node, how }));
        }
    }

    /// Closes a node: links its children to it. Gives the node.
    pub fn close(&mut self, place: u32) -> u32 {
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
        place
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
        if let Some(place) = slot_of(&self.slots, &source) {
            return place;
        }
        self.slots.push(Slot { source, kind });
        self.slots.len() as u16 - 1
    }

    /// Whether this fact would be one more than a file may have of its own.
    #[must_use]
    pub fn full(&self, source: &Source) -> bool {
        self.slots.len() >= FACT_IDS.len() + MAX_FACTS && !self.names(source)
    }

    /// Whether the fact has been named.
    #[must_use]
    pub fn names(&self, source: &Source) -> bool {
        slot_of(&self.slots, source).is_some()
    }

    /// Makes the index.
    pub fn index(&mut self) -> Index {
        let entries = std::mem::take(&mut self.entries);
        Index::new(&entries, self.slots.len())
    }
}

/// How a clause of this operator waits for a fact of this type.
fn how(op: Op, operand: &Value, kind: FactType, plain: bool) -> How {
    let numbers = match operand.items() {
        [] => return How::Scan,
        [Value::Int(_)] | [Value::Int(_), Value::Int(_)] => true,
        _ => false,
    };
    match op {
        _ if kind == FactType::Json => How::Scan,
        Op::Lt if numbers && plain => How::Below,
        Op::Lte if numbers && plain => How::UpTo,
        Op::Gt if numbers && plain => How::Above,
        Op::Gte if numbers && plain => How::From,
        Op::Lt | Op::Lte | Op::Gt | Op::Gte | Op::Between if numbers => How::Ask,
        // `Number(null)` is 0.
        Op::Is if matches!(operand, Value::Int(0)) => How::Scan,
        // `String(null)` is "null", and a list is compared as a whole.
        Op::Is if kind == FactType::TextList || matches!(operand, Value::Text(text) if **text == *"null") => How::Scan,
        Op::Contains if kind == FactType::Text => How::Scan,
        Op::Is | Op::Eq | Op::Ne | Op::In | Op::Nin | Op::Exists | Op::Contains => How::Equal,
        _ => How::Scan,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_that_is_compared_as_a_whole_is_asked_at_every_change() {
        assert_eq!(how(Op::Is, &"a,b".into(), FactType::TextList, true), How::Scan);
        assert_eq!(how(Op::Contains, &"a".into(), FactType::TextList, true), How::Equal);
        assert_eq!(how(Op::Is, &"a,b".into(), FactType::Text, true), How::Equal);
    }

    #[test]
    fn what_no_value_can_change_is_asked_once_the_fact_is_known() {
        for op in [Op::In, Op::Nin] {
            assert_eq!(how(op, &Value::from(Vec::new()), FactType::Text, true), How::Scan);
        }
    }

    #[test]
    fn amounts_by_currency_are_asked() {
        assert_eq!(how(Op::Gte, &5.into(), FactType::Money, true), How::From);
        assert_eq!(how(Op::Gte, &5.into(), FactType::Money, false), How::Ask);
    }
}
