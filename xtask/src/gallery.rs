//! The list of what the gallery shows.
//!
//! Decides that the list is what lies in the folders: a page cannot look into a folder, so the names are written down for it. What an
//! entry says is the entry's.

use crate::{fingerprint, project};
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

fn file() -> PathBuf {
    project::gallery().join("index.json")
}

/// Brings the list up to date.
pub fn write_index() -> Result<()> {
    fingerprint::write(&file(), index()?.as_bytes())
}

/// The names of all entries and themes, as JSON.
fn index() -> Result<String> {
    let list = |folder: &str| -> Result<String> {
        let names: Vec<String> = names(&project::gallery().join(folder))?.iter().map(|name| format!("\n    \"{name}\"")).collect();
        Ok(names.join(","))
    };
    Ok(format!("{{\n  \"entries\": [{}\n  ],\n  \"themes\": [{}\n  ]\n}}\n", list("entries")?, list("themes")?))
}

/// Names of the JSON files in this folder, in order.
pub fn names(folder: &Path) -> Result<Vec<String>> {
    let entries = std::fs::read_dir(folder).with_context(|| format!("there is no folder {}", project::shown(folder)))?;
    let files = entries.flatten().map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|ending| ending == "json"));
    let mut names: Vec<String> = files.filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned())).collect();
    names.sort();
    Ok(names)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_list_is_what_lies_in_the_folders() {
        let written = std::fs::read_to_string(super::file()).unwrap();
        assert_eq!(written, super::index().unwrap(), "`cargo xtask build` brings the gallery's list up to date");
    }
}
