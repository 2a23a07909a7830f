//! A played visit: what happened, when, and what was expected of it.
//!
//! Decides when a scenario has passed. Leaves reading to [`decode`], the virtual browser to [`host`] and every decision
//! about campaigns to the engine. A marketer writes scenarios by hand, so what is wrong is said in their words, with its place.
//!
//! ```json
//! { "scenario": 1, "name": "The coupon appears when somebody leaves", "rules": "rules.json",
//!   "play": [
//!     { "visit": { "url": "https://shop.example/collections/mugs" } },
//!     { "after": "5s", "cart": { "subtotal": 36.50, "items": 2 } },
//!     { "after": "40s", "leave": "pointer_top" },
//!     { "expect": { "shown": "exit-coupon", "text": ["10%"] } } ] }
//! ```

pub mod coverage;
pub mod decode;
pub mod entropy;
pub mod expect;
mod hand;
pub mod host;
pub mod line;
pub mod log;
mod pools;
pub mod rules;
pub mod screen;
pub mod script;
pub mod spun;
mod tab;
pub mod words;

pub use rules::{Rules, rules_of};

use crate::engine::program::Program;
use crate::engine::state::State;
use crate::node::Doc;
use crate::rules::check::{Problem, check, one_line, path_at};
use crate::rules::decoder::Decoder;
use crate::rules::diagnostic::line_column;
use coverage::{Reached, Watch};
use expect::{Miss, misses};
use host::Host;
use script::{Deed, Moment, Script};
use serde::Serialize;
use std::collections::BTreeSet;

/// A scenario, played.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Played {
    /// What the scenario shows, in a sentence.
    pub name: String,
    /// Whether all was as expected.
    pub passed: bool,
    /// How many entries of `play` it has.
    pub steps: usize,
    /// All that happened, a line each; the same on every machine.
    pub log: String,
    /// What was not as expected.
    pub failures: Vec<Failure>,
}

/// Something that was not as expected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Failure {
    /// Entry of `play`, from 1; 0 where it concerns the whole scenario.
    pub step: usize,
    /// What the scenario says; empty where `found` is a sentence of its own.
    pub expected: String,
    /// What was found.
    pub found: String,
    /// Where in the scenario: line, column, pointer.
    pub place: String,
}

/// Plays a scenario against a rule file; both as they stand in their files.
#[must_use]
pub fn play(rules: &[u8], scenario: &[u8]) -> Played {
    play_noting(rules, scenario, None)
}

/// The same; what is reached of the rules is added to what scenarios before it have reached.
#[must_use]
pub fn play_noting(rules: &[u8], scenario: &[u8], mut reached: Option<&mut Reached>) -> Played {
    let (program, _) = crate::rules::load(rules);
    let mut stage = Stage { played: Played { name: String::new(), passed: false, steps: 0, log: String::new(), failures: Vec::new() } };
    let doc = match scanned(scenario) {
        Ok(doc) => doc,
        Err(failures) => {
            stage.played.failures = failures;
            return stage.played;
        }
    };
    let script = match read(&doc, &program) {
        Ok(script) => script,
        Err(failures) => {
            stage.played.failures = failures;
            return stage.played;
        }
    };
    stage.played.name = script.name.to_string();
    stage.played.steps = script.play.len();
    stage.rules(&script, rules);
    let watch = reached.as_deref_mut().map(|before| Watch::new(&program, std::mem::take(before)));
    let mut host = Host::new(&program, &script, watch);
    // Messages that were on screen when an `expect` said what is, and entries of `play` at which others came up.
    let (mut looked_at, mut came_up) = (BTreeSet::new(), Vec::new());
    for (number, moment) in script.play.iter().enumerate() {
        if let Err(sentence) = host.play(moment) {
            stage.fail_at(&doc, number + 1, moment, Miss { expected: String::from("this can happen"), found: sentence });
        }
        came_up.resize(host.ever.len(), (number + 1, moment));
        if let Some(Deed::Expect(expected)) = &moment.deed {
            if expected.shown.is_some() {
                looked_at.extend(host.on_screen().iter().map(|message| message.exposure));
            }
            for miss in misses(expected, &mut host) {
                stage.fail_at(&doc, number + 1, moment, miss);
            }
        }
    }
    for ((exposure, surprise), (step, moment)) in host.ever.iter().zip(came_up) {
        if !looked_at.contains(exposure) {
            let found = format!("{surprise} was shown, and no `expect` with `shown` looked while it stood there");
            stage.fail_at(&doc, step, moment, Miss { expected: String::from("no message that is not expected"), found });
        }
    }
    if let (Some(reached), Some(watch)) = (reached, host.watch) {
        *reached = watch.reached;
    }
    stage.played.passed = stage.played.failures.is_empty();
    stage.played.log = host.log.into_text();
    stage.played
}

/// How things stand at the end of a visit, in the tab looked at. What the visit expects is not looked at.
///
/// # Errors
/// What is wrong with the scenario, what cannot happen in it; and where it opens no page.
pub fn visited(program: &Program, scenario: &[u8]) -> Result<State, Vec<Failure>> {
    let doc = scanned(scenario)?;
    let script = read(&doc, program)?;
    let mut host = Host::new(program, &script, None);
    for (number, moment) in script.play.iter().enumerate() {
        host.play(moment).map_err(|found| vec![said(&format!("step {}: {found}", number + 1), &place(&doc, moment.at))])?;
    }
    let state = host.state().filter(|state| state.started).cloned();
    state.ok_or_else(|| vec![said("no page is opened; begin with { \"visit\": { \"url\": \"https://shop.example/\" } }", "play")])
}

fn scanned(scenario: &[u8]) -> Result<Doc<'_>, Vec<Failure>> {
    // What is wrong with JSON is said by the one who reads rule files.
    let wrong = |Problem { line, column, message, .. }: &Problem| said(message, &format!("line {line}, column {column}"));
    Doc::scan(scenario).map_err(|_| check(scenario).iter().map(wrong).collect())
}

fn read(doc: &Doc<'_>, program: &Program) -> Result<Script, Vec<Failure>> {
    let mut cx = Decoder::default();
    let script = decode::decode(&mut cx, doc, &program.site.currency);
    let failures = || cx.diagnostics.iter().map(|problem| said(&problem.message, &place(doc, problem.at))).collect();
    script.filter(|_| cx.errors == 0).ok_or_else(failures)
}

/// Something wrong with the scenario as a whole.
fn said(sentence: &str, place: &str) -> Failure {
    Failure { step: 0, expected: String::new(), found: one_line(sentence), place: place.into() }
}

struct Stage {
    played: Played,
}

impl Stage {
    fn say(&mut self, sentence: &str, place: &str) {
        self.played.failures.push(said(sentence, place));
    }

    fn fail_at(&mut self, doc: &Doc<'_>, step: usize, moment: &Moment, miss: Miss) {
        let place = place(doc, moment.at);
        self.played.failures.push(Failure { step, expected: one_line(&miss.expected), found: one_line(&miss.found), place });
    }

    /// Rules with a problem prove nothing, unless the problem is what the scenario is about.
    fn rules(&mut self, script: &Script, rules: &[u8]) {
        let problems = check(rules);
        for problem in problems.iter().filter(|problem| !script.problems.iter().any(|known| **known == *problem.code)) {
            let Problem { code, line, column, pointer, message, .. } = problem;
            self.say(&format!("{code} {message}"), &format!("rules, line {line}, column {column}: {pointer}"));
        }
        for known in script.problems.iter().filter(|known| !problems.iter().any(|problem| *problem.code == ***known)) {
            self.say(&format!("the rules do not have the problem {known}"), "problems");
        }
    }
}

fn place(doc: &Doc<'_>, at: u32) -> String {
    let (line, column) = line_column(doc.text(), at);
    let path = path_at(doc.root(), at);
    if path.is_empty() { format!("line {line}, column {column}") } else { format!("line {line}, column {column}: {path}") }
}
