//! Schedules that cannot do what they say.
//!
//! Decides by the calendar and by the rules of time zones, whose database is brought along: what is found must not depend on the
//! machine. When a campaign is open is the engine's to say.

use super::file::{Campaign, File, Found};
use crate::engine::schedule::Schedule;
use crate::engine::time::{Civil, DAY, LocalMillis, Zone};
use crate::node::Node;
use crate::rules::diagnostic::{Code, did_you_mean};
use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, TimeZoneDatabase};

/// Zones differ by less than this, so what is over by it is over everywhere.
const EVERYWHERE: i64 = DAY;

/// `until` lies in the past: the campaign never shows again.
pub fn over(file: &File<'_>, found: &mut Found) {
    let Some(now) = file.now else { return };
    for campaign in &file.campaigns {
        let until = campaign.runs.schedule.as_ref().and_then(|schedule| schedule.until);
        let node = campaign.node.get("schedule").and_then(|schedule| schedule.get("until"));
        if let (Some(until), Some(node)) = (until, node)
            && campaign.runs.enabled
            && until + EVERYWHERE < now
        {
            let Civil { year, month, day, .. } = Civil::from_local(until);
            let id = &campaign.runs.id;
            found.report(
                Code::Over,
                node,
                format!("`{id}` ended on {year}-{month:02}-{day:02} and never shows again; give it a later `until`, or take it out with \"enabled\": false"),
            );
        }
    }
}

/// Weekdays and hours that do not come between `from` and `until`.
pub fn never_open(file: &File<'_>, found: &mut Found) {
    for (campaign, schedule, node) in schedules(file) {
        let Some(from) = schedule.from else { continue };
        let clock = Zone { offset_minutes: 0, next: None };
        if schedule.open(from, &clock) == Err(None) {
            let id = &campaign.runs.id;
            found.report(
                Code::NeverOpen,
                node,
                format!("between `from` and `until` none of the weekdays and hours of `{id}` comes, so it never shows; move one of them"),
            );
        }
    }
}

/// `from` or `until` at a time that the shop's clock skips or shows twice.
pub fn clock_change(file: &File<'_>, found: &mut Found) {
    let Some(name) = &file.program.site.time_zone else { return };
    let Ok(zone) = TimeZoneDatabase::bundled().get(name) else { return };
    for (_, schedule, node) in schedules(file) {
        if schedule.by_visitor {
            continue;
        }
        for (key, local) in [("from", schedule.from), ("until", schedule.until)] {
            let (Some(local), Some(place)) = (local, node.get(key)) else { continue };
            let Some(time) = civil(local) else { continue };
            let what = match zone.to_ambiguous_timestamp(time).offset() {
                AmbiguousOffset::Unambiguous { .. } => continue,
                AmbiguousOffset::Gap { .. } => "does not come: clocks are put forward over it",
                AmbiguousOffset::Fold { .. } => "comes twice: clocks are put back then",
            };
            let written = place.text().unwrap_or_default();
            found.report(Code::ClockChange, place, format!("in {name} the time {written} {what}; choose one some hours earlier or later"));
        }
    }
}

fn civil(local: LocalMillis) -> Option<DateTime> {
    let Civil { year, month, day, hour, minute, second, .. } = Civil::from_local(local);
    let date = (i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    let time = (i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, i8::try_from(second).ok()?);
    DateTime::new(date.0, date.1, date.2, time.0, time.1, time.2, 0).ok()
}

/// `site.time_zone` names no zone.
pub fn unknown_zone(file: &File<'_>, found: &mut Found) {
    let Some(name) = &file.program.site.time_zone else { return };
    let Some(node) = file.root.get("site").and_then(|site| site.get("time_zone")) else { return };
    let zones = TimeZoneDatabase::bundled();
    if zones.get(name).is_ok() {
        return;
    }
    let names: Vec<String> = zones.available().map(|zone| zone.to_string()).collect();
    let mut guess = did_you_mean(name, names.iter().map(String::as_str));
    if guess.is_empty() {
        // `Bucharest` and `EST/Bucharest` mean the city.
        let city = |zone: &str| zone.rsplit('/').next().unwrap_or_default().to_lowercase();
        let wanted = city(name).replace(' ', "_");
        guess = names.iter().find(|zone| city(zone) == wanted).map_or_else(String::new, |zone| format!("; did you mean `{zone}`?"));
    }
    if guess.is_empty() {
        guess = String::from("; write a continent and a city, such as Europe/Bucharest");
    }
    found.report(Code::UnknownZone, node, format!("`{name}` is no time zone, so the shop's clock would show Greenwich time{guess}"));
}

/// A schedule by the shop's clock, and nothing says what that shows.
pub fn no_zone(file: &File<'_>, found: &mut Found) {
    if file.program.site.time_zone.is_some() {
        return;
    }
    for (campaign, schedule, node) in schedules(file) {
        let reads_clock = schedule.from.is_some() || schedule.until.is_some() || schedule.hours.is_some() || schedule.weekdays != 0;
        if schedule.by_visitor || !reads_clock {
            continue;
        }
        let id = &campaign.runs.id;
        found.report(
            Code::NoZone,
            node,
            format!(
                "`{id}` goes by the shop's clock, which shows Greenwich time until the file says where the shop is; add \"time_zone\": \"Europe/Bucharest\" to `site`, \
                 or \"zone\": \"visitor\" here"
            ),
        );
    }
}

/// Every schedule: whose, as it runs, as written.
fn schedules<'f, 'g>(file: &'g File<'f>) -> impl Iterator<Item = (&'g Campaign<'f>, &'f Schedule, Node<'f>)> {
    file.campaigns.iter().filter_map(|campaign| Some((campaign, campaign.runs.schedule.as_deref()?, campaign.node.get("schedule")?)))
}
