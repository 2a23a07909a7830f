//! Evaluation of conditions from scratch: of facts in three-valued logic, of values at hand in two.
//!
//! Decides what a condition means. The incremental stage (`judge`) calls the same clause test and must always agree with
//! [`verdict`]; a property test holds it to that.

use super::op::found;
use super::program::{HERE, Join, Leaf, Node, Test, Tree};
use crate::value::Value;

/// What a condition comes to (Kleene's strong logic). Only True shows anything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum Verdict {
    /// It does not hold.
    False,
    /// A fact it needs is not known.
    #[default]
    Unknown,
    /// It holds.
    True,
}

impl Verdict {
    /// From what is known.
    #[must_use]
    pub fn of(known: bool) -> Verdict {
        if known { Verdict::True } else { Verdict::False }
    }

    fn negated(self) -> Verdict {
        match self {
            Verdict::False => Verdict::True,
            Verdict::Unknown => Verdict::Unknown,
            Verdict::True => Verdict::False,
        }
    }
}

/// What a node comes to when so many of its children are true and unknown.
#[inline]
#[must_use]
pub fn combine(node: &Node, trues: u16, unknowns: u16) -> Verdict {
    let plain = match node.join {
        Join::All if trues + unknowns < node.children => Verdict::False,
        Join::Any if trues > 0 || node.children == 0 => Verdict::True,
        Join::All | Join::Any if unknowns > 0 => Verdict::Unknown,
        Join::All => Verdict::True,
        Join::Any | Join::Leaf => Verdict::False,
    };
    if node.negate { plain.negated() } else { plain }
}

/// Tests a clause against the fact it reads; None is a fact not reported. `currency` is what amounts are in.
#[must_use]
pub fn clause(tree: &Tree, node: u32, leaf: &Leaf, fact: Option<&Value>, currency: &str) -> Verdict {
    let Some(value) = fact else { return Verdict::Unknown };
    if let Test::Money(op, by) = &leaf.test {
        for [name, operand] in by.as_chunks().0 {
            if matches!(name, Value::Text(name) if **name == *currency) {
                return Verdict::of(op.holds(value, operand));
            }
        }
        return Verdict::Unknown;
    }
    Verdict::of(holds_leaf(tree, node, leaf, value))
}

/// The whole condition from scratch; `fact` gives what is known, `currency` what amounts of a fact are in.
#[must_use]
pub fn verdict<'v>(tree: &Tree, root: u32, fact: &dyn Fn(u16) -> Option<&'v Value>, currency: &dyn Fn(u16) -> &'v str) -> Verdict {
    let Some(node) = tree.nodes.get(root as usize) else { return Verdict::False };
    if node.join == Join::Leaf {
        let Some(leaf) = tree.leaves.get(node.leaf as usize) else { return Verdict::False };
        return clause(tree, root, leaf, fact(leaf.slot), currency(leaf.slot));
    }
    let (mut trues, mut unknowns) = (0, 0);
    for child in children(tree, root) {
        match verdict(tree, child, fact, currency) {
            Verdict::True => trues += 1,
            Verdict::Unknown => unknowns += 1,
            Verdict::False => {}
        }
    }
    combine(node, trues, unknowns)
}

/// Whether a value at hand (an event's detail, an element) meets a condition. Everything in it is known: missing is null.
#[must_use]
pub fn holds(tree: &Tree, root: u32, value: &Value) -> bool {
    let Some(node) = tree.nodes.get(root as usize) else { return false };
    let plain = match node.join {
        Join::Leaf => tree.leaves.get(node.leaf as usize).is_some_and(|leaf| holds_leaf(tree, root, leaf, value)),
        Join::All => children(tree, root).all(|child| holds(tree, child, value)),
        Join::Any => node.children == 0 || children(tree, root).any(|child| holds(tree, child, value)),
    };
    plain != node.negate
}

fn holds_leaf(tree: &Tree, node: u32, leaf: &Leaf, value: &Value) -> bool {
    let value = match &leaf.path {
        Some(path) => value.get(path),
        None => value,
    };
    debug_assert!(leaf.slot == HERE || !matches!(leaf.test, Test::Money(..)), "amounts are tested by clause()");
    let items = if let Value::List(items) = value { items } else { &[][..] };
    match &leaf.test {
        Test::Value(op, operand) => op.holds(value, operand),
        Test::Regex(pattern, wanted) => found(pattern, value) == *wanted,
        Test::Glob(glob) => matches!(value, Value::Text(text) if glob.matches(text)),
        Test::Money(..) => false,
        Test::Size | Test::ElemMatch | Test::Each if !matches!(value, Value::List(_)) => false,
        Test::Size => holds(tree, node + 1, &Value::Int(items.len() as i64)),
        // GrowthBook skips elements that JavaScript takes for false.
        Test::ElemMatch => items.iter().any(|item| item.truthy() && holds(tree, node + 1, item)),
        Test::Each => children(tree, node).all(|one| items.iter().any(|item| holds(tree, one, item))),
    }
}

/// Every clause of a condition, in the order of the file, without those below a list operator.
#[cfg(feature = "tools")]
#[must_use]
pub fn clauses(tree: &Tree, root: u32) -> Vec<u32> {
    match tree.nodes.get(root as usize) {
        Some(node) if node.join == Join::Leaf => vec![root],
        Some(_) => children(tree, root).flat_map(|child| clauses(tree, child)).collect(),
        None => Vec::new(),
    }
}

/// The children of a node, or the conditions below a leaf.
pub fn children(tree: &Tree, parent: u32) -> impl Iterator<Item = u32> {
    let end = tree.nodes.get(parent as usize).map_or(0, |node| node.end);
    let mut next = parent + 1;
    std::iter::from_fn(move || {
        let child = next;
        if child >= end {
            return None;
        }
        next = tree.nodes.get(child as usize).map_or(end, |node| node.end.max(child + 1));
        Some(child)
    })
}
