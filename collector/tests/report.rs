//! The report: a made-up month, and what a page and a line of JSON say of it.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;
#[path = "common/month.rs"]
mod month;

use common::Collector;
use month::{DAY, Dice, HOUR, Month, START};
use serde_json::{Value, json};
use shopbell_collector::report::day::Day;
use shopbell_collector::report::facts::Gathering;
use shopbell_collector::report::read::read;
use shopbell_collector::report::{Closed, report, text};
use shopbell_collector::store::codes::{self, Claim};
use shopbell_collector::store::import::{self, Taken};
use std::io::Cursor;
use std::path::Path;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn gathered(lines: &[String], until: Option<Day>) -> Gathering {
    read(&mut Cursor::new(lines.join("\n")), &[], until, &mut |_| {}).unwrap()
}

fn as_of(lines: &[String], closed: &str) -> Value {
    serde_json::to_value(report(gathered(lines, Some(day(closed))).facts(), Closed::Day(day(closed)))).unwrap()
}

fn test<'r>(report: &'r Value, id: &str) -> &'r Value {
    let tests = report["sites"][0]["experiments"].as_array().unwrap();
    tests.iter().find(|test| test["id"] == id).unwrap()
}

/// `UPDATE=1` writes it anew.
fn golden(name: &str, found: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, found).unwrap();
    }
    let wanted = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(wanted, found, "{} differs; UPDATE=1 writes it anew", path.display());
}

#[test]
fn a_month_reads_as_it_should() {
    let month = Month::new(28, 120, 7);
    let gathering = gathered(&month.lines, Some(day("2026-10-28")));
    let report = report(gathering.facts(), Closed::Day(day("2026-10-28")));
    golden("month.json", &(serde_json::to_string_pretty(&report).unwrap() + "\n"));
    golden("month.txt", &text::text(&report));
}

/// Any order, anything twice: the same report.
#[test]
fn lines_may_come_in_any_order_and_twice() {
    let month = Month::new(9, 60, 3);
    let wanted = as_of(&month.lines, "2026-10-09");
    let mut dice = Dice(11);
    for _ in 0..8 {
        let mut lines = month.lines.clone();
        for _ in 0..200 {
            let again = lines[dice.below(lines.len() as u64) as usize].clone();
            lines.push(again);
        }
        for place in (1..lines.len()).rev() {
            lines.swap(place, dice.below(place as u64 + 1) as usize);
        }
        assert!(as_of(&lines, "2026-10-09") == wanted, "another order is another report");
    }
}

async fn filled(month: &Month) -> Collector {
    let mut settings = common::settings();
    settings.keys.insert("ceramics".into(), vec![common::KEY.into()]);
    let collector = Collector::with(settings, &shopbell_collector::store::Limits::default());
    let (lines, store) = (month.lines.clone(), collector.app.store.clone());
    let take = move |to: &rusqlite::Connection| {
        for (pool, (codes, given)) in month::POOLS {
            let list: Vec<String> = (0..codes).map(|code| format!("{pool}-{code}")).collect();
            codes::add(to, "ceramics", pool, &list)?;
            for visitor in 0..given {
                let (site, visitor) = ("ceramics".to_string(), format!("{visitor:032x}"));
                codes::claim(to, &Claim { site, campaign: pool.into(), visitor, pool: pool.into() }, START)?;
            }
        }
        lines.iter().try_fold(Taken::default(), |taken, line| Ok(taken.and(import::line(to, line)?)))
    };
    let taken = store.write(take.clone()).await.unwrap();
    assert_eq!(taken, Taken { new: month.lines.len() - 2, before: 0, refused: 0, pools: 2 });
    let again = store.write(take).await.unwrap();
    assert_eq!(again, Taken { new: 0, before: month.lines.len() - 2, refused: 0, pools: 2 });
    collector
}

/// The store, what it exports, and what was told: byte for byte the same report, and it grows with what arrives.
#[tokio::test(flavor = "multi_thread")]
async fn a_store_and_its_export_say_the_same() {
    let month = Month::new(10, 80, 5);
    let collector = filled(&month).await;
    let as_json = |lines: &[String]| serde_json::to_string_pretty(&as_of(lines, "2026-10-10")).unwrap();
    let exported = collector.read("/v1/export").await.text;
    let exported: Vec<String> = exported.lines().map(str::to_string).collect();
    assert_eq!(exported.len(), month.lines.len());
    assert!(as_json(&exported) == as_json(&month.lines), "the export is another report");

    // The page's own figures are of all that there is, up to now.
    let now = collector.read("/v1/report").await;
    let closed = day(now.json()["sites"][0]["closed"].as_str().unwrap());
    let gathering = gathered(&month.lines, None);
    let wanted = serde_json::to_string_pretty(&report(gathering.facts(), Closed::Day(closed))).unwrap();
    assert!(now.text == wanted, "the page's JSON is another one");
    let now = now.json();

    // What arrives later is added to what is known.
    let visitors = now["sites"][0]["overview"]["visitors"].as_u64().unwrap();
    let body = common::batch(&[common::outcome(1)]);
    assert_eq!(collector.post("/v1/outcomes?site=ceramics", body).await.status, 200);
    let later = collector.read("/v1/report").await.json();
    assert_eq!(later["sites"][0]["overview"]["visitors"], visitors + 1);

    // What is erased is gone from it.
    let erase = |to: &rusqlite::Connection| shopbell_collector::store::erase::erase(to, "0123456789abcdef0123456789abcdef", 1);
    assert_eq!(collector.app.store.write(erase).await, Ok(1));
    assert_eq!(collector.read("/v1/report").await.json()["sites"][0]["overview"]["visitors"], visitors);
}

/// The same data give the same verdict on every later day, once there is one.
#[test]
fn a_verdict_stands() {
    let month = Month::new(35, 300, 2);
    let all = gathered(&month.lines, None);
    let mut found: Option<String> = None;
    for closed in 1..=40 {
        let closed_day = Day(day("2026-09-30").0 + closed);
        let report = serde_json::to_value(report(all.facts(), Closed::Day(closed_day))).unwrap();
        let comparison = &test(&report, "welcome")["comparisons"][0];
        let sentence = comparison["sentence"].as_str().unwrap();
        if let Some(found) = &found {
            assert_eq!(found, sentence, "on day {closed}");
        } else if comparison["call"] != "open" {
            assert_eq!((&comparison["call"], closed % 7), (&json!("winner"), 0));
            // What came later changes nothing of it: as of that day it is the same.
            assert_eq!(test(&as_of(&month.lines, &closed_day.to_string()), "welcome")["comparisons"][0], *comparison);
            found = Some(sentence.into());
        }
    }
    assert!(found.is_some(), "the offer doubles what is bought, and is found");
}

/// A small test by hand.
struct Hand(Vec<String>, u64);

impl Hand {
    fn new() -> Hand {
        Hand(vec![json!({ "site": "*", "received": START, "rules": month::RULES }).to_string()], 0)
    }

    fn tell(&mut self, at: i64, visitor: u64, kind: &str, more: Value) -> &mut Hand {
        self.1 += 1;
        let rules = shopbell_collector::report::plans::Plans::default().add(None, month::RULES).unwrap();
        let visitor = format!("{visitor:032x}");
        let mut outcome = json!({ "format": 1, "id": format!("{:032x}", self.1), "at": at, "type": kind, "visitor": visitor,
            "session": visitor, "page_view": visitor, "rules": rules, "campaign": "welcome", "variant": "offer", "exposure": visitor,
            "revision": "00ff00ff00ff00ff" });
        outcome.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.0.push(json!({ "site": "ceramics", "received": at, "outcome": outcome }).to_string());
        self
    }

    fn welcome(&self, closed: &str) -> Value {
        test(&as_of(&self.0, closed), "welcome").clone()
    }
}

fn arm<'t>(test: &'t Value, id: &str) -> &'t Value {
    test["arms"].as_array().unwrap().iter().find(|arm| arm["id"] == id).unwrap()
}

#[test]
fn a_visitor_counts_from_the_first_exposure_for_as_long_as_the_goal_says() {
    let mut hand = Hand::new();
    hand.tell(START + HOUR, 1, "exposed", json!({}));
    hand.tell(START + 3 * HOUR, 1, "exposed", json!({ "exposure": format!("{:032x}", 99) }));
    // Two days after the first exposure is the last moment.
    hand.tell(START + 2 * DAY + HOUR, 1, "converted", json!({ "goal": 0 }));
    hand.tell(START + HOUR, 2, "exposed", json!({}));
    hand.tell(START + 2 * DAY + HOUR + 1, 2, "converted", json!({ "goal": 0 }));
    hand.tell(START + HOUR, 3, "exposed", json!({}));
    hand.tell(START + 2 * HOUR, 3, "converted", json!({ "goal": 1 }));
    hand.tell(START + HOUR, 4, "exposed", json!({ "variant": "holdout" }));

    let early = hand.welcome("2026-10-02");
    assert_eq!((&arm(&early, "offer")["visitors"], &arm(&early, "offer")["counted"]), (&json!(3), &json!(0)));
    let closed = hand.welcome("2026-10-03");
    assert_eq!((&arm(&closed, "offer")["counted"], &arm(&closed, "offer")["converters"]), (&json!(3), &json!(1)));
    assert_eq!((&arm(&closed, "holdout")["control"], &arm(&closed, "holdout")["counted"]), (&json!(true), &json!(1)));
}

#[test]
fn a_visitor_of_two_arms_counts_in_neither() {
    let mut hand = Hand::new();
    hand.tell(START + HOUR, 1, "exposed", json!({}));
    hand.tell(START + 5 * HOUR, 1, "exposed", json!({ "variant": "holdout", "exposure": format!("{:032x}", 99) }));
    hand.tell(START + HOUR, 2, "exposed", json!({}));
    hand.tell(START + HOUR, 3, "exposed", json!({ "variant": "holdout" }));
    // Long after the window: what was seen stands.
    hand.tell(START + 6 * DAY, 3, "exposed", json!({ "exposure": format!("{:032x}", 98) }));
    let found = hand.welcome("2026-10-08");
    assert_eq!((&arm(&found, "offer")["counted"], &arm(&found, "holdout")["counted"]), (&json!(1), &json!(1)));
    assert!(found["notes"].to_string().contains("2 visitors were seen in two arms"), "{}", found["notes"]);
}

#[test]
fn an_order_counts_once_and_the_shop_s_word_counts() {
    let mut hand = Hand::new();
    hand.tell(START + HOUR, 1, "exposed", json!({}));
    for late in 0..50 {
        hand.tell(START + 2 * HOUR + late, 1, "purchase", json!({ "order": "1001", "value": 990_000, "currency": "EUR" }));
    }
    hand.0.push(json!({ "site": "ceramics", "received": START + 3 * HOUR, "order": { "order": "1001", "at": START + 2 * HOUR, "value": 4_200, "currency": "EUR" } }).to_string());
    hand.tell(START + HOUR, 2, "exposed", json!({ "variant": "holdout" }));
    hand.tell(START + 2 * HOUR, 2, "purchase", json!({ "order": "1002", "value": -500, "currency": "EUR" }));
    hand.tell(START + 2 * HOUR, 2, "purchase", json!({ "order": "1003", "value": 700, "currency": "RON" }));
    let report = as_of(&hand.0, "2026-10-05");
    let welcome = test(&report, "welcome");
    assert_eq!((&arm(welcome, "offer")["orders"], &arm(welcome, "offer")["revenue"]), (&json!(1), &json!(4_200)));
    assert_eq!(arm(welcome, "holdout")["revenue"], 0, "an amount below 0 is none");
    let overview = &report["sites"][0]["overview"];
    assert_eq!((&overview["orders"], &overview["verified"], &overview["foreign"]), (&json!(2), &json!(1), &json!(1)));
    assert_eq!((&overview["revenue"], &overview["revenue_verified"]), (&json!(4_200), &json!(4_200)));
}

#[test]
fn clocks_that_are_wrong_and_lines_that_are_none_cost_nothing_else() {
    let mut hand = Hand::new();
    hand.tell(START + HOUR, 1, "exposed", json!({}));
    let mut report = as_of(&hand.0, "2026-10-05");
    // A device that lives in the year 9999: it happened when it was received, at the latest.
    let mut future: Value = serde_json::from_str(hand.0.last().unwrap()).unwrap();
    future["outcome"]["at"] = json!(253_402_300_799_000_i64);
    future["received"] = json!(START + 2 * HOUR);
    hand.0[1] = future.to_string();
    let moved = as_of(&hand.0, "2026-10-05");
    assert_eq!(arm(test(&moved, "welcome"), "offer")["counted"], 1);
    hand.0.push("{\"site\":".into());
    hand.0.push("null".into());
    hand.0.push(json!({ "site": "ceramics", "received": 1, "outcome": { "id": 7 } }).to_string());
    let last = as_of(&hand.0, "2026-10-05");
    assert_eq!(last["unread"], 3);
    report["unread"] = json!(3);
    assert_eq!(last["sites"][0]["overview"]["visitors"], report["sites"][0]["overview"]["visitors"]);
}

#[test]
fn without_the_rule_file_there_is_no_verdict_and_it_says_why() {
    let month = Month::new(20, 200, 1);
    let report = as_of(&month.lines[1..], "2026-10-20");
    let welcome = test(&report, "welcome");
    assert_eq!(welcome["comparisons"][0]["call"], "halted");
    assert!(welcome["comparisons"][0]["sentence"].as_str().unwrap().contains("the rule file of this test is not known"));
    assert!(arm(welcome, "offer")["counted"].as_i64().unwrap() > 1_000);
}

/// No number that is none, whatever is missing.
#[test]
fn nothing_is_no_number() {
    let rows: [Vec<String>; 4] = [
        vec![],
        vec![json!({ "site": "*", "received": START, "rules": month::RULES }).to_string()],
        Hand::new().tell(START, 1, "exposed", json!({})).0.clone(),
        Hand::new().tell(START, 1, "purchase", json!({ "order": "1" })).0.clone(),
    ];
    for lines in rows {
        for closed in ["2026-09-01", "2026-10-01", "2027-10-01"] {
            let report = as_of(&lines, closed).to_string();
            assert!(!report.contains("NaN") && !report.contains("inf"), "{report}");
        }
    }
}
