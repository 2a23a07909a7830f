//! Checks of what decodes and is probably not meant: each line of `tests/golden/conditions.txt` that begins with a brace is a
//! condition, below it stands what is said of it. `UPDATE=1 cargo test --test lint` writes what is said now.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use shopbell::lint::inspect;
use std::fs;

const CONDITIONS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/conditions.txt");

/// A file with this condition, and with the segment `big` and the custom fact `level` where it names them.
fn file_with(condition: &str) -> String {
    let custom = if condition.contains("custom.level") { r#""custom": { "level": "any" },"# } else { "" };
    let big = r#""segments": { "big": { "cart.subtotal": { "$gte": { "EUR": 100 } } } },"#;
    let segments = if condition.contains("segment.big") { big } else { "" };
    let variants = r#"[{ "id": "a", "show": { "surface": "bar", "blocks": [{ "text": "Hello" }] } }]"#;
    format!(
        r#"{{ "format": 1, {custom} {segments}
        "campaigns": [{{ "id": "c", "on": [{{ "page_view": {{}} }}], "when": {condition}, "variants": {variants} }}] }}"#
    )
}

#[test]
fn conditions_are_looked_at() {
    let golden = fs::read_to_string(CONDITIONS).unwrap();
    let mut said = String::new();
    for line in golden.lines().filter(|line| !line.starts_with("  ")) {
        said.push_str(line);
        said.push('\n');
        if line.starts_with('{') {
            for problem in inspect(file_with(line).as_bytes(), None) {
                said.push_str(&format!("  {} {}\n", problem.code, problem.message));
            }
        }
    }
    if std::env::var_os("UPDATE").is_some() {
        fs::write(CONDITIONS, &said).unwrap();
    }
    assert!(said == golden, "run UPDATE=1 cargo test --test lint and read the difference:\n{said}");
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
