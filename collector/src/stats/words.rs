//! What the report says, in plain sentences.
//!
//! Decides the words for verdicts, waits, halts, guardrails and what numbers lack: for a marketer, one line, no term of statistics that is
//! not needed. The numbers are decided elsewhere.

use super::difference::Interval;
use super::gate::{Arm, CONVERTERS, DAYS, VISITORS, Wait};
use super::guardrail::{Bad, Guard};
use super::lack::Lack;
use super::lift::Lift;
use super::nps::{INTERVAL_FROM, Score, VERDICT_FROM};
use super::verdict::{Call, Halt, How, Numbers, Verdict};

/// The sentence of a verdict.
#[must_use]
pub fn verdict(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Winner { how, numbers } => format!("winner: {}, {}", change(numbers), found(*how, numbers.day)),
        Verdict::Loser { how, numbers } => format!("loser: {}, {}", change(numbers), found(*how, numbers.day)),
        Verdict::NoDifference { visible, .. } => match visible {
            Some(lift) => format!("no difference large enough to see; a lift of {} or more would probably have been seen", share(*lift)),
            None => "no difference large enough to see".to_owned(),
        },
        Verdict::Running { waits, days_left, .. } => running(waits, *days_left),
        Verdict::Halted(why) => format!("no verdict: {}", halt(why)),
    }
}

fn running(waits: &[Wait], days_left: Option<u32>) -> String {
    let mut sentence = "keep running".to_owned();
    match days_left {
        Some(0) => {}
        Some(1) => sentence.push_str(", about 1 day left"),
        Some(days) => sentence.push_str(&format!(", about {days} days left")),
        None => sentence.push_str(", but at this pace the planned visitors never come: plan for a larger lift, or for more pages"),
    }
    // That the week is not over is in the days already.
    let others: Vec<String> = waits.iter().filter(|wait| !matches!(wait, Wait::Week { closed } if *closed >= DAYS)).map(wait).collect();
    if !others.is_empty() {
        sentence.push_str("; ");
        sentence.push_str(&others.join("; "));
    }
    sentence
}

/// What is waited for.
#[must_use]
pub fn wait(wait: &Wait) -> String {
    match wait {
        Wait::Visitors { arm, have } => format!("{} has {have} of {VISITORS} visitors", name(*arm)),
        Wait::Converters { arm, have } => format!("{} has {have} of {CONVERTERS} converters", name(*arm)),
        Wait::Week { closed } => format!("{closed} of {} days are over", closed.div_ceil(DAYS).max(1) * DAYS),
        Wait::Spread => lack(Lack::NoSpread).to_owned(),
    }
}

/// What stopped a test, and what to do.
#[must_use]
pub fn halt(halt: &Halt) -> String {
    match halt {
        Halt::Ratio { day, counts, shares, .. } => {
            let (counts, shares): (Vec<String>, Vec<String>) =
                (counts.iter().map(i64::to_string).collect(), shares.iter().map(|of| format!("{} %", rounded(of * 100.0))).collect());
            format!(
                "the arms got {} visitors by day {day} where {} were due, which is no chance; look for what keeps an arm from being shown \
                 or counted, mend it, and begin a new `phase`",
                counts.join(" and "),
                shares.join(" and "),
            )
        }
        Halt::Revised { day } => {
            format!("the campaign was changed on day {day}; begin a new `phase`, so that before and after are not mixed")
        }
        Halt::Bots { with, without } => {
            format!("with suspected bots it is `{}`, without them `{}`; look at who is suspected", call(*with), call(*without))
        }
        Halt::Lack(why) => lack(*why).to_owned(),
    }
}

/// What numbers lack.
#[must_use]
pub fn lack(why: Lack) -> &'static str {
    match why {
        Lack::Nobody => "nobody has come yet",
        Lack::One => "one visitor is not enough to say anything",
        Lack::Negative { .. } => "a count is below 0; count again from the outcomes",
        Lack::Impossible => "no visitors can have these sums; count again from the outcomes",
        Lack::TooLarge => "the sums are too large to be true; count again, in minor units such as cents",
        Lack::NoSpread => "all visitors did the same so far, so that nothing can be told from chance",
        Lack::NoBase => "the control has nothing to compare with yet",
        Lack::NothingToDivideBy => "there is no order yet to take an average of",
        Lack::Weights => "each arm needs a weight above 0 and a count",
        Lack::TooFew { .. } => "there are too few values for an estimate",
        Lack::Plan => "a plan needs a rate between 0 % and 100 % and a lift that is not 0",
    }
}

/// What a guardrail says of what it guards, such as `the site's conversion`.
#[must_use]
pub fn guard(of: &str, bad: Bad, guard: &Guard) -> String {
    let way = match bad {
        Bad::Less => "less",
        Bad::More => "more",
    };
    match guard {
        Guard::Red { day, .. } => format!("{of}: red, {way} since day {day} and not by chance; stop the campaign"),
        Guard::Fine => format!("{of}: no harm is seen"),
        Guard::NotYet => format!("{of}: too little is known yet"),
        Guard::Wrong(why) => format!("{of}: {}", lack(*why)),
    }
}

/// The score of a 0-to-10 question.
#[must_use]
pub fn score(score: &Score) -> String {
    let (points, answers) = (points(score.score), format!("{} of those asked answered", share(score.response)));
    let Some(Interval { low, high }) = score.interval else {
        return format!("{points}; {answers}; with fewer than {INTERVAL_FROM} answers it may be anything");
    };
    let reach = format!("{points} (from {} to {}); {answers}", self::points(low), self::points(high));
    if score.enough { reach } else { format!("{reach}; under {VERDICT_FROM} answers there is no verdict") }
}

/// Where arms answer unalike.
pub const UNALIKE: &str = "the arms did not answer alike: the answers come from different people";

/// A plan, as in "with 300 visitors a day per arm you can see +20 % at 2 % conversion after 75 days".
#[must_use]
pub fn plan(visitors_a_day: u32, base: f64, lift: f64, days: Option<u32>) -> String {
    let (base, sees) = (share(base), format!("{}{}", if lift > 0.0 { "+" } else { "−" }, share(lift.abs())));
    match days {
        Some(days) => format!("with {visitors_a_day} visitors a day per arm you can see {sees} at {base} conversion after {days} days"),
        None => format!("without visitors nothing can be seen, not even {sees} at {base} conversion"),
    }
}

fn change(numbers: &Numbers) -> String {
    let Some(lift) = numbers.lift else { return "by how much of the control cannot be said".to_owned() };
    match numbers.lift_interval {
        Lift::Within(Interval { low, high }) => format!("{} (from {} to {})", signed(lift), signed(low), signed(high)),
        Lift::NotYet => format!("{} (from where to where cannot be said yet)", signed(lift)),
    }
}

fn found(how: How, day: u32) -> String {
    match how {
        How::Early => format!("found early, on day {day}"),
        How::Planned => format!("at the planned end, on day {day}"),
    }
}

fn name(arm: Arm) -> &'static str {
    match arm {
        Arm::Control => "the control",
        Arm::Treatment => "the treatment",
    }
}

fn call(call: Call) -> &'static str {
    match call {
        Call::Winner => "winner",
        Call::Loser => "loser",
        Call::NoDifference => "no difference",
        Call::Open => "keep running",
        Call::Halted => "no verdict",
    }
}

fn signed(lift: f64) -> String {
    let percent = rounded(lift.abs() * 100.0);
    let sign = match percent.as_str() {
        "0" => "±",
        _ if lift > 0.0 => "+",
        _ => "−",
    };
    format!("{sign}{percent} %")
}

fn points(score: f64) -> String {
    let sign = if score.round() < 0.0 { "−" } else { "+" };
    format!("{sign}{:.0}", score.round().abs())
}

fn share(of: f64) -> String {
    format!("{} %", rounded(of * 100.0))
}

/// To three digits or so: what is below 10 with one after the point.
fn rounded(percent: f64) -> String {
    if percent.abs() >= 9.95 {
        return format!("{percent:.0}");
    }
    let text = format!("{percent:.1}");
    text.strip_suffix(".0").map_or_else(|| text.clone(), str::to_owned)
}
