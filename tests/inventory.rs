//! What is said to be stored is what is stored: every key that the browser's half knows is in the inventory, and nothing else is.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use shopbell::inventory::{INVENTORY, Place, Purpose, inventory};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Texts that begin with `shopbell.` in the sources below a folder.
fn keys(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            keys(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs" || ending == "js") {
            let text = fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            for quote in ['"', '\'', '`'] {
                let literals =
                    code.split(quote).filter(|literal| literal.starts_with("shopbell.") && !literal.contains(char::is_whitespace));
                found.extend(literals.map(String::from));
            }
        }
    }
}

#[test]
fn every_key_is_in_the_inventory() {
    let mut used = BTreeSet::new();
    for folder in ["src/web", "src/delivery"] {
        keys(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut used);
    }
    let stored = INVENTORY.iter().filter(|item| item.place != Place::Request);
    let listed: BTreeSet<String> = stored.map(|item| item.name.trim_end_matches("ID").into()).collect();
    assert_eq!(used, listed);
}

#[test]
fn nothing_is_sent_of_a_visitor_without_analytics() {
    for item in INVENTORY.iter().filter(|item| item.place == Place::Request && item.purpose != Purpose::Analytics) {
        assert!(item.holds.starts_with("nothing of the visitor"), "{}", item.name);
    }
}

#[test]
fn what_messages_ask_for_is_listed() {
    let rules = fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/rules-examples/personal-code/rules.json")).unwrap();
    let asked: Vec<String> = inventory(Some(&rules)).asked.iter().map(|asked| format!("{} {}", asked.what, asked.name)).collect();
    assert_eq!(asked, ["choice reason", "coupon personal"]);
    let rules = fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/rules-examples/newsletter-form/rules.json")).unwrap();
    let asked: Vec<String> = inventory(Some(&rules)).asked.iter().map(|asked| format!("{} {}", asked.what, asked.name)).collect();
    assert_eq!(asked, ["email email", "text first-name", "consent consent", "hidden source"]);
}
