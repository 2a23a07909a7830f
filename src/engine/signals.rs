//! Signals: what the browser must watch for this file, and nothing more.

use super::event::Leave;
use super::fact::Fact;
use super::program::{Per, Program};
use super::trigger::{Moment, Signals};
use std::rc::Rc;

/// Facts that move with the time of day.
const CLOCKS: [Fact; 6] =
    [Fact::TimeHour, Fact::TimeWeekday, Fact::TimeDate, Fact::TimeLocalHour, Fact::TimeLocalWeekday, Fact::VisitorFirstSeen];

impl Program {
    /// What enabled campaigns read.
    #[must_use]
    pub fn signals(&self) -> Signals {
        let triggers = &self.triggers;
        let mut exits = 0;
        for entry in triggers.of(Moment::ExitIntent) {
            exits |= entry.exit.signals;
        }
        let any = |leave: Leave| exits >> (leave as u8) & 1 == 1;
        Signals {
            scroll: triggers.reads(Moment::Scroll),
            leave_pointer: any(Leave::PointerTop),
            leave_touch: any(Leave::FastScrollUp) || any(Leave::IdleAfterScroll),
            active: triggers.reads(Moment::Inactivity),
            copied: triggers.reads(Moment::TextCopied),
            returned: triggers.reads(Moment::TabReturn) || any(Leave::TabReturn),
            zones: self.reads_the_day(),
            clicks: self.watched(Moment::Click),
            seen: self.watched(Moment::ElementVisible),
            forms: self.watched(Moment::FormSubmit),
            places: self.places(),
        }
    }

    /// Whether a campaign's schedule, a cap or a clause needs the shop's time of day.
    fn reads_the_day(&self) -> bool {
        let mut reads = self.site.frequency.per == Per::Day;
        for campaign in &self.campaigns {
            reads |= campaign.schedule.is_some() || campaign.frequency.per == Per::Day;
        }
        for (_, frequency) in &self.groups {
            reads |= frequency.per == Per::Day;
        }
        for clock in CLOCKS {
            reads |= self.reads(clock as u16);
        }
        reads
    }

    /// The selectors of a kind of trigger; its entries are ordered by them.
    fn watched(&self, moment: Moment) -> Vec<(u16, Rc<str>)> {
        let mut watched: Vec<(u16, Rc<str>)> = Vec::new();
        let mut last = -1;
        for entry in self.triggers.of(moment) {
            if entry.key != last
                && let Some(selector) = self.selectors.get(entry.key as usize)
            {
                watched.push((entry.key as u16, Rc::clone(selector)));
            }
            last = entry.key;
        }
        watched
    }

    /// The places of campaigns that stand in the page, each once.
    fn places(&self) -> Vec<(u16, Rc<str>)> {
        let mut places: Vec<(u16, Rc<str>)> = Vec::new();
        for campaign in &self.campaigns {
            for place in &campaign.places {
                if campaign.enabled
                    && !places.iter().any(|(known, _)| known == place)
                    && let Some(selector) = self.selectors.get(usize::from(*place / 4))
                {
                    places.push((*place, Rc::clone(selector)));
                }
            }
        }
        places
    }

    /// Settings of the whole file.
    #[must_use]
    pub fn site(&self) -> &super::program::Site {
        &self.site
    }
}
