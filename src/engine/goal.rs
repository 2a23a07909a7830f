//! Goals: what happens in the shop or in a message, counted for the exposures that it may be owed to.
//!
//! Decides which exposures come to a goal, and that each does so once. Leaves to `report` what leaves the page.

use super::eval;
use super::id::Id;
use super::profile::{Kind, Set};
use super::program::{NONE, Program};
use super::report::{self, mark, send};
use super::state::State;
use crate::outcome::What;
use crate::value::Value;
use std::rc::Rc;

/// Something happened that may be a goal: it counts once for each exposure in whose window it lies.
pub fn converted(program: &Program, state: &mut State, on: &str, detail: &Value, value: Option<i64>) {
    for campaign in &program.campaigns {
        for (goal, number) in campaign.goals.iter().zip(0u16..) {
            if *goal.on != *on || (goal.filter != NONE && !eval::holds(&program.tree, goal.filter, detail)) {
                continue;
            }
            let Some((exposure, variant)) = unconverted(state, &campaign.id, number, state.now.saturating_sub(goal.within)) else {
                continue;
            };
            mark(state, Kind::Converted, &campaign.id, exposure, &variant, i64::from(number));
            let of = report::of_exposure(program, campaign, &variant, exposure, exposure == Id::default());
            send(program, state, Some(of), What::Converted { goal: number, value: goal.value.or(value) });
        }
    }
}

/// The last exposure since then, unless it has come to this goal already: marks are in the order of time.
fn unconverted(state: &State, campaign: &str, goal: u16, since: i64) -> Option<(Id, Rc<str>)> {
    let mut exposed = None;
    for mark in state.profile.of(Set::Marks) {
        if mark.at < since || *mark.name != *campaign {
            continue;
        }
        if mark.kind == Kind::Exposed {
            exposed = Some(mark);
        } else if mark.kind == Kind::Converted && mark.number == i64::from(goal) {
            exposed = None;
        }
    }
    exposed.map(|mark| (mark.exposure, Rc::clone(&mark.variant)))
}
