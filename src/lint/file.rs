//! What checks look at: the program beside the text it was made of.
//!
//! Decides what is looked at: campaigns that decode. One that is left out is the decoder's to complain about, and a
//! disabled one is looked at like the others, because it is there to be enabled.

use crate::engine::eval::children;
use crate::engine::fact::Fact;
use crate::engine::message::{Message, message};
use crate::engine::program::{self, Join, Leaf, Program, Source};
use crate::engine::time::Millis;
use crate::node::{Doc, Kind, Node};
use crate::rules::decoder::Decoder;
use crate::rules::diagnostic::{Code, Diagnostic};
use crate::rules::show::SurfaceWord;

/// A rule file.
#[derive(Debug)]
pub struct File<'f> {
    /// What it decodes to.
    pub program: &'f Program,
    /// The file itself.
    pub root: Node<'f>,
    /// Campaigns that decode, in the order of the file.
    pub campaigns: Vec<Campaign<'f>>,
    /// Milliseconds since 1970, where the time is known.
    pub now: Option<Millis>,
}

/// A campaign that decodes.
#[derive(Debug)]
pub struct Campaign<'f> {
    /// As written.
    pub node: Node<'f>,
    /// As it runs.
    pub runs: &'f program::Campaign,
    /// What each variant shows, in the order of [`program::Campaign::variants`]: the `show` as written and as decoded. None for a holdout, and
    /// for a message that does not decode.
    pub messages: Vec<Option<(Node<'f>, Message)>>,
}

impl Campaign<'_> {
    /// Where its messages appear.
    pub fn surfaces(&self) -> impl Iterator<Item = SurfaceWord> {
        self.messages.iter().flatten().map(|(_, message)| message.show.surface)
    }
}

/// Whether two values say the same, in whatever order their keys stand.
#[must_use]
pub fn same(one: Node<'_>, other: Node<'_>) -> bool {
    sorted(one, &[]) == sorted(other, &[])
}

/// The value with its keys in the order of the alphabet, and without some of its own.
#[must_use]
pub fn sorted(node: Node<'_>, without: &[&str]) -> String {
    match node.kind() {
        Kind::Object => {
            let entries = node.entries().filter(|(key, _)| !without.contains(&key.word()));
            let mut parts: Vec<String> = entries.map(|(key, value)| format!("{}:{}", key.raw(), sorted(value, &[]))).collect();
            parts.sort_unstable();
            format!("{{{}}}", parts.join(","))
        }
        Kind::List => format!("[{}]", node.items().map(|item| sorted(item, &[])).collect::<Vec<_>>().join(",")),
        Kind::Null | Kind::True | Kind::False | Kind::Number | Kind::Plain | Kind::Escaped => String::from(node.raw()),
    }
}

/// The clauses of a condition that have to hold, whatever else does.
#[must_use]
pub fn musts(program: &Program, root: u32) -> Vec<&Leaf> {
    let (mut open, mut found) = (vec![root], Vec::new());
    while let Some(place) = open.pop() {
        match program.tree.nodes.get(place as usize) {
            Some(node) if node.negate => {}
            Some(node) => match node.join {
                Join::All => open.extend(children(&program.tree, place)),
                Join::Any => {}
                Join::Leaf => found.extend(program.tree.leaves.get(node.leaf as usize)),
            },
            None => {}
        }
    }
    found
}

/// The fact that a clause reads, where it is one of the table and read as a whole.
#[must_use]
pub fn fact_of(program: &Program, leaf: &Leaf) -> Option<Fact> {
    match &program.slots.get(leaf.slot as usize)?.source {
        Source::Fixed(fact) if leaf.path.is_none() => Some(*fact),
        Source::Fixed(_) | Source::Query(_) | Source::Custom(_) | Source::Segment(_) | Source::Progress(..) => None,
    }
}

impl<'f> File<'f> {
    /// Puts program and text side by side.
    #[must_use]
    pub fn new(program: &'f Program, doc: &'f Doc<'f>, now: Option<Millis>) -> File<'f> {
        let root = doc.root();
        let written: Vec<Node<'f>> = root.get("campaigns").into_iter().flat_map(Node::items).collect();
        let mut campaigns: Vec<Campaign<'f>> = program
            .campaigns
            .iter()
            .filter_map(|runs| {
                let node = *written.get(runs.place as usize)?;
                let variants: Vec<Node<'f>> = node.get("variants").into_iter().flat_map(Node::items).collect();
                let shows = runs.variants.iter().enumerate().map(|(place, _)| variants.get(place)?.get("show"));
                let messages = shows.map(|show| show.and_then(|show| Some((show, decoded(program, show)?)))).collect();
                Some(Campaign { node, runs, messages })
            })
            .collect();
        campaigns.sort_by_key(|campaign| campaign.runs.place);
        File { program, root, campaigns, now }
    }
}

fn decoded(program: &Program, show: Node<'_>) -> Option<Message> {
    let doc = Doc::scan(show.raw().as_bytes()).ok()?;
    let mut cx = Decoder::default();
    let message = message(&mut cx, &doc, program)?;
    (cx.errors == 0).then_some(message)
}

/// What was found so far.
#[derive(Debug, Default)]
pub struct Found {
    /// Not yet in the order of the file.
    pub diagnostics: Vec<Diagnostic>,
}

impl Found {
    /// Records a slip at a value or a key: what was found, what would be right, how to mend it, in one line.
    pub fn report(&mut self, code: Code, node: Node<'_>, message: String) {
        self.report_at(code, node.at(), message);
    }

    /// The same at a byte of the file, such as that of a clause.
    pub fn report_at(&mut self, code: Code, at: u32, message: String) {
        self.diagnostics.push(Diagnostic { code, at, message });
    }
}
