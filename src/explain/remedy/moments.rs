//! What would have to happen for a trigger to fire.
//!
//! Decides which event, or how long to wait. Whether it fires is the engine's answer.

use super::change::{Change, Moment};
use super::values::{proposals, with_path};
use crate::engine::eval::{self, children};
use crate::engine::event::{Event, Leave};
use crate::engine::fact::{Fact, FactType};
use crate::engine::note::cart_items;
use crate::engine::program::{Campaign, NONE, Program, hash};
use crate::engine::state::State;
use crate::engine::time::{Millis, span_text};
use crate::engine::trigger::{Entry, LEAVES, Moment as Kind};
use crate::node::Doc;
use crate::value::Value;

/// Ways in which the triggers of a campaign can fire, one for each, and another page view for those that have fired on this one.
#[must_use]
pub fn moments(program: &Program, state: &State, rank: u32, campaign: &Campaign) -> Vec<Vec<Change>> {
    let of = program.triggers.entries.iter().filter(|entry| entry.campaign == rank);
    let mut ways: Vec<Vec<Change>> = of.filter_map(|entry| change(program, state, campaign, entry)).map(|change| vec![change]).collect();
    ways.push(vec![Change::Page]);
    ways
}

fn change(program: &Program, state: &State, campaign: &Campaign, entry: &Entry) -> Option<Change> {
    let selector = || program.selectors.get(entry.key as usize).cloned().unwrap_or_default();
    let tell = |event: Event, words: String| Some(Change::Moment(Moment::Told(event), words));
    let fire = |words: &str| Some(Change::Moment(Moment::Fired(entry.moment, detail(program, entry)), words.into()));
    match entry.moment {
        Kind::PageView | Kind::TimeOnPage => wait(state, entry, state.page_at),
        Kind::TimeOnSite => wait(state, entry, state.tab.visit),
        Kind::Inactivity => wait(state, entry, state.active_at),
        Kind::CartIdle => {
            let (_, since) = state.tab.cart.filter(|_| cart_items(state) > Some(0))?;
            wait(state, entry, since)
        }
        Kind::Scroll => tell(Event::Scrolled(entry.key as u8), format!("the shopper scrolled to {} %", entry.key)),
        Kind::ElementVisible => tell(Event::Seen(entry.key as u16), format!("`{}` came on screen", selector())),
        Kind::Click => tell(Event::Clicked(entry.key as u16), format!("`{}` was clicked", selector())),
        Kind::FormSubmit => tell(Event::FormSent(entry.key as u16), format!("the form `{}` was sent", selector())),
        Kind::ExitIntent => {
            let touch = matches!(state.values.get(Fact::DeviceTouch as usize), Some(Some(Value::Bool(true))));
            let takes = |(_, signal): &&(&str, Leave)| entry.exit.takes(*signal, u32::MAX) && (*signal != Leave::PointerTop) == touch;
            let (_, signal) = LEAVES.iter().find(takes)?;
            tell(Event::Leaving { signal: *signal, speed: u32::MAX }, String::from("the shopper was about to leave"))
        }
        Kind::TabReturn => {
            tell(Event::Returned(entry.key), format!("the tab was looked at again after {}", span_text(entry.key.max(1_000))))
        }
        Kind::CartChanged => fire("the cart changed"),
        Kind::ItemAdded => fire(&with_detail("something was put into the cart", &detail(program, entry))),
        Kind::ItemRemoved => fire("something was taken out of the cart"),
        Kind::TextCopied => fire("text was copied from the page"),
        Kind::Purchase => fire(&with_detail("an order was placed", &detail(program, entry))),
        Kind::Event => named(program, state, campaign, entry),
    }
}

fn wait(state: &State, entry: &Entry, since: Millis) -> Option<Change> {
    // What is reached already has fired, and was used up.
    Some(Change::Wait(since + entry.key - state.now)).filter(|_| since + entry.key > state.now)
}

/// Something named, as often as it is still missing.
fn named(program: &Program, state: &State, campaign: &Campaign, entry: &Entry) -> Option<Change> {
    let doc = Doc::scan(program.part(campaign.span)).ok()?;
    let trigger = doc.root().get("on")?.items().nth(entry.ordinal as usize)?;
    let name = trigger.get("event")?.get("name")?.shared().filter(|name| hash(name.as_bytes()) as i64 == entry.key)?;
    let known = state.tab.counts.iter().find(|row| row.name == campaign.id && row.time == i64::from(entry.ordinal));
    let missing = (i64::from(entry.count) - known.map_or(0, |row| row.number)).max(1);
    let detail = detail(program, entry);
    let times = if missing == 1 { String::new() } else { format!(" {missing} times") };
    let words = with_detail(&format!("`{name}` happened{times}"), &detail);
    Some(Change::Moment(Moment::Repeated(Event::Tracked { name, detail }, missing), words))
}

fn with_detail(words: &str, detail: &Value) -> String {
    if *detail == Value::Null { words.into() } else { format!("{words} with {}", crate::explain::words::loose(detail)) }
}

/// A detail that a trigger's `where` may take: each of its plain clauses is given the first value that fits it.
fn detail(program: &Program, entry: &Entry) -> Value {
    let mut detail = Value::Null;
    if entry.filter == NONE {
        return detail;
    }
    let mut waiting = vec![entry.filter];
    while let Some(place) = waiting.pop() {
        let Some(node) = program.tree.nodes.get(place as usize) else { continue };
        let Some(leaf) = program.tree.leaves.get(node.leaf as usize) else {
            waiting.extend(children(&program.tree, place));
            continue;
        };
        let Some(path) = &leaf.path else { continue };
        for value in proposals(program, place, leaf, None, FactType::Json, "") {
            let whole = with_path(Some(&detail), path, value);
            if eval::holds(&program.tree, place, &whole) {
                detail = whole;
                break;
            }
        }
    }
    detail
}
