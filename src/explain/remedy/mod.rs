//! The smallest change that would show a campaign, proven by letting the engine run it.
//!
//! Decides in which order changes are tried: fewest first, then the smallest. Which changes could open a gate is said by [`options`],
//! what one does and how it reads by [`change`]. Nothing is said that a [`run`] did not confirm: where none is found, what stands in
//! the way is.

pub mod change;
pub mod clock;
pub mod moments;
pub mod options;
pub mod run;
pub mod values;
pub mod ways;

use crate::engine::program::Program;
use crate::engine::state::State;
use crate::explain::words;
use change::{Change, sentence};
use options::{Options, options};
use run::Run;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Visits that are played for one campaign, where it is the one that is asked about.
pub const MOST_RUNS: usize = 250;
/// Changes that a sentence can hold and still be of use.
const MOST_CHANGES: usize = 6;

/// What would show a campaign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Remedy {
    /// Whether it is on screen now.
    pub showing: bool,
    /// The changes in order, each as it stands in the sentence; empty where none was found, or none is needed.
    pub changes: Vec<String>,
    /// The whole answer.
    pub sentence: String,
    /// What stands in the way, where no change was found.
    pub in_the_way: Vec<String>,
}

/// A way that is being tried: its cost, how it was reached.
struct Attempt<'p> {
    cost: (usize, u64, usize),
    run: Run<'p>,
    changes: Vec<Change>,
}

impl PartialEq for Attempt<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cost == other.cost
    }
}

impl Eq for Attempt<'_> {}

impl PartialOrd for Attempt<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Attempt<'_> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.cost.cmp(&other.cost)
    }
}

/// Whether the changes, one after the other, show the campaign.
fn confirmed(program: &Program, state: &State, rank: u32, changes: &[Change]) -> bool {
    let mut run = Run::new(program, state);
    changes.iter().for_each(|change| change.apply(&mut run));
    run.shows(rank)
}

/// Looks for the smallest change that would show the campaign of a rank; plays `most_runs` visits at most.
#[must_use]
pub fn remedy(program: &Program, state: &State, rank: u32, most_runs: usize) -> Remedy {
    let none = Remedy { showing: false, changes: Vec::new(), sentence: String::new(), in_the_way: Vec::new() };
    if state.showing.iter().any(|showing| showing.campaign == rank) {
        return Remedy { showing: true, sentence: String::from("It is on screen."), ..none };
    }
    let first = Attempt { cost: (0, 0, 0), run: Run::new(program, state), changes: Vec::new() };
    let (mut waiting, mut runs, mut in_the_way) = (BinaryHeap::from([Reverse(first)]), 1, Vec::new());
    let mut far_off = None;
    while let Some(Reverse(Attempt { cost, run, changes })) = waiting.pop() {
        if run.shows(rank) {
            // The sentence is what is proven: waits that follow each other are one in it.
            if !confirmed(program, state, rank, &changes) {
                continue;
            }
            let parts: Vec<String> = changes.iter().map(|change| change.words(program, state)).collect();
            return Remedy { sentence: sentence(&parts), changes: parts, ..none };
        }
        let (ways, reason) = match options(&run, rank) {
            Options::Ways(ways, reason) => (ways, reason),
            Options::Stuck(why) => {
                if !in_the_way.contains(&why) {
                    in_the_way.push(why);
                }
                continue;
            }
        };
        for way in ways {
            let (mut done, mut size) = (changes.clone(), cost.1);
            for change in &way {
                size += change.size(&run.state);
                change.clone().join(&mut done);
            }
            if runs < most_runs && done.len() <= MOST_CHANGES {
                runs += 1;
                let mut next = run.clone();
                way.iter().for_each(|change| change.apply(&mut next));
                waiting.push(Reverse(Attempt { cost: (done.len(), size, runs), run: next, changes: done }));
            } else if far_off.is_none() {
                far_off = program.campaigns.get(rank as usize).map(|campaign| words::reason(program, &run.state, campaign, &reason));
            }
        }
    }
    // The first gate behind which the search was given up says more than nothing.
    if in_the_way.is_empty() {
        in_the_way.extend(far_off);
    }
    let sentence = match in_the_way.as_slice() {
        [] => String::from("No change was found that would show it."),
        all => format!("No change was found that would show it. In the way: {}", all.join(" ")),
    };
    Remedy { sentence, in_the_way, ..none }
}
