//! "Why is it not showing?", answered completely: every campaign, every gate, every clause with the value seen.
//!
//! Decides words only. The verdicts are those the run wrote, the gates those the run asks, so the explanation cannot disagree
//! with what happened.

pub mod clause;
pub mod remedy;
pub mod restore;
mod speech;
pub mod words;

use crate::engine::gate::{GATES, Reason, first};
use crate::engine::judge::currency_of;
use crate::engine::program::{Campaign, Program, Source};
use crate::engine::snapshot::name;
use crate::engine::state::State;
use crate::engine::trigger::TRIGGERS;
use crate::rules::diagnostic::Lines;
use clause::{ClauseLine, clauses};
use serde::Serialize;

/// The whole answer.
#[derive(Clone, Debug, Serialize)]
pub struct Explanation {
    /// Milliseconds since 1970.
    pub now: i64,
    /// Every fact that a campaign reads, and those reported besides.
    pub facts: Vec<FactLine>,
    /// Every campaign, in the order in which they are asked.
    pub campaigns: Vec<CampaignLine>,
}

/// A fact.
#[derive(Clone, Debug, Serialize)]
pub struct FactLine {
    /// Its dotted name.
    pub name: String,
    /// As people read it.
    pub value: String,
    /// Whether it has been reported.
    pub known: bool,
    /// Whether a condition reads it.
    pub read: bool,
}

/// A campaign.
#[derive(Clone, Debug, Serialize)]
pub struct CampaignLine {
    /// Its id.
    pub id: String,
    /// Its name, where it has one.
    pub name: Option<String>,
    /// The answer in one sentence.
    pub sentence: String,
    /// `showing`, `ready`, `waiting` (for its moment) or `blocked`.
    pub state: &'static str,
    /// Every gate.
    pub gates: Vec<GateLine>,
    /// Every clause of its condition.
    pub clauses: Vec<ClauseLine>,
}

/// A gate.
#[derive(Clone, Debug, Serialize)]
pub struct GateLine {
    /// Its name.
    pub gate: &'static str,
    /// Whether the campaign passes.
    pub pass: bool,
    /// Why not; of an open gate empty.
    pub sentence: String,
}

/// Explains a state.
#[must_use]
pub fn explain(program: &Program, state: &State) -> Explanation {
    let mut places = Lines::new(std::str::from_utf8(&program.bytes).unwrap_or(""));
    let line = |(campaign, rank): (&Campaign, u32)| campaign_line(program, state, campaign, rank, &mut places);
    let campaigns = program.campaigns.iter().zip(0u32..).map(line).collect();
    Explanation { now: state.now, facts: facts(program, state), campaigns }
}

fn facts(program: &Program, state: &State) -> Vec<FactLine> {
    let mut lines = Vec::new();
    for (slot, number) in program.slots.iter().zip(0u16..) {
        let value = state.values.get(number as usize).cloned().flatten();
        let read = program.reads(number);
        if value.is_some() || read {
            let shown = value
                .as_ref()
                .map_or_else(|| "not reported".into(), |value| words::value(value, slot.kind, currency_of(program, state, number)));
            lines.push(FactLine { name: name(&slot.source), value: shown, known: value.is_some(), read });
        }
    }
    for (custom, value) in &state.custom {
        if program.slot(&Source::Custom(custom.clone())).is_none() {
            lines.push(FactLine { name: format!("custom.{custom}"), value: words::loose(value), known: true, read: false });
        }
    }
    lines
}

fn campaign_line(program: &Program, state: &State, campaign: &Campaign, rank: u32, places: &mut Lines<'_>) -> CampaignLine {
    let gates: Vec<(GateLine, Option<Reason>)> = GATES
        .iter()
        .map(|(gate, ask)| {
            let reason = ask(program, state, rank, campaign);
            let sentence = reason.as_ref().map_or_else(String::new, |reason| words::reason(program, state, campaign, reason));
            (GateLine { gate, pass: reason.is_none(), sentence }, reason)
        })
        .collect();
    let showing = state.showing.iter().find(|showing| showing.campaign == rank);
    let closed: Vec<&GateLine> = gates.iter().filter(|(_, reason)| reason.is_some()).map(|(line, _)| line).collect();
    let only_moment = closed.iter().all(|line| line.gate == "trigger");
    let (state_word, sentence) = if let Some(showing) = showing {
        let folded = "Folded into its teaser: the message opens when the shopper presses that. It is not drawn while another message takes the screen.";
        ("showing", if showing.folded { folded.into() } else { "On screen now.".into() })
    } else {
        match first(program, state, rank) {
            None => ("ready", "Passes every gate: it shows as soon as the screen is claimed.".into()),
            Some(_) if only_moment => {
                ("waiting", format!("Everything else fits. {}", closed.first().map_or("", |line| line.sentence.as_str())))
            }
            Some(_) => ("blocked", blocked(&closed)),
        }
    };
    CampaignLine {
        id: campaign.id.to_string(),
        name: campaign.name.as_ref().map(ToString::to_string),
        sentence,
        state: state_word,
        gates: gates.into_iter().map(|(line, _)| line).collect(),
        clauses: clauses(program, state, campaign.when, places),
    }
}

/// The gate that says most, and how many others are closed: a moment still to come says least.
fn blocked(closed: &[&GateLine]) -> String {
    let Some(main) = closed.iter().find(|line| line.gate != "trigger").or(closed.first()) else { return String::new() };
    match closed.len() {
        1 => main.sentence.clone(),
        2 => format!("{} One more gate is closed.", main.sentence),
        more => format!("{} {} more gates are closed.", main.sentence, more - 1),
    }
}

/// The triggers of a campaign, as in `cart_changed or exit_intent`.
#[must_use]
pub fn moments(program: &Program, campaign: &Campaign) -> String {
    let rank = program.campaign(&campaign.id);
    let names: Vec<&str> = TRIGGERS
        .iter()
        .filter(|row| program.triggers.of(row.moment).iter().any(|entry| Some(entry.campaign) == rank))
        .map(|row| row.name)
        .collect();
    names.join(" or ")
}
