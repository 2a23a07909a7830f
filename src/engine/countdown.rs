//! Countdowns: the moment at which they end.
//!
//! Decides it from a local time, or from when this visitor was first shown the campaign. That is kept with the profile, whatever tab,
//! visit or phase it is: such a countdown ends once and never begins again. Leaves the digits to the host.
//!
//! INVARIANT: what could not be remembered is not counted; it would begin anew on the next page.

use super::profile::{Row, Set};
use super::report::may_remember;
use super::state::State;
use super::time::{LocalMillis, Millis};
use std::rc::Rc;

/// A countdown, as it is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Countdown {
    /// The local time at which it ends; None: it is counted from the first exposure.
    pub until: Option<LocalMillis>,
    /// For so long, milliseconds.
    pub span: i64,
    /// By the visitor's clock instead of the shop's.
    pub by_visitor: bool,
}

/// The end of a countdown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ending {
    /// When it ends.
    pub at: Millis,
    /// What the clock shows then.
    pub local: LocalMillis,
    /// Whether that is past.
    pub over: bool,
}

/// When a countdown of a campaign ends; None where that could not be kept.
#[must_use]
pub fn ending(state: &State, campaign: &str, countdown: &Countdown) -> Option<Ending> {
    let zone = &state.zones[usize::from(countdown.by_visitor)];
    let at = match countdown.until {
        Some(local) => zone.instant(local),
        None if state.preview || (state.storage && may_remember(state)) => {
            let from = match begun(state, campaign) {
                None if state.profile.is_full(Set::Begun) => return None,
                from => from.unwrap_or(state.now),
            };
            from.saturating_add(countdown.span)
        }
        None => return None,
    };
    Some(Ending { at, local: zone.local(at), over: at <= state.now })
}

/// When the visitor was first shown the campaign; rows are in the order of time.
fn begun(state: &State, campaign: &str) -> Option<Millis> {
    for row in state.profile.of(Set::Begun) {
        if *row.name == *campaign {
            return Some(row.at);
        }
    }
    None
}

/// The visitor is shown the campaign: from the first time on its countdowns run.
pub fn begin(state: &mut State, campaign: &Rc<str>) {
    if begun(state, campaign).is_none() {
        state.profile_dirty |= state.profile.add(Set::Begun, Row::new(state.now, Rc::clone(campaign), "".into()));
    }
}
