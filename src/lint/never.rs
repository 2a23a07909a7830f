//! Conditions that can never hold, and the fewest parts of one that contradict each other.
//!
//! Decides by the cases alone: what is named never holds, whatever the facts. Where there are too many cases it says nothing.

use super::cases::{Cases, Touch, leaf, source, touches};
use super::possible::possible;
use super::words;
use crate::engine::eval::Verdict;
use crate::engine::fact::Fact;
use crate::engine::op::Op;
use crate::engine::program::{Leaf, Program, Source, Test};
use crate::explain::words::loose;
use crate::value::Value;
use std::collections::BTreeSet;

/// Most parts of which three at once are tried.
const MOST_BY_THREE: usize = 12;

/// Whether these parts can never hold at once.
#[must_use]
pub fn never(program: &Program, parts: &[u32]) -> bool {
    Cases::of(program, parts).is_some_and(|cases| cases.all(|verdicts| verdicts.iter().any(|verdict| *verdict != Verdict::True)))
}

/// The fewest of the parts that can never hold at once; empty where they can, or where it is not known.
#[must_use]
pub fn smallest(program: &Program, parts: &[u32]) -> Vec<u32> {
    for related in related(program, parts) {
        if let Some(one) = related.iter().find(|one| never(program, &[**one])) {
            return vec![*one];
        }
        let all = never(program, &related);
        // Of too many cases nothing is known, but a few of the parts may have few enough.
        if related.len() < 2 || !all && Cases::of(program, &related).is_some() {
            continue;
        }
        let by_three = if related.len() <= MOST_BY_THREE { related.len() } else { 0 };
        for (first, one) in related.iter().enumerate() {
            for other in related.iter().skip(first + 1) {
                if never(program, &[*one, *other]) {
                    return vec![*one, *other];
                }
            }
        }
        for first in 0..by_three {
            for second in first + 1..by_three {
                for third in second + 1..by_three {
                    let three = [related[first], related[second], related[third]];
                    if never(program, &three) {
                        return three.to_vec();
                    }
                }
            }
        }
        if all {
            return related;
        }
    }
    Vec::new()
}

/// Parts that have something to do with one another, together.
fn related(program: &Program, parts: &[u32]) -> Vec<Vec<u32>> {
    let mut groups: Vec<(BTreeSet<Touch>, Vec<u32>)> = Vec::new();
    for part in parts {
        let mut mine = (touches(program, *part), vec![*part]);
        let (near, far): (Vec<_>, Vec<_>) = groups.into_iter().partition(|(touched, _)| !touched.is_disjoint(&mine.0));
        for (touched, others) in near {
            mine.0.extend(touched);
            mine.1.extend(others);
        }
        mine.1.sort_unstable();
        groups = far;
        groups.push(mine);
    }
    groups.into_iter().map(|(_, parts)| parts).collect()
}

/// Why these parts can never hold, and what to write instead.
#[must_use]
pub fn because(program: &Program, parts: &[u32]) -> String {
    match parts {
        [one] => alone(program, *one),
        _ => format!("{}; {}", words::at_once(program, parts), cure(program, parts)),
    }
}

/// What to write instead of parts that exclude one another.
fn cure(program: &Program, parts: &[u32]) -> String {
    let either = "take one of them out, or write \"$or\" where either is meant";
    let leaves: Vec<&Leaf> = parts.iter().filter_map(|node| leaf(program, *node)).collect();
    let Some(first) = leaves.first().filter(|_| leaves.len() == parts.len()) else { return either.into() };
    if leaves.iter().any(|leaf| leaf.slot != first.slot || leaf.path != first.path) {
        return either.into();
    }
    let mut literals = Vec::new();
    let (mut low, mut high) = (false, false);
    for leaf in &leaves {
        match &leaf.test {
            Test::Value(Op::Is | Op::Eq, literal) => literals.push(loose(literal)),
            Test::Value(Op::Gt | Op::Gte, _) | Test::Money(Op::Gt | Op::Gte, _) => low = true,
            Test::Value(Op::Lt | Op::Lte, _) | Test::Money(Op::Lt | Op::Lte, _) => high = true,
            Test::Value(..) | Test::Money(..) | Test::Regex(..) | Test::Glob(_) | Test::ElemMatch | Test::Size | Test::Each => {}
        }
    }
    if literals.len() == parts.len() {
        return format!("to mean either, write {{ \"$in\": [{}] }}", literals.join(", "));
    }
    if !low || !high {
        return either.into();
    }
    if matches!(source(program, first.slot), Some(Source::Fixed(Fact::TimeHour | Fact::TimeLocalHour))) {
        return "over midnight write the two as alternatives of an \"$or\", or \"hours\" in the schedule".into();
    }
    "swap the two, or take one of them out".into()
}

fn alone(program: &Program, node: u32) -> String {
    let Some(leaf) = leaf(program, node) else {
        return match words::excluded(program, node) {
            Some(inside) => format!("{inside} always holds, and it is excluded; take it out, or write what is meant"),
            None => format!("{} cannot be; take it out, or write what is meant", words::part(program, node)),
        };
    };
    let (fact, test) = (words::fact(program, leaf), words::test(program, node, leaf));
    let known = source(program, leaf.slot).map(possible);
    let (op, operand) = match &leaf.test {
        Test::Value(op, operand) => (*op, operand),
        Test::Money(op, by) => match by.get(1) {
            Some(operand) => (*op, operand),
            None => return format!("`{fact}` is compared with no amount; name one, such as {{ \"EUR\": 50 }}"),
        },
        Test::Regex(..) | Test::Glob(_) | Test::ElemMatch | Test::Size | Test::Each => {
            return format!("`{fact}` never {test}; take it out");
        }
    };
    match (op, operand.items(), known) {
        (Op::In | Op::Ini, [], _) => format!("nothing stands in the list for `{fact}`; name the values, or take the clause out"),
        (Op::Between, [low, high], _) if low.compare(high).is_some_and(std::cmp::Ordering::is_gt) => {
            format!("`{fact}` {test}: the smaller one stands first; swap the two")
        }
        (Op::Exists, _, Some(known)) | (Op::Is | Op::Eq, [Value::Null], Some(known)) if !known.absent => {
            format!("`{fact}` is never absent: until it is known, the condition waits; take the clause out")
        }
        (Op::Eq, [Value::Text(text)], _) => {
            format!("`{fact}` is a list and never one text; write {{ \"$contains\": \"{text}\" }}")
        }
        (Op::Lt | Op::Lte | Op::Gt | Op::Gte | Op::Between, _, Some(known)) if !matches!(leaf.test, Test::Money(..)) => {
            format!("`{fact}` is never {}: it {}", test.trim_start_matches("is "), range(known.least, known.most))
        }
        _ => match test.strip_prefix("is ") {
            Some(test) => format!("`{fact}` is never {test}; take it out, or write what is meant"),
            None => format!("no `{fact}` {test}; take it out, or write what is meant"),
        },
    }
}

/// From where to where a number goes.
#[must_use]
pub fn range(least: i64, most: i64) -> String {
    if most > 1_000_000_000 { format!("is {least} or more") } else { format!("goes from {least} to {most}") }
}
