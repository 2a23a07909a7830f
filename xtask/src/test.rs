//! `test`: every test there is, in the order in which a mistake shows soonest.
//!
//! Decides the groups and their order, and that the first red one ends the run. What is tested is in the tests.

use crate::{build, collector, program, project, setup, size};
use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// Where tests for `node --test` lie: `*.test.mjs`, helpers beside them under other names.
const NODE_TESTS: [&str; 3] = ["www/embed/tests", "tests/wasm", "tests/browser"];

/// Which tests are run.
#[derive(Args)]
pub struct Options {
    /// Only this group, and what it needs
    #[arg(long, value_enum)]
    only: Option<Group>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Group {
    /// `cargo test` over the workspace
    Cargo,
    /// Everything that ships, built
    Build,
    /// `node --test` over the built files, in node and in the browsers
    Node,
    /// One suite in Chromium, Firefox and WebKit, as far as they can be had; not part of the whole run
    Engines,
    /// The weight of what a shopper downloads
    Size,
}

impl Group {
    const ALL: [Self; 4] = [Self::Cargo, Self::Build, Self::Node, Self::Size];

    /// What the summary calls it.
    fn title(self) -> &'static str {
        match self {
            Self::Cargo => "cargo tests",
            Self::Build => "build",
            Self::Node => "node and browser tests",
            Self::Engines => "three engines",
            Self::Size => "size gate",
        }
    }

    /// The groups that `--only` runs: what this one tests must have been built.
    fn with_needs(self) -> Vec<Self> {
        match self {
            Self::Cargo | Self::Build => vec![self],
            Self::Node | Self::Engines | Self::Size => vec![Self::Build, self],
        }
    }

    fn run(self, tools: &Tools) -> Result<()> {
        match self {
            Self::Cargo => program::succeed(program::cargo().args(["test", "--workspace"]), "pass cargo's tests"),
            Self::Build => build::everything().and_then(|()| build::test_hooks()),
            Self::Node => node(tools, &NODE_TESTS.iter().flat_map(|folder| test_files(&project::root().join(folder))).collect::<Vec<_>>()),
            Self::Engines => node(tools, &[project::root().join("tests/browser/everywhere/engines.test.mjs")]),
            Self::Size => size::check(),
        }
    }
}

/// What tests outside of cargo are given.
struct Tools {
    chromium: PathBuf,
    engines: Vec<(&'static str, PathBuf)>,
    xtask: PathBuf,
}

/// `cargo xtask test`
pub fn run(options: &Options) -> Result<ExitCode> {
    let groups = options.only.map_or_else(|| Group::ALL.to_vec(), Group::with_needs);
    setup::for_building()?;
    let tools = Tools {
        chromium: setup::for_browser_tests()?,
        engines: if groups.contains(&Group::Engines) { setup::other_engines() } else { Vec::new() },
        // Asked before cargo's tests: if they build this program anew, it has no path any more.
        xtask: std::env::current_exe().context("could not find out where this program lies")?,
    };

    let mut passed = Vec::new();
    let mut failed = None;
    for group in groups.iter().copied() {
        println!("\n── {} ──", group.title());
        let begun = Instant::now();
        let result = group.run(&tools);
        match result {
            Ok(()) => passed.push((group, begun.elapsed())),
            Err(error) => {
                failed = Some((group, begun.elapsed()));
                eprintln!("error: {error:#}");
                break;
            }
        }
    }
    print!("{}", summary(&groups, &passed, failed));
    Ok(if failed.is_some() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn node(tools: &Tools, files: &[PathBuf]) -> Result<()> {
    if files.is_empty() {
        println!("none yet");
        return Ok(());
    }
    let mut node = program::command("node");
    // By itself node leaves one processor alone, and browsers wait more than they compute.
    node.args(["--test", "--test-reporter=spec", "--test-concurrency=2"]).args(files);
    node.env(setup::CHROMIUM_VARIABLE, &tools.chromium);
    for (variable, path) in &tools.engines {
        node.env(variable, path);
    }
    node.env("SHOPBELL_TEST_DIST", project::test_dist());
    node.env("SHOPBELL_COLLECTOR", collector::built()?);
    // Tests start `serve` by this, rather than by cargo, which would look whether something is to be built.
    node.env("SHOPBELL_XTASK", &tools.xtask);
    program::succeed(&mut node, "pass the tests in node and the browsers")
}

/// The tests in this folder, in order; a missing folder has none.
fn test_files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(|path| path.to_string_lossy().ends_with(".test.mjs")).collect();
    files.sort();
    files
}

fn summary(groups: &[Group], passed: &[(Group, Duration)], failed: Option<(Group, Duration)>) -> String {
    let line = |group: &Group| {
        let outcome = |(_, took): &(Group, Duration), word: &str| format!("{word:<8}{:<24}{:>7.1} s", group.title(), took.as_secs_f32());
        if let Some(entry) = passed.iter().find(|(done, _)| done == group) {
            return outcome(entry, "ok");
        }
        match failed.filter(|(culprit, _)| culprit == group) {
            Some(entry) => outcome(&entry, "FAILED"),
            None => format!("{:<8}{}", "not run", group.title()),
        }
    };
    let lines: Vec<String> = groups.iter().map(line).collect();
    let total: Duration = passed.iter().copied().chain(failed).map(|(_, took)| took).sum();
    let verdict = match failed {
        Some((group, _)) => format!("FAILED: {}; its own words are above", group.title()),
        None => format!("all green in {:.1} s", total.as_secs_f32()),
    };
    format!("\n── summary ──\n{}\n{verdict}\n", lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_names_what_failed_and_what_was_not_run() {
        let second = Duration::from_secs(1);
        let text = summary(&Group::ALL, &[(Group::Cargo, second)], Some((Group::Build, second)));
        let lines: Vec<&str> = text.trim().lines().collect();
        assert_eq!(lines[1], "ok      cargo tests                 1.0 s");
        assert_eq!(lines[2], "FAILED  build                       1.0 s");
        assert_eq!(lines[3], "not run node and browser tests");
        assert_eq!(lines[5], "FAILED: build; its own words are above");
    }

    #[test]
    fn what_tests_the_built_files_builds_them_first() {
        assert_eq!(Group::Size.with_needs(), [Group::Build, Group::Size]);
        assert_eq!(Group::Cargo.with_needs(), [Group::Cargo]);
    }
}
