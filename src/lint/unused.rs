//! Segments, custom facts and groups that are declared and never used.
//!
//! Decides by the text of the file, messages included, and only in a file of which everything decodes.

use super::cases::source;
use super::file::{File, Found};
use crate::engine::program::Source;
use crate::node::{Kind, Node};
use crate::rules::diagnostic::Code;
use std::collections::BTreeSet;

/// Names that nothing mentions.
pub fn names(file: &File<'_>, found: &mut Found) {
    let campaigns: Vec<Node<'_>> = file.root.get("campaigns").into_iter().flat_map(Node::items).collect();
    let mut segments = file.root.get("segments").into_iter().flat_map(Node::entries);
    let decoded: BTreeSet<&str> = file
        .program
        .segments
        .iter()
        .filter_map(|(slot, _)| match source(file.program, *slot) {
            Some(Source::Segment(name)) => Some(&**name),
            _ => None,
        })
        .collect();
    // A name may have been meant by what does not decode.
    if campaigns.is_empty() || campaigns.len() != file.program.campaigns.len() || !segments.all(|(key, _)| decoded.contains(key.word())) {
        return;
    }
    let mut mentions = Mentions::default();
    mentions.collect(file.root);
    for (key, _) in file.root.get("segments").into_iter().flat_map(Node::entries) {
        let name = key.word();
        if !mentions.facts.contains(&format!("segment.{name}")) {
            found.report(
                Code::Unused,
                key,
                format!("nothing reads the segment `{name}`; use \"segment.{name}\" in a condition, or take it out"),
            );
        }
    }
    for (key, _) in file.root.get("custom").into_iter().flat_map(Node::entries) {
        let name = key.word();
        // Actions set a custom fact by its bare name.
        if !mentions.facts.contains(&format!("custom.{name}")) && !mentions.texts.contains(name) {
            found.report(
                Code::Unused,
                key,
                format!("nothing reads the custom fact `{name}`; use \"custom.{name}\" in a condition, or take it out"),
            );
        }
    }
    for (key, _) in file.root.get("groups").into_iter().flat_map(Node::entries) {
        let name = key.word();
        if !campaigns.iter().any(|campaign| campaign.get("group").is_some_and(|group| group.word() == name)) {
            found.report(
                Code::Unused,
                key,
                format!("no campaign is in the group `{name}`; write \"group\": \"{name}\" in some, or take it out"),
            );
        }
    }
}

/// What the file says.
#[derive(Default)]
struct Mentions {
    /// Facts that a key names, or something inside them, or that a text shows.
    facts: BTreeSet<String>,
    /// Every text.
    texts: BTreeSet<String>,
}

impl Mentions {
    fn collect(&mut self, node: Node<'_>) {
        if matches!(node.kind(), Kind::Plain | Kind::Escaped) {
            let text = node.text().unwrap_or_default();
            self.read(&text);
            self.texts.insert(text.into_owned());
        }
        for (key, value) in node.entries() {
            self.read(&key.text().unwrap_or_default());
            self.collect(value);
        }
        node.items().for_each(|item| self.collect(item));
    }

    fn read(&mut self, text: &str) {
        for space in ["segment.", "custom."] {
            for (at, _) in text.match_indices(space) {
                let rest = text.get(at + space.len()..).unwrap_or_default();
                let end = rest.find(|next: char| !next.is_alphanumeric() && next != '-' && next != '_').unwrap_or(rest.len());
                self.facts.insert(format!("{space}{}", rest.get(..end).unwrap_or_default()));
            }
        }
    }
}
