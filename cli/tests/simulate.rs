//! `simulate` and `diff`: what they print, and what they refuse.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::{ran_with, written};
use serde_json::Value;
use std::fs;
use std::path::Path;

const HELLO: &str = r#"{ "format": 1, "campaigns": [{ "id": "hello", "on": [{ "page_view": {} }],
  "variants": [{ "id": "a", "show": { "surface": "bar", "blocks": [{ "text": "Hello <b>" }] } }] }] }"#;
const GOODBYE: &str = r#"{ "format": 1, "campaigns": [{ "id": "goodbye", "on": [{ "exit_intent": {} }],
  "variants": [{ "id": "a", "show": { "surface": "bar", "blocks": [{ "text": "Goodbye" }] } }] }] }"#;
const BAD: &str = r#"{ "format": 1, "campaigns": [{ "id": "hello", "on": [{ "page_view": {} }], "when": { "cart.totl": 5 },
  "variants": [{ "id": "a", "show": { "surface": "bar", "blocks": [{ "text": "Hello" }] } }] }] }"#;

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// Compares with `tests/golden/simulate`; `UPDATE=1` rewrites it.
fn golden(name: &str, printed: &str) {
    let path = root().join("tests/golden/simulate").join(name);
    if std::env::var_os("UPDATE").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, printed).unwrap();
    }
    let known = fs::read_to_string(&path).unwrap_or_default();
    assert!(known == printed, "{name} is not as it was; `UPDATE=1 cargo test -p shopbell-cli --test simulate` rewrites it\n{printed}");
}

fn file(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

#[test]
fn the_report_in_tables() {
    let crowd = file("tests/fixtures/simulate/crowd.rules.json");
    let (exit, printed, complaints) = ran_with(&[("rules.json", &crowd)], &["simulate", "rules.json", "--visitors", "200"]);
    assert_eq!((exit, complaints.as_str()), (0, ""));
    golden("crowd.txt", &printed);
}

#[test]
fn an_example_in_tables_and_as_json() {
    let rules = file("rules-examples/exit-coupon/rules.json");
    let line = ["simulate", "rules.json", "--visitors", "50", "--seed", "7"];
    let (exit, printed, complaints) = ran_with(&[("rules.json", &rules)], &line);
    assert_eq!((exit, complaints.as_str()), (0, ""));
    golden("exit-coupon.txt", &printed);
    let (_, printed, _) = ran_with(&[("rules.json", &rules)], &[&line[..], &["--format", "json"]].concat());
    golden("exit-coupon.json", &printed);
}

#[test]
fn the_differences_with_their_stories() {
    let old = file("rules-examples/free-gift/rules.json");
    let new = old.replace(r#""$gte": { "EUR": 30"#, r#""$gte": { "EUR": 40"#);
    assert_ne!(old, new);
    let (exit, printed, _) = ran_with(&[("old.json", &old), ("new.json", &new)], &["diff", "old.json", "new.json", "--visitors", "100"]);
    assert_eq!(exit, 0);
    golden("free-gift.diff.txt", &printed);
}

#[test]
fn a_file_and_itself() {
    let line = ["diff", "rules.json", "rules.json", "--visitors", "20"];
    let (exit, printed, _) = ran_with(&[("rules.json", HELLO)], &line);
    assert_eq!(exit, 0);
    assert!(printed.ends_with("seed 1: no visitor sees anything else\n"), "{printed}");
}

#[test]
fn campaigns_come_and_go() {
    let files = [("old.json", HELLO), ("new.json", GOODBYE)];
    let (exit, printed, _) = ran_with(&files, &["diff", "old.json", "new.json", "--visitors", "40", "--format", "json"]);
    let json: Value = serde_json::from_str(&printed).unwrap();
    let changes: Vec<&str> = json["campaigns"].as_array().unwrap().iter().filter_map(|one| one["change"].as_str()).collect();
    assert_eq!((exit, changes), (0, vec!["gone", "new"]));
    assert_eq!(json["campaigns"][0]["example"]["new"], "has no campaign `hello`");
}

#[test]
fn the_page_stands_alone() {
    let (exit, page, _) = ran_with(&[("<b>.json", HELLO)], &["simulate", "<b>.json", "--visitors", "20", "--format", "html"]);
    assert_eq!(exit, 0);
    assert!(page.starts_with("<!doctype html>") && page.contains("&lt;b&gt;.json"), "{page}");
    for foreign in ["<script", "<b>.json", "http:", "https:", "url(", "@import", "src="] {
        assert!(!page.contains(foreign), "{foreign}");
    }
}

#[test]
fn the_report_goes_to_a_file() {
    let line = ["simulate", "rules.json", "--visitors", "20", "--format", "json", "--out", "report.json"];
    let (exit, printed, files) = written(&[("rules.json", HELLO)], &line);
    assert_eq!((exit, printed.as_str()), (0, "report.json is written\n"));
    let json: Value = serde_json::from_str(&files["report.json"]).unwrap();
    assert_eq!((json["visitors"].as_u64(), json["campaigns"][0]["id"].as_str()), (Some(20), Some("hello")));
}

#[test]
fn the_traffic_is_that_of_the_file() {
    let traffic = r#"{ "days": 1, "visits": { "return": 0 }, "pages": { "go_on": 0 } }"#;
    let line = ["simulate", "rules.json", "--visitors", "20", "--traffic", "traffic.json"];
    let (exit, printed, _) = ran_with(&[("rules.json", HELLO), ("traffic.json", traffic)], &line);
    let first = "20 visitors made 20 visits with 20 page views, from 2026-11-16 to 2026-11-16, seed 1";
    assert_eq!((exit, printed.lines().next()), (0, Some(first)));
    let wrong = r#"{ "dayz": 1, "pages": { "stay": "soon" } }"#;
    let (exit, printed, complaints) = ran_with(&[("rules.json", HELLO), ("traffic.json", wrong)], &line);
    assert_eq!((exit, printed.as_str()), (2, ""));
    assert!(
        complaints
            .starts_with("error: traffic.json:1:3 dayz: unknown key `dayz`; did you mean `days`?\nerror: traffic.json:1:33 pages.stay: "),
        "{complaints}"
    );
}

#[test]
fn what_is_broken_is_said() {
    let (exit, _, complaints) = ran_with(&[("rules.json", BAD)], &["simulate", "rules.json"]);
    assert_eq!(exit, 2);
    assert!(complaints.starts_with("error: `rules.json` has 1 error and no campaign that runs: unknown fact `cart.totl`"), "{complaints}");
    let (exit, _, complaints) = ran_with(&[], &["diff", "nowhere.json", "nowhere.json"]);
    assert_eq!((exit, complaints.as_str()), (2, "error: `nowhere.json` cannot be read: there is no such file\n"));
    let (exit, ..) = ran_with(&[("rules.json", HELLO)], &["simulate", "rules.json", "--visitors", "0"]);
    assert_eq!(exit, 2);
}
