//! The limits of a rule file: what is just allowed passes, one more is a clear error and costs no more than it has to.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use shopbell::node::{Doc, MAX_BYTES, MAX_DEPTH, MAX_KEYS, MAX_TEXT};
use shopbell::rules::check::check;
use shopbell::rules::condition::MAX_CLAUSES;
use shopbell::rules::load;
use shopbell::rules::load::{MAX_CAMPAIGNS, MAX_SEGMENTS};
use shopbell::rules::show::{MAX_BLOCKS, MAX_STEPS};
use shopbell::rules::tree::MAX_FACTS;

/// A campaign; `rest` stands before its variants.
fn campaign(id: usize, rest: &str) -> String {
    format!(
        r#"{{"id":"c{id}","on":[{{"page_view":{{}}}}],{rest}"variants":[{{"id":"a","show":{{"surface":"bar","blocks":[{{"text":"x"}}]}}}}]}}"#
    )
}

fn file(rest: &str, campaigns: &[String]) -> String {
    format!(r#"{{"format":1,{rest}"campaigns":[{}]}}"#, campaigns.join(","))
}

/// Codes and messages.
fn problems(file: &str) -> Vec<(String, String)> {
    check(file.as_bytes()).into_iter().map(|problem| (problem.code, problem.message)).collect()
}

/// The first passes, the second has this one problem; so many campaigns are left in it.
fn limit(passes: &str, fails: &str, code: &str, message: &str, left: usize) {
    assert_eq!(problems(passes), [], "what is just allowed");
    assert_eq!(problems(fails), [(code.into(), message.into())], "one more");
    assert_eq!(load(fails.as_bytes()).0.campaigns.len(), left, "what is left of the file");
}

#[test]
fn a_file_has_8_mb() {
    let short = file("", &[campaign(0, "")]);
    let padded = |bytes: usize| format!("{short}{}", " ".repeat(bytes - short.len()));
    assert_eq!(MAX_BYTES, 8 * 1024 * 1024);
    limit(&padded(MAX_BYTES), &padded(MAX_BYTES + 1), "SB002", "the file is longer than 8 MB", 0);
}

#[test]
fn a_file_is_32_levels_deep() {
    // The file, the list of campaigns, the campaign; the clause's own object is inside of the innermost.
    let deep = |levels: usize| {
        let nots = levels - 3 - 2;
        let when = format!(r#"{}{{"cart.items":{{"$gte":1}}}}{}"#, r#"{"$not":"#.repeat(nots), "}".repeat(nots));
        file("", &[campaign(0, &format!(r#""when":{when},"#))])
    };
    assert_eq!(MAX_DEPTH, 32);
    limit(&deep(32), &deep(33), "SB002", "nested deeper than 32 levels", 0);
    assert!(Doc::scan("[".repeat(1_000_000).as_bytes()).is_err());
}

#[test]
fn a_file_has_5_000_campaigns() {
    let many = |count: usize| file("", &(0..count).map(|id| campaign(id, "")).collect::<Vec<_>>());
    assert_eq!(MAX_CAMPAIGNS, 5_000);
    limit(&many(5_000), &many(5_001), "SB002", "more than 5000 campaigns; those from here on are left out", 5_000);
}

#[test]
fn a_file_has_200_000_keys() {
    let keyed = |keys: usize| {
        let one = campaign(0, "").matches("\":").count();
        let campaigns: Vec<String> = (0..4_000).map(|id| campaign(id, "")).collect();
        // `format`, `custom` and `campaigns` are keys too; custom facts make up the number.
        let missing = keys - 4_000 * one - 3;
        let custom: Vec<String> = (0..missing).map(|number| format!(r#""f{number}":"text""#)).collect();
        file(&format!(r#""custom":{{{}}},"#, custom.join(",")), &campaigns)
    };
    assert_eq!(MAX_KEYS, 200_000);
    assert_eq!(Doc::scan(keyed(200_000).as_bytes()).err(), None, "what is just allowed");
    let found = problems(&keyed(200_001));
    assert_eq!(found, [(String::from("SB002"), String::from("more than 200,000 keys"))]);
    assert_eq!(load(keyed(200_001).as_bytes()).0.campaigns.len(), 0);
}

#[test]
fn a_file_has_1_000_segments() {
    let many = |count: usize| {
        let segments: Vec<String> = (0..count).map(|number| format!(r#""s{number}":{{"page.path":"/{number}"}}"#)).collect();
        file(&format!(r#""segments":{{{}}},"#, segments.join(",")), &[campaign(0, "")])
    };
    assert_eq!(MAX_SEGMENTS, 1_000);
    limit(&many(1_000), &many(1_001), "SB002", "more than 1000 segments; those from here on are left out", 1);
}

#[test]
fn segments_in_a_circle_are_told_apart_soon() {
    // Each needs the one before it, which is the order that costs most; the first closes the circle or does not.
    let chain = |first: &str| {
        let segments: Vec<String> = (0..1_000).rev().map(|number| format!(r#""s{}":{{"segment.s{number}":true}}"#, number + 1)).collect();
        let (_, segments) = segments.split_first().unwrap();
        file(&format!(r#""segments":{{{},"s0":{first}}},"#, segments.join(",")), &[campaign(0, r#""when":{"segment.s999":true},"#)])
    };
    assert_eq!(problems(&chain(r#"{"page.path":"/"}"#)), []);
    let found = problems(&chain(r#"{"segment.s999":true}"#));
    assert_eq!(found.len(), 1_000);
    assert!(found.iter().all(|(code, _)| code == "SB015"), "{:?}", found.first());
}

#[test]
fn a_file_has_8_000_facts_of_its_own() {
    let many = |count: usize| {
        let clauses: Vec<String> = (0..count).map(|number| format!(r#""page.query.q{number}":"x""#)).collect();
        let campaigns: Vec<String> = clauses
            .chunks(50)
            .enumerate()
            .map(|(place, clauses)| campaign(place, &format!(r#""when":{{{}}},"#, clauses.join(","))))
            .collect();
        file("", &campaigns)
    };
    assert_eq!(MAX_FACTS, 8_000);
    limit(&many(8_000), &many(8_001), "SB002", "more than 8000 facts of the file's own, such as custom ones; take some out", 160);
}

#[test]
fn a_condition_has_64_clauses() {
    let of = |count: usize| {
        let clauses: Vec<String> = (0..count).map(|number| format!(r#"{{"cart.items":{{"$ne":{number}}}}}"#)).collect();
        file("", &[campaign(0, &format!(r#""when":{{"$and":[{}]}},"#, clauses.join(","))), campaign(1, "")])
    };
    assert_eq!(MAX_CLAUSES, 64);
    // The campaign is left out, the other one runs.
    limit(&of(64), &of(65), "SB002", "65 clauses in one condition, at most 64; split it into segments", 1);
}

#[test]
fn a_text_has_4_kb() {
    let named = |bytes: usize| file("", &[campaign(0, &format!(r#""note":"{}","#, "x".repeat(bytes)))]);
    assert_eq!(MAX_TEXT, 4_096);
    limit(&named(4_096), &named(4_097), "SB002", "a text longer than 4 KB", 0);
}

#[test]
fn a_message_has_32_steps_of_64_blocks() {
    let shown = |show: &str| {
        file("", &[format!(r#"{{"id":"c0","on":[{{"page_view":{{}}}}],"variants":[{{"id":"a","show":{{"surface":"bar",{show}}}}}]}}"#)])
    };
    let blocks = |count: usize| format!(r#""blocks":[{}]"#, vec![r#"{"text":"x"}"#; count].join(","));
    let steps = |count: usize| {
        let all: Vec<String> = (0..count).map(|number| format!(r#"{{"id":"s{number}",{}}}"#, blocks(1))).collect();
        shown(&format!(r#""steps":[{}]"#, all.join(",")))
    };
    assert_eq!((MAX_STEPS, MAX_BLOCKS), (32, 64));
    // Of a message that is wrong nothing is shown; the campaign itself is read, and stays away when its turn comes.
    limit(&steps(32), &steps(33), "SB002", "33 steps; at most 32 are allowed", 1);
    limit(&shown(&blocks(64)), &shown(&blocks(65)), "SB002", "65 blocks; at most 64 are allowed", 1);
}

#[test]
fn a_pattern_has_256_bytes() {
    for operator in ["$glob", "$regex"] {
        let of = |bytes: usize| file("", &[campaign(0, &format!(r#""when":{{"page.path":{{"{operator}":"{}"}}}},"#, "x".repeat(bytes)))]);
        assert_eq!(problems(&of(256)), []);
        let found = problems(&of(257));
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].0, "SB017");
    }
}
