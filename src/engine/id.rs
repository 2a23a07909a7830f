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
        push_hex(&mut text, (self.0 >> 64) as u64);
        push_hex(&mut text, self.0 as u64);
        text
    }

    /// Reads [`Id::hex`] back.
    #[must_use]
    pub fn parse(text: &str) -> Option<Id> {
        let (high, low) = text.as_bytes().split_at_checked(16)?;
        if low.len() == 16 { Some(Id(u128::from(half(high)?) << 64 | u128::from(half(low)?))) } else { None }
    }
}

fn half(digits: &[u8]) -> Option<u64> {
    let mut number = 0;
    for digit in digits {
        number = number << 4 | u64::from(char::from(*digit).to_digit(16)?);
    }
    Some(number)
}

/// Writes 16 hexadecimal digits.
pub fn push_hex(text: &mut String, mut number: u64) {
    for _ in 0..16 {
        number = number.rotate_left(4);
        text.push(char::from(b"0123456789abcdef"[number as usize & 15]));
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
