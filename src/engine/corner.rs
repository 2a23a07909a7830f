//! The corner: where folded messages and the reminder of a code stand.
//!
//! Decides which of them is drawn. None while an interruption is on screen, and one at a time: the teaser that was folded last, else
//! the reminder. At checkout no teaser of a campaign that keeps out of it. Folded messages follow the shopper through the visit by
//! the [tab](super::tab). Leaves to `message` what folds and opens them.

use super::choose::{fresh, put_up};
use super::effect::Effect;
use super::gate;
use super::message;
use super::profile::Row;
use super::program::Program;
use super::reminder;
use super::state::State;
use super::time::Millis;
use std::mem::take;
use std::rc::Rc;

/// Draws what may stand there and takes away what may not. Gives the moment at which a reminder ends.
pub fn settle(program: &Program, state: &mut State) -> Millis {
    let mut free = !gate::covered(program, state);
    let mut all = take(&mut state.showing);
    let mut folded = Vec::new();
    for showing in all.iter_mut().rev() {
        let Some(campaign) = program.campaigns.get(showing.campaign as usize) else { continue };
        if !showing.folded {
            continue;
        }
        let mut row = Row::new(0, Rc::clone(&campaign.id), Rc::clone(&showing.variant));
        row.exposure = showing.exposure;
        row.number = i64::from(showing.unassigned) | i64::from(showing.seen) << 1;
        folded.insert(0, row);
        let drawn = free && gate::checkout(program, state, showing.campaign, campaign).is_none();
        free &= !drawn;
        if drawn && !showing.up {
            message::put(program, state, showing);
        } else if showing.up && !drawn {
            showing.up = false;
            state.effects.push(Effect::Hide { exposure: showing.exposure });
        }
    }
    state.showing = all;
    if folded != state.tab.folded {
        state.tab.folded = folded;
        state.tab_dirty = true;
    }
    reminder::settle(program, state, free)
}

/// Puts back what the tab has folded on other pages.
pub fn unpack(program: &Program, state: &mut State) {
    for row in state.tab.folded.clone() {
        let Some(rank) = program.campaign(&row.name) else { continue };
        let Some(campaign) = program.campaigns.get(rank as usize) else { continue };
        if !campaign.enabled || state.showing.iter().any(|showing| showing.campaign == rank) {
            continue;
        }
        for variant in &campaign.variants {
            if variant.id == row.variant
                && let Some(message) = variant.show.and_then(|part| message::decode(program, state, &campaign.id, part))
                && message.show.teaser.is_some()
            {
                let mut showing = fresh(state, &message, (rank, row.exposure), (&row.variant, row.number & 1 != 0));
                (showing.folded, showing.seen) = (true, row.number & 2 != 0);
                put_up(program, state, showing);
            }
        }
    }
}
