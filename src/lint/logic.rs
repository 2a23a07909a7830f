//! Conditions, part by part: what can never hold, what always holds, what changes nothing.
//!
//! Decides what is worth saying first: of a condition that can never hold nothing else is said, of a part that always holds not also that
//! it changes nothing. What is proved is proved by [`Cases`].

use super::cases::{Cases, Touch, leaf, source, touches};
use super::conditions::{conditions, parts};
use super::file::{File, Found};
use super::possible::possible;
use super::{foreign, never, words};
use crate::engine::eval::{Verdict, children, clauses};
use crate::engine::op::Op;
use crate::engine::program::{Join, Program, Source, Test};
use crate::rules::diagnostic::Code;
use crate::value::Value;

/// Looks through every condition.
pub fn conditions_hold(file: &File<'_>, found: &mut Found) {
    for condition in conditions(file) {
        // A misspelt word is said as such.
        if foreign::any(file.program, condition.root) {
            continue;
        }
        let mut walk = Walk { program: file.program, found, fallback: condition.node.at() };
        walk.all_of(&parts(file.program, condition.root), &condition.never);
    }
}

struct Walk<'w> {
    program: &'w Program,
    found: &'w mut Found,
    /// Where a part without a clause is said to stand.
    fallback: u32,
}

impl Walk<'_> {
    /// Parts that have to hold all. `never` says what it means if they cannot.
    fn all_of(&mut self, parts: &[u32], never: &str) {
        let contradiction = never::smallest(self.program, parts);
        if !contradiction.is_empty() {
            // What a segment can never be is said of the segment.
            if !matches!(contradiction.as_slice(), [one] if self.of_segment(*one)) {
                let message = format!("{never}: {}", never::because(self.program, &contradiction));
                self.report(Code::Never, contradiction.first().copied(), message);
            }
            return;
        }
        let mut rest = Vec::new();
        for part in parts {
            if !self.an_end(*part, parts) && !self.always(*part) {
                rest.push(*part);
                self.inside(*part);
            }
        }
        self.redundant(&rest, Join::All);
    }

    /// Whether a part is one end of a band of which another part is the other: there it may be written where it says nothing,
    /// as in `{ "$gte": 0, "$lt": 30 }`.
    fn an_end(&self, part: u32, parts: &[u32]) -> bool {
        let way = |part: u32| {
            let leaf = leaf(self.program, part)?;
            let (Test::Value(op, _) | Test::Money(op, _)) = &leaf.test else { return None };
            let up = match op {
                Op::Gt | Op::Gte => true,
                Op::Lt | Op::Lte => false,
                _ => return None,
            };
            Some((leaf.slot, leaf.path.clone(), up))
        };
        let Some((slot, path, up)) = way(part) else { return false };
        parts.iter().any(|other| way(*other) == Some((slot, path.clone(), !up))) && self.holds_always(part)
    }

    /// What stands in a part that is a group.
    fn inside(&mut self, part: u32) {
        let Some(node) = self.program.tree.nodes.get(part as usize) else { return };
        let within: Vec<u32> = children(&self.program.tree, part).collect();
        match node.join {
            Join::Leaf => {}
            Join::All => {
                for child in &within {
                    if !self.always(*child) {
                        self.inside(*child);
                    }
                }
                self.redundant(&within, Join::All);
            }
            Join::Any => {
                for child in &within {
                    self.all_of(&parts(self.program, *child), "this alternative can never hold");
                }
                self.redundant(&within, Join::Any);
            }
        }
    }

    /// Whether a part always holds once its facts are known.
    fn holds_always(&self, part: u32) -> bool {
        Cases::of(self.program, &[part]).is_some_and(|cases| {
            cases.all(|verdicts| verdicts.iter().all(|verdict| *verdict != Verdict::False))
                && !cases.all(|verdicts| verdicts.iter().all(|verdict| *verdict != Verdict::True))
        })
    }

    /// The same, and says so.
    fn always(&mut self, part: u32) -> bool {
        if !self.holds_always(part) {
            return false;
        }
        if self.of_segment(part) {
            return true;
        }
        let fact = self.excluded(part);
        match fact {
            Some(fact) => self.report(
                Code::OrOfNots,
                Some(part),
                format!(
                    "nothing is excluded: a `{fact}` that one of these keeps out is let in by another; write one \"$nor\" of what to exclude, or one \"$nin\""
                ),
            ),
            None => {
                let why = self.why_always(part);
                self.report(Code::Always, Some(part), why);
            }
        }
        true
    }

    /// The one fact of which an `$or` has only exclusions.
    fn excluded(&self, part: u32) -> Option<String> {
        let node = self.program.tree.nodes.get(part as usize).filter(|node| node.join == Join::Any && !node.negate && node.children > 1)?;
        let mut facts = Vec::new();
        for child in children(&self.program.tree, part) {
            let negated = self.program.tree.nodes.get(child as usize).is_some_and(|node| node.negate);
            let [only] = clauses(&self.program.tree, child)[..] else { return None };
            let leaf = leaf(self.program, only)?;
            let excludes = match &leaf.test {
                Test::Value(op, _) => matches!(op, Op::Ne | Op::Nin | Op::Nini | Op::Vne) != negated,
                Test::Regex(_, wanted) => *wanted == negated,
                Test::Glob(_) => negated,
                Test::Money(op, _) => matches!(op, Op::Ne | Op::Nin) != negated,
                Test::ElemMatch | Test::Size | Test::Each => false,
            };
            if !excludes {
                return None;
            }
            facts.push(words::fact(self.program, leaf));
        }
        facts.dedup();
        if facts.len() == 1 && node.children > 1 { facts.pop() } else { None }
    }

    fn why_always(&self, part: u32) -> String {
        let Some(leaf) = leaf(self.program, part) else {
            return match clauses(&self.program.tree, part)[..] {
                [] => "an empty list always holds; name the alternatives, or take it out".into(),
                _ => format!("{} always holds, so it says nothing; take it out, or write what is meant", words::part(self.program, part)),
            };
        };
        let (fact, clause) = (words::fact(self.program, leaf), words::subject(self.program, part));
        let possible = source(self.program, leaf.slot).map(possible);
        match (&leaf.test, possible) {
            (Test::Value(Op::Nin | Op::Nini, operand), _) if operand.items().is_empty() => {
                format!("nothing stands in the list for `{fact}`, so nothing is excluded; name the values, or take the clause out")
            }
            (Test::Value(Op::Exists, _) | Test::Value(Op::Ne, Value::Null), Some(possible)) if !possible.absent => {
                format!("`{fact}` is always there once it is known, so the clause says nothing; take it out")
            }
            (Test::Value(Op::Ne, Value::Text(text)), _) => {
                format!("`{fact}` is a list and never one text, so the clause says nothing; write {{ \"$nin\": [\"{text}\"] }}")
            }
            (Test::Value(Op::Lt | Op::Lte | Op::Gt | Op::Gte | Op::Between, _), Some(possible)) => {
                format!("{clause} says nothing: it {}; take it out, or write what is meant", never::range(possible.least, possible.most))
            }
            _ => format!("{clause} says nothing: it always holds; take it out, or write what is meant"),
        }
    }

    /// Says of parts on one fact alone which change nothing beside the others.
    fn redundant(&mut self, parts: &[u32], join: Join) {
        let mut left: Vec<u32> = parts.to_vec();
        for part in parts.iter().rev() {
            let mine = touches(self.program, *part);
            let facts = |touched: &std::collections::BTreeSet<Touch>| -> Vec<Touch> {
                touched.iter().filter(|touch| matches!(touch, Touch::Fact(_))).cloned().collect()
            };
            let alone = facts(&mine);
            // An alternative that can never hold has been said.
            if alone.len() != 1 || self.of_segment(*part) || self.asks_presence(*part) || never::never(self.program, &[*part]) {
                continue;
            }
            let others: Vec<u32> =
                left.iter().copied().filter(|other| other != part && facts(&touches(self.program, *other)) == alone).collect();
            let one = others.iter().copied().find(|other| self.follows(*part, &[*other], join));
            if one.is_none() && (others.len() < 2 || !self.follows(*part, &others, join)) {
                continue;
            }
            left.retain(|other| other != part);
            let mine = words::subject(self.program, *part);
            let others = one.map_or_else(|| "what stands beside it".into(), |one| words::subject(self.program, one));
            let message = match join {
                Join::Any => format!("{mine} adds nothing: {others} lets it in already; take one of them out"),
                Join::All | Join::Leaf => format!("{mine} changes nothing: {others} says so already; take it out"),
            };
            self.report(Code::Redundant, Some(*part), message);
        }
    }

    /// Whether a part follows from others (all of), or lets in nothing that others do not (any of).
    fn follows(&self, part: u32, others: &[u32], join: Join) -> bool {
        let roots: Vec<u32> = [part].iter().chain(others).copied().collect();
        Cases::of(self.program, &roots).is_some_and(|cases| {
            cases.all(|verdicts| match verdicts.split_first() {
                Some((mine, others)) if join == Join::Any => *mine != Verdict::True || others.contains(&Verdict::True),
                Some((mine, others)) => *mine == Verdict::True || others.iter().any(|other| *other != Verdict::True),
                None => false,
            })
        })
    }

    /// Whether a clause only asks whether something is there: said twice it is caution.
    fn asks_presence(&self, part: u32) -> bool {
        leaf(self.program, part).is_some_and(|leaf| matches!(&leaf.test, Test::Value(Op::Exists, _) | Test::Value(_, Value::Null)))
    }

    fn of_segment(&self, part: u32) -> bool {
        leaf(self.program, part).is_some_and(|leaf| matches!(source(self.program, leaf.slot), Some(Source::Segment(_))))
    }

    fn report(&mut self, code: Code, part: Option<u32>, message: String) {
        let first = part.and_then(|part| clauses(&self.program.tree, part).first().copied());
        let at = first.and_then(|node| leaf(self.program, node)).map_or(self.fallback, |leaf| leaf.at);
        self.found.report_at(code, at, message);
    }
}
