//! Days of the shop.
//!
//! Decides on which day a moment lies, by the zone of the shop, and how days are written. Which day is today is left to who has a clock.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use std::fmt;
use std::str::FromStr;

/// A calendar day, counted from 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i32);

const FIRST: Date = jiff::civil::date(1970, 1, 1);

impl Day {
    /// So many days later.
    #[must_use]
    pub const fn plus(self, days: i32) -> Day {
        Day(self.0.saturating_add(days))
    }

    fn date(self) -> Date {
        FIRST.saturating_add(self.0.days())
    }
}

impl fmt::Display for Day {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.date().fmt(to)
    }
}

impl FromStr for Day {
    type Err = String;

    fn from_str(text: &str) -> Result<Day, String> {
        let date: Date = text.parse().map_err(|_| format!("`{text}` is no day; right would be a date such as 2026-11-30"))?;
        FIRST.until(date).map(|span| Day(span.get_days())).map_err(|error| error.to_string())
    }
}

impl serde::Serialize for Day {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

/// Whose midnight ends a day.
#[derive(Clone, Debug)]
pub struct Zone(TimeZone);

impl Zone {
    /// UTC, which is taken where no rule file names another.
    #[must_use]
    pub const fn utc() -> Zone {
        Zone(TimeZone::UTC)
    }

    /// A zone by its IANA name, such as `Europe/Bucharest`; nothing where there is none of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Zone> {
        TimeZone::get(name).ok().map(Zone)
    }

    /// The day of a moment, in milliseconds since 1970. Moments that no calendar has are those at its ends.
    #[must_use]
    pub fn day(&self, at: i64) -> Day {
        let moment = Timestamp::from_millisecond(at).unwrap_or(if at < 0 { Timestamp::MIN } else { Timestamp::MAX });
        let date = self.0.to_datetime(moment).date();
        Day(FIRST.until(date).map_or(0, |span| span.get_days()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_ends_at_the_shop_s_midnight() {
        let bucharest = Zone::named("Europe/Bucharest").unwrap();
        // 2026-03-29: the clocks go from 03:00 to 04:00, so midnight is at 22:00 UTC before and at 21:00 after.
        let hour = 3_600_000;
        let noon: i64 = "2026-03-29T12:00:00Z".parse::<Timestamp>().unwrap().as_millisecond();
        let sunday: Day = "2026-03-29".parse().unwrap();
        assert_eq!(bucharest.day(noon), sunday);
        assert_eq!((bucharest.day(noon - 14 * hour - 1), bucharest.day(noon - 14 * hour)), (sunday.plus(-1), sunday));
        assert_eq!((bucharest.day(noon + 9 * hour - 1), bucharest.day(noon + 9 * hour)), (sunday, sunday.plus(1)));
        assert_eq!(Zone::utc().day(-1), Day(-1));
        assert_eq!((sunday.to_string().as_str(), Day(0).to_string().as_str()), ("2026-03-29", "1970-01-01"));
        assert!(Zone::named("Mars/Olympus").is_none() && "tomorrow".parse::<Day>().is_err());
        assert!(Zone::utc().day(i64::MAX) > sunday && Zone::utc().day(i64::MIN) < Day(0));
    }
}
