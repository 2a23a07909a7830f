//! Opening hours: the part of the day in which a campaign may speak.
//!
//! Decides which minutes `"09:00-22:00"` covers. Which days, and in whose zone, is left to the schedule.

use super::civil::minute_of_day;
use super::{DAY, LocalMillis, MINUTE};

/// From one minute of the day up to another, the last not included; across midnight where the first is the later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hours {
    from: LocalMillis,
    until: LocalMillis,
}

impl Hours {
    /// `09:00-22:00`, `22:00-06:00`, `18:00-24:00`. `None` for anything else, and where both are the same: that could mean
    /// always as well as never. All day is `00:00-24:00`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Hours> {
        let text = text.as_bytes();
        if text.len() != 11 || text.get(5) != Some(&b'-') {
            return None;
        }
        let (from, until) = (minute_of_day(text, 0, 23)?, minute_of_day(text, 6, 24)?);
        if from == until || until > 24 * 60 {
            return None;
        }
        Some(Hours { from: from * MINUTE, until: until * MINUTE })
    }

    /// Beginning and end, milliseconds after midnight; the end is the smaller one where the hours cross midnight.
    #[must_use]
    pub fn bounds(self) -> (LocalMillis, LocalMillis) {
        (self.from, self.until)
    }

    /// Whether a wall clock showing `local` is within the hours.
    #[must_use]
    pub fn contain(self, local: LocalMillis) -> bool {
        let time = local.rem_euclid(DAY);
        if self.from < self.until { self.from <= time && time < self.until } else { self.from <= time || time < self.until }
    }

    /// The next time after `local` that the wall clock shows a beginning or an end of the hours. Where the clock is put on
    /// or back before that, ask again then.
    #[must_use]
    pub fn next_edge(self, local: LocalMillis) -> LocalMillis {
        let time = local.rem_euclid(DAY);
        let ahead = |edge: LocalMillis| if edge > time { edge - time } else { edge - time + DAY };
        local.saturating_add(ahead(self.from).min(ahead(self.until)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::time::HOUR;

    #[test]
    fn cover_the_day_or_the_night() {
        let covered = |text: &str| {
            let Some(hours) = Hours::parse(text) else { panic!("{text}") };
            (0..24).filter(|hour| hours.contain(5 * DAY + hour * HOUR)).collect::<Vec<_>>()
        };
        assert_eq!(covered("09:00-12:00"), [9, 10, 11]);
        assert_eq!(covered("22:00-02:00"), [0, 1, 22, 23]);
        assert_eq!(covered("22:00-00:00"), [22, 23]);
        assert_eq!(covered("22:00-24:00"), [22, 23]);
        assert_eq!(covered("00:00-24:00").len(), 24);
        assert_eq!(covered("09:30-10:01"), [10]);
    }

    #[test]
    fn other_texts_are_no_hours() {
        for text in [
            "",
            "9:00-12:00",
            "09:00",
            "09:00-",
            "09:00-09:00",
            "24:00-02:00",
            "09:00-24:01",
            "09:60-10:00",
            "09:00 - 12:00",
            "09:00–12:00",
            "09-12",
        ] {
            assert_eq!(Hours::parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_next_edge_is_where_the_answer_changes() {
        for text in ["09:00-12:00", "22:00-02:00", "22:00-00:00", "10:00-24:00"] {
            let Some(hours) = Hours::parse(text) else { panic!("{text}") };
            for minute in -3_000..3_000 {
                let local = minute * MINUTE;
                let edge = hours.next_edge(local);
                assert!(edge > local);
                assert_eq!(hours.contain(edge - 1), hours.contain(local), "{text} {minute}");
                assert_ne!(hours.contain(edge), hours.contain(local), "{text} {minute}");
            }
        }
    }
}
