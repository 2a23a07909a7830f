//! The draw of variants: as even as chance, and one test's draw says nothing of another's.
//!
//! Chi-square over 10,000 ids and 100 seeds, with fixed ids and seeds: each run counts the same. Critical values are those of the
//! chi-square distribution.

use shopbell::engine::bucket::{bucket_ranges, choose, hash_v2, in_namespace};

const IDS: usize = 10_000;
const SEEDS: usize = 100;
const SHARES: [f64; 3] = [0.5, 0.3, 0.2];
/// Exceeded by chance in one of a hundred draws, and in one of ten thousand: two degrees of freedom.
const TWO: (f64, f64) = (9.210, 18.421);
/// The same with one degree of freedom.
const ONE: (f64, f64) = (6.635, 15.137);

/// Ids as they are in use: random ones of visitors, and numbers and addresses of customers, some beyond ASCII.
fn ids(kind: usize) -> Vec<String> {
    let random = |number: u64| {
        let mut word = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ (word >> 31)
    };
    let one = |number: u64| match kind {
        0 => format!("{:016x}{:016x}", random(number), random(number + 1_000_000)),
        1 => (10_000 + number).to_string(),
        _ => format!("ștefan{number}@도자기.example"),
    };
    (0..IDS as u64).map(one).collect()
}

/// The variant that each id gets under a seed.
fn drawn(seed: &str, ids: &[String]) -> Vec<usize> {
    let ranges = bucket_ranges(&SHARES, 1.0);
    ids.iter().map(|id| choose(hash_v2(seed, id), &ranges).unwrap_or(SHARES.len())).collect()
}

/// How many of the values are above each of the two critical ones: so many as chance allows.
fn as_by_chance(values: &[f64], (hundredth, rarely): (f64, f64), what: &str) {
    let above = values.iter().filter(|value| **value > hundredth).count();
    let worst = values.iter().copied().fold(0.0, f64::max);
    // Of a hundred one is expected; six or more come once in two thousand times.
    assert!(above <= 5 && worst < rarely, "{what}: {above} of {} above {hundredth}, the largest {worst}", values.len());
}

#[test]
fn every_variant_gets_its_share() {
    for kind in 0..3 {
        let ids = ids(kind);
        let values: Vec<f64> = (0..SEEDS)
            .map(|seed| {
                let drawn = drawn(&format!("campaign-{seed}.0"), &ids);
                SHARES
                    .iter()
                    .enumerate()
                    .map(|(place, share)| {
                        let expected = share * IDS as f64;
                        (drawn.iter().filter(|got| **got == place).count() as f64 - expected).powi(2) / expected
                    })
                    .sum()
            })
            .collect();
        as_by_chance(&values, TWO, "shares");
    }
}

/// Chi-square of a table of two by two.
fn related(one: &[bool], other: &[bool]) -> f64 {
    let count = |a: bool, b: bool| one.iter().zip(other).filter(|(x, y)| **x == a && **y == b).count() as f64;
    let [both, first, second, none] = [count(true, true), count(true, false), count(false, true), count(false, false)];
    let rows = (both + first) * (second + none) * (both + second) * (first + none);
    (both + first + second + none) * (both * none - first * second).powi(2) / rows
}

#[test]
fn one_test_says_nothing_of_another() {
    for kind in [0, 2] {
        let ids = ids(kind);
        let in_first = |seed: String| drawn(&seed, &ids).into_iter().map(|place| place == 0).collect::<Vec<_>>();
        // Neighbouring names, and the phases of one campaign.
        let names: Vec<_> = (0..=SEEDS).map(|seed| in_first(format!("campaign-{seed}.0"))).collect();
        let phases: Vec<_> = (0..=SEEDS).map(|phase| in_first(format!("campaign.{phase}"))).collect();
        for all in [names, phases] {
            let values: Vec<f64> = all.windows(2).map(|pair| related(&pair[0], &pair[1])).collect();
            as_by_chance(&values, ONE, "pairs");
        }
    }
}

#[test]
fn namespaces_share_nobody_and_leave_nobody_out() {
    for id in &ids(0) {
        let parts = [(0.0, 0.3), (0.3, 0.75), (0.75, 1.0)].iter().filter(|(from, to)| in_namespace(id, "checkout", *from, *to)).count();
        assert_eq!(parts, 1, "{id}");
    }
}
