//! What has not been reached, with its place: for people a line each, for machines all of it.
//!
//! Decides what is counted (campaigns and triggers that are switched on, variants with a weight) and the words. What follows from
//! something else that is missing is marked as implied: of a campaign that was never asked, its clauses need no line of their own.

use super::{FALSE, Reached, TRUE, UNKNOWN, clauses};
use crate::engine::message::message;
use crate::engine::program::{Campaign, Program};
use crate::engine::trigger::TRIGGERS;
use crate::node::{Doc, Node};
use crate::rules::decoder::Decoder;
use crate::rules::diagnostic::Lines;
use serde::Serialize;
use std::collections::BTreeMap;
use std::rc::Rc;

/// How much of a rule file was reached, and what was not.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// By kind, in the order in which one follows from the other.
    pub counts: Vec<Count>,
    /// What was not reached, in the order of the file.
    pub missing: Vec<Missing>,
}

/// How many of a kind were reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Count {
    /// `campaigns`, `triggers`, `clauses`, `variants`, `steps`.
    pub what: &'static str,
    /// So many were reached.
    pub reached: usize,
    /// So many there are.
    pub all: usize,
    /// Whole percent, rounded down: 100 is all.
    pub percent: usize,
}

/// Something that no scenario reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Missing {
    /// One of the kinds of [`Count::what`].
    pub what: &'static str,
    /// The campaign, or `segment.NAME`.
    pub of: String,
    /// In a sentence.
    pub sentence: String,
    /// Follows from something else that is missing.
    pub implied: bool,
    /// From 1.
    pub line: u32,
    /// From 1, in characters.
    pub column: u32,
    #[serde(skip)]
    at: u32,
}

const WHAT: [&str; 5] = ["campaigns", "triggers", "clauses", "variants", "steps"];

/// What was reached of these rules. They stand in `file` from byte `base` on: places are those of the file.
#[must_use]
pub fn report(rules: &[u8], file: &str, base: u32, reached: &Reached) -> Report {
    let (program, _) = crate::rules::load(rules);
    let doc = Doc::scan(rules).ok();
    let campaigns: Vec<Node<'_>> =
        doc.as_ref().and_then(|doc| doc.root().get("campaigns")).map_or_else(Vec::new, |list| list.items().collect());
    let mut count = Counting { program: &program, reached, counts: [(0, 0); 5], missing: Vec::new() };
    let mut owners = BTreeMap::new();
    for (campaign, rank) in program.campaigns.iter().zip(0u32..) {
        if let Some(node) = campaigns.get(campaign.place as usize).filter(|_| campaign.enabled) {
            count.campaign(campaign, rank, *node, &mut owners);
        }
    }
    if let Some(doc) = &doc {
        count.clauses(doc.root(), &campaigns, &owners);
    }
    let Counting { counts, mut missing, .. } = count;
    missing.sort_by_key(|one| one.at);
    let mut lines = Lines::new(file);
    for one in &mut missing {
        (one.line, one.column) = lines.place(base + one.at);
    }
    let counts = WHAT.iter().zip(counts).map(|(what, (reached, all))| Count {
        what,
        reached,
        all,
        percent: (reached * 100).checked_div(all).unwrap_or(100),
    });
    Report { counts: counts.collect(), missing }
}

struct Counting<'c> {
    program: &'c Program,
    reached: &'c Reached,
    counts: [(usize, usize); 5],
    missing: Vec<Missing>,
}

impl Counting<'_> {
    fn count(&mut self, kind: usize, reached: bool) {
        self.counts[kind].0 += usize::from(reached);
        self.counts[kind].1 += 1;
    }

    fn miss(&mut self, kind: usize, of: &str, node: Node<'_>, sentence: String, implied: bool) {
        let (what, at) = (WHAT[kind], node.at());
        self.missing.push(Missing { what, of: of.into(), sentence, implied, line: 0, column: 0, at });
    }

    fn campaign(&mut self, campaign: &Campaign, rank: u32, node: Node<'_>, owners: &mut BTreeMap<u32, bool>) {
        let id = &*campaign.id;
        let place = node.get("id").unwrap_or(node);
        let (asked, exposed) = (self.reached.asked.contains(&rank), self.reached.exposed.contains(&rank));
        self.count(0, exposed);
        if !asked {
            self.miss(0, id, place, String::from("was never asked: none of its triggers fired"), false);
        } else if !exposed {
            self.miss(0, id, place, String::from("was asked, and never shown"), false);
        }
        self.triggers(campaign, rank, node, !asked);
        for clause in clauses(self.program, campaign.when) {
            *owners.entry(clause).or_default() |= asked;
        }
        for (variant, part) in campaign.variants.iter().zip(node.get("variants").into_iter().flat_map(Node::items)) {
            if variant.weight == 0 {
                continue;
            }
            let seen = self.reached.variants.contains(&(rank, variant.id.clone()));
            self.count(3, seen);
            if !seen {
                let never = if variant.show.is_some() { "shown" } else { "drawn" };
                self.miss(3, id, part.get("id").unwrap_or(part), format!("variant `{}` was never {never}", variant.id), !exposed);
            }
            if let Some(show) = part.get("show") {
                self.steps(id, (rank, &variant.id), show, !seen);
            }
        }
    }

    fn triggers(&mut self, campaign: &Campaign, rank: u32, node: Node<'_>, implied: bool) {
        let list: Vec<Node<'_>> = node.get("on").map_or_else(Vec::new, |on| on.items().collect());
        for (entry, place) in self.program.triggers.entries.iter().zip(0u32..).filter(|(entry, _)| entry.campaign == rank) {
            let fired = self.reached.fired.contains(&place);
            self.count(1, fired);
            if let (false, Some(part)) = (fired, list.get(entry.ordinal as usize)) {
                let name = TRIGGERS.get(entry.moment as usize).map_or("", |row| row.name);
                let body = part.entries().next().map(|(_, body)| body.raw()).filter(|body| body.len() > 2);
                let said = body.map_or_else(|| format!("`{name}`"), |body| format!("`{name}` {}", short(body)));
                self.miss(1, &campaign.id, *part, format!("trigger {said} never fired"), implied);
            }
        }
    }

    fn steps(&mut self, id: &str, (rank, variant): (u32, &Rc<str>), show: Node<'_>, implied: bool) {
        let Ok(doc) = Doc::scan(show.raw().as_bytes()) else { return };
        let Some(message) = message(&mut Decoder::default(), &doc, self.program) else { return };
        // Plain blocks are a step that is seen when the variant is.
        let Some(list) = show.get("steps") else { return };
        for (place, (step, node)) in message.show.steps.iter().zip(list.items()).enumerate() {
            let seen = self.reached.steps.contains(&(rank, variant.clone(), place));
            self.count(4, seen);
            if !seen {
                let sentence = format!("step `{}` of variant `{variant}` was never reached", step.id);
                self.miss(4, id, node.get("id").unwrap_or(node), sentence, implied);
            }
        }
    }

    /// Clauses of campaigns and of the segments that they read; each counts once, however many read it.
    fn clauses(&mut self, root: Node<'_>, campaigns: &[Node<'_>], owners: &BTreeMap<u32, bool>) {
        let segments: Vec<(String, Node<'_>)> = root
            .get("segments")
            .into_iter()
            .flat_map(Node::entries)
            .map(|(name, body)| (format!("segment.{}", name.word()), body))
            .collect();
        let mut around: Vec<(&str, Node<'_>)> = segments.iter().map(|(name, body)| (name.as_str(), *body)).collect();
        around.extend(campaigns.iter().map(|node| (node.get("id").map_or("", Node::word), *node)));
        around.sort_by_key(|(_, node)| node.at());
        for (place, asked) in owners {
            let leaf = self.program.tree.nodes.get(*place as usize).and_then(|node| self.program.tree.leaves.get(node.leaf as usize));
            let Some(leaf) = leaf else { continue };
            let seen = self.reached.verdicts.get(*place as usize).copied().unwrap_or(0);
            self.count(2, seen & (TRUE | FALSE) == TRUE | FALSE);
            let missing = match (seen & TRUE != 0, seen & FALSE != 0) {
                (true, true) => continue,
                (true, false) if seen & UNKNOWN != 0 => "was true or not known, and never false",
                (true, false) => "was never false",
                (false, true) => "was never true",
                (false, false) if seen & UNKNOWN != 0 => "was never known",
                (false, false) => "was never asked",
            };
            let before = around.partition_point(|(_, node)| node.at() <= leaf.at);
            let Some((of, node)) = before.checked_sub(1).and_then(|place| around.get(place)) else { continue };
            let Some((operand, said)) = as_written(*node, leaf.at) else { continue };
            self.miss(2, of, operand, format!("{said} {missing}"), !asked);
        }
    }
}

/// The clause at a byte as it is written, and its operand: "`cart.subtotal` $lt 50".
fn as_written(mut node: Node<'_>, at: u32) -> Option<(Node<'_>, String)> {
    let (mut field, mut operators) = (String::new(), Vec::new());
    while node.at() != at {
        let inside = |child: Node<'_>| child.at() <= at && at < child.at() + child.raw().len() as u32;
        let entry = node.entries().find(|(_, value)| inside(*value));
        if let Some((key, _)) = entry {
            let word = key.text()?;
            if !word.starts_with('$') {
                field = word.into_owned();
                operators.clear();
            } else if word != "$not" {
                // What is asked is the clause itself; whether it is negated is said by what stands around it.
                operators.push(word.into_owned());
            }
        }
        node = entry.map(|(_, value)| value).or_else(|| node.items().find(|item| inside(*item)))?;
    }
    let operators = if operators.is_empty() { String::from("is") } else { operators.join(" ") };
    Some((node, format!("`{field}` {operators} {}", short(node.raw()))))
}

/// A piece of the file in one line.
fn short(raw: &str) -> String {
    let line = raw.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line,
    }
}
