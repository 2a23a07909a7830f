//! Words of explanations: values, times and reasons as a marketer reads them.

use super::clause::{clauses, missing};
use super::{moments, speech};
use crate::engine::eval::Verdict;
use crate::engine::event::Room;
use crate::engine::fact::FactType;
use crate::engine::gate::{Reason, Whose};
use crate::engine::profile::{Kind, Set};
use crate::engine::program::{Campaign, Per, Program};
use crate::engine::state::State;
use crate::engine::time::{Civil, DAY, Millis, span_text};
use crate::json::Json;
use crate::money::minor_digits;
use crate::rules::diagnostic::Lines;
use crate::value::Value;

/// A fact's value.
#[must_use]
pub fn value(value: &Value, kind: FactType, currency: &str) -> String {
    match (value, kind) {
        (Value::Null, _) => "absent".into(),
        (Value::Int(minor), FactType::Money) => money(*minor, currency),
        (Value::Int(days), FactType::Date) => date(*days),
        (Value::List(items), _) => {
            let inside: Vec<String> = items.iter().map(loose).collect();
            format!("[{}]", inside.join(", "))
        }
        _ => loose(value),
    }
}

/// Any value as JSON.
#[must_use]
pub fn loose(value: &Value) -> String {
    let mut json = Json::default();
    json.value(value);
    json.0
}

/// `42.10 EUR`.
#[must_use]
pub fn money(minor: i64, currency: &str) -> String {
    format!("{} {currency}", amount(minor, currency))
}

/// `42.10`.
#[must_use]
pub fn amount(minor: i64, currency: &str) -> String {
    let digits = usize::from(minor_digits(currency));
    let text = format!("{:0width$}", minor.unsigned_abs(), width = digits + 1);
    let (whole, part) = text.split_at(text.len() - digits);
    let sign = if minor < 0 { "-" } else { "" };
    if digits == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
}

fn date(days: i64) -> String {
    let day = Civil::from_local(days * DAY);
    format!("{:04}-{:02}-{:02}", day.year, day.month, day.day)
}

/// A moment by the shop's clock.
fn clock(state: &State, at: Millis) -> String {
    let local = Civil::from_local(state.zones[0].local(at));
    let today = state.zones[0].local(state.now).div_euclid(DAY) == state.zones[0].local(at).div_euclid(DAY);
    let time = format!("{:02}:{:02}", local.hour, local.minute);
    let wait = span_text((at - state.now).max(0));
    if today { format!("{time} (in {wait})") } else { format!("{:04}-{:02}-{:02} {time} (in {wait})", local.year, local.month, local.day) }
}

/// Whether this visitor was last counted for the variant that shows nothing.
fn held_back(state: &State, campaign: &Campaign) -> bool {
    let last = state.profile.of(Set::Marks).iter().rfind(|mark| mark.kind == Kind::Exposed && mark.name == campaign.id);
    last.is_some_and(|mark| campaign.variants.iter().any(|variant| variant.show.is_none() && variant.id == mark.variant))
}

/// Why a campaign stops at a gate, in one sentence.
#[must_use]
pub fn reason(program: &Program, state: &State, campaign: &Campaign, reason: &Reason) -> String {
    let whose = |by: &Whose| match by {
        Whose::Campaign => "",
        Whose::Group => " (the cap of its group)",
        Whose::Site => " (the cap of the whole site)",
    };
    match reason {
        Reason::Disabled => "Switched off: \"enabled\" is false.".into(),
        Reason::Broken => "Its message cannot be drawn; `check` says why.".into(),
        Reason::Speechless => speech::silence(program, state, campaign),
        Reason::Over => "Its countdown is over: an offer that has ended is not shown again.".into(),
        Reason::NoCode => {
            "The pool of its code has none for this visitor: it is empty, cannot be reached, or the visitor does not allow analytics, under \
             whose id codes are given. A block under `else` would be shown instead."
                .into()
        }
        Reason::Place { place, room } => {
            let selector = program.selectors.get(usize::from(*place / 4)).map_or("", |selector| selector);
            match room {
                Room::Missing => format!("It waits for `{selector}`, which is not on this page."),
                Room::InSight | Room::Free => format!("It waits until `{selector}` is out of sight, so that nothing jumps."),
            }
        }
        Reason::NotTriggered => match moments(program, campaign).as_str() {
            // Of a campaign that is switched off no trigger is kept.
            "" => "Waits for its moment, which has not come on this page view.".into(),
            moments => format!("Waits for its moment: {moments} has not happened on this page view."),
        },
        Reason::Closed { opens: Some(at) } => format!("Its schedule is closed; it opens {}.", clock(state, *at)),
        Reason::Closed { opens: None } => "Its schedule is over.".into(),
        Reason::Consent if campaign.interrupts => "It would interrupt, and the visitor has not answered the consent question yet.".into(),
        Reason::Consent => {
            "A message was dismissed, and the visitor has not answered the consent question yet: nothing more is shown.".into()
        }
        Reason::NoMemory if campaign.interrupts => {
            "It would interrupt, and storage is blocked: a dismissal could not be remembered.".into()
        }
        Reason::NoMemory => "A message was dismissed, and storage is blocked: nothing more is shown on this page.".into(),
        Reason::Condition(verdict) => {
            // Where they stand is not said here.
            let lines = clauses(program, state, campaign.when, &mut Lines::new(""));
            let word = if *verdict == Verdict::Unknown { "Not known yet" } else { "Its condition does not hold" };
            format!("{word}: {}.", missing(&lines, *verdict))
        }
        Reason::Checkout => "The shopper is in checkout; \"in_checkout\": true would allow it.".into(),
        Reason::SearchLanding => {
            "A phone that comes from a search engine sees its first page uncovered; it waits for the next page view.".into()
        }
        Reason::Capped { by, at_most, per, until } => {
            let span = match per {
                Per::Page => "on this page view".into(),
                Per::Session => "in this visit".into(),
                Per::Day => "today".into(),
                Per::Span(span) => format!("in the last {}", span_text(*span)),
                Per::Ever => "in all time".into(),
            };
            let times = if *at_most == 1 { "once".into() } else { format!("{at_most} times") };
            let until = until.map_or_else(String::new, |at| format!("; capped until {}", clock(state, at)));
            let what = if held_back(state, campaign) { "It was the turn of the holdout, which sees nothing," } else { "Shown" };
            format!("{what} {times} {span}, which is all that is allowed{}{until}.", whose(by))
        }
        Reason::Cooling { by, after, until } => {
            let what = match after {
                Kind::Dismissed => "It was dismissed",
                Kind::Converted => "It has led to a conversion",
                Kind::Exposed => "It was shown",
                Kind::Snoozed => "It was put off",
                Kind::Clicked | Kind::Submitted => "It was used",
            };
            let until = until.map_or_else(|| "for good".into(), |at| format!("until {}", clock(state, at)));
            format!("{what}{} and stays silent {until}.", whose(by))
        }
        Reason::Outside => "The visitor is outside of the experiment's coverage or namespace.".into(),
        Reason::Busy { with } => match program.campaigns.get(*with as usize) {
            Some(other) if other.id != campaign.id => format!("The screen is taken by `{}`.", other.id),
            _ => "It is on screen already.".into(),
        },
        Reason::Quiet { until } => format!("An interruption was on screen just now; quiet until {}.", clock(state, *until)),
        Reason::Scene { until, seen } => format!("It waits: {}; looked at again {}.", seen.says(), clock(state, *until)),
    }
}
