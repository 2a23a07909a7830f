//! `check --allow`, and that nothing is found in the examples of the project.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::{ran, ran_with};
use std::fs;
use std::path::Path;

const EMPTY_GROUP: &str = r#"{ "format": 1, "groups": { "offers": {} }, "campaigns": [{ "id": "hello", "on": [{ "page_view": {} }],
  "variants": [{ "id": "a", "show": { "surface": "bar", "blocks": [{ "text": " " }] } }] }] }"#;

#[test]
fn what_is_allowed_is_not_printed() {
    let files = [("rules.json", EMPTY_GROUP)];
    let (exit, printed, _) = ran_with(&files, &["check", "--strict", "rules.json"]);
    assert!(exit == 1 && printed.contains("[SB107] note:") && printed.contains("[SB151] warning:"), "{printed}");
    let (exit, printed, _) = ran_with(&files, &["check", "--strict", "--allow", "SB107", "rules.json"]);
    assert!(
        exit == 1
            && !printed.contains("SB107")
            && printed.ends_with("0 errors, 1 warning\n`shopbell explain-code SB151` says more about a code\n"),
        "{printed}"
    );
    let line = ["check", "--strict", "--allow", "SB107", "--allow", "sb151", "rules.json"];
    assert_eq!(ran_with(&files, &line), (0, "1 file: nothing wrong\n".into(), String::new()));
}

#[test]
fn an_error_cannot_be_allowed() {
    let (exit, printed, complaints) = ran(&["check", "--allow", "SB008", "rules.json"]);
    assert_eq!((exit, printed.as_str()), (2, ""));
    assert!(complaints.starts_with("error: SB008 (unknown fact) leaves out what it stands in and cannot be allowed"), "{complaints}");
}

#[test]
fn an_unknown_code_is_guessed() {
    let (exit, printed, complaints) = ran(&["check", "--allow", "SB1O1", "rules.json"]);
    assert_eq!((exit, printed.as_str()), (2, ""));
    assert!(complaints.starts_with("error: there is no code `SB1O1`; did you mean `SB101`?"), "{complaints}");
}

/// The path and text of every rule file below a folder.
fn rule_files(folder: &Path, files: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rule_files(&path, files);
        } else if path.ends_with("rules.json") {
            files.push((path.to_str().unwrap().into(), fs::read_to_string(&path).unwrap()));
        }
    }
}

#[test]
fn the_examples_have_not_even_a_note() {
    let mut files = Vec::new();
    rule_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../rules-examples"), &mut files);
    assert!(files.len() >= 5, "the examples are found");
    for (path, text) in &files {
        let (exit, printed, complaints) = ran_with(&[(path, text)], &["check", "--strict", path]);
        assert_eq!((exit, printed.as_str(), complaints.as_str()), (0, "1 file: nothing wrong\n", ""), "{path}");
    }
}
