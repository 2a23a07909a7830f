//! The block `countdown`: `{ "text": "Offer ends {end}", "until": "2026-11-24T23:59" }`, or `"for": "2h"` from when the visitor was
//! first shown the campaign; `zone`, `done`.
//!
//! What is left is the host's to show: the view holds the end, so that it stays the same from second to second. Once it has come, `done`
//! is said; without `done` the whole message ends, because an offer that is over says nothing.

use super::builder::Builder;
use super::{Kind, Tag};
use crate::engine::countdown::Countdown;
use crate::node::Node;
use crate::rules::diagnostic::Code;
use crate::rules::noun::{Holds, Key, key};
use crate::rules::text::Form;

/// What it takes, by place.
pub const KEYS: [&str; 5] = ["text", "until", "for", "zone", "done"];
/// Whose clock.
pub const ZONES: [&str; 2] = ["shop", "visitor"];

const UNTIL: Key = key("until", Holds::Local);

/// Draws the block.
pub fn draw<'b>(build: &mut Builder<'b>, node: Node<'b>) {
    build.keys(node, &KEYS);
    let words = build.need(0, "\"text\": \"Offer ends {end}\"");
    let (until, span, zone, done) = (build.at(1), build.at(2), build.at(3), build.at(4));
    // How long somebody still has is theirs; when an offer ends is the shop's.
    let mut countdown = Countdown { until: None, span: 0, by_visitor: span.is_some() };
    if let Some(zone) = zone {
        countdown.by_visitor = build.cx.word(zone, &ZONES) == Some(1);
    }
    if let Some(until) = until {
        countdown.until = build.cx.worth(until, &UNTIL);
    } else if span.is_none() {
        build.need(1, "\"until\": \"2026-11-24T23:59\", or \"for\": \"2h\"");
    }
    if let Some(span) = span {
        build.counts = true;
        countdown.span = build.cx.span(span).unwrap_or(1);
        if countdown.span == 0 {
            build.cx.report(Code::OutOfRange, span, || String::from("a countdown for no time is over at once; write for example \"2h\""));
        }
        if until.is_some() {
            build.cx.report(Code::UnknownKey, span, || {
                String::from("`until` and `for` exclude each other; keep `until` for an end that is the same for all")
            });
        }
    }
    let ending = build.with.facts.ending(build.with.campaign, &countdown);
    let mut over = false;
    build.gap = ending.is_none();
    build.open(Tag::Div, "countdown");
    build.open(Tag::P, build.lead());
    if let Some(ending) = &ending {
        over = ending.over;
        build.progress[0] = ending.local;
    }
    let from = build.rows.len();
    for (text, silent) in [(words, over), (done, !over)] {
        build.mute = silent;
        if let Some(text) = text {
            build.text(text, Form::Countdown);
        }
    }
    build.mute = false;
    build.said();
    build.close();
    if over {
        build.over |= done.is_none();
    } else if let Some(ending) = &ending {
        build.ends = build.ends.min(ending.at);
        // Whoever does not see the digits has to hear when it ends.
        if !build.rows.iter().skip(from).any(|row| row.kind == Kind::Moment) {
            build.open(Tag::P, "unseen");
            build.put(Kind::Moment, "", ending.local);
            build.close();
        }
        build.open(Tag::Div, "digits");
        build.attr("aria-hidden", "true");
        build.attr_whole("data-end", ending.at);
    }
}
