//! Keys that stand twice in one object, wherever the decoders do not look for them.
//!
//! Decides over the whole file, whatever its objects mean; what was said of a key already is not said again.

use super::file::Found;
use crate::node::Node;
use crate::rules::diagnostic::Code;
use std::collections::BTreeMap;

/// Reports every repeated key but those at whose bytes one is `known`.
pub fn twice(node: Node<'_>, known: &[u32], found: &mut Found) {
    let mut seen: BTreeMap<String, Vec<Node<'_>>> = BTreeMap::new();
    for (key, value) in node.entries() {
        seen.entry(key.text().unwrap_or_default().into()).or_default().push(key);
        twice(value, known, found);
    }
    for (name, keys) in seen {
        if let [_, again, ..] = keys.as_slice()
            && !keys.iter().any(|key| known.contains(&key.at()))
        {
            found.report(Code::DuplicateKey, *again, format!("the key `{name}` stands here twice; keep one"));
        }
    }
    for item in node.items() {
        twice(item, known, found);
    }
}
