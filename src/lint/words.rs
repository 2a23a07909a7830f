//! Conditions in words, for messages.

use super::cases::leaf;
use crate::engine::eval::children;
use crate::engine::program::{HERE, Join, Leaf, Program, Test};
use crate::explain::clause::{clause_fact, clause_test};

/// Most words of a group that are written out.
const WRITTEN_OUT: usize = 3;

/// The name of what a clause tests: `cart.subtotal`.
#[must_use]
pub fn fact(program: &Program, leaf: &Leaf) -> String {
    let name = clause_fact(program, leaf);
    // What is at hand is the detail of an event.
    if leaf.slot == HERE { name.replacen("it.", "event.", 1) } else { name }
}

/// What a clause tests: `is at least 50.00 EUR`.
#[must_use]
pub fn test(program: &Program, node: u32, leaf: &Leaf) -> String {
    let currency = match &leaf.test {
        Test::Money(_, by) => by.first().map_or_else(String::new, |currency| currency.to_text().into_owned()),
        Test::Value(..) | Test::Regex(..) | Test::Glob(_) | Test::ElemMatch | Test::Size | Test::Each => String::new(),
    };
    clause_test(program, node, leaf, &currency)
}

/// A clause as the subject of a sentence: `` `cart.subtotal` at least 50.00 EUR``.
#[must_use]
pub fn subject(program: &Program, node: u32) -> String {
    match leaf(program, node) {
        Some(leaf) => {
            let test = test(program, node, leaf);
            format!("`{}` {}", fact(program, leaf), test.strip_prefix("is ").unwrap_or(&test))
        }
        None => part(program, node),
    }
}

/// A part of a condition: `` `cart.subtotal` is at least 50.00 EUR``.
#[must_use]
pub fn part(program: &Program, node: u32) -> String {
    if let Some(leaf) = leaf(program, node) {
        return format!("`{}` {}", fact(program, leaf), test(program, node, leaf));
    }
    let Some(group) = program.tree.nodes.get(node as usize) else { return String::new() };
    let inside: Vec<String> = children(&program.tree, node).map(|child| part(program, child)).collect();
    let word = if group.join == Join::Any { " or " } else { " and " };
    let inside = if inside.len() > WRITTEN_OUT { format!("{} clauses", inside.len()) } else { inside.join(word) };
    if group.negate { format!("not ({inside})") } else { format!("({inside})") }
}

/// What a `$not` or `$nor` excludes.
#[must_use]
pub fn excluded(program: &Program, node: u32) -> Option<String> {
    program.tree.nodes.get(node as usize).filter(|group| group.negate)?;
    part(program, node).strip_prefix("not ").map(String::from)
}

/// Several parts at once: of one fact its name stands once.
#[must_use]
pub fn at_once(program: &Program, parts: &[u32]) -> String {
    let leaves: Vec<(u32, &Leaf)> = parts.iter().filter_map(|node| Some((*node, leaf(program, *node)?))).collect();
    if let [(_, first), ..] = leaves.as_slice()
        && leaves.len() == parts.len()
        && leaves.iter().all(|(_, one)| one.slot == first.slot && one.path == first.path)
    {
        let tests: Vec<String> = leaves.iter().map(|(node, leaf)| test(program, *node, leaf)).collect();
        let name = fact(program, first);
        if let Some(tests) = tests.iter().map(|test| test.strip_prefix("is ")).collect::<Option<Vec<_>>>() {
            return format!("`{name}` cannot be {} at once", tests.join(" and "));
        }
        return format!("no `{name}` {} at once", tests.join(" and "));
    }
    let all: Vec<String> = parts.iter().map(|node| part(program, *node)).collect();
    format!("{} exclude one another", all.join(" and "))
}
