//! Settings of the whole file: `site`, `custom`, `groups`, and frequencies wherever they stand.

use super::decoder::{Decoder, rc};
use super::diagnostic::Code;
use super::noun::{Holds, Noun, Slot, key};
use super::text::cut;
use super::trigger::selector;
use crate::engine::program::{FOREVER, Frequency, Per, Site};
use crate::engine::time::DAY;
use crate::node::Node;
use std::rc::Rc;

/// `site`.
pub const SITE: Noun = &[
    key("currency", Holds::Currency).unset(r#""EUR""#).doc("currency of plain amounts"),
    key("time_zone", Holds::Text).unset("UTC").doc(r#"the shop's, as in `"Europe/Bucharest"`"#),
    key("session_idle", Holds::Span).or(30 * 60_000).unset(r#""30m""#).doc("a visit ends after so long without a page"),
    key("quiet_interval", Holds::Span).or(30_000).unset(r#""30s""#).doc("so long no interruption follows another, in one tab"),
    key("locales", Holds::List(1))
        .like(r#""locales": ["en", "ro"]"#)
        .unset(r#"["en"]"#)
        .doc("languages that texts are written in; the first one stands in for others"),
    key("holdout", Holds::Share).unset("0").doc("share of visitors who see nothing at all, and are counted: `0.05`"),
    key("frequency", Holds::Object).unset("none").doc("a [frequency](#frequency) over all campaigns together"),
    key("theme", Holds::Object).doc("see [theme](#theme)"),
    key("words", Holds::Object).doc("other words on our controls, or in other languages: see [words](#words)"),
    key("avoid", Holds::List(0))
        .like(r##""avoid": ["#size-guide"]"##)
        .doc("CSS selectors, at most 20: while something that one finds is on screen, [nothing interrupts](#politeness)"),
];

/// `frequency`.
pub const FREQUENCY: Noun = &[
    key("at_most", Holds::Whole(1, 100)).unset("1").doc("so many times …"),
    key("per", Holds::SpanOr(&["page", "session", "day", "ever"]))
        .unset(r#""session""#)
        .doc(r#"… in a `page`, a `session` (one visit), a calendar `day` of the shop, `ever`, or a span: `"7d"`"#),
    key("after_show", Holds::SpanOr(&["forever"])).unset("none").doc("silence after it was shown"),
    key("after_dismiss", Holds::SpanOr(&["forever"])).unset(r#""7d""#).doc("silence after it was closed"),
    key("after_convert", Holds::SpanOr(&["forever"])).unset(r#""forever""#).doc("silence after its first goal was reached"),
];

/// One of `groups`.
pub const GROUP: Noun = &[key("frequency", Holds::Object).doc("the [frequency](#frequency) of its campaigns together")];

/// Most selectors of `avoid`.
pub const MAX_AVOID: usize = 20;

/// Types a custom fact may be declared with.
pub const CUSTOM_TYPES: [&str; 5] = ["boolean", "number", "text", "list", "any"];

/// Decodes `site`; what is missing or wrong keeps its default.
pub fn site(cx: &mut Decoder, node: Option<Node<'_>>) -> Site {
    let [currency, time_zone, idle, quiet, list, holdout, frequency, theme, words, avoid, ..] = cx.read(node, SITE);
    let mut locales = Vec::new();
    if let Some(list) = list.node {
        for item in list.items() {
            locales.extend(cx.text(item));
        }
    }
    if locales.is_empty() {
        locales.push(rc("en"));
    }
    let mut avoided = Vec::new();
    if let Some(list) = avoid.node {
        for item in list.items() {
            avoided.extend(selector(cx, item));
        }
        if avoided.len() > MAX_AVOID {
            cx.report(Code::Limit, list, || format!("{} selectors; at most {MAX_AVOID} are allowed", avoided.len()));
        }
    }
    Site {
        currency: currency.text().unwrap_or_else(|| rc("EUR")),
        time_zone: time_zone.text(),
        session_idle: idle.value,
        quiet_interval: quiet.value,
        locales,
        holdout: holdout.value as u32,
        frequency: self::frequency(cx, frequency.node, Frequency::default()),
        avoid: avoided,
        theme: theme.node.map(span),
        words: words.node.map(span),
    }
}

/// Bytes of a value.
#[inline(never)]
#[must_use]
pub fn span(node: Node<'_>) -> (u32, u32) {
    (node.at(), node.at() + node.raw().len() as u32)
}

/// What a campaign does that says nothing about its frequency: once a visit, a week of silence after a dismissal, none after
/// a conversion.
#[must_use]
pub fn campaign_default() -> Frequency {
    Frequency { at_most: Some(1), per: Per::Session, after_show: None, after_dismiss: Some(7 * DAY), after_convert: Some(FOREVER) }
}

/// Decodes a `frequency`; what is missing or wrong stays as it is.
pub fn frequency(cx: &mut Decoder, node: Option<Node<'_>>, mut frequency: Frequency) -> Frequency {
    if node.is_none() {
        return frequency;
    }
    let [at_most, per, show, dismiss, convert, ..] = cx.read(node, FREQUENCY);
    if let Some(per) = per.given() {
        frequency.per = match per {
            -1 => Per::Page,
            -2 => Per::Session,
            -3 => Per::Day,
            -4 => Per::Ever,
            span => Per::Span(span),
        };
        frequency.at_most = frequency.at_most.or(Some(1));
    }
    if let Some(number) = at_most.given() {
        frequency.at_most = Some(number as u32);
    }
    frequency.after_show = silence(&show, frequency.after_show);
    frequency.after_dismiss = silence(&dismiss, frequency.after_dismiss);
    frequency.after_convert = silence(&convert, frequency.after_convert);
    frequency
}

#[inline(never)]
fn silence(slot: &Slot<'_>, default: Option<i64>) -> Option<i64> {
    match slot.given() {
        Some(span) if span < 0 => Some(FOREVER),
        None => default,
        span => span,
    }
}

/// Decodes `custom`: declared names.
pub fn custom(cx: &mut Decoder, node: Option<Node<'_>>) -> Vec<Rc<str>> {
    let mut names = Vec::new();
    let Some(node) = node else { return names };
    for (key, kind) in node.entries() {
        cx.word(kind, &CUSTOM_TYPES);
        let Some(name) = cx.text(key) else { continue };
        if name.is_empty() || cut(&name, b'.').is_some() {
            cx.report(Code::BadId, key, || format!("`{name}` cannot name a custom fact: dots separate its parts"));
        } else {
            names.push(name);
        }
    }
    names
}

/// Decodes `groups`.
pub fn groups(cx: &mut Decoder, node: Option<Node<'_>>) -> Vec<(Rc<str>, Frequency)> {
    let mut groups = Vec::new();
    let Some(node) = node else { return groups };
    for (key, body) in node.entries() {
        let Some(name) = cx.id(key) else { continue };
        let [frequency, ..] = cx.read(Some(body), GROUP);
        groups.push((name, self::frequency(cx, frequency.node, Frequency::default())));
    }
    groups
}
