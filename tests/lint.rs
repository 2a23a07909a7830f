//! Checks of what decodes and is probably not meant: each line of `tests/golden/conditions.txt` that begins with a brace is a
//! condition, below it stands what is said of it. `UPDATE=1 cargo test --test lint` writes what is said now.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use shopbell::lint::inspect;
use std::fs;

const CONDITIONS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/conditions.txt");

/// A file with this condition; `big` is a segment of it.
fn file_with(condition: &str) -> String {
    format!(
        r#"{{ "format": 1, "custom": {{ "level": "any" }}, "segments": {{ "big": {{ "cart.subtotal": {{ "$gte": 100 }} }} }},
        "campaigns": [{{ "id": "c", "on": [{{ "page_view": {{}} }}], "when": {condition},
        "variants": [{{ "id": "a", "show": {{ "surface": "bar", "blocks": [{{ "text": "Hello" }}] }} }}] }}] }}"#
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
