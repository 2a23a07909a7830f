//! `on`: the moments at which a campaign wakes up.

use super::campaign::Shared;
use super::decoder::{Decoder, same};
use super::diagnostic::{Code, did_you_mean};
use super::noun::{Holds, Noun, key, place_of};
use crate::engine::event::Leave;
use crate::engine::program::hash;
use crate::engine::trigger::{Entry, Exit, Moment, SENSITIVITIES, TRIGGERS};
use crate::node::{Kind, Node};
use std::rc::Rc;

/// Keys of all triggers; which of them one may have is said by its row of [`TRIGGERS`].
pub const TRIGGER: Noun = &[
    key("after", Holds::Span).like(r#""after": "30s""#).doc("so long after it began"),
    key("for", Holds::Span).like(r#""for": "60s""#).doc("for so long"),
    key("depth", Holds::Whole(1, 100)).like(r#""depth": 50"#).doc("percent of the page, 1 to 100"),
    key("selector", Holds::Text).like(r##""selector": "#reviews""##).doc("a CSS selector; fields for passwords and cards are refused"),
    key("name", Holds::Text).like(r#""name": "product_viewed""#).doc("the name that the page gave to `track`"),
    key("where", Holds::Anything).doc("a condition over `event.*`"),
    key("count", Holds::Whole(1, 1_000)).or(1).unset("1").doc("for the n-th time in this visit"),
    key("sensitivity", Holds::Word(&[SENSITIVITIES[0].0, SENSITIVITIES[1].0, SENSITIVITIES[2].0]))
        .or(1)
        .unset(r#""medium""#)
        .doc("how easily it fires: `high`, `medium` or `low`"),
    key("touch", Holds::Words(&["fast_scroll_up", "tab_return", "idle_after_scroll"]))
        .or(0b111)
        .like(r#""touch": ["fast_scroll_up", "tab_return"]"#)
        .unset("all of them")
        .doc("which signs of leaving count on a touch screen"),
];

/// From the first to the last of these, and of [`Moment::Event`], the first key has to be there.
const FIRST_NEEDY: u8 = Moment::TimeOnPage as u8;
const LAST_NEEDY: u8 = Moment::FormSubmit as u8;

/// Whether the first key of a trigger has to be there.
#[must_use]
pub fn needs_first(moment: Moment) -> bool {
    matches!(moment as u8, FIRST_NEEDY..=LAST_NEEDY) || moment == Moment::Event
}

/// What no selector may speak of.
const SECRETS: [&str; 8] = ["password", "cc-number", "cc-csc", "cc-exp", "cardnumber", "card-number", "cvc", "cvv"];

/// Decodes one entry of `on`.
pub fn trigger(shared: &mut Shared<'_, '_>, node: Node<'_>, campaign: u32, ordinal: u16) {
    let Some((word, body)) = shared.cx.only_entry(node, "a trigger such as { \"scroll\": { \"depth\": 50 } }") else { return };
    let name = word.word();
    let Some(row) = TRIGGERS.iter().find(|row| same(row.name, name)) else {
        shared.cx.report(Code::UnknownTrigger, word, || {
            let word = word.text().unwrap_or_default();
            format!("unknown trigger `{word}`{}", did_you_mean(&word, TRIGGERS.iter().map(|row| row.name)))
        });
        return;
    };
    let mut allowed = 0;
    for name in row.keys {
        allowed |= 1 << place_of(TRIGGER, name);
    }
    let slots = shared.cx.read_some(Some(body), TRIGGER, allowed);
    let [after, long, depth, selector, name, filter, count, sensitivity, touch, ..] = slots;
    if let Some(first) = row.keys.first()
        && needs_first(row.moment)
        && body.kind() == Kind::Object
        && body.get(first).is_none()
        && let Some(key) = TRIGGER.get(place_of(TRIGGER, first))
    {
        shared.cx.lacks(body, key);
    }
    let key = if selector.node.is_some() {
        selector.node.map_or(0, |node| shared.selector(node))
    } else if let Some(name) = name.text() {
        hash(name.as_bytes()) as i64
    } else {
        // No moment has more than one of them.
        after.value + long.value + depth.value
    };
    let mut exit = Exit::default();
    if row.moment == Moment::ExitIntent {
        // The pointer always counts; the list chooses among the signs of a touch screen.
        exit = Exit { signals: 1 << (Leave::PointerTop as u8) | (touch.value as u8) << 1, sensitivity: sensitivity.value as u8 };
    }
    let filter = shared.detail(filter.node);
    shared.triggers.push(Entry { moment: row.moment, key, campaign, ordinal, filter, count: count.value as u32, exit });
}

/// A selector. None may reach for secrets: only presence, visibility and clicks are ever looked at, and not of password or card
/// fields.
#[inline(never)]
pub fn selector(cx: &mut Decoder, node: Node<'_>) -> Option<Rc<str>> {
    let text = cx.text(node)?;
    if text.is_empty() || text.len() > 256 {
        cx.report(Code::UnsafeSelector, node, || "a selector has 1 to 256 characters, such as \"#reviews\"".into());
    }
    for secret in &SECRETS {
        if text.as_bytes().windows(secret.len()).any(|window| window.eq_ignore_ascii_case(secret.as_bytes())) {
            cx.report(Code::UnsafeSelector, node, || {
                format!("the selector `{text}` reaches for `{secret}`; fields with secrets are never watched")
            });
        }
    }
    Some(text)
}

impl Shared<'_, '_> {
    /// The place of a selector among those that are watched.
    pub(super) fn selector(&mut self, node: Node<'_>) -> i64 {
        let Some(text) = selector(self.cx, node) else { return 0 };
        let place = self.selectors.iter().position(|known| *known == text);
        if place.is_none() {
            self.selectors.push(text);
        }
        place.unwrap_or(self.selectors.len() - 1) as i64
    }
}
