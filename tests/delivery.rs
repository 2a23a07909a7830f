//! Nothing lost, nothing counted twice: delivery in a model of browsers, beside two usual ways; and its rules, one by one.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "delivery/rules.rs"]
mod rules;
#[path = "delivery/ways.rs"]
mod ways;
#[path = "delivery/world.rs"]
mod world;

use shopbell::delivery::{MOST_BYTES, MOST_KEYS};
use ways::{Memory, OneKey, Ours};
use world::{Faults, NONE, Page, World, day, later};

const HARSH: Faults = Faults { requests_lost: 30, replies_lost: 20, tabs_killed: 50 };
const USUAL: Faults = Faults { requests_lost: 15, replies_lost: 15, tabs_killed: 20 };

/// What happened, what arrived, and what arrived once more.
struct Told {
    happened: usize,
    arrived: usize,
    again: usize,
    requests: usize,
}

impl Told {
    fn percent(&self) -> f64 {
        100.0 * self.arrived as f64 / self.happened as f64
    }
}

/// So many outcomes, of visitors who each have a device of their own and make as many as `each`.
fn visits<P: Page + Default>(seed: u64, outcomes: usize, each: usize, faults: Faults, comes_again: bool) -> Told {
    let mut told = Told { happened: 0, arrived: 0, again: 0, requests: 0 };
    for visitor in 0..(outcomes / each) as u64 {
        let mut world = World::new(seed << 32 | visitor);
        let happened = day(&mut world, |_| P::default(), each, faults);
        if comes_again {
            later(&mut world, |_| P::default());
        }
        assert!(world.arrived.is_subset(&happened), "nothing arrives that did not happen");
        assert_eq!(world.counted, world.arrived.len(), "nothing is counted twice");
        told.happened += happened.len();
        told.arrived += world.arrived.len();
        told.again += world.again;
        told.requests += world.requests;
    }
    told
}

fn nothing_is_lost(seeds: u64, outcomes: usize) {
    for seed in 0..seeds {
        for each in [outcomes, 100] {
            let told = visits::<Ours>(seed, outcomes, each, HARSH, true);
            assert_eq!(told.arrived, told.happened, "seed {seed}");
        }
        let told = visits::<Ours>(seed, outcomes, outcomes, USUAL, false);
        assert!(told.percent() >= 99.4, "seed {seed}: {:.2} %", told.percent());
    }
}

#[test]
fn nothing_is_lost_once_the_visitor_comes_again() {
    nothing_is_lost(3, 1_000);
}

#[test]
#[ignore = "minutes in a debug build; `cargo xtask proof --only delivery` runs it"]
fn nothing_is_lost_in_twenty_times_ten_thousand() {
    nothing_is_lost(20, 10_000);
}

#[test]
fn a_network_without_faults_gets_each_once() {
    let mut world = World::new(7);
    // One page, so that nobody takes up what is on its way.
    let mut page = Ours::default();
    page.begin(&mut world);
    let mut tabs = [Some(page)];
    for _ in 0..200 {
        let id = world::id(&mut world);
        let line = world::line(&world, &id, "clicked");
        tabs[0].as_mut().unwrap().outcome(&mut world, &id, line);
        let until = world.now + world.chance.below(3_000);
        world::pass(&mut world, &mut tabs, until);
    }
    let until = world.now + 60_000;
    world::pass(&mut world, &mut tabs, until);
    assert_eq!((world.arrived.len(), world.again), (200, 0));
    assert!(world.storage.is_empty(), "{:?}", world.storage);
}

#[test]
fn a_collector_that_is_blocked_for_thirty_days_fills_nothing() {
    for seed in 0..1 {
        let mut world = World::new(seed);
        let mut happened = std::collections::BTreeSet::new();
        for _ in 0..30 {
            world.blocked = true;
            happened.extend(day(&mut world, |_| Ours::default(), 60, NONE));
            let midnight = 86_400_000 - world.now % 86_400_000;
            world.now += midnight;
        }
        let (keys, bytes) = world.most;
        assert!(keys <= MOST_KEYS && bytes <= MOST_BYTES, "{keys} keys, {bytes} bytes");
        later(&mut world, |_| Ours::default());
        // What is young enough and counts most is still there, and arrives.
        assert!(world.arrived.len() > MOST_KEYS * 8 / 10, "{} arrived", world.arrived.len());
        assert!(world.storage.is_empty(), "{:?}", world.storage.keys());
    }
}

/// The figures, side by side; `cargo xtask proof --only delivery` writes them down.
#[test]
#[ignore = "prints figures; `cargo xtask proof --only delivery` runs it"]
fn figures() {
    const SEEDS: u64 = 20;
    const EACH: usize = 10_000;
    type Visits = fn(u64, usize, usize, Faults, bool) -> Told;
    let ways: [(&str, Visits); 3] =
        [("shopbell", visits::<Ours>), ("memory, beacon", visits::<Memory>), ("one storage key", visits::<OneKey>)];
    println!();
    println!("| A: 15 % of requests and 15 % of replies lost, 20 % of pages killed.");
    println!("| B: 30 % of requests and 20 % of replies lost, 50 % of pages killed.");
    println!("|");
    for (what, each, faults, comes_again) in [
        ("A, 10,000 outcomes a visitor", EACH, USUAL, false),
        ("A, 100 outcomes a visitor who never comes again", 100, USUAL, false),
        ("B, 10,000 outcomes a visitor", EACH, HARSH, false),
        ("B, 100 outcomes a visitor who comes once more, without faults", 100, HARSH, true),
    ] {
        println!("| {what}:");
        println!("| {:<18}{:>12}{:>12}{:>14}{:>12}", "", "delivered", "lost", "sent twice", "requests");
        for (name, visits) in ways {
            let (mut happened, mut arrived, mut again, mut requests) = (0, 0, 0, 0);
            for seed in 0..SEEDS {
                let told = visits(seed, EACH, each, faults, comes_again);
                happened += told.happened;
                arrived += told.arrived;
                again += told.again;
                requests += told.requests;
            }
            // Never rounded up: what is not all is not 100.
            let of = |part: usize| (10_000 * part / happened) as f64 / 100.0;
            println!("| {name:<18}{:>10.2} %{:>12}{:>12.1} %{requests:>12}", of(arrived), happened - arrived, of(again));
        }
        println!("|");
    }
}
