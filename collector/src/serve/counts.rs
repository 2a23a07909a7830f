//! What happened since the start, for `/metrics`.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// Outcomes that became kept.
    Kept,
    /// Outcomes that were kept before.
    Again,
    /// Outcomes that could not be kept.
    Rejected,
    /// Orders of shops' servers.
    Orders,
    /// Codes that were given, again or for the first time.
    Claims,
    /// Requests that were too many.
    Limited,
    /// Requests that were answered with 4xx.
    Refused,
    /// Requests that were answered with 5xx.
    Failed,
}

/// Each with its name and what it says.
const NAMES: [(Count, &str, &str); 8] = [
    (Count::Kept, "outcomes_kept_total", "Outcomes that became kept"),
    (Count::Again, "outcomes_again_total", "Outcomes that arrived again"),
    (Count::Rejected, "outcomes_rejected_total", "Outcomes that could not be kept"),
    (Count::Orders, "orders_total", "Signed orders that became kept"),
    (Count::Claims, "claims_total", "Claims that were answered with a code"),
    (Count::Limited, "requests_limited_total", "Requests over the rate"),
    (Count::Refused, "requests_refused_total", "Requests answered with 4xx"),
    (Count::Failed, "requests_failed_total", "Requests answered with 5xx"),
];

/// The numbers.
#[derive(Debug, Default)]
pub struct Counts([AtomicU64; NAMES.len()]);

impl Counts {
    /// So many more.
    pub fn add(&self, what: Count, more: usize) {
        if let Some(number) = self.0.get(what as usize) {
            number.fetch_add(more as u64, Ordering::Relaxed);
        }
    }

    /// In the text format of Prometheus.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::new();
        for (what, name, help) in NAMES {
            let value = self.0.get(what as usize).map_or(0, |number| number.load(Ordering::Relaxed));
            row(&mut text, name, "counter", help, value);
        }
        text
    }
}

/// One number, with what it says.
pub fn row(text: &mut String, name: &str, kind: &str, help: &str, value: u64) {
    // Writing to a text does not fail.
    let _ = write!(text, "# HELP shopbell_{name} {help}\n# TYPE shopbell_{name} {kind}\nshopbell_{name} {value}\n");
}
