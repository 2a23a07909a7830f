//! Which trigger of a campaign fired: the engine latches campaigns, and does not say by which moment.
//!
//! Decides nothing about triggers: it is the same program in which each trigger has a campaign of its own, that shows nothing. The same
//! events are told to it, so the stage that arms campaigns says which would have been armed by this trigger alone.

use crate::engine::program::{Campaign, NONE, OWNER, Program, SEGMENT};
use crate::engine::trigger::{Entry, Triggers};

/// The program of lone triggers. The rank of a campaign in it is the place of its trigger among the entries of the program.
#[must_use]
pub fn probe(program: &Program) -> Program {
    let mut probe = program.clone();
    let (mut campaigns, mut entries) = (Vec::new(), Vec::new());
    for (entry, place) in program.triggers.entries.iter().zip(0u32..) {
        // By its id what happened is counted, where a trigger waits for the n-th time.
        let id = program.campaigns.get(entry.campaign as usize).map(|owner| owner.id.clone()).unwrap_or_default();
        campaigns.push(Campaign { id, enabled: true, when: NONE, group: NONE, ..Campaign::default() });
        entries.push(Entry { campaign: place, ..*entry });
    }
    probe.triggers = Triggers::new(&entries, campaigns.len());
    probe.campaigns = campaigns;
    // Conditions belong to campaigns that are not there; segments go on.
    for node in &mut probe.tree.nodes {
        if (OWNER..SEGMENT).contains(&node.parent) {
            node.parent = NONE;
        }
    }
    probe
}
