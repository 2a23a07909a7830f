//! What was answered: scores from 0 to 10, choices, stars, comments.
//!
//! Decides that the last answer of an exposure to a field counts, and what kind of field it is: by the rule file, else by its name. Texts
//! are as they were stored: redacted there.

use super::day::Day;
use super::facts::{Answer, Campaign, Site, came};
use super::plans::{File, Kind};
use crate::stats::nps::{Answers, Score};
use crate::stats::words;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

/// Comments that are listed, the newest first.
const COMMENTS: usize = 200;
/// Different answers that are listed, the most frequent first.
const CHOICES: usize = 30;

/// A question from 0 to 10.
#[derive(Debug, Serialize)]
pub struct NpsReport {
    /// The campaign.
    pub campaign: String,
    /// The field.
    pub field: String,
    /// Exposures that were on screen.
    pub asked: i64,
    /// How many gave 0, 1, … 10.
    pub counts: [i64; 11],
    /// The score; nothing without answers.
    pub score: Option<Score>,
    /// In a sentence.
    pub sentence: String,
    /// What was written with it, the newest first.
    pub comments: Vec<Comment>,
}

/// Something that was written.
#[derive(Debug, Serialize)]
pub struct Comment {
    /// When.
    pub day: Day,
    /// The score given with it.
    pub score: Option<u8>,
    /// The field.
    pub field: String,
    /// What was written.
    pub text: String,
}

/// Any other question.
#[derive(Debug, Serialize)]
pub struct Feedback {
    /// The campaign.
    pub campaign: String,
    /// The field.
    pub field: String,
    /// What it asks for.
    pub kind: Kind,
    /// Exposures that were answered.
    pub answered: i64,
    /// What was chosen and how often, the most frequent first; nothing for comments.
    pub counts: Vec<(String, i64)>,
    /// Answers to further choices, all together.
    pub others: i64,
    /// What was written, the newest first; nothing for choices.
    pub comments: Vec<Comment>,
}

/// A campaign's answers: by field, the last of each exposure.
fn by_field<'c>(id: &str, campaign: &'c Campaign, file: Option<&File>) -> BTreeMap<(&'c str, Kind), Vec<(&'c Answer, &'c str)>> {
    let known = file.and_then(|file| file.campaigns.get(id));
    let mut last: HashMap<(u128, &str), (&Answer, &str)> = HashMap::new();
    for answer in &campaign.answers {
        for (field, text) in answer.fields.iter().filter(|(_, text)| !text.is_empty()) {
            let held = last.entry((answer.exposure, field)).or_insert((answer, text));
            if *answer >= *held.0 {
                *held = (answer, text);
            }
        }
    }
    let mut fields: BTreeMap<(&str, Kind), Vec<(&Answer, &str)>> = BTreeMap::new();
    for ((_, field), answer) in last {
        let kind = known.and_then(|planned| planned.fields.get(field).copied()).or(match field {
            "nps" => Some(Kind::Nps),
            "rating" => Some(Kind::Rating),
            "choice" => Some(Kind::Choice),
            "comment" => Some(Kind::Comment),
            _ => None,
        });
        if let Some(kind) = kind {
            fields.entry((field, kind)).or_default().push(answer);
        }
    }
    for answers in fields.values_mut() {
        answers.sort_unstable_by(|one, other| other.0.cmp(one.0));
    }
    fields
}

/// Scores from 0 to 10.
#[must_use]
pub fn nps(site: &Site, file: Option<&File>) -> Vec<NpsReport> {
    let mut reports = Vec::new();
    for (id, campaign) in &site.campaigns {
        let asked = campaign.exposures.values().filter(|exposure| exposure.came & (came::SEEN | came::SUBMITTED) != 0).count() as i64;
        let fields = by_field(id, campaign, file);
        for ((field, _), answers) in fields.iter().filter(|((_, kind), _)| *kind == Kind::Nps) {
            let scores: HashMap<u128, u8> = answers
                .iter()
                .filter_map(|(answer, text)| Some((answer.exposure, text.parse::<u8>().ok().filter(|score| *score <= 10)?)))
                .collect();
            let mut counts = [0; 11];
            for score in scores.values() {
                counts[usize::from(*score)] += 1;
            }
            let band = |range: std::ops::RangeInclusive<usize>| counts[range].iter().sum::<i64>();
            let answers = Answers { asked, promoters: band(9..=10), passives: band(7..=8), detractors: band(0..=6) };
            let score = answers.score();
            let mut comments: Vec<(&Answer, Comment)> = Vec::new();
            for ((field, _), written) in fields.iter().filter(|((_, kind), _)| *kind == Kind::Comment) {
                let with_score =
                    |(answer, text): &(&'_ Answer, &str)| comment(site, answer, field, text, scores.get(&answer.exposure).copied());
                comments.extend(written.iter().map(|written| (written.0, with_score(written))));
            }
            comments.sort_by(|one, other| other.0.cmp(one.0));
            reports.push(NpsReport {
                campaign: id.clone(),
                field: (*field).into(),
                asked,
                counts,
                sentence: score.as_ref().map_or_else(|lack| words::lack(*lack).to_string(), words::score),
                score: score.ok(),
                comments: comments.into_iter().take(COMMENTS).map(|(_, comment)| comment).collect(),
            });
        }
    }
    reports
}

/// Choices, stars and comments.
#[must_use]
pub fn feedback(site: &Site, file: Option<&File>) -> Vec<Feedback> {
    let mut reports = Vec::new();
    for (id, campaign) in &site.campaigns {
        for ((field, kind), answers) in by_field(id, campaign, file) {
            let (mut counts, mut comments) = (BTreeMap::<&str, i64>::new(), Vec::new());
            match kind {
                Kind::Nps => continue,
                Kind::Comment => {
                    comments.extend(answers.iter().take(COMMENTS).map(|(answer, text)| comment(site, answer, field, text, None)));
                }
                // Several of a list are told with a comma between.
                Kind::Choice | Kind::Rating => {
                    for part in answers.iter().flat_map(|(_, text)| text.split(", ")) {
                        *counts.entry(part).or_default() += 1;
                    }
                }
            }
            let mut counts: Vec<(String, i64)> = counts.into_iter().map(|(text, count)| (text.into(), count)).collect();
            counts.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
            let others = counts.iter().skip(CHOICES).map(|(_, count)| count).sum();
            counts.truncate(CHOICES);
            let answered = answers.len() as i64;
            reports.push(Feedback { campaign: id.clone(), field: field.into(), kind, answered, counts, others, comments });
        }
    }
    reports
}

fn comment(site: &Site, answer: &Answer, field: &str, text: &str, score: Option<u8>) -> Comment {
    Comment { day: site.zone.day(answer.at), score, field: field.into(), text: text.into() }
}
