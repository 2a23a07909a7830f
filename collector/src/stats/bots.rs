//! With and without suspected bots.
//!
//! Decides which verdict holds: both are computed, and where they differ there is none, as it would be a verdict on bots.

use super::verdict::{Halt, Verdict};

/// The verdict without suspected bots, if it is the same with them.
#[must_use]
pub fn agreed(with: &Verdict, without: Verdict) -> Verdict {
    if with.call() == without.call() {
        return without;
    }
    // What stopped one of the two says more than that they differ.
    match (with, &without) {
        (Verdict::Halted(halt), _) => Verdict::Halted(halt.clone()),
        (_, Verdict::Halted(_)) => without,
        (
            Verdict::Winner { .. } | Verdict::Loser { .. } | Verdict::NoDifference { .. } | Verdict::Running { .. },
            Verdict::Winner { .. } | Verdict::Loser { .. } | Verdict::NoDifference { .. } | Verdict::Running { .. },
        ) => Verdict::Halted(Halt::Bots { with: with.call(), without: without.call() }),
    }
}
