//! What messages ask shoppers for, of a whole rule file.
//!
//! Decides which questions there are and who may hear the answers; how an answer is kept and sent is in [`crate::inventory`].

use super::blocks::blocks;
use super::file::File;
use crate::node::Doc;
use crate::rules::block::BLOCKS;
use crate::rules::load;
use serde::Serialize;

/// What one campaign asks for, or takes for the visitor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Asked {
    /// The campaign.
    pub campaign: String,
    /// What: `email`, `choice`, `coupon` …
    pub what: String,
    /// The name its answer is kept under, or the pool that the code is taken from.
    pub name: String,
}

/// What the messages of a rule file ask for, in the order of the file, each once a campaign.
#[must_use]
pub fn asked(rules: &[u8]) -> Vec<Asked> {
    let (program, _) = load(rules);
    let Ok(doc) = Doc::scan(rules) else { return Vec::new() };
    let file = File::new(&program, &doc, None);
    let mut all: Vec<Asked> = Vec::new();
    for campaign in &file.campaigns {
        let mut add = |what: &str, name: &str| {
            let one = Asked { campaign: campaign.runs.id.to_string(), what: what.into(), name: name.into() };
            if !all.contains(&one) {
                all.push(one);
            }
        };
        for (show, _) in campaign.messages.iter().flatten() {
            for block in blocks(*show) {
                let fields = block.fields();
                let own = BLOCKS.get(block.word as usize).map_or("", |term| term.name);
                let words = fields.iter().map(|(word, _)| *word).chain(std::iter::repeat(own));
                for ((name, _), word) in block.asks().iter().zip(words) {
                    add(word, name);
                }
                if let Some(pool) = block.body.get("pool") {
                    add("coupon", pool.word());
                }
            }
        }
    }
    all
}
