//! Where conditions stand in a file, and how one is taken apart.
//!
//! Decides which conditions there are: the `when` of campaigns, segments, and `where` of triggers and goals.

use super::cases::leaf;
use super::file::File;
use crate::engine::eval::{children, clauses};
use crate::engine::program::{Join, NONE, Program, Source};
use crate::engine::trigger::Entry;
use crate::node::Node;
use std::collections::BTreeMap;

/// A condition of the file.
#[derive(Debug)]
pub struct Condition<'f> {
    /// Its root in the program.
    pub root: u32,
    /// As written.
    pub node: Node<'f>,
    /// What it means when it never holds: `` `hello` can never show``.
    pub never: String,
}

/// Every condition that decodes and is not empty, in the order of the program.
#[must_use]
pub fn conditions<'f>(file: &File<'f>) -> Vec<Condition<'f>> {
    let mut all = Vec::new();
    let segments = file.root.get("segments").into_iter().flat_map(Node::entries);
    for (key, node) in segments {
        let slot = key.shared().and_then(|name| file.program.slot(&Source::Segment(name)));
        if let Some((_, root)) = file.program.segments.iter().find(|(known, _)| Some(*known) == slot) {
            let never = format!("the segment `{}` can never hold", key.text().unwrap_or_default());
            all.push(Condition { root: *root, node, never });
        }
    }
    let mut filters: BTreeMap<u32, Vec<&Entry>> = BTreeMap::new();
    for entry in file.program.triggers.entries.iter().filter(|entry| entry.filter != NONE) {
        filters.entry(entry.campaign).or_default().push(entry);
    }
    let written: BTreeMap<u32, Node<'f>> = file.campaigns.iter().map(|campaign| (campaign.runs.place, campaign.node)).collect();
    for (rank, campaign) in file.program.campaigns.iter().enumerate() {
        let Some(written) = written.get(&campaign.place) else { continue };
        if let Some(node) = written.get("when") {
            all.push(Condition { root: campaign.when, node, never: format!("`{}` can never show", campaign.id) });
        }
        for entry in filters.get(&(rank as u32)).into_iter().flatten() {
            let trigger = written.get("on").into_iter().flat_map(Node::items).nth(entry.ordinal as usize);
            let body = trigger.and_then(|trigger| trigger.entries().next()).map(|(_, body)| body);
            if let Some(node) = body.and_then(|body| body.get("where")) {
                all.push(Condition { root: entry.filter, node, never: "this trigger can never fire".into() });
            }
        }
        for (goal, node) in campaign.goals.iter().zip(written.get("goals").into_iter().flat_map(Node::items)) {
            if goal.filter != NONE
                && let Some(node) = node.get("where")
            {
                all.push(Condition { root: goal.filter, node, never: "this goal can never be reached".into() });
            }
        }
    }
    all
}

/// What all has to hold for a condition to hold.
#[must_use]
pub fn parts(program: &Program, root: u32) -> Vec<u32> {
    match program.tree.nodes.get(root as usize) {
        Some(node) if node.join == Join::All && !node.negate => {
            children(&program.tree, root).flat_map(|child| parts(program, child)).collect()
        }
        Some(_) => vec![root],
        None => Vec::new(),
    }
}

/// Every clause that has to hold for a condition, or one of its alternatives, to hold: those that nothing excludes.
#[must_use]
pub fn wanted(program: &Program, root: u32) -> Vec<u32> {
    match program.tree.nodes.get(root as usize) {
        Some(node) if node.negate => Vec::new(),
        Some(node) if node.join == Join::Leaf => vec![root],
        Some(_) => children(&program.tree, root).flat_map(|child| wanted(program, child)).collect(),
        None => Vec::new(),
    }
}

/// Every clause of a condition and of the segments that it reads.
#[must_use]
pub fn all_clauses(program: &Program, root: u32) -> Vec<u32> {
    let mut all = Vec::new();
    for node in clauses(&program.tree, root) {
        all.push(node);
        let slot = leaf(program, node).map(|leaf| leaf.slot);
        if let Some((_, segment)) = program.segments.iter().find(|(known, _)| Some(*known) == slot) {
            all.extend(all_clauses(program, *segment));
        }
    }
    all
}
