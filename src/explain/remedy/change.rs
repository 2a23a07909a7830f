//! One change: what it does to a run, how large it is, how it reads.
//!
//! Decides the words and the sizes. What shops report is changed by the event with which they report it; other facts are reported as
//! the engine's own stages report them.

use super::run::Run;
use crate::engine::arm;
use crate::engine::choose;
use crate::engine::event::{Cart, Consent, Dismissal, Event, Page, Product};
use crate::engine::fact::{Fact, FactType, Progress};
use crate::engine::judge::{self, currency_of};
use crate::engine::profile::{Kind, Row, Set};
use crate::engine::program::{Program, Source};
use crate::engine::snapshot::name;
use crate::engine::state::State;
use crate::engine::time::{DAY, HOUR, MINUTE, Millis, SECOND, span_text};
use crate::engine::trigger::Moment as Fired;
use crate::explain::clause::test_words;
use crate::explain::words;
use crate::value::Value;
use std::rc::Rc;

/// A change.
#[derive(Clone, Debug)]
pub enum Change {
    /// A fact is another.
    Fact {
        /// Its slot.
        slot: u16,
        /// The clause that it meets, and the path inside the value that it reads.
        shape: Option<(u32, Option<Rc<str>>)>,
        /// What it was.
        was: Option<Value>,
        /// What it is.
        value: Value,
    },
    /// Time passes.
    Wait(Millis),
    /// The page becomes fit for an interruption, after a while.
    Free(Millis),
    /// Something happens, in words.
    Moment(Moment, String),
    /// Another view of the same page.
    Page,
    /// The same in a new visit, after a while.
    Visit(Millis),
    /// The consent question is answered.
    Consent,
    /// The message of another campaign is closed.
    Close(u32),
    /// A campaign has come further with this visitor: what, how often, its name.
    Progress(Rc<str>, Kind, i64, &'static str),
}

/// Something that happens.
#[derive(Clone, Debug)]
pub enum Moment {
    /// An event.
    Told(Event),
    /// An event, so often.
    Repeated(Event, i64),
    /// A moment that only the engine's own stages tell, with its detail.
    Fired(Fired, Value),
}

impl Change {
    /// A fact is another than in this state.
    #[must_use]
    pub fn fact(state: &State, slot: u16, shape: Option<(u32, Option<Rc<str>>)>, value: Value) -> Change {
        Change::Fact { slot, shape, was: state.values.get(slot as usize).cloned().flatten(), value }
    }

    /// A campaign has come further; None where that is not to be had.
    #[must_use]
    pub fn progress(campaign: &Rc<str>, what: Progress, more: i64, name: &'static str) -> Option<Change> {
        let kind = match what {
            Progress::Seen => Kind::Exposed,
            Progress::Dismissed => Kind::Dismissed,
            Progress::Clicked => Kind::Clicked,
            Progress::Submitted => Kind::Submitted,
            Progress::Converted => Kind::Converted,
            Progress::DaysSinceSeen | Progress::DaysSinceDismissed => return None,
        };
        (1..=100).contains(&more).then(|| Change::Progress(Rc::clone(campaign), kind, more, name))
    }

    /// Makes it happen.
    pub fn apply(&self, run: &mut Run<'_>) {
        match self {
            Change::Fact { slot, value, .. } => set(run, *slot, value),
            Change::Wait(span) | Change::Free(span) => run.wait(*span),
            Change::Moment(Moment::Told(event), _) => run.tell(event.clone()),
            Change::Moment(Moment::Repeated(event, times), _) => (0..*times).for_each(|_| run.tell(event.clone())),
            Change::Moment(Moment::Fired(moment, detail), _) => {
                arm::fire(run.program, &mut run.state, *moment, detail);
                run.tell(Event::Tick);
            }
            Change::Page => {
                let page = page(&run.state);
                run.tell(Event::Viewed(Box::new(page)));
            }
            Change::Visit(span) => {
                run.wait(*span);
                Change::Page.apply(run);
            }
            Change::Consent => run.tell(Event::Consented(Consent { preferences: Some(false), ..run.state.consent })),
            Change::Close(rank) => {
                if let Some(exposure) = run.state.showing.iter().find(|showing| showing.campaign == *rank).map(|showing| showing.exposure) {
                    run.tell(Event::Dismissed { exposure, how: Dismissal::Close });
                }
            }
            Change::Progress(campaign, kind, times, _) => {
                for number in 0..*times {
                    let mut row = Row::new(run.state.now - number, Rc::clone(campaign), Rc::default());
                    (row.kind, row.time) = (*kind, run.state.tab.visit);
                    run.state.profile.add(Set::Marks, row);
                }
                run.state.stale = true;
                choose::wake_all(&mut run.state);
                run.tell(Event::Tick);
            }
        }
    }

    /// How large it is beside others: what a shopper does anyway is small, who somebody is cannot be changed.
    #[must_use]
    pub fn size(&self, state: &State) -> u64 {
        // A moment and the full hour behind it are the same size: the one that reads better is tried first.
        let minutes = |span: &Millis| (rounded(*span) / MINUTE).clamp(0, 10_000) as u64;
        match self {
            Change::Fact { was: Some(Value::Int(was)), value: Value::Int(is), slot, .. } => {
                let share = was.abs_diff(*is).saturating_mul(1_000) / is.unsigned_abs().max(1);
                share.min(5_000) + of_somebody(state, *slot)
            }
            Change::Fact { slot, .. } => 1_000 + of_somebody(state, *slot),
            Change::Wait(span) => 50 + minutes(span),
            Change::Free(_) => 50,
            Change::Moment(..) => 100,
            Change::Close(_) => 300,
            Change::Page => 400,
            Change::Consent => 500,
            Change::Visit(span) => 2_000 + minutes(span),
            Change::Progress(..) => 1_500,
        }
    }

    /// Adds it to others: waits that follow each other are one.
    pub fn join(self, changes: &mut Vec<Change>) {
        if let (Change::Wait(more), Some(Change::Wait(span))) = (&self, changes.last_mut()) {
            *span += more;
        } else {
            changes.push(self);
        }
    }

    /// Its part of the sentence.
    #[must_use]
    pub fn words(&self, program: &Program, state: &State) -> String {
        match self {
            Change::Fact { slot, shape, was, value } => fact_words(program, state, *slot, shape.as_ref(), was.as_ref(), value),
            Change::Wait(span) => format!("{} had passed", whole(*span)),
            Change::Free(_) => String::from("nobody typed and nothing else was open on the page"),
            Change::Moment(_, words) => words.clone(),
            Change::Page => String::from("another page like this one was viewed"),
            Change::Visit(span) => format!("a new visit began, after {}", whole(*span)),
            Change::Consent => String::from("the visitor answered the consent question"),
            Change::Close(rank) => {
                let id = program.campaigns.get(*rank as usize).map_or("", |campaign| &campaign.id);
                format!("`{id}` was closed")
            }
            Change::Progress(campaign, _, times, name) => format!("`campaign.{campaign}.{name}` rose by {times}"),
        }
    }
}

/// Up to the next full unit of those that are worth naming beside the largest.
#[must_use]
pub fn rounded(span: Millis) -> Millis {
    let unit = match span {
        DAY.. => HOUR,
        HOUR.. => MINUTE,
        _ => SECOND,
    };
    span.saturating_add(unit - 1).div_euclid(unit) * unit
}

/// The span with all its units: nothing that was proven is left out.
fn whole(span: Millis) -> String {
    let units = [DAY, HOUR, MINUTE, SECOND, 1];
    let mut rest = span;
    let parts = units.iter().map(|unit| {
        let part = rest / unit * unit;
        rest %= unit;
        part
    });
    let words: Vec<String> = parts.filter(|part| *part > 0).map(span_text).collect();
    if words.is_empty() { span_text(0) } else { words.join(" ") }
}

/// "Would show if … and …."
#[must_use]
pub fn sentence(words: &[String]) -> String {
    match words {
        [] => String::from("It shows as soon as the screen is claimed."),
        [one] => format!("Would show if {one}."),
        [first @ .., last] => format!("Would show if {} and {last}.", first.join(", ")),
    }
}

/// What only another visitor has.
fn of_somebody(state: &State, slot: u16) -> u64 {
    let shops = Fact::PageUrl as u16..Fact::SessionPageViews as u16;
    let cart = Fact::CartSubtotal as u16..Fact::CustomerLoggedIn as u16;
    let own = slot as usize >= crate::engine::fact::FACTS.len();
    // Nobody has said anything of it yet: that is more than another value.
    let unheard = if state.values.get(slot as usize).is_some_and(Option::is_none) { 200 } else { 0 };
    unheard
        + if own || cart.contains(&slot) {
            0
        } else if shops.contains(&slot) {
            300
        } else {
            2_000
        }
}

fn text_of(state: &State, fact: Fact) -> Option<Rc<str>> {
    match state.values.get(fact as usize) {
        Some(Some(Value::Text(text))) => Some(Rc::clone(text)),
        _ => None,
    }
}

fn int_of(state: &State, fact: Fact) -> Option<i64> {
    match state.values.get(fact as usize) {
        Some(Some(Value::Int(number))) => Some(*number),
        _ => None,
    }
}

fn texts_of(state: &State, fact: Fact) -> Vec<Rc<str>> {
    let Some(Some(Value::List(list))) = state.values.get(fact as usize) else { return Vec::new() };
    list.iter().filter_map(|item| if let Value::Text(text) = item { Some(Rc::clone(text)) } else { None }).collect()
}

/// The page as it is known.
fn page(state: &State) -> Page {
    let product = text_of(state, Fact::ProductSku).map(|sku| Product {
        sku: Some(sku),
        name: text_of(state, Fact::ProductName),
        price: int_of(state, Fact::ProductPrice),
        category: text_of(state, Fact::ProductCategory),
        brand: text_of(state, Fact::ProductBrand),
        tags: texts_of(state, Fact::ProductTags),
        in_stock: state.values.get(Fact::ProductInStock as usize).cloned().flatten().map(|flag| flag.truthy()),
        ..Product::default()
    });
    Page {
        url: text_of(state, Fact::PageUrl),
        kind: text_of(state, Fact::PageType),
        title: text_of(state, Fact::PageTitle),
        language: text_of(state, Fact::PageLanguage),
        product,
        recommended: Rc::clone(&state.recommended),
    }
}

/// The cart as it is known, without its lines: of them nothing is said, so nothing of them changes.
fn cart(state: &State) -> Cart {
    Cart {
        currency: Some(Rc::clone(&state.currency)),
        subtotal: int_of(state, Fact::CartSubtotal),
        total: int_of(state, Fact::CartTotal),
        items: int_of(state, Fact::CartItems),
        lines: Vec::new(),
        coupons: texts_of(state, Fact::CartCoupons),
    }
}

fn set(run: &mut Run<'_>, slot: u16, value: &Value) {
    let (program, state) = (run.program, &run.state);
    let number = if let Value::Int(number) = value { Some(*number) } else { None };
    let event = match program.slots.get(slot as usize).map(|slot| &slot.source) {
        Some(Source::Fixed(Fact::CartSubtotal)) if number.is_some() => {
            Some(Event::Cart(Box::new(Cart { subtotal: number, ..cart(state) })))
        }
        Some(Source::Fixed(Fact::CartTotal)) if number.is_some() && int_of(state, Fact::CartItems).is_some() => {
            Some(Event::Cart(Box::new(Cart { total: number, ..cart(state) })))
        }
        Some(Source::Fixed(Fact::CartItems)) if number.is_some() => Some(Event::Cart(Box::new(Cart { items: number, ..cart(state) }))),
        Some(Source::Fixed(Fact::ConsentAnalytics)) => Some(Event::Consented(Consent { analytics: said(value), ..state.consent })),
        Some(Source::Fixed(Fact::ConsentMarketing)) => Some(Event::Consented(Consent { marketing: said(value), ..state.consent })),
        Some(Source::Fixed(Fact::ConsentPreferences)) => Some(Event::Consented(Consent { preferences: said(value), ..state.consent })),
        Some(Source::Custom(name)) => Some(Event::Set { name: Rc::clone(name), value: value.clone() }),
        _ => None,
    };
    if let Some(event) = event {
        return run.tell(event);
    }
    judge::report(program, &mut run.state, slot, Some(value.clone()));
    // As after every event that says more of the page or of the shopper.
    choose::wake_all(&mut run.state);
    run.tell(Event::Tick);
}

fn said(value: &Value) -> Option<bool> {
    if let Value::Bool(flag) = value { Some(*flag) } else { None }
}

fn fact_words(
    program: &Program,
    state: &State,
    slot: u16,
    shape: Option<&(u32, Option<Rc<str>>)>,
    was: Option<&Value>,
    value: &Value,
) -> String {
    let Some(place) = program.slots.get(slot as usize) else { return String::new() };
    let path = shape.and_then(|(_, path)| path.clone());
    let inner = |value: &Value| path.as_ref().map_or(value, |path| value.get(path)).clone();
    let fact = match &path {
        Some(path) => format!("`{}.{path}`", name(&place.source)),
        None => format!("`{}`", name(&place.source)),
    };
    let (was, is) = (was.map(inner), inner(value));
    let shown = words::value(&is, place.kind, currency_of(program, state, slot));
    if let (Some(Value::Int(was)), Value::Int(is), FactType::Int | FactType::Money) = (&was, &is, place.kind) {
        let way = if is > was { "rose" } else { "fell" };
        let by = words::value(&Value::Int((is - was).abs()), place.kind, currency_of(program, state, slot));
        return format!("{fact} {way} by {by}");
    }
    if matches!(&is, Value::List(items) if items.is_empty()) {
        return format!("{fact} were empty");
    }
    // Where a pattern is asked for, the value is only an example.
    if let Some(test) = shape.and_then(|(node, _)| test_words(program, *node)) {
        return format!("{fact} were one that {test}, such as {shown}");
    }
    format!("{fact} were {shown}")
}
