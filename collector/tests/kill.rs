//! `kill -9` at any moment loses nothing that was acknowledged, and what is sent again is there once.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;
#[path = "common/program.rs"]
mod program;

use common::{Folder, batch, outcome};
use program::{Client, Program};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Instant;

/// Browsers that send at once.
const BROWSERS: usize = 4;

/// Sends until the connection is cut; gives back what was acknowledged, and what was on the way.
fn send(address: &str, next: &AtomicU64, answered: &AtomicUsize, again: Vec<u64>) -> (Vec<u64>, Vec<u64>) {
    let mut acknowledged = Vec::new();
    let mut ids = again;
    let Ok(mut client) = Client::new(address) else { return (acknowledged, ids) };
    loop {
        ids.extend((ids.len()..5).map(|_| next.fetch_add(1, Ordering::Relaxed)));
        let outcomes: Vec<_> = ids.iter().map(|id| outcome(u128::from(*id))).collect();
        match client.ask("POST", "/v1/outcomes", "", &batch(&outcomes)) {
            Ok((200, body)) => {
                let accepted = serde_json::from_str::<serde_json::Value>(&body).unwrap()["accepted"].as_array().unwrap().len();
                assert_eq!(accepted, ids.len());
                acknowledged.append(&mut ids);
                answered.fetch_add(1, Ordering::Relaxed);
            }
            Ok((status, body)) => panic!("{status}: {body}"),
            Err(_) => return (acknowledged, ids),
        }
    }
}

fn rounds(rounds: usize) {
    let folder = Folder::new();
    let next = AtomicU64::new(1);
    let mut acknowledged: BTreeSet<u64> = BTreeSet::new();
    let mut on_the_way: Vec<Vec<u64>> = vec![Vec::new(); BROWSERS];
    let seed = u64::from_le_bytes(shopbell_collector::hash::random().unwrap());
    println!("seed {seed}");
    let mut chance = seed | 1;
    for _ in 0..rounds {
        let program = Program::start(&folder.store());
        let answered = AtomicUsize::new(0);
        // xorshift (Marsaglia 2003): after how many answers, and how long after.
        chance ^= chance << 13;
        chance ^= chance >> 7;
        chance ^= chance << 17;
        let (answers, spins) = ((chance % 40) as usize, chance >> 8 & 0x3fff);
        std::thread::scope(|scope| {
            let address = program.public.clone();
            let (next, answered) = (&next, &answered);
            let browsers: Vec<_> = (on_the_way.drain(..))
                .map(|again| {
                    let address = address.clone();
                    scope.spawn(move || send(&address, next, answered, again))
                })
                .collect();
            let began = Instant::now();
            while answered.load(Ordering::Relaxed) < answers {
                assert!(began.elapsed().as_secs() < 120, "no answers come");
                std::thread::yield_now();
            }
            for _ in 0..spins {
                std::hint::spin_loop();
            }
            program.kill();
            for browser in browsers {
                let (done, open) = browser.join().unwrap();
                acknowledged.extend(done);
                on_the_way.push(open);
            }
        });
    }
    Program::start(&folder.store()).kill();
    let database = rusqlite::Connection::open(folder.store()).unwrap();
    let mut ids = database.prepare("SELECT id FROM outcomes").unwrap();
    let kept: Vec<u64> =
        ids.query_map([], |row| row.get::<_, String>(0)).unwrap().map(|id| u64::from_str_radix(&id.unwrap(), 16).unwrap()).collect();
    let once: BTreeSet<u64> = kept.iter().copied().collect();
    assert_eq!(kept.len(), once.len(), "kept twice");
    let lost: Vec<&u64> = acknowledged.difference(&once).collect();
    assert!(lost.is_empty(), "of {} acknowledged lost: {lost:?}", acknowledged.len());
    assert!(acknowledged.len() >= rounds, "too few outcomes flowed to say anything");
    println!("{rounds} rounds, {} acknowledged, {} kept", acknowledged.len(), once.len());
}

#[test]
fn what_was_acknowledged_survives_kill_9() {
    rounds(20);
}

#[test]
#[ignore = "takes minutes: cargo test -p shopbell-collector --test kill -- --ignored"]
fn what_was_acknowledged_survives_kill_9_again_and_again() {
    rounds(500);
}
