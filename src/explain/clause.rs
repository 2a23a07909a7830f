//! Clauses in words: what is tested, what was seen, what is missing.

use super::words;
use crate::engine::eval::{Verdict, children};
use crate::engine::fact::FactType;
use crate::engine::judge::currency_of;
use crate::engine::op::Op;
use crate::engine::pattern::Pattern;
use crate::engine::program::{HERE, Join, Leaf, Program, Test};
use crate::engine::snapshot::name;
use crate::engine::state::State;
use crate::rules::diagnostic::Lines;
use crate::value::Value;
use serde::Serialize;

/// One line of a condition.
#[derive(Clone, Debug, Serialize)]
pub struct ClauseLine {
    /// How deep it stands.
    pub depth: u16,
    /// What is tested.
    pub text: String,
    /// `true`, `false` or `unknown`.
    pub verdict: &'static str,
    /// The value seen; of groups empty.
    pub seen: String,
    /// What is missing to the other verdict; empty where nothing can be said.
    pub missing: String,
    /// Line and column in the rule file.
    pub line: u32,
    /// See [`ClauseLine::line`].
    pub column: u32,
    /// Whether it is a clause, not a group.
    pub clause: bool,
}

/// The condition below a root, outermost first; `places` finds where each clause stands.
#[must_use]
pub fn clauses(program: &Program, state: &State, root: u32, places: &mut Lines<'_>) -> Vec<ClauseLine> {
    let mut lines = Vec::new();
    add(program, state, root, 0, places, &mut lines);
    lines
}

fn verdict_word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::True => "true",
        Verdict::False => "false",
        Verdict::Unknown => "unknown",
    }
}

fn add(program: &Program, state: &State, place: u32, depth: u16, places: &mut Lines<'_>, lines: &mut Vec<ClauseLine>) {
    let Some(node) = program.tree.nodes.get(place as usize) else { return };
    let verdict = state.counters.get(place as usize).map_or(Verdict::Unknown, |counter| counter.verdict);
    if node.join == Join::Leaf {
        if let Some(leaf) = program.tree.leaves.get(node.leaf as usize) {
            let (line, column) = places.place(leaf.at);
            lines.push(ClauseLine { line, column, ..clause_line(program, state, place, leaf, verdict, depth) });
        }
        return;
    }
    // The plain "all of" at the top needs no line of its own.
    let silent = depth == 0 && node.join == Join::All && !node.negate;
    if !silent {
        let text = match (node.join, node.negate) {
            (Join::All, false) => "all of",
            (Join::All, true) => "not all of",
            (_, false) => "any of",
            (_, true) => "none of",
        };
        let line = ClauseLine {
            depth,
            text: text.into(),
            verdict: verdict_word(verdict),
            seen: String::new(),
            missing: String::new(),
            line: 0,
            column: 0,
            clause: false,
        };
        lines.push(line);
    }
    for child in children(&program.tree, place) {
        add(program, state, child, if silent { depth } else { depth + 1 }, places, lines);
    }
}

fn clause_line(program: &Program, state: &State, place: u32, leaf: &Leaf, verdict: Verdict, depth: u16) -> ClauseLine {
    let (kind, currency) = (kind(program, leaf), currency_of(program, state, leaf.slot));
    let value = state.values.get(leaf.slot as usize).cloned().flatten();
    let inner = value.as_ref().map(|value| leaf.path.as_ref().map_or(value, |path| value.get(path)).clone());
    let seen = inner.as_ref().map_or_else(|| "not reported".into(), |value| words::value(value, kind, currency));
    let missing = match &leaf.test {
        Test::Value(op, operand) => distance(*op, operand, inner.as_ref(), kind, currency),
        Test::Money(op, by) => match by.as_chunks().0.iter().find(|[named, _]| named.to_text() == currency) {
            Some([_, operand]) => distance(*op, operand, inner.as_ref(), kind, currency),
            None => format!("the amount is in {currency}"),
        },
        Test::Regex(..) | Test::Glob(_) | Test::Size | Test::ElemMatch | Test::Each => String::new(),
    };
    ClauseLine {
        depth,
        text: format!("{} {}", clause_fact(program, leaf), clause_test(program, place, leaf, currency)),
        verdict: verdict_word(verdict),
        seen,
        missing: if verdict == Verdict::True { String::new() } else { missing },
        line: 0,
        column: 0,
        clause: true,
    }
}

fn kind(program: &Program, leaf: &Leaf) -> FactType {
    program.slots.get(leaf.slot as usize).filter(|_| leaf.slot != HERE).map_or(FactType::Json, |slot| slot.kind)
}

/// The name of what a clause tests.
#[must_use]
pub fn clause_fact(program: &Program, leaf: &Leaf) -> String {
    let slot = program.slots.get(leaf.slot as usize).filter(|_| leaf.slot != HERE);
    let fact = slot.map_or_else(|| "it".into(), |slot| name(&slot.source));
    leaf.path.as_ref().map_or(fact.clone(), |path| format!("{fact}.{path}"))
}

/// What a clause tests of it, in a currency: `is at least 50.00 EUR`.
#[must_use]
pub fn clause_test(program: &Program, place: u32, leaf: &Leaf, currency: &str) -> String {
    let kind = kind(program, leaf);
    match &leaf.test {
        Test::Value(op, operand) => op_words(*op, operand, kind, currency),
        Test::Money(op, by) => match by.as_chunks().0.iter().find(|[named, _]| named.to_text() == currency) {
            Some([_, operand]) => op_words(*op, operand, kind, currency),
            None => {
                let known: Vec<_> = by.as_chunks().0.iter().map(|[currency, _]| currency.to_text()).collect();
                format!("is compared in {} only", known.join(", "))
            }
        },
        Test::Regex(pattern, wanted) => pattern_words(pattern, *wanted),
        Test::Glob(glob) => format!("matches {}", glob.source()),
        Test::Size => below(program, place, "has a number of elements that"),
        Test::ElemMatch => below(program, place, "has an element that"),
        Test::Each => below(program, place, "has for each of these an element that"),
    }
}

/// What stands below a list operator, in one line.
fn below(program: &Program, place: u32, lead: &str) -> String {
    let mut tests = Vec::new();
    let mut stack: Vec<u32> = children(&program.tree, place).collect();
    while let Some(child) = stack.pop() {
        let Some(node) = program.tree.nodes.get(child as usize) else { continue };
        match program.tree.leaves.get(node.leaf as usize) {
            Some(Leaf { test, path, .. }) if !matches!(test, Test::ElemMatch | Test::Size | Test::Each) => {
                let field = path.as_deref().map_or_else(String::new, |path| format!("{path} "));
                let words = match test {
                    Test::Value(op, operand) => op_words(*op, operand, FactType::Json, ""),
                    Test::Regex(pattern, wanted) => pattern_words(pattern, *wanted),
                    Test::Glob(glob) => format!("matches {}", glob.source()),
                    _ => String::new(),
                };
                tests.push(field + &words);
            }
            _ => stack.extend(children(&program.tree, child)),
        }
    }
    format!("{lead} {}", tests.join(" and "))
}

fn pattern_words(pattern: &Pattern, wanted: bool) -> String {
    format!("{} {}", if wanted { "matches" } else { "does not match" }, pattern.source())
}

/// What a clause asks of a text that many texts can meet: "matches /products/*". None of clauses that name their values.
#[must_use]
pub fn test_words(program: &Program, place: u32) -> Option<String> {
    let node = program.tree.nodes.get(place as usize)?;
    match &program.tree.leaves.get(node.leaf as usize)?.test {
        Test::Regex(pattern, wanted) => Some(pattern_words(pattern, *wanted)),
        Test::Glob(glob) => Some(format!("matches {}", glob.source())),
        Test::Value(op @ (Op::StartsWith | Op::EndsWith | Op::Contains), operand) => Some(op_words(*op, operand, FactType::Json, "")),
        Test::Value(..) | Test::Money(..) | Test::Size | Test::ElemMatch | Test::Each => None,
    }
}

fn op_words(op: Op, operand: &Value, kind: FactType, currency: &str) -> String {
    let show = |value: &Value| words::value(value, kind, currency);
    let list = || operand.items().iter().map(show).collect::<Vec<_>>().join(", ");
    let plain = || operand.to_text().trim().to_string();
    match (op, operand) {
        (Op::Is, Value::Bool(flag)) => format!("is {flag}"),
        (Op::Is | Op::Eq, _) => format!("is {}", show(operand)),
        (Op::Isi, _) => format!("is {} in any case", show(operand)),
        (Op::Ne, _) => format!("is not {}", show(operand)),
        (Op::Lt, _) => format!("is less than {}", show(operand)),
        (Op::Lte, _) => format!("is at most {}", show(operand)),
        (Op::Gt, _) => format!("is more than {}", show(operand)),
        (Op::Gte, _) => format!("is at least {}", show(operand)),
        (Op::Between, _) => format!("is from {}", operand.items().iter().map(show).collect::<Vec<_>>().join(" to ")),
        (Op::In, _) => format!("is one of {}", list()),
        (Op::Nin, _) => format!("is none of {}", list()),
        (Op::Ini, _) => format!("is one of {} in any case", list()),
        (Op::Nini, _) => format!("is none of {} in any case", list()),
        (Op::Exists, _) => String::from(if operand.truthy() { "is there" } else { "is absent" }),
        (Op::Type, _) => format!("is of type {}", plain()),
        (Op::Veq, _) => format!("is version {}", plain()),
        (Op::Vne, _) => format!("is not version {}", plain()),
        (Op::Vgt, _) => format!("is later than version {}", plain()),
        (Op::Vgte, _) => format!("is version {} or later", plain()),
        (Op::Vlt, _) => format!("is earlier than version {}", plain()),
        (Op::Vlte, _) => format!("is version {} or earlier", plain()),
        (Op::Contains, _) => format!("contains {}", show(operand)),
        (Op::StartsWith, _) => format!("starts with \"{}\"", operand.to_text()),
        (Op::EndsWith, _) => format!("ends with \"{}\"", operand.to_text()),
    }
}

/// How far a number is from holding: "7.90 to go".
fn distance(op: Op, operand: &Value, seen: Option<&Value>, kind: FactType, currency: &str) -> String {
    let seen = match seen {
        None => return "not reported yet".into(),
        Some(Value::Int(seen)) => *seen,
        Some(Value::Null) => 0,
        Some(_) => return String::new(),
    };
    let (needs, gap) = match (op, operand.items()) {
        (Op::Gte, [Value::Int(at)]) if seen < *at => (*at, at - seen),
        (Op::Gt, [Value::Int(at)]) if seen <= *at => (at + 1, at + 1 - seen),
        (Op::Between, [Value::Int(low), _]) if seen < *low => (*low, low - seen),
        (Op::Lte, [Value::Int(at)]) if seen > *at => (*at, at - seen),
        (Op::Lt, [Value::Int(at)]) if seen >= *at => (at - 1, at - 1 - seen),
        (Op::Between, [_, Value::Int(high)]) if seen > *high => (*high, high - seen),
        _ => return String::new(),
    };
    let show = |number: i64| if kind == FactType::Money { words::amount(number, currency) } else { number.to_string() };
    let way = if gap > 0 { "to go" } else { "too much" };
    format!("needs {}, {} {way}", show(needs), show(gap.abs()))
}

/// The clauses that stand in the way, in a few words: "cart.total is 42.10 EUR, needs 50.00, 7.90 to go".
#[must_use]
pub fn missing(lines: &[ClauseLine], verdict: Verdict) -> String {
    let wanted = verdict_word(verdict);
    let guilty: Vec<String> = lines
        .iter()
        .filter(|line| line.clause && line.verdict == wanted)
        .map(|line| {
            let fact = line.text.split(' ').next().unwrap_or("");
            match (line.seen.as_str(), line.missing.as_str()) {
                ("not reported", _) => format!("{fact} has not been reported"),
                (seen, "") => {
                    format!("{fact} is {seen}, but should be so that it {}", line.text.split_once(' ').map_or("", |(_, test)| test))
                }
                (seen, missing) => format!("{fact} is {seen}, {missing}"),
            }
        })
        .collect();
    match guilty.as_slice() {
        [] => "a negated part of it holds".into(),
        [one] => one.clone(),
        [one, rest @ ..] => format!("{one} (and {} more)", rest.len()),
    }
}
