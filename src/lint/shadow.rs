//! Campaigns that never get a turn, because another one always comes before them.
//!
//! Decides by what both are under: a cap of the group or the site that the first one uses up, and that lasts at least as long as the first
//! one's own silence. Then there is no moment at which the second may speak and the first may not. It says nothing where the first may
//! have nothing to say, is drawn for some visitors only, or waits for a place in the page.

use super::blocks::blocks;
use super::cases::Cases;
use super::file::{Campaign, File, Found, sorted};
use super::texts::facts;
use crate::engine::eval::Verdict;
use crate::engine::program::{FOREVER, Frequency, NONE, Per};
use crate::node::Node;
use crate::rules::block::BlockWord;
use crate::rules::diagnostic::Code;
use crate::rules::show::SurfaceWord;
use std::collections::BTreeSet;

/// Most pairs whose conditions are compared.
const MOST: usize = 20_000;

/// A campaign, and what is asked of it for each other one.
struct Known<'f, 'g> {
    campaign: &'g Campaign<'f>,
    /// Its triggers, as they are written.
    on: BTreeSet<String>,
    /// Whether it can always speak when its turn comes.
    ready: bool,
    snoozes: bool,
}

/// Campaigns that another one leaves no moment.
pub fn never_first(file: &File<'_>, found: &mut Found) {
    let all: Vec<Known<'_, '_>> = file.campaigns.iter().filter(|campaign| campaign.runs.enabled).map(known).collect();
    let mut compared = 0;
    for later in &all {
        for first in all.iter().filter(|first| first.ready && before(first, later)) {
            let Some(whose) = shared(file, first, later).filter(|_| no_harder(first, later)) else { continue };
            compared += 1;
            if compared > MOST {
                return;
            }
            let (a, b) = (first.campaign.runs, later.campaign.runs);
            let cases = Cases::of(file.program, &[a.when, b.when]);
            if cases.is_some_and(|cases| cases.all(|verdicts| verdicts[1] != Verdict::True || verdicts[0] == Verdict::True)) {
                let order = match a.priority == b.priority {
                    true => String::from("it stands before it in the file"),
                    false => format!("priority {} before {}", a.priority, b.priority),
                };
                let message = format!(
                    "`{1}` never shows: whenever it could, `{0}` goes first ({order}), and then {whose} is silent; give `{1}` the higher \
                     `priority`, or `{0}` a narrower `when`",
                    a.id, b.id
                );
                found.report(Code::Shadowed, later.campaign.node.get("id").unwrap_or(later.campaign.node), message);
                break;
            }
        }
    }
}

fn known<'f, 'g>(campaign: &'g Campaign<'f>) -> Known<'f, 'g> {
    let on = campaign.node.get("on").into_iter().flat_map(Node::items).map(|item| sorted(item, &[])).collect();
    let runs = campaign.runs;
    let drawn = runs.experiment.coverage == 10_000 && runs.experiment.namespace.is_none();
    let holdouts = runs.variants.iter().filter(|variant| variant.show.is_none()).count();
    let messages: Vec<_> = campaign.messages.iter().flatten().collect();
    let speaks = messages.iter().all(|(show, _)| speaks(*show));
    let inline = campaign.surfaces().any(|surface| surface == SurfaceWord::Inline);
    let whole = messages.len() + holdouts == runs.variants.len();
    Known {
        campaign,
        on,
        ready: drawn && speaks && whole && !inline && !runs.folds && runs.schedule.is_none(),
        snoozes: campaign.node.raw().contains("\"snooze\""),
    }
}

/// Whether its first step says something, whatever is known.
fn speaks(show: Node<'_>) -> bool {
    let always = |word: BlockWord| {
        matches!(
            word,
            BlockWord::Text
                | BlockWord::Button
                | BlockWord::Nps
                | BlockWord::Rating
                | BlockWord::Choice
                | BlockWord::Comment
                | BlockWord::Form
                | BlockWord::Wheel
                | BlockWord::Scratch
        )
    };
    let all = blocks(show);
    let ends = all.iter().any(|block| block.word == BlockWord::Countdown);
    !ends && all.iter().any(|block| block.step == 0 && always(block.word) && all_languages(block.texts()))
}

/// Whether there are texts, and none of them waits for a fact.
fn all_languages(texts: Vec<Node<'_>>) -> bool {
    let mut words = texts.iter().flat_map(|text| super::blocks::languages(*text)).map(|(_, words)| words).peekable();
    words.peek().is_some() && words.all(|words| facts(words).is_empty())
}

/// Whether the first goes before the other when both could speak.
fn before(first: &Known<'_, '_>, later: &Known<'_, '_>) -> bool {
    let (a, b) = (first.campaign.runs, later.campaign.runs);
    a.place != b.place && (-a.priority, a.place) < (-b.priority, b.place)
}

/// Whether no gate but the frequency stops the first where it lets the other through.
fn no_harder(first: &Known<'_, '_>, later: &Known<'_, '_>) -> bool {
    let (a, b) = (first.campaign.runs, later.campaign.runs);
    let screen = (!a.interrupts || b.interrupts) && (!a.covers || b.covers);
    let page = !a.interrupts || ((a.in_checkout || !b.in_checkout) && (a.while_typing || !b.while_typing));
    screen && page && later.on.is_subset(&first.on)
}

/// Whose cap, which both are under, the first uses up for the other.
fn shared(file: &File<'_>, first: &Known<'_, '_>, later: &Known<'_, '_>) -> Option<String> {
    let (a, b) = (first.campaign.runs, later.campaign.runs);
    if a.group != NONE && a.group != b.group {
        return None;
    }
    let uses_up =
        |wider: &Frequency| seals(wider) || fills_page(wider) && !first.snoozes && covers(wider, &a.frequency, a.goals.is_empty());
    if uses_up(&file.program.site.frequency) {
        return Some("the whole site".into());
    }
    let (name, group) = file.program.groups.get(a.group as usize)?;
    uses_up(group).then(|| format!("the group `{name}`"))
}

/// Whether one exposure ends it for good.
fn seals(wider: &Frequency) -> bool {
    wider.at_most == Some(1) && wider.per == Per::Ever || wider.after_show == Some(FOREVER)
}

/// Whether one exposure is all there can be until triggers fire anew.
fn fills_page(wider: &Frequency) -> bool {
    wider.at_most == Some(1) && matches!(wider.per, Per::Page | Per::Session)
}

/// Whether whoever is silent by its own frequency is silent by the wider one, too.
fn covers(wider: &Frequency, own: &Frequency, no_goals: bool) -> bool {
    let silence = |own: Option<i64>, wider: Option<i64>| own.is_none_or(|own| wider.is_some_and(|wider| wider >= own));
    let capped = match own.at_most {
        None => true,
        Some(0) => false,
        // Of the wider one a single exposure is enough.
        Some(_) => own.per == wider.per || own.per == Per::Page,
    };
    capped
        && silence(own.after_show, wider.after_show)
        && silence(own.after_dismiss, wider.after_dismiss)
        && (no_goals || silence(own.after_convert, wider.after_convert))
}
