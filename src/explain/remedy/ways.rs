//! Which clauses would have to come out otherwise for a condition to hold.
//!
//! Decides it from the shape of the condition and the verdict slots. Leaves to [`values`](super::values) and [`clock`](super::clock)
//! what a fact would have to be.

use crate::engine::eval::{Verdict, children};
use crate::engine::op::Op;
use crate::engine::program::{Join, Leaf, Program, Test};
use crate::engine::state::State;
use crate::value::Value;

/// Most ways that are followed.
const MOST: usize = 16;

/// A clause, by its node, and what it should come to.
pub type Flip = (u32, bool);

/// The ways in which a node can come to `wanted`, the fewest clauses first. None of them: it does not depend on facts.
#[must_use]
pub fn ways(program: &Program, state: &State, place: u32, wanted: bool) -> Vec<Vec<Flip>> {
    let verdict = state.counters.get(place as usize).map_or(Verdict::Unknown, |counter| counter.verdict);
    if verdict == Verdict::of(wanted) {
        return vec![Vec::new()];
    }
    let Some(node) = program.tree.nodes.get(place as usize) else { return Vec::new() };
    if node.join == Join::Leaf {
        let leaf = program.tree.leaves.get(node.leaf as usize);
        return match leaf.and_then(|leaf| through_segment(program, leaf, wanted)) {
            Some((root, wanted)) => ways(program, state, root, wanted),
            None => vec![vec![(place, wanted)]],
        };
    }
    let plain = wanted != node.negate;
    let parts = children(&program.tree, place).map(|child| ways(program, state, child, plain));
    // All of "all" have to hold, or none of "any"; of the others one is enough.
    let mut all = if (node.join == Join::All) == plain { parts.fold(vec![Vec::new()], product) } else { parts.flatten().collect() };
    all.sort_by_key(Vec::len);
    all.truncate(MOST);
    all
}

fn product(ways: Vec<Vec<Flip>>, part: Vec<Vec<Flip>>) -> Vec<Vec<Flip>> {
    let mut all: Vec<Vec<Flip>> = ways.iter().flat_map(|way| part.iter().map(|more| [way.as_slice(), more].concat())).collect();
    all.sort_by_key(Vec::len);
    all.truncate(MOST);
    all
}

/// A clause on a segment is the segment's condition.
fn through_segment(program: &Program, leaf: &Leaf, wanted: bool) -> Option<(u32, bool)> {
    let (_, root) = program.segments.iter().find(|(slot, _)| *slot == leaf.slot)?;
    match &leaf.test {
        Test::Value(Op::Is | Op::Eq, Value::Bool(flag)) => Some((*root, *flag == wanted)),
        Test::Value(Op::Ne, Value::Bool(flag)) => Some((*root, *flag != wanted)),
        _ => None,
    }
}
