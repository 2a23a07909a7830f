//! Values of a typed fact that stand for all others.
//!
//! Decides them: for numbers each literal, its neighbours and the ends of the range; for texts each literal and one that is none of them,
//! of which patterns may say anything that does not contradict itself.

use super::super::possible::Possible;
use super::list;
use crate::engine::fact::FactType;
use crate::engine::op::Op;
use crate::engine::program::{Leaf, Test, Tree};
use crate::value::Value;
use std::collections::BTreeSet;
use std::rc::Rc;

/// Most clauses of which both outcomes are tried.
const MOST_FREE: usize = 10;

/// A text that nobody writes.
pub const OTHER: &str = "\u{1}";

/// A value, and what clauses say of it that do not follow from it.
#[derive(Debug)]
pub struct Candidate {
    /// The value.
    pub value: Value,
    /// What clauses say, by their places; None, and behind the end: as the engine says.
    pub given: Vec<Option<bool>>,
}

impl Candidate {
    /// A value of which the engine says everything.
    #[must_use]
    pub fn exact(value: Value) -> Candidate {
        Candidate { value, given: Vec::new() }
    }
}

/// Values that stand for all others. None where there are too many.
#[must_use]
pub fn candidates(tree: &Tree, kind: FactType, possible: &Possible, leaves: &[(u32, &Leaf)], currency: &str) -> Option<Vec<Candidate>> {
    let mut all = match kind {
        FactType::Bool => vec![Candidate::exact(true.into()), Candidate::exact(false.into())],
        FactType::Int | FactType::Money | FactType::Date => numbers(possible, leaves, currency),
        FactType::Text => self::text(possible, leaves)?,
        FactType::TextList => list::candidates(tree, leaves)?,
        FactType::Json => return None,
    };
    if possible.absent {
        all.push(Candidate::exact(Value::Null));
    }
    Some(all)
}

fn numbers(possible: &Possible, leaves: &[(u32, &Leaf)], currency: &str) -> Vec<Candidate> {
    let mut all = BTreeSet::from([possible.least, possible.most, 0]);
    for (_, leaf) in leaves {
        for operand in operands(leaf, currency) {
            if let Value::Int(number) = operand {
                all.extend([number.saturating_sub(1), number, number.saturating_add(1)]);
            }
        }
    }
    all.into_iter()
        .filter(|number| (possible.least..=possible.most).contains(number))
        .map(|number| Candidate::exact(number.into()))
        .collect()
}

/// What a clause compares with, element by element.
#[must_use]
pub fn operands(leaf: &Leaf, currency: &str) -> Vec<Value> {
    match &leaf.test {
        Test::Value(_, operand) => operand.items().to_vec(),
        Test::Money(_, by) => {
            let mine = by.as_chunks().0.iter().filter(|[name, _]| name.to_text() == currency);
            mine.flat_map(|[_, operand]| operand.items().to_vec()).collect()
        }
        Test::Regex(..) | Test::Glob(_) | Test::ElemMatch | Test::Size | Test::Each => Vec::new(),
    }
}

/// Texts that a clause names.
pub fn texts(leaf: &Leaf) -> impl Iterator<Item = Rc<str>> {
    operands(leaf, "").into_iter().filter_map(|operand| if let Value::Text(text) = operand { Some(text) } else { None })
}

fn text(possible: &Possible, leaves: &[(u32, &Leaf)]) -> Option<Vec<Candidate>> {
    let text = |text: &str| Candidate::exact(Value::from(text));
    if !possible.words.is_empty() {
        return Some(possible.words.iter().map(|word| text(word)).collect());
    }
    let literals: BTreeSet<Rc<str>> = leaves.iter().flat_map(|(_, leaf)| texts(leaf)).collect();
    let mut all: Vec<Candidate> = literals.iter().map(|literal| text(literal)).collect();
    all.extend(any_other(leaves, |leaf| match &leaf.test {
        Test::Value(op, _) => !matches!(op, Op::Is | Op::Eq | Op::Ne | Op::In | Op::Nin | Op::Exists | Op::Type),
        Test::Regex(..) | Test::Glob(_) => true,
        Test::Money(..) | Test::ElemMatch | Test::Size | Test::Each => false,
    })?);
    Some(all)
}

/// One text that is none of the literals, with every outcome of the clauses that are free.
pub fn any_other(leaves: &[(u32, &Leaf)], free: impl Fn(&Leaf) -> bool) -> Option<Vec<Candidate>> {
    outcomes(&Value::from(OTHER), leaves, free)
}

/// A value, with every outcome of the clauses that are free.
pub fn outcomes(value: &Value, leaves: &[(u32, &Leaf)], free: impl Fn(&Leaf) -> bool) -> Option<Vec<Candidate>> {
    // What asks the same has the same outcome.
    let mut atoms: Vec<String> = Vec::new();
    let places: Vec<Option<(usize, bool)>> = leaves
        .iter()
        .map(|(node, leaf)| {
            let (atom, wanted) = atom(*node, leaf);
            free(leaf)
                .then(|| (atoms.iter().position(|known| *known == atom).unwrap_or_else(|| (atoms.push(atom), atoms.len() - 1).1), wanted))
        })
        .collect();
    if atoms.len() > MOST_FREE {
        return None;
    }
    let mut all = Vec::new();
    for bits in 0..1u32 << atoms.len() {
        let given: Vec<Option<bool>> = places.iter().map(|place| place.map(|(atom, wanted)| (bits >> atom & 1 == 1) == wanted)).collect();
        if consistent(leaves, &given) {
            all.push(Candidate { value: value.clone(), given });
        }
    }
    Some(all)
}

/// What a clause asks, and which answer it wants.
fn atom(node: u32, leaf: &Leaf) -> (String, bool) {
    match &leaf.test {
        Test::Regex(pattern, wanted) => (format!("{pattern:?}"), *wanted),
        Test::Glob(glob) => (glob.source().to_string(), true),
        Test::Value(Op::Nini, operand) => (format!("{:?} {operand:?}", Op::Ini), false),
        Test::Value(op, operand) => (format!("{op:?} {operand:?}"), true),
        Test::Money(..) | Test::ElemMatch | Test::Size | Test::Each => (node.to_string(), true),
    }
}

/// Whether one text can begin, end and go on like this.
fn consistent(leaves: &[(u32, &Leaf)], given: &[Option<bool>]) -> bool {
    let said: Vec<(Op, &str, bool)> = leaves
        .iter()
        .zip(given)
        .filter_map(|((_, leaf), given)| match (&leaf.test, given) {
            (Test::Value(op, Value::Text(text)), Some(given)) => Some((*op, &**text, *given)),
            _ => None,
        })
        .collect();
    said.iter().all(|(op, text, given)| {
        !given
            || said.iter().all(|(other, part, holds)| {
                match (op, other) {
                    // Two beginnings: the shorter one begins the longer.
                    (Op::StartsWith, Op::StartsWith) if *holds => text.starts_with(part) || part.starts_with(text),
                    (Op::StartsWith, Op::StartsWith) => !text.starts_with(part),
                    (Op::EndsWith, Op::EndsWith) if *holds => text.ends_with(part) || part.ends_with(text),
                    (Op::EndsWith, Op::EndsWith) => !text.ends_with(part),
                    (Op::StartsWith | Op::EndsWith | Op::Contains, Op::Contains) => *holds || !text.contains(part),
                    _ => true,
                }
            })
    })
}
