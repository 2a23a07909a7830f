//! Whether the arms get the visitors that they should.
//!
//! Decides the sample-ratio check: day by day, an epoch for each set of weights. Each epoch begins at its own first visitor; their Bayes
//! factors multiply, as each is a fair bet where the split is right, so that a change of weights neither hides a fault nor makes one.

use super::lack::Lack;
use super::multinomial::{self, Expected, VISITORS};

/// Below this p the split is broken: of tests that are fine, 0.5 % at most are ever called broken.
pub const BROKEN: f64 = 0.005;

/// Days with the same weights.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Epoch {
    /// A weight for each arm, as the rule file says.
    pub weights: Vec<u32>,
    /// New visitors exposed on each closed day, one count for each arm.
    pub days: Vec<Vec<i64>>,
}

/// What the check says so far.
#[derive(Clone, Debug, PartialEq)]
pub struct Watch {
    /// p after each day, of all epochs one after the other: never growing.
    pub by_day: Vec<f64>,
    /// The first day, counted from 0, on which p was below [`BROKEN`].
    pub broken: Option<usize>,
    /// Visitors by arm, of the epoch that it broke in, or of the last.
    pub counts: Vec<i64>,
    /// The share that each arm should have had then.
    pub shares: Vec<f64>,
}

impl Watch {
    /// The last p; 1 before the first day.
    #[must_use]
    pub fn p(&self) -> f64 {
        self.by_day.last().copied().unwrap_or(1.0)
    }
}

/// Over all days, with the prior that visitors have.
///
/// # Errors
/// [`Lack::Weights`] or [`Lack::Negative`] in any epoch.
pub fn watch(epochs: &[Epoch]) -> Result<Watch, Lack> {
    watch_with(epochs, VISITORS)
}

/// Over all days, with a prior of this weight.
///
/// # Errors
/// As [`watch`].
pub fn watch_with(epochs: &[Epoch], weight: f64) -> Result<Watch, Lack> {
    let mut watch = Watch { by_day: Vec::new(), broken: None, counts: Vec::new(), shares: Vec::new() };
    let (mut p, mut before) = (1.0_f64, 0.0);
    for epoch in epochs {
        let expected = Expected::new(&epoch.weights, weight)?;
        let mut counts = vec![0_i64; epoch.weights.len()];
        let mut evidence = 0.0;
        for day in &epoch.days {
            if day.len() != counts.len() {
                return Err(Lack::Weights);
            }
            if let Some(below) = day.iter().find(|count| **count < 0) {
                return Err(Lack::Negative { visitors: *below });
            }
            for (count, more) in counts.iter_mut().zip(day) {
                *count = count.saturating_add(*more);
            }
            evidence = expected.evidence(&counts)?;
            p = p.min(multinomial::p(before + evidence));
            if watch.broken.is_none() && p < BROKEN {
                watch.broken = Some(watch.by_day.len());
                watch.counts.clone_from(&counts);
                watch.shares = expected.shares().to_vec();
            }
            watch.by_day.push(p);
        }
        before += evidence;
        if watch.broken.is_none() {
            watch.counts = counts;
            watch.shares = expected.shares().to_vec();
        }
    }
    Ok(watch)
}
