//! Sorting in few bytes: one heap sort for everything that is short and rare.
//!
//! The standard library's sorts are fast and weigh 3 to 5 KB for every type they are used with; together they were a tenth of what a
//! shopper downloads. What is long and hot (the index of clauses) keeps the standard one, for one type.

/// Something that can be ordered by comparing and swapping places.
trait Places {
    fn after(&self, a: usize, b: usize) -> bool;
    fn swap(&mut self, a: usize, b: usize);
}

struct Keyed<'l, T> {
    list: &'l mut [T],
    key: fn(&T) -> [i64; 3],
}

impl<T> Places for Keyed<'_, T> {
    fn after(&self, a: usize, b: usize) -> bool {
        let key = |place: usize| self.list.get(place).map(self.key);
        key(a) > key(b)
    }

    fn swap(&mut self, a: usize, b: usize) {
        self.list.swap(a, b);
    }
}

/// Sorts ascending by a key; entries of equal keys may change places.
pub fn sort_by_key<T>(list: &mut [T], key: fn(&T) -> [i64; 3]) {
    let length = list.len();
    heap_sort(&mut Keyed { list, key }, length);
}

fn heap_sort(places: &mut dyn Places, length: usize) {
    for root in (0..length / 2).rev() {
        sift(places, root, length);
    }
    for end in (1..length).rev() {
        places.swap(0, end);
        sift(places, 0, end);
    }
}

fn sift(places: &mut dyn Places, mut root: usize, end: usize) {
    loop {
        let mut child = 2 * root + 1;
        if child >= end {
            return;
        }
        if child + 1 < end && places.after(child + 1, child) {
            child += 1;
        }
        if !places.after(child, root) {
            return;
        }
        places.swap(root, child);
        root = child;
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
            sort_by_key(&mut list, |number| [*number, 0, 0]);
            assert_eq!(list, wanted);
        }
    }
}
