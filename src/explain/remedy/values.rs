//! Which values of a fact would make a clause come out as wanted: its thresholds and their neighbours, tried by the evaluator.
//!
//! Decides what is worth trying and which value is nearest. Whether one fits is asked of [`eval::clause`](crate::engine::eval::clause).

use crate::engine::eval::{self, Verdict, children};
use crate::engine::fact::FactType;
use crate::engine::judge::currency_of;
use crate::engine::program::{Leaf, Program, Source, Test};
use crate::engine::state::State;
use crate::value::Value;
use std::rc::Rc;

/// Values tried for one fact at most.
const MOST: usize = 3;

/// Values that the fact of these clauses could have, the nearest first. All clauses are on one slot.
#[must_use]
pub fn values(program: &Program, state: &State, flips: &[(u32, &Leaf, bool)]) -> Vec<Value> {
    let Some((_, first, _)) = flips.first() else { return Vec::new() };
    let Some(slot) = program.slots.get(first.slot as usize) else { return Vec::new() };
    let known = state.values.get(first.slot as usize).cloned().flatten();
    let mut pool = Vec::new();
    for (node, leaf, _) in flips {
        let seen = known.as_ref().map(|value| inside(value, leaf));
        for value in proposals(program, *node, leaf, seen, slot.kind, currency_of(program, state, leaf.slot)) {
            pool.push(match &leaf.path {
                Some(path) => with_path(known.as_ref(), path, value),
                None => value,
            });
        }
    }
    let words = words_of(&slot.source);
    if !words.is_empty() {
        pool.retain(|value| *value == Value::Null);
        pool.splice(0..0, words);
    }
    let fits = |value: &Value| {
        flips.iter().all(|(node, leaf, wanted)| {
            eval::clause(&program.tree, *node, leaf, Some(value), currency_of(program, state, leaf.slot)) == Verdict::of(*wanted)
        })
    };
    let mut fitting: Vec<Value> = Vec::new();
    for value in pool {
        let negative = matches!((&value, slot.kind), (Value::Int(..0), FactType::Int | FactType::Money));
        if !negative && !fitting.contains(&value) && fits(&value) {
            fitting.push(value);
        }
    }
    // Stable: what was proposed first stays first among equals.
    fitting.sort_by_key(|value| far(known.as_ref(), value));
    fitting.truncate(MOST);
    fitting
}

fn inside<'v>(value: &'v Value, leaf: &Leaf) -> &'v Value {
    leaf.path.as_ref().map_or(value, |path| value.get(path))
}

/// How far one value is from another: numbers by their distance, nothing last.
fn far(known: Option<&Value>, value: &Value) -> (bool, u64) {
    match (known, value) {
        (Some(Value::Int(known)), Value::Int(value)) => (false, known.abs_diff(*value)),
        (Some(Value::Null) | None, Value::Int(value)) => (false, value.unsigned_abs()),
        (_, Value::Null) => (true, 0),
        _ => (false, 0),
    }
}

/// What the words of a fact can be, where there are few.
fn words_of(source: &Source) -> Vec<Value> {
    let words = if let Source::Fixed(fact) = source { fact.row().words } else { &[] };
    words.iter().map(|word| Value::from(*word)).collect()
}

/// What is worth trying for a clause.
pub(super) fn proposals(program: &Program, node: u32, leaf: &Leaf, seen: Option<&Value>, kind: FactType, currency: &str) -> Vec<Value> {
    let mut pool = Vec::new();
    match &leaf.test {
        Test::Value(_, operand) => around(operand, &mut pool),
        Test::Money(_, by) => {
            for [name, operand] in by.as_chunks().0 {
                if matches!(name, Value::Text(name) if **name == *currency) {
                    around(operand, &mut pool);
                }
            }
        }
        Test::Glob(glob) => pool.push(Value::from(&*sample(glob.source()))),
        Test::Regex(pattern, _) => pool.push(Value::from(&*pattern.source().replace(['^', '$', '\\'], ""))),
        Test::Size | Test::ElemMatch | Test::Each => below(program, node, &mut pool),
    }
    let list = kind == FactType::TextList
        || matches!(seen, Some(Value::List(_)))
        || matches!(leaf.test, Test::Size | Test::ElemMatch | Test::Each);
    if list {
        pool = lists(&pool, seen);
    }
    // What is there at all, and what is not.
    pool.extend(match kind {
        FactType::Bool => vec![true.into(), false.into()],
        FactType::Int | FactType::Money => vec![0.into(), 1.into()],
        FactType::Date => Vec::new(),
        FactType::TextList => vec![Value::from(Vec::new())],
        FactType::Text => vec!["something else".into()],
        FactType::Json => vec![1.into(), "something".into(), true.into(), false.into()],
    });
    pool.push(Value::Null);
    pool
}

/// The operand's values, and of numbers their neighbours.
fn around(operand: &Value, pool: &mut Vec<Value>) {
    for value in operand.items() {
        pool.push(value.clone());
        match value {
            Value::Int(number) => pool.extend([number.saturating_sub(1).into(), number.saturating_add(1).into()]),
            Value::Num(_) => {
                let whole = value.to_number().floor() as i64;
                pool.extend([whole.into(), whole.saturating_sub(1).into(), whole.saturating_add(1).into()]);
            }
            Value::Null | Value::Bool(_) | Value::Text(_) | Value::List(_) | Value::Object(_) => {}
        }
    }
}

/// A text that a glob may match: a star is an `x`, of alternatives the first.
fn sample(glob: &str) -> String {
    let (mut text, mut rest) = (String::new(), glob);
    while let Some(letter) = rest.chars().next() {
        let stars = rest.len() - rest.trim_start_matches('*').len();
        if stars > 0 {
            text.push('x');
            rest = rest.get(stars..).unwrap_or_default();
        } else if let Some((inside, behind)) = rest.strip_prefix('{').and_then(|rest| rest.split_once('}')) {
            text.push_str(&sample(inside.split(',').next().unwrap_or_default()));
            rest = behind;
        } else {
            text.push(letter);
            rest = rest.get(letter.len_utf8()..).unwrap_or_default();
        }
    }
    text
}

/// What clauses below a list operator compare with.
fn below(program: &Program, node: u32, pool: &mut Vec<Value>) {
    for child in children(&program.tree, node) {
        let leaf = program.tree.nodes.get(child as usize).and_then(|node| program.tree.leaves.get(node.leaf as usize));
        match leaf {
            Some(Leaf { test: Test::Value(_, operand), .. }) => around(operand, pool),
            Some(Leaf { test: Test::Glob(glob), .. }) => pool.push(Value::from(&*sample(glob.source()))),
            _ => below(program, child, pool),
        }
    }
}

/// Lists with these values more, or fewer; with numbers lists of that length too.
fn lists(values: &[Value], seen: Option<&Value>) -> Vec<Value> {
    let now: Vec<Value> = match seen {
        Some(Value::List(items)) => items.to_vec(),
        _ => Vec::new(),
    };
    let with = |more: &[Value]| Value::from([now.as_slice(), more].concat());
    let mut all: Vec<Value> = values.iter().map(|value| with(std::slice::from_ref(value))).collect();
    all.push(with(values));
    all.push(Value::from(now.iter().filter(|item| !values.contains(item)).cloned().collect::<Vec<_>>()));
    for value in values {
        if let Value::Int(length @ 0..=20) = value {
            let mut sized = now.clone();
            sized.resize(*length as usize, "something".into());
            all.push(Value::from(sized));
        }
    }
    all
}

/// The value with another one at a path; what is not there becomes an object.
pub(super) fn with_path(whole: Option<&Value>, path: &str, value: Value) -> Value {
    let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
    let mut entries: Vec<(Rc<str>, Value)> = Vec::new();
    if let Some(Value::Object(known)) = whole {
        for [key, value] in known.as_chunks().0 {
            if let Value::Text(key) = key {
                entries.push((Rc::clone(key), value.clone()));
            }
        }
    }
    let place = entries.iter().position(|(key, _)| **key == *name);
    let known = place.map(|place| entries.remove(place).1);
    let value = match rest {
        Some(rest) => with_path(known.as_ref(), rest, value),
        None => value,
    };
    entries.insert(place.unwrap_or(entries.len()), (name.into(), value));
    Value::object(entries)
}
