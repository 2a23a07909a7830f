//! Offers that are not what they say: countdowns and former prices.
//!
//! Decides by what is written. A shopper who is hurried by a clock that begins anew, or by a discount on a price that never was, is
//! misled, and in many countries the shop is fined. When a countdown ends is the engine's to say.

use super::blocks::{Block, blocks};
use super::file::{Campaign, File, Found};
use crate::engine::schedule::Schedule;
use crate::engine::time::{Civil, DAY, LocalMillis, parse_local, parse_span, span_text};
use crate::node::{Kind, Node};
use crate::rules::block::BlockWord;
use crate::rules::diagnostic::Code;
use std::collections::BTreeMap;

/// Zones differ by less than this, so what is over by it is over everywhere.
const EVERYWHERE: i64 = DAY;

/// A fixed end in the past, or before the campaign begins.
pub fn past_countdown(file: &File<'_>, found: &mut Found) {
    for campaign in file.campaigns.iter().filter(|campaign| campaign.runs.enabled) {
        let from = campaign.runs.schedule.as_deref().and_then(|schedule| Some((schedule, schedule.from?)));
        for (block, node, until) in fixed(campaign) {
            let id = &campaign.runs.id;
            let Civil { year, month, day, .. } = Civil::from_local(until);
            if let Some((schedule, from)) = from
                && until + apart(block, schedule) <= from
            {
                let what = format!(
                    "this countdown ends on {year}-{month:02}-{day:02}, before the schedule of `{id}` begins, so it is never seen; move one of them"
                );
                found.report(Code::PastCountdown, node, what);
            } else if file.now.is_some_and(|now| until + EVERYWHERE < now) {
                let what = format!(
                    "this countdown of `{id}` ended on {year}-{month:02}-{day:02}, so nothing counts down any more; give it a later `until`, or take it out"
                );
                found.report(Code::PastCountdown, node, what);
            }
        }
    }
}

/// The same code under a countdown for each visitor in two campaigns: whoever let the first run out is given the second.
pub fn restarted_countdown(file: &File<'_>, found: &mut Found) {
    let mut known: BTreeMap<String, &str> = BTreeMap::new();
    for campaign in file.campaigns.iter().filter(|campaign| campaign.runs.enabled) {
        let id = &*campaign.runs.id;
        for (show, _) in campaign.messages.iter().flatten() {
            let all = blocks(*show);
            let Some(counted) = all.iter().find_map(counted) else { continue };
            for code in all.iter().flat_map(Block::codes).filter_map(Node::text) {
                let first = *known.entry(code.to_string()).or_insert(id);
                if first != id {
                    let what = format!(
                        "the code `{code}` counts down in `{first}` already, and would begin anew here for whoever let it run out; take another code, or an end that is the same for all: `until`"
                    );
                    found.report(Code::RestartedCountdown, counted, what);
                    break;
                }
            }
        }
    }
}

/// A countdown that goes on when its campaign has ended.
pub fn long_countdown(file: &File<'_>, found: &mut Found) {
    for campaign in &file.campaigns {
        let Some((schedule, end)) = campaign.runs.schedule.as_deref().and_then(|schedule| Some((schedule, schedule.until?))) else {
            continue;
        };
        let id = &campaign.runs.id;
        for (block, node, until) in fixed(campaign) {
            if end + apart(block, schedule) < until {
                let what = format!(
                    "the schedule of `{id}` ends before this countdown, so the message is gone while there is time left; let both end at once"
                );
                found.report(Code::LongCountdown, node, what);
            }
        }
        let Some(from) = schedule.from else { continue };
        for node in all_blocks(campaign).iter().filter_map(counted) {
            let span = parse_span(node.word()).unwrap_or(0);
            if end - from < span {
                let (open, written) = (span_text(end - from), node.word());
                let what = format!(
                    "`{id}` runs for {open}, and this countdown for {written}: nobody sees its end, because the campaign is over by then; make it shorter"
                );
                found.report(Code::LongCountdown, node, what);
            }
        }
    }
}

/// A former price that is not above the price.
pub fn former_price(file: &File<'_>, found: &mut Found) {
    for campaign in &file.campaigns {
        for block in all_blocks(campaign).iter().filter(|block| block.word == BlockWord::Products) {
            for item in block.body.get("items").into_iter().flat_map(Node::items) {
                let (Some(price), Some(was)) = (item.get("price"), item.get("was")) else { continue };
                let pairs: Vec<(&str, Node<'_>, Node<'_>)> = match (price.kind(), was.kind()) {
                    (Kind::Object, Kind::Object) => {
                        price.entries().filter_map(|(key, value)| Some((key.word(), value, was.get(key.word())?))).collect()
                    }
                    (Kind::Number, Kind::Number) => vec![(&*file.program.site.currency, price, was)],
                    _ => continue,
                };
                for (currency, price, was) in pairs {
                    if let (Some(now), Some(before)) = (minor(price), minor(was))
                        && before <= now
                    {
                        let what = format!(
                            "the former price {} {currency} is not above the price {}, so it is not shown; write what it really cost, or take `was` out",
                            was.raw(),
                            price.raw()
                        );
                        found.report(Code::FormerPrice, was, what);
                    }
                }
            }
        }
    }
}

/// An amount, in parts that are small enough for any currency.
fn minor(node: Node<'_>) -> Option<i64> {
    node.decimal()?.scaled(6)
}

fn all_blocks<'f>(campaign: &Campaign<'f>) -> Vec<Block<'f>> {
    campaign.messages.iter().flatten().flat_map(|(show, _)| blocks(*show)).collect()
}

/// Every countdown to a fixed end: the block, where the end is written, and the end.
fn fixed<'f>(campaign: &Campaign<'f>) -> Vec<(Node<'f>, Node<'f>, LocalMillis)> {
    let countdowns = all_blocks(campaign).into_iter().filter(|block| block.word == BlockWord::Countdown).map(|block| block.body);
    countdowns.filter_map(|body| Some((body, body.get("until")?, parse_local(body.get("until")?.word())?))).collect()
}

/// For how long a block counts down for each visitor.
fn counted<'f>(block: &Block<'f>) -> Option<Node<'f>> {
    if block.word == BlockWord::Countdown { block.body.get("for") } else { None }
}

/// How far the clocks of a countdown with a fixed end and of a schedule may be apart.
fn apart(countdown: Node<'_>, schedule: &Schedule) -> i64 {
    let by_visitor = countdown.get("zone").is_some_and(|zone| zone.word() == "visitor");
    if by_visitor == schedule.by_visitor { 0 } else { EVERYWHERE }
}
