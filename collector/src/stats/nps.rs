//! The score of a 0-to-10 question.
//!
//! Decides the score, when it has an interval (30 answers) and when two may be compared (100 in each arm), and whether the arms answer
//! alike: where they do not, the scores are of different people.

use super::difference::Interval;
use super::lack::Lack;
use super::multinomial::{self, CONVERSIONS, Expected};
use super::sums::{Measure, Moments, Sums};
use super::tail;

/// Fewer answers have no interval.
pub const INTERVAL_FROM: i64 = 30;
/// Fewer answers in an arm have no verdict.
pub const VERDICT_FROM: i64 = 100;
/// Below this p the arms answer unalike.
const UNALIKE: f64 = 0.05;

/// Answers of one arm.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    /// Visitors who were asked.
    pub asked: i64,
    /// 9 and 10.
    pub promoters: i64,
    /// 7 and 8.
    pub passives: i64,
    /// 0 to 6.
    pub detractors: i64,
}

/// The score of one arm.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Score {
    /// Promoters less detractors, of 100: from −100 to 100.
    pub score: f64,
    /// The 95 % interval, from [`INTERVAL_FROM`] answers on.
    pub interval: Option<Interval>,
    /// Answers of visitors asked, of 1.
    pub response: f64,
    /// Whether there are enough answers for a verdict.
    pub enough: bool,
}

impl Answers {
    /// How many answered.
    #[must_use]
    pub const fn answered(&self) -> i64 {
        self.promoters.saturating_add(self.passives).saturating_add(self.detractors)
    }

    /// As sums of −1, 0 and 1, for `Difference`.
    #[must_use]
    pub fn sums(&self) -> Sums {
        let (for_us, against) = (i128::from(self.promoters), i128::from(self.detractors));
        Sums { visitors: self.answered(), sum: for_us - against, squares: for_us + against }
    }

    /// The score.
    ///
    /// # Errors
    /// [`Lack::Nobody`], [`Lack::Negative`], or [`Lack::Impossible`] for more answers than were asked.
    pub fn score(&self) -> Result<Score, Lack> {
        let answered = self.answered();
        let least = self.promoters.min(self.passives).min(self.detractors);
        if least < 0 {
            return Err(Lack::Negative { visitors: least });
        }
        if answered == 0 {
            return Err(Lack::Nobody);
        }
        if answered > self.asked {
            return Err(Lack::Impossible);
        }
        let sums = self.sums();
        let score = 100.0 * sums.sum as f64 / answered as f64;
        let mut interval = None;
        if answered >= INTERVAL_FROM {
            let moments = Moments::of(&sums, Measure::Amount)?;
            let half = 100.0 * tail::student_critical(0.05, moments.visitors - 1.0) * moments.error_squared().sqrt();
            interval = Some(Interval { low: (score - half).max(-100.0), high: (score + half).min(100.0) });
        }
        Ok(Score { score, interval, response: answered as f64 / self.asked as f64, enough: answered >= VERDICT_FROM })
    }
}

/// Whether as many of those asked answer in one arm as in the other. Unknown counts as alike: there is nothing to say.
#[must_use]
pub fn answer_alike(control: &Answers, treatment: &Answers) -> bool {
    let weight = |asked: i64| u32::try_from(asked.max(0)).unwrap_or(u32::MAX);
    Expected::new(&[weight(control.asked), weight(treatment.asked)], CONVERSIONS)
        .and_then(|expected| expected.evidence(&[control.answered(), treatment.answered()]))
        .map_or(true, |evidence| multinomial::p(evidence) >= UNALIKE)
}
