//! Frequencies that do not do what they say, or annoy.
//!
//! Decides by comparing what is written under a campaign, its group and the site. When a cap is reached is the engine's to say.

use super::file::{Campaign, File, Found};
use crate::engine::program::{Frequency, NONE, Per};
use crate::engine::time::{DAY, HOUR, span_text};
use crate::node::Node;
use crate::rules::diagnostic::Code;
use crate::rules::show::SurfaceWord;

/// A cap above another one that counts the same and more.
pub fn hidden_cap(file: &File<'_>, found: &mut Found) {
    let site = &file.program.site.frequency;
    for campaign in &file.campaigns {
        let frequency = &campaign.runs.frequency;
        let group = group_of(file, campaign);
        let group_name = campaign.node.get("group").map_or("", Node::word);
        let above = group.and_then(|group| below(group, frequency)).map(|cap| (cap, format!("its group `{group_name}`")));
        let above = above.or_else(|| below(site, frequency).map(|cap| (cap, String::from("the whole site"))));
        if let (Some((cap, whose)), Some(node)) = (above, at_most(campaign.node)) {
            let own = frequency.at_most.unwrap_or_default();
            found.report(
                Code::HiddenCap,
                node,
                format!(
                    "`{}` may show {own} times, but {whose} only {cap} in the same time; lower this `at_most`, or raise the other",
                    campaign.runs.id
                ),
            );
        }
    }
    let written = file.root.get("groups").into_iter().flat_map(Node::entries);
    for (key, body) in written {
        let Some((name, frequency)) = file.program.groups.iter().find(|(name, _)| **name == *key.word()) else { continue };
        if let (Some(cap), Some(node)) = (below(site, frequency), at_most(body)) {
            let own = frequency.at_most.unwrap_or_default();
            found.report(
                Code::HiddenCap,
                node,
                format!("the group `{name}` may show {own} times, but the whole site only {cap} in the same time; lower this `at_most`, or raise the other"),
            );
        }
    }
}

/// The wider cap where it is the lower one of two that count in the same span.
fn below(wider: &Frequency, own: &Frequency) -> Option<u32> {
    let cap = wider.at_most?;
    (wider.per == own.per && own.at_most? > cap).then_some(cap)
}

fn at_most(node: Node<'_>) -> Option<Node<'_>> {
    node.get("frequency")?.get("at_most")
}

fn group_of<'f>(file: &File<'f>, campaign: &Campaign<'_>) -> Option<&'f Frequency> {
    let group = campaign.runs.group;
    if group == NONE { None } else { file.program.groups.get(group as usize).map(|(_, frequency)| frequency) }
}

/// A modal that comes back although it was closed: on every page, or before a day is over.
pub fn nagging(file: &File<'_>, found: &mut Found) {
    for campaign in &file.campaigns {
        let frequency = &campaign.runs.frequency;
        let covers = campaign.surfaces().any(|surface| matches!(surface, SurfaceWord::Modal | SurfaceWord::Fullscreen));
        let Some(node) = campaign.node.get("frequency") else { continue };
        let wider: Vec<&Frequency> = group_of(file, campaign).into_iter().chain([&file.program.site.frequency]).collect();
        let longest =
            |silence: fn(&Frequency) -> Option<i64>| wider.iter().copied().chain([frequency]).filter_map(silence).max().unwrap_or(0);
        let closed = longest(|frequency| frequency.after_dismiss).max(longest(|frequency| frequency.after_show));
        let capped = wider.iter().any(|wider| wider.at_most.is_some() && wider.per != Per::Page);
        if !covers || closed >= DAY {
            continue;
        }
        let id = &campaign.runs.id;
        if frequency.per == Per::Page && !capped && closed < HOUR {
            found.report(
                Code::Nagging,
                node,
                format!("`{id}` covers the page and may come back on every page though it was closed; write for example \"per\": \"session\", \"after_dismiss\": \"7d\""),
            );
        } else if let Some(node) = node.get("after_dismiss")
            && matches!(frequency.per, Per::Page | Per::Session)
        {
            found.report(
                Code::ShortSilence,
                node,
                format!(
                    "`{id}` covers the page and may come back {} after it was closed; shoppers take a refusal for longer, such as \"7d\"",
                    if closed == 0 { String::from("soon") } else { span_text(closed) }
                ),
            );
        }
    }
}

/// A silence after a conversion, of a campaign that has no goal to convert.
pub fn no_conversion(file: &File<'_>, found: &mut Found) {
    for campaign in &file.campaigns {
        let written = campaign.node.get("frequency").and_then(|frequency| frequency.get("after_convert"));
        if let Some(node) = written
            && campaign.runs.goals.is_empty()
        {
            found.report(
                Code::NoConversion,
                node,
                format!("`{}` has no `goals`, so it never converts and this does nothing; add for example \"goals\": [{{ \"on\": \"purchase\" }}]", campaign.runs.id),
            );
        }
    }
}
