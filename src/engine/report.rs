//! Reporting: what is worth counting becomes outcomes, when the visitor allows it.
//!
//! Decides what leaves, what waits for the answer to the consent question and what is dropped. Leaves delivery to the host.

use super::effect::Effect;
use super::event::ConsentMode;
use super::experiment::session_id;
use super::id::Id;
use super::profile::{Kind, Row, Set};
use super::program::{Campaign, Program, hash, hex64};
use super::state::{Showing, State};
use super::time::DAY;
use crate::node::{Doc, Kind as JsonKind, Node};
use crate::outcome::{FORMAT, Of, Outcome, What};
use std::rc::Rc;

/// Most outcomes that wait for the answer.
const MAX_WAITING: usize = 20;
/// A visitor id is renewed after this, milliseconds: 13 months.
const ID_AGE: i64 = 396 * DAY;

/// What the visitor's answer, or the tag's mode without one, says about analytics. None: to be waited for.
#[must_use]
pub fn analytics(state: &State) -> Option<bool> {
    state.consent.analytics.or(match state.mode {
        ConsentMode::Granted => Some(true),
        ConsentMode::Denied => Some(false),
        ConsentMode::Required | ConsentMode::Strict => None,
    })
}

/// Whether anything may be remembered now.
#[must_use]
pub fn may_remember(state: &State) -> bool {
    !state.preview && (state.mode != ConsentMode::Strict || super::gate::answered(state))
}

/// Brings visitor id and waiting outcomes in line with what consent says now.
pub fn consent_moved(program: &Program, state: &mut State) {
    if state.preview {
        return;
    }
    match analytics(state) {
        Some(true) => {
            let old = state.profile.visitor.is_none_or(|(born, _)| state.now - born > ID_AGE);
            if old {
                state.profile.visitor = Some((state.now, state.chance.id()));
                state.profile_dirty = true;
            }
            state.effects.push(Effect::Deliver(true));
            let mut waiting = std::mem::take(&mut state.waiting);
            for effect in &mut waiting {
                if let Effect::Send(outcome) = effect {
                    address(program, state, outcome);
                }
            }
            state.effects.append(&mut waiting);
        }
        Some(false) => {
            state.waiting.clear();
            state.effects.push(Effect::Deliver(false));
            if state.profile.visitor.is_some() || !state.profile.of(Set::Assigned).is_empty() {
                state.profile.forget_analytics();
                state.profile_dirty = true;
            }
        }
        None => {}
    }
}

fn address(program: &Program, state: &mut State, outcome: &mut Outcome) {
    let visitor = state.profile.visitor.map_or(Id::default(), |(_, id)| id);
    outcome.visitor = visitor;
    outcome.session = session_id(visitor, state.tab.visit);
    // Hashed once: a rule file may be megabytes long.
    if state.rules.is_empty() {
        state.rules = program.content_hash().into();
    }
    outcome.rules = Rc::clone(&state.rules);
}

/// Reports an outcome: it leaves, waits or is dropped.
pub fn send(program: &Program, state: &mut State, of: Option<Of>, what: What) {
    let allowed = analytics(state);
    if state.preview || allowed == Some(false) {
        return;
    }
    let mut outcome = Box::new(Outcome {
        format: FORMAT,
        id: state.chance.id(),
        at: state.now,
        what,
        visitor: Id::default(),
        session: Id::default(),
        page_view: state.page_view,
        rules: "".into(),
        of,
        bot: state.bot,
    });
    let list = if allowed.is_some() {
        address(program, state, &mut outcome);
        &mut state.effects
    } else if state.waiting.len() < MAX_WAITING {
        &mut state.waiting
    } else {
        return;
    };
    list.push(Effect::Send(outcome));
}

/// Which message, for an outcome of one on screen.
#[must_use]
pub fn of(program: &Program, showing: &Showing) -> Option<Of> {
    let campaign = program.campaigns.get(showing.campaign as usize)?;
    Some(of_exposure(program, campaign, &showing.variant, showing.exposure, showing.unassigned))
}

/// Which message, for an outcome of an exposure.
#[must_use]
pub fn of_exposure(program: &Program, campaign: &Campaign, variant: &Rc<str>, exposure: Id, unassigned: bool) -> Of {
    Of {
        campaign: Rc::clone(&campaign.id),
        variant: Rc::clone(variant),
        exposure,
        revision: Rc::clone(campaign.revision.get_or_init(|| revision(program, campaign).into())),
        unassigned,
    }
}

/// Adds a mark to the profile.
pub fn mark(state: &mut State, kind: Kind, campaign: &Rc<str>, exposure: Id, variant: &Rc<str>, number: i64) {
    if state.preview {
        return;
    }
    // Without consent to analytics nothing that tells visitors apart is kept.
    let exposure = if analytics(state) == Some(true) { exposure } else { Id::default() };
    let mut mark = Row::new(state.now, Rc::clone(campaign), Rc::clone(variant));
    (mark.kind, mark.time, mark.number, mark.exposure) = (kind, state.tab.visit, number, exposure);
    state.profile.add(Set::Marks, mark);
    state.profile_dirty = true;
    state.stale = true;
}

/// Hash over what a campaign says: its triggers, condition, goals and shows; weights, names and whitespace excluded, and the order of
/// keys. Editing it flags the running test; editing another campaign touches nothing. 16 hexadecimal digits.
#[must_use]
pub fn revision(program: &Program, campaign: &Campaign) -> String {
    let Ok(doc) = Doc::scan(program.part(campaign.span)) else { return String::new() };
    let root = doc.root();
    let mut sum = 0u64;
    for key in &["on", "when", "goals", "variants"] {
        if let Some(node) = root.get(key) {
            sum = sum.wrapping_add(blend(hash(key.as_bytes()), digest(node)));
        }
    }
    hex64(sum)
}

/// Structural hash of a value: keys in any order, whitespace ignored, weights left out.
fn digest(node: Node<'_>) -> u64 {
    match node.kind() {
        JsonKind::Object => {
            let mut sum = 1u64;
            for (key, value) in node.entries() {
                if key.word() != "weight" {
                    sum = sum.wrapping_add(blend(hash(key.raw().as_bytes()), digest(value)));
                }
            }
            sum
        }
        JsonKind::List => {
            let mut sum = 2;
            for item in node.items() {
                sum = blend(sum, digest(item));
            }
            sum
        }
        _ => hash(node.raw().as_bytes()),
    }
}

fn blend(sum: u64, more: u64) -> u64 {
    (sum.rotate_left(29) ^ more).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}
