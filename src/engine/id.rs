//! Ids and the only source of chance: the random bytes that came in with the page's start.
//!
//! Decides how ids derive from the entropy. Leaves randomness itself to the host.

/// 128 bits made once, when the thing happens; printed as 32 hexadecimal digits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(pub u128);

impl Id {
    /// As 32 lower-case hexadecimal digits.
    #[must_use]
    pub fn hex(self) -> String {
        let mut text = String::new();
        for byte in self.0.to_be_bytes() {
            for digit in [byte >> 4, byte & 15] {
                text.push(char::from(b"0123456789abcdef"[usize::from(digit)]));
            }
        }
        text
    }

    /// Reads [`Id::hex`] back.
    #[must_use]
    pub fn parse(text: &str) -> Option<Id> {
        if text.len() != 32 {
            return None;
        }
        let mut halves = [0; 2];
        for (place, byte) in text.bytes().enumerate() {
            let half = &mut halves[place / 16];
            *half = *half << 4 | u64::from(char::from(byte).to_digit(16)?);
        }
        let [high, low] = halves;
        Some(Id(u128::from(high) << 64 | u128::from(low)))
    }
}

/// A generator over the page's entropy: xoroshiro128++ (Blackman and Vigna, <https://prng.di.unimi.it>), seeded with the
/// 16 bytes. It need not be secret, only never repeat.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Chance {
    low: u64,
    high: u64,
}

impl Chance {
    /// Starts from the bytes of [`crate::engine::event::Started::entropy`].
    #[must_use]
    pub fn new(entropy: [u8; 16]) -> Chance {
        let all = u128::from_le_bytes(entropy);
        // All zeros is the one state from which the generator never leaves.
        Chance { low: all as u64 | u64::from(all == 0), high: (all >> 64) as u64 }
    }

    fn next(&mut self) -> u64 {
        let (low, mut high) = (self.low, self.high);
        let out = low.wrapping_add(high).rotate_left(17).wrapping_add(low);
        high ^= low;
        self.low = low.rotate_left(49) ^ high ^ (high << 21);
        self.high = high.rotate_left(28);
        out
    }

    /// A fresh id.
    pub fn id(&mut self) -> Id {
        let high = self.next();
        Id(u128::from(high) << 64 | u128::from(self.next()))
    }
}
