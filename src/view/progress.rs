//! The block `progress`: `{ "fact": "cart.subtotal", "target": { "EUR": 50, "RON": 250 }, "text": …, "done": … }`.
//!
//! `target` may be a list of rising thresholds, and `text` then a list of as many texts: each leads to its threshold.
//! `{remaining}`, `{target}` and `{value}` speak of the threshold ahead. Once the last is reached `done` is shown; without
//! `done` the block goes away. A currency that `target` does not name leaves the block out.

use super::Tag;
use super::builder::Builder;
use super::speech::whole;
use super::words::Word;
use crate::engine::fact::FactType;
use crate::money::minor_digits;
use crate::node::{Kind, Node};
use crate::rules::decoder::Decoder;
use crate::rules::diagnostic::Code;
use crate::rules::text::{Form, named, unknown_fact};
use crate::rules::vocabulary::{empty, several};

/// What it takes, by place.
pub const KEYS: [&str; 4] = ["fact", "target", "text", "done"];

/// Draws the block.
pub fn draw<'b>(build: &mut Builder<'b>, node: Node<'b>) {
    build.keys(node, &KEYS);
    let (with, done) = (build.with, build.at(3));
    let words = build.need(2, "\"text\": \"Only {remaining} to a free mug\"");
    let target = build.need(1, "\"target\": 50");
    let Some(fact_node) = build.need(0, "\"fact\": \"cart.subtotal\"") else { return };
    let fact = fact_node.word();
    let kind = named(with.site, fact, Form::Plain);
    if kind.is_none() {
        unknown_fact(build.cx, with.site, fact_node, fact, Form::Plain);
    } else if !matches!(kind, Some(FactType::Money | FactType::Int | FactType::Json)) {
        build.cx.report(Code::WrongType, fact_node, || {
            format!("`{fact}` is no amount and no number; write for example cart.subtotal or cart.items")
        });
    }
    let money = kind == Some(FactType::Money);
    let currency = if money { with.currency(fact) } else { "" };
    let mut known = None;
    if let Some((value, _)) = &with.facts.fact(fact) {
        known = whole(value);
    }
    build.gap = known.is_none();
    let value = known.unwrap_or(0);

    // The threshold ahead and its place; the last one once all are reached.
    let (mut goal, mut last, mut place, mut count) = (0, 0, 0, 0);
    let Some(target) = target else { return };
    for item in several(target) {
        let threshold =
            if money { amount(build.cx, item, currency, &with.site.currency) } else { build.cx.integer(item, 1, 1_000_000_000) };
        build.gap |= threshold.is_none();
        if let Some(threshold) = threshold {
            if threshold <= last {
                build.cx.report(Code::OutOfRange, item, || String::from("thresholds have to rise"));
            }
            if goal <= value {
                (goal, place) = (threshold, count);
            }
            last = threshold;
        }
        count += 1;
    }
    if count == 0 {
        empty::<()>(build.cx, target, "target", "\"target\": 50");
    }
    let ahead = value < goal;

    build.open(Tag::Div, "progress");
    build.open(Tag::P, build.lead());
    build.attr_id("id", "-label");
    build.progress = [if ahead { goal.wrapping_sub(value) } else { 0 }, goal, value];
    build.currency = currency;
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

    build.open(Tag::Div, "track");
    build.attr("role", "progressbar");
    build.attr_id("aria-labelledby", "-label");
    build.attr("aria-valuemin", "0");
    build.attr("aria-valuemax", "100");
    let permille = if value >= last { 1000 } else { value.max(0).wrapping_mul(1000) / last };
    build.attr_whole("aria-valuenow", permille / 10);
    // For those who do not see it; below it stands again, for those who do.
    let of = build.rows.len();
    build.into = "aria-valuetext";
    build.put_amount(value, currency);
    build.word(Word::Of);
    build.put_amount(goal, currency);
    build.into = "";
    let end = build.rows.len();
    build.open(Tag::Div, "fill");
    build.attr_whole("--value", permille);
    build.close();
    build.close();
    if ahead {
        build.open(Tag::P, "amount");
        build.attr("aria-hidden", "true");
        build.again("", of, end);
    }
}

/// The amount in `currency`, of a plain number or of amounts by currency; None where there is none. All of them are checked.
pub(super) fn amount(cx: &mut Decoder, node: Node<'_>, currency: &str, plain: &str) -> Option<i64> {
    if node.kind() != Kind::Object {
        return minor(cx, plain, node).filter(|_| plain == currency);
    }
    let mut found = None;
    for (key, value) in node.entries() {
        let name = key.word();
        if name.len() != 3 || !name.bytes().all(|byte| byte.is_ascii_uppercase()) {
            cx.report(Code::BadMoney, key, || {
                format!("`{}` is no currency; write its three letters, such as EUR", key.text().unwrap_or_default())
            });
        }
        let amount = minor(cx, name, value);
        if name == currency {
            found = amount;
        }
    }
    if node.entries().next().is_none() {
        cx.missing::<()>(node, plain, "\"EUR\": 50");
    }
    found
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
