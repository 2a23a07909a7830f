//! Laws of the engine over random rule files and random visits.
//!
//! Incremental = full; same events, same effects; early, late and double ticks change nothing but the clock; merging profiles is
//! commutative, associative and idempotent; whatever the bytes, nothing panics.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use proptest::prelude::*;
use serde_json::{Value as Json, json};
use shopbell::engine::event::{Cart, Consent, Customer, Event, Page, Scene, Started};
use shopbell::engine::fact::Fact;
use shopbell::engine::profile::{Kind, Profile, Row, Set};
use shopbell::engine::program::Program;
use shopbell::engine::{Effect, State, Step, eval, judge, step};
use shopbell::rules::load;
use shopbell::value::Value;
use std::rc::Rc;

fn amount() -> impl Strategy<Value = Json> {
    (0i64..12).prop_map(|number| json!(number * 10))
}

fn clause() -> impl Strategy<Value = Json> {
    let number = prop_oneof![Just("$lt"), Just("$lte"), Just("$gt"), Just("$gte"), Just("$eq"), Just("$ne")];
    prop_oneof![
        (prop_oneof![Just("cart.subtotal"), Just("cart.total"), Just("customer.spent")], number.clone(), amount())
            .prop_map(|(fact, op, at)| json!({ fact: { op: at } })),
        (prop_oneof![Just("cart.subtotal"), Just("customer.spent")], amount(), amount())
            .prop_map(|(fact, eur, ron)| json!({ fact: { "$gte": { "EUR": eur, "RON": ron } } })),
        (prop_oneof![Just("cart.items"), Just("customer.orders"), Just("session.page_views")], number, 0i64..5)
            .prop_map(|(fact, op, at)| json!({ fact: { op: at } })),
        (0i64..4, 0i64..5).prop_map(|(low, high)| json!({ "cart.items": { "$between": [low, high] } })),
        prop::collection::vec(0i64..5, 0..3).prop_map(|items| json!({ "cart.items": { "$in": items } })),
        prop_oneof![Just("home"), Just("product"), Just("null")].prop_map(|kind| json!({ "page.type": kind })),
        prop::collection::vec(prop_oneof![Just("A"), Just("B"), Just("C")], 0..3).prop_map(|skus| json!({ "cart.skus": { "$in": skus } })),
        prop::collection::vec(prop_oneof![Just("A"), Just("B"), Just("C")], 0..3).prop_map(|skus| json!({ "cart.skus": { "$nin": skus } })),
        Just(json!({ "cart.skus": { "$size": { "$gte": 2 } } })),
        Just(json!({ "cart.skus": { "$contains": "B" } })),
        Just(json!({ "cart.skus": { "$elemMatch": { "$eq": "A" } } })),
        Just(json!({ "cart.skus": { "$all": ["A", "B"] } })),
        Just(json!({ "customer.orders": { "$exists": false } })),
        Just(json!({ "customer.tier": null })),
        Just(json!({ "customer.tier": { "$ne": "gold" } })),
        Just(json!({ "customer.tier": { "$not": { "$ini": ["GOLD"] } } })),
        Just(json!({ "customer.logged_in": true })),
        Just(json!({ "customer.logged_in": false })),
        Just(json!({ "custom.level": { "$gt": 2 } })),
        Just(json!({ "custom.level": "3" })),
        Just(json!({ "custom.level.deep": 1 })),
        Just(json!({ "segment.first": true })),
        Just(json!({ "segment.second": true })),
        Just(json!({ "page.path": { "$glob": "/products/*" } })),
        Just(json!({ "cart.idle_minutes": { "$gte": 2 } })),
        Just(json!({ "session.seconds": { "$lt": 90 } })),
        Just(json!({ "campaign.c0.seen": { "$gte": 1 } })),
    ]
}

fn condition() -> impl Strategy<Value = Json> {
    clause().prop_recursive(3, 24, 4, |inner| {
        let list = prop::collection::vec(inner.clone(), 0..4);
        prop_oneof![
            list.clone().prop_map(|all| json!({ "$and": all })),
            list.clone().prop_map(|any| json!({ "$or": any })),
            list.prop_map(|none| json!({ "$nor": none })),
            inner.prop_map(|one| json!({ "$not": one })),
        ]
    })
}

fn rules() -> impl Strategy<Value = Json> {
    let trigger = prop_oneof![
        Just(json!({ "page_view": {} })),
        Just(json!({ "cart_changed": {} })),
        Just(json!({ "time_on_page": { "after": "20s" } })),
        Just(json!({ "exit_intent": {} })),
        Just(json!({ "event": { "name": "seen", "where": { "event.price": { "$gte": 10 } }, "count": 2 } })),
    ];
    let campaign = (condition(), trigger, 0i64..3, prop::bool::ANY, 0usize..6).prop_map(|(when, on, priority, holdout, teaser)| {
        let mut show = json!({ "surface": "bar", "blocks": [{ "text": "hello" }, { "coupon": { "code": "SAVE10", "reminder": true } }] });
        if let Some(when) = ["before", "after", "both"].get(teaser) {
            show["teaser"] = json!({ "text": "psst", "when": when });
        }
        let mut variants = vec![json!({ "id": "a", "show": show })];
        if holdout {
            variants.push(json!({ "id": "holdout" }));
        }
        json!({ "on": [on], "when": when, "priority": priority, "variants": variants,
                "frequency": { "at_most": 2, "per": "session", "after_dismiss": "1m" } })
    });
    (prop::collection::vec(campaign, 1..6), condition(), clause()).prop_map(|(mut campaigns, first, second)| {
        for (place, campaign) in campaigns.iter_mut().enumerate() {
            campaign["id"] = json!(format!("c{place}"));
        }
        // Segments may read others, but not in a circle.
        let second = renamed(&renamed(&second, "segment.first", "customer.logged_in"), "segment.second", "customer.logged_in");
        let first = renamed(&first, "segment.second", "segment.first");
        json!({ "format": 1, "site": { "currency": "EUR" }, "custom": { "level": "number" },
                "segments": { "first": second, "second": { "$and": [first, { "cart.items": { "$gte": 1 } }] } }, "campaigns": campaigns })
    })
}

fn renamed(json: &Json, from: &str, to: &str) -> Json {
    serde_json::from_str(&json.to_string().replace(from, to)).unwrap()
}

fn text(text: &str) -> Option<Rc<str>> {
    Some(text.into())
}

fn event() -> impl Strategy<Value = Event> {
    let skus = prop::collection::vec(prop_oneof![Just("A"), Just("B"), Just("C")], 0..3);
    prop_oneof![
        4 => (0i64..120, 0i64..5, skus, prop::option::of(prop_oneof![Just("EUR"), Just("RON")])).prop_map(|(subtotal, items, skus, currency)| {
            let lines = skus.into_iter().map(|sku| shopbell::engine::event::Line { sku: sku.into(), quantity: 1, ..Default::default() }).collect();
            Event::Cart(Box::new(Cart { subtotal: Some(subtotal * 100), items: Some(items), lines, currency: currency.map(Into::into), ..Cart::default() }))
        }),
        2 => (prop::option::of(0i64..5), prop::option::of(0i64..100), prop::bool::ANY).prop_map(|(orders, spent, gold)| {
            let mut facts = Vec::new();
            facts.extend(orders.map(|orders| (Fact::CustomerOrders, Value::Int(orders))));
            facts.extend(spent.map(|spent| (Fact::CustomerSpent, Value::Int(spent * 100))));
            if gold {
                facts.push((Fact::CustomerTier, Value::Text("gold".into())));
            }
            Event::Identified(Box::new(Customer { facts, id: gold.then(|| "7".into()) }))
        }),
        1 => prop_oneof![Just(Value::Int(3)), Just(Value::Text("3".into())), Just(Value::Null)].prop_map(|value| Event::Set { name: "level".into(), value }),
        1 => prop_oneof![Just("home"), Just("product")].prop_map(|kind| Event::Described(Box::new(Page { kind: text(kind), ..Page::default() }))),
        1 => Just(Event::Viewed(Box::new(Page { url: text("https://shop.example/products/mug?x=1"), ..Page::default() }))),
        1 => Just(Event::Leaving { signal: shopbell::engine::event::Leave::PointerTop, speed: 900 }),
        1 => Just(Event::Tracked { name: "seen".into(), detail: Value::object([("price".into(), Value::Int(12))]) }),
        1 => Just(Event::Consented(Consent { analytics: Some(true), ..Consent::default() })),
        2 => Just(Event::Tick),
    ]
}

fn visit() -> impl Strategy<Value = Vec<(i64, Event)>> {
    prop::collection::vec((0i64..90_000, event()), 1..30)
}

fn started() -> Event {
    let page = Page { url: text("https://shop.example/"), ..Page::default() };
    Event::Started(Box::new(Started { entropy: [7; 16], page, storage: true, ..Started::default() }))
}

const BEGIN: i64 = 1_790_000_000_000;

/// A host that answers claims and shows, wakes the core when it asks, and dismisses every other message.
struct Host<'p> {
    program: &'p Program,
    state: State,
    now: i64,
    log: Vec<Step>,
    wake_at: Option<i64>,
}

impl Host<'_> {
    fn tell(&mut self, event: Event) {
        let mut queue = std::collections::VecDeque::from([event]);
        while let Some(event) = queue.pop_front() {
            let done = step(self.program, &mut self.state, self.now, event);
            for effect in &done.effects {
                match effect {
                    Effect::Claim { exposure, .. } => {
                        queue.push_back(Event::Claimed { exposure: *exposure, scene: Scene::default(), profile: None })
                    }
                    Effect::Show { exposure, .. } => queue.push_back(Event::Shown { exposure: *exposure }),
                    _ => {}
                }
            }
            self.wake_at = done.wake_at;
            self.log.push(done);
        }
    }

    /// Lets time pass, waking the core exactly when it asks.
    fn wait(&mut self, span: i64) {
        let until = self.now + span;
        for _ in 0..1_000 {
            let Some(at) = self.wake_at.filter(|at| *at <= until) else { break };
            self.now = self.now.max(at);
            self.tell(Event::Tick);
        }
        self.now = until;
    }
}

fn play<'p>(program: &'p Program, visit: &[(i64, Event)], mut after: impl FnMut(&mut Host<'p>)) -> Host<'p> {
    let mut host = Host { program, state: State::default(), now: BEGIN, log: Vec::new(), wake_at: None };
    host.tell(started());
    after(&mut host);
    for (span, event) in visit {
        host.wait(*span);
        host.tell(event.clone());
        after(&mut host);
    }
    host
}

fn program(rules: &Json) -> Program {
    let (program, diagnostics) = load(rules.to_string().as_bytes());
    assert!(diagnostics.is_empty(), "{diagnostics:?}\n{rules}");
    program
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// What the verdict slots hold after any visit is what evaluating every condition from scratch gives.
    #[test]
    fn incremental_equals_full(rules in rules(), visit in visit()) {
        let program = program(&rules);
        play(&program, &visit, |host| {
            let fact = |slot: u16| host.state.values.get(slot as usize).and_then(Option::as_ref);
            let currency = |slot: u16| judge::currency_of(&program, &host.state, slot);
            for (campaign, rank) in program.campaigns.iter().zip(0u32..) {
                let full = eval::verdict(&program.tree, campaign.when, &fact, &currency);
                let slot = host.state.counters[campaign.when as usize].verdict;
                assert_eq!(full, slot, "{} after {:?}", campaign.id, host.log.last());
                assert_eq!(full == eval::Verdict::True, host.state.ready.has(rank));
            }
            for (slot, root) in &program.segments {
                let full = eval::verdict(&program.tree, *root, &fact, &currency);
                let known = match fact(*slot) { Some(Value::Bool(true)) => eval::Verdict::True, Some(_) => eval::Verdict::False, None => eval::Verdict::Unknown };
                assert_eq!(full, known);
            }
        });
    }

    /// Replay is exact.
    #[test]
    fn same_events_same_effects(rules in rules(), visit in visit()) {
        let program = program(&rules);
        let (once, again) = (play(&program, &visit, |_| {}), play(&program, &visit, |_| {}));
        prop_assert_eq!(once.log, again.log);
    }

    /// Ticks when nothing is due, and the same tick twice, change nothing.
    #[test]
    fn ticks_are_free(rules in rules(), visit in visit()) {
        let program = program(&rules);
        let plain = play(&program, &visit, |_| {});
        let ticked = play(&program, &visit, |host| {
            for _ in 0..2 {
                if host.wake_at.is_none_or(|at| at > host.now) {
                    let wake = host.wake_at;
                    let done = step(host.program, &mut host.state, host.now, Event::Tick);
                    assert!(done.effects.is_empty(), "{done:?}");
                    assert_eq!(done.wake_at, wake);
                }
            }
        });
        prop_assert_eq!(plain.log, ticked.log);
    }

    /// Until a visitor is counted for a test, and in being counted, nothing depends on what the hash has drawn for them: not whether they are
    /// counted, nor when, nor what it uses up of caps and quiet. Only so can variants and holdout be compared.
    #[test]
    fn the_draw_changes_nothing_before_it_counts(rules in rules(), visit in visit()) {
        let told = |drawn: usize| {
            let mut rules = rules.clone();
            let weight = |place: usize| u8::from(place == drawn);
            let says = |text: &str| json!({ "surface": "bar", "blocks": [{ "text": text }] });
            rules["campaigns"][0]["variants"] = json!([
                { "id": "x", "weight": weight(0), "show": says("this") },
                { "id": "y", "weight": weight(1), "show": says("that") },
                { "id": "holdout", "weight": weight(2) },
            ]);
            let program = program(&rules);
            let mut counted = None;
            let host = play(&program, &visit, |host| {
                let tally = host.state.profile.tally("c0", Kind::Exposed);
                if tally.count > 0 && counted.is_none() {
                    counted = Some((host.now, tally.count, host.state.tab.interrupted.is_some()));
                }
            });
            let mut told = Vec::new();
            for effect in host.log.into_iter().flat_map(|step| step.effects) {
                let mut outcome = match effect {
                    Effect::Send(outcome) => outcome,
                    Effect::Show { exposure, view, .. } | Effect::Update { exposure, view } => {
                        told.push(format!("{exposure:?} looks like {}", view.digest()));
                        continue;
                    }
                    effect => {
                        told.push(format!("{effect:?}"));
                        continue;
                    }
                };
                // The file is another one by its weights alone.
                outcome.rules = "".into();
                let ours = outcome.of.as_mut().filter(|of| *of.campaign == *"c0");
                let last = ours.is_some();
                if let Some(of) = ours {
                    of.variant = "".into();
                }
                told.push(format!("{outcome:?}"));
                if last {
                    break;
                }
            }
            (told, counted)
        };
        let first = told(0);
        prop_assert_eq!(&first, &told(1));
        prop_assert_eq!(&first, &told(2));
    }

    /// At most one interruption is on screen, whatever happens.
    #[test]
    fn one_interruption_at_a_time(rules in rules(), visit in visit()) {
        let program = program(&rules);
        play(&program, &visit, |host| {
            assert!(host.state.showing.iter().filter(|showing| !showing.folded).count() <= 1);
            // And one thing in the corner, of which nothing is drawn beside an interruption.
            let drawn = host.state.showing.iter().filter(|showing| showing.up).count() + usize::from(host.state.reminder.is_some());
            assert!(drawn <= 1);
            // What is folded is opened, what is open is closed.
            if let Some(showing) = host.state.showing.iter().find(|showing| showing.up) {
                let (exposure, how) = (showing.exposure, shopbell::engine::event::Dismissal::Close);
                host.tell(if showing.folded { Event::Acted { exposure, action: 0 } } else { Event::Dismissed { exposure, how } });
            }
        });
    }

    /// Broken bytes cost no panic, and never show anything that a whole file would not hold.
    #[test]
    fn mutated_files_never_panic(rules in rules(), place in 0usize..4_000, byte in prop::num::u8::ANY, cut in prop::bool::ANY) {
        let mut bytes = rules.to_string().into_bytes();
        let place = place % bytes.len();
        if cut { bytes.truncate(place) } else { bytes[place] = byte }
        let (program, _) = load(&bytes);
        let mut state = State::default();
        step(&program, &mut state, BEGIN, started());
        let _ = shopbell::lint::inspect(&bytes, Some(BEGIN));
    }

    /// A snapshot brings the same verdicts to the tools build.
    #[test]
    fn a_snapshot_explains_the_same(rules in rules(), visit in visit()) {
        let program = program(&rules);
        let host = play(&program, &visit, |_| {});
        let snapshot = shopbell::engine::snapshot(&program, &host.state);
        let restored = shopbell::explain::restore::restore(&program, &snapshot).expect("a snapshot reads back");
        for rank in 0..program.campaigns.len() as u32 {
            let first = shopbell::engine::gate::first;
            let clockless = |reason: Option<shopbell::engine::gate::Reason>| reason.map(|reason| std::mem::discriminant(&reason));
            prop_assert_eq!(clockless(first(&program, &host.state, rank)), clockless(first(&program, &restored, rank)));
        }
    }

    /// Profiles written by tabs in any order become the same profile.
    #[test]
    fn merge_is_a_join(a in profile(), b in profile(), c in profile()) {
        let join = |x: &Profile, y: &Profile| { let mut joined = x.clone(); joined.merge(y); joined };
        prop_assert_eq!(join(&a, &b), join(&b, &a));
        prop_assert_eq!(join(&join(&a, &b), &c), join(&a, &join(&b, &c)));
        prop_assert_eq!(join(&a, &a), a.clone());
        prop_assert_eq!(Profile::read(&a.write(), i64::MAX), a);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    /// A remedy is found or its absence explained, and asking for it changes nothing.
    #[test]
    fn remedies_are_found_or_explained(rules in rules(), visit in visit()) {
        let program = program(&rules);
        let host = play(&program, &visit, |_| {});
        for rank in 0..program.campaigns.len() as u32 {
            let found = shopbell::explain::remedy::remedy(&program, &host.state, rank, 60);
            prop_assert_eq!(found.showing, host.state.showing.iter().any(|showing| showing.campaign == rank));
            prop_assert!(found.changes.is_empty() || found.sentence.starts_with("Would show if "), "{:?}", found);
            prop_assert!(found.in_the_way.is_empty() || found.changes.is_empty(), "{:?}", found);
            let again = shopbell::explain::remedy::remedy(&program, &host.state, rank, 60);
            prop_assert_eq!(found, again);
        }
    }
}

fn profile() -> impl Strategy<Value = Profile> {
    let mark = (0i64..50, 0i64..4, prop_oneof![Just("a"), Just("b")], prop::bool::ANY).prop_map(|(at, visit, campaign, seen)| Row {
        at,
        kind: if seen { Kind::Exposed } else { Kind::Dismissed },
        name: campaign.into(),
        time: visit,
        number: 0,
        exposure: shopbell::engine::id::Id(at as u128),
        variant: "v".into(),
    });
    let visit = (0i64..130, 0i64..5, 1i64..4).prop_map(|(start, more, pages)| Row {
        at: start,
        time: start + more,
        number: pages,
        ..Row::default()
    });
    (prop::collection::vec(mark, 0..400), prop::collection::vec(visit, 0..140), prop::option::of((0i64..9, 0u128..9))).prop_map(
        |(marks, visits, id)| {
            let mut profile = Profile { visitor: id.map(|(at, id)| (at, shopbell::engine::id::Id(id))), ..Profile::default() };
            for mark in marks {
                let (at, number, name, variant) = (mark.at, mark.time, mark.name.clone(), mark.variant.clone());
                profile.add(
                    Set::Reminders,
                    Row { at, kind: mark.kind, name: name.clone(), time: number, variant: variant.clone(), ..Row::default() },
                );
                profile.add(Set::Paths, Row { at, name: name.clone(), ..Row::default() });
                profile.add(Set::Orders, Row { at, number, ..Row::default() });
                profile.add(Set::Begun, Row { at, name: name.clone(), ..Row::default() });
                profile.add(Set::Assigned, Row { at, name, number, variant, ..Row::default() });
                profile.add(Set::Marks, mark);
            }
            for visit in visits {
                profile.add(Set::Visits, visit);
            }
            profile
        },
    )
}

/// However many countdowns a visitor has seen: one that has begun is never forgotten, and joining copies keeps the same ones.
#[test]
fn no_start_of_a_countdown_is_forgotten() {
    let started = |at: i64| Row { at, name: format!("c{at}").into(), ..Row::default() };
    let (mut one, mut other) = (Profile::default(), Profile::default());
    for at in 0..300 {
        one.add(Set::Begun, started(at));
        other.add(Set::Begun, started(299 - at));
    }
    assert!(one.is_full(Set::Begun) && one.of(Set::Begun).iter().any(|row| row.at == 0), "the first is still known");
    assert_eq!(one.of(Set::Begun), other.of(Set::Begun));
    assert!(!one.add(Set::Begun, started(300)) && one.of(Set::Begun).iter().all(|row| row.at != 300), "the last is not counted");
}
