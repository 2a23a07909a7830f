//! Clauses that hold of one exact number where such a number hardly ever comes: a sum to the cent, one second of a visit.

use super::cases::{leaf, source};
use super::conditions::{conditions, wanted};
use super::file::{File, Found};
use super::words;
use crate::engine::fact::Fact;
use crate::engine::op::Op;
use crate::engine::program::{Source, Test};
use crate::rules::diagnostic::Code;
use crate::value::Value;

/// `"cart.subtotal": 50` holds of carts of exactly 50.00.
pub fn numbers(file: &File<'_>, found: &mut Found) {
    for condition in conditions(file) {
        for node in wanted(file.program, condition.root) {
            let Some(leaf) = leaf(file.program, node) else { continue };
            let Some(Source::Fixed(fact)) = source(file.program, leaf.slot) else { continue };
            let only = match (fact, &leaf.test) {
                (
                    Fact::CartSubtotal | Fact::CartTotal | Fact::CustomerSpent | Fact::CustomerAverageOrder,
                    Test::Money(Op::Is | Op::Eq, by),
                ) if by.as_chunks().0.iter().all(|[_, amount]| *amount != Value::Int(0)) => "for this amount to the last digit",
                (Fact::SessionSeconds, Test::Value(Op::Is | Op::Eq, Value::Int(1..))) => "for one second of a visit",
                (Fact::CartIdleMinutes, Test::Value(Op::Is | Op::Eq, Value::Int(1..))) => "for one minute",
                _ => continue,
            };
            let clause = words::subject(file.program, node);
            found.report_at(Code::ExactNumber, leaf.at, format!("{clause} holds {only}; to mean from there on, write {{ \"$gte\": … }}"));
        }
    }
}
