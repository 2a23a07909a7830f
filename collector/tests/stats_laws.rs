//! What holds for all sums.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use proptest::prelude::*;
use shopbell_collector::stats::always::{Always, Running};
use shopbell_collector::stats::difference::Difference;
use shopbell_collector::stats::gate::{Cohort, Look};
use shopbell_collector::stats::guardrail::{Bad, guard};
use shopbell_collector::stats::lift::{self, Lift};
use shopbell_collector::stats::multinomial::{self, Expected};
use shopbell_collector::stats::nps::{Answers, answer_alike};
use shopbell_collector::stats::posterior::posterior;
use shopbell_collector::stats::ratio::PairSums;
use shopbell_collector::stats::ratio_watch::{Epoch, watch};
use shopbell_collector::stats::sums::{Measure, Moments, Sums};
use shopbell_collector::stats::verdict::{Call, Trial, Verdict, verdict};
use shopbell_collector::stats::{orders, plan, several, wilson, words};

/// Sums of any kind: of visitors, of a broken count, and of nobody.
fn any_sums() -> impl Strategy<Value = Sums> {
    prop_oneof![
        (0..3_000i64, 0..3_000i64).prop_map(|(visitors, converters)| Sums::share(visitors, converters)),
        prop::collection::vec(-10_000..1_000_000i64, 0..20).prop_map(|values| Sums::of(&values)),
        (-5..5i64, -5..5i128, -5..5i128).prop_map(|(visitors, sum, squares)| Sums { visitors, sum, squares }),
        (any::<i64>(), any::<i128>(), any::<i128>()).prop_map(|(visitors, sum, squares)| Sums { visitors, sum, squares }),
    ]
}

fn any_measure() -> impl Strategy<Value = Measure> {
    prop_oneof![Just(Measure::Share), Just(Measure::Amount)]
}

fn any_look() -> impl Strategy<Value = Look> {
    let cohort = || (any_sums(), prop_oneof![0..3_000i64, any::<i64>()]).prop_map(|(sums, converters)| Cohort { sums, converters });
    (cohort(), cohort()).prop_map(|(control, treatment)| Look { control, treatment })
}

/// A share that has spread, and its sums.
fn share() -> impl Strategy<Value = Moments> {
    (2..200_000i64)
        .prop_flat_map(|visitors| (Just(visitors), 1..visitors))
        .prop_map(|(visitors, converters)| Moments::of(&Sums::share(visitors, converters), Measure::Share).unwrap())
}

/// Looks of two arms that grow, from what comes each day.
fn growing() -> impl Strategy<Value = Vec<Look>> {
    let day = (50..400i64).prop_flat_map(|visitors| (Just(visitors), 0..=visitors / 4, 0..=visitors / 4));
    prop::collection::vec(day, 1..40).prop_map(|days| {
        let mut sums = (0, 0, 0);
        days.into_iter()
            .map(|(visitors, control, treatment)| {
                sums = (sums.0 + visitors, sums.1 + control, sums.2 + treatment);
                Look { control: Cohort::share(sums.0, sums.1), treatment: Cohort::share(sums.0, sums.2) }
            })
            .collect()
    })
}

fn decide(looks: &[Look], planned: f64, measure: Measure) -> Verdict {
    let ratio = watch(&[]).unwrap();
    verdict(&Trial { measure, planned, comparisons: 1, looks, ratio: &ratio, revised: None })
}

/// A number, in each place where one is shown.
fn plain(sentence: &str) -> bool {
    !sentence.contains("NaN") && !sentence.contains("inf") && !sentence.contains('\n')
}

fn near(left: f64, right: f64) -> bool {
    (left - right).abs() <= 1e-9 * left.abs().max(right.abs()).max(1e-9)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn whatever_the_sums_there_is_a_number_or_a_reason(
        control in any_sums(),
        treatment in any_sums(),
        measure in any_measure(),
        planned in any::<f64>(),
        alpha in any::<f64>(),
    ) {
        let (control, treatment) = match (Moments::of(&control, measure), Moments::of(&treatment, measure)) {
            (Ok(control), Ok(treatment)) => (control, treatment),
            (Err(lack), _) | (_, Err(lack)) => {
                prop_assert!(!words::lack(lack).is_empty());
                return Ok(());
            }
        };
        if let Ok(found) = posterior(&control, &treatment) {
            prop_assert!((0.0..=1.0).contains(&found.beats) && found.interval.holds(found.lift), "{found:?}");
        }
        let Ok(difference) = Difference::of(&control, &treatment) else { return Ok(()) };
        let always = Always::new(alpha, planned);
        prop_assert!((0.0..=1.0).contains(&always.p(&difference)) && (0.0..=1.0).contains(&difference.p()), "{difference:?}");
        prop_assert!(always.interval(&difference).holds(difference.value), "{difference:?}");
        let critical = always.critical(difference.visitors);
        prop_assert!(critical.is_finite() && critical > 0.0);
        if let Lift::Within(interval) = lift::interval(&control, &treatment, critical) {
            prop_assert!(interval.low.is_finite() && interval.high.is_finite());
            prop_assert!(interval.holds(lift::estimate(&control, &treatment).unwrap()), "{interval:?}");
        }
    }

    #[test]
    fn whatever_the_looks_there_is_a_sentence(
        looks in prop::collection::vec(any_look(), 0..9),
        grown in growing(),
        planned in any::<f64>(),
        measure in any_measure(),
    ) {
        for looks in [&looks, &grown] {
            let sentence = words::verdict(&decide(looks, planned, measure));
            prop_assert!(plain(&sentence), "{sentence}");
            for bad in [Bad::Less, Bad::More] {
                let sentence = words::guard("errors", bad, &guard(measure, bad, planned, looks));
                prop_assert!(plain(&sentence), "{sentence}");
            }
        }
    }

    #[test]
    fn whatever_is_counted_there_is_a_number_or_a_reason(
        counts in prop::collection::vec(any::<i64>(), 4),
        pair in any::<[i32; 6]>(),
        ps in prop::collection::vec(any::<f64>(), 0..6),
    ) {
        if let Ok(rate) = wilson::rate(counts[0], counts[1]) {
            prop_assert!(rate.interval.holds(rate.share));
        }
        if let Ok(rate) = orders::next(&counts, 1) {
            prop_assert!(rate.interval.holds(rate.share));
        }
        if let Ok(spend) = orders::spend(i128::from(counts[0]), counts[1], counts[2], counts[3]) {
            prop_assert!(spend.year.is_finite());
        }
        let answers = Answers { asked: counts[0], promoters: counts[1], passives: counts[2], detractors: counts[3] };
        let _ = answer_alike(&answers, &Answers { asked: 9, promoters: 1, passives: 2, detractors: 3 });
        if let Ok(score) = answers.score() {
            prop_assert!(plain(&words::score(&score)));
        }
        let [visitors, above, above_squares, below, below_squares, product] = pair.map(i128::from);
        let sums = PairSums { visitors: visitors as i64, above: (above, above_squares), below: (below, below_squares), product };
        if let Ok(ratio) = sums.moments() {
            prop_assert!(ratio.mean.is_finite() && ratio.variance >= 0.0);
        }
        if let Ok(evidence) = Expected::new(&[1, 2, 3, 4], 10.0).unwrap().evidence(&counts) {
            prop_assert!((0.0..=1.0).contains(&multinomial::p(evidence)));
        }
        let _ = watch(&[Epoch { weights: vec![1, 1], days: vec![vec![counts[0], counts[1]], vec![counts[2], counts[3]]] }]);
        for (adjusted, p) in several::adjusted(&ps).into_iter().zip(&ps) {
            prop_assert!(adjusted <= 1.0 && (p.is_nan() || adjusted >= p.clamp(0.0, 1.0)));
        }
        let (base, lift) = (ps.first().copied().unwrap_or(0.02), ps.last().copied().unwrap_or(0.1));
        if let Ok(sample) = plan::sample(base, lift, 2) {
            prop_assert!(sample > 0.0);
            let _ = plan::days(sample, lift);
        }
        let _ = plan::days_left(base, lift, 3);
    }

    #[test]
    fn arms_that_change_places_change_the_sign(control in share(), treatment in share()) {
        let (there, back) = (Difference::of(&control, &treatment).unwrap(), Difference::of(&treatment, &control).unwrap());
        let always = Always::new(0.05, 10_000.0);
        prop_assert!(near(there.value, -back.value) && near(there.p(), back.p()) && near(always.p(&there), always.p(&back)));
        prop_assert!(near(there.interval(0.05).low, -back.interval(0.05).high));
        let (there, back) = (lift::interval(&control, &treatment, 2.0), lift::interval(&treatment, &control, 2.0));
        if let (Lift::Within(there), Lift::Within(back)) = (there, back) {
            prop_assert!((1.0 / (1.0 + there.high) - (1.0 + back.low)).abs() < 1e-6, "{there:?} {back:?}");
        }
    }

    #[test]
    fn verdicts_change_places_with_the_arms(looks in growing()) {
        let swapped: Vec<Look> = looks.iter().map(|look| Look { control: look.treatment, treatment: look.control }).collect();
        let other = match decide(&looks, 4_000.0, Measure::Share).call() {
            Call::Winner => Call::Loser,
            Call::Loser => Call::Winner,
            same @ (Call::NoDifference | Call::Open | Call::Halted) => same,
        };
        prop_assert_eq!(decide(&swapped, 4_000.0, Measure::Share).call(), other);
    }

    #[test]
    fn the_lift_leaves_out_0_exactly_where_the_difference_does(control in share(), treatment in share(), critical in 0.5..6.0f64) {
        let difference = Difference::of(&control, &treatment).unwrap();
        if let Lift::Within(interval) = lift::interval(&control, &treatment, critical) {
            let z = difference.z().abs();
            prop_assume!((z - critical).abs() > 1e-9);
            prop_assert_eq!(interval.holds(0.0), z < critical, "{:?} {}", interval, z);
        }
    }

    #[test]
    fn p_is_small_exactly_where_the_interval_leaves_out_0(
        control in share(),
        treatment in share(),
        alpha in 0.001..0.5f64,
        planned in 10.0..1e6f64,
    ) {
        let difference = Difference::of(&control, &treatment).unwrap();
        let always = Always::new(alpha, planned);
        prop_assume!((difference.z().abs() - always.critical(difference.visitors)).abs() > 1e-9);
        prop_assert_eq!(always.p(&difference) <= alpha, !always.interval(&difference).holds(0.0));
        prop_assert!(always.critical(difference.visitors) > difference.critical(alpha), "looking often costs");
        prop_assert!(Always::new(alpha / 2.0, planned).critical(planned) > always.critical(planned));
    }

    #[test]
    fn more_converters_make_it_likelier(control in 1_000..5_000i64, lift in -0.9..1.0f64) {
        let arm = |converters: i64| Moments::of(&Sums::share(20_000, converters), Measure::Share).unwrap();
        let (control, treatment) = (arm(control), (control as f64 * (1.0 + lift)) as i64);
        let (less, more) = (posterior(&control, &arm(treatment)).unwrap(), posterior(&control, &arm(treatment + 1)).unwrap());
        prop_assert!(more.beats >= less.beats && more.lift > less.lift);
    }

    #[test]
    fn what_is_watched_never_recovers(looks in growing(), days in prop::collection::vec(prop::collection::vec(0..500i64, 2), 1..30)) {
        let (always, mut running, mut before) = (Always::new(0.05, 4_000.0), Running::new(), 1.0);
        for look in &looks {
            let of = |cohort: &Cohort| Moments::of(&cohort.sums, Measure::Share);
            if let (Ok(control), Ok(treatment)) = (of(&look.control), of(&look.treatment))
                && let Ok(difference) = Difference::of(&control, &treatment) {
                running.look(&always, &difference);
                prop_assert!(running.p <= before && running.p <= always.p(&difference));
                before = running.p;
            }
        }
        let watched = watch(&[Epoch { weights: vec![1, 1], days }]).unwrap();
        prop_assert!(watched.by_day.windows(2).all(|two| two[1] <= two[0]));
    }

    #[test]
    fn a_verdict_is_frozen(looks in growing(), until in 1..40usize) {
        let early = decide(&looks[..until.min(looks.len())], 4_000.0, Measure::Share);
        if early.call() != Call::Open {
            prop_assert_eq!(decide(&looks, 4_000.0, Measure::Share), early);
        }
    }
}
