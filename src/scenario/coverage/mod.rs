//! What scenarios have reached of a rule file: campaigns, triggers, clauses, variants, steps.
//!
//! Decides what counts as reached, from the slots that the engine writes as it runs. Leaves which trigger fired to [`probe`] and the
//! words to [`report`]. Several scenarios against one file add up in one [`Reached`].

pub mod probe;
pub mod report;

use crate::engine::eval::{Verdict, children};
use crate::engine::event::Event;
use crate::engine::profile::{Kind, Set};
use crate::engine::program::{HERE, Join, Program};
use crate::engine::state::State;
use crate::engine::time::Millis;
use crate::engine::{Step, step};
use std::collections::BTreeSet;
use std::rc::Rc;

/// A clause was true.
const TRUE: u8 = 1;
/// A clause was false.
const FALSE: u8 = 2;
/// A clause was not known.
const UNKNOWN: u8 = 4;

/// What has been reached of one rule file. All numbers are those of its program, which is the same each time it is read.
#[derive(Clone, Debug, Default)]
pub struct Reached {
    /// Ranks of campaigns whose trigger fired, so that all else was asked.
    asked: BTreeSet<u32>,
    /// Ranks of campaigns that were exposed, to somebody held out as well.
    exposed: BTreeSet<u32>,
    /// Places among [`Triggers::entries`](crate::engine::trigger::Triggers).
    fired: BTreeSet<u32>,
    /// What each node of the conditions came to while a campaign that reads it was asked.
    verdicts: Vec<u8>,
    /// Rank and id of variants that were shown, or held out.
    variants: BTreeSet<(u32, Rc<str>)>,
    /// The same with the place of a step that was shown.
    steps: BTreeSet<(u32, Rc<str>, usize)>,
}

/// A page: the engine's state, and beside it the probe's.
#[derive(Debug, Default)]
pub struct Page {
    /// What the visitor sees.
    pub state: State,
    probe: State,
}

/// Watches a visit being played.
#[derive(Debug)]
pub struct Watch {
    /// What has been reached so far.
    pub reached: Reached,
    probe: Program,
    /// Of each campaign the clauses it reads, those of segments included.
    clauses: Vec<Vec<u32>>,
}

impl Watch {
    /// Adds to what has been reached before.
    #[must_use]
    pub fn new(program: &Program, mut reached: Reached) -> Watch {
        reached.verdicts.resize(program.tree.nodes.len(), 0);
        let clauses = program.campaigns.iter().map(|campaign| clauses(program, campaign.when)).collect();
        Watch { reached, probe: probe::probe(program), clauses }
    }

    /// One step of a page, watched.
    pub fn step(&mut self, program: &Program, page: &mut Page, at: Millis, event: Event) -> Step {
        step(&self.probe, &mut page.probe, at, event.clone());
        let counts = matches!(event, Event::Claimed { .. });
        let done = step(program, &mut page.state, at, event);
        self.look(&page.state, &page.probe);
        if counts {
            self.exposures(program, &page.state);
        }
        done
    }

    fn look(&mut self, state: &State, probe: &State) {
        let Reached { asked, fired, verdicts, variants, steps, .. } = &mut self.reached;
        for showing in &state.showing {
            variants.insert((showing.campaign, Rc::clone(&showing.variant)));
            steps.insert((showing.campaign, Rc::clone(&showing.variant), showing.step));
        }
        // In a preview nothing is asked.
        if state.preview {
            return;
        }
        fired.extend(latched(probe));
        for rank in latched(state) {
            asked.insert(rank);
            for node in self.clauses.get(rank as usize).into_iter().flatten() {
                let Some(counter) = state.counters.get(*node as usize) else { continue };
                let Some(seen) = verdicts.get_mut(*node as usize) else { continue };
                *seen |= match counter.verdict {
                    Verdict::True => TRUE,
                    Verdict::False => FALSE,
                    Verdict::Unknown => UNKNOWN,
                };
            }
        }
    }

    /// What counted in this step, by the marks it left.
    fn exposures(&mut self, program: &Program, state: &State) {
        let now = state.profile.of(Set::Marks).iter().rev().take_while(|mark| mark.at == state.now);
        for mark in now.filter(|mark| mark.kind == Kind::Exposed) {
            if let Some(rank) = program.campaign(&mark.name) {
                self.reached.exposed.insert(rank);
                self.reached.variants.insert((rank, Rc::clone(&mark.variant)));
            }
        }
    }
}

/// Campaigns whose trigger has fired and holds.
fn latched(state: &State) -> impl Iterator<Item = u32> {
    state.armed.iter().chain(state.passing.iter().map(|(rank, _)| *rank))
}

/// The clauses of a condition, and those of the segments it reads.
fn clauses(program: &Program, root: u32) -> Vec<u32> {
    let (mut found, mut waiting) = (Vec::new(), vec![root]);
    while let Some(place) = waiting.pop() {
        let Some(node) = program.tree.nodes.get(place as usize) else { continue };
        if node.join != Join::Leaf {
            waiting.extend(children(&program.tree, place));
            continue;
        }
        // What stands below a list operator reads elements, of which no slot is kept.
        let Some(leaf) = program.tree.leaves.get(node.leaf as usize).filter(|leaf| leaf.slot != HERE) else { continue };
        if !found.contains(&place) {
            found.push(place);
            let read = program.segments.iter().filter(|(slot, _)| *slot == leaf.slot);
            waiting.extend(read.map(|(_, root)| *root));
        }
    }
    found.sort_unstable();
    found
}
