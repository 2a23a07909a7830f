//! What must hold of every simulation, and that the traffic has what the rules wait for.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use proptest::prelude::*;
use shopbell::engine::program::Program;
use shopbell::rules::load;
use shopbell::rules::noun::Holds;
use shopbell::simulate::Simulation;
use shopbell::simulate::compare::{Comparison, Difference};
use shopbell::simulate::report::{CampaignReport, Report};
use shopbell::simulate::traffic::{PARTS, Traffic};
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The rule files of the examples, and one in which campaigns are in each other's way.
fn files() -> Vec<Program> {
    let mut paths: Vec<PathBuf> = fs::read_dir(root().join("rules-examples"))
        .unwrap()
        .map(|entry| entry.unwrap().path().join("rules.json"))
        .filter(|path| path.exists())
        .collect();
    paths.sort();
    paths.push(root().join("tests/fixtures/simulate/crowd.rules.json"));
    paths.iter().map(|path| program(&fs::read(path).unwrap())).collect()
}

fn program(rules: &[u8]) -> Program {
    let (program, problems) = load(rules);
    assert_eq!(problems, []);
    program
}

fn campaign_file(campaign: &str) -> Program {
    let show = r#"{ "surface": "bar", "blocks": [{ "text": "Hello" }] }"#;
    let rules = format!(
        r#"{{ "format": 1, "site": {{ "currency": "EUR" }}, "custom": {{ "size": "text", "loyalty": "any" }},
           "campaigns": [{{ "id": "a", {campaign}, "variants": [{{ "id": "a", "show": {show} }}] }}] }}"#
    );
    program(rules.as_bytes())
}

fn simulated(program: &Program, traffic: Traffic, seed: u64, visitors: u64) -> Report {
    let mut simulation = Simulation::new(program, traffic, seed);
    for visitor in 0..visitors {
        simulation.visitor(visitor);
    }
    simulation.report()
}

fn compared(old: &Program, new: &Program, seed: u64, visitors: u64) -> Difference {
    let mut comparison = Comparison::new(old, new, Traffic::usual(), seed);
    for visitor in 0..visitors {
        comparison.visitor(visitor);
    }
    comparison.difference()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_same_seed_is_the_same_report(seed: u64) {
        for file in files() {
            prop_assert_eq!(simulated(&file, Traffic::usual(), seed, 15), simulated(&file, Traffic::usual(), seed, 15));
        }
    }

    #[test]
    fn a_file_differs_nowhere_from_itself(seed: u64) {
        for file in files() {
            let found = compared(&file, &file, seed, 15);
            prop_assert_eq!(found.visitors_who_differ, 0);
            for campaign in found.campaigns {
                prop_assert_eq!((campaign.change, campaign.old, campaign.example), ("same", campaign.new, None));
            }
        }
    }

    #[test]
    fn counts_add_up(seed: u64) {
        for file in files() {
            let report = simulated(&file, Traffic::usual(), seed, 40);
            prop_assert_eq!(report.messages_per_visit.iter().sum::<u64>(), report.visits);
            prop_assert_eq!(report.coupons.codes_per_visitor.iter().sum::<u64>(), report.visitors);
            let in_visits: u64 = (0..).zip(&report.messages_per_visit).map(|(messages, visits): (u64, &u64)| messages * visits).sum();
            prop_assert_eq!(in_visits, report.campaigns.iter().map(|campaign| campaign.shown).sum::<u64>());
            for CampaignReport { exposures, shown, held_out, reached, dismissed, clicked, woken, ready, lost, unseen, .. } in report.campaigns {
                prop_assert_eq!(exposures, shown + held_out);
                prop_assert!(reached <= exposures && reached <= report.visitors && dismissed + clicked <= shown);
                let lost: u64 = lost.iter().map(|lost| lost.moments).sum();
                // A page view can have several exposures, but is lost only without any.
                prop_assert!(ready <= woken && lost <= ready && ready - lost <= exposures);
                prop_assert_eq!(unseen.is_some(), shown == 0);
            }
        }
    }
}

#[test]
fn another_seed_is_other_traffic() {
    let file = &files()[0];
    assert_ne!(simulated(file, Traffic::usual(), 1, 50), simulated(file, Traffic::usual(), 2, 50));
}

/// Every trigger, and conditions on every kind of fact: a campaign may look dead only when its rules keep it silent.
#[test]
fn what_the_rules_wait_for_occurs() {
    let on_page = |when: &str| format!(r#""on": [{{ "page_view": {{}} }}], "when": {when}"#);
    let campaigns = [
        r#""on": [{ "click": { "selector": ".size-guide" } }]"#.to_owned(),
        r##""on": [{ "element_visible": { "selector": "#reviews" } }]"##.to_owned(),
        r#""on": [{ "form_submit": { "selector": "form.search" } }]"#.to_owned(),
        r#""on": [{ "event": { "name": "video_done", "where": { "event.title": "Mugs", "event.seconds": { "$gte": 30 } } } }]"#.to_owned(),
        r#""on": [{ "event": { "name": "viewed", "count": 4 } }]"#.to_owned(),
        r#""on": [{ "time_on_page": { "after": "4m" } }]"#.to_owned(),
        r#""on": [{ "time_on_site": { "after": "9m" } }]"#.to_owned(),
        r#""on": [{ "inactivity": { "for": "3m" } }]"#.to_owned(),
        r#""on": [{ "cart_idle": { "for": "20m" } }]"#.to_owned(),
        r#""on": [{ "tab_return": { "after": "10m" } }]"#.to_owned(),
        r#""on": [{ "exit_intent": { "sensitivity": "low" } }]"#.to_owned(),
        r#""on": [{ "item_added": { "where": { "event.category": "Rare teas" } } }]"#.to_owned(),
        r#""on": [{ "item_removed": {} }]"#.to_owned(),
        r#""on": [{ "text_copied": {} }]"#.to_owned(),
        r#""on": [{ "purchase": {} }]"#.to_owned(),
        r#""on": [{ "scroll": { "depth": 90 } }]"#.to_owned(),
        on_page(r#"{ "page.path": { "$glob": "/{winter,summer}/**/sale" } }"#),
        on_page(r#"{ "page.path": { "$regex": "^/lp/[a-z]+-\\d{3}$" } }"#),
        on_page(r#"{ "page.query.ref": "partner", "page.type": "product" }"#),
        on_page(r#"{ "page.product.sku": "MUG-01", "page.product.tags": { "$all": ["handmade"] } }"#),
        on_page(r#"{ "session.utm_campaign": "black-friday" }"#),
        on_page(r#"{ "session.referrer": { "$ends_with": "pinterest.com" } }"#),
        on_page(r#"{ "visitor.country": { "$in": ["KR", "JP"] } }"#),
        on_page(r#"{ "visitor.visits": { "$gte": 4 } }"#),
        on_page(r#"{ "device.width": { "$lt": 350 } }"#),
        on_page(r#"{ "cart.subtotal": { "$between": [199, 201] } }"#),
        on_page(r#"{ "cart.subtotal": { "$gte": { "RON": 250 } }, "cart.currency": "RON" }"#),
        on_page(r#"{ "cart.items": { "$gte": 7 } }"#),
        on_page(r#"{ "cart.coupons": "SAVE-20" }"#),
        on_page(r#"{ "customer.tags": { "$elemMatch": { "$eq": "wholesale" } } }"#),
        on_page(r#"{ "customer.spent": { "$gte": 5000 }, "customer.tier": "gold" }"#),
        on_page(r#"{ "custom.size": "XL" }"#),
        on_page(r#"{ "custom.loyalty.points": { "$gt": 400 } }"#),
        on_page(r#"{ "consent.marketing": true }"#),
        on_page(r#"{ "time.weekday": "sun", "time.hour": { "$gte": 20 } }"#),
    ];
    let mut dead = Vec::new();
    for campaign in campaigns {
        let report = simulated(&campaign_file(&campaign), Traffic::usual(), 1, 600);
        dead.extend(report.campaigns[0].unseen.as_ref().map(|why| format!("{campaign}: {why}")));
    }
    assert!(dead.is_empty(), "{dead:#?}");
}

#[test]
fn what_nobody_sees_has_a_reason() {
    let why = |campaign: &str, traffic: &str| {
        let traffic = Traffic::read(traffic.as_bytes()).unwrap();
        simulated(&campaign_file(campaign), traffic, 1, 30).campaigns[0].unseen.clone().unwrap_or_default()
    };
    assert_eq!(
        why(r#""on": [{ "click": { "selector": ".size-guide" } }]"#, r#"{ "signals": { "click": 0 } }"#),
        "never woken: the traffic has no click on `.size-guide`"
    );
    let never =
        why(r#""on": [{ "page_view": {} }], "when": { "session.page_views": { "$gte": 500 }, "device.width": { "$gte": 1 } }"#, "{}");
    assert!(never.ends_with("its condition never held: never in this traffic session.page_views is at least 500"), "{never}");
    let late = why(r#""on": [{ "page_view": {} }], "schedule": { "from": "2027-05-01T00:00" }"#, "{}");
    assert!(late.contains("its schedule was closed") && late.contains("`start` and `days`"), "{late}");
    let off = why(r#""on": [{ "page_view": {} }], "enabled": false"#, "{}");
    assert_eq!(off, "switched off: \"enabled\" is false");
    let once = why(
        r#""on": [{ "page_view": {} }], "when": { "device.kind": "tablet", "device.touch": false }"#,
        r#"{ "devices": { "desktop": 1, "tablet": 1 } }"#,
    );
    assert!(once.ends_with("each part of it did at some time, never all at once"), "{once}");
}

/// Wheels are spun and fields are scratched, one of them behind a teaser; each code is seen, and never without an answer.
#[test]
fn prizes_are_won() {
    for (recipe, codes) in [("lucky-wheel", 3), ("scratch-card", 1)] {
        let rules = fs::read(root().join(format!("rules-examples/{recipe}/rules.json"))).unwrap();
        let traffic =
            Traffic::read(br#"{ "visits": { "return": 0.9, "after": "1d" }, "messages": { "answer": 0.5, "dismiss": 0.1 } }"#).unwrap();
        let report = simulated(&program(&rules), traffic, 1, 250);
        let seen: u64 = report.coupons.codes_per_visitor.iter().skip(1).sum();
        assert_eq!(report.coupons.codes.len(), codes, "{recipe}: {:?}", report.coupons);
        assert!(seen <= report.campaigns[0].answered, "{recipe}: {seen} saw a code, {} answers", report.campaigns[0].answered);
    }
}

#[test]
fn a_change_is_told_as_a_story() {
    let cart =
        |least: u32| campaign_file(&format!(r#""on": [{{ "cart_changed": {{}} }}], "when": {{ "cart.subtotal": {{ "$gte": {least} }} }}"#));
    let found = compared(&cart(20), &cart(30), 1, 60);
    let change = &found.campaigns[0];
    assert_eq!(change.change, "fewer");
    assert!(change.new.exposures < change.old.exposures && found.visitors_who_differ == change.visitors_who_differ);
    let story = change.example.as_ref().unwrap();
    assert!(story.did.last().unwrap().contains("into the cart"), "{story:?}");
    assert_eq!(story.old, "shows `a`, variant `a`: “Hello”");
    assert!(story.new.starts_with("does not show `a`. Its condition does not hold: cart.subtotal is "), "{story:?}");
}

#[test]
fn words_are_a_change() {
    let said = |text: &str| {
        let show = format!(r#"{{ "surface": "bar", "blocks": [{{ "text": "{text}" }}] }}"#);
        program(format!(r#"{{ "format": 1, "campaigns": [{{ "id": "a", "on": [{{ "page_view": {{}} }}], "variants": [{{ "id": "a", "show": {show} }}] }}] }}"#).as_bytes())
    };
    let found = compared(&said("Hello"), &said("Good day"), 1, 20);
    let change = &found.campaigns[0];
    assert_eq!((change.change, change.old), ("other", change.new));
    let story = change.example.as_ref().unwrap();
    assert!(story.old.ends_with("“Hello”") && story.new.ends_with("“Good day”"), "{story:?}");
}

#[test]
fn a_traffic_file_is_read_strictly() {
    let said = |file: &str| Traffic::read(file.as_bytes()).err().unwrap_or_default().join("\n");
    assert_eq!(said("{}"), "");
    assert_eq!(said(r#"{ "visits": { "retrun": 0.1 } }"#), "1:15 visits.retrun: unknown key `retrun`; did you mean `return`?");
    assert_eq!(said(r#"{ "cart": { "buy": 3 } }"#), "1:20 cart.buy: found 3, expected a share from 0 to 1, such as 0.1 for 10 %");
    assert!(said(r#"{ "locales": { "en": 0 } }"#).contains("the weights add up to nothing"));
    assert!(said("{ ").starts_with("1:"), "{}", said("{ "));
}

/// `docs/simulate.md` names every key of a traffic file, and what it is worth where it is left out.
#[test]
fn every_key_is_in_the_document() {
    let document = fs::read_to_string(root().join("docs/simulate.md")).unwrap();
    let mut missing = Vec::new();
    for (part, noun) in PARTS.iter().skip(1) {
        for key in noun.iter() {
            let default = match key.holds {
                Holds::Share => (f64::from(key.default) / 10_000.0).to_string(),
                Holds::Span => {
                    format!("`\"{}\"`", shopbell::engine::time::span_text(i64::from(key.default)).replace(' ', ""))
                }
                Holds::Word(words) => format!("`\"{}\"`", words[key.default as usize]),
                _ => key.default.to_string(),
            };
            let row = format!("| `{part}.{}` | {default} |", key.name);
            if !part.ends_with("[]") && !document.contains(&row) {
                missing.push(row);
            }
        }
    }
    for key in PARTS[0].1.iter().filter(|key| !matches!(key.name, "$schema" | "traffic" | "note")) {
        if !PARTS.iter().any(|(part, _)| *part == key.name) && !document.contains(&format!("| `{}` | ", key.name)) {
            missing.push(key.name.to_owned());
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}
