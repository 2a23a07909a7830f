//! One test: the verdict first, then all that it leans on.

use super::overview::{name, word};
use super::{chart, marked};
use crate::report::SiteReport;
use crate::report::experiment::{ArmReport, Comparison, Estimate, Experiment};
use crate::report::text::{count, money, percent};
use maud::{Markup, html};

pub fn test(site: &SiteReport, test: &Experiment) -> Markup {
    html! {
        @for comparison in &test.comparisons { (compared(test, comparison)) }
        section class="card" {
            h2 { "Arms" }
            (arms(site, test))
            p class="sub" {
                "Only visitors whose " (days(test.within)) " for the goal " code { (test.goal) } " after the first exposure are over are counted. The shares' intervals are for one arm by itself, and not for deciding."
            }
        }
        section class="card" {
            h2 { "What the verdict leans on" }
            ul class="plain" {
                li class=[light(test.ratio.fine)] { "Sample ratio: " (test.ratio.sentence) }
                @for comparison in &test.comparisons {
                    @for guardrail in &comparison.guardrails {
                        li class=[light(guardrail.fine)] { (comparison.arm) " · " (guardrail.sentence) }
                    }
                    @if comparison.with_robots != comparison.sentence { li { (comparison.arm) " · with suspected robots it would be: " (comparison.with_robots) } }
                }
                @for note in &test.notes { li { (marked(note)) } }
            }
        }
        section class="card" {
            h2 { "The plan" }
            p { "The test needs " (count(test.planned.unsigned_abs())) " visitors in each comparison: " (marked(&test.plan)) "." }
            p class="sub" { "Phase " (test.phase) ", since " (test.start) ", " (test.days) " closed days. A verdict is given at the end of a week: early by a test that may be looked at every day (level 0.01), else once, when the planned visitors are there (0.04). After either it stands." }
        }
    }
}

const fn light(fine: Option<bool>) -> Option<&'static str> {
    match fine {
        Some(true) => Some("fine"),
        Some(false) => Some("red"),
        None => None,
    }
}

fn compared(test: &Experiment, comparison: &Comparison) -> Markup {
    let control = test.arms.iter().find(|arm| arm.control).map_or("", |arm| arm.id.as_str());
    html! {
        section class="card" {
            span class={ "call " (word(comparison.call)) } { (name(comparison.call)) }
            h2 { (comparison.arm) " against " (control) }
            p class="verdict" { (marked(&comparison.sentence)) }
            @match (&comparison.decided, &comparison.lift) {
                (Some(decided), _) => { @if let Some(lift) = &decided.lift { (lift_drawn(&format!("The lift that it was found with, on day {}", decided.day), lift)) } }
                (None, Some(lift)) => { (lift_drawn("The lift so far", lift)) }
                (None, None) => { p class="sub" { "There are too few visitors to draw an interval." } }
            }
            @if comparison.course.len() > 1 {
                h3 { "The difference of shares, day by day" }
                @let last = comparison.course.last().map_or(0.0, |(_, value, ..)| *value);
                (chart::course(&format!("Difference of shares with its interval, by day; {} on the last day", points(last)), &comparison.course, comparison.decided.map(|decided| decided.day as usize), points))
                details {
                    summary { "As a table" }
                    table {
                        thead { tr { th scope="col" { "Day" } th scope="col" { "Difference" } th scope="col" { "From" } th scope="col" { "To" } } }
                        tbody { @for (day, value, low, high) in comparison.course.iter().rev() { tr { th scope="row" { (day) } td { (points(*value)) } td { (points(*low)) } td { (points(*high)) } } } }
                    }
                }
            }
            @if let Some(chance) = &comparison.chance {
                p class="sub" { "Beside it, not for deciding: the chance to beat " (control) " is " (percent(chance.beats)) ", with a prior that holds most lifts within ±60 %." }
            }
        }
    }
}

fn lift_drawn(title: &str, lift: &Estimate) -> Markup {
    html! {
        @match lift {
            Estimate { value, low: Some(low), high: Some(high) } => {
                h3 { (title) }
                @let label = format!("Lift {}, from {} to {}; 0 is no difference", signed(*value), signed(*low), signed(*high));
                (chart::reach(&label, *value, (*low, *high), signed))
            }
            Estimate { value, .. } => { p class="sub" { "The lift is " (signed(*value)) " so far; from where to where cannot be said yet." } }
        }
    }
}

fn arms(site: &SiteReport, test: &Experiment) -> Markup {
    html! {
        div class="wide" tabindex="0" role="region" aria-label="Arms" {
            table {
                thead {
                    tr {
                        th scope="col" { "Arm" }
                        @for head in ["Visitors", "Counted", "Converted", "Share", "Orders", "Revenue a visitor", "Average order"] { th scope="col" { (head) } }
                    }
                }
                tbody { @for arm in &test.arms { (arm_row(site, arm)) } }
            }
        }
        @for comparison in &test.comparisons {
            @if let Some(Estimate { value, low: Some(low), high: Some(high) }) = comparison.revenue {
                p class="sub" {
                    "Revenue a visitor, " (comparison.arm) " less the control, a description: " (money(value.round() as i64, &site.currency)) ", from "
                    (money(low.round() as i64, &site.currency)) " to " (money(high.round() as i64, &site.currency)) "."
                }
            }
        }
    }
}

fn arm_row(site: &SiteReport, arm: &ArmReport) -> Markup {
    let each = (arm.counted > 0).then(|| arm.revenue as f64 / arm.counted as f64);
    let capped = (arm.counted > 0 && arm.revenue_capped != arm.revenue).then(|| arm.revenue_capped as f64 / arm.counted as f64);
    let amount = |minor: Option<f64>| minor.map_or_else(|| "–".into(), |minor| money(minor.round() as i64, &site.currency));
    html! {
        tr {
            th scope="row" { (arm.id) @if arm.control { br; span class="sub" { "control" @if arm.holdout { ", sees nothing" } } } }
            td { (count(arm.visitors.unsigned_abs())) }
            td { (count(arm.counted.unsigned_abs())) }
            td { (count(arm.converters.unsigned_abs())) }
            td {
                @match &arm.rate {
                    Some(rate) => { (percent(rate.share)) br; span class="sub" { (percent(rate.interval.low)) " – " (percent(rate.interval.high)) } }
                    None => { "–" }
                }
            }
            td { (count(arm.orders.unsigned_abs())) }
            td { (amount(each)) @if capped.is_some() { br; span class="sub" { (amount(capped)) " capped" } } }
            td { (amount(arm.order_value)) }
        }
    }
}

fn signed(share: f64) -> String {
    let text = percent(share.abs());
    if text == "0.0 %" { text } else { format!("{}{text}", if share < 0.0 { '−' } else { '+' }) }
}

/// A difference of shares, in points of percent.
fn points(share: f64) -> String {
    let text = format!("{:.2}", share.abs() * 100.0);
    let sign = if text == "0.00" {
        ""
    } else if share < 0.0 {
        "−"
    } else {
        "+"
    };
    format!("{sign}{text} points")
}

fn days(span: i64) -> String {
    let hours = span / 3_600_000;
    let (number, unit) = if hours % 24 == 0 { (hours / 24, "day") } else { (hours, "hour") };
    format!("{number} {unit}{}", if number == 1 { "" } else { "s" })
}
