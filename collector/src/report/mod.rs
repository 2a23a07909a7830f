//! The report: from what was told to what may be said.
//!
//! In reading order: `day`, `line` and `plans` (what is read), `facts` (what is added up), `subject` and `trial` (tests), then what is
//! said: `experiment`, `overview`, `funnel`, `answers`, `coupons`, `customers`. No clock, no storage, no network: the same lines give the
//! same bytes, whoever asks.

pub mod answers;
pub mod coupons;
pub mod customers;
pub mod day;
pub mod experiment;
pub mod facts;
pub mod funnel;
pub mod line;
pub mod overview;
pub mod plans;
pub mod read;
pub mod subject;
pub mod text;
pub mod trial;

use day::Day;
use experiment::{Experiment, Place};
use facts::{Facts, Site};
use plans::Planned;
use serde::Serialize;

/// The version of the report's JSON.
pub const FORMAT: u8 = 1;

/// Everything.
#[derive(Debug, Serialize)]
pub struct Report {
    /// [`FORMAT`].
    pub format: u8,
    /// Lines that could not be read.
    pub unread: u64,
    /// Sites by name.
    pub sites: Vec<SiteReport>,
}

/// One site.
#[derive(Debug, Serialize)]
pub struct SiteReport {
    /// Its name.
    pub site: String,
    /// The last closed day of its zone; looks are taken up to it.
    pub closed: Day,
    /// ISO 4217, of all amounts.
    pub currency: String,
    /// The shop as a whole.
    pub overview: overview::Overview,
    /// All messages together against the site's holdout.
    pub programme: Option<Experiment>,
    /// Tests.
    pub experiments: Vec<Experiment>,
    /// What came of each campaign.
    pub funnels: Vec<funnel::Funnel>,
    /// Scores from 0 to 10.
    pub nps: Vec<answers::NpsReport>,
    /// Other answers.
    pub feedback: Vec<answers::Feedback>,
    /// Codes.
    pub coupons: coupons::Coupons,
    /// Customers.
    pub customers: customers::Customers,
}

/// Which day is the last that is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed {
    /// This one; the facts are gathered up to it.
    Day(Day),
    /// The day before this moment's, in each site's zone.
    Before(i64),
}

/// The report.
#[must_use]
pub fn report(facts: &Facts, closed: Closed) -> Report {
    let sites = facts.sites.iter().map(|(name, site)| {
        let closed = match closed {
            Closed::Day(day) => day,
            Closed::Before(now) => site.zone.day(now).plus(-1),
        };
        site_report(facts, name, site, closed)
    });
    Report { format: FORMAT, unread: facts.unread, sites: sites.collect() }
}

fn site_report(facts: &Facts, name: &str, site: &Site, closed: Day) -> SiteReport {
    let plans = &*facts.plans;
    let current = plans.current(name);
    let currency = current.map_or_else(|| overview::main_currency(site), |file| file.currency.clone());
    let (purchases, foreign) = subject::purchases(site, &currency);
    let (whole, nothing) = (current.and_then(plans::File::programme), guessed(&facts::Campaign::default()));
    let planned = whole.as_ref().unwrap_or(&nothing);
    let place = Place {
        site,
        campaign: None,
        id: "site",
        units: &site.programme,
        planned,
        plans,
        purchases: &purchases,
        currency: &currency,
        closed,
    };
    let mut experiments = Vec::new();
    for (id, campaign) in &site.campaigns {
        let planned = current.and_then(|file| file.campaigns.get(id)).cloned().unwrap_or_else(|| guessed(campaign));
        let phase = campaign.phases.keys().copied().rfind(|phase| *phase == planned.phase || planned.phase == 0);
        let Some(units) = phase.and_then(|phase| campaign.phases.get(&phase)) else { continue };
        if planned.arms.len() > 1
            && let Some(found) = experiment::experiment(&Place { id, campaign: Some(campaign), units, planned: &planned, ..place })
        {
            experiments.push(found);
        }
    }
    SiteReport {
        site: name.into(),
        closed,
        overview: overview::overview(site, &currency, foreign),
        programme: whole.as_ref().and_then(|_| experiment::experiment(&place)),
        experiments,
        funnels: site.campaigns.iter().map(|(id, campaign)| funnel::funnel(id, campaign, current)).collect(),
        nps: answers::nps(site, current),
        feedback: answers::feedback(site, current),
        coupons: coupons::coupons(site),
        customers: customers::customers(site, &purchases, closed),
        currency: currency.clone(),
    }
}

/// What can be told of a campaign whose rule file is not known: its variants, by name.
fn guessed(campaign: &facts::Campaign) -> Planned {
    let mut ids: Vec<&String> = campaign.variants.iter().filter(|id| *id != shopbell::engine::experiment::SITE_HOLDOUT).collect();
    ids.sort_unstable();
    // A variant that calls itself so is the control.
    let holdout = |id: &str| matches!(id, "holdout" | "control");
    let arms = ids.into_iter().map(|id| plans::Arm { id: id.clone(), weight: 0, holdout: holdout(id) }).collect();
    Planned { name: None, phase: 0, arms, goals: Vec::new(), effect: None, per_day: None, cap: None, fields: [].into() }
}
