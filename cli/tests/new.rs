//! `shopbell new`: every recipe becomes a folder that is right and whose scenarios pass, and nothing is overwritten.

#![allow(clippy::unwrap_used)]

mod common;

use common::{Machine, ran, ran_with};
use shopbell_cli::run;

/// Runs another command line on the same machine: its exit code.
fn then(machine: &mut Machine, line: &[&str]) -> u8 {
    let line: Vec<String> = line.iter().map(|word| String::from(*word)).collect();
    run(&line, machine)
}

fn recipes() -> Vec<String> {
    let (exit, printed, complaints) = ran(&["new", "--list"]);
    assert_eq!((exit, complaints.as_str()), (0, ""));
    printed.lines().map(|line| line.split_whitespace().next().unwrap().to_owned()).collect()
}

#[test]
fn every_example_is_a_recipe_with_a_title() {
    let folders = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../rules-examples")).unwrap();
    let mut names: Vec<String> = folders
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(recipes(), names);
    let (_, printed, _) = ran(&["new", "--list"]);
    assert!(printed.lines().all(|line| line.split_once("  ").is_some_and(|(_, title)| !title.trim().is_empty())), "{printed}");
}

#[test]
fn every_recipe_is_right_and_its_scenarios_pass() {
    for recipe in recipes() {
        let mut machine = Machine::default();
        assert_eq!(then(&mut machine, &["new", "my-shop", "--recipe", &recipe]), 0, "{recipe}: {}", machine.complaints);
        let rules = machine.files.iter().find(|(path, _)| path == "my-shop/rules.json").unwrap().1.clone();
        assert!(rules.starts_with("{\n  \"$schema\": \"./rules.schema.json\",\n"), "{recipe}: {rules}");
        assert!(machine.files.iter().any(|(path, _)| path == "my-shop/rules.schema.json"), "{recipe}");
        assert_eq!(then(&mut machine, &["check", "--strict", "my-shop"]), 0, "{recipe}: {}", machine.printed);
        assert_eq!(then(&mut machine, &["test", "my-shop"]), 0, "{recipe}: {}", machine.printed);
    }
}

#[test]
fn nothing_is_overwritten() {
    for there in ["my-shop", "my-shop/notes.txt"] {
        let (exit, printed, complaints) = ran_with(&[(there, "mine")], &["new", "my-shop/"]);
        assert_eq!((exit, printed.as_str()), (2, ""));
        assert_eq!(complaints, "error: `my-shop` is there already, and nothing is overwritten; choose another name\n");
    }
}

#[test]
fn an_unknown_recipe_is_refused_with_those_there_are() {
    let (exit, printed, complaints) = ran(&["new", "my-shop", "--recipe", "free-gfit"]);
    assert_eq!((exit, printed.as_str()), (2, ""));
    assert!(complaints.starts_with("error: there is no recipe `free-gfit`; did you mean `free-gift`?\nrecipes:\n"), "{complaints}");
    assert!(complaints.contains("\nfree-gift "), "{complaints}");
}

#[test]
fn a_name_has_to_be_given() {
    for line in [&["new"][..], &["new", "/"]] {
        let (exit, printed, complaints) = ran(line);
        assert_eq!((exit, printed.as_str()), (2, ""));
        assert!(complaints.starts_with("error: "), "{complaints}");
    }
}
