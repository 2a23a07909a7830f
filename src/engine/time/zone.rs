//! A time zone as far as a visit needs it: the offset now, and the one change that may come.
//!
//! Decides what a wall clock shows at an instant and which instant it means. The offsets themselves come from the host,
//! which has the time zone database and measures again after a change.

use super::{DAY, HOUR, LocalMillis, MINUTE, Millis};

/// Offsets from UTC, in minutes east of Greenwich, before and after the next change. The default is UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Zone {
    /// The offset until the next change.
    pub offset_minutes: i32,
    /// When the clock is put on or back, and the offset from then on; `None`: not in sight.
    pub next: Option<(Millis, i32)>,
}

impl Zone {
    /// What the wall clock shows at an instant.
    #[must_use]
    pub fn local(&self, at: Millis) -> LocalMillis {
        at.saturating_add(match self.next {
            Some((change, offset)) if at >= change => millis(offset),
            _ => millis(self.offset_minutes),
        })
    }

    /// The instant at which the wall clock shows `local`. What it shows twice means the first time; what it skips means
    /// as much later as was skipped: 02:30 is 03:30 on the night when 02:00 becomes 03:00.
    #[must_use]
    pub fn instant(&self, local: LocalMillis) -> Millis {
        let before = local.saturating_sub(millis(self.offset_minutes));
        let Some((change, offset)) = self.next else { return before };
        let after = local.saturating_sub(millis(offset));
        // Shown twice, both are on their own side of the change; skipped, neither is.
        if before < change || after < change { before } else { after }
    }

    /// The first instant after `at` in another hour of the wall clock.
    #[must_use]
    pub fn next_hour(&self, at: Millis) -> Millis {
        self.next_unit(at, HOUR)
    }

    /// The first instant after `at` on another day of the calendar.
    #[must_use]
    pub fn next_day(&self, at: Millis) -> Millis {
        self.next_unit(at, DAY)
    }

    fn next_unit(&self, at: Millis, unit: Millis) -> Millis {
        let local = self.local(at);
        let plain = at.saturating_add(unit - local.rem_euclid(unit));
        match self.next {
            Some((change, _)) if at < change && change <= plain => {
                let shown = self.local(change);
                if shown.div_euclid(unit) == local.div_euclid(unit) { self.next_unit(change, unit) } else { change }
            }
            _ => plain,
        }
    }
}

fn millis(offset_minutes: i32) -> Millis {
    i64::from(offset_minutes) * MINUTE
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::time::parse_local;

    /// Bucharest: +2 in winter, +3 in summer; the clock moves at 01:00 UTC.
    fn spring() -> Zone {
        Zone { offset_minutes: 120, next: Some((utc("2026-03-29T01:00"), 180)) }
    }

    fn autumn() -> Zone {
        Zone { offset_minutes: 180, next: Some((utc("2026-10-25T01:00"), 120)) }
    }

    fn utc(text: &str) -> i64 {
        parse_local(text).unwrap_or(i64::MIN)
    }

    #[test]
    fn shows_and_finds_local_times() {
        let fixed = Zone { offset_minutes: 540, next: None };
        assert_eq!(fixed.local(utc("2026-01-01T00:00")), utc("2026-01-01T09:00"));
        assert_eq!(fixed.instant(utc("2026-01-01T09:00")), utc("2026-01-01T00:00"));
        for (zone, local, instant) in [
            (spring(), "2026-03-29T02:59", "2026-03-29T00:59"),
            (spring(), "2026-03-29T03:30", "2026-03-29T01:30"),
            (spring(), "2026-03-29T04:00", "2026-03-29T01:00"),
            (autumn(), "2026-10-25T02:59", "2026-10-24T23:59"),
            (autumn(), "2026-10-25T03:30", "2026-10-25T00:30"),
            (autumn(), "2026-10-25T04:00", "2026-10-25T02:00"),
        ] {
            assert_eq!(zone.instant(utc(local)), utc(instant), "{local}");
        }
    }

    #[test]
    fn the_night_of_the_change() {
        assert_eq!(spring().next_hour(utc("2026-03-29T00:10")), utc("2026-03-29T01:00"));
        // 03:10, then 03:59, then once more 03:00: still the same hour.
        assert_eq!(autumn().next_hour(utc("2026-10-25T00:10")), utc("2026-10-25T02:00"));
        assert_eq!(spring().next_day(utc("2026-03-28T22:00")), utc("2026-03-29T21:00"));
        assert_eq!(autumn().next_day(utc("2026-10-24T21:00")), utc("2026-10-25T22:00"));
    }

    #[test]
    fn hours_and_days_begin_where_the_clock_says_so() {
        let change = utc("2026-03-29T01:00");
        // Forward, back, by half an hour (Lord Howe), by two hours (Troll), across midnight, at an odd minute.
        for (before, after) in
            [(120, 180), (180, 120), (660, 630), (630, 660), (120, 0), (0, 120), (-60, -120), (-120, -60), (-75, -45), (5, 65)]
        {
            let zone = Zone { offset_minutes: before, next: Some((change, after)) };
            for (unit, next) in [(HOUR, Zone::next_hour as fn(&Zone, i64) -> i64), (DAY, Zone::next_day)] {
                for minute in -200..200 {
                    let at = change + minute * MINUTE;
                    let label = |at: i64| zone.local(at).div_euclid(unit);
                    let mut walked = at;
                    while label(walked) == label(at) {
                        walked += MINUTE;
                    }
                    assert_eq!(next(&zone, at), walked, "{before} {after} {minute}");
                }
            }
        }
    }

    #[test]
    fn finding_undoes_showing() {
        for zone in [spring(), autumn()] {
            let Some((change, _)) = zone.next else { continue };
            for minute in -300..300 {
                let at = change + minute * MINUTE;
                let found = zone.instant(zone.local(at));
                assert_eq!(zone.local(found), zone.local(at));
                assert!(found <= at, "the first time");
            }
        }
    }
}
