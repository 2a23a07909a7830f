//! Checks of what decodes and is probably not meant: a line of `tests/golden/conditions.txt` that begins with a brace is a condition,
//! one of `tests/golden/campaigns.txt` that begins with a bracket is a list of campaigns, and below it stands what is said of it.
//! `UPDATE=1 cargo test --test lint` writes what is said now.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use serde_json::{Value as Json, json};
use shopbell::lint::inspect;
use shopbell::rules::load;
use shopbell::simulate::Simulation;
use shopbell::simulate::traffic::Traffic;
use std::fs;

/// A file with this condition, and with the segment `big` and the custom fact `level` where it names them.
fn file_with(condition: &str) -> String {
    let custom = if condition.contains("custom.level") { r#""custom": { "level": "any" },"# } else { "" };
    let big = r#""segments": { "big": { "cart.subtotal": { "$gte": { "EUR": 100 } } } },"#;
    let segments = if condition.contains("segment.big\"") { big } else { "" };
    let variants = r#"[{ "id": "a", "show": { "surface": "bar", "blocks": [{ "text": "Hello" }] } }]"#;
    format!(
        r#"{{ "format": 1, {custom} {segments}
        "campaigns": [{{ "id": "c", "on": [{{ "page_view": {{}} }}], "when": {condition}, "variants": {variants} }}] }}"#
    )
}

/// A file with these campaigns; what they do not say is said for them.
fn file_of(campaigns: &str) -> String {
    let mut campaigns: Json = serde_json::from_str(campaigns).unwrap();
    for (campaign, id) in campaigns.as_array_mut().unwrap().iter_mut().zip(["a", "b", "c"]) {
        campaign["id"] = json!(id);
        let missing = [
            ("on", json!([{ "page_view": {} }])),
            ("variants", json!([{ "id": "a", "show": { "surface": "bar", "blocks": [{ "text": "Hello" }] } }])),
        ];
        for (key, value) in missing {
            campaign.as_object_mut().unwrap().entry(key).or_insert(value);
        }
    }
    let mut file = json!({ "format": 1, "campaigns": campaigns });
    if campaigns.to_string().contains("segment.none") {
        file["segments"] = json!({ "none": { "visitor.is_new": true, "visitor.visits": 2 } });
    }
    if campaigns.to_string().contains("group") {
        file["groups"] = json!({ "offers": { "frequency": { "at_most": 1, "per": "day" } }, "others": {}, "nobody": {} });
    }
    if campaigns.to_string().contains("\"once\"") {
        file["groups"] = json!({ "once": { "frequency": { "at_most": 1, "per": "ever" } } });
    }
    if campaigns.to_string().contains("\"weekly\"") {
        file["groups"] = json!({ "weekly": { "frequency": { "at_most": 1, "per": "session", "after_dismiss": "7d" } } });
    }
    file.to_string()
}

/// Compares a golden file with what is said now of each of its lines that begins with `mark`.
fn golden(name: &str, mark: char, file: fn(&str) -> String) {
    let path = format!("{}/tests/golden/{name}.txt", env!("CARGO_MANIFEST_DIR"));
    let golden = fs::read_to_string(&path).unwrap();
    let mut said = String::new();
    for line in golden.lines().filter(|line| !line.starts_with("  ")) {
        said.push_str(line);
        said.push('\n');
        if line.starts_with(mark) {
            for problem in inspect(file(line).as_bytes(), None) {
                said.push_str(&format!("  {} {}\n", problem.code, problem.message));
            }
        }
    }
    if std::env::var_os("UPDATE").is_some() {
        return fs::write(&path, &said).unwrap();
    }
    assert!(said == golden, "run UPDATE=1 cargo test --test lint and read the difference:\n{said}");
}

#[test]
fn conditions_are_looked_at() {
    golden("conditions", '{', file_with);
}

#[test]
fn campaigns_are_looked_at() {
    golden("campaigns", '[', file_of);
}

/// Whoever is said never to show does not show to simulated shoppers either, and the one that comes before it does.
#[test]
fn the_shadowed_see_nobody() {
    let golden = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/campaigns.txt")).unwrap();
    let mut looked_at = 0;
    for line in golden.lines().filter(|line| line.starts_with('[')) {
        let file = file_of(line);
        for problem in inspect(file.as_bytes(), None).iter().filter(|problem| problem.code == "SB179") {
            let named: Vec<&str> = problem.message.split('`').skip(1).step_by(2).take(2).collect();
            let (program, _) = load(file.as_bytes());
            let mut simulation = Simulation::new(&program, Traffic::usual(), 1);
            (0..300).for_each(|visitor| simulation.visitor(visitor));
            let report = simulation.report();
            let shown = |id: &str| report.campaigns.iter().find(|campaign| campaign.id == id).map(|campaign| campaign.shown);
            assert_eq!(shown(named[0]), Some(0), "{line}");
            assert!(shown(named[1]) > Some(0), "{line}");
            looked_at += 1;
        }
    }
    assert!(looked_at > 5, "{looked_at} lines");
}

#[test]
fn nothing_is_said_of_the_examples() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/rules-examples");
    let mut looked_at = 0;
    for example in fs::read_dir(folder).unwrap() {
        let path = example.unwrap().path().join("rules.json");
        if let Ok(bytes) = fs::read(&path) {
            assert_eq!(inspect(&bytes, None), [], "{}", path.display());
            looked_at += 1;
        }
    }
    assert!(looked_at >= 5, "{looked_at} examples");
}
