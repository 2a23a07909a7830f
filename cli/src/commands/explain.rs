//! `shopbell explain`: why a campaign shows or does not, for a visitor told in a file, and what would show it.

use crate::FINE;
use crate::outputs::explanation::{Explained, human, json};
use crate::world::World;
use clap::{Args, ValueEnum};
use shopbell::engine::State;
use shopbell::engine::program::Program;
use shopbell::explain::remedy::{MOST_RUNS, remedy};
use shopbell::explain::{CampaignLine, explain, restore::restore};
use shopbell::node::Doc;
use shopbell::rules::check::check;
use shopbell::rules::diagnostic::did_you_mean;
use shopbell::scenario::{Failure, visited};

/// Visits that are played for all campaigns together, so that a large file is answered soon.
const RUNS: usize = 5_000;
/// And for each at least.
const LEAST_RUNS: usize = 4;

/// Of whom, and which campaigns.
#[derive(Args)]
pub struct Options {
    /// The rule file
    #[arg(value_name = "RULES")]
    rules: String,
    /// The visit: a scenario, of which nothing is expected, or a snapshot that the debug panel has copied
    #[arg(long, value_name = "FILE")]
    visitor: String,
    /// Only this campaign
    #[arg(long, value_name = "ID")]
    campaign: Option<String>,
    /// How the answer is printed
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// For people
    Human,
    /// One JSON object, as `shopbell.explain()` gives it, with a `remedy` for each campaign
    Json,
}

pub fn run(options: &Options, colors: bool, world: &mut dyn World) -> Result<u8, String> {
    let read = |path: &str| world.read(path).map_err(|why| format!("`{path}` cannot be read: {why}"));
    let (rules, visitor) = (read(&options.rules)?, read(&options.visitor)?);
    let (program, _) = shopbell::rules::load(&rules);
    let errors = check(&rules).iter().filter(|problem| problem.severity == "error").count();
    if errors > 0 {
        let some = if errors == 1 { "a problem" } else { "problems" };
        world.complain(&format!("{} has {some}, so parts of it are left out; `shopbell check {0}` says more\n", options.rules));
    }
    let state = state(&program, options, &visitor)?;
    if let Some(id) = &options.campaign
        && program.campaign(id).is_none()
    {
        let guess = did_you_mean(id, program.campaigns.iter().map(|campaign| &*campaign.id));
        let left_out = if errors > 0 { "; one with a problem is left out" } else { "" };
        return Err(format!("there is no campaign `{id}` in {}{guess}{left_out}", options.rules));
    }
    let mut explanation = explain(&program, &state);
    explanation.campaigns.retain(|line| options.campaign.as_ref().is_none_or(|id| line.id == *id));
    let runs = (RUNS / explanation.campaigns.len().max(1)).clamp(LEAST_RUNS, MOST_RUNS);
    let of = |line: &CampaignLine| Some(remedy(&program, &state, program.campaign(&line.id)?, runs));
    let remedies = explanation.campaigns.iter().filter_map(of).collect();
    let explained = Explained { explanation, remedies, looked_far: runs == MOST_RUNS };
    let text = match options.format {
        Format::Human => human(&explained, colors),
        Format::Json => json(&explained),
    };
    world.print(&text);
    Ok(FINE)
}

/// How things stand at the end of the visit.
fn state(program: &Program, options: &Options, visitor: &[u8]) -> Result<State, String> {
    let file = &options.visitor;
    let is_snapshot = Doc::scan(visitor).is_ok_and(|doc| doc.root().get("scenario").is_none() && doc.root().get("facts").is_some());
    if is_snapshot {
        let text = std::str::from_utf8(visitor).unwrap_or_default();
        return restore(program, text).ok_or_else(|| format!("`{file}` is no snapshot of this version of shopbell; copy it anew"));
    }
    visited(program, visitor).map_err(|failures| {
        let first = |Failure { found, place, .. }: &Failure| format!("`{file}`, {place}: {found}");
        failures.first().map_or_else(|| format!("`{file}` is no scenario"), first)
    })
}
