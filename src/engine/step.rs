//! One step: an event in, effects out, and the one moment at which to be woken.
//!
//! Decides the order of the stages: clock, note, judge, arm, gate, choose, commit, draw, remember. Each stage is a file of its own.

use super::address::{query_value, split_address};
use super::arm::{self, fire, fire_key, fire_up_to};
use super::bits::Bits;
use super::choose;
use super::corner;
use super::draft;
use super::effect::{Effect, Scope, Step};
use super::event::{Cart, Consent, Event, Line, Page, Purchase, Room, Started};
use super::fact::Fact;
use super::goal;
use super::judge;
use super::message;
use super::note::{self, int_value, list_value, text_value};
use super::pool;
use super::profile::{Kind, Profile};
use super::program::{Program, hash};
use super::reminder;
use super::report;
use super::state::State;
use super::tab::Tab;
use super::time::{Millis, NEVER};
use super::trigger::Moment;
use crate::outcome::What;
use crate::value::Value;
use std::rc::Rc;

/// Takes one event. `at` may repeat or go back; time does not.
pub fn step(program: &Program, state: &mut State, at: Millis, event: Event) -> Step {
    state.now = state.now.max(at);
    if let Event::Started(started) = &event {
        start(program, state, started);
    } else if state.started {
        if std::mem::take(&mut state.stale) {
            note::visitor(program, state);
            state.clock_at = Some(state.now);
        }
        tick(program, state);
        take(program, state, &event);
    } else {
        return Step::default();
    }
    tick(program, state);
    let mut next = arm::due(program, state);
    arm::lapse(state);
    // First, because an ended message makes room.
    next = next.min(message::refresh(program, state));
    next = next.min(choose::choose(program, state));
    next = next.min(corner::settle(program, state));
    remember(program, state);
    next = next.min(state.clock_at.unwrap_or(NEVER));
    if state.stale {
        next = next.min(state.now);
    }
    let effects = std::mem::take(&mut state.effects);
    Step { effects, wake_at: if next == NEVER { None } else { Some(next) } }
}

/// Facts that move with time, where one can have moved.
fn tick(program: &Program, state: &mut State) {
    if state.clock_at.is_some_and(|at| at <= state.now) {
        state.clock_at = note::clock(program, state);
    }
}

fn start(program: &Program, state: &mut State, started: &Started) {
    let now = state.now;
    *state = State::default();
    state.started = true;
    state.now = now;
    state.currency = Rc::clone(&program.site.currency);
    state.zones = [started.shop_zone, started.visitor_zone];
    state.mode = started.mode;
    state.consent = started.consent;
    state.storage = started.storage;
    state.bot = started.bot;
    state.chance = super::id::Chance::new(started.entropy);
    if let Some(text) = &started.profile {
        state.profile = Profile::read(text, now);
    }
    if let Some(text) = &started.tab {
        state.tab = Tab::read(text, now);
    }
    let State { ready, armed, resting, interrupting, speechless, over, codeless, broken, .. } = state;
    for bits in [ready, armed, resting, interrupting, speechless, over, codeless, broken] {
        *bits = Bits::new(program.campaigns.len());
    }
    for (campaign, rank) in program.campaigns.iter().zip(0u32..) {
        state.interrupting.set(rank, campaign.intrudes());
    }
    judge::begin(program, state);
    note::device(program, state, &started.device, &started.country);
    note::consent(program, state);
    report::consent_moved(program, state);
    view_page(program, state, &started.page, started.referrer.as_ref());
    let open = state.tab.open.take();
    if let Some(wanted) = &started.preview {
        choose::preview(program, state, wanted);
    } else if started.again
        && let Some(open) = open
    {
        draft::restore(program, state, &open);
    }
}

/// A page view begins.
fn view_page(program: &Program, state: &mut State, page: &Page, referrer: Option<&Rc<str>>) {
    state.page_at = state.now;
    state.active_at = state.now;
    state.page_view = state.chance.id();
    state.retry_at = None;
    pool::retry(state);
    arm::reset(state);
    choose::wake_all(state);
    note::page(program, state, page);
    visit(program, state, page.url.as_deref(), referrer);
    corner::unpack(program, state);
}

/// What of the first page's query is kept with a visit.
const UTM: [&str; 3] = ["utm_source", "utm_medium", "utm_campaign"];

/// Finds the visit that the page belongs to, or begins one, and notes what is known of the visitor by now.
fn visit(program: &Program, state: &mut State, url: Option<&str>, referrer: Option<&Rc<str>>) {
    let now = state.now;
    let (path, query) = split_address(url.unwrap_or(""));
    let path: Rc<str> = path.into();
    let start = state.profile.visited(now, program.site.session_idle);
    if state.tab.visit != start {
        let tab = &mut state.tab;
        tab.visit = start;
        tab.counts.clear();
        tab.folded.clear();
        tab.interrupted = None;
        tab.from[0] = Some(Rc::clone(&path));
        tab.from[1] = referrer.cloned();
        for (from, name) in tab.from[2..].iter_mut().zip(&UTM) {
            *from = query_value(query, name);
        }
    }
    state.profile.seen(now, path);
    note::visitor(program, state);
    state.clock_at = Some(now);
    state.profile_dirty = true;
    state.tab_dirty = true;
}

#[inline(never)]
fn take(program: &Program, state: &mut State, event: &Event) {
    match event {
        Event::Started(_) | Event::Tick => {}
        Event::Viewed(page) => {
            message::end_all(program, state);
            view_page(program, state, page, None);
        }
        Event::Described(page) => {
            note::described(program, state, page);
            choose::wake_all(state);
        }
        Event::Cart(cart) => cart_moved(program, state, cart),
        Event::Identified(customer) => {
            note::customer(program, state, customer);
            choose::wake_all(state);
        }
        Event::Set { name, value } => note::custom(program, state, name, value),
        Event::Tracked { name, detail } => {
            fire_key(program, state, Moment::Event, hash(name.as_bytes()) as i64, detail);
            goal::converted(program, state, name, detail, None);
        }
        Event::Purchased(purchase) => purchased(program, state, purchase),
        Event::Consented(answers) => consented(program, state, answers),
        Event::Scrolled(percent) => fire_up_to(program, state, Moment::Scroll, i64::from(*percent)),
        Event::Active => {
            state.active_at = state.now;
            state.fired[Moment::Inactivity as usize] = -1;
        }
        Event::Leaving { signal, speed } => arm::leave(program, state, *signal, *speed),
        Event::Clicked(selector) => fire_key(program, state, Moment::Click, i64::from(*selector), &Value::Null),
        Event::Seen(selector) => fire_key(program, state, Moment::ElementVisible, i64::from(*selector), &Value::Null),
        Event::FormSent(selector) => fire_key(program, state, Moment::FormSubmit, i64::from(*selector), &Value::Null),
        Event::Placed(place, room) => placed(state, *place, *room),
        Event::Copied => fire(program, state, Moment::TextCopied, &Value::Null),
        Event::Returned(away) => arm::returned(program, state, *away),
        Event::Zoned { shop, visitor } => {
            state.zones = [*shop, *visitor];
            state.moved = true;
            state.clock_at = Some(state.now);
            choose::wake_all(state);
        }
        Event::Remembered(profile) => remembered(program, state, profile),
        Event::Restored { profile, tab } => restored(program, state, profile.as_deref(), tab.as_deref()),
        Event::Claimed { exposure, scene, profile } => choose::claimed(program, state, *exposure, *scene, profile.as_deref()),
        Event::Refused { exposure } => choose::refused(state, *exposure),
        Event::Coded { number, code } => pool::told(state, *number, code.as_ref()),
        Event::Shown { exposure }
        | Event::Failed { exposure }
        | Event::Dismissed { exposure, .. }
        | Event::Acted { exposure, .. }
        | Event::Answered { exposure, .. } => message::told(program, state, *exposure, event),
    }
}

/// A place in the page was measured.
fn placed(state: &mut State, place: u16, room: Room) {
    state.places.retain(|(known, _)| *known != place);
    state.places.push((place, room));
    choose::wake_all(state);
}

fn cart_moved(program: &Program, state: &mut State, cart: &Cart) {
    // Only the first line that was not in the cart before is told.
    let fresh = cart.lines.iter().find(|line| !holds_sku(state, &line.sku));
    let moved = note::cart(program, state, cart);
    if moved.changed {
        fire(program, state, Moment::CartChanged, &Value::Null);
    }
    if moved.pieces.is_gt() && program.triggers.reads(Moment::ItemAdded) {
        let detail = match fresh {
            Some(line) => line_detail(line),
            None => Value::Null,
        };
        fire(program, state, Moment::ItemAdded, &detail);
    }
    if moved.pieces.is_lt() {
        fire(program, state, Moment::ItemRemoved, &Value::Null);
    }
}

fn holds_sku(state: &State, sku: &str) -> bool {
    let Some(Some(Value::List(skus))) = state.values.get(Fact::CartSkus as usize) else { return false };
    for known in skus.iter() {
        if matches!(known, Value::Text(known) if **known == *sku) {
            return true;
        }
    }
    false
}

fn line_detail(line: &Line) -> Value {
    let mut detail = Vec::new();
    say(&mut detail, "sku", Value::Text(Rc::clone(&line.sku)));
    say(&mut detail, "name", text_value(&line.name));
    say(&mut detail, "quantity", Value::Int(line.quantity));
    say(&mut detail, "category", text_value(&line.category));
    say(&mut detail, "brand", text_value(&line.brand));
    Value::Object(detail.into())
}

fn say(detail: &mut Vec<Value>, name: &str, value: Value) {
    detail.push(name.into());
    detail.push(value);
}

fn purchased(program: &Program, state: &mut State, purchase: &Purchase) {
    let print = hash(purchase.order.as_bytes()) as i64;
    if !state.profile.ordered(state.now, print) {
        return;
    }
    state.profile_dirty = true;
    reminder::used(program, state, &list_value(&purchase.coupons));
    let Purchase { order, value, currency, coupons } = purchase;
    let mut detail = Vec::new();
    say(&mut detail, "order", Value::Text(Rc::clone(order)));
    say(&mut detail, "value", int_value(*value));
    say(&mut detail, "currency", text_value(currency));
    say(&mut detail, "coupons", list_value(coupons));
    let detail = Value::Object(detail.into());
    fire(program, state, Moment::Purchase, &detail);
    let what = What::Purchase { order: Rc::clone(order), value: *value, currency: currency.clone(), coupons: coupons.clone() };
    report::send(program, state, None, what);
    goal::converted(program, state, "purchase", &detail, *value);
}

fn consented(program: &Program, state: &mut State, answers: &Consent) {
    let known = &mut state.consent;
    known.analytics = answers.analytics.or(known.analytics);
    known.marketing = answers.marketing.or(known.marketing);
    known.preferences = answers.preferences.or(known.preferences);
    note::consent(program, state);
    report::consent_moved(program, state);
    choose::wake_all(state);
    state.tab_dirty |= !state.showing.is_empty();
}

/// Another tab has written. What was dismissed there goes away here too.
fn remembered(program: &Program, state: &mut State, profile: &str) {
    let mut before = Vec::new();
    for showing in &state.showing {
        before.push((showing.campaign, dismissals(program, state, showing.campaign)));
    }
    choose::merge(state, profile);
    for (rank, count) in before {
        if dismissals(program, state, rank) > count {
            message::end_of(program, state, rank);
        }
    }
}

/// The page comes back as it was left: another page of the visit, on which nothing begins anew, so that nothing is exposed twice.
fn restored(program: &Program, state: &mut State, profile: Option<&str>, tab: Option<&str>) {
    if let Some(profile) = profile {
        remembered(program, state, profile);
    }
    if let Some(tab) = tab {
        state.tab = Tab::read(tab, state.now);
    }
    let url = match state.values.get(Fact::PageUrl as usize) {
        Some(Some(Value::Text(url))) => Some(Rc::clone(url)),
        _ => None,
    };
    visit(program, state, url.as_deref(), None);
    corner::unpack(program, state);
}

/// How often messages of a campaign have been dismissed.
pub fn dismissals(program: &Program, state: &State, rank: u32) -> i64 {
    let Some(campaign) = program.campaigns.get(rank as usize) else { return 0 };
    state.profile.tally(&campaign.id, Kind::Dismissed).count
}

/// What has to be kept, once a step.
fn remember(program: &Program, state: &mut State) {
    if !(state.profile_dirty || state.tab_dirty) || !report::may_remember(state) {
        return;
    }
    if std::mem::take(&mut state.profile_dirty) {
        state.effects.push(Effect::Remember { scope: Scope::Visitor, text: state.profile.write() });
    }
    if std::mem::take(&mut state.tab_dirty) {
        let text = draft::write(program, state);
        state.effects.push(Effect::Remember { scope: Scope::Tab, text });
    }
}
