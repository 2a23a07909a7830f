//! A comparison: the same visitors under two rule files.
//!
//! Decides what counts as a change. A message counts as the same where it comes at the same moment, in the same variant and drawn alike.

use super::diary::{Diary, Entry};
use super::host::play;
use super::story::{Story, When, story};
use super::traffic::Traffic;
use super::visitor::Source;
use super::wants::Wants;
use crate::engine::program::Program;
use serde::Serialize;
use std::collections::BTreeMap;
use std::rc::Rc;

/// A comparison under way.
#[derive(Clone, Debug)]
pub struct Comparison<'p> {
    programs: [&'p Program; 2],
    source: Source,
    visitors: u64,
    visits: u64,
    differ: u64,
    changes: BTreeMap<Rc<str>, Change>,
}

#[derive(Clone, Debug, Default)]
struct Change {
    sides: [Side; 2],
    differ: u64,
    example: Option<(u64, When)>,
}

/// What a campaign comes to under one file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Side {
    /// Visitors who would have seen it, holdout included.
    pub reached: u64,
    /// Exposures, holdout included.
    pub exposures: u64,
    /// Exposures with a message.
    pub shown: u64,
}

/// What two files do differently.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The seed; the same gives the same difference.
    pub seed: u64,
    /// Who came.
    pub visitors: u64,
    /// How often.
    pub visits: u64,
    /// Visitors who see something else.
    pub visitors_who_differ: u64,
    /// Those that changed first.
    pub campaigns: Vec<CampaignChange>,
}

/// How a campaign changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CampaignChange {
    /// Its id.
    pub id: String,
    /// `new`, `gone`, `more`, `fewer`, `other` (as many, but at other moments, to other visitors or in other words) or `same`.
    pub change: &'static str,
    /// Under the old file.
    pub old: Side,
    /// Under the new one.
    pub new: Side,
    /// Visitors who see it differently.
    pub visitors_who_differ: u64,
    /// One of them.
    pub example: Option<Story>,
}

impl<'p> Comparison<'p> {
    /// The traffic of a seed, in which what either file speaks of occurs; amounts are in the old one's currency.
    #[must_use]
    pub fn new(old: &'p Program, new: &'p Program, traffic: Traffic, seed: u64) -> Comparison<'p> {
        let programs = [old, new];
        let mut changes = BTreeMap::new();
        for campaign in programs.iter().flat_map(|program| &program.campaigns) {
            changes.insert(Rc::clone(&campaign.id), Change::default());
        }
        Comparison { programs, source: Source::new(traffic, Wants::of(&programs), seed), visitors: 0, visits: 0, differ: 0, changes }
    }

    /// Plays the visitor of a number to both files.
    pub fn visitor(&mut self, number: u64) {
        let visitor = self.source.visitor(number);
        self.visitors += 1;
        self.visits += visitor.visits.len() as u64;
        let diaries = self.programs.map(|program| {
            let mut diary = Diary::default();
            play(program, &self.source, &visitor, &mut diary);
            diary.entries
        });
        for (side, entries) in diaries.iter().enumerate() {
            for (campaign, change) in &mut self.changes {
                let mut own = entries.iter().filter(|entry| entry.campaign == *campaign).peekable();
                change.sides[side].reached += u64::from(own.peek().is_some());
                for entry in own {
                    change.sides[side].exposures += 1;
                    change.sides[side].shown += u64::from(entry.shown);
                }
            }
        }
        let [old, new] = &diaries;
        if old == new {
            return;
        }
        self.differ += 1;
        for (campaign, change) in &mut self.changes {
            if let Some(when) = first_difference(old, new, campaign) {
                change.differ += 1;
                change.example.get_or_insert((number, when));
            }
        }
    }

    /// What has been found until now, each change with an example.
    #[must_use]
    pub fn difference(&self) -> Difference {
        let mut campaigns: Vec<CampaignChange> = self.changes.iter().map(|(id, change)| self.campaign(id, change)).collect();
        campaigns.sort_by_key(|campaign| (campaign.change == "same", std::cmp::Reverse(campaign.visitors_who_differ)));
        Difference { seed: self.source.seed, visitors: self.visitors, visits: self.visits, visitors_who_differ: self.differ, campaigns }
    }

    fn campaign(&self, id: &Rc<str>, change: &Change) -> CampaignChange {
        let [old, new] = change.sides;
        let known = self.programs.map(|program| program.campaign(id).is_some());
        let word = match (known, change.differ) {
            ([false, _], _) => "new",
            ([_, false], _) => "gone",
            (_, 0) => "same",
            _ if new.exposures > old.exposures => "more",
            _ if new.exposures < old.exposures => "fewer",
            _ => "other",
        };
        let example = change.example.map(|(number, when)| story(self.programs, &self.source, &self.source.visitor(number), id, when));
        CampaignChange { id: id.to_string(), change: word, old, new, visitors_who_differ: change.differ, example }
    }
}

/// The first moment at which a campaign is seen differently.
fn first_difference(old: &[Entry], new: &[Entry], campaign: &Rc<str>) -> Option<When> {
    let mut old = old.iter().filter(|entry| entry.campaign == *campaign);
    let mut new = new.iter().filter(|entry| entry.campaign == *campaign);
    loop {
        let (before, after) = (old.next(), new.next());
        if before == after {
            before?;
            continue;
        }
        let first = [before, after].into_iter().flatten().min_by_key(|entry| entry.at)?;
        return Some(When { visit: first.visit, page: first.page, at: first.at });
    }
}
