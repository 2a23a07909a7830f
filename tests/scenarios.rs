//! Plays every scenario in `rules-examples/` and `tests/scenarios/`.
//!
//! `LOG=1 cargo test --test scenarios -- --nocapture` prints what happened, `ONLY=cap` plays those whose path has it,
//! `LOGS=folder` leaves each log there with the rules it was played against, for the build in wasm to be compared with.

#![allow(clippy::unwrap_used)]

use serde_json::{Value, json};
use shopbell::node::Doc;
use shopbell::rules::check::check;
use shopbell::scenario::{Failure, Rules, play, rules_of};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn every_scenario_passes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in ["rules-examples", "tests/scenarios"] {
        scenarios(&root.join(folder), &mut files);
    }
    files.sort();
    assert!(!files.is_empty(), "no scenarios found");
    let only = std::env::var("ONLY").unwrap_or_default();
    let mut failures = String::new();
    for file in files.iter().filter(|file| file.to_string_lossy().contains(&only)) {
        let scenario = fs::read(file).unwrap();
        let short = file.strip_prefix(root).unwrap().display();
        let rules = match rules_of(&scenario) {
            Ok(Rules::Here(rules)) => rules,
            Ok(Rules::File(name)) => fs::read(file.with_file_name(&name)).unwrap_or_else(|error| panic!("{short}: {name}: {error}")),
            Err(sentence) => panic!("{short}: {sentence}"),
        };
        let played = play(&rules, &scenario);
        assert_eq!(played.log, play(&rules, &scenario).log, "{short}: played twice, two logs");
        if std::env::var_os("LOG").is_some() {
            println!("# {short}: {}\n{}", played.name, played.log);
        }
        if let Some(logs) = std::env::var_os("LOGS") {
            let path = Path::new(&logs).join(file.strip_prefix(root).unwrap());
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path.with_extension("log"), &played.log).unwrap();
            fs::write(path.with_extension("rules"), &rules).unwrap();
        }
        failures.extend(played.failures.iter().map(|failure| report(&format!("{short}: "), failure)));
    }
    assert!(failures.is_empty(), "\n{failures}");
}

/// Scenarios that fail, beside what a marketer then reads. `UPDATE=1 cargo test` rewrites the expected files.
#[test]
fn failures_say_what_to_do() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    scenarios(&root.join("tests/fixtures/scenario"), &mut files);
    for file in files {
        let scenario = fs::read(&file).unwrap();
        let Ok(Rules::Here(rules)) = rules_of(&scenario).or(Ok::<_, String>(Rules::Here(Vec::from(b"{\"format\":1,\"campaigns\":[]}"))))
        else {
            panic!("{}: rules stand in the scenario itself here", file.display());
        };
        let played = play(&rules, &scenario);
        assert!(!played.passed);
        let found: String = played.failures.iter().map(|failure| report("", failure)).collect();
        let beside = file.with_extension("expected");
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&beside, &found).unwrap();
        }
        assert_eq!(found, fs::read_to_string(&beside).unwrap_or_default(), "{}", file.display());
    }
}

#[test]
fn examples_have_no_problems_and_run_together() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules-examples");
    let index = fs::read_to_string(root.join("README.md")).unwrap();
    let (mut sites, mut ids) = (BTreeSet::new(), BTreeSet::new());
    let mut all = json!({ "format": 1, "custom": {}, "segments": {}, "groups": {}, "campaigns": [] });
    for folder in fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()) {
        let bytes = fs::read(folder.join("rules.json")).unwrap();
        assert_eq!(check(&bytes), Vec::new(), "{}", folder.display());
        assert!(folder.join("README.md").exists(), "{} has no README.md", folder.display());
        let name = folder.file_name().unwrap().to_string_lossy();
        assert!(index.contains(&format!("\n| [{name}]({name}) |")), "{name} is not in the table of rules-examples/README.md");
        let one: Value = serde_json::from_slice(&bytes).unwrap();
        all["site"] = one["site"].clone();
        for section in ["custom", "segments", "groups"] {
            for (name, entry) in one[section].as_object().into_iter().flatten() {
                let known = all[section].as_object_mut().unwrap().entry(name).or_insert_with(|| entry.clone());
                assert_eq!(known, entry, "{}: {section}.{name} is something else than in another example", folder.display());
            }
        }
        all["campaigns"].as_array_mut().unwrap().extend(one["campaigns"].as_array().unwrap().iter().cloned());
        let doc = Doc::scan(&bytes).unwrap();
        sites.insert(doc.root().get("site").unwrap().raw().to_string());
        for campaign in doc.root().get("campaigns").unwrap().items() {
            let id = campaign.get("id").unwrap().word().to_string();
            assert!(ids.insert(id.clone()), "two examples have a campaign `{id}`");
        }
    }
    assert_eq!(check(all.to_string().as_bytes()), Vec::new(), "all examples in one file");
    assert_eq!(sites.len(), 1, "the examples' `site` differ: {sites:?}");
}

fn report(file: &str, failure: &Failure) -> String {
    let Failure { step, expected, found, place } = failure;
    if expected.is_empty() {
        return format!("{file}{place}\n    {found}\n");
    }
    let step = if *step == 0 { String::new() } else { format!("step {step}, ") };
    format!("{file}{step}{place}\n    expected {expected}\n    found    {found}\n")
}

fn scenarios(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            scenarios(&path, files);
        } else if path.to_string_lossy().ends_with(".scenario.json") {
            files.push(path);
        }
    }
}
