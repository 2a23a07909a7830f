//! The block `progress`: `{ "fact": "cart.subtotal", "target": { "EUR": 50, "RON": 250 }, "text": …, "done": … }`.
//!
//! `target` may be a list of rising thresholds, and `text` then a list of as many texts: each leads to its threshold.
//! `{remaining}`, `{target}` and `{value}` speak of the threshold ahead. Once the last is reached `done` is shown; without
//! `done` the block goes away. A currency that `target` does not name leaves the block out.

use super::build::{Builder, digits};
use super::words::Word;
use super::{Element, Tag};
use crate::engine::fact::FactType;
use crate::node::{Kind, Node};
use crate::rules::amount::{Amount, amount};
use crate::rules::decoder::Decoder;
use crate::rules::diagnostic::Code;
use crate::rules::show::{SiteText, list};
use crate::rules::text::{Form, Text, named, text, unknown_fact};
use crate::rules::vocabulary::present;
use std::rc::Rc;

/// Most thresholds.
pub const MAX_TARGETS: usize = 8;

/// How far it is to a threshold.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    fact: Rc<str>,
    targets: Vec<Amount>,
    texts: Vec<Text>,
    done: Option<Text>,
}

/// Decodes the block.
pub fn decode(cx: &mut Decoder, site: &SiteText, node: Node<'_>) -> Option<Block> {
    let [fact, target, words, done] = cx.fields(node, &["fact", "target", "text", "done"])?;
    let words = present(cx, node, words, "text", "\"text\": \"Only {remaining} to a free mug\"");
    let done = done.and_then(|done| text(cx, site, done, Form::Progress));
    let texts: Vec<Text> =
        words.map(|words| several(words).filter_map(|words| text(cx, site, words, Form::Progress)).collect()).unwrap_or_default();
    let fact_node = present(cx, node, fact, "fact", "\"fact\": \"cart.subtotal\"")?;
    let fact = cx.text(fact_node)?;
    let kind = match named(site, &fact, Form::Plain) {
        Some(kind @ (FactType::Money | FactType::Int | FactType::Json)) => kind,
        Some(FactType::Bool | FactType::Date | FactType::Text | FactType::TextList) => {
            cx.report(Code::WrongType, fact_node, || {
                format!("`{fact}` is no amount and no number; write for example cart.subtotal or cart.items")
            });
            return None;
        }
        None => {
            unknown_fact(cx, site, fact_node, &fact, Form::Plain);
            return None;
        }
    };
    let target = present(cx, node, target, "target", "\"target\": 50")?;
    if target.kind() == Kind::List {
        list(cx, node, Some(target), "target", "\"target\": [30, 50]", MAX_TARGETS)?;
    }
    let mut targets: Vec<Amount> = Vec::new();
    for item in several(target) {
        let threshold = if kind == FactType::Money {
            amount(cx, &site.currency, item)?
        } else {
            Amount(vec![(Rc::from(""), cx.integer(item, 1, 1_000_000_000)?)])
        };
        let rises = targets
            .last()
            .is_none_or(|last| threshold.0.iter().all(|(currency, minor)| last.within(currency).is_some_and(|below| below < *minor)));
        if !rises {
            cx.report(Code::OutOfRange, item, || String::from("thresholds have to rise, each in the same currencies"));
        }
        targets.push(threshold);
    }
    if let Some(words) = words
        && words.kind() == Kind::List
        && texts.len() != targets.len()
    {
        cx.report(Code::OutOfRange, words, || {
            format!("{} texts for {} thresholds; write one text for all, or one for each", texts.len(), targets.len())
        });
    }
    Some(Block { fact, targets, texts, done })
}

/// The items of a list, or the one thing that is none.
fn several<'d>(node: Node<'d>) -> impl Iterator<Item = Node<'d>> {
    let one = if node.kind() == Kind::List { None } else { Some(node) };
    one.into_iter().chain(node.items())
}

impl Block {
    /// Draws the block.
    pub fn draw(&self, build: &mut Builder<'_>) -> Option<Element> {
        let (value, kind) = build.whole(&self.fact)?;
        let currency = build.currency_of(&self.fact, kind);
        let targets: Vec<i64> = self.targets.iter().map(|target| target.within(currency)).collect::<Option<_>>()?;
        let last = *targets.last()?;
        let ahead = targets.iter().position(|target| value < *target);
        let target = ahead.and_then(|place| targets.get(place)).copied().unwrap_or(last);
        let text = match ahead {
            Some(place) => self.texts.get(place).or(self.texts.first()),
            None => self.done.as_ref(),
        }?;
        let amount = |number: i64| build.number(&self.fact, kind, number);
        let mut of = build.word(Word::Of);
        of.insert(0, amount(value));
        of.push(amount(target));
        build.progress = Some([amount(target.saturating_sub(value).max(0)), amount(target), amount(value)]);
        let label = build.say(Tag::P, build.lead(), text);
        build.progress = None;
        let mut label = label?;
        let id = build.id("label");
        label.set("id", &id);
        let permille = (value.max(0).saturating_mul(1000) / last).min(1000);
        let mut track = Element::new(Tag::Div, "track");
        track.set("role", "progressbar");
        track.set("aria-labelledby", &id);
        track.set("aria-valuemin", "0");
        track.set("aria-valuemax", "100");
        track.set("aria-valuenow", &digits(permille / 10));
        track.attrs.push(("aria-valuetext", of.clone()));
        let mut fill = Element::new(Tag::Div, "fill");
        fill.permille = Some(permille as u16);
        track.children.push(fill);
        let mut progress = Element::new(Tag::Div, "progress");
        progress.children.push(label);
        progress.children.push(track);
        if ahead.is_some() {
            let mut line = Element::of(Tag::P, "amount", of);
            line.set("aria-hidden", "true");
            progress.children.push(line);
        }
        Some(progress)
    }
}
