//! Segments, custom facts and groups that are declared and never used.
//!
//! Decides by the text of the file, messages included, and only in a file of which everything decodes.

use super::cases::source;
use super::file::{File, Found};
use crate::engine::program::Source;
use crate::node::{Kind, Node};
use crate::rules::diagnostic::Code;

/// Names that nothing mentions.
pub fn names(file: &File<'_>, found: &mut Found) {
    let campaigns: Vec<Node<'_>> = file.root.get("campaigns").into_iter().flat_map(Node::items).collect();
    let mut segments = file.root.get("segments").into_iter().flat_map(Node::entries);
    let decodes = |name: &str| {
        let known = |slot: u16| matches!(source(file.program, slot), Some(Source::Segment(known)) if **known == *name);
        file.program.segments.iter().any(|(slot, _)| known(*slot))
    };
    // A name may have been meant by what does not decode.
    if campaigns.is_empty() || campaigns.len() != file.program.campaigns.len() || !segments.all(|(key, _)| decodes(key.word())) {
        return;
    }
    let mut mentions = Mentions::default();
    mentions.collect(file.root);
    for (key, _) in file.root.get("segments").into_iter().flat_map(Node::entries) {
        let name = key.word();
        if !mentions.fact(&format!("segment.{name}")) {
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
        if !mentions.fact(&format!("custom.{name}")) && !mentions.values.iter().any(|value| value == name) {
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

/// Every text of the file.
#[derive(Default)]
struct Mentions {
    keys: Vec<String>,
    values: Vec<String>,
}

impl Mentions {
    fn collect(&mut self, node: Node<'_>) {
        if matches!(node.kind(), Kind::Plain | Kind::Escaped) {
            self.values.extend(node.text().map(|text| text.into_owned()));
        }
        for (key, value) in node.entries() {
            self.keys.extend(key.text().map(|text| text.into_owned()));
            self.collect(value);
        }
        node.items().for_each(|item| self.collect(item));
    }

    /// Whether a key names the fact, or something inside it, or a text shows it.
    fn fact(&self, name: &str) -> bool {
        let ends = |rest: &str| !rest.starts_with(|next: char| next.is_alphanumeric() || next == '-' || next == '_');
        let mentioned = |text: &String| text.match_indices(name).any(|(at, _)| ends(text.get(at + name.len()..).unwrap_or("")));
        self.keys.iter().chain(&self.values).any(mentioned)
    }
}
