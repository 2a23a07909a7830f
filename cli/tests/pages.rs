//! The manual pages of the codes: each code has one, its title is the code's, its wrong example has the problem and no other, its right
//! one has none, and `explain-code` prints it.
//!
//! Links and the table of `docs/checks/README.md` are looked after by `tests/docs.rs`.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::ran;
use shopbell::lint::inspect;
use shopbell::rules::check::Problem;
use shopbell::rules::diagnostic::CODES;
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

/// The narrowest terminal that shows the pages as they are.
const WIDTH: usize = 80;

/// 2026-11-22, noon: the pages speak of what is past.
const NOW: Option<i64> = Some(1_795_348_800_000);

fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/checks"))
}

fn written(code: &str) -> String {
    fs::read_to_string(folder().join(format!("{code}.md"))).unwrap_or_else(|why| panic!("docs/checks/{code}.md: {why}"))
}

/// The only fence below a heading.
fn example<'p>(code: &str, page: &'p str, heading: &str) -> &'p str {
    let (_, below) = page.split_once(&format!("\n## {heading}\n")).unwrap_or_else(|| panic!("{code}: no heading `## {heading}`"));
    let section = below.split("\n## ").next().unwrap();
    let mut fences = section.split("\n```json\n").skip(1).map(|rest| rest.split_once("```\n").expect("the fence is closed").0);
    match (fences.next(), fences.next()) {
        (Some(fence), None) => fence,
        _ => panic!("{code}: below `## {heading}` stands one fence, ```json"),
    }
}

fn said(problems: &[Problem]) -> String {
    problems.iter().map(|Problem { code, line, message, .. }| format!("\n    line {line}: {code} {message}")).collect()
}

#[test]
fn every_code_has_a_page_and_every_page_a_code() {
    let codes: BTreeSet<String> = CODES.iter().map(|code| format!("{}.md", code.name())).collect();
    let mut pages: BTreeSet<String> =
        fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert!(pages.remove("README.md"), "docs/checks/README.md lists the codes");
    assert_eq!(pages, codes, "docs/checks holds a page for each code, and no other file");
}

#[test]
fn titles_are_those_of_the_codes() {
    for code in CODES {
        let title = format!("# {}: {}", code.name(), code.title());
        assert_eq!(written(&code.name()).lines().next(), Some(title.as_str()));
    }
}

#[test]
fn examples_show_the_problem_and_its_cure() {
    let mut failures = String::new();
    for code in CODES.iter().map(|code| code.name()) {
        let page = written(&code);
        let wrong = inspect(example(&code, &page, "Wrong").as_bytes(), NOW);
        if wrong.is_empty() || wrong.iter().any(|problem| problem.code != code) {
            failures.push_str(&format!("\n{code}: the wrong example has not this problem alone:{}", said(&wrong)));
        }
        let right = inspect(example(&code, &page, "Right").as_bytes(), NOW);
        if !right.is_empty() {
            failures.push_str(&format!("\n{code}: the right example has problems:{}", said(&right)));
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

#[test]
fn lines_fit_a_terminal() {
    for code in CODES.iter().map(|code| code.name()) {
        for (number, line) in (1..).zip(written(&code).lines()) {
            assert!(line.chars().count() <= WIDTH, "docs/checks/{code}.md:{number} is longer than {WIDTH} characters");
        }
    }
}

#[test]
fn each_page_is_printed_as_it_is_written() {
    for name in CODES.iter().map(|code| code.name()) {
        let (exit, printed, complaints) = ran(&["explain-code", &name]);
        assert_eq!((exit, complaints.as_str()), (0, ""), "{name}");
        assert!(printed == written(&name), "`explain-code {name}` does not print docs/checks/{name}.md");
    }
}
