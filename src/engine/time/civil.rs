//! The calendar: wall-clock milliseconds to year, month, day and back, in the proleptic Gregorian calendar.
//!
//! Source of both day formulas: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms"
//! (<https://howardhinnant.github.io/date_algorithms.html>), `days_from_civil` and `civil_from_days`. They count years
//! from March, so that the leap day is the last of its year, in eras of 400 years, which all have 146,097 days.
//!
//! Which instant a wall clock shows something at is left to [`Zone`](super::Zone).

use super::{DAY, HOUR, LocalMillis, MINUTE, SECOND};

const DAYS_OF_ERA: i64 = 146_097;
/// Days from 0000-03-01 to 1970-01-01.
const DAYS_TO_1970: i64 = 719_468;

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weekday {
    /// Monday.
    Mon,
    /// Tuesday.
    Tue,
    /// Wednesday.
    Wed,
    /// Thursday.
    Thu,
    /// Friday.
    Fri,
    /// Saturday.
    Sat,
    /// Sunday.
    Sun,
}

impl Weekday {
    /// Every day, from Monday.
    pub const ALL: [Weekday; 7] = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];
    /// Their words in a rule file, in the same order.
    pub const NAMES: [&'static str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    /// The word in a rule file: `mon` … `sun`.
    #[must_use]
    pub fn name(self) -> &'static str {
        Weekday::NAMES.get(self as usize).copied().unwrap_or_default()
    }

    /// The day of that word.
    #[must_use]
    pub fn parse(name: &str) -> Option<Weekday> {
        Weekday::ALL.iter().copied().find(|day| day.name() == name)
    }

    /// Of a date in days since 1970-01-01, which was a Thursday.
    #[must_use]
    pub fn of(days: i64) -> Weekday {
        let index = (days.rem_euclid(7) + 3) % 7;
        Weekday::ALL.get(index as usize).copied().unwrap_or(Weekday::Mon)
    }
}

/// What a calendar and a clock on the wall show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Civil {
    /// Year, astronomical: 0 is 1 BC.
    pub year: i32,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 to 59.
    pub second: u8,
    /// Follows from the date; [`Civil::to_local`] does not look at it.
    pub weekday: Weekday,
}

impl Civil {
    /// What is shown at `local`; milliseconds are cut off.
    #[must_use]
    pub fn from_local(local: LocalMillis) -> Civil {
        let days = local.div_euclid(DAY);
        let time = local.rem_euclid(DAY);
        let (year, month, day) = date_of(days);
        let part = |unit, of| (time / unit % of) as u8;
        Civil { year, month, day, hour: part(HOUR, 24), minute: part(MINUTE, 60), second: part(SECOND, 60), weekday: Weekday::of(days) }
    }

    /// The first millisecond at which this is shown.
    #[must_use]
    pub fn to_local(self) -> LocalMillis {
        days_of(self.year, self.month, self.day) * DAY
            + i64::from(self.hour) * HOUR
            + i64::from(self.minute) * MINUTE
            + i64::from(self.second) * SECOND
    }
}

/// A date as days since 1970-01-01. A day past the end of its month counts on into the next.
#[must_use]
pub fn days_of(year: i32, month: u8, day: u8) -> i64 {
    let (month, day) = (i64::from(month), i64::from(day));
    let year = i64::from(year) - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let month_from_march = (month + 9) % 12;
    let day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * DAYS_OF_ERA + day_of_era - DAYS_TO_1970
}

/// Year, month and day of a date in days since 1970-01-01.
#[must_use]
pub fn date_of(days: i64) -> (i32, u8, u8) {
    let days = days.saturating_add(DAYS_TO_1970);
    let era = days.div_euclid(DAYS_OF_ERA);
    let day_of_era = days.rem_euclid(DAYS_OF_ERA);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = (month_from_march + 2) % 12 + 1;
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    (year as i32, month as u8, day as u8)
}

/// `2026-11-20` as days since 1970-01-01. `None` where the text is no date of the calendar.
#[must_use]
pub fn parse_date(text: &str) -> Option<i64> {
    date(text.as_bytes())
}

/// `2026-11-20T00:00` or `2026-11-20T00:00:00`, without an offset: what a wall clock shows. `None` where the text is no
/// such time.
#[must_use]
pub fn parse_local(text: &str) -> Option<LocalMillis> {
    let text = text.as_bytes();
    let seconds = match text.len() {
        16 => 0,
        19 if text.get(16) == Some(&b':') => number(text, 17, 2, 59)?,
        _ => return None,
    };
    if text.get(10) != Some(&b'T') {
        return None;
    }
    Some(date(text.get(..10)?)? * DAY + minute_of_day(text, 11, 23)? * MINUTE + seconds * SECOND)
}

fn date(text: &[u8]) -> Option<i64> {
    if text.len() != 10 || text.get(4) != Some(&b'-') || text.get(7) != Some(&b'-') {
        return None;
    }
    let (year, month, day) = (number(text, 0, 4, 9_999)? as i32, number(text, 5, 2, 12)? as u8, number(text, 8, 2, 31)? as u8);
    let days = days_of(year, month, day);
    // The 30th of February comes back as the 2nd of March, and month 0 as December.
    if date_of(days) == (year, month, day) { Some(days) } else { None }
}

/// The `09:30` that begins at a place, as minutes since midnight.
pub(super) fn minute_of_day(text: &[u8], at: usize, last_hour: i64) -> Option<i64> {
    if text.get(at + 2) != Some(&b':') {
        return None;
    }
    Some(number(text, at, 2, last_hour)? * 60 + number(text, at + 3, 2, 59)?)
}

/// So many digits and nothing else, up to `most`.
fn number(text: &[u8], at: usize, digits: usize, most: i64) -> Option<i64> {
    let mut value = 0;
    for digit in text.get(at..at + digits)? {
        if !digit.is_ascii_digit() {
            return None;
        }
        value = value * 10 + i64::from(digit - b'0');
    }
    if value <= most { Some(value) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_days() {
        for (year, month, day, days, weekday) in [
            (1970, 1, 1, 0, Weekday::Thu),
            (1969, 12, 31, -1, Weekday::Wed),
            (2000, 2, 29, 11_016, Weekday::Tue),
            (2026, 11, 20, 20_777, Weekday::Fri),
            (0, 3, 1, -719_468, Weekday::Wed),
            (9_999, 12, 31, 2_932_896, Weekday::Fri),
        ] {
            assert_eq!(days_of(year, month, day), days);
            assert_eq!(date_of(days), (year, month, day));
            assert_eq!(Weekday::of(days), weekday, "{year}-{month}-{day}");
        }
    }

    #[test]
    fn local_times_come_apart() {
        let local = parse_local("2026-11-20T18:05:09").unwrap_or_default();
        let civil = Civil { year: 2026, month: 11, day: 20, hour: 18, minute: 5, second: 9, weekday: Weekday::Fri };
        assert_eq!(local, 1_795_197_909_000);
        assert_eq!(Civil::from_local(local + 999), civil);
        assert_eq!(civil.to_local(), local);
        assert_eq!(Civil::from_local(-1).year, 1969);
        let _ = (Civil::from_local(i64::MIN), Civil::from_local(i64::MAX), date_of(i64::MAX), date_of(i64::MIN));
    }

    #[test]
    fn only_real_dates_are_read() {
        assert_eq!(parse_date("2026-11-20"), Some(20_777));
        assert_eq!(parse_date("2024-02-29"), Some(19_782));
        for text in
            ["2023-02-29", "2026-13-01", "2026-00-10", "2026-01-00", "2026-1-1", "26-01-01", "2026/01/01", "2026-01-01 ", "", "２026-01-01"]
        {
            assert_eq!(parse_date(text), None, "{text}");
        }
        assert_eq!(parse_local("1970-01-01T00:00"), Some(0));
        assert_eq!(parse_local("1970-01-02T23:59:59"), Some(2 * DAY - SECOND));
        for text in [
            "1970-01-01",
            "1970-01-01T24:00",
            "1970-01-01T00:60",
            "1970-01-01T00:00Z",
            "1970-01-01 00:00",
            "1970-01-01T00:00:60",
            "1970-01-01T0:00",
            "1970-01-01T",
        ] {
            assert_eq!(parse_local(text), None, "{text}");
        }
    }

    #[test]
    fn weekdays_have_words() {
        assert_eq!(Weekday::parse("sun"), Some(Weekday::Sun));
        assert_eq!(Weekday::parse("Sunday"), None);
        assert_eq!(Weekday::Mon.name(), "mon");
    }
}
