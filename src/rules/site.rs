//! Settings of the whole file: `site`, `custom`, `groups`, and frequencies wherever they stand.

use super::decoder::Decoder;
use super::diagnostic::{Code, did_you_mean};
use super::names::currency_code;
use crate::engine::program::{FOREVER, Frequency, Per, Site};
use crate::node::{Kind, Node};
use std::rc::Rc;

/// Keys of `site`.
pub const SITE_KEYS: [&str; 9] =
    ["currency", "time_zone", "session_idle", "quiet_interval", "locales", "holdout", "frequency", "theme", "avoid"];
/// Keys of `frequency`.
pub const FREQUENCY_KEYS: [&str; 5] = ["at_most", "per", "after_show", "after_dismiss", "after_convert"];
/// Types a custom fact may be declared with.
pub const CUSTOM_TYPES: [&str; 5] = ["boolean", "number", "text", "list", "any"];

const DAY: i64 = 86_400_000;

impl Default for Site {
    fn default() -> Site {
        Site {
            currency: "EUR".into(),
            time_zone: None,
            session_idle: 30 * 60_000,
            quiet_interval: 30_000,
            locales: vec!["en".into()],
            holdout: 0,
            frequency: Frequency::default(),
            theme: None,
        }
    }
}

/// Decodes `site`; what is wrong keeps its default.
pub fn site(cx: &mut Decoder, node: Node<'_>) -> Site {
    let mut site = Site::default();
    let Some([currency, time_zone, idle, quiet, locales, holdout, frequency, theme, avoid]) = cx.fields(node, &SITE_KEYS) else {
        return site;
    };
    if let Some(code) = currency.and_then(|node| currency_code(cx, node)) {
        site.currency = code;
    }
    site.time_zone = time_zone.and_then(|node| cx.text(node));
    site.session_idle = idle.and_then(|node| cx.span(node)).unwrap_or(site.session_idle);
    site.quiet_interval = quiet.and_then(|node| cx.span(node)).unwrap_or(site.quiet_interval);
    if let Some(list) = locales {
        let found: Vec<Rc<str>> = list.items().filter_map(|item| cx.text(item)).collect();
        if found.is_empty() {
            cx.wrong::<()>(list, "a list of languages such as [\"en\", \"ro\"]");
        } else {
            site.locales = found;
        }
    }
    site.holdout = holdout.and_then(|node| share(cx, node)).unwrap_or(0);
    if let Some(node) = frequency {
        site.frequency = self::frequency(cx, node, &Frequency::default());
    }
    site.theme = theme.map(span);
    if let Some(node) = avoid {
        cx.report(Code::NotYetDrawn, node, || {
            "`avoid` is known, but does nothing yet: other dialogs, cookie banners and chat windows are waited for without it".into()
        });
    }
    site
}

/// Bytes of a value.
#[must_use]
pub fn span(node: Node<'_>) -> (u32, u32) {
    (node.at(), node.at() + node.raw().len() as u32)
}

/// A share from 0 to 1, in ten-thousandths.
pub fn share(cx: &mut Decoder, node: Node<'_>) -> Option<u32> {
    let share = cx.decimal(node)?.scaled(4).filter(|share| (0..=10_000).contains(share));
    if share.is_none() {
        cx.report(Code::OutOfRange, node, || format!("found {}, expected a share from 0 to 1, such as 0.1 for 10 %", node.raw()));
    }
    share.map(|share| share as u32)
}

/// What a campaign does that says nothing about its frequency: once a visit, a week of silence after a dismissal, none after
/// a conversion.
#[must_use]
pub fn campaign_default() -> Frequency {
    Frequency { at_most: Some(1), per: Per::Session, after_show: None, after_dismiss: Some(7 * DAY), after_convert: Some(FOREVER) }
}

/// Decodes a `frequency`; keys that are missing keep `default`.
pub fn frequency(cx: &mut Decoder, node: Node<'_>, default: &Frequency) -> Frequency {
    let mut frequency = default.clone();
    let Some([at_most, per, show, dismiss, convert]) = cx.fields(node, &FREQUENCY_KEYS) else { return frequency };
    if let Some(number) = at_most.and_then(|node| cx.integer(node, 1, 100)) {
        frequency.at_most = Some(number as u32);
    }
    if let Some(per) = per.and_then(|node| self::per(cx, node)) {
        frequency.per = per;
        frequency.at_most = frequency.at_most.or(Some(1));
    }
    let mut silence = |node: Option<Node<'_>>, slot: &mut Option<i64>| {
        if let Some(node) = node {
            *slot = if node.word() == "forever" { Some(FOREVER) } else { cx.span(node) };
        }
    };
    silence(show, &mut frequency.after_show);
    silence(dismiss, &mut frequency.after_dismiss);
    silence(convert, &mut frequency.after_convert);
    frequency
}

fn per(cx: &mut Decoder, node: Node<'_>) -> Option<Per> {
    match node.word() {
        "page" => Some(Per::Page),
        "session" => Some(Per::Session),
        "day" => Some(Per::Day),
        "ever" => Some(Per::Ever),
        word => match crate::engine::time::parse_span(word) {
            Some(span) => Some(Per::Span(span)),
            None => {
                let text = cx.text(node)?;
                cx.report(Code::UnknownWord, node, || {
                    format!(
                        "found `{text}`, expected page, session, day, ever or a span such as \"7d\"{}",
                        did_you_mean(&text, ["page", "session", "day", "ever"])
                    )
                });
                None
            }
        },
    }
}

/// Decodes `custom`: declared names.
pub fn custom(cx: &mut Decoder, node: Node<'_>) -> Vec<Rc<str>> {
    if node.kind() != Kind::Object {
        cx.wrong::<()>(node, "an object such as { \"loyalty_card\": \"boolean\" }");
    }
    let mut names = Vec::new();
    for (key, kind) in node.entries() {
        cx.word(kind, &CUSTOM_TYPES);
        names.extend(cx.text(key).filter(|name| {
            let fits = !name.is_empty() && !name.contains('.');
            if !fits {
                cx.report(Code::BadId, key, || format!("`{name}` cannot name a custom fact: dots separate its parts"));
            }
            fits
        }));
    }
    names
}

/// Decodes `groups`.
pub fn groups(cx: &mut Decoder, node: Node<'_>) -> Vec<(Rc<str>, Frequency)> {
    if node.kind() != Kind::Object {
        cx.wrong::<()>(node, "an object such as { \"offers\": { \"frequency\": { \"at_most\": 1, \"per\": \"day\" } } }");
    }
    let mut groups = Vec::new();
    for (key, body) in node.entries() {
        let Some(name) = cx.id(key) else { continue };
        let frequency = match cx.fields(body, &["frequency"]) {
            Some([Some(frequency)]) => self::frequency(cx, frequency, &Frequency::default()),
            _ => Frequency::default(),
        };
        groups.push((name, frequency));
    }
    groups
}
