//! Prints a made-up shop's outcomes as lines of an export: `month DAYS VISITORS-A-DAY SEED`. To look at the report's pages, and for their
//! tests in browsers.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "../tests/common/month.rs"]
mod month;

fn main() {
    let numbers: Vec<i64> = std::env::args().skip(1).map(|argument| argument.parse().expect("whole numbers: DAYS VISITORS SEED")).collect();
    let [days, visitors, seed] = numbers[..] else { panic!("month DAYS VISITORS SEED") };
    for line in month::Month::new(days, visitors, seed as u64).lines {
        println!("{line}");
    }
}
