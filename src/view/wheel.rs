//! The block `wheel`: `{ "slices": [{ "text": "10 % off", "odds": 30, "code": "TEN", "to": "won" }, …], "button": "Spin",
//! "name": "wheel", "show_odds": true }`.
//!
//! Decides where it stops, before it spins: by the exposure, the campaign and the field, so that it stops there again after a reload.
//! The first `next` of the step sends what was won and lets it spin; the host presses the wheel once it stands, and the step goes on.
//! Of what was won nothing is drawn before.

use super::builder::{Builder, digits, written};
use super::words::Word;
use super::{Kind, Tag};
use crate::engine::bucket::hash_v2;
use crate::node::Node;
use crate::rules::action::{Action, ActionWord};
use crate::rules::diagnostic::Code;
use crate::rules::text::Form;
use crate::rules::vocabulary::list;
use std::rc::Rc;

/// What it takes, by place.
pub const KEYS: [&str; 4] = ["slices", "button", "name", "show_odds"];
/// What a slice takes, by place.
pub const SLICE_KEYS: [&str; 5] = ["text", "odds", "value", "code", "to"];
/// Fewest slices.
pub const MIN_SLICES: usize = 2;
/// Most slices: more could not be read.
pub const MAX_SLICES: usize = 12;
/// All odds together, in hundredths of a percent.
const ALL: i64 = 10_000;

/// Draws the block.
pub fn draw<'b>(build: &mut Builder<'b>, node: Node<'b>) {
    build.keys(node, &KEYS);
    let shows_odds = build.flag(3, false);
    build.field(2, "wheel");
    let example = "\"slices\": [{ \"text\": \"10 % off\", \"odds\": 30, \"code\": \"TEN\" }, { \"text\": \"Next time\", \"odds\": 70 }]";
    let slices = list(build.cx, node, build.at(0), "slices", example, MAX_SLICES);
    let spun = build.hold(1, Word::Spin);
    let Some(slices) = slices else { return };
    let count = slices.items().count();
    if count < MIN_SLICES {
        build.cx.report(Code::Limit, slices, || format!("{count} slice; a wheel has at least {MIN_SLICES}"));
    }
    let lot = lot(build);
    build.open(Tag::Div, "wheel");
    build.attr_whole("--count", count as i64);
    if spun {
        build.attr("data-spun", "");
    }
    build.put(Kind::Press, "", build.actions.len() as i64);
    build.actions.push(Rc::new(Action::new(ActionWord::Next, "")));
    build.open(Tag::Ul, "disc");
    build.attr("role", "list");
    let stop = build.rows.len();
    if spun {
        build.attr_whole("--stop", 0);
    }
    let (errors, mut sum) = (build.cx.errors, 0);
    for (place, item) in (0i64..).zip(slices.items()) {
        build.keys(item, &SLICE_KEYS);
        let (odds, value, code) = (odds(build), given(build, 2), given(build, 3));
        let won = (sum..sum + odds).contains(&lot);
        sum += odds;
        build.open(Tag::Li, "slice");
        build.attr_whole("--place", place);
        if won && spun {
            build.attr("data-won", "");
            if let Some(row) = build.rows.get_mut(stop) {
                row.text = digits(place).into();
            }
            build.to = build.at(4).and_then(Node::shared);
        }
        build.open(Tag::Span, "");
        let from = build.rows.len();
        if let Some(text) = build.need(0, "\"text\": \"10 % off\"") {
            build.text(text, Form::Plain);
        }
        if won && !spun {
            let mut said = String::new();
            for row in build.rows.get(from..).unwrap_or_default() {
                said.push_str(&row.text);
            }
            build.keep_won(value, said.into(), code);
        }
        build.close();
        if shows_odds {
            build.open(Tag::Span, "odds");
            if let Some(odds) = build.at(1).and_then(Node::decimal) {
                build.put(Kind::Number, &written(odds), 0);
            }
            build.put_text("%");
            build.close();
        }
        build.close();
    }
    if sum != ALL && build.cx.errors == errors {
        build.cx.report(Code::OutOfRange, slices, || {
            let (found, less) = (hundredths(sum), hundredths((ALL - sum).abs()));
            let cure = if sum < ALL { "add" } else { "take away" };
            format!("the odds of these slices come to {found} % together, and have to be exactly 100; {cure} {less}")
        });
    }
}

/// Where the wheel stops, of all odds.
fn lot(build: &mut Builder<'_>) -> i64 {
    let field = Rc::clone(&build.field);
    build.under(build.with.campaign, &field);
    let seed = std::mem::replace(&mut build.field, field);
    (hash_v2(&seed, &build.with.exposure.hex()) * ALL as f64 + 0.5) as i64
}

/// The odds of the slice at hand, in hundredths of a percent.
fn odds(build: &mut Builder<'_>) -> i64 {
    let Some(node) = build.need(1, "\"odds\": 30") else { return 0 };
    let Some(odds) = build.cx.decimal(node) else { return 0 };
    match odds.scaled(2) {
        Some(odds) if (0..=ALL).contains(&odds) => odds,
        _ => {
            build.cx.report(Code::OutOfRange, node, || {
                format!("found {}, expected a percentage from 0 to 100 with at most two decimals", node.raw())
            });
            0
        }
    }
}

/// The text under a key that may be left out.
fn given(build: &mut Builder<'_>, place: usize) -> Option<Rc<str>> {
    build.at(place)?;
    build.filled(place, "\"code\": \"TEN\"")
}

#[cfg(feature = "tools")]
fn hundredths(number: i64) -> String {
    let text = format!("{}.{:02}", number / 100, number % 100);
    text.trim_end_matches('0').trim_end_matches('.').into()
}

#[cfg(not(feature = "tools"))]
fn hundredths(_: i64) -> String {
    String::new()
}
