//! Schedules: from, until, weekdays and hours, by the shop's clock or the visitor's.
//!
//! Decides whether a campaign is open at a moment and when it opens next. Leaves zones to the host, which measures them.

use super::time::{DAY, Hours, Millis, Weekday, Zone};

/// When a campaign may run. Local times are milliseconds on the clock of its zone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schedule {
    /// Not before.
    pub from: Option<i64>,
    /// Not from then on.
    pub until: Option<i64>,
    /// A bit a weekday, Monday first; 0: all.
    pub weekdays: u8,
    /// Hours of the day; a window across midnight belongs to the day on which it starts.
    pub hours: Option<Hours>,
    /// By the visitor's clock instead of the shop's.
    pub by_visitor: bool,
}

impl Schedule {
    /// Whether it is open.
    ///
    /// # Errors
    /// When it opens next; None: never again.
    pub fn open(&self, now: Millis, zone: &Zone) -> Result<(), Option<Millis>> {
        let local = zone.local(now);
        if self.until.is_some_and(|until| local >= until) {
            return Err(None);
        }
        if self.from.is_none_or(|from| local >= from) && (self.window_holds(local, 0) || self.window_holds(local, 1)) {
            return Ok(());
        }
        Err(self.next_opening(local).map(|opening| zone.instant(opening)))
    }

    /// Start and end of the window that begins on a day, local milliseconds.
    fn window(&self, day: i64) -> (i64, i64) {
        let (start, end) = match &self.hours {
            Some(hours) => hours.bounds(),
            None => (0, DAY),
        };
        (day * DAY + start, day * DAY + if end <= start { end + DAY } else { end })
    }

    fn day_allowed(&self, day: i64) -> bool {
        self.weekdays == 0 || self.weekdays >> (Weekday::of(day) as u8) & 1 == 1
    }

    fn window_holds(&self, local: i64, days_ago: i64) -> bool {
        let day = local.div_euclid(DAY) - days_ago;
        let (start, end) = self.window(day);
        self.day_allowed(day) && (start..end).contains(&local)
    }

    fn next_opening(&self, local: i64) -> Option<i64> {
        let from = self.from.unwrap_or(i64::MIN);
        let today = from.max(local).div_euclid(DAY);
        // The window of today may have begun yesterday; each weekday comes within seven days.
        for day in today - 1..today + 8 {
            let (start, end) = self.window(day);
            let opening = start.max(from);
            if self.day_allowed(day) && opening > local && opening < end {
                return if self.until.is_none_or(|until| opening < until) { Some(opening) } else { None };
            }
        }
        None
    }
}
