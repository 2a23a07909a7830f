//! Clauses that mean something else than they seem to where a fact says nothing: what is absent compares as 0, and what is not
//! answered is not a no.
//!
//! Decides only for facts of which 0 and nothing are far apart, and only where nothing else in the condition asks whether there is something.

use super::cases::{leaf, source};
use super::conditions::{all_clauses, conditions, wanted};
use super::file::{File, Found};
use super::words;
use crate::engine::eval::{Verdict, children, clause};
use crate::engine::fact::{CUSTOMER, Fact, PRODUCT, Progress};
use crate::engine::op::Op;
use crate::engine::program::{Leaf, Program, Source, Test};
use crate::rules::diagnostic::Code;
use crate::value::Value;

/// `"customer.days_since_order": { "$lte": 30 }` holds of those who never ordered.
pub fn counts_as_zero(file: &File<'_>, found: &mut Found) {
    let program = file.program;
    for condition in conditions(file) {
        for node in wanted(program, condition.root) {
            let Some((leaf, without)) = leaf(program, node).and_then(|leaf| Some((leaf, without(source(program, leaf.slot)?)?))) else {
                continue;
            };
            let ordered = match &leaf.test {
                Test::Value(op, operand) => is_ordered(*op) && *operand != Value::Null,
                Test::Money(op, _) => is_ordered(*op),
                Test::Regex(..) | Test::Glob(_) | Test::ElemMatch | Test::Size | Test::Each => false,
            };
            let guarded = || all_clauses(program, condition.root).into_iter().any(|other| other != node && guards(program, leaf, other));
            if ordered && of_nothing(program, node, leaf) == Verdict::True && !guarded() {
                let clause = words::subject(program, node);
                found.report_at(
                    Code::AbsentIsZero,
                    leaf.at,
                    format!("{clause} also holds {without}, because absent counts as 0; add \"$exists\": true to the clause"),
                );
            }
        }
    }
}

fn is_ordered(op: Op) -> bool {
    matches!(op, Op::Is | Op::Lt | Op::Lte | Op::Gt | Op::Gte | Op::Between)
}

/// What the clause says where its fact is absent.
fn of_nothing(program: &Program, node: u32, leaf: &Leaf) -> Verdict {
    let currency = match &leaf.test {
        Test::Money(_, by) => by.first().map_or_else(String::new, |currency| currency.to_text().into_owned()),
        Test::Value(..) | Test::Regex(..) | Test::Glob(_) | Test::ElemMatch | Test::Size | Test::Each => String::new(),
    };
    clause(&program.tree, node, leaf, Some(&Value::Null), &currency)
}

/// When a fact is absent of which 0 means something else.
fn without(from: &Source) -> Option<&'static str> {
    match from {
        Source::Fixed(Fact::VisitorDaysSinceLastVisit) => Some("on a first visit"),
        Source::Fixed(Fact::CartIdleMinutes) => Some("while the cart is empty"),
        Source::Fixed(Fact::ProductPrice) => Some("on pages without a product"),
        Source::Fixed(Fact::CustomerDaysSinceOrder | Fact::CustomerFirstOrderDate) => Some("for those who never ordered"),
        Source::Fixed(Fact::CustomerBirthdayInDays) => Some("where the birthday is not known"),
        Source::Progress(_, Progress::DaysSinceSeen) => Some("for those who never saw it"),
        Source::Progress(_, Progress::DaysSinceDismissed) => Some("for those who never closed it"),
        _ => None,
    }
}

/// Whether another clause already asks about what might be absent.
fn guards(program: &Program, leaf: &Leaf, other: u32) -> bool {
    let Some(one) = super::cases::leaf(program, other) else { return false };
    if one.slot == leaf.slot {
        return of_nothing(program, other, one) != Verdict::True;
    }
    match (source(program, leaf.slot), source(program, one.slot)) {
        (Some(Source::Fixed(Fact::VisitorDaysSinceLastVisit)), Some(Source::Fixed(fact))) => {
            matches!(fact, Fact::VisitorIsNew | Fact::VisitorVisits | Fact::VisitorPagesSeen)
        }
        (Some(Source::Fixed(Fact::CartIdleMinutes)), Some(Source::Fixed(fact))) => fact.row().name.starts_with("cart."),
        (Some(Source::Fixed(Fact::ProductPrice)), Some(Source::Fixed(fact))) => {
            PRODUCT.contains(&(*fact as u16)) || matches!(fact, Fact::PageType | Fact::PagePath | Fact::PageUrl)
        }
        (Some(Source::Fixed(Fact::CustomerDaysSinceOrder | Fact::CustomerFirstOrderDate)), Some(Source::Fixed(fact))) => {
            CUSTOMER.contains(&(*fact as u16)) && !matches!(fact, Fact::CustomerLoggedIn | Fact::CustomerBirthdayInDays)
        }
        (Some(Source::Progress(campaign, _)), Some(Source::Progress(same, _))) => campaign == same,
        _ => false,
    }
}

/// `"consent.marketing": { "$ne": true }` is not true of those who have not answered.
pub fn unanswered(file: &File<'_>, found: &mut Found) {
    for condition in conditions(file) {
        refusals(file.program, condition.root, found);
    }
}

fn refusals(program: &Program, root: u32, found: &mut Found) {
    let Some(leaf) = leaf(program, root) else {
        let negated = program.tree.nodes.get(root as usize).is_some_and(|node| node.negate);
        for child in children(&program.tree, root) {
            match super::cases::leaf(program, child) {
                Some(leaf) if negated && matches!(&leaf.test, Test::Value(Op::Is | Op::Eq, Value::Bool(true))) => {
                    refusal(program, leaf, found);
                }
                _ => refusals(program, child, found),
            }
        }
        return;
    };
    let refuses = match &leaf.test {
        Test::Value(Op::Ne, Value::Bool(true)) => true,
        Test::Value(Op::Nin, list) => list.items() == [Value::Bool(true)],
        _ => false,
    };
    if refuses {
        refusal(program, leaf, found);
    }
}

fn refusal(program: &Program, leaf: &Leaf, found: &mut Found) {
    let Some(Source::Fixed(Fact::ConsentAnalytics | Fact::ConsentMarketing | Fact::ConsentPreferences)) = source(program, leaf.slot) else {
        return;
    };
    let fact = words::fact(program, leaf);
    found.report_at(
        Code::NotAnswered,
        leaf.at,
        format!("`{fact}` is unknown until the visitor answers, so this waits for a no; if that is meant, write \"{fact}\": false"),
    );
}
