//! Values of any kind (`custom.*`, `event.*`) that stand for all others.
//!
//! Clauses look at one side of such a value: its number, its truth, its text, or what it is. The sides are taken apart as if they had
//! nothing to do with one another, which leaves more possible than is and proves the less.

use super::values::{Candidate, OTHER, operands, outcomes, texts};
use crate::engine::op::Op;
use crate::engine::program::{Leaf, Test};
use crate::value::Value;
use std::collections::BTreeSet;
use std::rc::Rc;

const NUMBER: u32 = 1;
const TRUTH: u32 = 2;
const TEXT: u32 = 3;
const ITSELF: u32 = 4;
/// From here on: a clause that nothing is known of, by its node.
const FREE: u32 = 5;

/// Most literals of which every list is tried.
const MOST_LISTED: usize = 5;

/// Which side of a value the clause looks at.
#[must_use]
pub fn side(node: u32, leaf: &Leaf) -> u32 {
    let Test::Value(op, operand) = &leaf.test else { return FREE + node };
    let numbers = operand.items().iter().all(|operand| matches!(operand, Value::Int(_) | Value::Num(_)));
    match (op, operand) {
        (Op::Lt | Op::Lte | Op::Gt | Op::Gte | Op::Between, _) if numbers => NUMBER,
        (Op::Is, Value::Int(_) | Value::Num(_)) => NUMBER,
        (Op::Is, Value::Bool(_)) => TRUTH,
        (Op::Is, Value::Text(_)) => TEXT,
        (Op::Eq | Op::Ne | Op::In | Op::Nin | Op::Exists | Op::Type, _) => ITSELF,
        (Op::Is, Value::Null) => ITSELF,
        _ => FREE + node,
    }
}

/// Values that stand for all others on that side.
#[must_use]
pub fn candidates(side: u32, leaves: &[(u32, &Leaf)]) -> Option<Vec<Candidate>> {
    let exact = |values: Vec<Value>| Some(values.into_iter().map(Candidate::exact).collect());
    match side {
        NUMBER => exact(numbers(leaves)),
        TRUTH => exact(vec![Value::Null, true.into(), false.into()]),
        TEXT => {
            let literals: BTreeSet<Rc<str>> = leaves.iter().flat_map(|(_, leaf)| texts(leaf)).collect();
            exact(literals.into_iter().map(Value::Text).chain([Value::from(OTHER)]).collect())
        }
        ITSELF => itself(leaves).map_or_else(|| outcomes(&Value::Null, leaves, |_| true), exact),
        _ => outcomes(&Value::Null, leaves, |_| true),
    }
}

/// Each number, one between each two, one on either side, and what is no number.
fn numbers(leaves: &[(u32, &Leaf)]) -> Vec<Value> {
    let mut all: Vec<f64> = leaves.iter().flat_map(|(_, leaf)| operands(leaf, "")).map(|operand| operand.to_number()).collect();
    all.sort_by(f64::total_cmp);
    let mut values = vec![f64::MIN, f64::MAX];
    for pair in all.windows(2) {
        if let [low, high] = pair {
            values.push(low + (high - low) / 2.0);
        }
    }
    values.append(&mut all);
    // As texts: of a text only its number counts here.
    values.iter().map(|number| Value::from(format!("{number}").as_str())).chain([Value::from(OTHER)]).collect()
}

/// Each literal, something else of each type, and each list of literals.
fn itself(leaves: &[(u32, &Leaf)]) -> Option<Vec<Value>> {
    let mut literals: Vec<Value> = Vec::new();
    for literal in leaves.iter().flat_map(|(_, leaf)| operands(leaf, "")) {
        if !literals.contains(&literal) {
            literals.push(literal);
        }
    }
    let listed = leaves.iter().any(|(_, leaf)| matches!(leaf.test, Test::Value(Op::In | Op::Nin, _)));
    if listed && literals.len() > MOST_LISTED {
        return None;
    }
    let mut values = vec![
        Value::Null,
        true.into(),
        false.into(),
        Value::Int(i64::MIN + 1),
        Value::from(OTHER),
        Value::from(Vec::new()),
        Value::from(vec![Value::from(OTHER)]),
        Value::object([]),
    ];
    values.extend(literals.iter().cloned());
    if listed {
        for bits in 1..1u32 << literals.len() {
            let chosen = literals.iter().enumerate().filter(|(place, _)| bits >> place & 1 == 1).map(|(_, literal)| literal.clone());
            let mut list: Vec<Value> = chosen.collect();
            values.push(Value::from(list.clone()));
            list.push(Value::from(OTHER));
            values.push(Value::from(list));
        }
    }
    Some(values)
}
