//! Where the chance of a played page comes from: a seed, so that it is the same each time.

/// The next word of a splitmix64 generator (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014).
pub fn splitmix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut word = *state;
    word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    word ^ (word >> 31)
}

/// Sixteen bytes for a page: splitmix64 over seed and page number.
#[must_use]
pub fn entropy(seed: u64, page: u64) -> [u8; 16] {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ page.wrapping_mul(0xd1b5_4a32_d192_ed03);
    let mut next = || u128::from(splitmix(&mut state));
    (next() << 64 | next()).to_le_bytes()
}
