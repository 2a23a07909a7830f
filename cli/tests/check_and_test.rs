//! `check` and `test` beside a few files.

mod common;

use common::ran_with;
use serde_json::Value;

const GOOD: &str = r#"{ "format": 1, "campaigns": [{ "id": "hello", "on": [{ "page_view": {} }],
  "variants": [{ "id": "a", "show": { "surface": "bar", "blocks": [{ "text": "Hello" }] } }] }] }"#;
const BAD: &str = r#"{ "format": 1, "campaigns": [{ "id": "hello", "on": [{ "page_view": {} }], "when": { "cart.totl": 5 },
  "variants": [{ "id": "a", "show": { "surface": "bar", "blocks": [{ "text": "Hello" }] } }] }] }"#;
const PASSES: &str = r#"{ "scenario": 1, "name": "It says hello", "rules": "rules.json",
  "play": [{ "visit": { "url": "https://shop.example/" } }, { "expect": { "shown": "hello" } }] }"#;
const FAILS: &str = r#"{ "scenario": 1, "name": "It says <nothing> & more", "rules": "rules.json",
  "play": [{ "visit": { "url": "https://shop.example/" } }, { "expect": { "shown": null } }] }"#;

#[test]
fn a_good_file_has_nothing_wrong() {
    assert_eq!(ran_with(&[("shop/rules.json", GOOD)], &["check", "shop"]), (0, "1 file: nothing wrong\n".into(), String::new()));
}

#[test]
fn a_problem_stands_under_its_line() {
    let (exit, printed, _) = ran_with(&[("shop/rules.json", BAD)], &["check", "shop/rules.json"]);
    assert_eq!(exit, 1);
    assert!(printed.starts_with("[SB008] error: unknown fact `cart.totl`; did you mean `cart.total`?\n"), "{printed}");
    assert!(printed.contains("shop/rules.json:1:86") && printed.contains("campaigns[0].when.cart.totl"), "{printed}");
    assert!(printed.ends_with("1 file: 1 error, 0 warnings\n`shopbell explain-code SB008` says more about a code\n"), "{printed}");
    assert!(!printed.contains('\u{1b}'), "{printed}");
}

#[test]
fn a_note_fails_nothing_and_is_counted() {
    let noted = GOOD.replace("\"campaigns\"", "\"groups\": { \"offers\": {} }, \"campaigns\"");
    let (exit, printed, _) = ran_with(&[("rules.json", &noted)], &["check", "rules.json", "--strict"]);
    assert_eq!(exit, 0);
    assert!(printed.starts_with("[SB107] ") && printed.ends_with("1 file: nothing wrong, 1 note\n"), "{printed}");
}

#[test]
fn problems_for_machines() {
    let files = [("rules.json", BAD)];
    let (exit, printed, _) = ran_with(&files, &["check", "rules.json", "--format", "github"]);
    let line = "::error file=rules.json,line=1,col=86,title=SB008::unknown fact `cart.totl`; did you mean `cart.total`?\n";
    assert_eq!((exit, printed.as_str()), (1, line));

    let (_, printed, _) = ran_with(&files, &["check", "rules.json", "--format", "json"]);
    let json: Value = serde_json::from_str(&printed).unwrap();
    assert_eq!((json["errors"].as_u64(), json["files"][0]["problems"][0]["code"].as_str()), (Some(1), Some("SB008")));

    let (_, printed, _) = ran_with(&files, &["check", "rules.json", "--format", "sarif"]);
    let sarif: Value = serde_json::from_str(&printed).unwrap();
    let result = &sarif["runs"][0]["results"][0];
    assert_eq!((sarif["version"].as_str(), result["ruleId"].as_str()), (Some("2.1.0"), Some("SB008")));
    assert_eq!(result["locations"][0]["physicalLocation"]["region"]["startColumn"].as_u64(), Some(86));
}

#[test]
fn an_empty_path_is_not_the_whole_disk() {
    let (exit, printed, complaints) = ran_with(&[("rules.json", GOOD)], &["check", ""]);
    assert_eq!((exit, printed.as_str()), (2, ""));
    assert!(complaints.contains("a path is empty; write `.` for this folder"), "{complaints}");
}

#[test]
fn what_cannot_be_read_is_said() {
    let (exit, printed, complaints) = ran_with(&[], &["check", "nowhere.json"]);
    assert_eq!((exit, printed.as_str()), (2, ""));
    assert_eq!(complaints, "error: `nowhere.json` cannot be read: there is no such file\n");
    let (exit, _, complaints) = ran_with(&[("shop/rules.json", GOOD)], &["test", "shop"]);
    assert_eq!((exit, complaints.as_str()), (2, "error: there is no file named `*.scenario.json` in shop\n"));
}

#[test]
fn scenarios_are_played() {
    let files = [("shop/rules.json", GOOD), ("shop/hello.scenario.json", PASSES), ("shop/nothing.scenario.json", FAILS)];
    let (exit, printed, _) = ran_with(&files, &["test", "shop"]);
    assert_eq!(exit, 1);
    assert!(printed.starts_with("✓ It says hello shop/hello.scenario.json\n✗ It says <nothing> & more "), "{printed}");
    assert!(printed.ends_with("2 scenarios, 4 steps, 0.00 s: 1 failed\n"), "{printed}");
    let (exit, printed, _) = ran_with(&files, &["test", "shop", "--only", "hello"]);
    assert_eq!((exit, printed.lines().last()), (0, Some("1 scenario, 2 steps, 0.00 s: all passed")));
}

#[test]
fn results_for_machines() {
    let files = [("rules.json", GOOD), ("hello.scenario.json", PASSES), ("nothing.scenario.json", FAILS)];
    let line = |format| ["test", "hello.scenario.json", "nothing.scenario.json", "--format", format];
    let (_, tap, _) = ran_with(&files, &line("tap"));
    assert!(tap.starts_with("TAP version 14\n1..2\nok 1 - hello.scenario.json: It says hello\nnot ok 2 - "), "{tap}");
    let (_, junit, _) = ran_with(&files, &line("junit"));
    assert!(junit.contains("tests=\"2\" failures=\"1\"") && junit.contains("name=\"It says &lt;nothing&gt; &amp; more\""), "{junit}");
    let (_, json, _) = ran_with(&files, &line("json"));
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!((json["failed"].as_u64(), json["scenarios"][1]["passed"].as_bool()), (Some(1), Some(false)));
}
