//! What the gallery shows is written as it should be: its entries decode without a problem and speak every language, its themes can be
//! read. How all of it looks is tried in `tests/browser/gallery.test.mjs`.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use serde_json::{Value as Json, json};
use shopbell::lint::inspect;
use std::fmt::Write as _;
use std::fs;

/// What is meant: a message of the gallery shows at once and on every page, and its variants are not compared.
const MEANT: [&str; 5] = ["SB137", "SB138", "SB139", "SB156", "SB161"];

/// The JSON files of this folder of the gallery, by name.
fn files(folder: &str) -> Vec<(String, Json)> {
    let path = format!("{}/www/gallery/{folder}", env!("CARGO_MANIFEST_DIR"));
    let mut paths: Vec<_> = fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let name = |path: &std::path::Path| format!("{folder}/{}", path.file_name().unwrap().to_str().unwrap());
    paths.iter().map(|path| (name(path), serde_json::from_slice(&fs::read(path).unwrap()).unwrap())).collect()
}

/// What is said of a rule file with this message and this theme, as `www/gallery/rules.js` makes it.
fn problems(entry: &Json, theme: &Json) -> String {
    let words = fs::read(format!("{}/www/gallery/words.json", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let mut site = json!({ "currency": "EUR", "time_zone": "Europe/Bucharest", "locales": ["en", "ro", "ko", "ar"], "theme": theme });
    site["words"] = serde_json::from_slice(&words).unwrap();
    for (key, value) in entry["site"].as_object().into_iter().flatten() {
        site[key] = value.clone();
    }
    let mut rules = json!({
        "format": 1,
        "site": site,
        "campaigns": [{ "id": "entry", "on": [{ "page_view": {} }], "variants": [{ "id": "shown", "show": entry["show"] }] }]
    });
    if let Some(custom) = entry.get("custom") {
        rules["custom"] = custom.clone();
    }
    let mut said = String::new();
    for problem in inspect(rules.to_string().as_bytes(), None) {
        if !MEANT.contains(&&*problem.code) {
            let _ = write!(said, "\n  {} {}: {}", problem.code, problem.pointer, problem.message);
        }
    }
    said
}

#[test]
fn entries_and_themes_are_without_problems() {
    let (entries, themes) = (files("entries"), files("themes"));
    let mut all = String::new();
    for (name, entry) in &entries {
        assert!(
            entry["title"].is_string() && entry["declare"].is_object(),
            "{name}: an entry has a `title`, and says what a page declares"
        );
        let said = problems(entry, &json!({}));
        if !said.is_empty() {
            let _ = write!(all, "\n{name}:{said}");
        }
    }
    let (_, any) = &entries[0];
    for (name, theme) in &themes {
        assert!(theme["title"].is_string(), "{name}: a theme has a `title`");
        let said = problems(any, &theme["theme"]);
        if !said.is_empty() {
            let _ = write!(all, "\n{name}:{said}");
        }
    }
    assert!(all.is_empty(), "{all}");
}
