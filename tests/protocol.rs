//! Numbers that Rust and JavaScript both write down: what a host hears (`Heard` in src/web/listen.rs), by its place.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;

fn text(file: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web").join(file)).unwrap()
}

/// The variants in their order.
fn heard() -> Vec<String> {
    let listen = text("listen.rs");
    let list = listen.split_once("heard! {\n").unwrap().1.split_once("\n}").unwrap().0;
    list.lines().map(str::trim).filter(|line| !line.starts_with("///")).map(str::to_uppercase).collect()
}

/// `const [A, B] = [0, 1];` as (A, 0), (B, 1).
fn constants(file: &str, first: &str) -> Vec<(String, usize)> {
    let script = text(file);
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
