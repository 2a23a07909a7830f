//! A simulation as a page of its own: no script, nothing from elsewhere, light and dark.
//!
//! Decides what is drawn. Colours and spacing stand in `picture.css`. Every text of a rule file is escaped.

use super::simulation::{grouped, share, steps};
use super::tests::xml;
use shopbell::simulate::report::{CampaignReport, Report};

/// Reasons of a loss that have a colour each; the rest share one.
const REASONS: usize = 3;

/// The page. `rules` is the name of the rule file.
pub fn page(rules: &str, report: &Report) -> String {
    let [first, last] = &report.days;
    let mut body = format!(
        "<h1>Who would see what</h1>\n<p class=\"soft\">{} · made-up traffic from {first} to {last}, seed {}</p>\n",
        xml(rules),
        report.seed
    );
    body.push_str(&tiles(report));
    body.push_str(&unseen(report));
    body.push_str(&reach(report));
    body.push_str(&losses(report));
    let messages = histogram("Messages in a visit", "Visits by how many messages they had", &report.messages_per_visit, report.visits);
    let coupons = &report.coupons;
    let codes = if coupons.visitors == 0 {
        String::new()
    } else {
        histogram("Codes that a visitor saw", "Visitors by how many different codes they saw", &coupons.codes_per_visitor, report.visitors)
    };
    body.push_str(&format!("<div class=\"pair\">{messages}{codes}</div>\n"));
    body.push_str(&pairs(report));
    body.push_str(&segments(report));
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n\
         <title>{}: who would see what</title>\n<style>\n{}</style>\n<main>\n{body}\
         <footer class=\"soft\">Made by shopbell simulate. Made-up visitors, the real engine: good for comparing campaigns, no forecast.</footer>\n\
         </main>\n</html>\n",
        xml(rules),
        include_str!("picture.css")
    )
}

/// A share in percent with one decimal, as CSS takes it.
fn percent(part: u64, whole: u64) -> String {
    let permille = (part.saturating_mul(1_000)).checked_div(whole).unwrap_or(0).min(1_000);
    format!("{}.{}", permille / 10, permille % 10)
}

fn piece(class: &str, part: u64, whole: u64) -> String {
    if part == 0 { String::new() } else { format!("<i class=\"{class}\" style=\"--v:{}\"></i>", percent(part, whole)) }
}

/// A sentence, what stands in backticks as code.
fn said(sentence: &str) -> String {
    let parts = sentence.split('`').map(xml).enumerate();
    parts.map(|(place, part)| if place % 2 == 1 { format!("<code>{part}</code>") } else { part }).collect()
}

fn section(title: &str, about: &str, inside: &str) -> String {
    format!("<section>\n<h2>{title}</h2>\n<p class=\"soft\">{about}</p>\n{inside}</section>\n")
}

fn tiles(report: &Report) -> String {
    let shown: u64 = report.campaigns.iter().map(|campaign| campaign.shown).sum();
    let without = report.messages_per_visit.first().copied().unwrap_or(0);
    let tile = |number: String, what: &str| format!("<div class=\"tile\"><b>{number}</b><span class=\"soft\">{what}</span></div>\n");
    let tiles = [
        tile(grouped(report.visitors), "visitors"),
        tile(grouped(report.visits), "visits"),
        tile(grouped(shown), "messages shown"),
        tile(share(without, report.visits), "of visits without a message"),
        tile(share(report.coupons.visitors, report.visitors), "of visitors saw a code"),
    ];
    format!("<div class=\"tiles\">\n{}</div>\n", tiles.concat())
}

fn unseen(report: &Report) -> String {
    let mut list = String::new();
    for campaign in &report.campaigns {
        if let Some(why) = &campaign.unseen {
            list.push_str(&format!("<dt>{}</dt><dd>{}</dd>\n", xml(&campaign.id), said(why)));
        }
    }
    if list.is_empty() { list } else { format!("<section class=\"alarm\">\n<h2>Nobody saw</h2>\n<dl>\n{list}</dl>\n</section>\n") }
}

fn reach(report: &Report) -> String {
    let most = report.campaigns.iter().map(|campaign| campaign.exposures).max().unwrap_or(0);
    let mut rows = String::from(
        "<tr><th>campaign</th><th><span class=\"key\">shown</span> &nbsp; <span class=\"key held\">held out</span></th><th>visitors</th><th></th>\
         <th>shown</th><th>held out</th><th>dismissed</th><th>clicked</th><th>answered</th></tr>\n",
    );
    for campaign in &report.campaigns {
        let CampaignReport { id, name, reached, shown, held_out, dismissed, clicked, answered, .. } = campaign;
        let name = name.as_ref().map_or_else(String::new, |name| format!("<small>{}</small>", xml(name)));
        let bar = piece("", *shown, most) + &piece("held", *held_out, most);
        let cells: String =
            [*shown, *held_out, *dismissed, *clicked, *answered].map(|number| format!("<td>{}</td>", grouped(number))).concat();
        rows.push_str(&format!(
            "<tr><td class=\"name\">{}{name}</td><td class=\"wide\"><div class=\"bar\">{bar}</div></td><td>{}</td><td>{}</td>{cells}</tr>\n",
            xml(id),
            grouped(*reached),
            share(*reached, report.visitors)
        ));
    }
    section("Reach", "Exposures of each campaign; a holdout counts as reached and sees nothing", &format!("<table>\n{rows}</table>\n"))
}

fn losses(report: &Report) -> String {
    let mut out = String::new();
    for campaign in report.campaigns.iter().filter(|campaign| !campaign.lost.is_empty()) {
        let lost: u64 = campaign.lost.iter().map(|lost| lost.moments).sum();
        let (mut bar, mut keys) = (String::new(), String::new());
        for (place, reason) in campaign.lost.iter().take(REASONS).enumerate() {
            bar.push_str(&piece(&format!("r{place}"), reason.moments, campaign.ready));
            keys.push_str(&format!("<span class=\"r{place}\">{}: {}</span>", said(&reason.sentence()), grouped(reason.moments)));
        }
        let others: u64 = campaign.lost.iter().skip(REASONS).map(|lost| lost.moments).sum();
        if others > 0 {
            bar.push_str(&piece("r3", others, campaign.ready));
            keys.push_str(&format!("<span class=\"r3\">other reasons: {}</span>", grouped(others)));
        }
        out.push_str(&format!(
            "<div class=\"loss\"><p><b>{}</b><span class=\"soft\">{} of {} moments, {}</span></p><div class=\"bar\">{bar}</div><div class=\"keys\">{keys}</div></div>\n",
            xml(&campaign.id),
            grouped(lost),
            grouped(campaign.ready),
            share(lost, campaign.ready)
        ));
    }
    if out.is_empty() {
        out
    } else {
        section(
            "Ready, and not shown",
            "Page views on which a campaign was woken and its condition held, but something else was in the way",
            &out,
        )
    }
}

fn histogram(title: &str, about: &str, counts: &[u64], whole: u64) -> String {
    let most = counts.iter().copied().max().unwrap_or(0);
    let row = |(number, count): (String, u64)| {
        let bar = piece("", count, most);
        format!(
            "<tr><td>{number}</td><td class=\"wide\"><div class=\"bar\">{bar}</div></td><td>{}</td><td>{}</td></tr>\n",
            grouped(count),
            share(count, whole)
        )
    };
    let rows: String = steps(counts).into_iter().map(row).collect();
    section(title, about, &format!("<table>\n{rows}</table>\n"))
}

fn pairs(report: &Report) -> String {
    let most = report.overlap.first().map_or(0, |pair| pair.visitors);
    let mut rows = String::new();
    for pair in &report.overlap {
        let [a, b] = &pair.campaigns;
        rows.push_str(&format!(
            "<tr><td class=\"name\">{} · {}</td><td class=\"wide\"><div class=\"bar\">{}</div></td><td>{}</td><td>{}</td></tr>\n",
            xml(a),
            xml(b),
            piece("", pair.visitors, most),
            grouped(pair.visitors),
            share(pair.visitors, report.visitors)
        ));
    }
    if rows.is_empty() {
        rows
    } else {
        section("Reached the same visitor", "Visitors whom both campaigns reached", &format!("<table>\n{rows}</table>\n"))
    }
}

fn segments(report: &Report) -> String {
    if report.segments.is_empty() {
        return String::new();
    }
    let heads: String = report.segments.iter().map(|segment| format!("<th>{}</th>", xml(&segment.name))).collect();
    let sizes: String = report.segments.iter().map(|segment| format!("<td>{}</td>", grouped(segment.visitors))).collect();
    let mut rows = format!("<tr><th></th>{heads}</tr>\n<tr><td class=\"name\">visitors</td>{sizes}</tr>\n");
    for campaign in &report.campaigns {
        let mut cells = String::new();
        for (segment, reached) in report.segments.iter().zip(&campaign.segments) {
            let part = share(reached.visitors, segment.visitors);
            cells.push_str(&format!("<td class=\"heat\" style=\"--v:{}\">{part}</td>", percent(reached.visitors, segment.visitors)));
        }
        rows.push_str(&format!("<tr><td class=\"name\">{}</td>{cells}</tr>\n", xml(&campaign.id)));
    }
    section(
        "Segments",
        "Share of a segment’s visitors that a campaign reached while they were in it",
        &format!("<table>\n{rows}</table>\n"),
    )
}
