//! Many p at once.
//!
//! Decides the adjusted p of secondary goals (Benjamini & Hochberg, "Controlling the false discovery rate", 1995). They are exploratory: a
//! goal that was not named before the start is a question for the next test.

/// Each p as it counts among all of them: at 0.05 or less, at most 5 % of what is taken for real is not. In the order given; what is no
/// number counts as 1.
#[must_use]
pub fn adjusted(ps: &[f64]) -> Vec<f64> {
    let known = |p: f64| if p.is_nan() { 1.0 } else { p.clamp(0.0, 1.0) };
    let mut order: Vec<usize> = (0..ps.len()).collect();
    order.sort_by(|left, right| known(ps[*right]).total_cmp(&known(ps[*left])));
    let (mut adjusted, mut least) = (vec![1.0; ps.len()], 1.0_f64);
    for (from_largest, place) in order.into_iter().enumerate() {
        let rank = (ps.len() - from_largest) as f64;
        least = least.min(known(ps[place]) * (ps.len() as f64 / rank));
        adjusted[place] = least;
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_counts_among_all() {
        // By hand: 0.01·5/1, 0.02·5/2, 0.03·5/3, 0.2·5/4, 0.9·5/5, each at most the next one's.
        let found = adjusted(&[0.9, 0.03, 0.01, 0.2, 0.02]);
        for (found, wanted) in found.iter().zip([0.9, 0.05, 0.05, 0.25, 0.05]) {
            assert!((found - wanted).abs() < 1e-12, "{found} for {wanted}");
        }
        assert_eq!(adjusted(&[f64::NAN, 2.0]), [1.0, 1.0]);
        assert!(adjusted(&[]).is_empty());
    }
}
