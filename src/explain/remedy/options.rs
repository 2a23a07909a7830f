//! What could open the gate at which a campaign stops.
//!
//! Decides the order in which gates are opened: what the visitor is first, then time, the moment last, because passing moments pass.
//! Each way is only a proposal; the run says whether it helps.

use super::change::{Change, rounded};
use super::clock;
use super::moments::moments;
use super::run::Run;
use super::values::values;
use super::ways::ways;
use crate::engine::eval::Verdict;
use crate::engine::experiment::draw;
use crate::engine::fact::{Fact, PROGRESS};
use crate::engine::gate::{GATES, Reason};
use crate::engine::program::{Campaign, Leaf, Per, Program, Source};
use crate::engine::state::State;
use crate::engine::time::Millis;
use crate::explain::words;
use crate::value::Value;
use std::collections::BTreeMap;

/// What can be tried.
#[derive(Debug)]
pub enum Options {
    /// Each a list of changes; and why the gate is closed.
    Ways(Vec<Vec<Change>>, Reason),
    /// Nothing: why not, in a sentence.
    Stuck(String),
}

/// In this order gates are opened.
const ORDER: [&str; 12] =
    ["enabled", "consent", "experiment", "when", "checkout", "search", "schedule", "frequency", "words", "place", "screen", "trigger"];

/// Proposals for the first gate that is closed.
#[must_use]
pub fn options(run: &Run<'_>, rank: u32) -> Options {
    let (program, state) = (run.program, &run.state);
    let Some(campaign) = program.campaigns.get(rank as usize) else { return Options::Stuck(String::from("There is no such campaign.")) };
    for name in ORDER {
        if name == "when"
            && let Some(held) = held_out(program, state, campaign)
        {
            return Options::Stuck(held);
        }
        let Some((_, gate)) = GATES.iter().find(|(gate, _)| *gate == name) else { continue };
        if let Some(reason) = gate(program, state, rank, campaign) {
            return open(program, state, rank, campaign, &reason);
        }
    }
    Options::Stuck(String::from("All gates are open, and yet it does not come up."))
}

/// A visitor who passes all gates and is given nothing.
fn held_out(program: &Program, state: &State, campaign: &Campaign) -> Option<String> {
    let choice = draw(program, state, campaign)?;
    let Some(place) = choice.place else { return Some(String::from("The visitor is in the site's holdout, which sees nothing.")) };
    let variant = campaign.variants.get(place)?;
    variant.show.is_none().then(|| format!("The visitor is in the holdout `{}`, which sees nothing.", variant.id))
}

fn open(program: &Program, state: &State, rank: u32, campaign: &Campaign, reason: &Reason) -> Options {
    let stuck = || Options::Stuck(words::reason(program, state, campaign, reason));
    let one = |change: Change| Options::Ways(vec![vec![change]], *reason);
    // The full hour or minute reads better; where that is too late, it is the very moment.
    let wait = |span: Millis| Options::Ways(vec![vec![Change::Wait(rounded(span))], vec![Change::Wait(span)]], *reason);
    match reason {
        Reason::Disabled
        | Reason::Broken
        | Reason::NoMemory
        | Reason::Outside
        | Reason::Speechless
        | Reason::Over
        | Reason::NoCode
        | Reason::Place { .. } => stuck(),
        Reason::NotTriggered => Options::Ways(moments(program, state, rank, campaign), *reason),
        Reason::Closed { opens: Some(at) } => wait(at - state.now),
        Reason::Consent => one(Change::Consent),
        Reason::Condition(verdict) => condition(program, state, campaign, *verdict),
        Reason::Checkout => {
            let other = |kind: &str| Change::fact(state, Fact::PageType as u16, None, kind.into());
            Options::Ways(vec![vec![other("cart")], vec![other("other")]], *reason)
        }
        Reason::Capped { until: Some(at), .. } | Reason::Cooling { until: Some(at), .. } => wait(at - state.now),
        Reason::Capped { per: Per::Page, .. } | Reason::SearchLanding => one(Change::Page),
        Reason::Capped { per: Per::Session, .. } => one(Change::Visit(program.site.session_idle + 1_000)),
        Reason::Closed { opens: None } | Reason::Capped { .. } | Reason::Cooling { .. } => stuck(),
        Reason::Busy { with } if *with == rank => stuck(),
        Reason::Busy { with } => Options::Ways(vec![vec![Change::Close(*with)], vec![Change::Page]], *reason),
        Reason::Quiet { until } => wait(until - state.now),
        Reason::Scene { until, .. } => one(Change::Free(until - state.now)),
    }
}

/// The ways in which a condition can come to hold.
fn condition(program: &Program, state: &State, campaign: &Campaign, verdict: Verdict) -> Options {
    let mut all = Vec::new();
    for way in ways(program, state, campaign.when, true) {
        let mut by_slot: BTreeMap<u16, Vec<(u32, &Leaf, bool)>> = BTreeMap::new();
        let mut timed = Vec::new();
        for (node, wanted) in way {
            let leaf = program.tree.nodes.get(node as usize).and_then(|node| program.tree.leaves.get(node.leaf as usize));
            let Some(leaf) = leaf else { continue };
            let moved_by_time = program.slots.get(leaf.slot as usize).is_some_and(|slot| clock::is_clock(&slot.source));
            let list = if moved_by_time { &mut timed } else { by_slot.entry(leaf.slot).or_default() };
            list.push((node, leaf, wanted));
        }
        let mut lists = vec![Vec::new()];
        for (slot, flips) in &by_slot {
            let choices = changes(program, state, *slot, flips);
            lists = lists
                .iter()
                .flat_map(|list| choices.iter().map(|choice| [list.as_slice(), std::slice::from_ref(choice)].concat()))
                .collect();
            lists.truncate(6);
        }
        if !timed.is_empty() {
            match clock::wait(program, state, &timed) {
                Some(span) => {
                    let after = |span: Millis| lists.iter().map(move |list| [list.as_slice(), &[Change::Wait(span)]].concat());
                    lists = after(rounded(span)).chain(after(span)).collect();
                }
                None => continue,
            }
        }
        all.extend(lists.into_iter().filter(|list| !list.is_empty()));
    }
    if all.is_empty() {
        let reason = words::reason(program, state, campaign, &Reason::Condition(verdict));
        return Options::Stuck(format!("No value was found with which its condition would hold. {reason}"));
    }
    Options::Ways(all, Reason::Condition(verdict))
}

/// The changes of one fact that make its clauses come out as wanted.
fn changes(program: &Program, state: &State, slot: u16, flips: &[(u32, &Leaf, bool)]) -> Vec<Change> {
    let Some(source) = program.slots.get(slot as usize).map(|slot| &slot.source) else { return Vec::new() };
    let values = values(program, state, flips);
    let shape = flips.iter().find(|(_, _, wanted)| *wanted).map(|(node, leaf, _)| (*node, leaf.path.clone()));
    let known = state.values.get(slot as usize).cloned().flatten();
    values
        .into_iter()
        .filter_map(|value| match (source, &value) {
            (Source::Progress(id, what), Value::Int(wanted)) => {
                // What a campaign has come to only grows.
                let more = wanted - known.as_ref().and_then(|value| if let Value::Int(count) = value { Some(*count) } else { None })?;
                let (_, row) = PROGRESS.iter().find(|(progress, _)| progress == what)?;
                Change::progress(id, *what, more, row.name)
            }
            (Source::Progress(..) | Source::Segment(_), _) => None,
            (Source::Fixed(_) | Source::Query(_) | Source::Custom(_), _) => Some(Change::fact(state, slot, shape.clone(), value)),
        })
        .collect()
}
