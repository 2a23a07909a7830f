//! Mutated files: whatever the bytes, nothing panics, nothing takes long, and what comes of a file is not larger than the file.
//!
//! The same inputs each time: `FUZZ=1000000 cargo test --test fuzz` tries more of them, `FUZZ_SEED=2` others, `FUZZ_SHOW=7` tries one and prints it. An input
//! takes too long when it does so time after time, so that a busy machine is not mistaken for slow code; most take a thousandth of it.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use shopbell::engine::event::{Cart, Event, Leave, Page, Started};
use shopbell::engine::{State, snapshot, step};
use shopbell::node::Doc;
use shopbell::rules::check::check;
use shopbell::rules::load;
use shopbell::scenario::{play, rules_of, visited};
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

/// Inputs of all tests together.
const INPUTS: u64 = 100_000;
/// No input takes longer.
const LONGEST_TIME: Duration = Duration::from_millis(50);
/// How often an input that took longer is tried again: the machine may have been busy with something else.
const AGAIN: u32 = 20;
/// Longest input that mutation makes of another.
const LONGEST: usize = 64 * 1024;

fn of_environment(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// splitmix64.
#[derive(Clone)]
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ (word >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    fn one<'t, T>(&mut self, list: &'t [T]) -> &'t T {
        &list[self.below(list.len())]
    }
}

/// Files below a folder with this ending.
fn files(folder: &str, ending: &str, found: &mut Vec<Vec<u8>>) {
    let mut entries: Vec<_> =
        fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files(path.to_str().unwrap(), ending, found);
        } else if path.to_string_lossy().ends_with(ending) {
            found.push(fs::read(path).unwrap());
        }
    }
}

fn rule_files() -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    files("rules-examples", "rules.json", &mut found);
    let inside = scenario_files().into_iter().filter_map(|scenario| match rules_of(&scenario) {
        Ok(shopbell::scenario::Rules::Here(rules)) => Some(rules),
        _ => None,
    });
    found.extend(inside);
    assert!(found.len() > 50, "the corpus was not found");
    found
}

fn scenario_files() -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    files("tests/scenarios", ".scenario.json", &mut found);
    assert!(found.len() > 50, "the corpus was not found");
    found
}

/// Where the texts and numbers of a file stand: `"page_view"`, `50`.
fn tokens(bytes: &[u8]) -> Vec<(usize, usize)> {
    let (mut found, mut at) = (Vec::new(), 0);
    while at < bytes.len() {
        let start = at;
        match bytes[at] {
            b'"' => {
                at += 1;
                while at < bytes.len() && bytes[at] != b'"' {
                    at += 1 + usize::from(bytes[at] == b'\\');
                }
                at = (at + 1).min(bytes.len());
            }
            b'-' | b'0'..=b'9' => {
                while at < bytes.len() && matches!(bytes[at], b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9') {
                    at += 1;
                }
            }
            _ => {
                at += 1;
                continue;
            }
        }
        found.push((start, at));
    }
    found
}

/// What stands in files that were made to break readers.
const NASTY: [&str; 26] = [
    "null",
    "true",
    "{}",
    "[]",
    "\"\"",
    "-0",
    "-1",
    "1e308",
    "1e-308",
    "1e999999999",
    "9223372036854775807",
    "-9223372036854775808",
    "9999999999999999999999999999999999999999",
    "0.1e1",
    "\"\\ud800\"",
    "\"\\u0000\"",
    "\"99999999999999999999d\"",
    "\"0s\"",
    "\"2026-02-30T25:00\"",
    "\"javascript:alert(1)\"",
    "\"{{}}{\"",
    "\"**{a,b}**\"",
    "\"(a+)+$\"",
    "{\"$gte\":[[[]]]}",
    "{\"$not\":{\"$not\":{}}}",
    "[{\"$or\":[]}]",
];

/// Another file, one to four mutations away.
fn mutated(chance: &mut Chance, corpus: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = chance.one(corpus).clone();
    for _ in 0..=chance.below(4) {
        mutate(chance, corpus, &mut bytes);
        bytes.truncate(LONGEST);
    }
    bytes
}

fn mutate(chance: &mut Chance, corpus: &[Vec<u8>], bytes: &mut Vec<u8>) {
    let at = chance.below(bytes.len());
    let tokens = tokens(bytes);
    let token = if tokens.is_empty() { (at, at) } else { *chance.one(&tokens) };
    match chance.below(12) {
        // Flipped bits, and bytes that no text holds.
        0 if !bytes.is_empty() => bytes[at] ^= 1 << chance.below(8),
        1 => bytes.insert(at.min(bytes.len()), *chance.one(&[0xff, 0xc0, 0x80, 0, b'"', b'\\', b'{', b'}', b',', b'\n'])),
        2 => bytes.truncate(at),
        // A piece twice: keys that stand there twice, ids that are taken.
        3 => {
            let end = (at + 1 + chance.below(200)).min(bytes.len());
            let piece = bytes.get(at..end).unwrap_or_default().to_vec();
            bytes.splice(at..at, piece);
        }
        4 => drop(bytes.drain(at..(at + chance.below(60)).min(bytes.len()))),
        // A text or a number is another, of this file, of another one, or of the worst.
        5 | 6 => {
            let other = chance.one(corpus).clone();
            let others = self::tokens(&other);
            let (from, to) = if others.is_empty() { (0, 0) } else { *chance.one(&others) };
            drop(bytes.splice(token.0..token.1, other[from..to].iter().copied()));
        }
        7 | 8 => drop(bytes.splice(token.0..token.1, chance.one(&NASTY).bytes())),
        9 if tokens.len() > 1 => {
            let (a, b) = (token, *chance.one(&tokens));
            let (first, second) = if a.0 < b.0 { (a, b) } else { (b, a) };
            let (early, late) = (bytes[first.0..first.1].to_vec(), bytes[second.0..second.1].to_vec());
            bytes.splice(second.0..second.1, early);
            bytes.splice(first.0..first.1, late);
        }
        // Deep, or long.
        10 => {
            let (open, close) = *chance.one(&[("[", "]"), ("{\"$not\":", "}"), ("{\"$and\":[", "]}"), ("{\"a\":", "}")]);
            let depth = 1 + chance.below(40);
            let inner = String::from_utf8_lossy(&bytes[token.0..token.1]).into_owned();
            bytes.splice(token.0..token.1, format!("{}{inner}{}", open.repeat(depth), close.repeat(depth)).into_bytes());
        }
        _ => {
            let long = chance.one(&["x", "é", "🦀", "\\n", "*", "{a", "(", "9"]).repeat(1 + chance.below(5_000));
            let inside = (token.0 + 1).min(bytes.len());
            bytes.splice(inside..inside, long.into_bytes());
        }
    }
}

/// Gives mutated files to `try_one`; what panics or hangs is printed.
fn fuzz(name: &str, share: u64, corpus: &[Vec<u8>], try_one: impl Fn(&[u8], &mut Chance)) {
    let inputs = of_environment("FUZZ", INPUTS) * share / 100;
    let seed = of_environment("FUZZ_SEED", 1);
    let (mut slowest, begun) = ((Duration::ZERO, 0), Instant::now());
    let only = of_environment("FUZZ_SHOW", u64::MAX);
    let numbers = if only == u64::MAX { 0..inputs } else { only..only + 1 };
    let inputs = numbers.end - numbers.start;
    for number in numbers {
        let mut chance = Chance((seed << 40) ^ number.wrapping_mul(0xd1b5_4a32_d192_ed03));
        let bytes = mutated(&mut chance, corpus);
        let timed = || {
            let (begun, mut chance) = (Instant::now(), chance.clone());
            (catch_unwind(AssertUnwindSafe(|| try_one(&bytes, &mut chance))), begun.elapsed())
        };
        let (done, mut took) = timed();
        for _ in 0..AGAIN {
            if took > LONGEST_TIME {
                took = took.min(timed().1);
            }
        }
        if only == number {
            println!("{name} {number}:\n{}", String::from_utf8_lossy(&bytes));
        }
        slowest = slowest.max((took, number));
        let shown = || String::from_utf8_lossy(&bytes).into_owned();
        assert!(done.is_ok(), "{name} {number} of seed {seed} panicked:\n{}", shown());
        assert!(took <= LONGEST_TIME, "{name} {number} of seed {seed} took {took:?}:\n{}", shown());
    }
    println!("{name}: {inputs} inputs in {:?}, the slowest was number {} in {:?}", begun.elapsed(), slowest.1, slowest.0);
}

const BEGIN: i64 = 1_790_000_000_000;

#[test]
fn mutated_rule_files() {
    fuzz("rule file", 50, &rule_files(), |bytes, chance| {
        let (program, problems) = load(bytes);
        // Deterministic bounds of work and memory: all that is made of a file has a byte in it.
        let most = bytes.len() + 1;
        assert!(program.tree.nodes.len() <= most && program.tree.leaves.len() <= most);
        assert!(program.campaigns.len() <= most && program.triggers.entries.len() <= most && program.segments.len() <= most);
        assert!(program.slots.len() <= most + shopbell::engine::fact::FACTS.len());
        assert!(problems.len() <= most);
        // A quarter of them with every message decoded, as the checker does.
        if chance.below(4) == 0 {
            for problem in check(bytes) {
                assert!(problem.line >= 1 && problem.column >= 1 && problem.start <= problem.end && problem.start as usize <= bytes.len());
                assert!(!problem.message.is_empty() && !problem.message.contains(char::is_control), "{}", problem.message);
            }
        }
        let mut state = State::default();
        let page = Page { url: Some("https://shop.example/products/mug?utm_source=a".into()), ..Page::default() };
        let cart = Cart { subtotal: Some(4_210), items: Some(2), ..Cart::default() };
        let started = Started { entropy: [7; 16], page, storage: true, ..Started::default() };
        step(&program, &mut state, BEGIN, Event::Started(Box::new(started)));
        step(&program, &mut state, BEGIN + 5_000, Event::Cart(Box::new(cart)));
        step(&program, &mut state, BEGIN + 40_000, Event::Leaving { signal: Leave::PointerTop, speed: 900 });
        if chance.below(16) == 0 {
            let text = snapshot(&program, &state);
            assert!(shopbell::explain::restore::restore(&program, &text).is_some());
            let _ = shopbell::explain::explain(&program, &state);
        }
    });
}

#[test]
fn mutated_conditions() {
    let mut corpus = Vec::new();
    for rules in rule_files() {
        let doc = Doc::scan(&rules).unwrap();
        let campaigns = doc.root().get("campaigns").into_iter().flat_map(|list| list.items());
        corpus.extend(campaigns.filter_map(|campaign| Some(campaign.get("when")?.raw().as_bytes().to_vec())));
        let segments = doc.root().get("segments").into_iter().flat_map(|segments| segments.entries());
        corpus.extend(segments.map(|(_, condition)| condition.raw().as_bytes().to_vec()));
    }
    let around = |condition: &[u8]| {
        let mut file = br#"{"format":1,"custom":{"level":"number"},"campaigns":[{"id":"a","on":[{"page_view":{}}],"when":"#.to_vec();
        file.extend(condition);
        file.extend(br#","variants":[{"id":"a","show":{"surface":"bar","blocks":[{"text":"x"}]}}]}]}"#);
        file
    };
    fuzz("condition", 40, &corpus, |bytes, _| {
        let file = around(bytes);
        let (program, _) = load(&file);
        let mut state = State::default();
        let page = Page { url: Some("https://shop.example/collections/tea".into()), ..Page::default() };
        step(&program, &mut state, BEGIN, Event::Started(Box::new(Started { page, storage: true, ..Started::default() })));
        let cart = Cart { subtotal: Some(4_210), items: Some(2), ..Cart::default() };
        step(&program, &mut state, BEGIN + 5_000, Event::Cart(Box::new(cart)));
        step(&program, &mut state, BEGIN + 6_000, Event::Set { name: "level".into(), value: 3.into() });
        let _ = shopbell::explain::explain(&program, &state);
    });
}

#[test]
fn mutated_scenarios() {
    let rules = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("rules-examples/free-gift/rules.json")).unwrap();
    fuzz("scenario", 10, &scenario_files(), |bytes, _| {
        // Whatever it says, a scenario is given a result; the rules in it are as broken as the rest.
        let own = match rules_of(bytes) {
            Ok(shopbell::scenario::Rules::Here(rules)) => rules,
            _ => rules.clone(),
        };
        let played = play(&own, bytes);
        assert!(played.passed == played.failures.is_empty());
        if let Err(failures) = visited(&load(&own).0, bytes) {
            assert!(!failures.is_empty());
        }
    });
}
