//! Choosing: among the campaigns that pass all gates, the highest priority, then file order; and what a claim's answer means.
//!
//! Decides who speaks. The claim asks whether another tab has just spoken; only its answer commits the exposure, the same way for
//! a message and for a holdout.

use super::countdown;
use super::effect::Effect;
use super::experiment::{self, Choice};
use super::gate::{self, Reason};
use super::id::Id;
use super::message::{self, Message};
use super::profile::{Kind, Profile, Row, Set};
use super::program::{Campaign, Program};
use super::report::{self, analytics, mark, send};
use super::scene::{Obstacle, Scene};
use super::state::{Claim, Showing, State};
use super::time::{Millis, NEVER};
use crate::outcome::What;
use crate::rules::text::cut;
use crate::view::build::TEASER;
use std::rc::Rc;

/// How long until a page on which something was in the way is looked at again, milliseconds.
const SCENE_RETRY: i64 = 1_000;

/// Looks for a campaign that may speak and claims the screen for it. Gives the next moment at which a gate can open, or [`NEVER`].
pub fn choose(program: &Program, state: &mut State) -> Millis {
    if state.claim.is_some() || state.preview {
        return NEVER;
    }
    if state.rest_until.is_some_and(|until| until <= state.now) {
        wake_all(state);
    }
    let busy = gate::interrupter(program, state).is_some();
    let quiet = gate::quiet_until(program, state);
    let mut next = NEVER;
    for word in 0..state.ready.words() {
        let mut candidates = candidates(state, word);
        if candidates == 0 {
            continue;
        }
        if busy || state.now < quiet {
            let interrupting = candidates & state.interrupting.word(word);
            candidates &= !interrupting;
            if !busy && interrupting != 0 {
                next = quiet;
            }
        }
        while candidates != 0 {
            let rank = word as u32 * 64 + candidates.trailing_zeros();
            candidates &= candidates - 1;
            if passes(program, state, rank) && claim(program, state, rank) {
                return NEVER;
            }
        }
    }
    next.min(state.rest_until.unwrap_or(NEVER))
}

/// Of 64 campaigns those that have been triggered, whose condition holds, and that nothing known keeps from speaking.
fn candidates(state: &State, word: usize) -> u64 {
    let mut armed = state.armed.word(word);
    for (rank, _) in &state.passing {
        if *rank as usize / 64 == word {
            armed |= 1 << (rank % 64);
        }
    }
    armed & state.ready.word(word) & !state.resting.word(word) & !state.speechless.word(word) & !state.broken.word(word)
}

/// Whether a campaign passes all gates. Behind one that only time or a change of something noticed elsewhere can open, it is not
/// asked again until then.
#[inline(never)]
fn passes(program: &Program, state: &mut State, rank: u32) -> bool {
    let until = match gate::first(program, state, rank) {
        None => return true,
        Some(Reason::Closed { opens: until } | Reason::Capped { until, .. } | Reason::Cooling { until, .. }) => until,
        Some(Reason::Outside | Reason::Checkout | Reason::SearchLanding | Reason::Consent | Reason::NoMemory | Reason::Place { .. }) => {
            None
        }
        // What only some mind lets the others speak.
        Some(Reason::Scene { until, .. }) => Some(until),
        Some(Reason::Disabled | Reason::Broken | Reason::NotTriggered | Reason::Condition(_)) => return false,
        Some(Reason::Speechless | Reason::Over | Reason::NoCode | Reason::Busy { .. } | Reason::Quiet { .. }) => return false,
    };
    state.resting.set(rank, true);
    if let Some(until) = until {
        state.rest_until = Some(until.min(state.rest_until.unwrap_or(NEVER)));
    }
    false
}

/// Something that gates depend on has moved: all are asked again.
#[inline(never)]
pub fn wake_all(state: &mut State) {
    state.resting.clear();
    state.rest_until = None;
}

/// Asks for the screen. All variants must be drawable and have something to say, so that one that is not or has not costs every
/// variant alike.
fn claim(program: &Program, state: &mut State, rank: u32) -> bool {
    let Some(campaign) = program.campaigns.get(rank as usize) else { return false };
    let mut messages = Vec::new();
    for variant in &campaign.variants {
        let mut message = None;
        if let Some(part) = variant.show {
            message = message::decode(program, state, &campaign.id, part);
            let Some(known) = &message else {
                state.broken.set(rank, true);
                return false;
            };
            if !speaks(program, state, rank, known) {
                return false;
            }
        }
        messages.push(message);
    }
    let exposure = state.chance.id();
    state.effects.push(Effect::Claim { exposure, campaign: Rc::clone(&campaign.id) });
    state.claim = Some(Claim { exposure, campaign: rank, messages });
    true
}

/// Whether a message has something to say now.
fn speaks(program: &Program, state: &mut State, rank: u32, message: &Message) -> bool {
    let view = message::draw(program, state, message, 0, &[], Id::default());
    let teases = message.show.teaser.is_none() || !message::draw(program, state, message, TEASER, &[], Id::default()).rows.is_empty();
    let silent = view.rows.is_empty() || !teases;
    if silent {
        state.speechless.set(rank, true);
        state.over.set(rank, view.over);
        state.codeless.set(rank, view.pool.is_some());
    }
    !silent
}

/// The claim could not be had: another tab holds the screen of this visitor. Asked again in a moment.
pub fn refused(state: &mut State, exposure: Id) {
    if state.claim.as_ref().is_some_and(|claim| claim.exposure == exposure) {
        state.claim = None;
        wait(state, Scene::of(Obstacle::OtherTab));
    }
}

/// Something is in the way: those that mind are asked again in a moment.
fn wait(state: &mut State, scene: Scene) {
    state.retry_at = Some(state.now + SCENE_RETRY);
    state.scene = scene;
}

/// The claim was had: with what other tabs have remembered, everything is asked once more, and then it counts.
pub fn claimed(program: &Program, state: &mut State, exposure: Id, scene: Scene, profile: Option<&str>) {
    let Some(claim) = state.claim.take_if(|claim| claim.exposure == exposure) else { return };
    if let Some(profile) = profile {
        merge(state, profile);
    }
    let rank = claim.campaign;
    if !passes(program, state, rank) {
        return;
    }
    // Meanwhile a countdown may have ended, or another tab have said that it began earlier.
    for message in claim.messages.iter().flatten() {
        if !speaks(program, state, rank, message) {
            return;
        }
    }
    let Some(campaign) = program.campaigns.get(rank as usize) else { return };
    if scene.for_campaign(campaign) != Scene::default() {
        wait(state, scene);
    } else if let Some(choice) = experiment::draw(program, state, campaign) {
        // Drawn only now: meanwhile another tab or an answer about consent may have said who this is.
        state.armed.set(rank, false);
        commit(program, state, campaign, &choice, exposure);
        if let Some(place) = choice.place
            && let Some(Some(message)) = claim.messages.get(place)
        {
            put_up(program, state, fresh(state, message, (rank, exposure), (&choice.variant, !choice.by_lot)));
        }
    }
}

/// Joins what storage holds: another tab may have written.
pub fn merge(state: &mut State, profile: &str) {
    let mut other = Profile::read(profile, state.now);
    if analytics(state) == Some(false) {
        other.forget_analytics();
    }
    if state.profile.merge(&other) {
        // A countdown may have begun earlier there.
        state.moved = true;
        state.stale = true;
        wake_all(state);
    }
}

/// From now on the visitor would see it: this counts, for a message and for a holdout alike.
fn commit(program: &Program, state: &mut State, campaign: &Campaign, choice: &Choice, exposure: Id) {
    state.passing.clear();
    let drawn = choice.by_lot && choice.place.is_some() && analytics(state) == Some(true);
    let phase = campaign.experiment.phase;
    if drawn && state.profile.assignment(&campaign.id, phase).is_none() {
        let mut drawn = Row::new(state.now, Rc::clone(&campaign.id), Rc::clone(&choice.variant));
        drawn.number = i64::from(phase);
        state.profile.add(Set::Assigned, drawn);
    }
    mark(state, Kind::Exposed, &campaign.id, exposure, &choice.variant, 0);
    if campaign.intrudes() {
        interrupted(state);
    }
    wake_all(state);
    let of = report::of_exposure(program, campaign, &choice.variant, exposure, !choice.by_lot);
    send(program, state, Some(of), What::Exposed);
}

/// After an interruption a quiet interval begins.
pub fn interrupted(state: &mut State) {
    state.tab.interrupted = Some(state.now);
    state.tab_dirty = true;
}

/// A message at its beginning.
pub fn fresh(state: &State, message: &Rc<Message>, (campaign, exposure): (u32, Id), (variant, unassigned): (&Rc<str>, bool)) -> Showing {
    Showing {
        exposure,
        campaign,
        variant: Rc::clone(variant),
        unassigned,
        message: Rc::clone(message),
        step: 0,
        answers: Vec::new(),
        sent: 0,
        drawn: 0,
        actions: [].into(),
        seen: false,
        since: state.now,
        ends: NEVER,
        folded: message.show.teaser.is_some_and(|teaser| teaser.before),
        up: false,
    }
}

/// Puts a message up; a folded one is put where there is room for it, see `corner`.
pub fn put_up(program: &Program, state: &mut State, mut showing: Showing) {
    if showing.message.show.counts {
        countdown::begin(state, &showing.message.show.campaign);
    }
    if showing.folded || message::put(program, state, &mut showing) {
        state.showing.push(showing);
    }
}

/// Shows what a preview asks for, at once; nothing is claimed, counted, stored or sent.
pub fn preview(program: &Program, state: &mut State, wanted: &str) {
    state.preview = true;
    state.showing.clear();
    let (id, wanted) = cut(wanted, b':').map_or((wanted, None), |(id, variant)| (id, Some(variant)));
    let Some(rank) = program.campaign(id) else { return };
    let Some(campaign) = program.campaigns.get(rank as usize) else { return };
    for variant in &campaign.variants {
        if wanted.map_or(variant.show.is_some(), |wanted| *variant.id == *wanted) {
            if let Some(message) = variant.show.and_then(|part| message::decode(program, state, &campaign.id, part)) {
                let exposure = state.chance.id();
                put_up(program, state, fresh(state, &message, (rank, exposure), (&variant.id, true)));
            }
            return;
        }
    }
}
