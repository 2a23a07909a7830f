//! Messages: decoded when they are about to be shown, drawn as views, moved by what the shopper does.
//!
//! Decides what a press, an answer and a dismissal mean. Leaves what messages are made of to `rules::show` and `view`, and pixels
//! to the host.

use super::answers::{answered, next};
use super::choose;
use super::effect::Effect;
use super::event::{Dismissal, Event};
use super::gate;
use super::goal::converted;
use super::id::Id;
use super::note;
use super::pool;
use super::profile::Kind;
use super::program::{Program, Tree};
use super::reminder;
use super::report::{self, mark, send};
use super::sayable::locale;
use super::state::{Showing, State};
use super::time::{Millis, NEVER};
use crate::node::Doc;
use crate::outcome::What;
use crate::rules::action::{Action, ActionWord, name};
use crate::rules::condition::Conditions;
use crate::rules::decoder::Decoder;
use crate::rules::names::{Names, Scope};
use crate::rules::show::{Show, SiteText, show};
use crate::rules::theme;
use crate::rules::tree::Trees;
use crate::value::Value;
use crate::view::build::{Answers, TEASER, view};
use crate::view::words::words;
use crate::view::{Turn, View};
use std::rc::Rc;

/// What a variant shows, ready to be drawn.
#[derive(Clone, Debug)]
pub struct Message {
    /// Its blocks and steps.
    pub show: Show,
    /// Conditions of the ways from step to step, over `answer.*`.
    pub ways: Tree,
}

/// Decodes the `show` of a variant. None where it is wrong or cannot be drawn yet, which is said once: the campaign stays away.
pub fn decode(program: &Program, state: &mut State, campaign: &Rc<str>, part: (u32, u32)) -> Option<Rc<Message>> {
    let mut cx = Decoder::default();
    if let Ok(doc) = Doc::scan(program.part(part))
        && let Some(mut message) = message(&mut cx, &doc, program)
        && cx.errors == 0
    {
        message.show.campaign = Rc::clone(campaign);
        return Some(Rc::new(message));
    }
    for problem in &mut cx.diagnostics {
        problem.at += part.0;
    }
    state.effects.push(Effect::Broken { problems: cx.diagnostics });
    None
}

/// The same, with every problem reported: for the checker.
pub fn message(cx: &mut Decoder, doc: &Doc<'_>, program: &Program) -> Option<Message> {
    let site = Rc::new(site_text(program));
    let mut show = show(cx, doc.root(), &site)?;
    let names = Names {
        scope: Scope::Behind("answer."),
        currency: &program.site.currency,
        custom: &[],
        segments: &[],
        campaigns: &[],
        groups: &[],
    };
    let mut trees = Trees::default();
    let mut conditions = Conditions { cx, trees: &mut trees, names: &names };
    for step in &mut show.steps {
        for way in &mut step.next {
            if let Some(when) = &mut way.when {
                *when = conditions.root(doc.node(*when));
            }
        }
    }
    Some(Message { show, ways: trees.tree })
}

/// What messages need to know of the file around them.
#[must_use]
pub fn site_text(program: &Program) -> SiteText {
    let mut site = SiteText {
        currency: Rc::clone(&program.site.currency),
        locales: program.site.locales.clone(),
        custom: program.custom.clone(),
        ..SiteText::default()
    };
    if let Some(part) = program.site.theme
        && let Ok(doc) = Doc::scan(program.part(part))
        && let Some(theme) = theme::theme(&mut Decoder::default(), doc.root(), &site.theme)
    {
        site.theme = theme;
    }
    if let Some(part) = program.site.words
        && let Ok(doc) = Doc::scan(program.part(part))
    {
        site.words = words(&mut Decoder::default(), doc.root(), &site);
    }
    site
}

/// What a message looks like now.
#[must_use]
pub fn draw(program: &Program, state: &State, message: &Message, step: usize, answers: Answers<'_>, exposure: Id) -> Box<View> {
    let mut drawn = view(&message.show, step, answers, exposure, &locale(program, state), state);
    drawn.preview = state.preview;
    Box::new(drawn)
}

/// Brings messages on screen up to date after facts have moved or a countdown has ended. Gives the next moment at which one ends, or
/// [`NEVER`].
pub fn refresh(program: &Program, state: &mut State) -> Millis {
    let moved = std::mem::take(&mut state.moved);
    if moved {
        state.speechless.clear();
    }
    let (mut place, mut next) = (0, NEVER);
    while let Some(showing) = state.showing.get(place) {
        if moved || showing.ends <= state.now {
            let mut showing = state.showing.remove(place);
            if !redraw(program, state, &mut showing) {
                continue;
            }
            state.showing.insert(place, showing);
        }
        next = next.min(state.showing.get(place).map_or(NEVER, |showing| showing.ends));
        place += 1;
    }
    next
}

/// Draws a message anew. Tells whether it stays on screen.
fn redraw(program: &Program, state: &mut State, showing: &mut Showing) -> bool {
    turn(program, state, showing, Turn::Same)
}

/// Draws it anew; where something has just become of it, hosts hear so even if nothing looks different. Tells whether it stays on screen.
pub(super) fn turn(program: &Program, state: &mut State, showing: &mut Showing, turn: Turn) -> bool {
    if !showing.up && !showing.folded {
        return put(program, state, showing);
    }
    let before = showing.drawn;
    let Some(mut view) = look(program, state, showing) else { return end(program, state, showing) };
    if showing.up && (showing.drawn != before || turn != Turn::Same) {
        view.turn = turn;
        state.effects.push(Effect::Update { exposure: showing.exposure, view });
    }
    true
}

/// Draws a message, or its teaser, in the place of what there was of it. Tells whether it stays on screen.
pub fn put(program: &Program, state: &mut State, showing: &mut Showing) -> bool {
    let (Some(view), Some(campaign)) = (look(program, state, showing), program.campaigns.get(showing.campaign as usize)) else {
        return end(program, state, showing);
    };
    // It comes with its code, not before.
    if view.pool.is_some() && !showing.up {
        return true;
    }
    showing.up = true;
    state.effects.push(Effect::Show { exposure: showing.exposure, campaign: Rc::clone(&campaign.id), view });
    true
}

/// What it looks like now; None where its countdown is over, or its pool has no code: such an offer says nothing.
fn look(program: &Program, state: &mut State, showing: &mut Showing) -> Option<Box<View>> {
    let step = if showing.folded { TEASER } else { showing.step };
    let view = draw(program, state, &showing.message, step, &showing.answers, showing.exposure);
    if view.over {
        if view.pool.is_some() {
            tell(program, state, showing, What::Error);
        }
        return None;
    }
    if let Some(pool) = &view.pool {
        pool::ask(state, &showing.message.show.campaign, Rc::clone(pool));
    }
    (showing.drawn, showing.ends) = (view.digest(), view.ends);
    showing.actions = Rc::clone(&view.actions);
    Some(view)
}

/// Reports what happened to a message on screen.
pub(super) fn tell(program: &Program, state: &mut State, showing: &Showing, what: What) {
    send(program, state, report::of(program, showing), what);
}

/// Something happened to a message on screen. Meanwhile it is out of the list; where it stays it returns to its place.
pub fn told(program: &Program, state: &mut State, exposure: Id, event: &Event) {
    let Some(mut place) = state.showing.iter().position(|showing| showing.exposure == exposure) else {
        return reminder::told(program, state, exposure, event);
    };
    let mut showing = state.showing.remove(place);
    let folded = showing.folded;
    let stays = match event {
        Event::Failed { .. } => {
            state.broken.set(showing.campaign, true);
            tell(program, state, &showing, What::Error);
            false
        }
        // A dismissal is sacred: it is remembered before anything else happens.
        Event::Dismissed { how, .. } => dismiss(program, state, &mut showing, *how),
        Event::Acted { .. } if showing.folded => open(program, state, &mut showing),
        Event::Acted { action, .. } => acted(program, state, &mut showing, *action),
        Event::Answered { field, value, .. } => {
            answered(&mut showing, field, value);
            redraw(program, state, &mut showing)
        }
        _ => {
            if !showing.folded && !std::mem::replace(&mut showing.seen, true) {
                tell(program, state, &showing, What::Impression);
            }
            true
        }
    };
    if stays {
        state.tab_dirty |= !showing.answers.is_empty();
        // What was folded last is the one to be seen.
        if showing.folded && !folded {
            place = state.showing.len();
        }
        state.showing.insert(place, showing);
    }
}

/// The shopper's own press opens a folded message; not beside an interruption that has just come.
fn open(program: &Program, state: &mut State, showing: &mut Showing) -> bool {
    if !gate::covered(program, state) {
        showing.folded = false;
        if gate::interrupts(program, showing.campaign) {
            choose::interrupted(state);
        }
        return put(program, state, showing);
    }
    true
}

fn dismiss(program: &Program, state: &mut State, showing: &mut Showing, how: Dismissal) -> bool {
    let how = ["close", "escape", "backdrop", "button"][how as usize];
    mark_of(program, state, showing, Kind::Dismissed, 0);
    state.dismissed = true;
    tell(program, state, showing, What::Dismissed { how });
    if showing.folded {
        return end(program, state, showing);
    }
    if showing.seen {
        reminder::begin(program, state, showing, None);
    }
    if showing.message.show.teaser.is_none_or(|teaser| !teaser.after) {
        return end(program, state, showing);
    }
    if gate::interrupts(program, showing.campaign) {
        choose::interrupted(state);
    }
    showing.folded = true;
    put(program, state, showing)
}

pub(super) fn mark_of(program: &Program, state: &mut State, showing: &Showing, kind: Kind, extra: i64) {
    if let Some(campaign) = program.campaigns.get(showing.campaign as usize) {
        mark(state, kind, &campaign.id, showing.exposure, &showing.variant, extra);
    }
}

/// Takes a message off the screen, so it does not stay; after an interruption a quiet interval begins.
pub(super) fn end(program: &Program, state: &mut State, showing: &Showing) -> bool {
    if showing.up {
        state.effects.push(Effect::Hide { exposure: showing.exposure });
    }
    state.tab_dirty |= !showing.answers.is_empty();
    if !showing.folded && gate::interrupts(program, showing.campaign) {
        choose::interrupted(state);
    }
    false
}

/// Ends all messages but the folded ones: the page is another.
pub fn end_all(program: &Program, state: &mut State) {
    for showing in std::mem::take(&mut state.showing) {
        if showing.folded {
            state.showing.push(showing);
        } else {
            end(program, state, &showing);
        }
    }
    state.claim = None;
}

/// Ends the message of one campaign: it was dismissed in another tab.
pub fn end_of(program: &Program, state: &mut State, rank: u32) {
    if let Some(place) = state.showing.iter().position(|showing| showing.campaign == rank) {
        let showing = state.showing.remove(place);
        end(program, state, &showing);
    }
}

/// The shopper pressed something. Tells whether the message stays on screen.
fn acted(program: &Program, state: &mut State, showing: &mut Showing, action: u16) -> bool {
    let Some(action) = showing.actions.get(action as usize) else { return true };
    let action = Rc::clone(action);
    // A preview is open to anybody: it may lead somewhere, but nothing is put into carts by it.
    let mut outside = !state.preview;
    let mut stays = true;
    match action.word {
        ActionWord::Close => return dismiss(program, state, showing, Dismissal::Button),
        ActionWord::Next => {
            outside = false;
            stays = next(program, state, showing);
        }
        ActionWord::Copy => {
            outside = true;
            mark_of(program, state, showing, Kind::Clicked, 0);
            tell(program, state, showing, What::CouponCopied { code: Rc::clone(&action.text) });
            reminder::begin(program, state, showing, Some(&action.text));
        }
        ActionWord::Snooze => {
            // Put off is neither taken up nor turned down: no goal is reached by it.
            mark_of(program, state, showing, Kind::Snoozed, state.now + action.number);
            tell(program, state, showing, What::Clicked { action: name(&action) });
            return end(program, state, showing);
        }
        ActionWord::Set => {
            outside = false;
            if state.consent.preferences != Some(false) {
                note::custom(program, state, &action.text, &action.value);
            }
            clicked(program, state, showing, &action);
        }
        ActionWord::Navigate => {
            outside = true;
            clicked(program, state, showing, &action);
        }
        ActionWord::ApplyCoupon => {
            clicked(program, state, showing, &action);
            reminder::begin(program, state, showing, Some(&action.text));
        }
        ActionWord::AddToCart | ActionWord::OpenChat | ActionWord::Emit => clicked(program, state, showing, &action),
    }
    if outside {
        state.effects.push(Effect::Do { exposure: showing.exposure, action });
    }
    stays && redraw(program, state, showing)
}

fn clicked(program: &Program, state: &mut State, showing: &Showing, action: &Action) {
    mark_of(program, state, showing, Kind::Clicked, 0);
    tell(program, state, showing, What::Clicked { action: name(action) });
    converted(program, state, "clicked", &Value::Null, None);
}
