//! `explain`: why, and the smallest change that would show it.

#![allow(clippy::unwrap_used)]

mod common;

use common::ran_with;
use serde_json::Value;

/// A campaign around `on`, `when` and what else is given.
fn campaign(rest: &str) -> String {
    let show = r#"{ "surface": "bar", "blocks": [{ "text": "Hello" }] }"#;
    let variants =
        if rest.contains("\"variants\"") { String::new() } else { format!(r#", "variants": [{{ "id": "a", "show": {show} }}]"#) };
    format!(r#"{{ "format": 1, "custom": {{ "level": "number" }}, "campaigns": [{{ "id": "nudge", {rest}{variants} }}] }}"#)
}

const VISIT: &str = r#"{ "scenario": 1, "visitor": { "consent": { "analytics": true } }, "play": [
  { "visit": { "url": "https://shop.example/cart", "type": "cart" } },
  { "after": "5s", "cart": { "subtotal": 42.10, "items": 2 } },
  { "after": "30s", "active": true } ] }"#;

/// What would show the campaign, in a sentence.
fn remedy(rules: &str, visitor: &str) -> String {
    let files = [("rules.json", rules), ("visitor.json", visitor)];
    let (exit, printed, complaints) = ran_with(&files, &["explain", "rules.json", "--visitor", "visitor.json", "--format", "json"]);
    assert_eq!((exit, complaints.as_str()), (0, ""), "{rules}");
    let json: Value = serde_json::from_str(&printed).unwrap();
    json["campaigns"][0]["remedy"]["sentence"].as_str().unwrap().to_owned()
}

#[test]
fn the_smallest_change_is_said() {
    for (rest, sentence) in [
        // A threshold, and nothing else.
        (
            r#""on": [{ "cart_changed": {} }], "when": { "cart.subtotal": { "$gte": 50 } }"#,
            "Would show if `cart.subtotal` rose by 7.90 EUR.",
        ),
        (
            r#""on": [{ "page_view": {} }], "when": { "cart.subtotal": { "$between": [10, 20] } }"#,
            "Would show if `cart.subtotal` fell by 22.10 EUR.",
        ),
        (r#""on": [{ "page_view": {} }], "when": { "cart.items": { "$gt": 4 } }"#, "Would show if `cart.items` rose by 3."),
        // One change is less than two.
        (
            r#""on": [{ "page_view": {} }], "when": { "$or": [{ "cart.items": 5, "page.type": "home" }, { "customer.tier": "gold" }] }"#,
            "Would show if `customer.tier` were \"gold\".",
        ),
        (r#""on": [{ "page_view": {} }], "when": { "custom.level": { "$gt": 2 } }"#, "Would show if `custom.level` were 3."),
        (
            r#""on": [{ "page_view": {} }], "when": { "page.type": { "$nin": ["home", "cart"] } }"#,
            "Would show if `page.type` were \"collection\".",
        ),
        (
            r#""on": [{ "page_view": {} }], "when": { "page.path": { "$glob": "/blog/**" } }"#,
            "Would show if `page.path` were one that matches /blog/**, such as \"/blog/x\".",
        ),
        // Moments.
        (r#""on": [{ "scroll": { "depth": 60 } }]"#, "Would show if the shopper scrolled to 60 %."),
        (r#""on": [{ "exit_intent": {} }]"#, "Would show if the shopper was about to leave."),
        (r#""on": [{ "time_on_page": { "after": "1m" } }]"#, "Would show if 25 s had passed."),
        (
            r#""on": [{ "event": { "name": "viewed", "count": 3, "where": { "event.price": { "$gt": 10 } } } }]"#,
            "Would show if `viewed` happened 3 times with {\"price\":11}.",
        ),
        // Time: the visit is on a Friday, at ten.
        (
            r#""on": [{ "page_view": {} }], "schedule": { "weekdays": ["mon"], "hours": "09:00-22:00" }"#,
            "Would show if 2 d 23 h had passed.",
        ),
        (
            r#""on": [{ "page_view": {} }], "when": { "cart.subtotal": { "$gte": 50 } }, "schedule": { "from": "2026-11-23T14:00" }"#,
            "Would show if `cart.subtotal` rose by 7.90 EUR and 3 d 4 h had passed.",
        ),
        (r#""on": [{ "page_view": {} }], "when": { "cart.idle_minutes": { "$gte": 60 } }"#, "Would show if 59 min 30 s had passed."),
        // Nothing helps.
        (
            r#""enabled": false, "on": [{ "page_view": {} }]"#,
            "No change was found that would show it. In the way: Switched off: \"enabled\" is false.",
        ),
        (
            r#""on": [{ "page_view": {} }], "schedule": { "until": "2026-11-01T00:00" }"#,
            "No change was found that would show it. In the way: Its schedule is over.",
        ),
        (
            r#""on": [{ "click": { "selector": "a" } }], "variants": [{ "id": "held" }, { "id": "a", "weight": 0, "show": { "surface": "bar", "blocks": [{ "text": "a" }] } }]"#,
            "No change was found that would show it. In the way: The visitor is in the holdout `held`, which sees nothing.",
        ),
    ] {
        assert_eq!(remedy(&campaign(rest), VISIT), sentence, "{rest}");
    }
}

#[test]
fn consent_and_storage_stand_in_the_way() {
    let rules = campaign(r#""on": [{ "page_view": {} }]"#);
    let visit = |visitor: &str| {
        format!(r#"{{ "scenario": 1, "visitor": {visitor}, "play": [{{ "visit": {{ "url": "https://shop.example/" }} }}] }}"#)
    };
    assert_eq!(remedy(&rules, &visit(r#"{ "mode": "strict" }"#)), "Would show if the visitor answered the consent question.");
    let blocked = remedy(&rules, &visit(r#"{ "storage": "blocked" }"#));
    assert!(
        blocked.starts_with("No change was found that would show it. In the way: It would interrupt, and storage is blocked"),
        "{blocked}"
    );
}

#[test]
fn a_message_in_the_way_is_closed() {
    let campaign = |id: &str, on: &str| {
        format!(
            r#"{{ "id": "{id}", "on": [{on}], "variants": [{{ "id": "a", "show": {{ "surface": "bar", "blocks": [{{ "text": "x" }}] }} }}] }}"#
        )
    };
    let (asked, other) = (campaign("asked", r#"{ "scroll": { "depth": 10 } }"#), campaign("other", r#"{ "page_view": {} }"#));
    let rules = format!(r#"{{ "format": 1, "campaigns": [{asked}, {other}] }}"#);
    assert_eq!(remedy(&rules, VISIT), "Would show if `other` was closed, 30 s had passed and the shopper scrolled to 10 %.");
}

#[test]
fn a_snapshot_tells_the_same() {
    let rules = campaign(r#""on": [{ "page_view": {} }], "when": { "cart.subtotal": { "$gte": 50 }, "page.type": "cart" }"#);
    let (program, _) = shopbell::rules::load(rules.as_bytes());
    let state = shopbell::scenario::visited(&program, VISIT.as_bytes()).unwrap();
    let snapshot = shopbell::engine::snapshot(&program, &state);
    let files = [("rules.json", rules.as_str()), ("visit.json", VISIT), ("snapshot.json", &snapshot)];
    let told = |file: &str| ran_with(&files, &["explain", "rules.json", "--visitor", file]);
    let (exit, printed, complaints) = told("snapshot.json");
    assert_eq!((exit, complaints.as_str()), (0, ""));
    assert_eq!(printed, told("visit.json").1);
    let wanted = "\
nudge: blocked
  Its condition does not hold: cart.subtotal is 42.10 EUR, needs 50.00, 7.90 to go.
  ✓ enabled, trigger, schedule, consent, checkout, search, frequency, experiment, words, place, screen
  ✗ when        Its condition does not hold: cart.subtotal is 42.10 EUR, needs 50.00, 7.90 to go.
  when
    ✗ cart.subtotal is at least 50.00 EUR  42.10 EUR, needs 50.00, 7.90 to go
    ✓ page.type is \"cart\"                  \"cart\"
  → Would show if `cart.subtotal` rose by 7.90 EUR.

1 campaign: 1 blocked
";
    assert_eq!(printed, wanted);
}

#[test]
fn what_cannot_be_explained_is_said() {
    let rules = campaign(r#""on": [{ "page_view": {} }]"#);
    let complaint = |visitor: &str, more: &[&str]| {
        let files = [("rules.json", rules.as_str()), ("v.json", visitor)];
        let line = [&["explain", "rules.json", "--visitor", "v.json"], more].concat();
        let (exit, printed, complaints) = ran_with(&files, &line);
        assert_eq!((exit, printed.as_str()), (2, ""));
        complaints
    };
    assert_eq!(complaint(VISIT, &["--campaign", "nudgee"]), "error: there is no campaign `nudgee` in rules.json; did you mean `nudge`?\n");
    let no_page = r#"{ "scenario": 1, "play": [{ "wait": "5s" }] }"#;
    assert_eq!(
        complaint(no_page, &[]),
        "error: `v.json`, play: no page is opened; begin with { \"visit\": { \"url\": \"https://shop.example/\" } }\n"
    );
    let not_there = r#"{ "scenario": 1, "play": [{ "visit": { "url": "https://shop.example/" } }, { "press": "Buy" }] }"#;
    let nothing = complaint(not_there, &[]);
    assert!(nothing.starts_with("error: `v.json`, line 1, column 76: play[1]: step 2: nothing says \"Buy\"; "), "{nothing}");
    assert_eq!(complaint(r#"{ "facts": {} }"#, &[]), "error: `v.json` is no snapshot of this version of shopbell; copy it anew\n");
}
