//! Drawings: bars by day, an interval with the zero line, its course over the days, a distribution.
//!
//! Decides scales and places, in whole units of a fixed width, so that the same figures are the same drawing. Each has a title that a
//! screen reader reads; the figures stand in a table beside it.

use maud::{Markup, html};

/// Width of a drawing, in units of its own.
const WIDE: f64 = 640.0;

fn place(value: f64) -> String {
    format!("{value:.1}")
}

/// Bars, one a day, with the largest named; `label` is read aloud.
pub fn bars(label: &str, values: &[f64], largest: &str, ends: (&str, &str)) -> Markup {
    let most = values.iter().copied().fold(0.0_f64, f64::max).max(f64::MIN_POSITIVE);
    let (high, top) = (120.0, 20.0);
    let step = WIDE / values.len().max(1) as f64;
    html! {
        svg viewBox="0 0 640 164" role="img" aria-label=(label) {
            text x="0" y="12" { (largest) }
            line class="axis" x1="0" x2="640" y1=(place(top + high)) y2=(place(top + high)) {}
            @for (day, value) in values.iter().enumerate() {
                @let tall = (value / most * (high - 2.0)).max(if *value > 0.0 { 1.0 } else { 0.0 });
                rect class="bar" x=(place(day as f64 * step + step * 0.12)) y=(place(top + high - tall)) width=(place(step * 0.76)) height=(place(tall)) rx="2" {}
            }
            text x="0" y="158" { (ends.0) }
            text x="640" y="158" text-anchor="end" { (ends.1) }
        }
    }
}

/// An interval around a value, with the line of no difference.
pub struct Reach<'r> {
    /// What it is of.
    pub name: &'r str,
    /// The value.
    pub value: f64,
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// Intervals below each other, on one scale; `say` writes a value.
pub fn reaches(label: &str, reaches: &[Reach], say: impl Fn(f64) -> String) -> Markup {
    let ends = reaches.iter().flat_map(|reach| [reach.low, reach.high]).chain([0.0]);
    let (low, high) = ends.fold((f64::MAX, f64::MIN), |(low, high), end| (low.min(end), high.max(end)));
    let spread = (high - low).max(1e-12);
    let (left, wide) = (24.0, WIDE - 48.0);
    let across = |value: f64| left + (value - low) / spread * wide;
    let row = 46.0;
    let all = row * reaches.len() as f64;
    html! {
        svg viewBox=(format!("0 0 640 {}", place(all + 34.0))) role="img" aria-label=(label) {
            line class="zero" x1=(place(across(0.0))) x2=(place(across(0.0))) y1="4" y2=(place(all + 10.0)) {}
            @for (number, reach) in reaches.iter().enumerate() {
                @let y = row * number as f64 + 32.0;
                text class="ink" x=(place(across(reach.low).min(WIDE - 200.0))) y=(place(y - 14.0)) { (reach.name) }
                line class="reach" x1=(place(across(reach.low))) x2=(place(across(reach.high))) y1=(place(y)) y2=(place(y)) {}
                circle class="dot" cx=(place(across(reach.value))) cy=(place(y)) r="6" {}
            }
            @let y = all + 28.0;
            text x=(place(across(low))) y=(place(y)) text-anchor="start" { (say(low)) }
            @if across(0.0) - across(low) > 60.0 && across(high) - across(0.0) > 60.0 {
                text x=(place(across(0.0))) y=(place(y)) text-anchor="middle" { "0" }
            }
            text x=(place(across(high))) y=(place(y)) text-anchor="end" { (say(high)) }
        }
    }
}

/// How an interval narrows, day by day: day, value, its ends.
pub fn course(label: &str, days: &[(usize, f64, f64, f64)], say: impl Fn(f64) -> String) -> Markup {
    let (Some(first), Some(last)) = (days.first(), days.last()) else { return html! {} };
    // The first days may reach anywhere: what is drawn is what the second half of the days needs, and what is beyond is cut.
    let half = days.get(days.len() / 2..).unwrap_or(days);
    let (low, high) = half.iter().fold((0.0_f64, 0.0_f64), |(low, high), (_, _, from, to)| (low.min(*from), high.max(*to)));
    let (low, high) = (low * 1.15, high * 1.15);
    let (top, tall) = (10.0, 150.0);
    let span = (last.0 - first.0).max(1) as f64;
    let x = |day: usize| place((day - first.0) as f64 / span * WIDE);
    let y = |value: f64| place(top + (high - value.clamp(low, high)) / (high - low).max(1e-12) * tall);
    let there = days.iter().map(|(day, _, _, to)| format!("{},{}", x(*day), y(*to)));
    let back = days.iter().rev().map(|(day, _, from, _)| format!("{},{}", x(*day), y(*from)));
    let band: Vec<String> = there.chain(back).collect();
    let line: Vec<String> = days.iter().map(|(day, value, ..)| format!("{},{}", x(*day), y(*value))).collect();
    html! {
        svg viewBox="0 0 640 184" role="img" aria-label=(label) {
            polygon class="band" points=(band.join(" ")) {}
            line class="zero" x1="0" x2="640" y1=(y(0.0)) y2=(y(0.0)) {}
            polyline class="line" points=(line.join(" ")) {}
            text x="0" y="20" { (say(high / 1.15)) }
            text x="0" y="156" { (say(low / 1.15)) }
            text x="0" y="180" { "day " (first.0) }
            text x="640" y="180" text-anchor="end" { "day " (last.0) }
        }
    }
}

/// Scores from 0 to 10, in their bands.
pub fn scores(label: &str, counts: &[i64; 11]) -> Markup {
    let most = counts.iter().copied().max().unwrap_or(0).max(1) as f64;
    let step = WIDE / 11.0;
    html! {
        svg viewBox="0 0 640 150" role="img" aria-label=(label) {
            line class="axis" x1="0" x2="640" y1="122" y2="122" {}
            @for (score, count) in counts.iter().enumerate() {
                @let tall = *count as f64 / most * 96.0;
                @let middle = place(score as f64 * step + step / 2.0);
                rect class=(match score { 0..=6 => "low", 7..=8 => "mid", _ => "bar" }) x=(place(score as f64 * step + 5.0)) y=(place(122.0 - tall)) width=(place(step - 10.0)) height=(place(tall)) rx="3" {}
                text x=(middle) y=(place(116.0 - tall)) text-anchor="middle" { (count) }
                text class="ink" x=(middle) y="142" text-anchor="middle" { (score) }
            }
        }
    }
}

/// One bar of a list, as a share of the largest.
pub fn bar(share: f64) -> Markup {
    html! {
        svg viewBox="0 0 200 10" aria-hidden="true" preserveAspectRatio="none" {
            rect class="band" x="0" y="0" width="200" height="10" rx="5" {}
            rect class="bar" x="0" y="0" width=(place((share.clamp(0.0, 1.0) * 200.0).max(2.0))) height="10" rx="5" {}
        }
    }
}
