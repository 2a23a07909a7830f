//! The block `progress`: `{ "fact": "cart.subtotal", "target": { "EUR": 50, "RON": 250 }, "text": …, "done": … }`.
//!
//! `target` may be a list of rising thresholds, and `text` then a list of as many texts: each leads to its threshold.
//! `{remaining}`, `{target}` and `{value}` speak of the threshold ahead. Once the last is reached `done` is shown; without
//! `done` the block goes away. A currency that `target` does not name leaves the block out.

use super::Tag;
use super::build::{Builder, digits};
use super::words::Word;
use crate::engine::fact::FactType;
use crate::money::minor_digits;
use crate::node::{Kind, Node};
use crate::rules::decoder::Decoder;
use crate::rules::diagnostic::Code;
use crate::rules::text::{Form, named, unknown_fact};
use crate::rules::vocabulary::{list, several};
use crate::value::Value;

/// Most thresholds.
pub const MAX_TARGETS: usize = 8;

/// Draws the block.
pub fn draw(build: &mut Builder<'_>, node: Node<'_>) -> Option<()> {
    let [fact_node, target, words, done] = build.cx.fields(node, &["fact", "target", "text", "done"])?;
    let words = build.need(node, words, "text", "\"text\": \"Only {remaining} to a free mug\"");
    let target = build.need(node, target, "target", "\"target\": 50");
    let fact_node = build.need(node, fact_node, "fact", "\"fact\": \"cart.subtotal\"")?;
    let fact = build.cx.text(fact_node)?;
    let site = build.with.site;
    let kind = named(site, &fact, Form::Plain);
    let money = match kind {
        Some(FactType::Money) => true,
        Some(FactType::Int | FactType::Json) => false,
        Some(FactType::Bool | FactType::Date | FactType::Text | FactType::TextList) => {
            build.cx.report(Code::WrongType, fact_node, || {
                format!("`{fact}` is no amount and no number; write for example cart.subtotal or cart.items")
            });
            return None;
        }
        None => {
            unknown_fact(build.cx, site, fact_node, &fact, Form::Plain);
            return None;
        }
    };
    let kind = kind?;
    let value = match build.with.facts.fact(&fact) {
        Some((Value::Int(number), _)) => Some(number),
        Some((Value::Num(number), _)) => number.scaled(0),
        _ => None,
    };
    build.gap |= value.is_none();
    let value = value.unwrap_or(0);

    let target = target?;
    if target.kind() == Kind::List {
        list(build.cx, node, Some(target), "target", "\"target\": [30, 50]", MAX_TARGETS)?;
    }
    // The threshold ahead and its place; the last one once all are reached.
    let (mut goal, mut last, mut place, mut count) = (0, 0, 0, 0);
    let mut before: Option<Node<'_>> = None;
    let with = build.with;
    let currency = with.currency(&fact);
    for item in several(target) {
        let by_currency = money && item.kind() == Kind::Object;
        let threshold = if by_currency {
            amounts(build.cx, item, before, currency)
        } else if money {
            minor(build.cx, &site.currency, item)
        } else {
            build.cx.integer(item, 1, 1_000_000_000)
        };
        build.gap |= threshold.is_none() || (money && !by_currency && *currency != *site.currency);
        let threshold = threshold.unwrap_or(last);
        if threshold <= last && !by_currency {
            not_rising(build.cx, item);
        }
        if goal <= value {
            (goal, place) = (threshold, count);
        }
        (last, before) = (threshold, Some(item));
        count += 1;
    }
    let ahead = value < goal;

    let label = build.id("-label");
    build.progress = [goal.saturating_sub(value).max(0), goal, value].map(|number| build.number(&fact, kind, number)).into();
    build.open(Tag::Div, "progress");
    build.open(Tag::P, build.lead());
    build.attr("id", &label);
    if let Some(words) = words {
        let each = words.kind() == Kind::List;
        let mut texts = 0;
        for words in several(words) {
            build.mute = !ahead || (each && texts != place);
            build.text(words, Form::Progress);
            texts += 1;
        }
        if each && texts != count {
            build.cx.report(Code::OutOfRange, words, || {
                format!("{texts} texts for {count} thresholds; write one text for all, or one for each")
            });
        }
    }
    build.mute = ahead;
    if let Some(done) = done {
        build.text(done, Form::Progress);
    }
    build.mute = false;
    build.gap |= !ahead && done.is_none();
    build.said();
    build.close();

    let mut of = Vec::new();
    of.push(build.number(&fact, kind, value));
    of.push(super::Slot::text(super::words::word(build.with.locale, Word::Of)));
    of.push(build.number(&fact, kind, goal));
    let permille = (value.max(0).saturating_mul(1000) / last.max(1)).min(1000);
    build.open(Tag::Div, "track");
    build.attr("role", "progressbar");
    build.attr("aria-labelledby", &label);
    build.attr("aria-valuemin", "0");
    build.attr("aria-valuemax", "100");
    build.attr("aria-valuenow", &digits(permille / 10));
    build.attr_slots("aria-valuetext", of.clone());
    build.open(Tag::Div, "fill");
    build.top.permille = Some(permille as u16);
    build.close();
    build.close();
    if ahead {
        build.open(Tag::P, "amount");
        build.attr("aria-hidden", "true");
        build.top.text = of;
    }
    Some(())
}

/// Amounts by currency: the one in `currency`. Each has to be more than the one in the list `before`.
fn amounts(cx: &mut Decoder, node: Node<'_>, before: Option<Node<'_>>, currency: &str) -> Option<i64> {
    let mut found = None;
    let mut any = false;
    for (key, value) in node.entries() {
        any = true;
        let name = key.word();
        if name.len() != 3 || !name.bytes().all(|byte| byte.is_ascii_uppercase()) {
            cx.report(Code::BadMoney, key, || {
                format!("`{}` is no currency; write its three letters, such as EUR", key.text().unwrap_or_default())
            });
            continue;
        }
        let amount = minor(cx, name, value);
        let below =
            before.map(|before| before.get(name).and_then(|before| before.decimal()).and_then(|before| before.scaled(minor_digits(name))));
        if let (Some(amount), Some(below)) = (amount, below)
            && below.is_none_or(|below| below >= amount)
        {
            not_rising(cx, value);
        }
        if name == currency {
            found = amount;
        }
    }
    if !any {
        cx.missing::<()>(node, currency, "\"EUR\": 50");
    }
    found
}

fn not_rising(cx: &mut Decoder, node: Node<'_>) {
    cx.report(Code::OutOfRange, node, || String::from("thresholds have to rise, each in the same currencies"));
}

/// An amount in major units, as minor units.
fn minor(cx: &mut Decoder, currency: &str, node: Node<'_>) -> Option<i64> {
    let digits = minor_digits(currency);
    let minor = cx.decimal(node)?.scaled(digits).filter(|minor| *minor > 0);
    if minor.is_none() {
        cx.report(Code::BadMoney, node, || {
            format!("{} is no amount of {currency} here; write one above zero with at most {digits} decimals", node.raw())
        });
    }
    minor
}
