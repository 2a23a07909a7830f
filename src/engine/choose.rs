//! Choosing: among the campaigns that pass all gates, the highest priority, then file order; and what a claim's answer means.
//!
//! Decides who speaks. The claim asks whether another tab has just spoken; only its answer commits the exposure, the same way for
//! a message and for a holdout.

use super::effect::Effect;
use super::event::Scene;
use super::experiment::{self, Choice};
use super::gate::{self, Reason};
use super::id::Id;
use super::message::{self, Message};
use super::profile::{Kind, Profile, Row, Set};
use super::program::Program;
use super::report::{self, analytics, mark, send};
use super::state::{Claim, Showing, State};
use super::time::Millis;
use crate::outcome::What;
use std::rc::Rc;

/// How long until a page that was not fit for an interruption is looked at again, milliseconds.
const SCENE_RETRY: i64 = 1_000;

/// Looks for a campaign that may speak and claims the screen for it. Gives the next moment at which a gate can open.
pub fn choose(program: &Program, state: &mut State, effects: &mut Vec<Effect>) -> Option<Millis> {
    if state.claim.is_some() || state.preview {
        return None;
    }
    if state.rest_until.is_some_and(|until| until <= state.now) {
        state.resting.clear();
        state.rest_until = None;
    }
    let busy = gate::interrupter(program, state).is_some();
    let quiet = gate::quiet_until(program, state).filter(|until| state.now < *until);
    let retry = state.retry_at.filter(|until| state.now < *until);
    let mut next = None;
    for word in 0..state.ready.words() {
        let mut armed = state.armed.word(word);
        for (rank, _) in &state.passing {
            if *rank as usize / 64 == word {
                armed |= 1 << (rank % 64);
            }
        }
        let mut candidates = armed & state.ready.word(word) & !state.resting.word(word) & !state.broken.word(word);
        if retry.is_some() {
            if candidates != 0 {
                return retry;
            }
            continue;
        }
        let held = candidates & state.interrupting.word(word);
        if busy {
            candidates &= !state.interrupting.word(word);
        } else if quiet.is_some() {
            candidates &= !state.interrupting.word(word);
            if held != 0 {
                next = quiet;
            }
        }
        while candidates != 0 {
            let rank = word as u32 * 64 + candidates.trailing_zeros();
            candidates &= candidates - 1;
            match gate::first(program, state, rank) {
                Some(reason) => rest(state, rank, &reason),
                None => {
                    if claim(program, state, rank, effects) {
                        return None;
                    }
                }
            }
        }
    }
    [next, state.rest_until].into_iter().flatten().min()
}

/// A gate that only time or a change of something noticed elsewhere can open: the campaign is not asked again until then.
fn rest(state: &mut State, rank: u32, reason: &Reason) {
    let until = match reason {
        Reason::Closed { opens } => *opens,
        Reason::Capped { until, .. } | Reason::Cooling { until, .. } => *until,
        Reason::Outside | Reason::Checkout | Reason::Consent | Reason::NoMemory => None,
        // Of what the whole page is not fit for, nobody is asked; what only some mind lets the others speak.
        Reason::Scene { until } => Some(*until),
        Reason::Disabled | Reason::Broken | Reason::NotTriggered | Reason::Condition(_) => return,
        Reason::Busy { .. } | Reason::Quiet { .. } => return,
    };
    state.resting.set(rank, true);
    state.rest_until = [state.rest_until, until].into_iter().flatten().min();
}

/// Something that gates depend on has moved: all are asked again.
pub fn wake_all(state: &mut State) {
    state.resting.clear();
    state.rest_until = None;
}

/// Decodes what a campaign would show. All its variants must be drawable, so that a broken one costs every variant alike.
fn prepare(program: &Program, state: &State, rank: u32) -> Option<(Choice, Option<Rc<Message>>)> {
    let campaign = program.campaigns.get(rank as usize)?;
    let choice = experiment::draw(program, state, campaign)?;
    let mut chosen = None;
    for (variant, place) in campaign.variants.iter().zip(0usize..) {
        let Some(part) = variant.show else { continue };
        let message = message::decode(program, part)?;
        if choice.place == Some(place) {
            chosen = Some(Rc::new(message));
        }
    }
    Some((choice, chosen))
}

fn claim(program: &Program, state: &mut State, rank: u32, effects: &mut Vec<Effect>) -> bool {
    if prepare(program, state, rank).is_none() {
        state.broken.set(rank, true);
        return false;
    }
    let Some(campaign) = program.campaigns.get(rank as usize) else { return false };
    let exposure = state.chance.id();
    effects.push(Effect::Claim { exposure, campaign: Rc::clone(&campaign.id) });
    state.claim = Some(Claim { exposure, campaign: rank });
    true
}

/// The claim could not be had: another tab holds the screen of this visitor. Asked again in a moment.
pub fn refused(state: &mut State, exposure: Id) {
    if state.claim.as_ref().is_some_and(|claim| claim.exposure == exposure) {
        state.claim = None;
        state.retry_at = Some(state.now + SCENE_RETRY);
    }
}

/// The claim was had: with what other tabs have remembered, everything is asked once more, and then it counts.
pub fn claimed(program: &Program, state: &mut State, exposure: Id, scene: Scene, profile: Option<&str>, effects: &mut Vec<Effect>) {
    let Some(claim) = state.claim.take_if(|claim| claim.exposure == exposure) else { return };
    if let Some(profile) = profile {
        merge(state, profile);
    }
    let Some(campaign) = program.campaigns.get(claim.campaign as usize) else { return };
    if let Some(reason) = gate::first(program, state, claim.campaign) {
        rest(state, claim.campaign, &reason);
        return;
    }
    let again = Some(state.now + SCENE_RETRY);
    if scene.hidden || (campaign.interrupts && (scene.covered || scene.watching)) {
        state.retry_at = again;
        return;
    }
    if campaign.interrupts && scene.typing && !campaign.while_typing {
        state.typing_until = again;
        return;
    }
    // Drawn only now: meanwhile another tab or an answer about consent may have said who this is.
    match prepare(program, state, claim.campaign) {
        Some((choice, message)) => commit(program, state, &claim, choice, message, effects),
        None => state.broken.set(claim.campaign, true),
    }
}

/// Joins what storage holds: another tab may have written.
pub fn merge(state: &mut State, profile: &str) {
    let mut other = Profile::read(profile, state.now);
    if analytics(state) == Some(false) {
        other.forget_analytics();
    }
    if state.profile.merge(&other) {
        state.stale = true;
        wake_all(state);
    }
}

fn commit(program: &Program, state: &mut State, claim: &Claim, choice: Choice, message: Option<Rc<Message>>, effects: &mut Vec<Effect>) {
    let Claim { exposure, campaign: rank } = *claim;
    let Some(campaign) = program.campaigns.get(rank as usize) else { return };
    state.armed.set(rank, false);
    state.passing.clear();
    let allowed = analytics(state) == Some(true);
    if allowed && choice.by_lot && choice.place.is_some() && state.profile.assignment(&campaign.id, campaign.experiment.phase).is_none() {
        let mut drawn = Row::new(state.now, Rc::clone(&campaign.id), Rc::clone(&choice.variant));
        drawn.number = i64::from(campaign.experiment.phase);
        state.profile.add(Set::Assigned, drawn);
    }
    mark(state, Kind::Exposed, &campaign.id, exposure, &choice.variant, 0);
    if campaign.interrupts {
        state.tab.interrupted = Some(state.now);
        state.tab_dirty = true;
    }
    wake_all(state);
    let of = report::of_exposure(program, campaign, &choice.variant, exposure, !choice.by_lot);
    send(program, state, effects, Some(of), What::Exposed);
    if let Some(message) = message {
        put_up(program, state, rank, exposure, &choice.variant, !choice.by_lot, message, effects);
    }
}

#[allow(clippy::too_many_arguments)]
fn put_up(
    program: &Program,
    state: &mut State,
    rank: u32,
    exposure: Id,
    variant: &Rc<str>,
    unassigned: bool,
    message: Rc<Message>,
    effects: &mut Vec<Effect>,
) {
    let view = message::draw(program, state, &message, 0, &[]);
    let (drawn, actions) = (view.digest(), view.actions.clone());
    effects.push(Effect::Show { exposure, view });
    let variant = Rc::clone(variant);
    let answers = Vec::new();
    state.showing.push(Showing {
        exposure,
        campaign: rank,
        variant,
        unassigned,
        message,
        step: 0,
        answers,
        sent: 0,
        drawn,
        actions,
        seen: false,
    });
}

/// Shows what a preview asks for, at once; nothing is claimed, counted, stored or sent.
pub fn preview(program: &Program, state: &mut State, wanted: &str, effects: &mut Vec<Effect>) {
    state.preview = true;
    let (id, variant) = wanted.split_once(':').map_or((wanted, None), |(id, variant)| (id, Some(variant)));
    let Some(rank) = program.campaign(id) else { return };
    let Some(campaign) = program.campaigns.get(rank as usize) else { return };
    let chosen = campaign.variants.iter().find(|one| variant.map_or(one.show.is_some(), |variant| &*one.id == variant));
    let Some((variant, part)) = chosen.and_then(|one| Some((&one.id, one.show?))) else { return };
    if let Some(message) = message::decode(program, part) {
        let exposure = state.chance.id();
        put_up(program, state, rank, exposure, variant, true, Rc::new(message), effects);
    }
}
