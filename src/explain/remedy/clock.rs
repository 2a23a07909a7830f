//! How long it takes until clauses on facts that only time moves come out as wanted.
//!
//! Decides which moments are worth looking at: counts that reach a threshold, hours and days that begin. What a fact is then is
//! asked of [`note::of_clock`](crate::engine::note::of_clock), as the engine does.

use super::values::proposals;
use crate::engine::eval::{self, Verdict};
use crate::engine::fact::{Fact, Progress};
use crate::engine::judge::currency_of;
use crate::engine::note::{cart_items, of_clock};
use crate::engine::profile::Kind;
use crate::engine::program::{Leaf, Program, Source};
use crate::engine::state::State;
use crate::engine::time::{DAY, MINUTE, Millis, SECOND};
use crate::value::Value;

/// Hours that are looked at: of every weekday once.
const HOURS: usize = 8 * 24;
/// Days that are looked at.
const DAYS: usize = 400;

/// Whether time alone moves this fact.
#[must_use]
pub fn is_clock(source: &Source) -> bool {
    matches!(
        source,
        Source::Fixed(
            Fact::SessionSeconds
                | Fact::CartIdleMinutes
                | Fact::TimeHour
                | Fact::TimeWeekday
                | Fact::TimeDate
                | Fact::TimeLocalHour
                | Fact::TimeLocalWeekday
        ) | Source::Progress(_, Progress::DaysSinceSeen | Progress::DaysSinceDismissed)
    )
}

/// The shortest wait after which all of these clauses come out as wanted.
#[must_use]
pub fn wait(program: &Program, state: &State, flips: &[(u32, &Leaf, bool)]) -> Option<Millis> {
    let mut moments = Vec::new();
    for (node, leaf, _) in flips {
        let slot = program.slots.get(leaf.slot as usize)?;
        if let Some((base, unit)) = counted_from(state, &slot.source) {
            let counts = proposals(program, *node, leaf, None, slot.kind, "");
            let at = |value: &Value| if let Value::Int(count) = value { count.checked_mul(unit)?.checked_add(base) } else { None };
            moments.extend(counts.iter().filter_map(at));
        } else {
            let zone = &state.zones[0];
            let (mut hour, mut day) = (state.now, state.now);
            for _ in 0..HOURS {
                hour = zone.next_hour(hour).min(state.zones[1].next_hour(hour));
                moments.push(hour);
            }
            for _ in 0..DAYS {
                day = zone.next_day(day);
                moments.push(day);
            }
        }
    }
    moments.retain(|at| *at > state.now);
    moments.sort_unstable();
    let mut then = state.clone();
    for at in moments {
        then.now = at;
        let fits = flips.iter().all(|(node, leaf, wanted)| {
            let slot = program.slots.get(leaf.slot as usize);
            let value = slot.and_then(|slot| of_clock(program, &then, slot)).and_then(|(value, _)| value);
            eval::clause(&program.tree, *node, leaf, value.as_ref(), currency_of(program, state, leaf.slot)) == Verdict::of(*wanted)
        });
        if fits {
            return Some(at - state.now);
        }
    }
    None
}

/// From when a count runs, and how long each takes.
fn counted_from(state: &State, source: &Source) -> Option<(Millis, Millis)> {
    match source {
        Source::Fixed(Fact::SessionSeconds) => Some((state.tab.visit, SECOND)),
        Source::Fixed(Fact::CartIdleMinutes) => {
            let (_, since) = state.tab.cart.filter(|_| cart_items(state) > Some(0))?;
            Some((since, MINUTE))
        }
        Source::Progress(campaign, what) => {
            let kind = if *what == Progress::DaysSinceSeen { Kind::Exposed } else { Kind::Dismissed };
            Some((state.profile.tally(campaign, kind).last?, DAY))
        }
        Source::Fixed(_) | Source::Query(_) | Source::Custom(_) | Source::Segment(_) => None,
    }
}
