//! Facts that go together: combinations of values that cannot occur.
//!
//! Decides by how the engine reports them, see `engine::note`. A pair that is not named here goes together in every way.

use crate::engine::fact::Fact;
use crate::engine::program::Source;
use crate::value::Value;

/// Facts of one family have to be looked at together; others have nothing to do with one another.
#[must_use]
pub fn family(source: &Source) -> Option<u8> {
    let Source::Fixed(fact) = source else { return None };
    if matches!(fact, Fact::VisitorVisits | Fact::VisitorIsNew | Fact::VisitorDaysSinceLastVisit) {
        return Some(0);
    }
    matches!(fact, Fact::CartItems | Fact::CartDistinct | Fact::CartSubtotal | Fact::CartIdleMinutes).then_some(1)
}

/// Whether the two facts may have these values at once. Asked both ways round.
#[must_use]
pub fn together(one: &Source, value: &Value, other: &Source, with: &Value) -> bool {
    let (Source::Fixed(one), Source::Fixed(other)) = (one, other) else { return true };
    match (one, value, other, with) {
        // The first visit is the one of somebody new.
        (Fact::VisitorVisits, Value::Int(visits), Fact::VisitorIsNew, Value::Bool(new)) => (*visits <= 1) == *new,
        // It has none before it.
        (Fact::VisitorVisits, Value::Int(..=1), Fact::VisitorDaysSinceLastVisit, days) => *days == Value::Null,
        (Fact::VisitorIsNew, Value::Bool(true), Fact::VisitorDaysSinceLastVisit, days) => *days == Value::Null,
        // An empty cart costs nothing and is not left waiting.
        (Fact::CartItems, Value::Int(0), Fact::CartSubtotal, Value::Int(sum)) => *sum == 0,
        (Fact::CartItems, Value::Int(0), Fact::CartIdleMinutes, minutes) => *minutes == Value::Null,
        // Each product is at least one piece.
        (Fact::CartItems, Value::Int(pieces), Fact::CartDistinct, Value::Int(products)) => products <= pieces,
        _ => true,
    }
}
