//! All example rule files as one, so that the demo shop can show every idea at once.
//!
//! Decides how they are put together: in the order of the folders' names, `site` of the first, everything else side by side.
//! Works on the JSON as written and knows no more of it than its top keys; what the rules mean is the engine's.

use super::Answer;
use crate::project;
use anyhow::{Context, Result, bail};
use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};

/// The sections whose entries have names; an entry of one name must be the same everywhere.
const NAMED: [&str; 3] = ["custom", "segments", "groups"];

/// `/rules/all.json`
pub fn all(examples: &Path) -> Answer {
    match read(examples).and_then(|files| merged(&files)) {
        Ok(rules) => Answer::new(200, "application/json; charset=utf-8", rules.to_string()),
        Err(error) => {
            eprintln!("rules: {error:#}");
            Answer::sentence(500, format_args!("{error:#}"))
        }
    }
}

/// A folder's name and its rule file.
type Example = (String, Value);

fn read(examples: &Path) -> Result<Vec<Example>> {
    let entries = std::fs::read_dir(examples).with_context(|| format!("there is no folder {}", project::shown(examples)))?;
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path().join("rules.json")).collect();
    paths.retain(|path| path.is_file());
    paths.sort();
    paths.iter().map(|path| read_one(path)).collect()
}

fn read_one(path: &Path) -> Result<Example> {
    let shown = project::shown(path);
    let text = std::fs::read(path).with_context(|| format!("could not read {shown}"))?;
    let rules = serde_json::from_slice(&text).with_context(|| format!("{shown} is not JSON"))?;
    let folder = path.parent().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
    Ok((folder.unwrap_or(shown), rules))
}

fn merged(examples: &[Example]) -> Result<Value> {
    let mut site = None;
    let mut named = NAMED.map(|section| (section, Map::new()));
    let mut campaigns: Vec<Value> = Vec::new();
    for (folder, rules) in examples {
        if rules["format"] != json!(1) {
            bail!("{folder}/rules.json has `format` {}; the demo can merge format 1", rules["format"]);
        }
        site = site.or_else(|| rules.get("site").cloned());
        for (section, entries) in &mut named {
            add_named(entries, rules, section, folder)?;
        }
        for campaign in rules["campaigns"].as_array().into_iter().flatten() {
            campaigns.push(with_own_id(campaign.clone(), folder, &campaigns));
        }
    }

    let mut all = Map::new();
    all.insert("format".to_owned(), json!(1));
    all.extend(site.map(|site| ("site".to_owned(), site)));
    for (section, entries) in named {
        if !entries.is_empty() {
            all.insert(section.to_owned(), Value::Object(entries));
        }
    }
    all.insert("campaigns".to_owned(), Value::Array(campaigns));
    Ok(Value::Object(all))
}

fn add_named(entries: &mut Map<String, Value>, rules: &Value, section: &str, folder: &str) -> Result<()> {
    for (name, value) in rules[section].as_object().into_iter().flatten() {
        match entries.get(name) {
            Some(present) if present != value => bail!(
                "{folder}/rules.json says something else of {section}.{name} than an example before it; \
                 give one of the two another name, so that the demo can run both"
            ),
            Some(_) => {}
            None => {
                entries.insert(name.clone(), value.clone());
            }
        }
    }
    Ok(())
}

/// The campaign, its id preceded by its folder's name if another campaign has that id.
fn with_own_id(mut campaign: Value, folder: &str, others: &[Value]) -> Value {
    if others.iter().any(|other| other["id"] == campaign["id"])
        && let Some(id) = campaign["id"].as_str()
    {
        campaign["id"] = json!(format!("{folder}-{id}"));
    }
    campaign
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example(folder: &str, rules: Value) -> Example {
        (folder.to_owned(), rules)
    }

    #[test]
    fn examples_stand_side_by_side_in_order() {
        let all = merged(&[
            example(
                "a",
                json!({ "$schema": "x", "format": 1, "site": { "currency": "EUR" }, "custom": { "card": "boolean" },
                "campaigns": [{ "id": "one" }] }),
            ),
            example(
                "b",
                json!({ "format": 1, "site": { "currency": "RON" }, "segments": { "vip": { "customer.orders": 9 } },
                "custom": { "card": "boolean" }, "campaigns": [{ "id": "two" }, { "id": "three" }] }),
            ),
        ]);
        let expected = json!({ "format": 1, "site": { "currency": "EUR" }, "custom": { "card": "boolean" },
            "segments": { "vip": { "customer.orders": 9 } }, "campaigns": [{ "id": "one" }, { "id": "two" }, { "id": "three" }] });
        assert_eq!(all.unwrap().to_string(), expected.to_string());
    }

    #[test]
    fn ids_stay_unique() {
        let same = json!({ "format": 1, "campaigns": [{ "id": "gift" }] });
        let all = merged(&[example("a", same.clone()), example("b", same)]).unwrap();
        assert_eq!(all["campaigns"], json!([{ "id": "gift" }, { "id": "b-gift" }]));
    }

    #[test]
    fn one_name_for_two_things_is_refused() {
        let with = |orders: u32| json!({ "format": 1, "segments": { "vip": { "customer.orders": orders } }, "campaigns": [] });
        let error = merged(&[example("a", with(3)), example("b", with(5))]).unwrap_err().to_string();
        assert!(error.contains("b/rules.json") && error.contains("segments.vip"), "{error}");
    }

    #[test]
    fn another_format_is_refused() {
        let error = merged(&[example("a", json!({ "format": 2 }))]).unwrap_err().to_string();
        assert!(error.contains("`format` 2"), "{error}");
    }

    #[test]
    fn no_examples_are_an_empty_file() {
        assert_eq!(merged(&[]).unwrap(), json!({ "format": 1, "campaigns": [] }));
    }
}
