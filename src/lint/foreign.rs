//! Values that a fact never has: a word that is none of its words, a number out of its range.
//!
//! Decides for literals that are meant as the fact's value. Thresholds beyond the range are found by what they make of the condition.

use super::cases::{leaf, source};
use super::conditions::conditions;
use super::file::{File, Found};
use super::never::range;
use super::possible::possible;
use crate::engine::eval::clauses;
use crate::engine::fact::FactType;
use crate::engine::op::Op;
use crate::engine::program::{Leaf, Program, Test};
use crate::rules::diagnostic::{Code, did_you_mean};
use crate::value::Value;

use super::words;

/// Reports each value that its fact never has.
pub fn values(file: &File<'_>, found: &mut Found) {
    for condition in conditions(file) {
        for leaf in clauses(&file.program.tree, condition.root).into_iter().filter_map(|node| leaf(file.program, node)) {
            if let Some(message) = foreign(file.program, leaf) {
                found.report_at(Code::NoSuchValue, leaf.at, message);
            }
        }
    }
}

/// Whether a condition names a value that its fact never has.
#[must_use]
pub fn any(program: &Program, root: u32) -> bool {
    clauses(&program.tree, root).into_iter().filter_map(|node| leaf(program, node)).any(|leaf| foreign(program, leaf).is_some())
}

fn foreign(program: &Program, leaf: &Leaf) -> Option<String> {
    let Test::Value(op @ (Op::Is | Op::Isi | Op::Eq | Op::Ne | Op::In | Op::Nin | Op::Ini | Op::Nini), operand) = &leaf.test else {
        return None;
    };
    let possible = possible(source(program, leaf.slot)?);
    let kind = program.slots.get(leaf.slot as usize)?.kind;
    let fact = words::fact(program, leaf);
    operand.items().iter().find_map(|literal| match literal {
        Value::Text(text) if !possible.words.is_empty() => {
            let folded = matches!(op, Op::Isi | Op::Ini | Op::Nini);
            let same = |word: &&&str| ***word == **text || folded && word.eq_ignore_ascii_case(text);
            if possible.words.iter().any(|word| same(&word)) {
                return None;
            }
            let guess = did_you_mean(text, possible.words.iter().copied());
            Some(format!(
                "`{fact}` is never \"{text}\"{guess}{} it is one of: {}",
                if guess.is_empty() { ";" } else { "" },
                possible.words.join(", ")
            ))
        }
        Value::Int(number) if kind == FactType::Int && !(possible.least..=possible.most).contains(number) => {
            Some(format!("`{fact}` is never {number}: it {}", range(possible.least, possible.most)))
        }
        _ => None,
    })
}
