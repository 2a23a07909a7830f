//! The report: what a tally says, campaign by campaign; those that nobody saw come first, with the reason.
//!
//! Decides the shape that is printed and written as JSON, and the sentences. Leaves layout to whoever prints it.

use super::tally::{Count, Loss, Tally};
use super::visitor::Source;
use super::wants::names;
use crate::engine::eval;
use crate::engine::program::{Campaign, NONE, Program, Source as Slot, hash};
use crate::engine::snapshot::name;
use crate::engine::state::State;
use crate::engine::time::{Civil, DAY, Millis, span_text};
use crate::engine::trigger::{Entry, Moment, TRIGGERS};
use crate::explain::clause::clauses;
use crate::rules::diagnostic::Lines;
use serde::Serialize;
use std::rc::Rc;

/// Pairs of campaigns that are listed.
const PAIRS: usize = 20;

/// What a simulation found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The seed; the same gives the same report.
    pub seed: u64,
    /// First day and last, by the shop's clock.
    pub days: [String; 2],
    /// Who came.
    pub visitors: u64,
    /// How often.
    pub visits: u64,
    /// Page views.
    pub page_views: u64,
    /// Those that nobody saw first, then by how many visitors they reached.
    pub campaigns: Vec<CampaignReport>,
    /// Pairs of campaigns that reached the same visitor, the most frequent first.
    pub overlap: Vec<Overlap>,
    /// Visits by how many messages they had: none, one, two …
    pub messages_per_visit: Vec<u64>,
    /// Who saw a coupon's code.
    pub coupons: Coupons,
    /// The segments of the file.
    pub segments: Vec<SegmentReport>,
}

/// A campaign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CampaignReport {
    /// Its id.
    pub id: String,
    /// Its name, where it has one.
    pub name: Option<String>,
    /// Why nobody saw it.
    pub unseen: Option<String>,
    /// Visitors who would have seen it, holdout included.
    pub reached: u64,
    /// `shown` and `held_out` together.
    pub exposures: u64,
    /// Exposures with a message.
    pub shown: u64,
    /// Exposures of a holdout, which sees nothing.
    pub held_out: u64,
    /// Messages closed.
    pub dismissed: u64,
    /// Presses, other than what closes or goes on.
    pub clicked: u64,
    /// Answers sent.
    pub answered: u64,
    /// Page views on which a trigger fired.
    pub woken: u64,
    /// Of them, those on which its condition held.
    pub ready: u64,
    /// Of them, those on which it did not show, the most frequent reason first.
    pub lost: Vec<Lost>,
    /// Visitors reached while in a segment.
    pub segments: Vec<Reached>,
}

/// Moments that were lost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Lost {
    /// The gate.
    pub gate: &'static str,
    /// What was in the way, in a few words.
    pub because: &'static str,
    /// The campaign that was in the way.
    pub to: Option<String>,
    /// Page views.
    pub moments: u64,
}

/// Visitors in a segment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reached {
    /// The segment.
    pub segment: String,
    /// How many.
    pub visitors: u64,
}

/// Two campaigns that reached the same visitors.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Overlap {
    /// Which.
    pub campaigns: [String; 2],
    /// How many.
    pub visitors: u64,
}

/// Coupon codes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Coupons {
    /// Visitors who saw one at least.
    pub visitors: u64,
    /// Visitors by how many different codes they saw: none, one, two …
    pub codes_per_visitor: Vec<u64>,
    /// Each code, and how many saw it.
    pub codes: Vec<Code>,
}

/// A code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Code {
    /// As it is shown.
    pub code: String,
    /// Who saw it.
    pub visitors: u64,
}

/// A segment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SegmentReport {
    /// Its name.
    pub name: String,
    /// Visitors who were in it at any time.
    pub visitors: u64,
}

/// What the tally says.
#[must_use]
pub fn report(program: &Program, source: &Source, tally: &Tally) -> Report {
    let segments: Vec<String> = program.segments.iter().map(|(slot, _)| segment_name(program, *slot)).collect();
    let id = |rank: u32| program.campaigns.get(rank as usize).map_or_else(String::new, |campaign| campaign.id.to_string());
    let mut campaigns: Vec<(u32, CampaignReport)> = Vec::new();
    for ((campaign, count), rank) in program.campaigns.iter().zip(&tally.campaigns).zip(0u32..) {
        let mut lost: Vec<Lost> = count.lost.iter().map(|(loss, moments)| lost_to(loss, *moments, &id)).collect();
        lost.sort_by_key(|lost| std::cmp::Reverse(lost.moments));
        campaigns.push((
            campaign.place,
            CampaignReport {
                id: campaign.id.to_string(),
                name: campaign.name.as_deref().map(String::from),
                unseen: (count.shown == 0).then(|| unseen(program, source, campaign, rank, count, &lost)),
                reached: count.reached,
                exposures: count.exposures,
                shown: count.shown,
                held_out: count.exposures - count.shown,
                dismissed: count.dismissed,
                clicked: count.clicked,
                answered: count.answered,
                woken: count.woken,
                ready: count.fits,
                lost,
                segments: reached(&segments, &count.segments),
            },
        ));
    }
    campaigns.sort_by_key(|(place, campaign)| (campaign.unseen.is_none(), std::cmp::Reverse(campaign.reached), *place));
    let mut overlap: Vec<Overlap> =
        tally.pairs.iter().map(|((a, b), visitors)| Overlap { campaigns: [id(*a), id(*b)], visitors: *visitors }).collect();
    overlap.sort_by_key(|pair| std::cmp::Reverse(pair.visitors));
    overlap.truncate(PAIRS);
    let mut codes: Vec<Code> = tally.code.iter().map(|(code, visitors)| Code { code: code.to_string(), visitors: *visitors }).collect();
    codes.sort_by_key(|code| std::cmp::Reverse(code.visitors));
    Report {
        seed: source.seed,
        days: [day(source.traffic.start), day(source.traffic.start + (source.traffic.days - 1) * DAY)],
        visitors: tally.visitors,
        visits: tally.visits,
        page_views: tally.pages,
        campaigns: campaigns.into_iter().map(|(_, campaign)| campaign).collect(),
        overlap,
        messages_per_visit: tally.messages.clone(),
        coupons: Coupons { visitors: tally.codes.iter().skip(1).sum(), codes_per_visitor: tally.codes.clone(), codes },
        segments: reached(&segments, &tally.segments)
            .into_iter()
            .map(|Reached { segment, visitors }| SegmentReport { name: segment, visitors })
            .collect(),
    }
}

fn reached(names: &[String], counts: &[u64]) -> Vec<Reached> {
    names.iter().zip(counts).map(|(name, visitors)| Reached { segment: name.clone(), visitors: *visitors }).collect()
}

fn segment_name(program: &Program, slot: u16) -> String {
    match program.slots.get(slot as usize).map(|slot| &slot.source) {
        Some(Slot::Segment(name)) => name.to_string(),
        Some(source) => name(source),
        None => String::new(),
    }
}

/// A day by the shop's clock, as in 2026-11-16.
#[must_use]
pub fn day(local: Millis) -> String {
    let Civil { year, month, day, .. } = Civil::from_local(local);
    format!("{year:04}-{month:02}-{day:02}")
}

fn lost_to(loss: &Loss, moments: u64, id: &dyn Fn(u32) -> String) -> Lost {
    Lost { gate: loss.gate, because: loss.words, to: (loss.with != NONE).then(|| id(loss.with)), moments }
}

impl Lost {
    /// In a few words: "the screen was taken by `welcome`".
    #[must_use]
    pub fn sentence(&self) -> String {
        match &self.to {
            Some(to) => format!("{} by `{to}`", self.because),
            None => self.because.to_owned(),
        }
    }
}

/// Why nobody saw a campaign.
fn unseen(program: &Program, source: &Source, campaign: &Campaign, rank: u32, count: &Count, lost: &[Lost]) -> String {
    if !campaign.enabled {
        return String::from("switched off: \"enabled\" is false");
    }
    if count.exposures > 0 {
        return String::from("every visitor it reached was in a holdout");
    }
    if count.woken == 0 {
        let entries = program.triggers.entries.iter().filter(|entry| entry.campaign == rank);
        let moments: Vec<String> = entries.map(|entry| moment(program, entry)).collect();
        return format!("never woken: the traffic has no {}", moments.join(" and no "));
    }
    if count.fits == 0 {
        let state = State { currency: Rc::clone(&program.site.currency), ..State::default() };
        let lines = clauses(program, &state, campaign.when, &mut Lines::new(""));
        let texts = lines.iter().filter(|line| line.clause).map(|line| line.text.as_str());
        let places = eval::clauses(&program.tree, campaign.when);
        let never: Vec<&str> = texts.zip(places).filter(|(_, place)| !count.ever.contains(place)).map(|(text, _)| text).collect();
        let woken = format!("woken on {}, but its condition never held", page_views(count.woken));
        return match never.as_slice() {
            [] => format!("{woken}: each part of it did at some time, never all at once"),
            _ => format!("{woken}: never in this traffic {}", never.join("; never ")),
        };
    }
    let closed = lost.first().map_or_else(String::new, |lost| format!("; mostly {}", lost.sentence()));
    let days = if lost.first().is_some_and(|lost| lost.gate == "schedule") {
        let last = source.traffic.start + (source.traffic.days - 1) * DAY;
        format!(", as the traffic goes from {} to {}: `start` and `days` of a traffic file move it", day(source.traffic.start), day(last))
    } else {
        String::new()
    };
    format!("ready on {}, and never shown{closed}{days}", page_views(count.fits))
}

fn page_views(count: u64) -> String {
    format!("{count} page view{}", if count == 1 { "" } else { "s" })
}

/// What a trigger waits for, as something that the traffic lacks.
fn moment(program: &Program, entry: &Entry) -> String {
    let selector = || program.selectors.get(entry.key as usize).map_or("", |selector| selector);
    let suited = if entry.filter == NONE { "" } else { " that fits its `where`" };
    match entry.moment {
        Moment::Click => format!("click on `{}`", selector()),
        Moment::ElementVisible => format!("`{}` on screen", selector()),
        Moment::FormSubmit => format!("form `{}` sent", selector()),
        Moment::Scroll => format!("scroll to {} %", entry.key),
        Moment::PageView if entry.key > 0 => format!("page view of {}", span_text(entry.key)),
        Moment::TimeOnPage => format!("{} on a page", span_text(entry.key)),
        Moment::TimeOnSite => format!("{} on the site", span_text(entry.key)),
        Moment::Inactivity => format!("pause of {}", span_text(entry.key)),
        Moment::CartIdle => format!("cart left alone for {} on a page", span_text(entry.key)),
        Moment::TabReturn => format!("return to the tab after {}", span_text(entry.key)),
        Moment::Event => {
            let known = names(program).into_iter().find(|name| hash(name.as_bytes()) as i64 == entry.key);
            let times = if entry.count > 1 { format!(" {} times in a visit", entry.count) } else { String::new() };
            format!("event `{}`{suited}{times}", known.as_deref().unwrap_or(""))
        }
        Moment::PageView
        | Moment::ExitIntent
        | Moment::CartChanged
        | Moment::ItemAdded
        | Moment::ItemRemoved
        | Moment::TextCopied
        | Moment::Purchase => {
            let name = TRIGGERS.get(entry.moment as usize).map_or("", |row| row.name);
            format!("`{name}`{suited}")
        }
    }
}
