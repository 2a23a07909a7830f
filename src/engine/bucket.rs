//! Who sees which variant: hashing an id to a number and cutting the numbers into ranges.
//!
//! Decides the draw, the same for the same id and seed everywhere and for ever: it is GrowthBook's hash version 2, over
//! UTF-16 code units as JavaScript has them, so that a shop's other tests and this engine agree. Remembering the draw,
//! phases and the holdout are left to the experiment.

/// The hash of no text.
const START: u32 = 0x811c_9dc5;

/// 32-bit FNV-1a, fed with one UTF-16 code unit at a time.
///
/// Source: Fowler, Noll, Vo, <http://www.isthe.com/chongo/tech/comp/fnv/>; a whole unit is mixed in where the original
/// has a byte.
#[must_use]
pub fn fnv1a32(text: &str) -> u32 {
    mix_text(START, text)
}

fn mix_text(mut hash: u32, text: &str) -> u32 {
    for unit in text.encode_utf16() {
        hash = mix(hash, u32::from(unit));
    }
    hash
}

fn mix(hash: u32, unit: u32) -> u32 {
    (hash ^ unit).wrapping_mul(0x0100_0193)
}

/// The lot of `id` under `seed`: 0, 0.0001, … 0.9999. Nearby seeds give unrelated lots.
///
/// `fnv1a32(text(fnv1a32(seed + id))) mod 10000 / 10000`: GrowthBook's hash version 2.
#[must_use]
pub fn hash_v2(seed: &str, id: &str) -> f64 {
    lot(fnv1a32(seed), id)
}

/// The lot of `id` after a seed of which the hash is known.
fn lot(seed: u32, id: &str) -> f64 {
    let inner = mix_text(seed, id);
    let mut outer = START;
    let mut unit = 1_000_000_000;
    while unit > 0 {
        if inner >= unit || unit == 1 {
            outer = mix(outer, u32::from(b'0') + inner / unit % 10);
        }
        unit /= 10;
    }
    f64::from(outer % 10_000) / 10_000.0
}

/// `count` equal weights that sum to 1.
#[must_use]
pub fn equal_weights(count: usize) -> Vec<f64> {
    vec![1.0 / count as f64; count]
}

/// The part of 0..1 that each variant gets: as long as its weight, of which only the share `coverage` is handed out, so
/// that raising the coverage moves nobody. Weights that do not sum to 1 (± 0.01) are replaced by equal ones; coverage is
/// held within 0 and 1.
#[must_use]
pub fn bucket_ranges(weights: &[f64], coverage: f64) -> Vec<(f64, f64)> {
    let coverage = coverage.clamp(0.0, 1.0);
    let mut sum = 0.0;
    for weight in weights {
        sum += weight;
    }
    let balanced = (0.99..=1.01).contains(&sum);
    let share = 1.0 / weights.len() as f64;
    let (mut ranges, mut start) = (Vec::new(), 0.0);
    for weight in weights {
        let weight = if balanced { *weight } else { share };
        ranges.push((start, start + coverage * weight));
        start += weight;
    }
    ranges
}

/// The first range that holds the lot, from its start up to but not including its end; `None`: not in the experiment.
#[must_use]
pub fn choose(lot: f64, ranges: &[(f64, f64)]) -> Option<usize> {
    ranges.iter().position(|(from, until)| *from <= lot && lot < *until)
}

/// Whether `id` falls into the part `from..to` of the namespace `name`, which campaigns share out between them so that
/// nobody is in two.
///
/// The lot is `hash_v2("__" + name, id)`. GrowthBook draws namespaces by its hash version 1 with the same seed; version 1
/// correlates neighbouring seeds and is not offered here.
#[must_use]
pub fn in_namespace(id: &str, name: &str, from: f64, to: f64) -> bool {
    let lot = lot(mix_text(fnv1a32("__"), name), id);
    from <= lot && lot < to
}

#[cfg(test)]
mod tests {
    use super::*;

    // Every expected hash was computed by JavaScript: `charCodeAt`, `^` and `Math.imul(h, 0x01000193) >>> 0`.

    #[test]
    fn hashes_utf16_units() {
        for (text, hash) in [
            ("", 0x811c_9dc5),
            ("a", 0xe40c_292c),
            ("é", 0x6c0b_6c44),
            ("ș", 0x1c0f_a754),
            ("한", 0xd886_48db),
            ("🦀", 0xbd2b_d273),
            ("\u{10ffff}", 0xf928_2ca3),
            ("visitor-1", 0x589d_b04f),
        ] {
            assert_eq!(fnv1a32(text), hash, "{text}");
        }
    }

    #[test]
    fn draws_lots() {
        for (seed, id, lot) in [
            ("", "a", 0.0216),
            ("free-gift:1", "visitor-1", 0.0502),
            ("free-gift:1", "visitor-2", 0.6437),
            ("free-gift:2", "visitor-1", 0.8654),
            ("cadou-înghețată", "ștefan", 0.9639),
            ("선물", "김민수", 0.3855),
            ("🎁", "🦀", 0.2971),
            ("", "👩‍👩‍👧", 0.1402),
        ] {
            assert_eq!(hash_v2(seed, id), lot, "{seed} {id}");
        }
    }

    #[test]
    fn lots_are_spread_evenly_and_seeds_do_not_correlate() {
        let mut cells = [[0_u32; 10]; 10];
        for visitor in 0..10_000 {
            let id = format!("v{visitor}");
            let cell = |seed| (hash_v2(seed, &id) * 10.0) as usize;
            cells[cell("spring:1")][cell("spring:2")] += 1;
        }
        // 99 degrees of freedom: chi squared stays below 149 in 999 of 1,000 even spreads.
        let chi: f64 = cells.iter().flatten().map(|count| (f64::from(*count) - 100.0).powi(2) / 100.0).sum();
        assert!(chi < 149.0, "{chi}");
    }

    #[test]
    fn ranges_leave_room_to_grow() {
        assert_eq!(bucket_ranges(&[0.5, 0.5], 1.0), [(0.0, 0.5), (0.5, 1.0)]);
        assert_eq!(bucket_ranges(&[0.1, 0.9], 0.5), [(0.0, 0.05), (0.1, 0.55)]);
        assert_eq!(bucket_ranges(&[0.4, 0.5], 2.0), [(0.0, 0.5), (0.5, 1.0)], "weights that sum to 0.9");
        assert_eq!(bucket_ranges(&[10.0, 90.0], -1.0), [(0.0, 0.0), (0.5, 0.5)]);
        assert_eq!(bucket_ranges(&[f64::NAN, 1.0], 1.0), [(0.0, 0.5), (0.5, 1.0)]);
        assert_eq!(bucket_ranges(&[], 1.0), []);
        assert_eq!(equal_weights(4), [0.25; 4]);
        assert_eq!(equal_weights(0), [0.0; 0]);
    }

    #[test]
    fn ranges_are_half_open() {
        let ranges = [(0.0, 0.25), (0.5, 0.5), (0.5, 0.75)];
        for (lot, variant) in [(0.0, Some(0)), (0.2499, Some(0)), (0.25, None), (0.5, Some(2)), (0.75, None)] {
            assert_eq!(choose(lot, &ranges), variant, "{lot}");
        }
    }

    #[test]
    fn namespaces_share_out_everybody_once() {
        // The lot of this id in this namespace is 0.3991, as JavaScript computes it.
        assert!(in_namespace("ștefan", "checkout", 0.3991, 0.5));
        assert!(!in_namespace("ștefan", "checkout", 0.0, 0.3991));
        for visitor in 0..100 {
            let id = visitor.to_string();
            assert_ne!(in_namespace(&id, "offers", 0.0, 0.4), in_namespace(&id, "offers", 0.4, 1.0));
        }
    }
}
