//! Amounts that leave a currency out, and thresholds that are reached from the start.
//!
//! Decides by what is written; which currency a cart has is the shop's to say.

use super::blocks::blocks;
use super::file::{File, Found, fact_of, musts};
use crate::engine::fact::{Fact, FactType};
use crate::engine::op::Op;
use crate::engine::program::{Leaf, Program, Test};
use crate::money::minor_digits;
use crate::node::{Kind, Node};
use crate::rules::block::BlockWord;
use crate::rules::diagnostic::Code;
use crate::value::Value;
use std::collections::BTreeSet;

/// What looks at one of these may well be for carts in one currency alone.
const PLACES: [&str; 6] =
    ["\"cart.currency\"", "\"visitor.country\"", "\"page.language\"", "\"page.url\"", "\"page.path\"", "\"device.time_zone\""];

/// An amount by currency without the site's, or one that other amounts of the file name.
pub fn missing_currency(file: &File<'_>, found: &mut Found) {
    let segments: Vec<Node<'_>> = file.root.get("segments").into_iter().flat_map(Node::entries).map(|(_, segment)| segment).collect();
    let choosy = |part: &Node<'_>| PLACES.iter().any(|place| part.raw().contains(place));
    let by_segment = segments.iter().any(choosy);
    let campaigns = file.campaigns.iter().map(|campaign| campaign.node);
    let mut maps = Vec::new();
    for part in segments.iter().copied().chain(campaigns) {
        if choosy(&part) || by_segment && part.raw().contains("\"segment.") {
            continue;
        }
        amounts(part, &mut maps);
    }
    let mut wanted: BTreeSet<&str> = maps.iter().flat_map(|map| map.entries()).map(|(key, _)| key.word()).collect();
    if let Some(site) = file.root.get("site").and_then(|site| site.get("currency")) {
        wanted.insert(site.word());
    }
    for map in maps {
        let missing: Vec<&str> = wanted.iter().copied().filter(|currency| map.get(currency).is_none()).collect();
        if !missing.is_empty() {
            let list = missing.join(", ");
            found.report(
                Code::MissingCurrency,
                map,
                format!("there is no amount in {list} here, so carts in {list} are left out; add it, or say with \"cart.currency\" that it is meant"),
            );
        }
    }
}

/// Every object of amounts by currency.
fn amounts<'f>(node: Node<'f>, maps: &mut Vec<Node<'f>>) {
    let currency = |key: Node<'_>| key.word().len() == 3 && key.word().bytes().all(|byte| byte.is_ascii_uppercase());
    let amount = |value: Node<'_>| match value.kind() {
        Kind::Number => true,
        Kind::List => value.items().all(|item| item.kind() == Kind::Number),
        Kind::Null | Kind::True | Kind::False | Kind::Plain | Kind::Escaped | Kind::Object => false,
    };
    if node.entries().next().is_some() && node.entries().all(|(key, value)| currency(key) && amount(value)) {
        maps.push(node);
        return;
    }
    for (key, value) in node.entries() {
        // What stands there is the shop's own.
        if !matches!(key.word(), "detail" | "value" | "where") {
            amounts(value, maps);
        }
    }
    for item in node.items() {
        amounts(item, maps);
    }
}

/// Progress to a threshold that the condition asks for already.
pub fn full_bar(file: &File<'_>, found: &mut Found) {
    for campaign in &file.campaigns {
        let musts = musts(file.program, campaign.runs.when);
        for (show, _) in campaign.messages.iter().flatten() {
            for block in blocks(*show).iter().filter(|block| block.word == BlockWord::Progress) {
                let (Some(fact), Some(target)) = (block.body.get("fact"), block.body.get("target")) else { continue };
                let Some(last) = (if target.kind() == Kind::List { target.items().last() } else { Some(target) }) else { continue };
                let full = musts.iter().any(|leaf| {
                    let read = fact_of(file.program, leaf);
                    read.is_some_and(|read| read.row().name == fact.word() && reached(file.program, leaf, read, last))
                });
                if full {
                    found.report(
                        Code::FullBar,
                        target,
                        format!(
                            "the progress of `{}` is complete whenever it appears, because its `when` asks for as much of `{}` already; ask for less, or \
                             raise the target",
                            campaign.runs.id,
                            fact.word()
                        ),
                    );
                }
            }
        }
    }
}

/// Whether a clause holds only from a threshold on.
fn reached(program: &Program, leaf: &Leaf, fact: Fact, target: Node<'_>) -> bool {
    let money = fact.row().kind == FactType::Money;
    let threshold = |node: Node<'_>, currency: &str| node.decimal()?.scaled(if money { minor_digits(currency) } else { 0 });
    match &leaf.test {
        Test::Value(op, operand) if !money => least(*op, operand).zip(threshold(target, "")).is_some_and(|(least, target)| least >= target),
        Test::Money(op, by) => by.chunks(2).any(|pair| {
            let [Value::Text(currency), operand] = pair else { return false };
            let amount = match target.kind() {
                Kind::Object => target.get(currency),
                _ => (**currency == *program.site.currency).then_some(target),
            };
            let target = amount.and_then(|amount| threshold(amount, currency));
            least(*op, operand).zip(target).is_some_and(|(least, target)| least >= target)
        }),
        Test::Value(..) | Test::Regex(..) | Test::Glob(_) | Test::ElemMatch | Test::Size | Test::Each => false,
    }
}

/// The least whole number for which the operator can hold.
fn least(op: Op, operand: &Value) -> Option<i64> {
    let whole = |value: &Value| match value {
        Value::Int(number) => Some(*number),
        Value::Num(number) => number.scaled(0),
        _ => None,
    };
    if matches!(op, Op::Gte | Op::Is | Op::Eq) {
        return whole(operand);
    }
    if op == Op::Gt {
        return whole(operand)?.checked_add(1);
    }
    if op == Op::Between { whole(operand.items().first()?) } else { None }
}
