//! A snapshot: the state as text, handed to the tools build so that it can explain what the shopper's build decided.
//!
//! Decides the format, which is internal: both builds of one version write and read it. Leaves prose to `explain`.

use super::bits::Bits;
use super::program::{Program, Source};
use super::state::State;
use crate::json::Json;

/// The state as JSON.
#[must_use]
pub fn snapshot(program: &Program, state: &State) -> String {
    let mut json = Json::default();
    json.open('{').key("now").int(state.now).key("page_at").int(state.page_at).key("mode").int(state.mode as i64);
    json.key("currency").text(&state.currency).key("customer").text(state.customer.as_deref().unwrap_or(""));
    json.key("storage").flag(Some(state.storage)).key("dismissed").flag(Some(state.dismissed));
    json.key("preview").flag(Some(state.preview));
    json.key("retry_at").int(state.retry_at.unwrap_or(-1)).key("scene").int(i64::from(state.scene.0));
    json.key("claim").int(match &state.claim {
        Some(claim) => i64::from(claim.campaign),
        None => -1,
    });
    let answers = state.consent;
    json.key("consent").open('[').flag(answers.analytics).flag(answers.marketing).flag(answers.preferences);
    json.close(']').key("zones").open('[');
    for zone in &state.zones {
        let (change, then) = zone.next.unwrap_or_default();
        json.int(i64::from(zone.offset_minutes)).int(change).int(i64::from(then));
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
    json.close('}').key("armed");
    write_ranks(&state.armed, &mut json);
    json.key("speechless");
    write_ranks(&state.speechless, &mut json);
    json.key("over");
    write_ranks(&state.over, &mut json);
    json.key("codeless");
    write_ranks(&state.codeless, &mut json);
    json.key("broken");
    write_ranks(&state.broken, &mut json);
    json.key("places").open('[');
    for (place, room) in &state.places {
        json.open('[').int(i64::from(*place)).int(*room as i64).close(']');
    }
    json.close(']').key("passing").open('[');
    for (rank, until) in &state.passing {
        json.open('[').int(i64::from(*rank)).int(*until).close(']');
    }
    json.close(']').key("showing").open('[');
    for showing in &state.showing {
        if !showing.folded {
            json.int(i64::from(showing.campaign));
        }
    }
    json.close(']').key("folded").open('[');
    for showing in &state.showing {
        if showing.folded {
            json.int(i64::from(showing.campaign));
        }
    }
    json.close(']').key("profile").text_raw(&state.profile.write()).key("tab").text_raw(&state.tab.write()).close('}');
    json.0
}

fn write_ranks(ranks: &Bits, json: &mut Json) {
    json.open('[');
    for rank in 0..ranks.words() as u32 * 64 {
        if ranks.has(rank) {
            json.int(i64::from(rank));
        }
    }
    json.close(']');
}

/// The dotted name of a fact.
#[must_use]
pub fn name(source: &Source) -> String {
    let (first, name) = match source {
        Source::Fixed(fact) => ("", fact.row().name),
        Source::Query(name) => ("page.query.", &**name),
        Source::Custom(name) => ("custom.", &**name),
        Source::Segment(name) => ("segment.", &**name),
        Source::Progress(campaign, _) => ("campaign.", &**campaign),
    };
    let mut text = String::from(first);
    text.push_str(name);
    if let Source::Progress(_, progress) = source {
        for (known, row) in super::fact::PROGRESS {
            if known == progress {
                text.push('.');
                text.push_str(row.name);
            }
        }
    }
    text
}
