//! Token buckets: how much one address, or one site, may ask for.
//!
//! Pure but for the random seed: whoever asks says what time it is. Keys are hashed with a seed of this run, so that not even a
//! picture of the memory holds addresses.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hash, RandomState};

/// Buckets that are remembered; more, and those that are full again are forgotten, or all.
const MOST: usize = 100_000;

/// Buckets, one for each key.
#[derive(Debug)]
pub struct Buckets {
    per_second: f64,
    burst: f64,
    seed: RandomState,
    /// How full, and when that was, in milliseconds.
    levels: HashMap<u64, (f64, i64)>,
}

impl Buckets {
    /// So many a second, and four seconds' worth at once.
    #[must_use]
    pub fn new(per_second: u32) -> Buckets {
        let per_second = f64::from(per_second.max(1));
        Buckets { per_second, burst: per_second * 4.0, seed: RandomState::new(), levels: HashMap::new() }
    }

    /// Takes one out.
    ///
    /// # Errors
    /// Seconds after which there is one again.
    pub fn take(&mut self, key: impl Hash, now: i64) -> Result<(), u64> {
        let key = self.seed.hash_one(key);
        if self.levels.len() >= MOST && !self.levels.contains_key(&key) {
            let (per_second, burst) = (self.per_second, self.burst);
            self.levels.retain(|_, (level, then)| filled(*level, *then, now, per_second) < burst);
            if self.levels.len() >= MOST {
                self.levels.clear();
            }
        }
        let (level, then) = self.levels.entry(key).or_insert((self.burst, now));
        *level = filled(*level, *then, now, self.per_second).min(self.burst);
        *then = now;
        if *level < 1.0 {
            return Err(((1.0 - *level) / self.per_second).ceil().max(1.0) as u64);
        }
        *level -= 1.0;
        Ok(())
    }
}

fn filled(level: f64, then: i64, now: i64, per_second: f64) -> f64 {
    level + (now - then).max(0) as f64 / 1000.0 * per_second
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_empties_and_fills() {
        let mut buckets = Buckets::new(2);
        for _ in 0..8 {
            assert_eq!(buckets.take("a", 0), Ok(()));
        }
        assert_eq!(buckets.take("a", 0), Err(1));
        assert_eq!(buckets.take("b", 0), Ok(()));
        assert_eq!(buckets.take("a", 499), Err(1));
        assert_eq!(buckets.take("a", 500), Ok(()));
        assert_eq!(buckets.take("a", 400), Err(1), "a clock that goes back gives nothing");
        assert_eq!((0..20).filter(|_| buckets.take("a", 1_000_000).is_ok()).count(), 8, "no more than the burst");
    }

    #[test]
    fn memory_has_an_end() {
        let mut buckets = Buckets::new(1);
        for key in 0..MOST * 2 + 1 {
            let _ = buckets.take(key, 0);
        }
        assert!(buckets.levels.len() <= MOST);
    }
}
