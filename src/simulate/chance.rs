//! Dice: a seeded generator for the traffic.
//!
//! Decides how chance is drawn: whole numbers only, so that a seed gives the same traffic on every machine, natively and in wasm. It need
//! not be secret. What is drawn for is left to those who ask.

use crate::engine::time::Millis;
use crate::scenario::entropy::splitmix;

/// A share, in ten-thousandths.
pub type Share = u32;

/// Percent of the mean at the middle of each tenth of an exponential distribution: most are short, a few are long.
const TENTHS: [i64; 10] = [5, 16, 29, 43, 60, 80, 105, 139, 190, 300];

/// A stream of chance.
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// A stream of its own for each seed and number.
    #[must_use]
    pub fn new(seed: u64, stream: u64) -> Dice {
        let mut state = seed ^ stream.wrapping_mul(0xd1b5_4a32_d192_ed03);
        Dice(splitmix(&mut state))
    }

    /// 64 bits.
    pub fn word(&mut self) -> u64 {
        splitmix(&mut self.0)
    }

    /// Less than `limit`; 0 where that is 0.
    pub fn below(&mut self, limit: u64) -> u64 {
        // Not `usize`, which is smaller in wasm than spans of time are.
        ((u128::from(self.word()) * u128::from(limit)) >> 64) as u64
    }

    /// From the first to the second, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low.saturating_add(self.below((high.saturating_sub(low).max(0) as u64).saturating_add(1)) as i64)
    }

    /// Whether something happens that happens so often.
    pub fn happens(&mut self, share: Share) -> bool {
        self.below(10_000) < u64::from(share)
    }

    /// One of them.
    pub fn pick<'l, T>(&mut self, list: &'l [T]) -> Option<&'l T> {
        list.get(self.below(list.len() as u64) as usize)
    }

    /// One of them by weight; the first where nobody has any.
    pub fn weighed<'l, T>(&mut self, list: &'l [(T, u32)]) -> Option<&'l T> {
        let total: u64 = list.iter().map(|(_, weight)| u64::from(*weight)).sum();
        let mut rest = self.below(total);
        for (item, weight) in list {
            if rest < u64::from(*weight) {
                return Some(item);
            }
            rest -= u64::from(*weight);
        }
        list.first().map(|(item, _)| item)
    }

    /// A time around a mean, mostly shorter, sometimes much longer; a millisecond at least.
    pub fn span(&mut self, mean: Millis) -> Millis {
        let percent = self.pick(&TENTHS).copied().unwrap_or(100);
        let exact = mean.max(1).saturating_mul(percent) / 100;
        (exact + self.between(-exact / 8, exact / 8)).max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_everywhere() {
        // The reference output of splitmix64 from 1234567.
        let mut state = 1_234_567;
        assert_eq!([splitmix(&mut state), splitmix(&mut state)], [6_457_827_717_110_365_317, 3_203_168_211_198_807_973]);
        let draw =
            |seed| std::iter::repeat_with(|| 0).take(3).scan(Dice::new(seed, 7), |dice, _| Some(dice.below(1_000))).collect::<Vec<_>>();
        assert_eq!(draw(1), draw(1));
        assert_ne!(draw(1), draw(2));
    }

    #[test]
    fn what_happens_often_happens_often() {
        let mut dice = Dice::new(1, 0);
        let count = (0..10_000).filter(|_| dice.happens(2_500)).count();
        assert!((2_300..2_700).contains(&count), "{count}");
        let tails = (0..1_000).filter(|_| dice.weighed(&[("heads", 1), ("tails", 3)]) == Some(&"tails")).count();
        assert!((680..820).contains(&tails), "{tails}");
        assert_eq!((dice.below(0), dice.happens(0), dice.happens(10_000)), (0, false, true));
    }
}
