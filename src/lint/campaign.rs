//! Campaigns that are in their own way, or in that of a search engine.
//!
//! Decides by triggers, conditions and surfaces as they are written. Which campaign shows is the engine's to say.

use super::file::{Campaign, File, Found, fact_of, musts, sorted};
use crate::engine::fact::Fact;
use crate::engine::op::Op;
use crate::engine::program::{HERE, Test};
use crate::engine::time::{SECOND, parse_span};
use crate::node::Node;
use crate::rules::diagnostic::Code;
use crate::rules::show::SurfaceWord;
use crate::value::Value;
use std::collections::BTreeMap;

/// Two campaigns that differ in nothing but what they are called.
pub fn twins(file: &File<'_>, found: &mut Found) {
    let mut known: BTreeMap<String, &str> = BTreeMap::new();
    for campaign in file.campaigns.iter().filter(|campaign| campaign.runs.enabled) {
        let text = sorted(campaign.node, &["id", "name", "note", "enabled"]);
        let id = &*campaign.runs.id;
        if let Some(first) = known.get(&text) {
            let node = campaign.node.get("id").unwrap_or(campaign.node);
            found.report(
                Code::Twins,
                node,
                format!("`{id}` is the same as `{first}` but for its name; change what should differ, or take one of them out"),
            );
        } else {
            known.insert(text, id);
        }
    }
}

/// A trigger or a goal that stands twice.
pub fn repeated(file: &File<'_>, found: &mut Found) {
    for campaign in &file.campaigns {
        for (list, what, cure) in [("on", "trigger", "once is enough"), ("goals", "goal", "it would be counted twice")] {
            let items: Vec<Node<'_>> = campaign.node.get(list).into_iter().flat_map(Node::items).collect();
            let texts: Vec<String> = items.iter().map(|item| sorted(*item, &[])).collect();
            for (place, (item, text)) in items.iter().zip(&texts).enumerate() {
                if texts.iter().take(place).any(|earlier| earlier == text) {
                    found.report(
                        Code::Repeated,
                        *item,
                        format!("this {what} of `{}` stands in `{list}` already; {cure}, so change it or take it out", campaign.runs.id),
                    );
                }
            }
        }
    }
}

/// A campaign for the checkout that keeps out of the checkout.
pub fn checkout_only(file: &File<'_>, found: &mut Found) {
    for campaign in &file.campaigns {
        let runs = campaign.runs;
        let checkout = |value: &Value| matches!(value, Value::Text(kind) if &**kind == "checkout");
        let only = musts(file.program, runs.when).into_iter().find(|leaf| {
            let Test::Value(op, value) = &leaf.test else { return false };
            let one = matches!(op, Op::Is | Op::Isi | Op::Eq) && checkout(value);
            let several = matches!(op, Op::In | Op::Ini) && !value.items().is_empty() && value.items().iter().all(checkout);
            (one || several) && fact_of(file.program, leaf) == Some(Fact::PageType)
        });
        if let Some(leaf) = only
            && runs.interrupts
            && !runs.in_checkout
        {
            found.report_at(
                Code::CheckoutOnly,
                leaf.at,
                format!(
                    "`{}` is for the checkout only, where nothing may interrupt, so it never shows; write \"in_checkout\": true if it may",
                    runs.id
                ),
            );
        }
    }
}

/// A message that comes sooner is there before anything was read.
const SOON: i64 = 5 * SECOND;

/// A modal that meets everybody who comes from a search on the first page.
pub fn search_landing(file: &File<'_>, found: &mut Found) {
    for campaign in &file.campaigns {
        let covers = campaign.surfaces().any(|surface| matches!(surface, SurfaceWord::Modal | SurfaceWord::Fullscreen));
        if !covers || !meets_everybody(file, campaign) {
            continue;
        }
        for trigger in campaign.node.get("on").into_iter().flat_map(Node::items) {
            let Some((key, body)) = trigger.entries().next() else { continue };
            let after = body.get("after").and_then(|after| parse_span(after.word())).unwrap_or(0);
            if matches!(key.word(), "page_view" | "time_on_page" | "time_on_site") && after < SOON {
                found.report(
                    Code::SearchLanding,
                    key,
                    format!(
                        "`{}` covers the page at once, and search engines rank such pages lower; phones that come from a search are spared until \
                         their second page, so add for example \"session.page_views\": {{ \"$gte\": 2 }} to its `when` for everybody",
                        campaign.runs.id
                    ),
                );
                break;
            }
        }
    }
}

/// Whether the condition asks for nothing but the time, the language and consent.
fn meets_everybody(file: &File<'_>, campaign: &Campaign<'_>) -> bool {
    let root = campaign.runs.when;
    let tree = &file.program.tree;
    let end = tree.nodes.get(root as usize).map_or(root, |node| node.end);
    (root..end).filter_map(|place| tree.leaves.get(tree.nodes.get(place as usize)?.leaf as usize)).all(|leaf| {
        let harmless = |fact: Fact| {
            matches!(
                fact,
                Fact::TimeHour | Fact::TimeWeekday | Fact::TimeDate | Fact::TimeLocalHour | Fact::TimeLocalWeekday | Fact::PageLanguage
            )
        };
        leaf.slot == HERE || fact_of(file.program, leaf).is_some_and(harmless)
    })
}

/// Goals that are not events of the shop.
const OURS: [&str; 3] = ["purchase", "clicked", "submitted"];

/// Events whose names are the same but for an ending or a hyphen.
pub fn near_names(file: &File<'_>, found: &mut Found) {
    let mut known: BTreeMap<String, String> = BTreeMap::new();
    for campaign in &file.campaigns {
        let triggers = campaign.node.get("on").into_iter().flat_map(Node::items);
        let events = triggers.filter_map(|trigger| trigger.get("event")?.get("name"));
        let goals = campaign.node.get("goals").into_iter().flat_map(Node::items).filter_map(|goal| goal.get("on"));
        let named = goals.filter(|goal| !OURS.contains(&goal.word()));
        for node in events.chain(named) {
            let name = node.text().unwrap_or_default();
            let first = known.entry(stem(&name)).or_insert_with(|| name.to_string());
            if *first != *name {
                found.report(
                    Code::NearNames,
                    node,
                    format!("the events `{name}` and `{first}` are two to shopbell; if the shop means one, write it the same everywhere"),
                );
            }
        }
    }
}

/// A name without what its words end in.
fn stem(name: &str) -> String {
    let words = name.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    let stems: Vec<String> = words.map(|word| word.to_lowercase()).map(|word| String::from(without_ending(&word))).collect();
    stems.join("_")
}

fn without_ending(word: &str) -> &str {
    for ending in ["ed", "es", "e", "s"] {
        if let Some(stem) = word.strip_suffix(ending)
            && stem.len() > 2
        {
            return stem;
        }
    }
    word
}

#[cfg(test)]
mod tests {
    use super::stem;

    #[test]
    fn endings_do_not_tell_events_apart() {
        assert_eq!(stem("added_to_wishlist"), stem("add-to-wishlist"));
        assert_eq!(stem("drawer_closed"), stem("drawer_close"));
        assert_ne!(stem("quiz_step_1"), stem("quiz_step_2"));
        assert_ne!(stem("wishlist_opened"), stem("wishlist_closed"));
    }
}
