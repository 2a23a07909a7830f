//! Experiments that cannot tell anything.
//!
//! Decides by weights, shares and the plan. Who is drawn is the engine's to say, and what came of it the report's.

use super::file::{File, Found, same};
use crate::node::Node;
use crate::rules::diagnostic::Code;

/// Share of buyers that a plan is measured by, higher than that of most shops even among those who have filled a cart; with fewer it takes longer still.
const BUYERS: f64 = 0.3;
/// Longest an experiment may take before it is worth a note, in days.
const LONG: f64 = 365.0;
/// (z for 0.975 + z for 0.8)², and what looking every day costs.
const SAMPLE: f64 = 7.849 * 1.068;

/// Variants that nobody is given, and holdouts that are given to most.
pub fn weights(file: &File<'_>, found: &mut Found) {
    for campaign in &file.campaigns {
        let variants = &campaign.runs.variants;
        let total: u64 = variants.iter().map(|variant| u64::from(variant.weight)).sum();
        let held: u64 = variants.iter().filter(|variant| variant.show.is_none()).map(|variant| u64::from(variant.weight)).sum();
        let written: Vec<Node<'_>> = campaign.node.get("variants").into_iter().flat_map(Node::items).collect();
        for (variant, node) in variants.iter().zip(&written) {
            let Some(weight) = node.get("weight") else { continue };
            if variant.weight == 0 {
                found.report(
                    Code::NeverDrawn,
                    weight,
                    format!("nobody new is given `{}`, because its weight is 0; those who have it keep it. Take it out when they no longer matter", variant.id),
                );
            } else if variant.show.is_none() && held * 2 > total && held < total {
                let percent = held * 100 / total;
                found.report(
                    Code::LargeHoldout,
                    weight,
                    format!(
                        "{percent} in 100 visitors are held out and see nothing of `{}`; one in ten is mostly enough to compare with",
                        campaign.runs.id
                    ),
                );
                break;
            }
        }
    }
}

/// Shares that leave nobody.
pub fn no_visitors(file: &File<'_>, found: &mut Found) {
    for campaign in &file.campaigns {
        let (id, experiment) = (&campaign.runs.id, &campaign.runs.experiment);
        let Some(node) = campaign.node.get("experiment") else { continue };
        if let Some(coverage) = node.get("coverage")
            && experiment.coverage == 0
        {
            found.report(
                Code::NoVisitors,
                coverage,
                format!("`{id}` shows to nobody, because \"coverage\" is 0; write 1 for all, or \"enabled\": false in the campaign to switch it off"),
            );
        }
        if let (Some((_, from, to)), Some(namespace)) = (&experiment.namespace, node.get("namespace"))
            && from >= to
        {
            found.report(
                Code::NoVisitors,
                namespace,
                format!("`{id}` shows to nobody, because `from` is not below `to`; write for example \"from\": 0, \"to\": 0.5"),
            );
        }
    }
    let holdout = file.root.get("site").and_then(|site| site.get("holdout"));
    if let Some(node) = holdout
        && file.program.site.holdout == 10_000
    {
        found.report(
            Code::NoVisitors,
            node,
            String::from("nobody is shown anything, because all visitors are held out; write for example 0.05"),
        );
    }
}

/// Variants that differ in nothing but their id.
pub fn same_variants(file: &File<'_>, found: &mut Found) {
    for campaign in &file.campaigns {
        let written: Vec<Node<'_>> = campaign.node.get("variants").into_iter().flat_map(Node::items).collect();
        for (place, later) in written.iter().enumerate() {
            let twin = written.iter().take(place).find(|earlier| match (earlier.get("show"), later.get("show")) {
                (Some(one), Some(other)) => same(one, other),
                (None, None) => true,
                _ => false,
            });
            if let (Some(twin), Some(node)) = (twin, later.get("id")) {
                let (one, other) = (twin.get("id").map_or("", Node::word), node.word());
                found.report(
                    Code::SameVariants,
                    node,
                    format!("`{other}` shows the same as `{one}`, so comparing them tells nothing; change one of them, or take it out"),
                );
            }
        }
    }
}

/// Variants or a plan without what a comparison needs.
pub fn nothing_to_compare(file: &File<'_>, found: &mut Found) {
    for campaign in &file.campaigns {
        let id = &campaign.runs.id;
        let drawn = campaign.runs.variants.iter().filter(|variant| variant.weight > 0).count();
        let plan = campaign.node.get("experiment").and_then(|experiment| experiment.get("plan"));
        if let Some(plan) = plan
            && drawn < 2
        {
            found.report(
                Code::NothingToCompare,
                plan,
                format!("`{id}` plans an experiment, but all visitors are given the same; add a second variant, or {{ \"id\": \"holdout\", \"weight\": 10 }}"),
            );
        }
        if let Some(variants) = campaign.node.get("variants")
            && drawn >= 2
            && campaign.runs.goals.is_empty()
        {
            found.report(
                Code::NoGoals,
                variants,
                format!("`{id}` compares variants, but nothing says by what; add for example \"goals\": [{{ \"on\": \"purchase\", \"within\": \"3d\" }}]"),
            );
        }
    }
}

/// Plans that cannot be read, or that would take years.
pub fn plan(file: &File<'_>, found: &mut Found) {
    for campaign in &file.campaigns {
        let plan = campaign.node.get("experiment").and_then(|experiment| experiment.get("plan"));
        let Some((plan, written)) = plan.and_then(|plan| Some((plan, plan.get("effect")?))) else { continue };
        let text = written.text().unwrap_or_default();
        let Some(effect) = effect_of(&text) else {
            found.report(
                Code::BadEffect,
                written,
                format!("`{text}` is no effect; write how much more of the goal you hope for, in percent, such as \"+15%\""),
            );
            continue;
        };
        let buys = campaign.runs.goals.first().is_some_and(|goal| &*goal.on == "purchase");
        let (Some(per_day), true) = (plan.get("per_day").and_then(Node::integer), buys) else { continue };
        let mut weights: Vec<u32> = campaign.runs.variants.iter().map(|variant| variant.weight).filter(|weight| *weight > 0).collect();
        weights.sort_unstable();
        // The two that are given most are compared first of all.
        let [.., second, _] = weights.as_slice() else { continue };
        let total: f64 = weights.iter().copied().map(f64::from).sum();
        let share = f64::from(*second) / total * f64::from(campaign.runs.experiment.coverage) / 10_000.0;
        let days = sample(BUYERS, effect) / (per_day as f64 * share);
        if days.is_finite() && days > LONG {
            found.report(
                Code::LongPlan,
                plan,
                format!(
                    "even if 30 in 100 visitors bought, {per_day} visitors a day would show an effect of {text} only after {days:.0} days; plan a larger \
                     effect, or fewer variants"
                ),
            );
        }
    }
}

/// `+20%` as 0.2.
#[must_use]
pub fn effect_of(text: &str) -> Option<f64> {
    let number = text.trim().strip_suffix('%')?.trim_end();
    let effect = number.parse::<f64>().ok()? / 100.0;
    (effect.is_finite() && effect != 0.0 && effect > -1.0).then_some(effect)
}

/// Visitors for each of two variants, so that a change of a rate by a share of it is seen in four of five cases, at 5 % false
/// alarms.
fn sample(rate: f64, effect: f64) -> f64 {
    let other = (rate * (1.0 + effect)).min(0.99);
    SAMPLE * (rate * (1.0 - rate) + other * (1.0 - other)) / (other - rate).powi(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_are_those_of_the_tables() {
        // 20 % more of 2 in 100: 300 a day for each of two variants take about 75 days.
        assert_eq!((sample(0.02, 0.2) / 300.0).round(), 75.0);
    }

    #[test]
    fn effects_are_percents() {
        assert_eq!(effect_of("+20%"), Some(0.2));
        assert_eq!(effect_of("-5 %"), Some(-0.05));
        assert_eq!((effect_of("20"), effect_of("a lot"), effect_of("0%"), effect_of("nan%")), (None, None, None, None));
    }
}
