//! Noting: what events say becomes facts.
//!
//! Decides which facts an event reports, and which it reports absent. Leaves what follows from them to `judge`.

use super::event::{Cart, Customer, Device, Line, Page, Product};
use super::fact::{FACT_IDS, Fact};
use super::index::Lane;
use super::judge::{self, report};
use super::profile::{Kind, Set};
use super::program::{Program, Source, hash};
use super::state::State;
use super::time::{Millis, Weekday};
use crate::value::Value;
use std::rc::Rc;

const DAY: i64 = 86_400_000;
/// Most custom facts kept.
const MAX_CUSTOM: usize = 200;

/// Reports one fixed fact.
pub fn fact(program: &Program, state: &mut State, fact: Fact, value: Option<Value>) {
    report(program, state, fact as u16, value);
}

fn text(text: &Option<Rc<str>>) -> Option<Value> {
    Some(text.as_ref().map_or(Value::Null, |text| Value::Text(Rc::clone(text))))
}

fn texts<'t>(items: impl Iterator<Item = &'t Rc<str>>) -> Option<Value> {
    Some(Value::List(items.map(|item| Value::Text(Rc::clone(item))).collect()))
}

fn int(number: i64) -> Option<Value> {
    Some(Value::Int(number))
}

/// The page as its address says; the rest of it is unreported until the shop says more.
pub fn page(program: &Program, state: &mut State, page: &Page) {
    let url = page.url.as_deref().unwrap_or("");
    let (path, query) = split_address(url);
    fact(program, state, Fact::PageUrl, text(&page.url));
    fact(program, state, Fact::PagePath, Some(Value::Text(path.into())));
    for (slot, number) in program.slots.iter().zip(0u16..) {
        if let Source::Query(name) = &slot.source {
            report(program, state, number, Some(query_value(query, name).map_or(Value::Null, |value| Value::Text(value.into()))));
        }
    }
    fact(program, state, Fact::PageTitle, text(&page.title));
    fact(program, state, Fact::PageLanguage, text(&page.language));
    fact(program, state, Fact::PageType, None);
    for gone in FACT_IDS.iter().filter(|fact| fact.row().name.starts_with("page.product.")) {
        fact(program, state, *gone, None);
    }
    described(program, state, page);
}

/// What a shop adds to it.
pub fn described(program: &Program, state: &mut State, page: &Page) {
    if page.kind.is_some() {
        fact(program, state, Fact::PageType, text(&page.kind));
    }
    if page.title.is_some() {
        fact(program, state, Fact::PageTitle, text(&page.title));
    }
    if page.language.is_some() {
        fact(program, state, Fact::PageLanguage, text(&page.language));
    }
    match &page.product {
        Some(product) => self::product(program, state, product),
        // A page that says what it is and shows no product has none.
        None if page.kind.as_deref().is_some_and(|kind| kind != "product") => product(program, state, &Product::default()),
        None => {}
    }
}

fn product(program: &Program, state: &mut State, product: &Product) {
    fact(program, state, Fact::ProductSku, text(&product.sku));
    fact(program, state, Fact::ProductName, text(&product.name));
    fact(program, state, Fact::ProductPrice, Some(product.price.map_or(Value::Null, Value::Int)));
    fact(program, state, Fact::ProductCategory, text(&product.category));
    fact(program, state, Fact::ProductBrand, text(&product.brand));
    fact(program, state, Fact::ProductTags, texts(product.tags.iter()));
    fact(program, state, Fact::ProductInStock, Some(product.in_stock.map_or(Value::Null, Value::Bool)));
}

/// The device.
pub fn device(program: &Program, state: &mut State, device: &Device, country: &Option<Rc<str>>) {
    fact(program, state, Fact::DeviceKind, text(&device.kind));
    fact(program, state, Fact::DeviceTouch, Some(Value::Bool(device.touch)));
    fact(program, state, Fact::DeviceWidth, int(device.width));
    fact(program, state, Fact::DeviceLanguage, text(&device.language));
    fact(program, state, Fact::DeviceTimeZone, text(&device.time_zone));
    fact(program, state, Fact::VisitorCountry, text(country));
}

/// How a cart moved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CartMove {
    /// It is not what it was, and what it was is known.
    pub changed: bool,
    /// More pieces than before.
    pub added: bool,
    /// Fewer pieces than before.
    pub removed: bool,
}

/// The cart as it is now.
pub fn cart(program: &Program, state: &mut State, cart: &Cart) -> CartMove {
    let currency = cart.currency.as_ref().unwrap_or(&program.site.currency);
    if *currency != state.currency {
        state.currency = Rc::clone(currency);
        judge::currency_moved(program, state);
    }
    let before = state.values.get(Fact::CartItems as usize).cloned().flatten();
    let sum = |of: fn(&Line) -> Option<i64>| cart.lines.iter().try_fold(0i64, |sum, line| Some(sum.saturating_add(of(line)?)));
    // A cart told by its subtotal alone says nothing about pieces, unless there is nothing in it.
    let told = !cart.lines.is_empty() || cart.subtotal.is_none_or(|subtotal| subtotal == 0);
    let items = cart.items.or_else(|| sum(|line| Some(line.quantity)).filter(|_| told));
    let lines_sum = || sum(|line| Some(line.price?.saturating_mul(line.quantity))).filter(|_| !cart.lines.is_empty());
    let subtotal = cart.subtotal.or_else(lines_sum).or(if items == Some(0) { Some(0) } else { None });
    fact(program, state, Fact::CartSubtotal, subtotal.map(Value::Int));
    fact(program, state, Fact::CartTotal, Some(cart.total.map_or(Value::Null, Value::Int)));
    fact(program, state, Fact::CartItems, items.map(Value::Int));
    fact(program, state, Fact::CartCurrency, Some(Value::Text(Rc::clone(&state.currency))));
    // A cart told by its sums alone says nothing about what is in it.
    if !cart.lines.is_empty() || items == Some(0) {
        fact(program, state, Fact::CartDistinct, int(cart.lines.len() as i64));
        fact(program, state, Fact::CartSkus, texts(cart.lines.iter().map(|line| &line.sku)));
        fact(program, state, Fact::CartCategories, texts(cart.lines.iter().filter_map(|line| line.category.as_ref())));
        fact(program, state, Fact::CartBrands, texts(cart.lines.iter().filter_map(|line| line.brand.as_ref())));
    }
    if !cart.coupons.is_empty() || state.values.get(Fact::CartCoupons as usize).is_none_or(|coupons| coupons.as_ref() != Some(&Value::Null))
    {
        fact(program, state, Fact::CartCoupons, texts(cart.coupons.iter()));
    }
    if before != items.map(Value::Int) {
        // The clock reads whether there is a cart to be idle.
        state.clock_at = Some(state.now);
    }
    let print = fingerprint(cart, subtotal, items);
    let known = state.tab.cart;
    if known.map(|(hash, _)| hash) != Some(print) {
        state.tab.cart = Some((print, state.now));
        state.tab_dirty = true;
        state.clock_at = Some(state.now);
        state.fired[super::trigger::Moment::CartIdle as usize] = -1;
    }
    let was = match before {
        Some(Value::Int(number)) => Some(number),
        _ => None,
    };
    CartMove {
        changed: known.map_or(items != Some(0), |(hash, _)| hash != print),
        added: was.zip(items).is_some_and(|(was, items)| items > was),
        removed: was.zip(items).is_some_and(|(was, items)| items < was),
    }
}

fn fingerprint(cart: &Cart, subtotal: Option<i64>, items: Option<i64>) -> i64 {
    let mix = |sum: u64, number: u64| (sum ^ number).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(23);
    let start = mix(mix(0xcbf2_9ce4_8422_2325, subtotal.unwrap_or(-1) as u64), items.unwrap_or(-1) as u64);
    cart.lines.iter().fold(start, |sum, line| mix(mix(sum, hash(line.sku.as_bytes())), line.quantity as u64)) as i64
}

/// Who the shopper is: what is not said is absent, because the shop has now said who it is.
pub fn customer(program: &Program, state: &mut State, customer: &Customer) {
    for known in FACT_IDS.iter().filter(|fact| fact.row().name.starts_with("customer.")) {
        let said = customer.facts.iter().find(|(fact, _)| fact == known).map(|(_, value)| value.clone());
        let absent = if *known == Fact::CustomerLoggedIn { Value::Bool(customer.id.is_some()) } else { Value::Null };
        fact(program, state, *known, Some(said.unwrap_or(absent)));
    }
    state.customer.clone_from(&customer.id);
}

/// A custom fact.
pub fn custom(program: &Program, state: &mut State, name: &Rc<str>, value: &Value) {
    let known = state.custom.iter().position(|(known, _)| known == name);
    if known.is_none() && state.custom.len() >= MAX_CUSTOM {
        return;
    }
    let place = known.unwrap_or(state.custom.len());
    match state.custom.get_mut(place) {
        Some((_, known)) => *known = value.clone(),
        None => state.custom.push((Rc::clone(name), value.clone())),
    }
    state.moved = true;
    if let Some(slot) = program.slot(&Source::Custom(Rc::clone(name))) {
        report(program, state, slot, Some(value.clone()));
    }
}

/// The answers to the consent question.
pub fn consent(program: &Program, state: &mut State) {
    let answers = state.consent;
    fact(program, state, Fact::ConsentAnalytics, answers.analytics.map(Value::Bool));
    fact(program, state, Fact::ConsentMarketing, answers.marketing.map(Value::Bool));
    fact(program, state, Fact::ConsentPreferences, answers.preferences.map(Value::Bool));
}

/// What [`super::tab::Tab::from`] says.
const FROM: [Fact; 5] =
    [Fact::SessionLandingPath, Fact::SessionReferrer, Fact::SessionUtmSource, Fact::SessionUtmMedium, Fact::SessionUtmCampaign];

/// Facts about this visit and all visits, from the tab and the profile.
pub fn visitor(program: &Program, state: &mut State) {
    let visits = state.profile.of(Set::Visits);
    let place = visits.iter().position(|visit| visit.at == state.tab.visit);
    let current = place.and_then(|place| visits.get(place)).map(|visit| [visit.at, visit.time, visit.number]);
    let before = place.and_then(|place| visits.get(place.checked_sub(1)?)).map(|visit| visit.time);
    let (count, pages) = (visits.len() as i64, visits.iter().map(|visit| visit.number).sum());
    let first = visits.first().map(|visit| Value::Int(state.zones[0].local(visit.at).div_euclid(DAY)));
    let paths: Vec<Rc<str>> = state.profile.of(Set::Paths).iter().map(|path| Rc::clone(&path.name)).collect();
    let from = state.tab.from.clone();
    fact(program, state, Fact::SessionPageViews, current.map(|[.., pages]| Value::Int(pages)));
    for (which, value) in FROM.iter().zip(&from) {
        fact(program, state, *which, text(value));
    }
    fact(program, state, Fact::VisitorVisits, int(count));
    fact(program, state, Fact::VisitorIsNew, Some(Value::Bool(count <= 1)));
    let since = before.zip(current).map_or(Value::Null, |(before, [start, ..])| Value::Int((start - before).div_euclid(DAY)));
    fact(program, state, Fact::VisitorDaysSinceLastVisit, Some(since));
    fact(program, state, Fact::VisitorFirstSeen, first);
    fact(program, state, Fact::VisitorPagesSeen, int(pages));
    fact(program, state, Fact::VisitorViewedPaths, texts(paths.iter()));
}

/// Facts that move with the clock, and those of campaigns' progress. Gives the next moment at which one of them can matter.
pub fn clock(program: &Program, state: &mut State) -> Option<Millis> {
    let mut next: Option<Millis> = None;
    let mut wake = |at: Option<Millis>| next = [next, at].into_iter().flatten().min();
    let now = state.now;
    for number in 0..program.slots.len() as u16 {
        if !program.reads(number) {
            continue;
        }
        let Some(slot) = program.slots.get(number as usize) else { continue };
        let [shop, visitor] = state.zones;
        let value = match &slot.source {
            Source::Fixed(Fact::SessionSeconds) => {
                let passed = (now - state.tab.visit).div_euclid(1_000);
                wake(next_value(program, number, passed).map(|value| state.tab.visit + value * 1_000));
                int(passed)
            }
            Source::Fixed(Fact::CartIdleMinutes) => match (state.tab.cart, state.values.get(Fact::CartItems as usize)) {
                (Some((_, since)), Some(Some(Value::Int(1..)))) => {
                    let passed = (now - since).div_euclid(60_000);
                    wake(next_value(program, number, passed).map(|value| since + value * 60_000));
                    int(passed)
                }
                (_, Some(Some(_))) => Some(Value::Null),
                _ => None,
            },
            Source::Fixed(Fact::TimeHour) => {
                wake(Some(shop.next_hour(now)));
                int(shop.local(now).rem_euclid(DAY) / 3_600_000)
            }
            Source::Fixed(Fact::TimeLocalHour) => {
                wake(Some(visitor.next_hour(now)));
                int(visitor.local(now).rem_euclid(DAY) / 3_600_000)
            }
            Source::Fixed(Fact::TimeDate) => {
                wake(Some(shop.next_day(now)));
                int(shop.local(now).div_euclid(DAY))
            }
            Source::Fixed(fact @ (Fact::TimeWeekday | Fact::TimeLocalWeekday)) => {
                let zone = if *fact == Fact::TimeWeekday { shop } else { visitor };
                wake(Some(zone.next_day(now)));
                Some(Value::Text(Weekday::of(zone.local(now).div_euclid(DAY)).name().into()))
            }
            Source::Progress(campaign, progress) => {
                let (value, at) = self::progress(state, campaign, *progress);
                wake(at);
                Some(value)
            }
            Source::Fixed(_) | Source::Query(_) | Source::Custom(_) | Source::Segment(_) => continue,
        };
        report(program, state, number, value);
    }
    next
}

/// What a campaign has come to, and when a count of days moves on.
fn progress(state: &State, campaign: &str, progress: super::fact::Progress) -> (Value, Option<Millis>) {
    use super::fact::Progress;
    let count = |kind| (Value::Int(state.profile.marks_of(campaign, kind).count() as i64), None);
    let days = |kind| match state.profile.marks_of(campaign, kind).next_back() {
        Some(mark) => {
            let days = (state.now - mark.at).div_euclid(DAY);
            (Value::Int(days), Some(mark.at + (days + 1) * DAY))
        }
        None => (Value::Null, None),
    };
    match progress {
        Progress::Seen => count(Kind::Exposed),
        Progress::Dismissed => count(Kind::Dismissed),
        Progress::Clicked => count(Kind::Clicked),
        Progress::Submitted => count(Kind::Submitted),
        Progress::Converted => {
            (Value::Int(state.profile.marks_of(campaign, Kind::Converted).filter(|mark| mark.number == 0).count() as i64), None)
        }
        Progress::DaysSinceSeen => days(Kind::Exposed),
        Progress::DaysSinceDismissed => days(Kind::Dismissed),
    }
}

/// The next value above `value` at which a clause can flip: a threshold, or the number behind it.
fn next_value(program: &Program, slot: u16, value: i64) -> Option<i64> {
    let above = |first: Option<i64>| first.map(|key| if key == value { key + 1 } else { key });
    let thresholds = program.index.lane(slot, Lane::Thresholds);
    let equals = program.index.lane(slot, Lane::Equals);
    let threshold = above(thresholds.get(thresholds.partition_point(|one| one.at < value)).map(|one| one.at));
    let equal = above(equals.get(equals.partition_point(|one| one.at < value)).map(|one| one.at));
    let scanned = if program.index.lane(slot, Lane::Scans).is_empty() { None } else { Some(value + 1) };
    [threshold, equal, scanned].into_iter().flatten().min()
}

/// Path and query of an address; a bare path is taken as it is.
#[must_use]
pub fn split_address(url: &str) -> (&str, &str) {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest.find('/').map_or("/", |slash| rest.get(slash..).unwrap_or("/")));
    let rest = rest.split('#').next().unwrap_or("");
    rest.split_once('?').unwrap_or((rest, ""))
}

/// A value of a query string, decoded; the first where a name stands twice.
#[must_use]
pub fn query_value(query: &str, name: &str) -> Option<String> {
    query
        .split('&')
        .filter_map(|pair| pair.split_once('=').or(Some((pair, ""))))
        .find(|(key, _)| percent_decoded(key) == name)
        .map(|(_, value)| percent_decoded(value))
}

fn percent_decoded(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        let ahead = bytes
            .clone()
            .next()
            .zip(bytes.clone().nth(1))
            .and_then(|(high, low)| Some((char::from(high).to_digit(16)? * 16 + char::from(low).to_digit(16)?) as u8));
        match (byte, ahead) {
            (b'+', _) => out.push(b' '),
            (b'%', Some(decoded)) => {
                out.push(decoded);
                bytes.nth(1);
            }
            _ => out.push(byte),
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}
