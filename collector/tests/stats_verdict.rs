//! Verdicts, by what the report says of them.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use shopbell_collector::stats::bots::agreed;
use shopbell_collector::stats::gate::{Cohort, Look};
use shopbell_collector::stats::guardrail::{Bad, Guard, guard};
use shopbell_collector::stats::lack::Lack;
use shopbell_collector::stats::nps::{Answers, answer_alike};
use shopbell_collector::stats::plan;
use shopbell_collector::stats::ratio_watch::{Epoch, Watch, watch};
use shopbell_collector::stats::sums::{Measure, Sums};
use shopbell_collector::stats::verdict::{Call, How, Trial, Verdict, verdict};
use shopbell_collector::stats::words;

/// Looks of so many days, each with so many new visitors an arm, of whom so many convert.
fn looks(days: usize, visitors: i64, control: i64, treatment: i64) -> Vec<Look> {
    (1..=days as i64)
        .map(|day| Look {
            control: Cohort::share(day * visitors, day * control),
            treatment: Cohort::share(day * visitors, day * treatment),
        })
        .collect()
}

fn even(days: usize) -> Watch {
    watch(&[Epoch { weights: vec![1, 1], days: vec![vec![300, 300]; days] }]).unwrap()
}

fn decide(looks: &[Look], planned: f64) -> Verdict {
    let ratio = even(looks.len());
    verdict(&Trial { measure: Measure::Share, planned, comparisons: 1, looks, ratio: &ratio, revised: None })
}

fn say(looks: &[Look], planned: f64) -> String {
    words::verdict(&decide(looks, planned))
}

#[test]
fn until_the_plan_is_reached_it_keeps_running() {
    assert_eq!(say(&looks(9, 500, 15, 17), 20_000.0), "keep running, about 12 days left");
    assert_eq!(
        say(&looks(3, 30, 1, 2), 2_000.0),
        "keep running, about 32 days left; the control has 90 of 100 visitors; the control has 3 of 25 converters; \
         the treatment has 90 of 100 visitors; the treatment has 6 of 25 converters; 3 of 7 days are over"
    );
    assert_eq!(
        say(&looks(7, 10, 1, 1), 1e9),
        "keep running, but at this pace the planned visitors never come: plan for a larger lift, or for more pages; \
         the control has 70 of 100 visitors; the control has 7 of 25 converters; \
         the treatment has 70 of 100 visitors; the treatment has 7 of 25 converters"
    );
    assert_eq!(
        say(&[], 20_000.0),
        "keep running, but at this pace the planned visitors never come: plan for a larger lift, or for more pages"
    );
    assert_eq!(
        say(&looks(7, 300, 300, 300), 100.0),
        "keep running; all visitors did the same so far, so that nothing can be told from chance"
    );
}

#[test]
fn a_large_difference_is_found_early_at_the_end_of_a_week() {
    // Enough by day 5, but a week it is.
    assert_eq!(decide(&looks(13, 300, 9, 18), 20_000.0).call(), Call::Winner);
    assert_eq!(decide(&looks(6, 300, 9, 18), 20_000.0).call(), Call::Open);
    assert_eq!(say(&looks(9, 300, 9, 18), 20_000.0), "winner: +100 % (from +14 % to +303 %), found early, on day 7");
    assert_eq!(say(&looks(9, 300, 18, 9), 20_000.0), "loser: −50 % (from −75 % to −12 %), found early, on day 7");
}

#[test]
fn the_planned_end_is_looked_at_once_and_freezes() {
    let fine = looks(28, 500, 15, 17);
    let said = say(&fine, 20_000.0);
    assert_eq!(said, "no difference large enough to see; a lift of 23 % or more would probably have been seen");
    let mut later = fine.clone();
    later.extend((29..=60).map(|day| Look { control: Cohort::share(500 * day, 15 * day), treatment: Cohort::share(500 * day, 30 * day) }));
    assert_eq!(say(&later, 20_000.0), said);
    assert_eq!(say(&looks(21, 500, 15, 19), 20_000.0), "winner: +27 % (from +8.9 % to +48 %), at the planned end, on day 21");
}

#[test]
fn more_treatments_need_more() {
    let (looks, ratio) = (looks(21, 500, 15, 18), even(21));
    let trial = Trial { measure: Measure::Share, planned: 20_000.0, comparisons: 1, looks: &looks, ratio: &ratio, revised: None };
    assert_eq!(verdict(&trial).call(), Call::Winner);
    assert_eq!(verdict(&Trial { comparisons: 3, ..trial }).call(), Call::NoDifference);
}

#[test]
fn a_changed_campaign_and_a_broken_split_stop_the_verdict() {
    let (looks, fine) = (looks(14, 300, 9, 18), even(14));
    let trial = Trial { measure: Measure::Share, planned: 20_000.0, comparisons: 1, looks: &looks, ratio: &fine, revised: Some(6) };
    assert_eq!(
        words::verdict(&verdict(&trial)),
        "no verdict: the campaign was changed on day 6; begin a new `phase`, so that before and after are not mixed"
    );
    // After day 7 there was a verdict already.
    assert_eq!(verdict(&Trial { revised: Some(8), ..trial }).call(), Call::Winner);
    let broken = watch(&[Epoch { weights: vec![2, 1], days: vec![vec![200, 140]; 14] }]).unwrap();
    assert_eq!(
        words::verdict(&verdict(&Trial { ratio: &broken, revised: None, ..trial })),
        "no verdict: the arms got 600 and 420 visitors by day 3 where 67 % and 33 % were due, which is no chance; \
         look for what keeps an arm from being shown or counted, mend it, and begin a new `phase`"
    );
}

#[test]
fn wrong_sums_are_said() {
    let mut looks = looks(7, 300, 9, 18);
    looks[2].control = Cohort::share(10, 11);
    assert_eq!(say(&looks, 20_000.0), "no verdict: no visitors can have these sums; count again from the outcomes");
    looks[2].control = Cohort::share(-1, 0);
    assert_eq!(say(&looks, 20_000.0), "no verdict: a count is below 0; count again from the outcomes");
}

#[test]
fn bots_decide_nothing() {
    let winner = decide(&looks(14, 300, 9, 18), 20_000.0);
    let open = decide(&looks(14, 300, 9, 10), 20_000.0);
    assert_eq!(agreed(&winner, winner.clone()), winner);
    assert_eq!(
        words::verdict(&agreed(&winner, open.clone())),
        "no verdict: with suspected bots it is `winner`, without them `keep running`; look at who is suspected"
    );
    let mut wrong = looks(7, 300, 9, 18);
    wrong[0].control = Cohort::share(10, 11);
    let halted = decide(&wrong, 20_000.0);
    assert_eq!((agreed(&halted, winner.clone()), agreed(&winner, halted.clone())), (halted.clone(), halted));
}

#[test]
fn revenue_is_decided_like_shares() {
    // Of 300 visitors a day, 9 spend 40.00 or 60.00; with the treatment, 14.
    let day = |spenders: i64| {
        let spend = |count: i64, amount: i64| Sums::of(&vec![amount; count as usize]);
        let all = spend(spenders / 2, 4_000).plus(spend(spenders - spenders / 2, 6_000)).plus(spend(300 - spenders, 0));
        Cohort { sums: all, converters: spenders }
    };
    let mut look = Look::default();
    let mut looks = Vec::new();
    for _ in 0..28 {
        let more =
            |cohort: Cohort, day: Cohort| Cohort { sums: cohort.sums.plus(day.sums), converters: cohort.converters + day.converters };
        look = Look { control: more(look.control, day(9)), treatment: more(look.treatment, day(14)) };
        looks.push(look);
    }
    let ratio = even(28);
    let trial = Trial { measure: Measure::Amount, planned: 16_000.0, comparisons: 1, looks: &looks, ratio: &ratio, revised: None };
    let Verdict::Winner { how, numbers } = verdict(&trial) else { panic!("{:?}", verdict(&trial)) };
    assert_eq!((how, numbers.day), (How::Early, 14));
    assert!((numbers.difference - 80.0).abs() < 1.0 && numbers.interval.low > 0.0, "{numbers:?}");
}

#[test]
fn guardrails_are_red_at_once() {
    let errors = looks(5, 100, 0, 8);
    let red = guard(Measure::Share, Bad::More, 20_000.0, &errors);
    let Guard::Red { day: 4, .. } = red else { panic!("{red:?}") };
    assert_eq!(words::guard("errors", Bad::More, &red), "errors: red, more since day 4 and not by chance; stop the campaign");
    // The same is no harm to what should grow.
    assert_eq!(guard(Measure::Share, Bad::Less, 20_000.0, &errors), Guard::Fine);
    assert_eq!(guard(Measure::Share, Bad::Less, 20_000.0, &looks(5, 10, 1, 1)), Guard::NotYet);
    assert_eq!(guard(Measure::Share, Bad::Less, 20_000.0, &looks(5, 10, 11, 1)), Guard::Wrong(Lack::Impossible));
}

#[test]
fn scores_say_who_answered() {
    let few = Answers { asked: 100, promoters: 10, passives: 5, detractors: 5 };
    assert_eq!(words::score(&few.score().unwrap()), "+25; 20 % of those asked answered; with fewer than 30 answers it may be anything");
    let some = Answers { asked: 400, promoters: 20, passives: 15, detractors: 25 };
    assert_eq!(
        words::score(&some.score().unwrap()),
        "−8 (from −31 to +14); 15 % of those asked answered; under 100 answers there is no verdict"
    );
    let many = Answers { asked: 400, promoters: 100, passives: 50, detractors: 50 };
    assert_eq!(words::score(&many.score().unwrap()), "+25 (from +13 to +37); 50 % of those asked answered");
    assert!(answer_alike(&many, &many));
    assert!(!answer_alike(&some, &many));
    assert_eq!(Answers { asked: 3, promoters: 4, ..Answers::default() }.score(), Err(Lack::Impossible));
}

#[test]
fn a_plan_is_one_sentence() {
    let sample = plan::sample(0.02, 0.2, 1).unwrap();
    assert_eq!(
        words::plan(300, 0.02, 0.2, plan::days(sample, 300.0)),
        "with 300 visitors a day per arm you can see +20 % at 2 % conversion after 75 days"
    );
}
