//! Signals: what the browser must watch for this file, and nothing more.

use super::event::Leave;
use super::fact::Fact;
use super::program::{Program, Source};
use super::trigger::{Moment, Signals};

impl Program {
    /// What enabled campaigns read.
    #[must_use]
    pub fn signals(&self) -> Signals {
        let triggers = &self.triggers;
        let exits = || triggers.of(Moment::ExitIntent).iter().map(|entry| entry.exit.signals);
        let any = |leave: Leave| exits().any(|signals| signals >> (leave as u8) & 1 == 1);
        let selectors = |moment| {
            let mut watched: Vec<_> = triggers
                .of(moment)
                .iter()
                .filter_map(|entry| Some((entry.key as u16, self.selectors.get(entry.key as usize)?.clone())))
                .collect();
            watched.dedup_by_key(|(place, _)| *place);
            watched
        };
        let clocks =
            [Fact::TimeHour, Fact::TimeWeekday, Fact::TimeDate, Fact::TimeLocalHour, Fact::TimeLocalWeekday, Fact::VisitorFirstSeen];
        let daily = |frequency: &super::program::Frequency| frequency.per == super::program::Per::Day;
        Signals {
            scroll: triggers.reads(Moment::Scroll),
            leave_pointer: any(Leave::PointerTop),
            leave_touch: any(Leave::FastScrollUp) || any(Leave::IdleAfterScroll),
            active: triggers.reads(Moment::Inactivity),
            copied: triggers.reads(Moment::TextCopied),
            returned: triggers.reads(Moment::TabReturn) || any(Leave::TabReturn),
            zones: self.campaigns.iter().any(|campaign| campaign.schedule.is_some() || daily(&campaign.frequency))
                || self.groups.iter().any(|(_, frequency)| daily(frequency))
                || daily(&self.site.frequency)
                || self
                    .slots
                    .iter()
                    .zip(0u16..)
                    .any(|(slot, number)| matches!(&slot.source, Source::Fixed(fact) if clocks.contains(fact)) && self.reads(number)),
            clicks: selectors(Moment::Click),
            seen: selectors(Moment::ElementVisible),
            forms: selectors(Moment::FormSubmit),
        }
    }

    /// Settings of the whole file.
    #[must_use]
    pub fn site(&self) -> &super::program::Site {
        &self.site
    }
}
