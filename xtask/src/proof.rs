//! `proof`: the long checks, and `docs/figures.md`, where their figures are written down.
//!
//! Decides which checks there are and what the document looks like. Each part of it is a section with its date, its machine and the
//! command that measures it again; a part that is not measured in this run stays as it is.

mod page;

use crate::{bench, build, program, project, setup, size};
use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use serde_json::Value;
use std::process::ExitCode;

/// What is checked.
#[derive(Args)]
pub struct Options {
    /// Only this part; the others stay in the document as they are
    #[arg(long, value_enum)]
    only: Option<Part>,
    /// Fewer rounds, and nothing is written: for a look while working
    #[arg(long)]
    quick: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Part {
    /// What a shopper downloads
    Size,
    /// The engine next to its peers
    Bench,
    /// The engine as JavaScript, next to itself
    Twin,
    /// What the tag costs a page on a slow phone
    Page,
    /// What is lost between a page and the collector
    Delivery,
}

impl Part {
    const ALL: [Self; 5] = [Self::Size, Self::Bench, Self::Twin, Self::Page, Self::Delivery];

    /// Its heading in the document.
    fn title(self) -> &'static str {
        match self {
            Self::Size => "Size",
            Self::Bench => "Speed of the engine",
            Self::Twin => "The engine without wasm",
            Self::Page => "Cost to a page",
            Self::Delivery => "Delivery of outcomes",
        }
    }

    /// What measures it again.
    fn command(self) -> &'static str {
        match self {
            Self::Size => "cargo xtask proof --only size",
            Self::Bench => "cargo xtask proof --only bench",
            Self::Twin => "cargo xtask proof --only twin",
            Self::Page => "cargo xtask proof --only page",
            Self::Delivery => "cargo xtask proof --only delivery",
        }
    }

    /// Measures, and tells it in Markdown.
    fn measure(self, quick: bool) -> Result<String> {
        match self {
            Self::Size => {
                build::everything()?;
                Ok(format!("{}\n\nBytes; brotli at quality 11.\n\n```text\n{}```\n", measured_on(None)?, size::told()?))
            }
            Self::Bench => {
                bench::build()?;
                let figures = bench::measure(quick)?;
                let head = measured_on(Some(&figures))?;
                Ok(format!("{head}\n\nMedians of {} interleaved rounds.\n\n```text\n{}```\n", figures["rounds"], bench::tables(&figures)?))
            }
            Self::Twin => twin(quick),
            Self::Page => {
                let figures = page::measure(quick)?;
                Ok(format!("{}\n\n{}", measured_on(Some(&figures))?, page::told(&figures)?))
            }
            Self::Delivery => delivery(quick),
        }
    }
}

/// `cargo xtask proof`
pub fn run(options: &Options) -> Result<ExitCode> {
    setup::for_building()?;
    let parts = options.only.map_or_else(|| Part::ALL.to_vec(), |part| vec![part]);
    let file = project::root().join("docs/figures.md");
    for part in parts {
        println!("\n── {} ──", part.title());
        let body = part.measure(options.quick)?;
        println!("{body}");
        if !options.quick {
            // Written after each part, so that a later one that fails costs nothing.
            let before = std::fs::read_to_string(&file).unwrap_or_default();
            let body = format!("{body}\nAgain: `{}`\n", part.command());
            crate::fingerprint::write(&file, document(&before, part, &body).as_bytes())?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// `benches/twin.mjs`: the same code as wasm and as JavaScript, in turns.
fn twin(quick: bool) -> Result<String> {
    const HEAD: &str = "Where a policy forbids wasm, the same engine comes as JavaScript: in node, medians of interleaved rounds; from bytes to ready, and one cart event. \
        What it weighs stands under [size](#size), as `engine.twin.js`.";
    bench::build()?;
    let mut node = program::command("node");
    node.arg(project::benches().join("twin.mjs")).args(quick.then_some("--quick")).env("SHOPBELL_TEST_DIST", project::test_dist());
    let told = program::output_of(&mut node, "run benches/twin.mjs")?;
    Ok(format!("{HEAD}\n\n{}\n\n```text\n{}\n```\n", measured_on(None)?, told.trim_end()))
}

/// The model of browsers in tests/delivery.rs, with all its seeds; the lines of its table begin with a bar.
fn delivery(quick: bool) -> Result<String> {
    const HEAD: &str = "A model of a browser with three tabs, a storage and a network, with 20 × 10,000 outcomes a row: what arrived at a far end that counts each id once. \
        Beside shopbell two usual ways: a queue in memory that is sent every five seconds and in a beacon when the page is left; and the same queue kept under \
        one storage key, which each tab writes as a whole.";
    let mut test = program::cargo();
    test.args(["test", "--quiet", "--release", "--test", "delivery", "--", "--nocapture", "--test-threads=1"]);
    if !quick {
        test.arg("--ignored");
    }
    let told = program::output_of(&mut test, "deliver in a model of browsers")?;
    let lines: Vec<&str> =
        told.lines().filter_map(|line| line.strip_prefix('|')).map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
    Ok(format!("{HEAD}\n\n```text\n{}\n```\n", lines.join("\n").trim_end()))
}

/// The date and the machine, in a line.
fn measured_on(figures: Option<&Value>) -> Result<String> {
    const ASK: &str = "const [cpu] = require('os').cpus(); console.log(new Date().toISOString().slice(0, 10) + '; ' + \
        require('os').cpus().length + ' cores (' + cpu.model + '), shared with other work')";
    let told = program::output_of(program::command("node").args(["--eval", ASK]), "ask node for the date and the machine")?;
    let mut line = format!("Measured {}", told.trim());
    if let Some(figures) = figures {
        let chromium = figures["machine"]["chromium"].as_str().context("the figures do not say which Chromium")?;
        line.push_str(&format!("; Chromium {chromium}"));
    }
    line.push('.');
    Ok(line)
}

const HEAD: &str = "# Figures\n\n\
    Written by `cargo xtask proof`, not by hand. Timings are of one machine and one day: what is worth comparing are the ratios, \
    which were measured side by side in one run.\n";

/// The document with one part anew.
fn document(before: &str, anew: Part, body: &str) -> String {
    let mut text = String::from(HEAD);
    for part in Part::ALL {
        let heading = format!("## {}\n", part.title());
        let known = before.split_once(&heading).map(|(_, rest)| rest.split("\n## ").next().unwrap_or_default().trim());
        let body = if part == anew { Some(body.trim()) } else { known };
        let missing = || format!("Not measured yet: `{}`", part.command());
        text.push_str(&format!("\n{heading}\n{}\n", body.map_or_else(missing, str::to_owned)));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_part_is_renewed_and_the_others_stay() {
        let first = document("", Part::Bench, "fast\n");
        assert!(first.contains("## Speed of the engine\n\nfast\n\n## The engine without wasm"), "{first}");
        assert!(first.contains("## Size\n\nNot measured yet"), "{first}");
        let second = document(&first, Part::Page, "cheap\n");
        assert!(second.contains("fast\n") && second.contains("## Cost to a page\n\ncheap\n"), "{second}");
        assert_eq!(document(&second, Part::Bench, "fast"), second);
    }
}
