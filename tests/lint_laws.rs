//! What the checks of conditions prove, held against values at random: what can never hold is never true, what always holds is never
//! false, and the fewest parts that contradict each other are never true at once.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use proptest::prelude::*;
use serde_json::{Value as Json, json};
use shopbell::engine::eval::{Verdict, verdict};
use shopbell::engine::fact::CART;
use shopbell::engine::program::{Program, Source};
use shopbell::lint::cases::Cases;
use shopbell::lint::conditions::parts;
use shopbell::lint::never::{never, smallest};
use shopbell::rules::load;
use shopbell::value::{Decimal, Value};
use std::collections::BTreeMap;

fn number() -> impl Strategy<Value = Json> {
    (0i64..6).prop_map(|number| json!(number))
}

fn word() -> impl Strategy<Value = Json> {
    prop_oneof![Just("a"), Just("ab"), Just("b"), Just("A"), Just("null")].prop_map(|word| json!(word))
}

fn ordered() -> impl Strategy<Value = &'static str> {
    prop_oneof![Just("$lt"), Just("$lte"), Just("$gt"), Just("$gte"), Just("$eq"), Just("$ne")]
}

fn numeric(fact: &'static str) -> impl Strategy<Value = Json> {
    prop_oneof![
        (ordered(), number()).prop_map(move |(op, at)| json!({ fact: { op: at } })),
        number().prop_map(move |at| json!({ fact: at })),
        (number(), number()).prop_map(move |(low, high)| json!({ fact: { "$between": [low, high] } })),
        (prop_oneof![Just("$in"), Just("$nin")], prop::collection::vec(number(), 0..3))
            .prop_map(move |(op, list)| json!({ fact: { op: list } })),
        any::<bool>().prop_map(move |there| json!({ fact: { "$exists": there } })),
    ]
}

fn textual(fact: &'static str) -> impl Strategy<Value = Json> {
    let op = prop_oneof![Just("$eq"), Just("$ne"), Just("$contains"), Just("$lt"), Just("$gte"), Just("$starts_with"), Just("$ends_with")];
    prop_oneof![
        (op, word()).prop_map(move |(op, word)| json!({ fact: { op: word } })),
        word().prop_map(move |word| json!({ fact: word })),
        (prop_oneof![Just("$in"), Just("$nin"), Just("$ini"), Just("$nini")], prop::collection::vec(word(), 0..3))
            .prop_map(move |(op, list)| json!({ fact: { op: list } })),
        prop_oneof![Just("$regex"), Just("$notRegex")].prop_map(move |op| json!({ fact: { op: "^a" } })),
        Just(json!({ fact: { "$glob": "a*" } })),
    ]
}

fn listed() -> impl Strategy<Value = Json> {
    let fact = "customer.tags";
    prop_oneof![
        (prop_oneof![Just("$contains"), Just("$eq"), Just("$ne")], word()).prop_map(move |(op, word)| json!({ fact: { op: word } })),
        word().prop_map(move |word| json!({ fact: word })),
        (prop_oneof![Just("$in"), Just("$nin"), Just("$all"), Just("$alli")], prop::collection::vec(word(), 0..3))
            .prop_map(move |(op, list)| json!({ fact: { op: list } })),
        (ordered(), number()).prop_map(move |(op, at)| json!({ fact: { "$size": { op: at } } })),
        word().prop_map(move |word| json!({ fact: { "$elemMatch": { "$ne": word } } })),
    ]
}

fn clause() -> impl Strategy<Value = Json> {
    let amounts = (ordered(), prop_oneof![Just("EUR"), Just("RON")], number());
    prop_oneof![
        numeric("cart.items"),
        numeric("customer.orders"),
        numeric("time.hour"),
        numeric("visitor.visits"),
        any::<bool>().prop_map(|new| json!({ "visitor.is_new": new })),
        (ordered(), number()).prop_map(|(op, at)| json!({ "cart.subtotal": { op: at } })),
        amounts.prop_map(|(op, currency, at)| json!({ "customer.spent": { op: { currency: at } } })),
        prop_oneof![Just("EUR"), Just("RON")].prop_map(|currency| json!({ "cart.currency": currency })),
        textual("session.referrer"),
        prop_oneof![Just("home"), Just("cart")].prop_map(|word| json!({ "page.type": { "$ne": word } })),
        listed(),
        numeric("custom.level"),
        textual("custom.level"),
        any::<bool>().prop_map(|yes| json!({ "custom.level": yes })),
        any::<bool>().prop_map(|yes| json!({ "segment.some": yes })),
    ]
}

fn condition() -> impl Strategy<Value = Json> {
    let group = |inner: BoxedStrategy<Json>| {
        let list = prop::collection::vec(inner.clone(), 0..4);
        prop_oneof![
            3 => list.clone().prop_map(|all| json!({ "$and": all })),
            2 => list.clone().prop_map(|any| json!({ "$or": any })),
            1 => list.prop_map(|none| json!({ "$nor": none })),
            1 => inner.prop_map(|one| json!({ "$not": one })),
        ]
    };
    clause().prop_recursive(3, 12, 4, move |inner| group(inner.boxed()))
}

fn program(when: &Json, segment: &Json) -> Program {
    let show = json!({ "surface": "bar", "blocks": [{ "text": "hello" }] });
    let segment: Json = serde_json::from_str(&segment.to_string().replace("segment.some", "visitor.is_new")).unwrap();
    let file = json!({ "format": 1, "custom": { "level": "any" }, "segments": { "some": segment },
        "campaigns": [{ "id": "c", "on": [{ "page_view": {} }], "when": when, "variants": [{ "id": "a", "show": show }] }] });
    let (program, diagnostics) = load(file.to_string().as_bytes());
    assert!(diagnostics.is_empty(), "{diagnostics:?}\n{file}");
    program
}

fn text() -> impl Strategy<Value = Value> {
    prop_oneof![Just("a"), Just("ab"), Just("b"), Just("A"), Just("ba"), Just("null"), Just("3"), Just(""), Just("zz")]
        .prop_map(Value::from)
}

fn list() -> impl Strategy<Value = Value> {
    prop::collection::vec(text(), 0..5).prop_map(Value::from)
}

/// Any value, for facts that hold any.
fn loose() -> impl Strategy<Value = Value> {
    let half = (0i64..12).prop_map(|number| Value::Num(Decimal::new(number * 5, -1)));
    prop_oneof![text(), list(), half, any::<bool>().prop_map(Value::Bool), Just(Value::Null), Just(Value::object([]))]
}

/// Facts as they occur: those of one family go together.
fn facts() -> impl Strategy<Value = (BTreeMap<&'static str, Value>, &'static str)> {
    let count = || (0i64..8).prop_map(Value::Int);
    let or_null = |some: BoxedStrategy<Value>| prop_oneof![3 => some, 1 => Just(Value::Null)];
    let types = prop_oneof![Just("home"), Just("cart"), Just("other")].prop_map(Value::from);
    let customer = (or_null(count().boxed()), or_null((0i64..800).prop_map(Value::Int).boxed()), or_null(list().boxed()));
    let cart = (0i64..8, 0i64..800, prop_oneof![Just("EUR"), Just("RON"), Just("HUF")]);
    let known = prop::collection::vec(prop::bool::weighted(0.9), 12);
    (cart, customer, 1i64..8, 0i64..24, or_null(text().boxed()), types, loose(), known).prop_map(
        |((items, sum, currency), (orders, spent, tags), visits, hour, referrer, kind, level, known)| {
            let facts = [
                ("cart.items", Value::Int(items)),
                ("cart.subtotal", Value::Int(if items == 0 { 0 } else { sum })),
                ("cart.currency", Value::from(currency)),
                ("customer.orders", orders),
                ("customer.spent", spent),
                ("customer.tags", tags),
                ("visitor.visits", Value::Int(visits)),
                ("visitor.is_new", Value::Bool(visits <= 1)),
                ("time.hour", Value::Int(hour)),
                ("session.referrer", referrer),
                ("page.type", kind),
                ("custom.level", level),
            ];
            (facts.into_iter().zip(known).filter(|(_, known)| *known).map(|(fact, _)| fact).collect(), currency)
        },
    )
}

/// What a condition comes to, its segment included.
fn comes_to(program: &Program, root: u32, facts: &BTreeMap<&str, Value>, currency: &str) -> Verdict {
    // The cart's amounts are in its own currency, all others in the site's.
    let currency = |slot: u16| if CART.contains(&slot) { currency } else { &*program.site.currency };
    let name = |slot: u16| match &program.slots[slot as usize].source {
        Source::Fixed(fact) => fact.row().name,
        Source::Custom(_) => "custom.level",
        _ => "segment.some",
    };
    let (slot, segment) = program.segments[0];
    let segment = match verdict(&program.tree, segment, &|slot| facts.get(name(slot)), &currency) {
        Verdict::True => Some(Value::Bool(true)),
        Verdict::False => Some(Value::Bool(false)),
        Verdict::Unknown => None,
    };
    let fact = |asked: u16| if asked == slot { segment.as_ref() } else { facts.get(name(asked)) };
    verdict(&program.tree, root, &fact, &currency)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(250))]

    #[test]
    fn what_is_proved_is_so(when in condition(), segment in condition(), samples in prop::collection::vec(facts(), 40)) {
        let program = program(&when, &segment);
        let root = program.campaigns[0].when;
        let impossible = never(&program, &[root]);
        let guilty = smallest(&program, &parts(&program, root));
        let certain = Cases::of(&program, &[root]).is_some_and(|cases| cases.all(|verdicts| verdicts != [Verdict::False]));
        for (facts, currency) in &samples {
            let verdict = comes_to(&program, root, facts, currency);
            prop_assert!(!impossible || verdict != Verdict::True, "never: {when} {segment} {facts:?} {currency}");
            prop_assert!(!certain || verdict != Verdict::False, "always: {when} {segment} {facts:?} {currency}");
            let all = guilty.iter().all(|part| comes_to(&program, *part, facts, currency) == Verdict::True);
            prop_assert!(guilty.is_empty() || !all, "together: {when} {segment} {facts:?} {currency}");
        }
        prop_assert!(guilty.is_empty() || impossible || Cases::of(&program, &[root]).is_none(), "fewest: {when}");
    }
}

/// The law above says nothing where nothing is proved.
#[test]
fn something_is_proved() {
    let yes = json!({});
    for (when, says) in [
        (json!({ "cart.items": { "$gt": 3, "$lt": 2 } }), "never"),
        (json!({ "customer.tags": { "$contains": "a", "$nin": ["a"] } }), "never"),
        (json!({ "custom.level": { "$gt": 3, "$lt": 2 } }), "never"),
        (json!({ "$or": [{ "session.referrer": { "$ne": "a" } }, { "session.referrer": { "$ne": "b" } }] }), "always"),
    ] {
        let program = program(&when, &yes);
        let root = program.campaigns[0].when;
        let cases = Cases::of(&program, &[root]).unwrap();
        let proved = if says == "never" { never(&program, &[root]) } else { cases.all(|verdicts| verdicts == [Verdict::True]) };
        assert!(proved, "{when}");
    }
}
