//! The schema that stands in the documents is the one that is printed. What it says is tried in `tests/wasm/schema.test.mjs`.
//!
//! `UPDATE=1 cargo test -p shopbell-cli --test schema` writes it anew.

#![allow(clippy::unwrap_used)]

mod common;

use common::ran;

#[test]
fn the_schema_of_the_documents_is_the_one_that_is_printed() {
    let (exit, printed, complaints) = ran(&["schema"]);
    assert_eq!((exit, complaints.as_str()), (0, ""));
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/rules.schema.json");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, &printed).unwrap();
    }
    let written = std::fs::read_to_string(path).unwrap();
    assert!(
        written == printed,
        "docs/rules.schema.json is older than the code; `UPDATE=1 cargo test -p shopbell-cli --test schema` writes it"
    );
}
