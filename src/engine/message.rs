//! Messages: decoded when they are about to be shown, drawn as views, moved by what the shopper does.
//!
//! Decides what a press, an answer and a dismissal mean. Leaves what messages are made of to `rules::show` and `view`, and pixels
//! to the host.

use super::effect::Effect;
use super::eval;
use super::event::Dismissal;
use super::fact::{FACTS, FactType};
use super::id::Id;
use super::profile::Kind;
use super::program::{NONE, Program, Source, Tree};
use super::report::{self, mark, send};
use super::state::{Showing, State};
use crate::node::Doc;
use crate::outcome::What;
use crate::rules::action::{Action, name};
use crate::rules::condition::Conditions;
use crate::rules::decoder::Decoder;
use crate::rules::names::{Names, Scope};
use crate::rules::show::{Show, SiteText, show};
use crate::rules::theme;
use crate::rules::tree::Trees;
use crate::value::Value;
use crate::view::View;
use crate::view::build::{Facts, view};
use std::rc::Rc;

/// What a variant shows, ready to be drawn.
#[derive(Clone, Debug)]
pub struct Message {
    /// Its blocks and steps.
    pub show: Show,
    /// Conditions of the ways from step to step, over `answer.*`.
    pub ways: Tree,
}

/// Decodes the `show` of a variant. None where it is wrong or cannot be drawn yet.
#[must_use]
pub fn decode(program: &Program, part: (u32, u32)) -> Option<Message> {
    let mut cx = Decoder::default();
    let doc = Doc::scan(program.part(part)).ok()?;
    let message = message(&mut cx, &doc, program);
    message.filter(|message| cx.errors == 0 && message.show.drawn)
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
    for way in show.steps.iter_mut().flat_map(|step| step.next.iter_mut()) {
        way.when = way.when.map(|index| Conditions { cx: &mut *cx, trees: &mut trees, names: &names }.root(doc.node(index)));
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
    site
}

struct Known<'k> {
    program: &'k Program,
    state: &'k State,
}

impl Facts for Known<'_> {
    fn fact(&self, wanted: &str) -> Option<(Value, FactType)> {
        if let Some(custom) = wanted.strip_prefix("custom.") {
            return self.state.custom.iter().find(|(known, _)| &**known == custom).map(|(_, value)| (value.clone(), FactType::Json));
        }
        let place = match wanted.strip_prefix("page.query.") {
            Some(query) => self.program.slot(&Source::Query(query.into()))? as usize,
            None => FACTS.iter().position(|row| row.name == wanted)?,
        };
        let value = self.state.values.get(place).cloned().flatten().filter(|value| *value != Value::Null)?;
        self.program.slots.get(place).map(|slot| (value, slot.kind))
    }

    fn currency(&self) -> &str {
        &self.state.currency
    }
}

/// The language of messages: the page's where the file speaks it, else the device's, else the first of the file.
#[must_use]
pub fn locale(program: &Program, state: &State) -> Rc<str> {
    use super::fact::Fact;
    let wanted = [Fact::PageLanguage, Fact::DeviceLanguage].into_iter().filter_map(|fact| match state.values.get(fact as usize) {
        Some(Some(Value::Text(text))) => Some(text),
        _ => None,
    });
    let speaks = |wanted: &Rc<str>| {
        let language = |text: &str| text.split('-').next().unwrap_or("").to_ascii_lowercase();
        let locales = &program.site.locales;
        locales
            .iter()
            .find(|locale| locale.eq_ignore_ascii_case(wanted))
            .or_else(|| locales.iter().find(|locale| language(locale) == language(wanted)))
            .cloned()
    };
    let mut wanted = wanted;
    wanted.find_map(speaks).or_else(|| program.site.locales.first().cloned()).unwrap_or_else(|| "en".into())
}

/// What a message looks like now.
#[must_use]
pub fn draw(program: &Program, state: &State, message: &Message, step: usize, answers: &[(Rc<str>, Rc<str>)]) -> Box<View> {
    let mut drawn = view(&message.show, step, answers, &locale(program, state), &Known { program, state });
    drawn.preview = state.preview;
    Box::new(drawn)
}

/// Brings messages on screen up to date after facts have moved.
pub fn refresh(program: &Program, state: &mut State, effects: &mut Vec<Effect>) {
    if !std::mem::take(&mut state.moved) || state.showing.is_empty() {
        return;
    }
    let mut all = std::mem::take(&mut state.showing);
    for showing in &mut all {
        redraw(program, state, showing, effects);
    }
    state.showing = all;
}

fn redraw(program: &Program, state: &State, showing: &mut Showing, effects: &mut Vec<Effect>) {
    let view = draw(program, state, &showing.message, showing.step, &showing.answers);
    let drawn = view.digest();
    if drawn != showing.drawn {
        showing.drawn = drawn;
        showing.actions.clone_from(&view.actions);
        effects.push(Effect::Update { exposure: showing.exposure, view });
    }
}

fn find(state: &mut State, exposure: Id) -> Option<Showing> {
    let place = state.showing.iter().position(|showing| showing.exposure == exposure)?;
    Some(state.showing.remove(place))
}

/// The host says that it is on screen.
pub fn shown(program: &Program, state: &mut State, exposure: Id, effects: &mut Vec<Effect>) {
    let Some(showing) = state.showing.iter_mut().find(|showing| showing.exposure == exposure && !showing.seen) else { return };
    showing.seen = true;
    let of = report::of(program, showing);
    send(program, state, effects, of, What::Impression);
}

/// The host could not draw it.
pub fn failed(program: &Program, state: &mut State, exposure: Id, effects: &mut Vec<Effect>) {
    let Some(showing) = find(state, exposure) else { return };
    state.broken.set(showing.campaign, true);
    send(program, state, effects, report::of(program, &showing), What::Error);
}

/// The shopper closed it. A dismissal is sacred: it is remembered before anything else happens.
pub fn dismissed(program: &Program, state: &mut State, exposure: Id, how: Dismissal, effects: &mut Vec<Effect>) {
    let Some(showing) = find(state, exposure) else { return };
    dismiss(program, state, showing, how, effects);
}

fn dismiss(program: &Program, state: &mut State, showing: Showing, how: Dismissal, effects: &mut Vec<Effect>) {
    let how = match how {
        Dismissal::Close => "close",
        Dismissal::Escape => "escape",
        Dismissal::Backdrop => "backdrop",
        Dismissal::Button => "button",
    };
    mark_of(program, state, &showing, Kind::Dismissed, 0);
    state.dismissed = true;
    send(program, state, effects, report::of(program, &showing), What::Dismissed { how });
    end(program, state, showing, effects);
}

fn mark_of(program: &Program, state: &mut State, showing: &Showing, kind: Kind, extra: i64) {
    if let Some(campaign) = program.campaigns.get(showing.campaign as usize) {
        mark(state, kind, &campaign.id, showing.exposure, &showing.variant, extra);
    }
}

/// Takes a message off the screen; after an interruption a quiet interval begins.
fn end(program: &Program, state: &mut State, showing: Showing, effects: &mut Vec<Effect>) {
    effects.push(Effect::Hide { exposure: showing.exposure });
    if program.campaigns.get(showing.campaign as usize).is_some_and(|campaign| campaign.interrupts) {
        state.tab.interrupted = Some(state.now);
        state.tab_dirty = true;
    }
}

/// Ends all messages: the page is another.
pub fn end_all(program: &Program, state: &mut State, effects: &mut Vec<Effect>) {
    for showing in std::mem::take(&mut state.showing) {
        end(program, state, showing, effects);
    }
    state.claim = None;
}

/// Ends the message of one campaign: it was dismissed in another tab.
pub fn end_of(program: &Program, state: &mut State, rank: u32, effects: &mut Vec<Effect>) {
    if let Some(place) = state.showing.iter().position(|showing| showing.campaign == rank) {
        let showing = state.showing.remove(place);
        end(program, state, showing, effects);
    }
}

/// The shopper filled in a field.
pub fn answered(program: &Program, state: &mut State, exposure: Id, field: &Rc<str>, value: &Rc<str>, effects: &mut Vec<Effect>) {
    let Some(place) = state.showing.iter().position(|showing| showing.exposure == exposure) else { return };
    let mut showing = state.showing.remove(place);
    showing.answers.retain(|(known, _)| known != field);
    if !value.is_empty() && showing.answers.len() < 64 {
        showing.answers.push((Rc::clone(field), Rc::from(clipped(value))));
        showing.sent = showing.sent.min(showing.answers.len() - 1);
    }
    redraw(program, state, &mut showing, effects);
    state.showing.insert(place, showing);
}

/// At most 4,000 bytes, cut between letters.
fn clipped(text: &str) -> &str {
    let mut end = text.len().min(4_000);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or("")
}

/// The shopper pressed something.
pub fn acted(program: &Program, state: &mut State, exposure: Id, action: u16, effects: &mut Vec<Effect>) {
    let Some(mut showing) = find(state, exposure) else { return };
    let Some(action) = showing.actions.get(action as usize).cloned() else {
        state.showing.push(showing);
        return;
    };
    match action {
        Action::Close => return dismiss(program, state, showing, Dismissal::Button, effects),
        Action::Next => return next(program, state, showing, effects),
        Action::Snooze { span } => {
            mark_of(program, state, &showing, Kind::Snoozed, state.now + span);
            clicked(program, state, &showing, &action, effects);
            return end(program, state, showing, effects);
        }
        Action::Set { ref name, ref value } => {
            if state.consent.preferences != Some(false) {
                super::note::custom(program, state, name, value);
            }
            clicked(program, state, &showing, &action, effects);
        }
        Action::Copy { ref text } => {
            let what = What::CouponCopied { code: Rc::clone(text) };
            mark_of(program, state, &showing, Kind::Clicked, 0);
            send(program, state, effects, report::of(program, &showing), what);
            effects.push(Effect::Do { exposure, action });
        }
        Action::Navigate { .. } | Action::ApplyCoupon { .. } | Action::AddToCart { .. } | Action::OpenChat | Action::Emit { .. } => {
            clicked(program, state, &showing, &action, effects);
            // A preview is open to anybody: it may lead somewhere, but nothing is put into carts by it.
            if !state.preview || matches!(action, Action::Navigate { .. }) {
                effects.push(Effect::Do { exposure, action });
            }
        }
    }
    redraw(program, state, &mut showing, effects);
    state.showing.push(showing);
}

fn clicked(program: &Program, state: &mut State, showing: &Showing, action: &Action, effects: &mut Vec<Effect>) {
    mark_of(program, state, showing, Kind::Clicked, 0);
    send(program, state, effects, report::of(program, showing), What::Clicked { action: name(action) });
    converted(program, state, "clicked", &Value::Null, None, effects);
}

/// Sends what was answered and goes on: to the first way that is open, else to the step behind, else to the end.
fn next(program: &Program, state: &mut State, mut showing: Showing, effects: &mut Vec<Effect>) {
    let steps = &showing.message.show.steps;
    if steps.get(showing.step).is_some_and(|step| !step.complete(&showing.answers)) {
        state.showing.push(showing);
        return;
    }
    let fresh: Vec<_> = showing.answers.iter().skip(showing.sent).cloned().collect();
    if !fresh.is_empty() {
        showing.sent = showing.answers.len();
        mark_of(program, state, &showing, Kind::Submitted, 0);
        send(program, state, effects, report::of(program, &showing), What::Submitted { answers: fresh });
        converted(program, state, "submitted", &Value::Null, None, effects);
    }
    let steps = &showing.message.show.steps;
    let answers = Value::Object(showing.answers.iter().map(|(field, answer)| (Rc::clone(field), Value::Text(Rc::clone(answer)))).collect());
    let open = steps.get(showing.step).and_then(|step| {
        step.next.iter().find(|way| way.when.is_none_or(|root| eval::holds(&showing.message.ways, root, &answers))).map(|way| way.to)
    });
    let to = open.unwrap_or(showing.step + 1);
    let Some(step) = steps.get(to) else { return end(program, state, showing, effects) };
    let step = Rc::clone(&step.id);
    showing.step = to;
    send(program, state, effects, report::of(program, &showing), What::Step { step });
    redraw(program, state, &mut showing, effects);
    state.showing.push(showing);
}

/// Something happened that may be a goal: it counts once for each exposure in whose window it lies.
pub fn converted(program: &Program, state: &mut State, on: &str, detail: &Value, value: Option<i64>, effects: &mut Vec<Effect>) {
    for campaign in &program.campaigns {
        for (goal, number) in campaign.goals.iter().zip(0u16..) {
            if &*goal.on != on || (goal.filter != NONE && !eval::holds(&program.tree, goal.filter, detail)) {
                continue;
            }
            let since = state.now.saturating_sub(goal.within);
            let Some(exposed) = state.profile.marks_of(&campaign.id, Kind::Exposed).rfind(|mark| mark.at >= since).cloned() else {
                continue;
            };
            let again =
                state.profile.marks_of(&campaign.id, Kind::Converted).any(|mark| mark.number == i64::from(number) && mark.at >= exposed.at);
            if again {
                continue;
            }
            mark(state, Kind::Converted, &campaign.id, exposed.exposure, &exposed.variant, i64::from(number));
            let unassigned = exposed.exposure == Id::default();
            let of = report::of_exposure(program, campaign, &exposed.variant, exposed.exposure, unassigned);
            send(program, state, effects, Some(of), What::Converted { goal: number, value: goal.value.or(value) });
        }
    }
}
