//! The report as text, for a terminal.
//!
//! Decides what is told of each site in a screen or two. Everything is in the JSON; the pages have the pictures.

use super::experiment::Experiment;
use super::{Report, SiteReport};
use shopbell::money::minor_digits;
use std::fmt::Write as _;

/// An amount in minor units, as people write it: `1,234.50 EUR`.
#[must_use]
pub fn money(minor: i64, currency: &str) -> String {
    let digits = minor_digits(currency);
    let unit = 10_u64.pow(u32::from(digits));
    let (whole, rest) = (minor.unsigned_abs() / unit, minor.unsigned_abs() % unit);
    let sign = if minor < 0 { "−" } else { "" };
    let fraction = if digits == 0 { String::new() } else { format!(".{rest:0width$}", width = usize::from(digits)) };
    format!("{sign}{}{fraction} {currency}", count(whole))
}

/// A number with its thousands apart.
#[must_use]
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A share of 1 as percent, to a tenth.
#[must_use]
pub fn percent(share: f64) -> String {
    let text = format!("{:.1} %", share * 100.0);
    if let Some(positive) = text.strip_prefix('-') { format!("−{positive}") } else { text }
}

/// The whole report.
#[must_use]
pub fn text(report: &Report) -> String {
    let mut out = String::new();
    if report.unread > 0 {
        let _ = writeln!(out, "{} lines could not be read", report.unread);
    }
    if report.sites.is_empty() {
        out.push_str("Nothing has arrived yet.\n");
    }
    for site in &report.sites {
        of_site(&mut out, site);
    }
    out
}

fn of_site(out: &mut String, site: &SiteReport) {
    let (of, currency) = (&site.overview, &site.currency);
    // Writing to a text does not fail.
    let title = format!("{} · up to {}", site.site, site.closed);
    let _ = writeln!(out, "{}{title}\n{}", if out.is_empty() { "" } else { "\n" }, "─".repeat(title.chars().count()));
    let _ = writeln!(
        out,
        "{} visitors, {} exposures, {} orders ({} verified), {}",
        count(of.visitors as u64),
        count(of.exposures),
        count(of.orders as u64),
        count(of.verified as u64),
        money(of.revenue, currency)
    );
    if let Some(value) = of.order_value {
        let _ = writeln!(out, "average order {}", money(value.round() as i64, currency));
    }
    for test in site.programme.iter().chain(&site.experiments) {
        experiment(out, test);
    }
    for nps in &site.nps {
        let _ = writeln!(out, "\n{} · {}: {}", nps.campaign, nps.field, nps.sentence);
    }
    for feedback in site.feedback.iter().filter(|feedback| !feedback.counts.is_empty()) {
        let _ = writeln!(out, "\n{} · {}: {} answers", feedback.campaign, feedback.field, feedback.answered);
        for (choice, times) in feedback.counts.iter().take(8) {
            let _ = writeln!(out, "  {times:>6}  {choice}");
        }
    }
    for pool in &site.coupons.pools {
        let _ = writeln!(out, "\npool {}: {} left, {} given", pool.pool, pool.left, pool.given);
    }
    for code in site.coupons.codes.iter().filter(|code| code.leak) {
        let _ = writeln!(out, "\n{}: used in {} orders and copied {} times; has it leaked?", code.code, code.used, code.copied);
    }
}

fn experiment(out: &mut String, test: &Experiment) {
    let _ = writeln!(out, "\n{} · phase {} · day {} since {}", test.id, test.phase, test.days, test.start);
    for comparison in &test.comparisons {
        let _ = writeln!(out, "  {}: {}", comparison.arm, comparison.sentence);
    }
    let width = test.arms.iter().map(|arm| arm.id.chars().count()).max().unwrap_or(0).max(3);
    let _ = writeln!(out, "  {:width$}  {:>9}  {:>9}  {:>7}", "arm", "counted", "converted", "share");
    for arm in &test.arms {
        let share = arm.rate.map_or_else(|| "–".into(), |rate| percent(rate.share));
        let _ = writeln!(out, "  {:width$}  {:>9}  {:>9}  {share:>7}", arm.id, arm.counted, arm.converters);
    }
    let _ = writeln!(out, "  sample ratio: {}", test.ratio.sentence);
    for guardrail in test.comparisons.iter().flat_map(|comparison| &comparison.guardrails).filter(|guardrail| guardrail.fine == Some(false))
    {
        let _ = writeln!(out, "  {}", guardrail.sentence);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_read_well() {
        assert_eq!(money(123_450, "EUR"), "1,234.50 EUR");
        assert_eq!(money(-5, "EUR"), "−0.05 EUR");
        assert_eq!(money(1_234_567, "KRW"), "1,234,567 KRW");
        assert_eq!((count(0), count(999), count(1_000)), ("0".into(), "999".into(), "1,000".into()));
        assert_eq!((percent(0.0345), percent(-0.1)), ("3.5 %".into(), "−10.0 %".into()));
    }
}
