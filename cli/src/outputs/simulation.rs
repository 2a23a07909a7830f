//! A simulation for people, in tables, and as JSON.

use crate::manual::painted;
use shopbell::simulate::report::{CampaignReport, Report};

/// Losses that are named for each campaign.
const LOSSES: usize = 3;
/// Messages in a visit, codes of a visitor: from here on they are counted together.
const MOST: usize = 8;

/// The report as one JSON object.
pub fn json(report: &Report) -> String {
    serde_json::to_string_pretty(report).map(|text| text + "\n").unwrap_or_default()
}

/// `12.3 %` of something.
pub fn share(part: u64, whole: u64) -> String {
    let permille = (part * 1_000 + whole / 2).checked_div(whole).unwrap_or(0);
    format!("{}.{} %", permille / 10, permille % 10)
}

/// `12,345`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// How often there were none, one, two …; what is more than most is one row.
pub fn steps(counts: &[u64]) -> Vec<(String, u64)> {
    let mut rows: Vec<(String, u64)> = (0..MOST).zip(counts).map(|(number, count)| (number.to_string(), *count)).collect();
    if let Some(more) = counts.get(MOST..).filter(|more| !more.is_empty()) {
        rows.push((format!("{MOST} or more"), more.iter().sum()));
    }
    rows
}

/// Columns as wide as they have to be; the first to the left, the others to the right.
pub fn table(rows: &[Vec<String>], indent: &str) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut out = String::new();
    for row in rows {
        let cell = |(place, (cell, width)): (usize, (&String, &usize))| {
            if place == 0 { format!("{cell:<width$}") } else { format!("{cell:>width$}") }
        };
        let line = row.iter().zip(&widths).enumerate().map(cell).collect::<Vec<_>>().join("  ");
        out.push_str(&format!("{indent}{}\n", line.trim_end()));
    }
    out
}

/// `1,000 visitors made 1,600 visits with 5,000 page views`.
fn came(report: &Report) -> String {
    let counted = |count: u64, what: &str| format!("{} {what}{}", grouped(count), if count == 1 { "" } else { "s" });
    let Report { visitors, visits, page_views, .. } = report;
    format!("{} made {} with {}", counted(*visitors, "visitor"), counted(*visits, "visit"), counted(*page_views, "page view"))
}

/// Who saw what, in tables.
pub fn human(report: &Report, colors: bool) -> String {
    let head = |text: &str| if colors { painted("1", text) } else { text.to_owned() };
    let [first, last] = &report.days;
    let mut out = format!("{}, from {first} to {last}, seed {}\n", came(report), report.seed);
    let unseen: Vec<&CampaignReport> = report.campaigns.iter().filter(|campaign| campaign.unseen.is_some()).collect();
    if !unseen.is_empty() {
        out.push_str(&format!("\n{}\n", head("Nobody saw")));
        for campaign in unseen {
            let id = if colors { painted("31", &campaign.id) } else { campaign.id.clone() };
            out.push_str(&format!("  {id}: {}\n", campaign.unseen.as_deref().unwrap_or("")));
        }
    }
    let mut rows =
        vec![["campaign", "visitors", "", "exposures", "shown", "held out", "dismissed", "clicked", "answered"].map(String::from).to_vec()];
    for campaign in &report.campaigns {
        let CampaignReport { id, reached, exposures, shown, held_out, dismissed, clicked, answered, .. } = campaign;
        let mut row = vec![id.clone(), grouped(*reached), share(*reached, report.visitors)];
        row.extend([exposures, shown, held_out, dismissed, clicked, answered].map(|number| grouped(*number)));
        rows.push(row);
    }
    out.push_str(&format!("\n{}\n{}", head("Reach"), table(&rows, "  ")));
    out.push_str(&losses(report, &head("Ready, and not shown")));
    out.push_str(&rest(report, &head));
    out
}

fn losses(report: &Report, head: &str) -> String {
    let mut out = String::new();
    for campaign in report.campaigns.iter().filter(|campaign| !campaign.lost.is_empty()) {
        let lost: u64 = campaign.lost.iter().map(|lost| lost.moments).sum();
        out.push_str(&format!("  {}: {} of {} moments\n", campaign.id, grouped(lost), grouped(campaign.ready)));
        let mut rows: Vec<Vec<String>> = Vec::new();
        for lost in campaign.lost.iter().take(LOSSES) {
            rows.push(vec![lost.sentence(), grouped(lost.moments)]);
        }
        if let Some(others) = campaign.lost.get(LOSSES..).filter(|others| !others.is_empty()) {
            rows.push(vec![String::from("for other reasons"), grouped(others.iter().map(|lost| lost.moments).sum())]);
        }
        out.push_str(&table(&rows, "    "));
    }
    if out.is_empty() { out } else { format!("\n{head}\n{out}") }
}

fn rest(report: &Report, head: &dyn Fn(&str) -> String) -> String {
    let mut out = String::new();
    let counts = |counts: &[u64], whole: u64| {
        let row = |(number, count): (String, u64)| vec![number, grouped(count), share(count, whole)];
        table(&steps(counts).into_iter().map(row).collect::<Vec<_>>(), "  ")
    };
    out.push_str(&format!("\n{}\n{}", head("Messages in a visit"), counts(&report.messages_per_visit, report.visits)));
    if !report.overlap.is_empty() {
        let row = |pair: &shopbell::simulate::report::Overlap| {
            vec![pair.campaigns.join(" and "), grouped(pair.visitors), share(pair.visitors, report.visitors)]
        };
        let rows: Vec<Vec<String>> = report.overlap.iter().map(row).collect();
        out.push_str(&format!("\n{}\n{}", head("Reached the same visitor"), table(&rows, "  ")));
    }
    let coupons = &report.coupons;
    if coupons.visitors > 0 {
        out.push_str(&format!("\n{}\n", head("Codes that a visitor saw")));
        out.push_str(&counts(&coupons.codes_per_visitor, report.visitors));
        let row = |code: &shopbell::simulate::report::Code| {
            vec![code.code.clone(), grouped(code.visitors), share(code.visitors, report.visitors)]
        };
        out.push_str(&table(&coupons.codes.iter().map(row).collect::<Vec<_>>(), "  "));
    }
    if !report.segments.is_empty() {
        out.push_str(&format!("\n{}\n", head("Segments")));
        let mut rows = vec![["segment", "visitors", ""].map(String::from).to_vec()];
        for segment in &report.segments {
            rows.push(vec![segment.name.clone(), grouped(segment.visitors), share(segment.visitors, report.visitors)]);
            for campaign in &report.campaigns {
                let reached = campaign.segments.iter().find(|reached| reached.segment == segment.name && reached.visitors > 0);
                rows.extend(reached.map(|reached| {
                    vec![format!("  reached by {}", campaign.id), grouped(reached.visitors), share(reached.visitors, segment.visitors)]
                }));
            }
        }
        out.push_str(&table(&rows, "  "));
    }
    out
}
