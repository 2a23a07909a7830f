//! A second evaluator of conditions: slow, obvious, over JSON as it stands in the file; and the law that the engine agrees with it.
//!
//! It is written from the documented meaning of the language (Mongo-style conditions with JavaScript's coercions over known values,
//! Kleene's logic where a fact is not reported) and shares no code with the engine: no tree, no index, no values of its own.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use proptest::prelude::*;
use serde_json::{Map, Value as Json, json};
use shopbell::engine::eval::Verdict;
use shopbell::engine::program::{Program, Source};
use shopbell::engine::snapshot::name;
use shopbell::engine::{State, judge};
use shopbell::node::Doc;
use shopbell::rules::load;
use shopbell::value::Value;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// What is known: names without an entry are not reported.
#[derive(Clone, Debug)]
struct Known {
    facts: BTreeMap<String, Json>,
    /// What amounts are in; amounts are minor units.
    currency: String,
    segments: BTreeMap<String, Json>,
}

/// True, false, or None where a fact is not reported.
type Kleene = Option<bool>;

fn not(verdict: Kleene) -> Kleene {
    verdict.map(|flag| !flag)
}

fn all_of(verdicts: impl Iterator<Item = Kleene>) -> Kleene {
    let verdicts: Vec<Kleene> = verdicts.collect();
    if verdicts.contains(&Some(false)) {
        Some(false)
    } else if verdicts.contains(&None) {
        None
    } else {
        Some(true)
    }
}

/// An empty one is true, as in the SDKs.
fn any_of(verdicts: impl Iterator<Item = Kleene>) -> Kleene {
    let verdicts: Vec<Kleene> = verdicts.collect();
    if verdicts.is_empty() { Some(true) } else { not(all_of(verdicts.into_iter().map(not))) }
}

/// A condition over facts.
fn condition(when: &Json, known: &Known) -> Kleene {
    let list = |value: &Json| value.as_array().unwrap().clone();
    all_of(when.as_object().unwrap().iter().map(|(key, value)| match key.as_str() {
        "$and" => all_of(list(value).iter().map(|one| condition(one, known))),
        "$or" => any_of(list(value).iter().map(|one| condition(one, known))),
        "$nor" => not(any_of(list(value).iter().map(|one| condition(one, known)))),
        "$not" => not(condition(value, known)),
        _ => match key.strip_prefix("segment.") {
            Some(segment) => condition(&known.segments[segment], known).map(|holds| meets(&json!(holds), value, false)),
            None => fact(key, value, known),
        },
    }))
}

fn fact(key: &str, test: &Json, known: &Known) -> Kleene {
    // `custom.a.b` reads into the custom fact `a`.
    let mut parts = key.split('.');
    let is_custom = key.starts_with("custom.");
    let whole = if is_custom { format!("custom.{}", parts.by_ref().nth(1).unwrap()) } else { key.into() };
    let mut value = known.facts.get(&whole)?.clone();
    if is_custom {
        for part in parts {
            value = value.get(part).cloned().unwrap_or(Json::Null);
        }
    }
    if key == "cart.subtotal" { amount(&value, test, known) } else { Some(meets(&value, test, false)) }
}

/// Amounts are written in major units: plain in euro, or by currency. In a currency that is not named nothing is known.
fn amount(value: &Json, test: &Json, known: &Known) -> Kleene {
    let minor = |literal: &Json| match literal {
        Json::Array(list) => Json::Array(list.iter().map(|one| json!(one.as_i64().unwrap() * 100)).collect()),
        one => json!(one.as_i64().unwrap() * 100),
    };
    let compare = |operator: &str, literal: &Json| {
        let literal = match literal {
            Json::Null => return Some(operation(value, operator, &Json::Null)),
            Json::Object(by) => by.get(&known.currency)?,
            plain if known.currency == "EUR" => plain,
            _ => return None,
        };
        Some(operation(value, operator, &minor(literal)))
    };
    if !is_operators(test) {
        return compare("is", test);
    }
    all_of(test.as_object().unwrap().iter().map(|(operator, operand)| match operator.as_str() {
        "$not" => not(amount(value, operand, known)),
        "$exists" | "$type" => Some(operation(value, operator, operand)),
        _ => compare(operator, operand),
    }))
}

fn is_operators(test: &Json) -> bool {
    test.as_object().is_some_and(|test| !test.is_empty() && test.keys().all(|key| key.starts_with('$')))
}

/// A literal or operators, on a known value.
fn meets(value: &Json, test: &Json, folded: bool) -> bool {
    if is_operators(test) {
        return test.as_object().unwrap().iter().all(|(operator, operand)| operation(value, operator, operand));
    }
    match test {
        Json::Null => value.is_null(),
        Json::Bool(flag) => !value.is_null() && truthy(value) == *flag,
        Json::Number(number) => to_number(value) == number.as_f64().unwrap(),
        Json::String(text) if folded => to_text(value).to_lowercase() == text.to_lowercase(),
        Json::String(text) => to_text(value) == *text,
        Json::Array(_) | Json::Object(_) => stringified(value) == stringified(test),
    }
}

fn operation(value: &Json, operator: &str, operand: &Json) -> bool {
    let order = || compared(value, operand);
    let folds = operator.ends_with('i') && !operator.ends_with("gti");
    match operator {
        "is" => meets(value, operand, false),
        "$eq" => same(value, operand),
        "$ne" => !same(value, operand),
        "$lt" => order() == Some(Ordering::Less),
        "$lte" => matches!(order(), Some(Ordering::Less | Ordering::Equal)),
        "$gt" => order() == Some(Ordering::Greater),
        "$gte" => matches!(order(), Some(Ordering::Greater | Ordering::Equal)),
        "$between" => operation(value, "$gte", &operand[0]) && operation(value, "$lte", &operand[1]),
        "$in" | "$ini" => is_in(value, operand, folds),
        "$nin" | "$nini" => !is_in(value, operand, folds),
        "$exists" => truthy(operand) != value.is_null(),
        "$type" => kind(value) == operand,
        "$not" => !meets(value, operand, false),
        "$size" => value.as_array().is_some_and(|list| meets(&json!(list.len()), operand, false)),
        "$elemMatch" => value.as_array().is_some_and(|list| list.iter().any(|one| truthy(one) && element(one, operand))),
        "$all" | "$alli" => value
            .as_array()
            .is_some_and(|list| operand.as_array().unwrap().iter().all(|test| list.iter().any(|one| meets(one, test, folds)))),
        "$contains" => match (value, operand) {
            (Json::Array(list), _) => list.iter().any(|one| same(one, operand)),
            (Json::String(text), Json::String(part)) => text.contains(part.as_str()),
            _ => false,
        },
        "$starts_with" => value.as_str().is_some_and(|text| text.starts_with(operand.as_str().unwrap())),
        "$ends_with" => value.as_str().is_some_and(|text| text.ends_with(operand.as_str().unwrap())),
        _ => panic!("{operator} is not in the reference"),
    }
}

/// Operators on an element, or a condition on its fields.
fn element(one: &Json, test: &Json) -> bool {
    if is_operators(test) {
        return meets(one, test, false);
    }
    test.as_object().unwrap().iter().all(|(field, test)| meets(one.get(field).unwrap_or(&Json::Null), test, false))
}

fn is_in(value: &Json, list: &Json, folded: bool) -> bool {
    let fold = |one: &Json| match one {
        Json::String(text) if folded => json!(text.to_lowercase()),
        one => one.clone(),
    };
    let one_of = |one: &Json| list.as_array().unwrap().iter().any(|candidate| same(&fold(one), &fold(candidate)));
    value.as_array().map_or_else(|| one_of(value), |values| values.iter().any(one_of))
}

/// `===`: lists and objects of two documents are never the same one.
fn same(a: &Json, b: &Json) -> bool {
    match (a, b) {
        (Json::Number(a), Json::Number(b)) => a.as_f64() == b.as_f64(),
        (Json::Array(_) | Json::Object(_), _) => false,
        _ => a == b,
    }
}

/// `<` and its kin: two texts by their units, everything else as numbers.
fn compared(a: &Json, b: &Json) -> Option<Ordering> {
    let is_text = |value: &Json| value.is_string() || value.is_array() || value.is_object();
    if is_text(a) && is_text(b) {
        return Some(to_text(a).encode_utf16().cmp(to_text(b).encode_utf16()));
    }
    to_number(a).partial_cmp(&to_number(b))
}

fn truthy(value: &Json) -> bool {
    match value {
        Json::Null => false,
        Json::Bool(flag) => *flag,
        Json::Number(number) => number.as_f64() != Some(0.0),
        Json::String(text) => !text.is_empty(),
        Json::Array(_) | Json::Object(_) => true,
    }
}

fn to_number(value: &Json) -> f64 {
    match value {
        Json::Null => 0.0,
        Json::Bool(flag) => f64::from(u8::from(*flag)),
        Json::Number(number) => number.as_f64().unwrap(),
        Json::Object(_) => f64::NAN,
        Json::String(_) | Json::Array(_) => match to_text(value).trim() {
            "" => 0.0,
            // Words that only Rust takes for numbers.
            text if text.chars().any(|letter| letter.is_alphabetic()) => f64::NAN,
            text => text.parse().unwrap_or(f64::NAN),
        },
    }
}

/// `String(value)`. Numbers here are whole or have one decimal, which prints alike everywhere.
fn to_text(value: &Json) -> String {
    match value {
        Json::Null => "null".into(),
        Json::Bool(flag) => flag.to_string(),
        Json::Number(number) => number.as_f64().unwrap().to_string(),
        Json::String(text) => text.clone(),
        Json::Array(list) => list.iter().map(|one| if one.is_null() { String::new() } else { to_text(one) }).collect::<Vec<_>>().join(","),
        Json::Object(_) => "[object Object]".into(),
    }
}

fn stringified(value: &Json) -> String {
    match value {
        Json::Number(number) => number.as_f64().unwrap().to_string(),
        Json::Array(list) => format!("[{}]", list.iter().map(stringified).collect::<Vec<_>>().join(",")),
        Json::Object(entries) => {
            format!("{{{}}}", entries.iter().map(|(key, value)| format!("{key:?}:{}", stringified(value))).collect::<Vec<_>>().join(","))
        }
        plain => plain.to_string(),
    }
}

fn kind(value: &Json) -> &'static str {
    match value {
        Json::Null => "null",
        Json::Bool(_) => "boolean",
        Json::Number(_) => "number",
        Json::String(_) => "string",
        Json::Array(_) => "array",
        Json::Object(_) => "object",
    }
}

// What is tried.

fn scalar() -> impl Strategy<Value = Json> {
    prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(|flag| json!(flag)),
        (-2i64..4).prop_map(|number| json!(number)),
        Just(json!(0.5)),
        word().prop_map(Json::String),
    ]
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof!["", "a", "A", "ab", "1", " 2 ", "null", "true", "1,2", "🦀", "\u{ffff}", "É", "é"].prop_map(String::from)
}

fn anything() -> impl Strategy<Value = Json> {
    scalar().prop_recursive(2, 6, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Json::Array),
            prop::collection::vec((prop_oneof![Just("x"), Just("y")], inner), 0..3).prop_map(|entries| {
                Json::Object(entries.into_iter().map(|(key, value)| (String::from(key), value)).collect::<Map<_, _>>())
            }),
        ]
    })
}

/// `{ operator: operand }`.
fn op(operator: impl Strategy<Value = &'static str>, operand: impl Strategy<Value = Json>) -> impl Strategy<Value = Json> {
    (operator, operand).prop_map(|(operator, operand)| json!({ operator: operand }))
}

fn many(one: impl Strategy<Value = Json>) -> impl Strategy<Value = Json> {
    prop::collection::vec(one, 0..3).prop_map(Json::Array)
}

fn pair(one: impl Strategy<Value = Json>) -> impl Strategy<Value = Json> {
    prop::collection::vec(one, 2).prop_map(Json::Array)
}

const EQUAL: [&str; 2] = ["$eq", "$ne"];
const ORDER: [&str; 4] = ["$lt", "$lte", "$gt", "$gte"];
const LISTED: [&str; 2] = ["$in", "$nin"];
const FOLDED: [&str; 2] = ["$ini", "$nini"];

fn common() -> BoxedStrategy<Json> {
    let types = prop::sample::select(&["null", "boolean", "number", "string", "array", "object"][..]).prop_map(|kind| json!(kind));
    prop_oneof![op(Just("$exists"), any::<bool>().prop_map(|flag| json!(flag))), op(Just("$type"), types), Just(Json::Null)].boxed()
}

/// Tests of a fact that holds any JSON.
fn loose() -> BoxedStrategy<Json> {
    let plain = prop_oneof![
        4 => common(),
        4 => anything().prop_filter("operators", |value| !is_operators(value)),
        4 => op(prop::sample::select(&EQUAL[..]), anything()),
        4 => op(prop::sample::select(&ORDER[..]), scalar()),
        2 => op(prop::sample::select(&ORDER[..]), anything()),
        4 => op(prop::sample::select(&LISTED[..]), many(anything())),
        4 => op(prop::sample::select(&FOLDED[..]), many(scalar())),
        2 => op(Just("$between"), pair(scalar())),
        2 => op(Just("$contains"), scalar()),
        2 => op(prop::sample::select(&["$starts_with", "$ends_with"][..]), word().prop_map(Json::String)),
    ];
    plain
        .prop_recursive(2, 8, 2, |inner| {
            let operators = inner.clone().prop_filter("operators only", is_operators);
            prop_oneof![
                op(Just("$not"), inner.clone()),
                op(
                    Just("$size"),
                    prop_oneof![
                        (0i64..3).prop_map(|size| json!(size)),
                        op(prop::sample::select(&ORDER[..]), (0i64..3).prop_map(|size| json!(size)))
                    ]
                ),
                op(Just("$elemMatch"), operators),
                op(Just("$elemMatch"), inner.clone().prop_map(|test| json!({ "x": test }))),
                op(prop::sample::select(&["$all", "$alli"][..]), many(inner)),
            ]
        })
        .boxed()
}

/// Tests of a typed fact, whose literals are strict.
fn typed(literal: BoxedStrategy<Json>, ordered: bool) -> BoxedStrategy<Json> {
    let order = if ordered { &ORDER[..] } else { &EQUAL[..] };
    prop_oneof![
        common(),
        literal.clone(),
        op(prop::sample::select(&EQUAL[..]), literal.clone()),
        op(prop::sample::select(order), literal.clone()),
        op(prop::sample::select(&LISTED[..]), many(literal.clone())),
        op(Just("$not"), op(prop::sample::select(order), literal)),
    ]
    .boxed()
}

fn clause() -> BoxedStrategy<Json> {
    let of = |fact: &'static str, test: BoxedStrategy<Json>| test.prop_map(move |test| json!({ fact: test })).boxed();
    let whole = || (-1i64..5).prop_map(|number| json!(number)).boxed();
    let text = || word().prop_map(Json::String).boxed();
    let euro = prop_oneof![
        (0i64..4).prop_map(|major| json!(major)),
        (0i64..4, 0i64..4).prop_map(|(eur, ron)| json!({ "EUR": eur, "RON": ron })),
        (0i64..4).prop_map(|usd| json!({ "USD": usd })),
    ]
    .boxed();
    let money = prop_oneof![
        common(),
        euro.clone(),
        op(prop::sample::select(&[EQUAL[0], EQUAL[1], ORDER[0], ORDER[1], ORDER[2], ORDER[3]][..]), euro.clone()),
        op(Just("$not"), op(prop::sample::select(&ORDER[..]), euro)),
        op(prop::sample::select(&LISTED[..]), many(whole())),
        op(Just("$between"), pair(whole())),
    ]
    .boxed();
    let between = op(Just("$between"), pair(whole())).boxed();
    let texts = prop_oneof![
        op(prop::sample::select(&LISTED[..]), many(text())),
        op(prop::sample::select(&FOLDED[..]), many(text())),
        op(Just("$contains"), text()),
        op(Just("$size"), (0i64..3).prop_map(|size| json!(size))),
        op(prop::sample::select(&["$all", "$alli"][..]), many(text())),
        op(Just("$elemMatch"), op(prop::sample::select(&EQUAL[..]), text())),
        many(text()),
        common(),
    ]
    .boxed();
    let parts = prop_oneof![
        op(prop::sample::select(&["$starts_with", "$ends_with", "$contains"][..]), text()),
        op(prop::sample::select(&FOLDED[..]), many(text())),
    ]
    .boxed();
    prop_oneof![
        4 => of("custom.a", loose()),
        3 => of("custom.a.x", loose()),
        3 => of("custom.b", loose()),
        2 => of("cart.items", typed(whole(), true)),
        1 => of("cart.items", between),
        3 => of("cart.subtotal", money),
        2 => of("customer.tier", typed(text(), true)),
        1 => of("customer.tier", parts),
        2 => of("customer.logged_in", typed(any::<bool>().prop_map(|flag| json!(flag)).boxed(), false)),
        3 => of("customer.tags", texts),
        2 => of("segment.s", any::<bool>().prop_map(|flag| json!(flag)).boxed()),
    ]
    .boxed()
}

fn nested(clause: BoxedStrategy<Json>) -> BoxedStrategy<Json> {
    clause
        .prop_recursive(3, 16, 4, |inner| {
            let list = || prop::collection::vec(inner.clone(), 0..4).prop_map(Json::Array);
            prop_oneof![
                list().prop_map(|list| json!({ "$and": list })),
                list().prop_map(|list| json!({ "$or": list })),
                list().prop_map(|list| json!({ "$nor": list })),
                inner.clone().prop_map(|one| json!({ "$not": one })),
                // Several entries of one object mean all of them.
                (inner.clone(), inner.clone()).prop_map(|(mut one, other)| {
                    one.as_object_mut().unwrap().extend(other.as_object().unwrap().clone());
                    one
                }),
            ]
        })
        .boxed()
}

fn known() -> impl Strategy<Value = BTreeMap<String, Json>> {
    let fact =
        |value: BoxedStrategy<Json>| prop_oneof![1 => Just(None), 4 => prop_oneof![1 => Just(Json::Null), 6 => value].prop_map(Some)];
    let texts = prop::collection::vec(word(), 0..3).prop_map(|texts| json!(texts));
    (
        fact(anything().boxed()),
        fact(anything().boxed()),
        fact((0i64..5).prop_map(|items| json!(items)).boxed()),
        fact((0i64..400).prop_map(|minor| json!(minor - minor % 50)).boxed()),
        fact(word().prop_map(Json::String).boxed()),
        fact(any::<bool>().prop_map(|flag| json!(flag)).boxed()),
        fact(texts.boxed()),
    )
        .prop_map(|(a, b, items, subtotal, tier, logged_in, tags)| {
            let names = ["custom.a", "custom.b", "cart.items", "cart.subtotal", "customer.tier", "customer.logged_in", "customer.tags"];
            let values = [a, b, items, subtotal, tier, logged_in, tags];
            names.iter().zip(values).filter_map(|(name, value)| Some((String::from(*name), value?))).collect()
        })
}

/// Reports all that is known, in the order of slots.
fn report(program: &Program, state: &mut State, known: &Known) {
    for (place, slot) in program.slots.iter().enumerate().filter(|(_, slot)| !matches!(slot.source, Source::Segment(_))) {
        let value = known.facts.get(&name(&slot.source)).map(|value| {
            let text = value.to_string();
            let read = Doc::scan(text.as_bytes()).unwrap().root().value();
            match (&slot.source, value.as_i64()) {
                (Source::Custom(_), _) | (_, None) => read,
                (_, Some(number)) => Value::Int(number),
            }
        });
        judge::report(program, state, place as u16, value);
    }
    if *state.currency != *known.currency {
        state.currency = known.currency.as_str().into();
        judge::currency_moved(program, state);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// The engine comes to what the reference says, from the beginning and when what is known moves.
    #[test]
    fn the_engine_agrees_with_the_reference(
        when in nested(clause()),
        segment in nested(clause()),
        first in known(),
        then in known(),
        currencies in (prop::sample::select(&["EUR", "RON"][..]), prop::sample::select(&["EUR", "RON"][..])),
    ) {
        let renamed = segment.to_string().replace("segment.s", "customer.logged_in");
        let segment: Json = serde_json::from_str(&renamed).unwrap();
        let show = json!({ "surface": "bar", "blocks": [{ "text": "x" }] });
        let file = json!({
            "format": 1, "site": { "currency": "EUR" }, "custom": { "a": "any", "b": "any" }, "segments": { "s": segment },
            "campaigns": [{ "id": "c", "on": [{ "page_view": {} }], "when": when, "variants": [{ "id": "a", "show": show }] }],
        });
        let (program, problems) = load(file.to_string().as_bytes());
        prop_assert!(problems.is_empty(), "{:?}\n{}", problems, file);
        let segments = BTreeMap::from([(String::from("s"), segment)]);
        let mut state = State { currency: "EUR".into(), ..State::default() };
        judge::begin(&program, &mut state);
        for (facts, currency) in [(first, currencies.0), (then, currencies.1)] {
            let known = Known { facts, currency: currency.into(), segments: segments.clone() };
            report(&program, &mut state, &known);
            let engine = match state.counters[program.campaigns[0].when as usize].verdict {
                Verdict::True => Some(true),
                Verdict::False => Some(false),
                Verdict::Unknown => None,
            };
            prop_assert_eq!(engine, condition(&when, &known), "{} with {:?}", when, known);
        }
    }
}
