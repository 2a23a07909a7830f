//! `on`: the moments at which a campaign wakes up.

use super::condition::Conditions;
use super::diagnostic::{Code, did_you_mean};
use super::names::{Names, Scope};
use crate::engine::event::Leave;
use crate::engine::program::{NONE, hash};
use crate::engine::trigger::{Entry, Exit, LEAVES, Moment, SENSITIVITIES, TRIGGERS};
use crate::node::{Kind, Node};
use std::rc::Rc;

/// Decodes one entry of `on`.
pub fn trigger(
    conditions: &mut Conditions<'_, '_>,
    node: Node<'_>,
    campaign: u32,
    ordinal: u16,
    selectors: &mut Vec<Rc<str>>,
) -> Option<Entry> {
    let (key, body) = conditions.cx.only_entry(node, "a trigger such as { \"scroll\": { \"depth\": 50 } }")?;
    let Some(row) = TRIGGERS.iter().find(|row| row.name == key.word()) else {
        conditions.cx.report(Code::UnknownTrigger, key, || {
            let word = key.text().unwrap_or_default();
            format!("unknown trigger `{word}`{}", did_you_mean(&word, TRIGGERS.iter().map(|row| row.name)))
        });
        return None;
    };
    if body.kind() != Kind::Object {
        return conditions.cx.wrong(body, "an object; {} where there is nothing to say");
    }
    let mut entry = Entry { moment: row.moment, key: 0, campaign, ordinal, filter: NONE, count: 1, exit: Exit::default() };
    if row.moment == Moment::ExitIntent {
        entry.exit = Exit { signals: 0b1111, sensitivity: 1 };
    }
    let mut given = false;
    for (key, value) in body.entries() {
        if !row.keys.contains(&key.word()) {
            conditions.cx.unknown_key(key, row.keys);
            continue;
        }
        given |= read_key(conditions, &mut entry, key.word(), value, selectors);
    }
    let needs = match row.moment {
        Moment::TimeOnPage | Moment::TimeOnSite => "\"after\": \"30s\"",
        Moment::Inactivity | Moment::CartIdle => "\"for\": \"60s\"",
        Moment::Scroll => "\"depth\": 50",
        Moment::ElementVisible | Moment::Click | Moment::FormSubmit => "\"selector\": \"#reviews\"",
        Moment::Event => "\"name\": \"product_viewed\"",
        _ => "",
    };
    if !given && !needs.is_empty() {
        return conditions.cx.missing(body, row.keys.first().unwrap_or(&""), needs);
    }
    Some(entry)
}

/// Reads one key; whether it is the one that the trigger cannot do without.
fn read_key(conditions: &mut Conditions<'_, '_>, entry: &mut Entry, key: &str, value: Node<'_>, selectors: &mut Vec<Rc<str>>) -> bool {
    let cx = &mut *conditions.cx;
    match key {
        "after" | "for" => entry.key = cx.span(value).unwrap_or(0),
        "depth" => entry.key = cx.integer(value, 1, 100).unwrap_or(0),
        "selector" => {
            if let Some(text) = cx.text(value).filter(|text| selector_is_safe(cx, value, text)) {
                let known = selectors.iter().position(|known| *known == text);
                entry.key = known.unwrap_or(selectors.len()) as i64;
                if known.is_none() {
                    selectors.push(text);
                }
            }
        }
        "name" => entry.key = cx.text(value).map_or(0, |name| hash(name.as_bytes()) as i64),
        "count" => {
            entry.count = cx.integer(value, 1, 1_000).unwrap_or(1) as u32;
            return false;
        }
        "where" => {
            let names = Names { scope: Scope::Behind("event."), ..conditions.names.clone() };
            entry.filter = Conditions { cx: conditions.cx, trees: conditions.trees, names: &names }.root(value);
            return false;
        }
        "sensitivity" => entry.exit.sensitivity = cx.word(value, &SENSITIVITIES.map(|(name, ..)| name)).unwrap_or(1) as u8,
        "touch" => {
            // The pointer always counts; the list chooses among the signs of a touch screen.
            entry.exit.signals = 1 << (Leave::PointerTop as u8);
            if value.kind() != Kind::List {
                cx.wrong::<()>(value, "a list such as [\"fast_scroll_up\", \"tab_return\"]");
            }
            for item in value.items() {
                if let Some((_, leave)) =
                    cx.word(item, &["fast_scroll_up", "tab_return", "idle_after_scroll"]).and_then(|place| LEAVES.get(place + 1))
                {
                    entry.exit.signals |= 1 << (*leave as u8);
                }
            }
        }
        _ => {}
    }
    true
}

/// Selectors may not reach for secrets: only presence, visibility and clicks are ever looked at, and not of password or card fields.
fn selector_is_safe(cx: &mut super::decoder::Decoder, node: Node<'_>, text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let secret = ["password", "cc-number", "cc-csc", "cc-exp", "cardnumber", "card-number", "cvc", "cvv"]
        .into_iter()
        .find(|secret| lower.contains(secret));
    if text.is_empty() || text.len() > 256 {
        cx.report(Code::UnsafeSelector, node, || "a selector has 1 to 256 characters, such as \"#reviews\"".into());
        return false;
    }
    if let Some(secret) = secret {
        cx.report(Code::UnsafeSelector, node, || {
            format!("the selector `{text}` reaches for `{secret}`; fields with secrets are never watched")
        });
    }
    secret.is_none()
}
