//! Experiments: which variant a visitor gets.
//!
//! Decides by hash (GrowthBook's version 2), so that the same visitor always gets the same; a drawn variant is remembered per
//! phase, so that a change of weights moves nobody. A visitor without an id gets the first variant that shows something and
//! stays out of the analysis.

use super::bucket::{bucket_ranges, choose, hash_v2, in_namespace};
use super::id::Id;
use super::program::{Campaign, Program};
use super::state::State;
use crate::json::Json;
use std::rc::Rc;

/// Variant id of an exposure in the site's own holdout.
pub const SITE_HOLDOUT: &str = "site-holdout";

/// What a visitor gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Id of the variant.
    pub variant: Rc<str>,
    /// Its place among the variants; None: the site's holdout.
    pub place: Option<usize>,
    /// Drawn by lot; else given for want of an id.
    pub by_lot: bool,
}

/// The variant for this visitor; None: outside of the experiment, sees nothing and is not counted.
#[must_use]
pub fn draw(program: &Program, state: &State, campaign: &Campaign) -> Option<Choice> {
    let chosen = |place: usize, by_lot| {
        campaign.variants.get(place).map(|variant| Choice { variant: Rc::clone(&variant.id), place: Some(place), by_lot })
    };
    let visitor = state.profile.visitor.map(|(_, id)| id.hex());
    if let Some(id) = &visitor
        && in_holdout(program, id)
    {
        return Some(Choice { variant: SITE_HOLDOUT.into(), place: None, by_lot: true });
    }
    let experiment = &campaign.experiment;
    let by = if experiment.by_customer { state.customer.as_deref().or(visitor.as_deref()) } else { visitor.as_deref() };
    let Some(by) = by else {
        return chosen(campaign.variants.iter().position(|variant| variant.show.is_some())?, false);
    };
    if let Some((name, from, to)) = &experiment.namespace
        && !in_namespace(by, name, f64::from(*from) / 10_000.0, f64::from(*to) / 10_000.0)
    {
        return None;
    }
    let remembered = state.profile.assignment(&campaign.id, experiment.phase);
    if let Some(place) = remembered.and_then(|one| campaign.variants.iter().position(|variant| variant.id == one.variant)) {
        return chosen(place, true);
    }
    let mut total = 0.0;
    for variant in &campaign.variants {
        total += f64::from(variant.weight);
    }
    let mut weights = Vec::new();
    for variant in &campaign.variants {
        weights.push(f64::from(variant.weight) / total);
    }
    let ranges = bucket_ranges(&weights, f64::from(experiment.coverage) / 10_000.0);
    chosen(choose(hash_v2(&seed(campaign), by), &ranges)?, true)
}

/// The seed: the one given, else the campaign's id and phase.
#[must_use]
pub fn seed(campaign: &Campaign) -> String {
    if let Some(seed) = &campaign.experiment.seed {
        return String::from(&**seed);
    }
    let mut phase = Json::default();
    phase.int(i64::from(campaign.experiment.phase));
    [&*campaign.id, ".", &phase.0].concat()
}

fn in_holdout(program: &Program, id: &str) -> bool {
    program.site.holdout > 0 && hash_v2(SITE_HOLDOUT, id) * 10_000.0 < f64::from(program.site.holdout)
}

/// Id of a visit for outcomes: from the visitor and the visit's start, so that tabs agree without talking.
#[must_use]
pub fn session_id(visitor: Id, start: i64) -> Id {
    // Two rounds of a 64-bit finaliser (splitmix64) over both halves.
    let mix = |mut word: u64| {
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ (word >> 31)
    };
    let low = mix(visitor.0 as u64 ^ start as u64);
    let high = mix((visitor.0 >> 64) as u64 ^ low);
    Id(u128::from(high) << 64 | u128::from(low))
}
