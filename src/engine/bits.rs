//! Sets of campaigns as bits, by rank. With them one event costs a few words, not a walk over all campaigns.

/// A set of small numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bits(Vec<u64>);

impl Bits {
    /// Room for the numbers below `size`.
    #[must_use]
    pub fn new(size: usize) -> Bits {
        Bits(vec![0; size.div_ceil(64)])
    }

    /// Adds or removes.
    #[inline]
    pub fn set(&mut self, number: u32, member: bool) {
        if let Some(word) = self.0.get_mut(number as usize / 64) {
            let bit = 1 << (number % 64);
            if member { *word |= bit } else { *word &= !bit }
        }
    }

    /// Whether it is in.
    #[inline]
    #[must_use]
    pub fn has(&self, number: u32) -> bool {
        self.0.get(number as usize / 64).is_some_and(|word| word >> (number % 64) & 1 == 1)
    }

    /// Removes all.
    pub fn clear(&mut self) {
        self.0.fill(0);
    }

    /// Adds all of another.
    #[inline]
    pub fn add(&mut self, other: &Bits) {
        for (word, more) in self.0.iter_mut().zip(&other.0) {
            *word |= more;
        }
    }

    /// How many 64s.
    #[must_use]
    pub fn words(&self) -> usize {
        self.0.len()
    }

    /// The numbers from 64 × `place` on, as bits.
    #[inline]
    #[must_use]
    pub fn word(&self, place: usize) -> u64 {
        self.0.get(place).copied().unwrap_or(0)
    }

    /// Whether nothing is in.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    /// The members, ascending.
    pub fn iter(&self) -> impl Iterator<Item = u32> {
        (0..self.0.len() as u32 * 64).filter(|number| self.has(*number))
    }
}
