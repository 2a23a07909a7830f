//! A diary: every exposure of one visitor, with what was to be seen.
//!
//! Decides when two exposures are the same: the same campaign and variant at the same moment, drawn alike. Leaves comparing to
//! [`compare`](super::compare).

use super::visitor::{PageView, Visit, Visitor};
use super::witness::{Exposed, Witness};
use crate::engine::program::Program;
use crate::engine::state::State;
use crate::engine::time::Millis;
use crate::view::View;
use std::rc::Rc;

/// One exposure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Place of the visit, from 0.
    pub visit: usize,
    /// Place of the page in it, from 0.
    pub page: usize,
    /// When.
    pub at: Millis,
    /// Id of the campaign.
    pub campaign: Rc<str>,
    /// Its variant.
    pub variant: Rc<str>,
    /// Whether something was shown; else it was the holdout's.
    pub shown: bool,
    /// A hash over all that was drawn.
    pub drawn: u64,
}

/// The exposures of one visitor, in the order of time.
#[derive(Clone, Debug, Default)]
pub struct Diary {
    /// All of them.
    pub entries: Vec<Entry>,
    visits: usize,
    pages: usize,
    rank: u32,
}

impl Witness for Diary {
    fn comes(&mut self, _: &Visitor) {
        *self = Diary::default();
    }

    fn visits(&mut self, _: &Visit) {
        self.visits += 1;
        self.pages = 0;
    }

    fn opens(&mut self, _: &PageView) {
        self.pages += 1;
    }

    fn exposed(&mut self, program: &Program, state: &State, exposed: &Exposed) {
        let Some(campaign) = program.campaigns.get(exposed.campaign as usize) else { return };
        self.rank = exposed.campaign;
        self.entries.push(Entry {
            visit: self.visits.saturating_sub(1),
            page: self.pages.saturating_sub(1),
            at: state.now,
            campaign: Rc::clone(&campaign.id),
            variant: Rc::clone(&exposed.variant),
            shown: exposed.shown,
            drawn: 0,
        });
    }

    fn drawn(&mut self, campaign: u32, view: &View) {
        // Of an older message that is drawn anew nothing is noted: what it says has been compared when it came.
        if let Some(entry) = self.entries.last_mut().filter(|_| campaign == self.rank) {
            entry.drawn = entry.drawn.rotate_left(7) ^ view.digest();
        }
    }
}
