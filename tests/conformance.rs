//! Conditions, hashing and bucketing against GrowthBook's public cases.
//!
//! The case file is named by `SHOPBELL_CASES` and read in place; absent, the test says loudly that it was skipped. Hash version 1
//! and the lenient reading of what a rule file may not say (unknown operators, bad patterns) exist here alone.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use serde_json::Value as Json;
use shopbell::engine::bucket::{bucket_ranges, choose, equal_weights, hash_v2};
use shopbell::engine::eval;
use shopbell::node::Doc;
use shopbell::rules::condition::Conditions;
use shopbell::rules::decoder::Decoder;
use shopbell::rules::names::{Names, Scope};
use shopbell::rules::tree::Trees;
use std::rc::Rc;

const DEFAULT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/conformance/growthbook.json");

fn cases(section: &str) -> Vec<Json> {
    let path = std::env::var("SHOPBELL_CASES").unwrap_or_else(|_| DEFAULT.into());
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("\n*** SKIPPED: no conformance cases at {path}; set SHOPBELL_CASES to the case file ***\n");
        return Vec::new();
    };
    let file: Json = serde_json::from_str(&text).expect("the case file is JSON");
    file[section].as_array().expect("a section is a list").clone()
}

/// Reads a condition as the evaluator of the SDKs does: what our decoder reports as an error is false here, and costs nothing else.
fn holds(condition: &Json, attributes: &Json, groups: &Json) -> bool {
    let condition = condition.to_string();
    let attributes = attributes.to_string();
    let (doc, here) = (Doc::scan(condition.as_bytes()).unwrap(), Doc::scan(attributes.as_bytes()).unwrap());
    let groups_text = groups.to_string();
    let groups_doc = Doc::scan(groups_text.as_bytes()).unwrap();
    let groups: Vec<_> = groups_doc
        .root()
        .entries()
        .map(|(key, list)| (Rc::from(key.text().unwrap()), list.items().map(|item| item.value()).collect()))
        .collect();
    let (mut cx, mut trees) = (Decoder::default(), Trees::default());
    let names = Names { scope: Scope::Free, currency: &"EUR".into(), custom: &[], segments: &[], campaigns: &[], groups: &groups };
    let root = Conditions { cx: &mut cx, trees: &mut trees, names: &names }.root(doc.root());
    eval::holds(&trees.tree, root, &here.root().value())
}

#[test]
fn conditions() {
    let all = cases("evalCondition");
    let failed: Vec<String> = all
        .iter()
        .filter(|case| holds(&case[1], &case[2], case.get(4).unwrap_or(&serde_json::json!({}))) != case[3].as_bool().unwrap())
        .map(|case| format!("{case}"))
        .collect();
    println!("{} conditions", all.len());
    assert!(failed.is_empty(), "{} of {} differ:\n{}", failed.len(), all.len(), failed.join("\n"));
}

/// FNV-1a over 32 bits of the bytes of ASCII text: all that version 1 needs here.
fn fnv1a32(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash: u32, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[test]
fn hashes() {
    for case in cases("hash") {
        let (seed, id) = (case[0].as_str().unwrap(), case[1].as_str().unwrap());
        let found = match case[2].as_i64() {
            Some(1) => Some(f64::from(fnv1a32(&format!("{id}{seed}")) % 1000) / 1000.0),
            Some(2) => Some(hash_v2(seed, id)),
            _ => None,
        };
        assert_eq!(found, case[3].as_f64(), "{case}");
    }
}

#[test]
fn bucket_ranges_and_choices() {
    let round = |number: f64| (number * 1e6).round() / 1e6;
    for case in cases("getBucketRange") {
        let count = case[1][0].as_u64().unwrap() as usize;
        let weights: Vec<f64> = match case[1][2].as_array() {
            // Weights of another length are not weights: the SDKs fall back to equal shares.
            Some(weights) if weights.len() == count => weights.iter().map(|weight| weight.as_f64().unwrap()).collect(),
            _ => equal_weights(count),
        };
        let found: Vec<[f64; 2]> =
            bucket_ranges(&weights, case[1][1].as_f64().unwrap()).into_iter().map(|(from, to)| [round(from), round(to)]).collect();
        let wanted: Vec<[f64; 2]> = case[2]
            .as_array()
            .unwrap()
            .iter()
            .map(|range| [round(range[0].as_f64().unwrap()), round(range[1].as_f64().unwrap())])
            .collect();
        assert_eq!(found, wanted, "{case}");
    }
    for case in cases("chooseVariation") {
        let ranges: Vec<(f64, f64)> =
            case[2].as_array().unwrap().iter().map(|range| (range[0].as_f64().unwrap(), range[1].as_f64().unwrap())).collect();
        let found = choose(case[1].as_f64().unwrap(), &ranges).map_or(-1, |place| place as i64);
        assert_eq!(Some(found), case[3].as_i64(), "{case}");
    }
    for case in cases("getEqualWeights") {
        let count = usize::try_from(case[0].as_i64().unwrap()).unwrap_or(0);
        let found = equal_weights(count);
        let wanted: Vec<f64> = case[1].as_array().unwrap().iter().map(|weight| weight.as_f64().unwrap()).collect();
        assert_eq!(found.len(), wanted.len());
        assert!(found.iter().zip(&wanted).all(|(found, wanted)| (found - wanted).abs() < 1e-7), "{case}: {found:?}");
    }
}
