//! Played scenarios for people, and as JSON, JUnit's XML and TAP.

use super::coverage::{Covered, data};
use crate::commands::check::counted;
use serde_json::{Value, json as object};
use shopbell::scenario::{Failure, Played};

/// A scenario's file and how it went.
pub struct Outcome {
    /// As it was found.
    pub path: String,
    /// How it went.
    pub played: Played,
}

fn failed(outcomes: &[Outcome]) -> usize {
    outcomes.iter().filter(|outcome| !outcome.played.passed).count()
}

/// A failure in two or three lines.
fn sentence(failure: &Failure) -> String {
    let Failure { step, expected, found, place } = failure;
    if expected.is_empty() {
        return format!("{place}\n  {found}\n");
    }
    let step = if *step == 0 { String::new() } else { format!("step {step}, ") };
    format!("{step}{place}\n  expected {expected}\n  found    {found}\n")
}

/// A line each, failures in full.
pub fn human(outcomes: &[Outcome], colors: bool) -> String {
    let painted = |code: &str, text: &str| if colors { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() };
    let mut text = String::new();
    for Outcome { path, played } in outcomes {
        let mark = if played.passed { painted("32", "✓") } else { painted("31", "✗") };
        let name = if played.name.is_empty() { path } else { &played.name };
        text.push_str(&format!("{mark} {name} {}\n", painted("2", path)));
        for failure in &played.failures {
            for line in sentence(failure).lines() {
                text.push_str(&format!("    {line}\n"));
            }
        }
    }
    text
}

/// `112 scenarios, 812 steps, 0.05 s: all passed`.
pub fn sum(outcomes: &[Outcome], millis: i64, colors: bool) -> String {
    let painted = |code: &str, text: &str| if colors { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() };
    let failed = failed(outcomes);
    let verdict = if failed == 0 { painted("32", "all passed") } else { painted("31", &format!("{failed} failed")) };
    let (scenarios, steps) = (counted(outcomes.len(), "scenario"), counted(steps(outcomes), "step"));
    format!("{scenarios}, {steps}, {:.2} s: {verdict}\n", millis as f64 / 1_000.0)
}

fn steps(outcomes: &[Outcome]) -> usize {
    outcomes.iter().map(|outcome| outcome.played.steps).sum()
}

/// `{ "scenarios": [{ "path", "name", "passed", "steps", "failures", "log" }], "steps", "failed" }`, and `coverage` where it is asked for.
pub fn json(outcomes: &[Outcome], covered: Option<&[Covered]>) -> String {
    let scenarios: Vec<Value> = outcomes
        .iter()
        .map(|Outcome { path, played }| {
            let Played { name, passed, steps, log, failures } = played;
            object!({ "path": path, "name": name, "passed": passed, "steps": steps, "failures": failures, "log": log })
        })
        .collect();
    let mut all = object!({ "scenarios": scenarios, "steps": steps(outcomes), "failed": failed(outcomes) });
    if let Some(covered) = covered {
        all["coverage"] = Value::Array(data(covered));
    }
    format!("{all:#}\n")
}

/// What Jenkins, GitLab and others read: one suite, a case each.
pub fn junit(outcomes: &[Outcome]) -> String {
    let (all, failed) = (outcomes.len(), failed(outcomes));
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n<testsuite name=\"shopbell\" tests=\"{all}\" failures=\"{failed}\">\n"
    );
    for Outcome { path, played } in outcomes {
        text.push_str(&format!("  <testcase name=\"{}\" classname=\"{}\">\n", xml(&played.name), xml(path)));
        for failure in &played.failures {
            let told = sentence(failure);
            let first = told.lines().nth(1).unwrap_or_default().trim();
            text.push_str(&format!("    <failure message=\"{}\">{}</failure>\n", xml(first), xml(&told)));
        }
        text.push_str("  </testcase>\n");
    }
    text.push_str("</testsuite>\n</testsuites>\n");
    text
}

/// Text for XML 1.0: what it cannot hold at all becomes U+FFFD.
pub(super) fn xml(text: &str) -> String {
    let mut safe = String::new();
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\n' | '\t' => safe.push(letter),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => safe.push('\u{fffd}'),
            _ => safe.push(letter),
        }
    }
    safe
}

/// Test Anything Protocol 14: a line each, failures as YAML below.
pub fn tap(outcomes: &[Outcome]) -> String {
    let mut text = format!("TAP version 14\n1..{}\n", outcomes.len());
    for (number, Outcome { path, played }) in (1..).zip(outcomes) {
        let not = if played.passed { "" } else { "not " };
        let name = format!("{path}: {}", played.name).replace('\\', "\\\\").replace('#', "\\#").replace('\n', " ");
        text.push_str(&format!("{not}ok {number} - {name}\n"));
        if !played.passed {
            text.push_str("  ---\n  failures: |\n");
            for line in played.failures.iter().map(sentence).collect::<String>().lines() {
                text.push_str(&format!("    {line}\n"));
            }
            text.push_str("  ...\n");
        }
    }
    text
}
