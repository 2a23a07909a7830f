//! How many acknowledged outcomes a second this machine keeps: a figure to read, not a test that judges.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;
#[path = "common/program.rs"]
mod program;

use common::{Folder, batch, count, outcome};
use program::{Client, Program};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

#[test]
#[ignore = "a measurement: cargo test --release -p shopbell-collector --test throughput -- --ignored --nocapture"]
fn outcomes_a_second() {
    for (browsers, together) in [(1, 1), (16, 1), (64, 1), (16, 20), (64, 20), (16, 100)] {
        let folder = Folder::new();
        let program = Program::start(&folder.store());
        let next = AtomicU64::new(0);
        let began = Instant::now();
        std::thread::scope(|scope| {
            for _ in 0..browsers {
                scope.spawn(|| {
                    let mut client = Client::new(&program.public).unwrap();
                    while began.elapsed() < Duration::from_secs(4) {
                        let from = next.fetch_add(together, Ordering::Relaxed);
                        let outcomes: Vec<_> = (from..from + together).map(|id| outcome(u128::from(id))).collect();
                        assert_eq!(client.ask("POST", "/v1/outcomes", "", &batch(&outcomes)).unwrap().0, 200);
                    }
                });
            }
        });
        let (took, sent) = (began.elapsed().as_secs_f64(), next.load(Ordering::Relaxed));
        let token = program.token.clone().unwrap();
        let bearer = format!("Authorization: Bearer {token}\r\n");
        let metrics = Client::new(&program.reading).unwrap().ask("GET", "/metrics", &bearer, "").unwrap().1;
        let commits = metrics.lines().find_map(|line| line.strip_prefix("shopbell_commits_total ")).unwrap();
        program.kill();
        assert_eq!(count(&folder.store(), "SELECT COUNT(*) FROM outcomes"), sent as i64);
        println!(
            "{browsers} connections, {together} a request: {:.0} outcomes a second, {commits} commits in {took:.1} s",
            sent as f64 / took
        );
    }
}
