//! Wheels that do not give what they show.
//!
//! Decides by the slices of a wheel and by where its step leads. Odds that do not come to 100 are the decoder's to report.

use super::blocks::{Block, beginning, blocks, languages};
use super::file::{File, Found};
use super::message::{messages, ways};
use super::texts::facts;
use crate::node::Node;
use crate::rules::block::BlockWord;
use crate::rules::diagnostic::Code;
use crate::rules::show::StepDef;

/// A slice that the wheel shows and never stops at.
pub fn never_drawn(file: &File<'_>, found: &mut Found) {
    for (_, slices) in wheels(file) {
        for slice in slices {
            if let Some(odds) = slice.get("odds")
                && odds.decimal().and_then(|odds| odds.scaled(2)) == Some(0)
            {
                let what = match slice.get("text") {
                    Some(text) => beginning(text),
                    None => String::from("this slice"),
                };
                found.report(
                    Code::NeverWon,
                    odds,
                    format!("{what} is on the wheel and is never won, which misleads whoever spins it; give it odds, or take it out"),
                );
            }
        }
    }
}

/// A prize that nobody is told of once the wheel stands.
pub fn lost_prize(file: &File<'_>, found: &mut Found) {
    for (show, message) in messages(file) {
        let (all, steps) = (blocks(show), &message.show.steps);
        for wheel in all.iter().filter(|block| block.word == BlockWord::Wheel) {
            if reached(steps, &all, &ways(steps, wheel.step, &all)).is_empty() {
                found.report(
                    Code::LostPrize,
                    wheel.body,
                    String::from(
                        "once this wheel stands the message is gone, and nobody hears what was won; add a step behind it that says so",
                    ),
                );
                continue;
            }
            let name = wheel.asks().pop().map(|(name, _)| name).unwrap_or_default();
            for slice in wheel.slices() {
                let Some(code) = slice.get("code") else { continue };
                let ways = match slice.get("to") {
                    Some(to) => steps.iter().position(|step| *step.id == *to.word()).into_iter().collect(),
                    None => ways(steps, wheel.step, &all),
                };
                let behind = reached(steps, &all, &ways);
                let said = code.text().unwrap_or_default();
                if !all.iter().any(|block| behind.contains(&block.step) && says(block, &name, &said)) {
                    found.report(
                        Code::LostPrize,
                        code,
                        format!("no step that this slice leads to says its code `{said}`; add {{ \"coupon\": {{ \"from\": \"{name}\" }} }} to one"),
                    );
                }
            }
        }
    }
}

/// Whether a block says a code that was won.
fn says(block: &Block<'_>, name: &str, code: &str) -> bool {
    let field = format!("answer.{name}.code");
    let mut texts = block.texts().into_iter().flat_map(languages);
    block.from().is_some_and(|from| *from.word() == *name)
        || block.codes().into_iter().any(|known| known.text().is_some_and(|known| known == code))
        || texts.any(|(_, words)| words.text().is_some_and(|text| text.contains(code)) || facts(words).contains(&field))
}

/// The steps that these lead to, themselves included.
fn reached(steps: &[StepDef], all: &[Block<'_>], from: &[usize]) -> Vec<usize> {
    let (mut seen, mut open) = (Vec::new(), from.to_vec());
    while let Some(place) = open.pop() {
        if place < steps.len() && !seen.contains(&place) {
            seen.push(place);
            open.extend(ways(steps, place, all));
        }
    }
    seen
}

/// Two slices that cannot be told apart.
pub fn same_slices(file: &File<'_>, found: &mut Found) {
    for (_, slices) in wheels(file) {
        for (place, slice) in slices.iter().enumerate() {
            let Some(text) = slice.get("text") else { continue };
            let same = |other: &Node<'_>| other.get("text").is_some_and(|other| said(other) == said(text));
            if slices.iter().take(place).any(same) {
                found.report(
                    Code::SameSlices,
                    text,
                    format!("{} is on the wheel twice: whoever reads the odds reads half of them; let one slice have both, or say the second in other words", beginning(text)),
                );
            }
        }
    }
}

/// A wheel on which everybody wins.
pub fn all_win(file: &File<'_>, found: &mut Found) {
    for (wheel, slices) in wheels(file) {
        if slices.iter().all(|slice| slice.get("code").is_some()) {
            found.report(
                Code::AllWin,
                wheel.body,
                String::from("every slice of this wheel has a code, so nobody can lose; if that is meant, say so in the message, else add a slice without one"),
            );
        }
    }
}

/// The words of a text in every language.
fn said(text: Node<'_>) -> Vec<(String, String)> {
    languages(text).into_iter().map(|(language, words)| (language.into(), words.text().unwrap_or_default().trim().to_lowercase())).collect()
}

/// Every wheel that can be drawn, and its slices.
fn wheels<'f>(file: &File<'f>) -> Vec<(Block<'f>, Vec<Node<'f>>)> {
    let all = messages(file).flat_map(|(show, _)| blocks(show)).filter(|block| block.word == BlockWord::Wheel);
    all.map(|wheel| (wheel, wheel.slices())).collect()
}
