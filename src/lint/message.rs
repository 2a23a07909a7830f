//! Messages that cannot lead where they should.
//!
//! Decides by what the blocks of a message are and where its steps lead. What a press means is the engine's to say.

use super::blocks::{Block, blocks, languages};
use super::file::{File, Found};
use super::texts::facts;
use crate::engine::message::Message;
use crate::node::Node;
use crate::rules::block::BlockWord;
use crate::rules::diagnostic::{Code, did_you_mean};
use crate::rules::show::StepDef;
use std::ops::RangeInclusive;

/// What counts as a click.
const CLICKS: [&str; 7] = ["navigate", "apply_coupon", "add_to_cart", "open_chat", "emit", "snooze", "set"];

/// A goal that nothing in any of the messages can reach.
pub fn unreachable_goal(file: &File<'_>, found: &mut Found) {
    for campaign in &file.campaigns {
        let shown = campaign.runs.variants.iter().filter(|variant| variant.show.is_some()).count();
        let messages: Vec<&(Node<'_>, Message)> = campaign.messages.iter().flatten().collect();
        if messages.len() < shown {
            continue;
        }
        let all: Vec<Block<'_>> = messages.iter().flat_map(|(show, _)| blocks(*show)).collect();
        let said = || all.iter().flat_map(|block| block.texts()).flat_map(languages).filter_map(|(_, words)| words.text());
        // A link in a text is pressed as well.
        let clicks =
            all.iter().any(|block| block.word == BlockWord::Products || block.does().is_some_and(|(action, _)| CLICKS.contains(&action)))
                || said().any(|text| text.contains("]("));
        let asks = all.iter().any(|block| !block.asks().is_empty());
        for goal in campaign.node.get("goals").into_iter().flat_map(Node::items) {
            let Some(on) = goal.get("on") else { continue };
            let what = match on.word() {
                "clicked" if !clicks => {
                    "nothing in the message can be clicked but what closes it, copies or goes on; add a button that leads somewhere"
                }
                "submitted" if !asks => "the message asks nothing that could be sent; add a question, or take another goal",
                _ => continue,
            };
            found.report(Code::UnreachableGoal, on, format!("the goal `{}` of `{}` is never reached: {what}", on.word(), campaign.runs.id));
        }
    }
}

/// A step that nothing leads to.
pub fn lost_step(file: &File<'_>, found: &mut Found) {
    for (show, message) in messages(file) {
        let all = blocks(show);
        let steps = &message.show.steps;
        let mut reached = vec![false; steps.len()];
        let mut open = vec![0];
        while let Some(place) = open.pop() {
            let Some(seen) = reached.get_mut(place) else { continue };
            if !std::mem::replace(seen, true) {
                open.extend(ways(steps, place, &all));
            }
        }
        let written = show.get("steps").into_iter().flat_map(Node::items);
        for (node, reached) in written.zip(reached) {
            if let Some(id) = node.get("id")
                && !reached
            {
                found.report(
                    Code::LostStep,
                    id,
                    format!("no step leads to `{}`, so nobody sees it; name it in the `next` of another step, or take it out", id.word()),
                );
            }
        }
    }
}

/// Where a step may lead.
pub(super) fn ways(steps: &[StepDef], place: usize, all: &[Block<'_>]) -> Vec<usize> {
    let Some(step) = steps.get(place) else { return Vec::new() };
    // Without a button of its own, a question is given one.
    let goes_on = all.iter().any(|block| block.step == place && (!block.asks().is_empty() || matches!(block.does(), Some(("next", _)))));
    if !goes_on {
        return Vec::new();
    }
    let mut to: Vec<usize> = step.next.iter().map(|way| way.to).collect();
    let prizes = all.iter().filter(|block| block.step == place).flat_map(Block::slices);
    to.extend(prizes.filter_map(|slice| slice.get("to")).filter_map(|to| steps.iter().position(|step| *step.id == *to.word())));
    let led = || {
        all.iter()
            .any(|block| block.step == place && !block.slices().is_empty() && block.slices().iter().all(|slice| slice.get("to").is_some()))
    };
    if step.next.iter().all(|way| way.when.is_some()) && !led() {
        to.push(place + 1);
    }
    to
}

/// An answer that is read and never given.
pub fn unasked_answer(file: &File<'_>, found: &mut Found) {
    for (show, _) in messages(file) {
        let all = blocks(show);
        let asked: Vec<String> = all.iter().flat_map(Block::asks).map(|(name, _)| name).collect();
        let mut complain = |node: Node<'_>, name: &str| {
            // Of several ticks each stands under `NAME.VALUE`.
            let given = asked.iter().any(|field| name.strip_prefix(&**field).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')));
            if !given {
                let guess = did_you_mean(name, asked.iter().map(|field| &**field));
                let guess = if guess.is_empty() { String::from("; give a question this `name`") } else { guess };
                found.report(
                    Code::UnaskedAnswer,
                    node,
                    format!("`answer.{name}` is never given, because no question is called `{name}`{guess}"),
                );
            }
        };
        for from in all.iter().filter_map(Block::from) {
            complain(from, &from.text().unwrap_or_default());
        }
        for step in show.get("steps").into_iter().flat_map(Node::items) {
            if let Some(next) = step.get("next") {
                conditions(next, &mut complain);
            }
        }
        for words in all.iter().flat_map(Block::texts).flat_map(languages).map(|(_, words)| words) {
            for name in facts(words) {
                if let Some(name) = name.strip_prefix("answer.") {
                    complain(words, name);
                }
            }
        }
    }
}

/// Every `answer.NAME` that a condition reads.
fn conditions<'f>(node: Node<'f>, complain: &mut dyn FnMut(Node<'f>, &str)) {
    for (key, value) in node.entries() {
        if let Some(name) = key.word().strip_prefix("answer.") {
            complain(key, name);
        }
        conditions(value, complain);
    }
    for item in node.items() {
        conditions(item, complain);
    }
}

/// Discounts of so many percent are worth collecting; above, the number mostly says something else: `100% wool`.
const LARGE: RangeInclusive<u32> = 30..=90;

/// The code of a large discount, which anybody can read in the rule file.
pub fn public_code(file: &File<'_>, found: &mut Found) {
    for campaign in &file.campaigns {
        let name = campaign.runs.name.as_deref().unwrap_or_default();
        let mut told: Vec<String> = Vec::new();
        for (show, _) in campaign.messages.iter().flatten() {
            let all = blocks(*show);
            let most = |texts: Vec<Node<'_>>| {
                let said = texts.into_iter().flat_map(languages).filter_map(|(_, words)| words.text());
                said.filter_map(|text| percent(&text)).max()
            };
            // A slice promises what it says itself, not what its neighbours do.
            let (wheels, others): (Vec<&Block<'_>>, Vec<&Block<'_>>) = all.iter().partition(|block| block.word == BlockWord::Wheel);
            let promised = most(others.iter().flat_map(|block| block.texts()).collect()).max(percent(name));
            let slices = wheels.iter().flat_map(|wheel| wheel.slices());
            let won = slices.filter_map(|slice| Some((slice.get("code")?, most(slice.get("text").into_iter().collect()))));
            let codes = others.iter().flat_map(|block| block.codes()).map(|code| (code, promised));
            for (node, promised) in codes.chain(won) {
                let code = node.text().unwrap_or_default();
                let large = promised.max(ending(&code).filter(|percent| LARGE.contains(percent)));
                if let Some(percent) = large
                    && !told.iter().any(|known| *known == *code)
                {
                    told.push(code.to_string());
                    found.report(
                        Code::PublicCode,
                        node,
                        format!("anybody can read the code `{code}` in this file, and {percent} is a lot to give away; limit it in the shop, such as to one use a customer"),
                    );
                }
            }
        }
    }
}

/// A code from a pool that shoppers do something for, and nothing in its place when there is none.
pub fn empty_handed(file: &File<'_>, found: &mut Found) {
    for (show, _) in messages(file) {
        for block in blocks(show).iter().filter(|block| block.word == BlockWord::Coupon && block.step > 0) {
            if let Some(pool) = block.body.get("pool")
                && block.body.get("else").is_none()
            {
                found.report(
                    Code::EmptyHanded,
                    pool,
                    String::from(
                        "when this pool is empty the message goes, and whoever came this far for a code gets nothing; add \"else\": a block to show instead",
                    ),
                );
            }
        }
    }
}

/// The largest discount that a text speaks of.
fn percent(text: &str) -> Option<u32> {
    let before = |at: usize| text.get(..at).map(str::trim_end).and_then(number_at_end);
    text.match_indices('%').filter_map(|(at, _)| before(at)).filter(|percent| LARGE.contains(percent)).max()
}

/// The number of two digits that a code ends in.
fn ending(code: &str) -> Option<u32> {
    let digits = code.bytes().rev().take_while(u8::is_ascii_digit).count();
    if digits == 2 && digits < code.len() { number_at_end(code) } else { None }
}

fn number_at_end(text: &str) -> Option<u32> {
    let digits = text.bytes().rev().take_while(u8::is_ascii_digit).count();
    text.get(text.len() - digits..)?.parse().ok()
}

/// Every message that decodes.
pub(super) fn messages<'f, 'g>(file: &'g File<'f>) -> impl Iterator<Item = (Node<'f>, &'g Message)> {
    let all = file.campaigns.iter().flat_map(|campaign| campaign.messages.iter().flatten());
    all.map(|(show, message)| (*show, message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn discounts_are_found_in_words_and_codes() {
        assert_eq!((percent("Take 10% or 40 % off"), percent("100% wool, now 35%"), percent("off %")), (Some(40), Some(35), None));
        assert_eq!((ending("SAVE50"), ending("SUMMER2030"), ending("50"), ending("GIFT")), (Some(50), None, None, None));
    }
}
