//! Which rules a scenario is played against: a file beside it, or rules that stand in the scenario itself.

use crate::node::{Doc, Kind};
use crate::rules::diagnostic::did_you_mean;

/// Where the rules of a scenario are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rules {
    /// In this file, beside the scenario.
    File(String),
    /// In the scenario itself.
    Here(Vec<u8>),
}

/// Where the scenario's rules are; a sentence where it does not say.
///
/// # Errors
/// Where the scenario is not JSON, or names no rules.
pub fn rules_of(scenario: &[u8]) -> Result<Rules, String> {
    let doc = Doc::scan(scenario).map_err(|_| String::from("the scenario is not JSON"))?;
    let rules = doc.root().get("rules");
    match rules.map(|node| (node, node.kind())) {
        Some((node, Kind::Object)) => Ok(Rules::Here(node.raw().as_bytes().to_vec())),
        Some((node, Kind::Plain | Kind::Escaped)) => Ok(Rules::File(node.text().unwrap_or_default().into_owned())),
        _ => {
            let guess = did_you_mean("rules", doc.root().entries().map(|(key, _)| key.word()));
            Err(format!("`rules` is missing{guess}; add for example \"rules\": \"rules.json\""))
        }
    }
}
