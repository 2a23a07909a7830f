//! The shop as a whole, and the way to everything else.

use super::{chart, link, marked};
use crate::report::SiteReport;
use crate::report::experiment::Experiment;
use crate::report::funnel::Steps;
use crate::report::text::{count, money, percent};
use crate::stats::verdict::Call;
use maud::{Markup, html};

pub fn overview(site: &SiteReport) -> Markup {
    let of = &site.overview;
    let figure = |name: &str, value: String, beside: String| {
        // An amount and its currency stay together.
        let value = value.replace(' ', "\u{a0}");
        html! { div { dt { (name) } dd { (value) } @if !beside.is_empty() { dd { (beside) } } } }
    };
    html! {
        dl class="figures" {
            (figure("Visitors", count(of.visitors as u64), if of.robots > 0 { format!("{} suspected robots among them", of.robots) } else { String::new() }))
            (figure("Exposures", count(of.exposures), String::new()))
            (figure("Orders", count(of.orders as u64), format!("{} verified by the shop's server", count(of.verified as u64))))
            (figure("Revenue", money(of.revenue, &site.currency), format!("{} verified", money(of.revenue_verified, &site.currency))))
            @if let Some(value) = of.order_value {
                (figure("Average order", money(value.round() as i64, &site.currency), String::new()))
            }
            @if let Some(spend) = of.customer_spend {
                (figure("A customer spends in a year", money(spend.round() as i64, &site.currency), "at this pace".into()))
            }
        }
        @if of.foreign > 0 { p class="sub" { (of.foreign) " orders in other currencies are in no sum." } }
        @if of.without_amount > 0 { p class="sub" { (of.without_amount) " orders came without an amount, and count as 0." } }
        @if let Some(programme) = &site.programme {
            section class="card" { h2 { "Does it pay at all?" } (lines(site, programme)) }
        }
        section class="card" {
            h2 { "Tests" }
            @if site.experiments.is_empty() { p class="sub" { "No campaign has two variants yet, or its first day is not over." } }
            @for test in &site.experiments { h3 { (test.name.as_deref().unwrap_or(&test.id)) } (lines(site, test)) }
        }
        @if of.days.len() > 1 { (days(site)) }
        (funnels(site))
    }
}

fn lines(site: &SiteReport, test: &Experiment) -> Markup {
    html! {
        @for comparison in &test.comparisons {
            p { span class={ "call " (word(comparison.call)) } { (name(comparison.call)) } br; b { (comparison.arm) } ": " (marked(&comparison.sentence)) }
        }
        p { a href=(link("/test", Some(site), Some(&test.id))) { "All figures of “" (test.name.as_deref().unwrap_or(&test.id)) "”" } }
    }
}

/// The class of a verdict.
pub const fn word(call: Call) -> &'static str {
    match call {
        Call::Winner => "winner",
        Call::Loser => "loser",
        Call::NoDifference => "no_difference",
        Call::Open => "open",
        Call::Halted => "halted",
    }
}

/// What a verdict is called.
pub const fn name(call: Call) -> &'static str {
    match call {
        Call::Winner => "Winner",
        Call::Loser => "Loser",
        Call::NoDifference => "No difference",
        Call::Open => "Keep running",
        Call::Halted => "No verdict",
    }
}

fn days(site: &SiteReport) -> Markup {
    let days = &site.overview.days;
    let day = |place: usize| days.get(place).and_then(|day| day.day).map_or_else(String::new, |day| day.to_string());
    let (first, last) = (day(0), day(days.len() - 1));
    let ends = (first.as_str(), last.as_str());
    let (visitors, revenue): (Vec<f64>, Vec<f64>) = days.iter().map(|day| (day.visitors as f64, day.revenue as f64)).unzip();
    let most_visitors = days.iter().map(|day| day.visitors).max().unwrap_or(0);
    let most_revenue = days.iter().map(|day| day.revenue).max().unwrap_or(0);
    html! {
        section class="card" {
            div class="pair" {
                div {
                    h2 { "New visitors by day" }
                    (chart::bars(&format!("New visitors by day from {first} to {last}, {} at most", count(most_visitors)), &visitors, &count(most_visitors), ends))
                }
                div {
                    h2 { "Revenue by day" }
                    (chart::bars(&format!("Revenue by day from {first} to {last}, {} at most", money(most_revenue, &site.currency)), &revenue, &money(most_revenue, &site.currency), ends))
                }
            }
            details {
                summary { "As a table" }
                div class="wide" tabindex="0" role="region" aria-label="By day" {
                    table {
                        thead { tr { th scope="col" { "Day" } th scope="col" { "New visitors" } th scope="col" { "Exposures" } th scope="col" { "Orders" } th scope="col" { "Revenue" } } }
                        tbody {
                            @for of in days.iter().rev() {
                                tr {
                                    th scope="row" { @if let Some(day) = of.day { (day) } }
                                    td { (count(of.visitors)) } td { (count(of.exposures)) } td { (count(of.orders)) } td { (money(of.revenue, &site.currency)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn funnels(site: &SiteReport) -> Markup {
    html! {
        @if !site.funnels.is_empty() {
            section class="card" {
                h2 { "From exposure to conversion" }
                p class="sub" { "Each exposure once in each column. Counts are no comparison: whether a variant is better stands under its test." }
                div class="wide" tabindex="0" role="region" aria-label="From exposure to conversion" {
                    table {
                        thead {
                            tr {
                                th scope="col" { "Campaign and variant" }
                                @for head in ["Exposed", "Seen", "Pressed", "Answered", "Copied", "Closed", "Converted"] { th scope="col" { (head) } }
                            }
                        }
                        tbody { @for funnel in &site.funnels { @for steps in &funnel.variants { (row(funnel.name.as_deref().unwrap_or(&funnel.id), steps)) } } }
                    }
                }
            }
        }
    }
}

fn row(campaign: &str, steps: &Steps) -> Markup {
    let share = |part: u64| if steps.exposed == 0 { String::new() } else { percent(part as f64 / steps.exposed as f64) };
    html! {
        tr {
            th scope="row" { (campaign) " · " (steps.variant) }
            td { (count(steps.exposed)) }
            @for part in [steps.seen, steps.clicked, steps.submitted, steps.copied, steps.dismissed] { td { (count(part)) } }
            td { (count(steps.converted)) @if steps.converted > 0 { br; span class="sub" { (share(steps.converted)) } } }
        }
    }
}
