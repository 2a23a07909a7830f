//! Plain amounts, which are in the site's currency, in a file that elsewhere counts in others too.
//!
//! Decides nothing about `{ "EUR": 50 }`, which says what it means, and nothing where the condition asks for the cart's currency.

use super::cases::leaf;
use super::conditions::{all_clauses, conditions};
use super::file::{File, Found};
use super::words;
use crate::engine::eval::clauses;
use crate::engine::fact::{CART, Fact};
use crate::engine::program::Test;
use crate::rules::diagnostic::Code;
use std::collections::BTreeSet;
use std::rc::Rc;

/// `{ "$gte": 50 }` is unknown of a cart in another currency.
pub fn one_of_several(file: &File<'_>, found: &mut Found) {
    let program = file.program;
    let site = &program.site.currency;
    let mut others: BTreeSet<Rc<str>> = BTreeSet::new();
    let conditions = conditions(file);
    // Not those of segments that ship with the engine: they speak of more currencies than the file does.
    for node in conditions.iter().flat_map(|condition| clauses(&program.tree, condition.root)) {
        if let Some(Test::Money(_, by)) = leaf(program, node).map(|leaf| &leaf.test) {
            others.extend(by.as_chunks().0.iter().map(|[currency, _]| Rc::from(&*currency.to_text())).filter(|name| name != site));
        }
    }
    let Some(other) = others.first() else { return };
    for condition in &conditions {
        let all = || all_clauses(program, condition.root).into_iter().filter_map(|node| leaf(program, node));
        if all().any(|leaf| leaf.slot == Fact::CartCurrency as u16) {
            continue;
        }
        for node in clauses(&program.tree, condition.root) {
            let Some(leaf) = leaf(program, node) else { continue };
            let plain = program.bytes.get(leaf.at as usize) != Some(&b'{');
            // All but the cart is in the site's currency.
            if CART.contains(&leaf.slot) && matches!(leaf.test, Test::Money(..)) && plain {
                let clause = words::subject(program, node);
                let names = others.iter().map(|name| &**name).collect::<Vec<_>>().join(", ");
                found.report_at(
                    Code::OneCurrency,
                    leaf.at,
                    format!(
                        "{clause} is unknown in other currencies, and this file counts in {names} too; write {{ \"{site}\": …, \"{other}\": … }}"
                    ),
                );
            }
        }
    }
}
