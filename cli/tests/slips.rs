//! What the pages of the codes do not show: sensible rules that are left alone, and slips in other places than theirs.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use shopbell::lint::inspect;
use std::collections::BTreeSet;

/// 2026-11-22, noon.
const NOW: Option<i64> = Some(1_795_348_800_000);
const HELLO: &str = r#""variants": [{ "id": "a", "show": { "surface": "bar", "blocks": [{ "text": "Hello" }] } }]"#;

/// A file with one campaign, and what else it holds.
fn file(top: &str, campaign: &str) -> String {
    format!(r#"{{ "format": 1, {top} "campaigns": [{{ "id": "hello", "on": [{{ "scroll": {{ "depth": 50 }} }}], {campaign} }}] }}"#)
}

const BUCHAREST: &str = r#""site": { "time_zone": "Europe/Bucharest" },"#;

/// A countdown.
fn counted(end: &str) -> String {
    format!(
        r#""variants": [{{ "id": "a", "show": {{ "surface": "bar", "blocks": [{{ "countdown": {{ "text": "Until {{end}}", {end} }} }}] }} }}]"#
    )
}

/// A product.
fn priced(price: &str) -> String {
    format!(
        r#""goals": [{{ "on": "clicked" }}], "variants": [{{ "id": "a", "show": {{ "surface": "bar", "blocks": [{{ "products": {{ "items": [{{ "name": "Mug", "url": "/mug", {price} }}] }} }}] }} }}]"#
    )
}

fn codes(text: &str) -> Vec<String> {
    inspect(text.as_bytes(), NOW).into_iter().map(|problem| problem.code).collect()
}

fn messages(text: &str) -> String {
    inspect(text.as_bytes(), NOW).into_iter().map(|problem| problem.message + "\n").collect()
}

#[test]
fn sensible_rules_are_left_alone() {
    let zone = r#""site": { "time_zone": "europe/bucharest", "currency": "EUR", "locales": ["en", "ro"] },"#;
    for (top, campaign) in [
        // A night that begins before `until`, by the visitor's clock, a zone in lower case.
        ("", format!(r#""schedule": {{ "hours": "22:00-06:00", "zone": "visitor" }}, {HELLO}"#)),
        (zone, format!(r#""schedule": {{ "from": "2027-03-27T23:00", "until": "2027-03-28T12:00", "weekdays": ["sun"] }}, {HELLO}"#)),
        // An hour that the shop's clock skips, by the visitor's clock.
        (zone, format!(r#""schedule": {{ "from": "2027-03-28T03:30", "zone": "visitor" }}, {HELLO}"#)),
        // A lower cap than the group's, and one in another span.
        (
            r#""groups": { "offers": { "frequency": { "at_most": 2, "per": "day" } } },"#,
            format!(r#""group": "offers", "frequency": {{ "at_most": 5, "per": "7d" }}, {HELLO}"#),
        ),
        // Carts in one currency, by what the campaign looks at.
        (zone, format!(r#""when": {{ "visitor.country": "RO", "cart.subtotal": {{ "$gte": {{ "RON": 250 }} }} }}, {HELLO}"#)),
        // A countdown that was over yesterday somewhere, one by another clock than the schedule's, and one as long as the campaign.
        ("", counted(r#""until": "2026-11-22T00:00""#)),
        (
            BUCHAREST,
            format!(r#""schedule": {{ "until": "2027-01-01T10:00" }}, {}"#, counted(r#""until": "2027-01-01T20:00", "zone": "visitor""#)),
        ),
        (BUCHAREST, format!(r#""schedule": {{ "from": "2027-01-01T10:00", "until": "2027-01-01T12:00" }}, {}"#, counted(r#""for": "2h""#))),
        // A former price that is a little above the price.
        ("", priced(r#""price": { "EUR": 24, "RON": 119 }, "was": { "EUR": 24.01, "RON": 149 }"#)),
        // A link is pressed, too; what is short may be the same.
        (
            zone,
            String::from(
                r#""goals": [{ "on": "clicked" }], "variants": [{ "id": "a", "show": { "surface": "bar", "blocks": [
                  { "text": { "en": "See [the sale](/sale), 100% wool", "ro": "Vezi [oferta](/sale), 100% lână" } }, { "coupon": "HELLO" },
                  { "text": { "en": "OK", "ro": "OK" } }] } }]"#,
            ),
        ),
        // Follow-ups may share a name where only one of them is asked.
        (
            "",
            String::from(
                r#""goals": [{ "on": "submitted" }], "variants": [{ "id": "a", "show": { "surface": "modal", "steps": [
                  { "id": "ask", "blocks": [{ "nps": "Would you recommend us?" }], "next": [{ "when": { "answer.nps": "10" }, "to": "good" }, "bad"] },
                  { "id": "good", "blocks": [{ "comment": "What do you like?" }], "next": "end" },
                  { "id": "bad", "blocks": [{ "comment": "What is missing?" }], "next": "end" },
                  { "id": "end", "blocks": [{ "text": "Thank you" }] }] } }]"#,
            ),
        ),
    ] {
        let text = file(top, &campaign);
        assert_eq!(messages(&text), "", "{text}");
    }
}

#[test]
fn slips_are_found_where_they_hide() {
    let text = |text: &str| format!(r#""variants": [{{ "id": "a", "show": {{ "surface": "bar", "blocks": [{{ "text": "{text}" }}] }} }}]"#);
    for (code, top, campaign) in [
        ("SB007", "", format!(r#""goals": [{{ "on": "purchase", "on": "purchase" }}], {HELLO}"#)),
        ("SB007", r#""custom": { "size": "text", "size": "number" },"#, text("{custom.size}")),
        ("SB007", "", format!(r#""name": "one", "name": "two", {HELLO}"#)),
        ("SB016", "", text("Seen {campaign.helo.seen} times")),
        ("SB133", r#""site": { "time_zone": "America/New_York" },"#, format!(r#""schedule": {{ "until": "2027-11-07T01:30" }}, {HELLO}"#)),
        ("SB134", r#""site": { "time_zone": "Bucharest" },"#, HELLO.into()),
        (
            "SB136",
            r#""site": { "frequency": { "at_most": 1, "per": "day" } },"#,
            format!(r#""frequency": {{ "at_most": 2, "per": "day" }}, {HELLO}"#),
        ),
        ("SB143", "", format!(r#""experiment": {{ "namespace": {{ "name": "n", "from": 0.5, "to": 0.5 }} }}, {HELLO}"#)),
        ("SB143", r#""site": { "holdout": 1 },"#, HELLO.into()),
        ("SB152", "", format!(r#""goals": [{{ "on": "submitted" }}], {HELLO}"#)),
        ("SB154", "", text("You said {answer.reason}")),
        ("SB164", "", counted(r#""until": "2026-11-20T10:00""#)),
        (
            "SB166",
            BUCHAREST,
            format!(r#""schedule": {{ "from": "2027-01-01T10:00", "until": "2027-01-01T11:00" }}, {}"#, counted(r#""for": "2h""#)),
        ),
        ("SB167", "", priced(r#""price": { "EUR": 24, "RON": 119 }, "was": { "EUR": 30, "RON": 119 }"#)),
        ("SB163", "", format!(r#""when": {{ "visitor.is_new": true }}, {}"#, text("{visitor.days_since_last_visit} days"))),
        (
            "SB176",
            "",
            String::from(
                r##""variants": [{ "id": "a", "show": { "surface": "bar", "theme": { "tint": "#e6efe9" }, "blocks": [{ "text": "Hi" }] } }]"##,
            ),
        ),
    ] {
        let text = file(top, &campaign);
        assert_eq!(codes(&text), [code], "{text}");
    }
}

#[test]
fn what_is_meant_is_guessed() {
    for (guess, top, campaign) in [
        ("did you mean `Europe/Bucharest`?", r#""site": { "time_zone": "Bucharest" },"#, HELLO),
        ("did you mean `America/New_York`?", r#""site": { "time_zone": "America/New York" },"#, HELLO),
        (
            "did you mean `hello`?",
            "",
            r#""variants": [{ "id": "a", "show": { "surface": "bar", "blocks": [{ "text": "Seen {campaign.helo.seen} times" }] } }]"#,
        ),
    ] {
        let found = messages(&file(top, campaign));
        assert!(found.contains(guess), "{found}");
    }
}

#[test]
fn patterns_are_faulted_in_words() {
    for (pattern, words) in [
        (r#""$regex": "(?=a)""#, "looking ahead or behind"),
        (r#""$regex": "[a""#, "a `[` is never closed"),
        (r#""$glob": "/{a""#, "a `{` is never closed"),
    ] {
        let found = messages(&file("", &format!(r#""when": {{ "page.path": {{ {pattern} }} }}, {HELLO}"#)));
        assert!(found.contains(words), "{found}");
    }
}

#[test]
fn colours_of_all_variants_are_faulted_once() {
    let variant = |id: &str, text: &str| {
        format!(
            r##"{{ "id": "{id}", "show": {{ "surface": "bar", "theme": {{ "ink": "#dddddd", "surface": "#ffffff" }}, "blocks": [{{ "text": "{text}" }}] }} }}"##
        )
    };
    let variants = format!(r#""goals": [{{ "on": "purchase" }}], "variants": [{}, {}]"#, variant("a", "Hello"), variant("b", "Welcome"));
    let found = messages(&file("", &variants));
    let once: BTreeSet<&str> = found.lines().collect();
    assert!(!once.is_empty() && once.len() == found.lines().count(), "{found}");
}
