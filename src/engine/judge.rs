//! Judging: a moved fact finds the clauses it can change, and what they change climbs as far as something changes.
//!
//! Decides nothing that `eval` does not decide: each visited clause is tested by [`eval::clause`], each node combined by
//! [`eval::combine`].
//!
//! INVARIANT: after every call the verdict slots equal a full evaluation of every condition over `state.values`.

use super::eval::{self, Verdict};
use super::fact::{CART, FactType};
use super::index::{Lane, NULL_KEY, Threshold, key};
use super::program::{Join, NONE, OWNER, Program, SEGMENT};
use super::state::{Counter, State};
use crate::value::Value;

/// Fills the verdict slots for a state in which nothing is reported: every clause Unknown.
pub fn begin(program: &Program, state: &mut State) {
    state.values.clear();
    for _ in &program.slots {
        state.values.push(None);
    }
    state.counters.clear();
    for _ in &program.tree.nodes {
        state.counters.push(Counter::default());
    }
    // Children stand behind their parents, so going backwards each node is complete when it is reached.
    for (place, node) in program.tree.nodes.iter().enumerate().rev() {
        let Some(counter) = state.counters.get_mut(place) else { continue };
        if node.join != Join::Leaf {
            counter.verdict = eval::combine(node, counter.trues, counter.unknowns);
        }
        let verdict = counter.verdict;
        if node.parent < OWNER
            && let Some(parent) = state.counters.get_mut(node.parent as usize)
        {
            parent.trues += u16::from(verdict == Verdict::True);
            parent.unknowns += u16::from(verdict == Verdict::Unknown);
        }
    }
    for (campaign, rank) in program.campaigns.iter().zip(0u32..) {
        state.ready.set(rank, verdict_at(state, campaign.when) == Verdict::True);
    }
    for (segment, (_, root)) in program.segments.iter().enumerate() {
        let verdict = verdict_at(state, *root);
        segment_moved(program, state, segment as u32, verdict);
    }
}

fn verdict_at(state: &State, node: u32) -> Verdict {
    state.counters.get(node as usize).map_or(Verdict::Unknown, |counter| counter.verdict)
}

/// Reports a fact: None is not reported, null is absent. Costs a comparison where nothing moved.
pub fn report(program: &Program, state: &mut State, slot: u16, value: Option<Value>) {
    let Some(known) = state.values.get_mut(slot as usize) else { return };
    if *known == value {
        return;
    }
    let old = std::mem::replace(known, value.clone());
    state.moved = true;
    let (Some(old), Some(new)) = (&old, &value) else {
        return visit(program, state, program.index.readers(slot), value.as_ref());
    };
    let thresholds = program.index.lane(slot, Lane::Thresholds);
    if !thresholds.is_empty() {
        let (was, is) = (number(old), number(new));
        let (low, high) = (was.min(is), was.max(is));
        // A plain amount is in the site's currency; while the cart is in another one every clause has to be asked.
        let plain =
            program.slots.get(slot as usize).is_some_and(|slot| slot.kind != FactType::Money) || state.currency == program.site.currency;
        for one in between(thresholds, low, high) {
            match one.how.holds(is, one.at) {
                Some(holds) if plain => settle(program, state, one.node, Verdict::of(holds)),
                _ => ask(program, state, one.node, Some(new)),
            }
        }
    }
    let equals = program.index.lane(slot, Lane::Equals);
    if !equals.is_empty() {
        for side in [old, new] {
            for item in side.items() {
                visit(program, state, between(equals, key(item), key(item)), Some(new));
            }
            // A list is visited by each of its elements, and as a value of its own.
            if let Value::List(_) = side {
                visit(program, state, between(equals, NULL_KEY, NULL_KEY), Some(new));
            }
        }
    }
    visit(program, state, program.index.lane(slot, Lane::Scans), Some(new));
}

/// The entries from one number to another, both included.
fn between(entries: &[Threshold], low: i64, high: i64) -> &[Threshold] {
    let from = entries.partition_point(|one| one.at < low);
    let to = entries.partition_point(|one| one.at <= high);
    entries.get(from..to).unwrap_or_default()
}

/// The currency that amounts are in has moved: every clause on an amount is tested again.
pub fn currency_moved(program: &Program, state: &mut State) {
    for (slot, number) in program.slots.iter().zip(0u16..) {
        if slot.kind == FactType::Money {
            let value = match state.values.get(number as usize) {
                Some(Some(value)) => Some(value.clone()),
                _ => None,
            };
            visit(program, state, program.index.readers(number), value.as_ref());
        }
    }
}

/// The currency that amounts of a fact are in: the cart's for the cart's own, the site's for all that the shop says besides.
#[must_use]
pub fn currency_of<'s>(program: &'s Program, state: &'s State, slot: u16) -> &'s str {
    if CART.contains(&slot) { &state.currency } else { &program.site.currency }
}

/// The number by which thresholds are ordered: null compares as 0.
fn number(value: &Value) -> i64 {
    if let Value::Int(number) = value { *number } else { 0 }
}

/// Tests clauses again.
fn visit(program: &Program, state: &mut State, entries: &[Threshold], value: Option<&Value>) {
    for one in entries {
        ask(program, state, one.node, value);
    }
}

fn ask(program: &Program, state: &mut State, node: u32, value: Option<&Value>) {
    let Some(leaf) = program.tree.nodes.get(node as usize).and_then(|node| program.tree.leaves.get(node.leaf as usize)) else { return };
    let verdict = eval::clause(&program.tree, node, leaf, value, currency_of(program, state, leaf.slot));
    settle(program, state, node, verdict);
}

/// Writes a clause's verdict and lets a change climb as far as something changes.
#[inline]
fn settle(program: &Program, state: &mut State, node: u32, mut verdict: Verdict) {
    let mut place = node;
    loop {
        let Some(counter) = state.counters.get_mut(place as usize) else { return };
        let old = std::mem::replace(&mut counter.verdict, verdict);
        if old == verdict {
            return;
        }
        let parent = program.tree.nodes.get(place as usize).map_or(NONE, |node| node.parent);
        if parent >= OWNER {
            return owner_moved(program, state, parent, verdict);
        }
        let (Some(counter), Some(node)) = (state.counters.get_mut(parent as usize), program.tree.nodes.get(parent as usize)) else {
            return;
        };
        let weigh = |verdict: Verdict| (u16::from(verdict == Verdict::True), u16::from(verdict == Verdict::Unknown));
        let ((was_true, was_unknown), (is_true, is_unknown)) = (weigh(old), weigh(verdict));
        counter.trues = counter.trues + is_true - was_true;
        counter.unknowns = counter.unknowns + is_unknown - was_unknown;
        verdict = eval::combine(node, counter.trues, counter.unknowns);
        place = parent;
    }
}

fn owner_moved(program: &Program, state: &mut State, owner: u32, verdict: Verdict) {
    if owner == NONE {
        return;
    }
    if owner >= SEGMENT {
        segment_moved(program, state, owner - SEGMENT, verdict);
    } else {
        state.ready.set(owner - OWNER, verdict == Verdict::True);
    }
}

/// A segment is a fact like any other. Segments are ordered, so this ends.
fn segment_moved(program: &Program, state: &mut State, segment: u32, verdict: Verdict) {
    let Some((slot, _)) = program.segments.get(segment as usize) else { return };
    let value = match verdict {
        Verdict::True => Some(Value::Bool(true)),
        Verdict::False => Some(Value::Bool(false)),
        Verdict::Unknown => None,
    };
    report(program, state, *slot, value);
}
