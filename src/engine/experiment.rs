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
    let experiment = &campaign.experiment;
    let mut by = None;
    let visitor;
    if let Some((_, id)) = state.profile.visitor {
        visitor = id.hex();
        if in_holdout(program, &visitor) {
            return Some(Choice { variant: SITE_HOLDOUT.into(), place: None, by_lot: true });
        }
        by = Some(&*visitor);
    }
    if experiment.by_customer
        && let Some(customer) = &state.customer
    {
        by = Some(customer);
    }
    let place = match by {
        None => campaign.variants.iter().position(|variant| variant.show.is_some())?,
        Some(by) => {
            if let Some((name, from, to)) = &experiment.namespace
                && !in_namespace(by, name, f64::from(*from) / 10_000.0, f64::from(*to) / 10_000.0)
            {
                return None;
            }
            match remembered(state, campaign) {
                Some(place) => place,
                None => lot(campaign, by)?,
            }
        }
    };
    let variant = campaign.variants.get(place)?;
    Some(Choice { variant: Rc::clone(&variant.id), place: Some(place), by_lot: by.is_some() })
}

/// The variant that was drawn before, where there still is one of that name.
fn remembered(state: &State, campaign: &Campaign) -> Option<usize> {
    let drawn = state.profile.assignment(&campaign.id, campaign.experiment.phase)?;
    campaign.variants.iter().position(|variant| variant.id == drawn.variant)
}

/// The variant that the hash gives.
fn lot(campaign: &Campaign, by: &str) -> Option<usize> {
    let mut total = 0.0;
    for variant in &campaign.variants {
        total += f64::from(variant.weight);
    }
    let mut weights = Vec::new();
    for variant in &campaign.variants {
        weights.push(f64::from(variant.weight) / total);
    }
    let ranges = bucket_ranges(&weights, f64::from(campaign.experiment.coverage) / 10_000.0);
    choose(hash_v2(&seed(campaign), by), &ranges)
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
