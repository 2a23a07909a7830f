//! Scores, choices and comments.

use super::chart;
use crate::report::SiteReport;
use crate::report::answers::{Comment, Feedback, NpsReport};
use crate::report::plans::Kind;
use crate::report::text::count;
use maud::{Markup, html};

/// Comments that are shown of a kind; a search finds the others.
const SHOWN: usize = 5;

pub fn answers(site: &SiteReport, find: &str) -> Markup {
    let wanted = find.to_lowercase();
    let found = |comment: &&Comment| wanted.is_empty() || comment.text.to_lowercase().contains(&wanted);
    // With a score they stand below it.
    let scored = |feedback: &&Feedback| feedback.kind != Kind::Comment || site.nps.iter().all(|nps| nps.campaign != feedback.campaign);
    html! {
        @if site.nps.is_empty() && site.feedback.is_empty() {
            section class="card" { p class="sub" { "Nothing has been answered yet." } }
        } @else {
            form action="/answers" role="search" {
                input type="hidden" name="site" value=(site.site);
                label for="find" { "Comments with" }
                input id="find" type="search" name="find" value=(find) maxlength="100";
                button { "Find" }
            }
        }
        @for nps in &site.nps { (score(nps, &found)) }
        @for feedback in site.feedback.iter().filter(scored) { (asked(feedback, &found)) }
    }
}

fn quotes(comments: &[&Comment]) -> Markup {
    html! {
        @for comment in comments.iter().take(SHOWN) { (quote(comment)) }
        @if comments.len() > SHOWN { p class="sub" { "And " (comments.len() - SHOWN) " more; find them by a word." } }
    }
}

fn score(nps: &NpsReport, found: &dyn Fn(&&Comment) -> bool) -> Markup {
    let answered: i64 = nps.counts.iter().sum();
    let band = |range: std::ops::RangeInclusive<usize>| nps.counts[range].iter().sum::<i64>();
    html! {
        section class="card" {
            h2 { (nps.campaign) " · " (nps.field) }
            p class="verdict" { "Net promoter score: " (nps.sentence) }
            (chart::scores(&format!("{answered} scores from 0 to 10"), &nps.counts))
            div class="wide" tabindex="0" role="region" aria-label=(format!("Scores of {}", nps.campaign)) {
                table {
                    thead { tr { th scope="col" { "Score" } th scope="col" { "0 to 6" } th scope="col" { "7 and 8" } th scope="col" { "9 and 10" } th scope="col" { "Answered" } th scope="col" { "Asked" } } }
                    tbody { tr { th scope="row" { "How many" } td { (band(0..=6)) } td { (band(7..=8)) } td { (band(9..=10)) } td { (answered) } td { (nps.asked) } } }
                }
            }
            @for (name, range) in BANDS {
                @let of = |comment: &&Comment| comment.score.is_some_and(|score| range.contains(&score));
                @let said: Vec<&Comment> = nps.comments.iter().filter(of).filter(found).collect();
                @if !said.is_empty() { h3 { (name) } (quotes(&said)) }
            }
            @let said: Vec<&Comment> = nps.comments.iter().filter(|comment| comment.score.is_none()).filter(found).collect();
            @if !said.is_empty() { h3 { "Without a score" } (quotes(&said)) }
        }
    }
}

/// What scores are called.
const BANDS: [(&str, std::ops::RangeInclusive<u8>); 3] =
    [("Critics, 0 to 6", 0..=6), ("Passives, 7 and 8", 7..=8), ("Promoters, 9 and 10", 9..=10)];

fn asked(feedback: &Feedback, found: &dyn Fn(&&Comment) -> bool) -> Markup {
    let most = feedback.counts.first().map_or(1, |(_, times)| *times).max(1) as f64;
    html! {
        section class="card" {
            h2 { (feedback.campaign) " · " (feedback.field) }
            p class="sub" { (count(feedback.answered.unsigned_abs())) " answers" @if feedback.kind == Kind::Comment { ", the newest first" } }
            @if !feedback.counts.is_empty() {
                table {
                    thead { tr { th scope="col" { "Answer" } th scope="col" class="text" { "Against the most frequent" } th scope="col" { "Times" } } }
                    tbody {
                        @for (choice, times) in &feedback.counts { tr { th scope="row" { (choice) } td class="text" { (chart::bar(*times as f64 / most)) } td { (times) } } }
                        @if feedback.others > 0 { tr { th scope="row" { "Others" } td class="text" {} td { (feedback.others) } } }
                    }
                }
            }
            @let said: Vec<&Comment> = feedback.comments.iter().filter(found).collect();
            (quotes(&said))
        }
    }
}

fn quote(comment: &Comment) -> Markup {
    html! {
        blockquote {
            (comment.text)
            footer { (comment.day) @if let Some(score) = comment.score { " · gave " (score) } }
        }
    }
}
