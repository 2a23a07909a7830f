//! A machine of a few files, whose outputs are kept.

use shopbell_cli::{Entry, World, run};
use std::collections::BTreeMap;

/// Files by path; two places to write to.
#[derive(Default)]
struct Machine {
    files: Vec<(String, String)>,
    printed: String,
    complaints: String,
}

impl World for Machine {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        let file = self.files.iter().find(|(name, _)| name == path);
        file.map(|(_, text)| text.clone().into_bytes()).ok_or_else(|| String::from("there is no such file"))
    }

    fn list(&self, folder: &str) -> Option<Vec<Entry>> {
        let inside = |path: &str| path.strip_prefix(folder)?.strip_prefix('/').map(|rest| !rest.contains('/'));
        let entries: Vec<Entry> = self
            .files
            .iter()
            .filter(|(path, _)| inside(path) == Some(true))
            .map(|(path, _)| Entry { path: path.clone(), is_folder: false })
            .collect();
        if entries.is_empty() { None } else { Some(entries) }
    }

    fn written_at(&self, _: &str) -> Option<i64> {
        None
    }

    /// 2026-11-22, noon.
    fn now(&self) -> Option<i64> {
        Some(1_795_348_800_000)
    }

    fn write(&mut self, path: &str, bytes: &[u8]) -> Result<(), String> {
        let text = String::from_utf8(bytes.to_vec()).map_err(|error| error.to_string())?;
        self.files.push((path.into(), text));
        Ok(())
    }

    fn print(&mut self, text: &str) {
        self.printed.push_str(text);
    }

    fn complain(&mut self, text: &str) {
        self.complaints.push_str(text);
    }

    fn has_colors(&self) -> bool {
        false
    }

    fn clock(&self) -> i64 {
        0
    }

    fn rest(&mut self) -> bool {
        false
    }
}

/// Runs a command line on a machine without files: its exit code, what it printed, what it complained of.
#[allow(dead_code)]
pub fn ran(line: &[&str]) -> (u8, String, String) {
    ran_with(&[], line)
}

/// The same beside these files.
#[allow(dead_code)]
pub fn ran_with(files: &[(&str, &str)], line: &[&str]) -> (u8, String, String) {
    let line: Vec<String> = line.iter().map(|word| String::from(*word)).collect();
    let files = files.iter().map(|(path, text)| (String::from(*path), String::from(*text))).collect();
    let mut world = Machine { files, ..Machine::default() };
    let exit = run(&line, &mut world);
    (exit, world.printed, world.complaints)
}

/// The same, with the files that are there afterwards instead of what it complained of.
#[allow(dead_code)]
pub fn written(files: &[(&str, &str)], line: &[&str]) -> (u8, String, BTreeMap<String, String>) {
    let line: Vec<String> = line.iter().map(|word| String::from(*word)).collect();
    let files = files.iter().map(|(path, text)| (String::from(*path), String::from(*text))).collect();
    let mut world = Machine { files, ..Machine::default() };
    let exit = run(&line, &mut world);
    (exit, world.printed, world.files.into_iter().collect())
}
