//! `test --coverage`: what no scenario has reached, and that scenarios add up.

mod common;

use common::ran_with;
use serde_json::Value;

const RULES: &str = r##"{ "format": 1, "campaigns": [
  { "id": "nudge",
    "on": [
      { "cart_changed": {} },
      { "event": { "name": "asked", "count": 2 } }
    ],
    "when": { "cart.subtotal": { "$gte": 30, "$lt": 50 } },
    "variants": [
      { "id": "a", "show": { "surface": "bar", "steps": [
        { "id": "ask", "blocks": [{ "button": { "text": "More", "do": "next" } }] },
        { "id": "thanks", "blocks": [{ "text": "Thank you" }] }
      ] } }
    ] },
  { "id": "click-me",
    "on": [{ "click": { "selector": "#me" } }],
    "when": { "cart.items": { "$gte": 1 } },
    "variants": [{ "id": "a", "show": { "surface": "bar", "blocks": [{ "text": "Clicked" }] } }] },
  { "id": "off", "enabled": false,
    "on": [{ "page_view": {} }],
    "variants": [{ "id": "a", "show": { "surface": "bar", "blocks": [{ "text": "Off" }] } }] }
] }"##;

const SHOWS: &str = r#"{ "scenario": 1, "name": "Shows", "rules": "rules.json", "play": [
  { "visit": { "url": "https://shop.example/" } },
  { "cart": { "subtotal": 36.50, "items": 2 } },
  { "expect": { "shown": "nudge", "step": "ask" } } ] }"#;

const GOES_ON: &str = r#"{ "scenario": 1, "name": "Goes on", "rules": "rules.json", "play": [
  { "visit": { "url": "https://shop.example/" } },
  { "cart": { "subtotal": 60, "items": 2 } },
  { "cart": { "subtotal": 10, "items": 1 } },
  { "expect": { "shown": null } },
  { "track": "asked" }, { "track": "asked" },
  { "cart": { "subtotal": 40, "items": 1 } },
  { "press": "More" },
  { "expect": { "shown": "nudge", "step": "thanks" } } ] }"#;

#[test]
fn what_is_missing_is_said_with_its_place() {
    let files = [("shop/rules.json", RULES), ("shop/shows.scenario.json", SHOWS)];
    let (exit, printed, _) = ran_with(&files, &["test", "shop", "--coverage"]);
    assert_eq!(exit, 0, "{printed}");
    let wanted = "\
shop/rules.json: campaigns 50 %, triggers 33 %, clauses 0 %, variants 50 %, steps 50 %
  shop/rules.json:5:7 nudge: trigger `event` { \"name\": \"asked\", \"count\": 2 } never fired
  shop/rules.json:7:42 nudge: `cart.subtotal` $gte 30 was never false
  shop/rules.json:7:53 nudge: `cart.subtotal` $lt 50 was never false
  shop/rules.json:11:17 nudge: step `thanks` of variant `a` was never reached
  shop/rules.json:14:11 click-me: was never asked: none of its triggers fired
1 scenario, 3 steps, 0.00 s: all passed
";
    assert!(printed.ends_with(wanted), "{printed}");
}

#[test]
fn scenarios_add_up() {
    let files = [("rules.json", RULES), ("1.scenario.json", SHOWS), ("2.scenario.json", GOES_ON)];
    let (exit, printed, _) = ran_with(&files, &["test", "1.scenario.json", "2.scenario.json", "--coverage", "--format", "json"]);
    let json: Value = serde_json::from_str(&printed).unwrap();
    assert_eq!((exit, json["steps"].as_u64()), (0, Some(12)), "{printed}");
    assert_eq!(json["coverage"].as_array().map(Vec::len), Some(1));
    let missing = json["coverage"][0]["missing"].as_array().unwrap();
    let of = |missing: &Value| (missing["of"].as_str().unwrap().to_owned(), missing["what"].as_str().unwrap().to_owned());
    let campaign = |what: &str| (String::from("click-me"), String::from(what));
    let wanted = [campaign("campaigns"), campaign("triggers"), campaign("clauses"), campaign("variants")];
    assert_eq!(missing.iter().map(of).collect::<Vec<_>>(), wanted, "{printed}");
    assert_eq!(missing.iter().filter(|missing| missing["implied"] == false).count(), 1);
}

#[test]
fn rules_in_a_scenario_have_their_places_there() {
    let held = r#"{ "scenario": 1, "name": "Held out", "visitor": { "consent": { "analytics": true } },
      "rules": { "format": 1, "site": { "holdout": 1.0 }, "campaigns": [{ "id": "hello", "on": [{ "page_view": {} }],
        "variants": [{ "id": "a", "show": { "surface": "bar", "blocks": [{ "text": "Hello" }] } }] }] },
      "play": [{ "visit": { "url": "https://shop.example/" } }, { "expect": { "shown": null, "outcomes": ["exposed"] } }] }"#;
    let (exit, printed, _) = ran_with(&[("held.scenario.json", held)], &["test", "held.scenario.json", "--coverage"]);
    // Whoever is held out counts as exposed; the variant was not seen.
    assert!(printed.contains("held.scenario.json: campaigns 100 %, triggers 100 %, variants 0 %\n"), "{printed}");
    assert!(printed.contains("  held.scenario.json:3:30 hello: variant `a` was never shown\n"), "{printed}");
    assert_eq!(exit, 0);
    let all =
        held.replace(r#", "site": { "holdout": 1.0 }"#, "").replace(r#""shown": null, "outcomes": ["exposed"]"#, r#""shown": "hello""#);
    let (_, printed, _) = ran_with(&[("all.scenario.json", &all)], &["test", "all.scenario.json", "--coverage"]);
    assert!(printed.contains("\nall.scenario.json: everything is reached\n"), "{printed}");
}
