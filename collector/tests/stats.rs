//! Reference values of the statistics, by other implementations.
//!
//! Values are of gbstats 0.8.0, ssrm-test 0.1.5 and statsmodels 0.15.0, with ten digits; where the row is of amounts, in cents, so that
//! a difference of 0.29 is 29.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use shopbell_collector::stats::always::Always;
use shopbell_collector::stats::difference::{Difference, Interval};
use shopbell_collector::stats::lift::{self, Lift};
use shopbell_collector::stats::multinomial::{self, CONVERSIONS, Expected};
use shopbell_collector::stats::posterior::posterior;
use shopbell_collector::stats::ratio::PairSums;
use shopbell_collector::stats::ratio_watch::{Epoch, watch, watch_with};
use shopbell_collector::stats::sums::{Measure, Moments, Sums};
use shopbell_collector::stats::wilson;

/// As precise as what is given: ten digits, or ten after the point.
#[track_caller]
fn near(found: f64, wanted: f64) {
    assert!((found - wanted).abs() <= 1e-9 * wanted.abs().max(0.05), "{found:.12} for {wanted:.12}");
}

#[track_caller]
fn within(found: Interval, low: f64, high: f64) {
    near(found.low, low);
    near(found.high, high);
}

fn conversions() -> (Moments, Moments) {
    let arm = |converters| Moments::of(&Sums::share(10_000, converters), Measure::Share).unwrap();
    (arm(300), arm(345))
}

#[test]
fn conversions_looked_at_once() {
    let (control, treatment) = conversions();
    let difference = Difference::of(&control, &treatment).unwrap();
    near(difference.value, 0.0045);
    near(difference.error, 0.002498194348);
    within(difference.interval(0.05), -0.0003966686638, 0.009396668664);
    near(difference.p(), 0.07167057489);
}

#[test]
fn conversions_looked_at_every_day() {
    let (control, treatment) = conversions();
    let difference = Difference::of(&control, &treatment).unwrap();
    let always = Always::new(0.05, 20_000.0);
    within(always.interval(&difference), -0.003082541945, 0.01208254194);
    near(always.p(&difference), 0.707695194);
    near(always.critical(20_000.0), 3.03520899);
}

#[test]
fn lift_by_fieller() {
    let (control, treatment) = conversions();
    let critical = Always::new(0.05, 20_000.0).critical(20_000.0);
    let Lift::Within(interval) = lift::interval(&control, &treatment, critical) else { panic!("unbounded") };
    within(interval, -0.09216826071, 0.4627818771);
}

#[test]
fn chance_to_beat_the_control() {
    let (control, treatment) = conversions();
    let posterior = posterior(&control, &treatment).unwrap();
    near(posterior.beats, 0.946260545);
    near(posterior.lift, 0.1377872055);
    within(posterior.interval, -0.02998933707, 0.3055637481);
}

#[test]
fn amounts_by_welch() {
    let arm = |visitors, sum, squares| Moments::of(&Sums { visitors, sum, squares }, Measure::Amount).unwrap();
    let difference = Difference::of(&arm(3_407, 139_687, 523_779_767), &arm(3_461, 242_270, 1_346_982_900)).unwrap();
    near(difference.value / 100.0, 0.29);
    let Interval { low, high } = difference.interval(0.05);
    within(Interval { low: low / 100.0, high: high / 100.0 }, 0.0453778926, 0.5346221074);
    near(difference.p(), 0.0201584026);
}

#[test]
fn average_order_value() {
    let arm = |revenue, squares, orders, order_squares, product| {
        PairSums { visitors: 10_000, above: (revenue, squares), below: (orders, order_squares), product }.moments().unwrap()
    };
    let (control, treatment) = (arm(18_000, 2_160_000, 320, 370, 24_000), arm(20_700, 2_691_000, 360, 410, 27_600));
    near(control.mean, 56.25);
    near(treatment.mean, 57.5);
    let difference = Difference::of(&control, &treatment).unwrap();
    near(difference.value, 1.25);
    within(difference.interval(0.05), -5.788099077, 8.288099077);
    near(difference.p(), 0.7277536814);
}

#[test]
fn sample_ratio_day_by_day() {
    let days = [[500, 480], [510, 470], [530, 460], [520, 450], [540, 455]].map(|day| day.to_vec()).to_vec();
    let found = watch_with(&[Epoch { weights: vec![1, 1], days }], 10_000.0).unwrap();
    for (found, wanted) in found.by_day.iter().zip([1.0, 0.9408049284, 0.5925559609, 0.2803948591, 0.08018820325]) {
        near(*found, wanted);
    }
    assert_eq!((found.by_day.len(), found.broken), (5, None));
}

#[test]
fn conversions_by_multinomial() {
    let evidence = Expected::new(&[1, 1], CONVERSIONS).unwrap().evidence(&[300, 345]).unwrap();
    near(multinomial::p(evidence), 0.7008609004);
}

#[test]
fn one_rate_by_wilson() {
    within(wilson::rate(345, 10_000).unwrap().interval, 0.03109785167, 0.03825965081);
}

#[test]
fn weights_that_change_begin_an_epoch() {
    let even = Epoch { weights: vec![1, 1], days: vec![vec![5_000, 5_000]] };
    let mostly = Epoch { weights: vec![9, 1], days: vec![vec![900, 100]; 10] };
    let found = watch(&[even.clone(), mostly.clone()]).unwrap();
    assert_eq!((found.broken, found.by_day.len()), (None, 11));
    assert_eq!(found.counts, [9_000, 1_000]);
    // As one epoch, the same visitors are a broken split.
    let days = [even.days, mostly.days].concat();
    let broken = watch(&[Epoch { weights: vec![1, 1], days }]).unwrap();
    assert_eq!(broken.broken, Some(1));
    assert_eq!((broken.counts, broken.shares), (vec![5_900, 5_100], vec![0.5, 0.5]));
}
