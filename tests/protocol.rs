//! Numbers that Rust and JavaScript both write down: what a host hears (`Heard` in src/web/listen.rs), by its place, and what a row of a view
//! is (`Kind::code` in src/view/mod.rs).

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;

fn text(file: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(file)).unwrap()
}

/// The variants in their order.
fn heard() -> Vec<String> {
    let listen = text("web/listen.rs");
    let list = listen.split_once("heard! {\n").unwrap().1.split_once("\n}").unwrap().0;
    list.lines().map(str::trim).filter(|line| !line.starts_with("///")).map(str::to_uppercase).collect()
}

/// `const [A, B] = [0, 1];` as (A, 0), (B, 1).
fn constants(file: &str, first: &str) -> Vec<(String, usize)> {
    let script = text(&format!("web/{file}"));
    let (names, rest) = script.split_once(&format!("const [{first}")).unwrap().1.split_once("] = [").unwrap();
    let numbers = rest.split_once(']').unwrap().0;
    let names = format!("{first}{names}");
    names.split(", ").map(str::to_owned).zip(numbers.split(", ").map(|number| number.parse().unwrap())).collect()
}

#[test]
fn javascript_and_rust_count_alike() {
    let heard = heard();
    for (file, first) in [("page/front.js", "BEGUN"), ("page/gesture.js", "PRESSED")] {
        let constants = constants(file, first);
        assert!(constants.len() >= 3, "{file}: {constants:?}");
        for (name, place) in constants {
            assert_eq!(heard.get(place), Some(&name), "{file}: {name} is {place}, and src/web/listen.rs has {heard:?}");
        }
    }
}

/// The kinds of rows that have a number written down: `Kind::AnswerAndNext => 38` is ("ANSWER_AND_NEXT", 38).
fn kinds() -> Vec<(String, usize)> {
    let view = text("view/mod.rs");
    let code = view.split_once("fn code(self)").unwrap().1;
    let arms = code.lines().filter_map(|line| line.trim().strip_prefix("Kind::")?.strip_suffix(',')?.split_once(" => "));
    let written = arms.filter_map(|(name, number)| Some((name, number.parse().ok()?)));
    written
        .map(|(name, number)| {
            let words = name
                .char_indices()
                .map(|(at, letter)| if at > 0 && letter.is_uppercase() { format!("_{letter}") } else { letter.to_string() });
            (words.collect::<String>().to_uppercase(), number)
        })
        .collect()
}

#[test]
fn rows_are_read_as_they_are_written() {
    let known: Vec<_> = constants("page/tree.js", "TEXT").into_iter().chain(constants("page/tree.js", "PRESS")).collect();
    assert_eq!(known, kinds());
}
