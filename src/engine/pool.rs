//! Codes from pools: each visitor is given one of their own, when it is about to be seen.
//!
//! Decides when a code is asked for, and what is known of it. It is asked for under the visitor's id, so that one who comes back is given the same,
//! and only where that id may be used; otherwise there is none. Which code it is, and whether there is one left, the collector decides.

use super::effect::Effect;
use super::report::analytics;
use super::state::State;
use crate::view::build::Given;
use std::rc::Rc;

/// A code that was asked for.
#[derive(Clone, Debug)]
pub struct Asked {
    campaign: Rc<str>,
    pool: Rc<str>,
    given: Given,
}

/// What is known of the code.
#[must_use]
pub fn code(state: &State, campaign: &str, pool: &str) -> Given {
    if state.preview {
        return Given::Code("EXAMPLE".into());
    }
    if analytics(state) != Some(true) {
        return Given::None;
    }
    for asked in &state.codes {
        if *asked.campaign == *campaign && *asked.pool == *pool {
            return asked.given.clone();
        }
    }
    Given::Waits
}

/// The code is about to be seen: it is asked for, unless it was.
pub fn ask(state: &mut State, campaign: &Rc<str>, pool: Rc<str>) {
    for asked in &state.codes {
        if asked.campaign == *campaign && asked.pool == pool {
            return;
        }
    }
    if let Some((_, visitor)) = state.profile.visitor {
        let number = state.codes.len() as u32;
        state.effects.push(Effect::Code { number, campaign: Rc::clone(campaign), pool: Rc::clone(&pool), visitor });
        state.codes.push(Asked { campaign: Rc::clone(campaign), pool, given: Given::Waits });
    }
}

/// The answer: a code, or that there is none.
pub fn told(state: &mut State, number: u32, code: Option<&Rc<str>>) {
    if let Some(asked) = state.codes.get_mut(number as usize) {
        asked.given = code.map_or(Given::None, |code| Given::Code(Rc::clone(code)));
        state.moved = true;
    }
}

/// On another page it is tried again; what is still on its way arrives for nobody.
pub fn retry(state: &mut State) {
    for asked in &mut state.codes {
        if !matches!(asked.given, Given::Code(_)) {
            asked.campaign = Rc::default();
        }
    }
}
