//! Sorting in few bytes: one sort of the standard library for everything.
//!
//! The standard library's sorts are fast and weigh 3 to 5 KB for every type they are used with; together they were a tenth of what a
//! shopper downloads. So one type is sorted, the one of the index of clauses, and everything else by it. A heap sort in its place
//! was as small and took an eighth of the time of a load.

use crate::engine::program::{How, Threshold};

/// Sorts ascending by a key; entries of equal keys stay in their order.
pub fn sort_by_key<T>(list: &mut [T], key: fn(&T) -> [i64; 3]) {
    let mut order: Vec<u32> = (0..list.len() as u32).collect();
    // From the last part of the key to the first, each time keeping the order of what is equal.
    for part in (0..3).rev() {
        let part_of = |place: u32| list.get(place as usize).map_or(0, |item| key(item)[part]);
        let mut keyed: Vec<Threshold> =
            order.iter().zip(0..).map(|(place, node)| Threshold { at: part_of(*place), node, how: How::Ask }).collect();
        keyed.sort_unstable();
        order = keyed.iter().filter_map(|one| order.get(one.node as usize).copied()).collect();
    }
    for start in 0..list.len() {
        let mut at = start;
        while let Some(from) = order.get_mut(at).map(|from| std::mem::replace(from, at as u32) as usize)
            && from != start
            && from != at
        {
            list.swap(at, from);
            at = from;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::sort_by_key;

    #[test]
    fn sorts_like_the_standard_library() {
        let mut seed = 1u64;
        for length in 0..60 {
            let mut list: Vec<i64> = (0..length)
                .map(|_| {
                    seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                    (seed >> 60) as i64
                })
                .collect();
            let mut wanted = list.clone();
            wanted.sort_unstable();
            sort_by_key(&mut list, |number| [*number >> 2, *number & 3, 0]);
            assert_eq!(list, wanted);
        }
    }
}
