//! A snapshot: the state as text, handed to the tools build so that it can explain what the shopper's build decided.
//!
//! Decides the format, which is internal: both builds of one version write and read it. Leaves prose to `explain`.

use super::program::{Program, Source};
use super::state::State;
use crate::json::Json;

/// The state as JSON.
#[must_use]
pub fn snapshot(program: &Program, state: &State) -> String {
    let mut json = Json::default();
    json.open('{').key("currency").text(&state.currency).key("customer").text(state.customer.as_deref().unwrap_or(""));
    let numbers = [
        ("now", state.now),
        ("page_at", state.page_at),
        ("mode", state.mode as i64),
        ("claim", state.claim.as_ref().map_or(-1, |claim| i64::from(claim.campaign))),
        ("retry_at", state.retry_at.unwrap_or(-1)),
        ("typing_until", state.typing_until.unwrap_or(-1)),
    ];
    for (key, number) in numbers {
        json.key(key).int(number);
    }
    for (key, flag) in [("storage", state.storage), ("dismissed", state.dismissed), ("preview", state.preview)] {
        json.key(key).flag(Some(flag));
    }
    json.key("consent").open('[');
    for answer in [state.consent.analytics, state.consent.marketing, state.consent.preferences] {
        json.flag(answer);
    }
    json.close(']').key("zones").open('[');
    for zone in &state.zones {
        json.int(i64::from(zone.offset_minutes));
    }
    json.close(']').key("facts").open('{');
    for (slot, value) in program.slots.iter().zip(&state.values) {
        if let Some(value) = value
            && !matches!(slot.source, Source::Segment(_))
        {
            json.key(&name(&slot.source)).value(value);
        }
    }
    json.close('}').key("custom").open('{');
    for (name, value) in &state.custom {
        json.key(name).value(value);
    }
    json.close('}');
    for (key, ranks) in [("armed", &state.armed), ("broken", &state.broken)] {
        json.key(key).open('[');
        for rank in ranks.iter() {
            json.int(i64::from(rank));
        }
        json.close(']');
    }
    json.key("passing").open('[');
    for (rank, until) in &state.passing {
        json.open('[').int(i64::from(*rank)).int(*until).close(']');
    }
    json.close(']').key("showing").open('[');
    for showing in &state.showing {
        json.int(i64::from(showing.campaign));
    }
    json.close(']').key("profile").text_raw(&state.profile.write()).key("tab").text_raw(&state.tab.write()).close('}');
    json.0
}

/// The dotted name of a fact.
#[must_use]
pub fn name(source: &Source) -> String {
    let parts: &[&str] = match source {
        Source::Fixed(fact) => &[fact.row().name],
        Source::Query(name) => &["page.query.", name],
        Source::Custom(name) => &["custom.", name],
        Source::Segment(name) => &["segment.", name],
        Source::Progress(campaign, progress) => {
            let what = super::fact::PROGRESS.iter().find(|(known, _)| known == progress).map_or("", |(_, row)| row.name);
            &["campaign.", campaign, ".", what]
        }
    };
    parts.concat()
}
