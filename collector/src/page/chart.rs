//! Drawings: bars by day, an interval with the zero line, its course over the days, a distribution.
//!
//! Decides scales and places. A drawing stretches to the width that there is, and its lines stay as thick as they are; all that is read is
//! text beside it, as large as other text. Each drawing has a title that a screen reader reads; its figures stand in a table beside it.

use maud::{Markup, html};

/// Width and height of every drawing, in units of its own.
const SIDE: f64 = 1000.0;

fn place(value: f64) -> String {
    format!("{value:.1}")
}

fn drawing(label: &str, class: &str, inside: &Markup) -> Markup {
    html! { svg class=(class) viewBox="0 0 1000 1000" preserveAspectRatio="none" role="img" aria-label=(label) { (inside) } }
}

/// Bars, one a day, with the largest named; `label` is read aloud.
pub fn bars(label: &str, values: &[f64], largest: &str, ends: (&str, &str)) -> Markup {
    let most = values.iter().copied().fold(0.0_f64, f64::max).max(f64::MIN_POSITIVE);
    let step = SIDE / values.len().max(1) as f64;
    let inside = html! {
        @for (day, value) in values.iter().enumerate() {
            @let tall = (value / most * SIDE).max(if *value > 0.0 { 8.0 } else { 0.0 });
            rect class="bar" x=(place(day as f64 * step + step * 0.12)) y=(place(SIDE - tall)) width=(place(step * 0.76)) height=(place(tall)) {}
        }
    };
    html! {
        figure {
            p class="ends" { span { (largest) } }
            (drawing(label, "tall ground", &inside))
            p class="ends" { span { (ends.0) } span { (ends.1) } }
        }
    }
}

/// An interval around a value, with the line of no difference; `say` writes a value.
pub fn reach(label: &str, value: f64, (low, high): (f64, f64), say: impl Fn(f64) -> String) -> Markup {
    let (from, to) = (low.min(0.0), high.max(0.0));
    let across = |value: f64| place(20.0 + (value - from) / (to - from).max(1e-12) * (SIDE - 40.0));
    let inside = html! {
        line class="zero" x1=(across(0.0)) x2=(across(0.0)) y1="0" y2="1000" {}
        line class="reach" x1=(across(low)) x2=(across(high)) y1="500" y2="500" {}
        line class="dot" x1=(across(value)) x2=(across(value)) y1="500" y2="500" {}
    };
    html! {
        figure {
            (drawing(label, "flat", &inside))
            p class="ends" { span { (say(from)) } @if from < 0.0 && to > 0.0 { span { "the dashed line is no difference" } } span { (say(to)) } }
        }
    }
}

/// How an interval narrows, day by day: day, value, its ends; with a line on the day of a verdict.
pub fn course(label: &str, days: &[(usize, f64, f64, f64)], decided: Option<usize>, say: impl Fn(f64) -> String) -> Markup {
    let (Some(first), Some(last)) = (days.first(), days.last()) else { return html! {} };
    // The first days may reach anywhere: what is drawn is what the second half of the days needs, and what is beyond is cut.
    let half = days.get(days.len() / 2..).unwrap_or(days);
    let (low, high) = half.iter().fold((0.0_f64, 0.0_f64), |(low, high), (_, _, from, to)| (low.min(*from), high.max(*to)));
    let room = (high - low).max(1e-12) * 0.12;
    let (low, high) = (low - room, high + room);
    let span = (last.0 - first.0).max(1) as f64;
    let x = |day: usize| place((day.saturating_sub(first.0)) as f64 / span * SIDE);
    let y = |value: f64| place((high - value.clamp(low, high)) / (high - low) * SIDE);
    let there = days.iter().map(|(day, _, _, to)| format!("{},{}", x(*day), y(*to)));
    let back = days.iter().rev().map(|(day, _, from, _)| format!("{},{}", x(*day), y(*from)));
    let band: Vec<String> = there.chain(back).collect();
    let line: Vec<String> = days.iter().map(|(day, value, ..)| format!("{},{}", x(*day), y(*value))).collect();
    let inside = html! {
        polygon class="band" points=(band.join(" ")) {}
        line class="zero" x1="0" x2="1000" y1=(y(0.0)) y2=(y(0.0)) {}
        @if let Some(day) = decided { line class="found" x1=(x(day)) x2=(x(day)) y1="0" y2="1000" {} }
        polyline class="line" points=(line.join(" ")) {}
    };
    html! {
        figure {
            p class="ends" { span { (say(high)) } }
            (drawing(label, "tall", &inside))
            p class="ends" { span { (say(low)) } }
            p class="ends" { span { "day " (first.0) } @if let Some(day) = decided { span { "the upright line is the verdict, day " (day) } } span { "day " (last.0) } }
        }
    }
}

/// Scores from 0 to 10, in their bands.
pub fn scores(label: &str, counts: &[i64; 11]) -> Markup {
    let most = counts.iter().copied().max().unwrap_or(0).max(1) as f64;
    let step = SIDE / 11.0;
    let inside = html! {
        @for (score, count) in counts.iter().enumerate() {
            @let tall = *count as f64 / most * SIDE;
            rect class=(match score { 0..=6 => "low", 7..=8 => "mid", _ => "bar" }) x=(place(score as f64 * step + 6.0)) y=(place(SIDE - tall)) width=(place(step - 12.0)) height=(place(tall)) {}
        }
    };
    html! {
        figure class="scores" {
            (drawing(label, "tall ground", &inside))
            ol { @for (score, count) in counts.iter().enumerate() { li { b { (score) } br; (count) } } }
        }
    }
}

/// One bar of a list, as a share of the largest.
pub fn bar(share: f64) -> Markup {
    html! {
        svg class="small" viewBox="0 0 1000 10" aria-hidden="true" preserveAspectRatio="none" {
            rect class="band" x="0" y="0" width="1000" height="10" {}
            rect class="bar" x="0" y="0" width=(place((share.clamp(0.0, 1.0) * SIDE).max(5.0))) height="10" {}
        }
    }
}
