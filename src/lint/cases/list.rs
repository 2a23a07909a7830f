//! Lists of texts that stand for all others.
//!
//! Decides them: every choice of the texts that clauses name, with and without something else, in each length that a clause counts to.
//! What looks deeper into the elements, or at the list as a whole, may say anything.

use super::values::{Candidate, OTHER, outcomes};
use crate::engine::op::Op;
use crate::engine::program::{Join, Leaf, Test, Tree};
use crate::value::Value;
use std::collections::BTreeSet;
use std::rc::Rc;

/// Most texts of which every choice is tried.
const MOST_TEXTS: usize = 5;
/// Longest list that is tried.
const LONGEST: usize = 20;

/// Lists that stand for all others.
#[must_use]
pub fn candidates(tree: &Tree, leaves: &[(u32, &Leaf)]) -> Option<Vec<Candidate>> {
    let mut named: BTreeSet<Rc<str>> = BTreeSet::new();
    let mut lengths: BTreeSet<usize> = BTreeSet::new();
    let free: Vec<bool> = leaves.iter().map(|(node, leaf)| !followed(tree, *node, leaf, &mut named, &mut lengths)).collect();
    if named.len() > MOST_TEXTS {
        return None;
    }
    let named: Vec<Value> = named.into_iter().map(Value::Text).collect();
    let mut all = Vec::new();
    for bits in 0..1u32 << named.len() {
        let chosen: Vec<Value> =
            named.iter().enumerate().filter(|(place, _)| bits >> place & 1 == 1).map(|(_, text)| text.clone()).collect();
        for others in [None, Some(Value::from(OTHER))] {
            let list: Vec<Value> = chosen.iter().cloned().chain(others).collect();
            let least = list.len();
            for length in lengths.iter().copied().filter(|length| *length > least).chain([least]) {
                let Some(last) = list.last().or((length == 0).then_some(&Value::Null)) else { continue };
                let repeated = list.iter().cloned().chain(std::iter::repeat_n(last.clone(), length - least));
                let value = Value::from(repeated.collect::<Vec<_>>());
                let places = |leaf: &Leaf| leaves.iter().zip(&free).any(|((_, one), free)| *free && std::ptr::eq(*one, leaf));
                all.extend(outcomes(&value, leaves, places)?);
            }
        }
    }
    Some(all)
}

/// Whether the engine's word on a list of the named texts is all there is to say; notes what it names and how far it counts.
fn followed(tree: &Tree, node: u32, leaf: &Leaf, named: &mut BTreeSet<Rc<str>>, lengths: &mut BTreeSet<usize>) -> bool {
    match &leaf.test {
        Test::Value(Op::In | Op::Nin | Op::Contains | Op::Eq | Op::Ne | Op::Exists | Op::Type, operand) => {
            note(operand, named);
            true
        }
        Test::Size => {
            let mut counts = true;
            below(tree, node, &mut |leaf| match &leaf.test {
                Test::Value(op, operand) if !matches!(op, Op::Isi | Op::Ini | Op::Nini) => {
                    for number in operand.items() {
                        let at = number.to_number();
                        counts &= at.fract() == 0.0 && (0.0..LONGEST as f64).contains(&at);
                        let at = at.max(0.0) as usize;
                        lengths.extend([at.saturating_sub(1), at, at + 1]);
                    }
                }
                _ => counts = false,
            });
            lengths.retain(|length| *length <= LONGEST);
            counts
        }
        Test::ElemMatch | Test::Each => {
            let mut plain = true;
            below(tree, node, &mut |leaf| match &leaf.test {
                Test::Value(Op::Is | Op::Eq | Op::Ne | Op::In | Op::Nin, operand) if leaf.path.is_none() => {
                    plain &= operand.items().iter().all(|operand| matches!(operand, Value::Text(_)));
                    note(operand, named);
                }
                _ => plain = false,
            });
            plain
        }
        Test::Value(..) | Test::Money(..) | Test::Regex(..) | Test::Glob(_) => false,
    }
}

fn note(operand: &Value, named: &mut BTreeSet<Rc<str>>) {
    for one in operand.items() {
        if let Value::Text(text) = one {
            named.insert(Rc::clone(text));
        }
    }
}

/// Every clause below a node.
fn below(tree: &Tree, node: u32, see: &mut dyn FnMut(&Leaf)) {
    let end = tree.nodes.get(node as usize).map_or(node, |node| node.end);
    for inside in node + 1..end {
        let Some(node) = tree.nodes.get(inside as usize) else { continue };
        if node.join == Join::Leaf
            && let Some(leaf) = tree.leaves.get(node.leaf as usize)
        {
            see(leaf);
        }
    }
}
