//! Noting: what events say becomes facts.
//!
//! Decides which facts an event reports, and which it reports absent. Leaves what follows from them to `judge`.

use super::address::{query_value, split_address};
use super::event::{Cart, Customer, Device, Line, Page, Product};
use super::fact::{CUSTOMER, Fact, PRODUCT, Progress};
use super::index::Lane;
use super::judge::{self, report};
use super::profile::{Kind, Set};
use super::program::{Program, Slot, Source, hash};
use super::state::State;
use super::time::{DAY, HOUR, MINUTE, Millis, NEVER, SECOND, Weekday};
use crate::decimal::times;
use crate::value::Value;
use std::cmp::Ordering;
use std::rc::Rc;

/// More units than any clock will count: two thousand years of seconds.
const LONG: i64 = 1 << 36;
/// Most custom facts kept.
const MAX_CUSTOM: usize = 200;

/// Reports one fixed fact.
fn fact(program: &Program, state: &mut State, fact: Fact, value: Value) {
    report(program, state, fact as u16, Some(value));
}

fn text(program: &Program, state: &mut State, fact: Fact, text: &Option<Rc<str>>) {
    self::fact(program, state, fact, text_value(text));
}

fn texts(program: &Program, state: &mut State, fact: Fact, texts: &[Rc<str>]) {
    self::fact(program, state, fact, list_value(texts));
}

/// A number that is not reported where it is not known.
fn int(program: &Program, state: &mut State, fact: Fact, number: Option<i64>) {
    report(program, state, fact as u16, number.map(Value::Int));
}

fn flag(program: &Program, state: &mut State, fact: Fact, flag: Option<bool>) {
    report(program, state, fact as u16, flag.map(Value::Bool));
}

/// A text; null where it is known that there is none.
#[inline(never)]
#[must_use]
pub fn text_value(text: &Option<Rc<str>>) -> Value {
    match text {
        Some(text) => Value::Text(Rc::clone(text)),
        None => Value::Null,
    }
}

/// A number; null where it is known that there is none.
#[must_use]
pub fn int_value(number: Option<i64>) -> Value {
    match number {
        Some(number) => Value::Int(number),
        None => Value::Null,
    }
}

/// A list of texts.
#[must_use]
pub fn list_value(texts: &[Rc<str>]) -> Value {
    let mut values = Vec::new();
    for text in texts {
        values.push(Value::Text(Rc::clone(text)));
    }
    Value::from(values)
}

/// The page as its address says; the rest of it is unreported until the shop says more.
pub fn page(program: &Program, state: &mut State, page: &Page) {
    let (path, query) = split_address(page.url.as_deref().unwrap_or(""));
    text(program, state, Fact::PageUrl, &page.url);
    fact(program, state, Fact::PagePath, Value::from(path));
    for (slot, number) in program.slots.iter().zip(0u16..) {
        if let Source::Query(name) = &slot.source {
            report(program, state, number, Some(text_value(&query_value(query, name))));
        }
    }
    text(program, state, Fact::PageTitle, &page.title);
    text(program, state, Fact::PageLanguage, &page.language);
    report(program, state, Fact::PageType as u16, None);
    for slot in PRODUCT {
        report(program, state, slot, None);
    }
    state.recommended = [].into();
    described(program, state, page);
}

/// What a shop adds to it.
pub fn described(program: &Program, state: &mut State, page: &Page) {
    let mut said = |fact, said: &Option<Rc<str>>| {
        if said.is_some() {
            text(program, state, fact, said);
        }
    };
    said(Fact::PageType, &page.kind);
    said(Fact::PageTitle, &page.title);
    said(Fact::PageLanguage, &page.language);
    if !page.recommended.is_empty() {
        state.recommended = Rc::clone(&page.recommended);
        state.moved = true;
    }
    if let Some(product) = &page.product {
        self::product(program, state, product);
    } else if page.kind.as_deref().is_some_and(|kind| kind != "product") {
        // A page that says what it is and shows no product has none.
        product(program, state, &Product::default());
    }
}

fn product(program: &Program, state: &mut State, product: &Product) {
    text(program, state, Fact::ProductSku, &product.sku);
    text(program, state, Fact::ProductName, &product.name);
    fact(program, state, Fact::ProductPrice, int_value(product.price));
    text(program, state, Fact::ProductCategory, &product.category);
    text(program, state, Fact::ProductBrand, &product.brand);
    texts(program, state, Fact::ProductTags, &product.tags);
    let in_stock = match product.in_stock {
        Some(flag) => Value::Bool(flag),
        None => Value::Null,
    };
    fact(program, state, Fact::ProductInStock, in_stock);
}

/// The device.
pub fn device(program: &Program, state: &mut State, device: &Device, country: &Option<Rc<str>>) {
    text(program, state, Fact::DeviceKind, &device.kind);
    flag(program, state, Fact::DeviceTouch, Some(device.touch));
    int(program, state, Fact::DeviceWidth, Some(device.width));
    text(program, state, Fact::DeviceLanguage, &device.language);
    text(program, state, Fact::DeviceTimeZone, &device.time_zone);
    text(program, state, Fact::VisitorCountry, country);
}

/// How a cart moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CartMove {
    /// It is not what it was, and what it was is known.
    pub changed: bool,
    /// More pieces than before, or fewer; equal too where one of both is not known.
    pub pieces: Ordering,
}

/// The cart as it is now.
pub fn cart(program: &Program, state: &mut State, cart: &Cart) -> CartMove {
    let currency = cart.currency.as_ref().unwrap_or(&program.site.currency);
    if *currency != state.currency {
        state.currency = Rc::clone(currency);
        judge::currency_moved(program, state);
    }
    let (mut pieces, mut sum) = (0i64, Some(0i64));
    for line in &cart.lines {
        pieces = pieces.saturating_add(line.quantity);
        sum = match (sum, line.price) {
            (Some(sum), Some(price)) => Some(sum.saturating_add(times(price, line.quantity).unwrap_or(i64::MAX))),
            _ => None,
        };
    }
    // A cart told by its subtotal alone says nothing about pieces, unless there is nothing in it.
    let told = !cart.lines.is_empty() || matches!(cart.subtotal, None | Some(0));
    let items = cart.items.or(if told { Some(pieces) } else { None });
    let empty = items == Some(0);
    let summed = if cart.lines.is_empty() { None } else { sum };
    let subtotal = cart.subtotal.or(summed).or(if empty { Some(0) } else { None });
    let was = cart_items(state);
    int(program, state, Fact::CartSubtotal, subtotal);
    fact(program, state, Fact::CartTotal, int_value(cart.total));
    int(program, state, Fact::CartItems, items);
    fact(program, state, Fact::CartCurrency, Value::Text(Rc::clone(&state.currency)));
    // A cart told by its sums alone says nothing about what is in it.
    if !cart.lines.is_empty() || empty {
        int(program, state, Fact::CartDistinct, Some(cart.lines.len() as i64));
        of_lines(program, state, Fact::CartSkus, &cart.lines, |line| Some(&line.sku));
        of_lines(program, state, Fact::CartCategories, &cart.lines, |line| line.category.as_ref());
        of_lines(program, state, Fact::CartBrands, &cart.lines, |line| line.brand.as_ref());
    }
    texts(program, state, Fact::CartCoupons, &cart.coupons);
    if was != items {
        // The clock reads whether there is a cart to be idle.
        state.clock_at = Some(state.now);
    }
    let print = fingerprint(cart, subtotal, items);
    let changed = match state.tab.cart {
        Some((known, _)) => known != print,
        None => !empty,
    };
    if state.tab.cart.is_none() || changed {
        state.tab.cart = Some((print, state.now));
        state.tab_dirty = true;
        state.clock_at = Some(state.now);
        state.fired[super::trigger::Moment::CartIdle as usize] = -1;
    }
    let pieces = match (items, was) {
        (Some(items), Some(was)) => items.cmp(&was),
        _ => Ordering::Equal,
    };
    CartMove { changed, pieces }
}

/// How many pieces are in the cart, where that is known.
#[must_use]
pub fn cart_items(state: &State) -> Option<i64> {
    match state.values.get(Fact::CartItems as usize) {
        Some(Some(Value::Int(items))) => Some(*items),
        _ => None,
    }
}

fn of_lines(program: &Program, state: &mut State, fact: Fact, lines: &[Line], of: fn(&Line) -> Option<&Rc<str>>) {
    let mut all = Vec::new();
    for line in lines {
        if let Some(text) = of(line) {
            all.push(Rc::clone(text));
        }
    }
    texts(program, state, fact, &all);
}

fn fingerprint(cart: &Cart, subtotal: Option<i64>, items: Option<i64>) -> i64 {
    let mut print = 0xcbf2_9ce4_8422_2325;
    mix(&mut print, subtotal.unwrap_or(-1) as u64);
    mix(&mut print, items.unwrap_or(-1) as u64);
    for line in &cart.lines {
        mix(&mut print, hash(line.sku.as_bytes()));
        mix(&mut print, line.quantity as u64);
    }
    print as i64
}

fn mix(print: &mut u64, number: u64) {
    *print = (*print ^ number).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(23);
}

/// Who the shopper is: what is not said is absent, because the shop has now said who it is.
pub fn customer(program: &Program, state: &mut State, customer: &Customer) {
    for slot in CUSTOMER {
        report(program, state, slot, Some(said_of(customer, slot)));
    }
    state.customer = customer.id.clone();
}

fn said_of(customer: &Customer, slot: u16) -> Value {
    for (fact, value) in &customer.facts {
        if *fact as u16 == slot {
            return value.clone();
        }
    }
    if slot == Fact::CustomerLoggedIn as u16 { Value::Bool(customer.id.is_some()) } else { Value::Null }
}

/// A custom fact.
pub fn custom(program: &Program, state: &mut State, name: &Rc<str>, value: &Value) {
    if let Some((_, known)) = state.custom.iter_mut().find(|(known, _)| known == name) {
        *known = value.clone();
    } else if state.custom.len() < MAX_CUSTOM {
        state.custom.push((Rc::clone(name), value.clone()));
    } else {
        return;
    }
    state.moved = true;
    for (slot, number) in program.slots.iter().zip(0u16..) {
        if matches!(&slot.source, Source::Custom(read) if read == name) {
            report(program, state, number, Some(value.clone()));
        }
    }
}

/// The answers to the consent question.
pub fn consent(program: &Program, state: &mut State) {
    let answers = state.consent;
    flag(program, state, Fact::ConsentAnalytics, answers.analytics);
    flag(program, state, Fact::ConsentMarketing, answers.marketing);
    flag(program, state, Fact::ConsentPreferences, answers.preferences);
}

/// What [`super::tab::Tab::from`] says.
const FROM: [Fact; 5] =
    [Fact::SessionLandingPath, Fact::SessionReferrer, Fact::SessionUtmSource, Fact::SessionUtmMedium, Fact::SessionUtmCampaign];

/// Facts about this visit and all visits, from the tab and the profile.
pub fn visitor(program: &Program, state: &mut State) {
    let (mut pages, mut current, mut days, mut first, mut last) = (0, None, None, None, None::<Millis>);
    for visit in state.profile.of(Set::Visits) {
        pages += visit.number;
        if visit.at == state.tab.visit {
            current = Some(visit.number);
            days = last.map(|last| (visit.at - last).div_euclid(DAY));
        }
        first = first.or(Some(visit.at));
        last = Some(visit.time);
    }
    let visits = state.profile.of(Set::Visits).len() as i64;
    let first = first.map(|first| state.zones[0].local(first).div_euclid(DAY));
    int(program, state, Fact::SessionPageViews, current);
    int(program, state, Fact::VisitorVisits, Some(visits));
    flag(program, state, Fact::VisitorIsNew, Some(visits <= 1));
    fact(program, state, Fact::VisitorDaysSinceLastVisit, int_value(days));
    int(program, state, Fact::VisitorFirstSeen, first);
    int(program, state, Fact::VisitorPagesSeen, Some(pages));

    let mut paths = Vec::new();
    for path in state.profile.of(Set::Paths) {
        paths.push(Rc::clone(&path.name));
    }
    texts(program, state, Fact::VisitorViewedPaths, &paths);
    for (place, which) in FROM.iter().enumerate() {
        let value = text_value(&state.tab.from[place]);
        fact(program, state, *which, value);
    }
}

/// Facts that move with the clock, and those of campaigns' progress. Gives the next moment at which one of them can matter.
pub fn clock(program: &Program, state: &mut State) -> Option<Millis> {
    let mut next = NEVER;
    for (slot, number) in program.slots.iter().zip(0u16..) {
        if program.reads(number)
            && let Some((value, moves)) = of_clock(program, state, slot)
        {
            next = next.min(moves);
            report(program, state, number, value);
        }
    }
    if next == NEVER { None } else { Some(next) }
}

/// What a fact that moves with the clock is now, and when that can matter next; None for other facts.
pub fn of_clock(program: &Program, state: &State, slot: &Slot) -> Option<(Option<Value>, Millis)> {
    let fact = match &slot.source {
        Source::Fixed(fact) => *fact,
        Source::Progress(campaign, what) => return Some(progress(state, campaign, *what)),
        _ => return None,
    };
    let now = state.now;
    let [shop, visitor] = &state.zones;
    let zone = if matches!(fact, Fact::TimeLocalHour | Fact::TimeLocalWeekday) { visitor } else { shop };
    let local = zone.local(now);
    let today = local.div_euclid(DAY);
    Some(match fact {
        Fact::SessionSeconds => passed(program, fact, now, state.tab.visit, SECOND),
        Fact::CartIdleMinutes => match (state.tab.cart, cart_items(state)) {
            (Some((_, since)), Some(1..)) => passed(program, fact, now, since, MINUTE),
            (_, items) => (items.map(|_| Value::Null), NEVER),
        },
        Fact::TimeHour | Fact::TimeLocalHour => (Some(Value::Int(local.rem_euclid(DAY) / HOUR)), zone.next_hour(now)),
        Fact::TimeWeekday | Fact::TimeLocalWeekday => (Some(Value::from(Weekday::of(today).name())), zone.next_day(now)),
        Fact::TimeDate => (Some(Value::Int(today)), zone.next_day(now)),
        _ => return None,
    })
}

/// How many units have passed, and when the count comes to where a clause can flip.
fn passed(program: &Program, fact: Fact, now: Millis, since: Millis, unit: Millis) -> (Option<Value>, Millis) {
    let count = (now - since).div_euclid(unit);
    let next = next_value(program, fact as u16, count);
    (Some(Value::Int(count)), if next > LONG { NEVER } else { since + next * unit })
}

/// What a campaign has come to, and when a count of days moves on.
pub fn progress(state: &State, campaign: &str, progress: Progress) -> (Option<Value>, Millis) {
    let kind = match progress {
        Progress::Seen | Progress::DaysSinceSeen => Kind::Exposed,
        Progress::Dismissed | Progress::DaysSinceDismissed => Kind::Dismissed,
        Progress::Clicked => Kind::Clicked,
        Progress::Submitted => Kind::Submitted,
        Progress::Converted => Kind::Converted,
    };
    let tally = state.profile.tally(campaign, kind);
    if !matches!(progress, Progress::DaysSinceSeen | Progress::DaysSinceDismissed) {
        return (Some(Value::Int(tally.count)), NEVER);
    }
    let Some(last) = tally.last else { return (Some(Value::Null), NEVER) };
    let days = (state.now - last).div_euclid(DAY);
    (Some(Value::Int(days)), last + (days + 1) * DAY)
}

/// The next value above `value` at which a clause can flip: a threshold, or the number behind it. [`NEVER`] where there is none.
fn next_value(program: &Program, slot: u16, value: i64) -> i64 {
    let mut next = if program.index.lane(slot, Lane::Scans).is_empty() { NEVER } else { value + 1 };
    for lane in [Lane::Thresholds, Lane::Equals] {
        let all = program.index.lane(slot, lane);
        if let Some(one) = all.get(all.partition_point(|one| one.at < value)) {
            next = next.min(one.at.max(value + 1));
        }
    }
    next
}
