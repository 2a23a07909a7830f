//! Where the chance of a played page comes from: a seed, so that it is the same each time.

use crate::simulate::chance::splitmix;

/// Sixteen bytes for a page: splitmix64 over seed and page number.
#[must_use]
pub fn entropy(seed: u64, page: u64) -> [u8; 16] {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ page.wrapping_mul(0xd1b5_4a32_d192_ed03);
    let mut next = || u128::from(splitmix(&mut state));
    (next() << 64 | next()).to_le_bytes()
}
