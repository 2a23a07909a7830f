//! One step: an event in, effects out, and the one moment at which to be woken.
//!
//! Decides the order of the stages: clock, note, judge, arm, gate, choose, commit, draw, remember. Each stage is a file of its own.

use super::arm::{self, fire, fire_key, fire_up_to};
use super::choose;
use super::effect::{Effect, Scope, Step};
use super::event::{Consent, Event, Line, Page, Purchase, Started};
use super::fact::Fact;
use super::judge;
use super::message;
use super::note;
use super::profile::{Kind, Profile};
use super::program::{Program, hash};
use super::report;
use super::state::State;
use super::tab::Tab;
use super::time::Millis;
use super::trigger::Moment;
use crate::outcome::What;
use crate::value::Value;
use std::rc::Rc;

/// Takes one event. `at` may repeat or go back; time does not.
pub fn step(program: &Program, state: &mut State, at: Millis, event: Event) -> Step {
    let mut effects = Vec::new();
    state.now = state.now.max(at);
    if let Event::Started(started) = event {
        start(program, state, *started, &mut effects);
    } else if state.started {
        if std::mem::take(&mut state.stale) {
            note::visitor(program, state);
            state.clock_at = Some(state.now);
        }
        tick(program, state);
        take(program, state, event, &mut effects);
    } else {
        return Step::default();
    }
    tick(program, state);
    let due = arm::due(program, state);
    arm::lapse(state);
    let gate = choose::choose(program, state, &mut effects);
    message::refresh(program, state, &mut effects);
    remember(state, &mut effects);
    let stale = if state.stale { Some(state.now) } else { None };
    let wake_at = [due, gate, state.clock_at, stale].into_iter().flatten().min();
    Step { effects, wake_at }
}

/// Facts that move with time, where one can have moved.
fn tick(program: &Program, state: &mut State) {
    if state.clock_at.is_some_and(|at| at <= state.now) {
        state.clock_at = note::clock(program, state);
    }
}

fn start(program: &Program, state: &mut State, started: Started, effects: &mut Vec<Effect>) {
    let now = state.now;
    let mut fresh = State {
        started: true,
        now,
        currency: Rc::clone(&program.site.currency),
        zones: [started.shop_zone, started.visitor_zone],
        mode: started.mode,
        consent: started.consent,
        storage: started.storage,
        bot: started.bot,
        chance: super::id::Chance::new(started.entropy),
        profile: started.profile.as_deref().map_or_else(Profile::default, |text| Profile::read(text, now)),
        tab: started.tab.as_deref().map_or_else(Tab::default, |text| Tab::read(text, now)),
        ..State::default()
    };
    let campaigns = program.campaigns.len();
    for bits in [&mut fresh.ready, &mut fresh.armed, &mut fresh.resting, &mut fresh.interrupting, &mut fresh.broken] {
        *bits = super::bits::Bits::new(campaigns);
    }
    for (campaign, rank) in program.campaigns.iter().zip(0u32..) {
        fresh.interrupting.set(rank, campaign.interrupts);
    }
    *state = fresh;
    judge::begin(program, state);
    note::device(program, state, &started.device, &started.country);
    note::consent(program, state);
    report::consent_moved(program, state, effects);
    view_page(program, state, &started.page, started.referrer.as_ref());
    if let Some(wanted) = &started.preview {
        choose::preview(program, state, wanted, effects);
    }
}

/// A page view begins.
fn view_page(program: &Program, state: &mut State, page: &Page, referrer: Option<&Rc<str>>) {
    state.page_at = state.now;
    state.active_at = state.now;
    state.page_view = state.chance.id();
    state.retry_at = None;
    state.typing_until = None;
    arm::reset(state);
    choose::wake_all(state);
    visit(program, state, page, referrer);
    note::page(program, state, page);
    note::visitor(program, state);
    state.clock_at = Some(state.now);
    state.profile_dirty = true;
    state.tab_dirty = true;
}

/// Finds the visit that the page belongs to, or begins one.
fn visit(program: &Program, state: &mut State, page: &Page, referrer: Option<&Rc<str>>) {
    let now = state.now;
    let (path, query) = note::split_address(page.url.as_deref().unwrap_or(""));
    let path: Rc<str> = path.into();
    let start = state.profile.visited(now, program.site.session_idle);
    if state.tab.visit != start {
        let utm = |name| note::query_value(query, name).map(Rc::from);
        let from = [Some(Rc::clone(&path)), referrer.cloned(), utm("utm_source"), utm("utm_medium"), utm("utm_campaign")];
        state.tab = Tab { visit: start, from, cart: state.tab.cart, ..Tab::default() };
    }
    state.profile.seen(now, path);
}

fn take(program: &Program, state: &mut State, event: Event, effects: &mut Vec<Effect>) {
    match event {
        Event::Started(_) | Event::Tick => {}
        Event::Viewed(page) => {
            message::end_all(program, state, effects);
            view_page(program, state, &page, None);
        }
        Event::Described(page) => {
            note::described(program, state, &page);
            choose::wake_all(state);
        }
        Event::Cart(cart) => cart_moved(program, state, &cart),
        Event::Identified(customer) => {
            note::customer(program, state, &customer);
            choose::wake_all(state);
        }
        Event::Set { name, value } => note::custom(program, state, &name, &value),
        Event::Tracked { name, detail } => {
            fire_key(program, state, Moment::Event, hash(name.as_bytes()) as i64, &detail);
            message::converted(program, state, &name, &detail, None, effects);
        }
        Event::Purchased(purchase) => purchased(program, state, *purchase, effects),
        Event::Consented(answers) => consented(program, state, answers, effects),
        Event::Scrolled(percent) => fire_up_to(program, state, Moment::Scroll, i64::from(percent)),
        Event::Active => {
            state.active_at = state.now;
            state.fired[Moment::Inactivity as usize] = -1;
        }
        Event::Leaving { signal, speed } => arm::leave(program, state, signal, speed),
        Event::Clicked(selector) => fire_key(program, state, Moment::Click, i64::from(selector), &Value::Null),
        Event::Seen(selector) => fire_key(program, state, Moment::ElementVisible, i64::from(selector), &Value::Null),
        Event::FormSent(selector) => fire_key(program, state, Moment::FormSubmit, i64::from(selector), &Value::Null),
        Event::Copied => fire(program, state, Moment::TextCopied, &Value::Null),
        Event::Returned(away) => {
            arm::returned(program, state, away);
            arm::leave(program, state, super::event::Leave::TabReturn, 0);
        }
        Event::Zoned { shop, visitor } => {
            state.zones = [shop, visitor];
            state.clock_at = Some(state.now);
            choose::wake_all(state);
        }
        Event::Remembered(profile) => remembered(program, state, &profile, effects),
        Event::Claimed { exposure, scene, profile } => choose::claimed(program, state, exposure, scene, profile.as_deref(), effects),
        Event::Refused { exposure } => choose::refused(state, exposure),
        Event::Shown { exposure } => message::shown(program, state, exposure, effects),
        Event::Failed { exposure } => message::failed(program, state, exposure, effects),
        Event::Dismissed { exposure, how } => message::dismissed(program, state, exposure, how, effects),
        Event::Acted { exposure, action } => message::acted(program, state, exposure, action, effects),
        Event::Answered { exposure, field, value } => message::answered(program, state, exposure, &field, &value, effects),
    }
}

fn cart_moved(program: &Program, state: &mut State, cart: &super::event::Cart) {
    let before = state.values.get(Fact::CartSkus as usize).cloned().flatten();
    let moved = note::cart(program, state, cart);
    if moved.changed {
        fire(program, state, Moment::CartChanged, &Value::Null);
    }
    if moved.added && program.triggers.reads(Moment::ItemAdded) {
        let detail = cart.lines.iter().find(|line| !holds_sku(before.as_ref(), &line.sku)).map_or(Value::Null, line_detail);
        fire(program, state, Moment::ItemAdded, &detail);
    }
    if moved.removed {
        fire(program, state, Moment::ItemRemoved, &Value::Null);
    }
}

fn holds_sku(skus: Option<&Value>, sku: &str) -> bool {
    matches!(skus, Some(Value::List(items)) if items.iter().any(|item| matches!(item, Value::Text(known) if **known == *sku)))
}

fn line_detail(line: &Line) -> Value {
    let text = |text: &Option<Rc<str>>| text.as_ref().map_or(Value::Null, |text| Value::Text(Rc::clone(text)));
    Value::Object(Rc::from([
        ("sku".into(), Value::Text(Rc::clone(&line.sku))),
        ("name".into(), text(&line.name)),
        ("quantity".into(), Value::Int(line.quantity)),
        ("category".into(), text(&line.category)),
        ("brand".into(), text(&line.brand)),
    ]))
}

fn purchased(program: &Program, state: &mut State, purchase: Purchase, effects: &mut Vec<Effect>) {
    let print = hash(purchase.order.as_bytes()) as i64;
    if !state.profile.ordered(state.now, print) {
        return;
    }
    state.profile_dirty = true;
    let Purchase { order, value, currency, coupons } = purchase;
    let text = |text: &Rc<str>| Value::Text(Rc::clone(text));
    let detail = Value::Object(Rc::from([
        ("order".into(), text(&order)),
        ("value".into(), value.map_or(Value::Null, Value::Int)),
        ("currency".into(), currency.as_ref().map_or(Value::Null, text)),
        ("coupons".into(), Value::List(coupons.iter().map(text).collect())),
    ]));
    fire(program, state, Moment::Purchase, &detail);
    report::send(program, state, effects, None, What::Purchase { order, value, currency, coupons });
    message::converted(program, state, "purchase", &detail, value, effects);
}

fn consented(program: &Program, state: &mut State, answers: Consent, effects: &mut Vec<Effect>) {
    let known = &mut state.consent;
    known.analytics = answers.analytics.or(known.analytics);
    known.marketing = answers.marketing.or(known.marketing);
    known.preferences = answers.preferences.or(known.preferences);
    note::consent(program, state);
    report::consent_moved(program, state, effects);
    choose::wake_all(state);
}

/// Another tab has written. What was dismissed there goes away here too.
fn remembered(program: &Program, state: &mut State, profile: &str, effects: &mut Vec<Effect>) {
    let dismissals = |state: &State, campaign: &str| state.profile.marks_of(campaign, Kind::Dismissed).count();
    let before: Vec<(u32, usize)> = state
        .showing
        .iter()
        .filter_map(|showing| Some((showing.campaign, dismissals(state, &program.campaigns.get(showing.campaign as usize)?.id))))
        .collect();
    choose::merge(state, profile);
    for (rank, count) in before {
        let Some(campaign) = program.campaigns.get(rank as usize) else { continue };
        if dismissals(state, &campaign.id) > count {
            message::end_of(program, state, rank, effects);
        }
    }
}

/// What has to be kept, once a step.
fn remember(state: &mut State, effects: &mut Vec<Effect>) {
    if !(state.profile_dirty || state.tab_dirty) || !report::may_remember(state) {
        return;
    }
    if std::mem::take(&mut state.profile_dirty) {
        effects.push(Effect::Remember { scope: Scope::Visitor, text: state.profile.write() });
    }
    if std::mem::take(&mut state.tab_dirty) {
        effects.push(Effect::Remember { scope: Scope::Tab, text: state.tab.write() });
    }
}
