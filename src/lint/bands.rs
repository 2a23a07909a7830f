//! Campaigns that share out one amount or count between them: bands that overlap, and carts that fall between two.
//!
//! Decides only for campaigns that are alike but for the band: the same moments, schedule, experiment and other clauses. Bands within bands are meant,
//! and so is an overlap between campaigns of different priority, unless it is the one number at which both end and begin. A wide gap is
//! meant; one of less than a unit of the currency is not.

use super::cases::leaf;
use super::conditions::parts;
use super::file::{Campaign, File, Found};
use crate::engine::fact::{FACTS, FactType};
use crate::engine::op::Op;
use crate::engine::program::{Program, Test};
use crate::explain::words::{loose, money};
use crate::money::minor_digits;
use crate::node::{Kind, Node};
use crate::rules::diagnostic::Code;
use crate::value::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// What a campaign speaks for.
struct Band {
    id: Rc<str>,
    priority: i64,
    /// Byte of the band in the file.
    at: u32,
    /// The first and the last number that it takes, in the smallest unit.
    low: i64,
    high: i64,
    /// Whether the numbers written there are left out of it.
    after_low: bool,
    before_high: bool,
}

/// Where bands do not meet.
pub fn meet(file: &File<'_>, found: &mut Found) {
    let mut alike: BTreeMap<String, Vec<(&Campaign<'_>, Node<'_>)>> = BTreeMap::new();
    for campaign in file.campaigns.iter().filter(|campaign| campaign.runs.enabled) {
        for (key, band) in campaign.node.get("when").into_iter().flat_map(Node::entries) {
            if band.kind() == Kind::Object && FACTS.iter().any(|row| row.name == key.word()) {
                alike.entry(likeness(campaign, key.word())).or_default().push((campaign, key));
            }
        }
    }
    for group in alike.values().filter(|group| group.len() > 1) {
        let Some((_, key)) = group.first() else { continue };
        let Some(place) = FACTS.iter().position(|row| row.name == key.word()) else { continue };
        let money = match FACTS[place].kind {
            FactType::Money => true,
            FactType::Int => false,
            FactType::Bool | FactType::Date | FactType::Text | FactType::TextList | FactType::Json => continue,
        };
        for currency in currencies(file.program, group, place as u16) {
            let bands: Option<Vec<Band>> =
                group.iter().map(|(campaign, key)| band(file.program, campaign, *key, place as u16, &currency)).collect();
            if let Some(bands) = bands
                && compare(key.word(), bands, money.then_some(&*currency), found)
            {
                break;
            }
        }
    }
}

/// All of a campaign that must be the same in another for their bands to share out one thing.
fn likeness(campaign: &Campaign<'_>, fact: &str) -> String {
    let said = |node: Option<Node<'_>>| node.map_or_else(String::new, |node| loose(&node.value()));
    let on: BTreeSet<String> = campaign.node.get("on").into_iter().flat_map(Node::items).map(|item| said(Some(item))).collect();
    let others: BTreeSet<String> = campaign
        .node
        .get("when")
        .into_iter()
        .flat_map(Node::entries)
        .filter(|(key, _)| key.word() != fact)
        .map(|(key, value)| format!("{} {}", key.raw(), said(Some(value))))
        .collect();
    format!("{fact} {on:?} {others:?} {} {}", said(campaign.node.get("schedule")), said(campaign.node.get("experiment")))
}

/// Currencies in which all of them name the fact; of a count one that is none.
fn currencies(program: &Program, group: &[(&Campaign<'_>, Node<'_>)], slot: u16) -> BTreeSet<Rc<str>> {
    let mut all = BTreeSet::new();
    for (campaign, _) in group {
        for leaf in parts(program, campaign.runs.when).into_iter().filter_map(|node| leaf(program, node)).filter(|leaf| leaf.slot == slot) {
            match &leaf.test {
                Test::Money(_, by) => all.extend(by.as_chunks().0.iter().map(|[currency, _]| Rc::from(&*currency.to_text()))),
                Test::Value(..) | Test::Regex(..) | Test::Glob(_) | Test::ElemMatch | Test::Size | Test::Each => {
                    all.insert(Rc::from(""));
                }
            }
        }
    }
    all
}

/// The band of a campaign; None where its condition on the fact is none.
fn band(program: &Program, campaign: &Campaign<'_>, key: Node<'_>, slot: u16, currency: &str) -> Option<Band> {
    let mut band = Band {
        id: Rc::clone(&campaign.runs.id),
        priority: campaign.runs.priority,
        at: key.at(),
        low: 0,
        high: i64::MAX,
        after_low: false,
        before_high: false,
    };
    for leaf in parts(program, campaign.runs.when).into_iter().filter_map(|node| leaf(program, node)).filter(|leaf| leaf.slot == slot) {
        let (op, operand) = match &leaf.test {
            Test::Value(op, operand) => (*op, operand),
            Test::Money(op, by) => (*op, by.as_chunks().0.iter().find(|[name, _]| name.to_text() == currency).map(|[_, operand]| operand)?),
            Test::Regex(..) | Test::Glob(_) | Test::ElemMatch | Test::Size | Test::Each => return None,
        };
        match (op, operand.items()) {
            (Op::Gte, [Value::Int(at)]) => (band.low, band.after_low) = (*at, false),
            (Op::Gt, [Value::Int(at)]) => (band.low, band.after_low) = (at.saturating_add(1), true),
            (Op::Lte, [Value::Int(at)]) => (band.high, band.before_high) = (*at, false),
            (Op::Lt, [Value::Int(at)]) => (band.high, band.before_high) = (at.saturating_sub(1), true),
            (Op::Between, [Value::Int(low), Value::Int(high)]) => (band.low, band.high) = (*low, *high),
            _ => return None,
        }
    }
    Some(band)
}

/// Compares neighbours; whether there was something to say.
fn compare(fact: &str, mut bands: Vec<Band>, currency: Option<&str>, found: &mut Found) -> bool {
    let within = |one: &Band, other: &Band| other.low <= one.low && one.high <= other.high;
    for (place, one) in bands.iter().enumerate() {
        if one.low > one.high || bands.iter().skip(place + 1).any(|other| within(one, other) || within(other, one)) {
            return false;
        }
    }
    bands.sort_by_key(|band| band.low);
    let show = |number: i64| currency.map_or_else(|| number.to_string(), |currency| money(number, currency));
    let table: Vec<String> = bands
        .iter()
        .map(|band| {
            let high = if band.high == i64::MAX { " on".into() } else { format!(" to {}", show(band.high)) };
            format!("`{}` from {}{high}", band.id, show(band.low))
        })
        .collect();
    let table = format!("the bands are {}", table.join(", "));
    let mut said = false;
    for pair in bands.windows(2) {
        let [one, next] = pair else { continue };
        let (a, b) = (&one.id, &next.id);
        let message = if next.low <= one.high {
            if one.priority != next.priority && next.low != one.high {
                continue;
            }
            let both = if next.low == one.high { show(next.low) } else { format!("{} to {}", show(next.low), show(one.high)) };
            format!(
                "`{a}` and `{b}` both speak for a `{fact}` of {both}; {table}; end `{a}` with \"$lt\" at the number with which `{b}` begins by \"$gte\""
            )
        } else {
            let missing = next.low - one.high - 1;
            let small = currency.map_or(0, |currency| 10i64.pow(u32::from(minor_digits(currency))));
            // Both leave out the number at which they meet.
            let missed = missing == 1 && one.before_high && next.after_low;
            if missing == 0 || !missed && missing > small {
                continue;
            }
            let gap = if missing == 1 { show(one.high + 1) } else { format!("{} to {}", show(one.high + 1), show(next.low - 1)) };
            format!(
                "neither `{a}` nor `{b}` speaks for a `{fact}` of {gap}; {table}; end `{a}` with \"$lt\" at the number with which `{b}` begins by \"$gte\""
            )
        };
        found.report_at(Code::Bands, next.at, message);
        said = true;
    }
    said
}
