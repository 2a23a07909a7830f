//! Spans as marketers write them: `"8s"`, `"30m"`, `"3d"`.
//!
//! Decides which texts are spans. Whether a zero or a year makes sense somewhere is left to that place, and so is the
//! message when a text is none.

use super::{DAY, HOUR, MINUTE, Millis, SECOND, WEEK};
use crate::decimal::times;

/// A whole number followed by `s`, `m`, `h`, `d` or `w`, in milliseconds. `None` for anything else, and for what no
/// clock will ever measure.
#[must_use]
pub fn parse_span(text: &str) -> Option<Millis> {
    let (unit, digits) = text.as_bytes().split_last()?;
    let unit = match unit {
        b's' => SECOND,
        b'm' => MINUTE,
        b'h' => HOUR,
        b'd' => DAY,
        b'w' => WEEK,
        _ => return None,
    };
    if digits.is_empty() {
        return None;
    }
    let mut count: i64 = 0;
    for byte in digits {
        if !byte.is_ascii_digit() {
            return None;
        }
        count = times(count, 10)?.checked_add(i64::from(byte - b'0'))?;
    }
    times(count, unit)
}

/// The span for people, by its two largest units: `3 d 4 h`, `1 min 30 s`, `250 ms`. What is smaller is left out.
#[cfg(feature = "tools")]
#[must_use]
pub fn span_text(span: Millis) -> String {
    use crate::value::Decimal;

    let units = [(DAY, " d"), (HOUR, " h"), (MINUTE, " min"), (SECOND, " s"), (1, " ms")];
    let mut out = String::new();
    if span < 0 {
        out.push('-');
    }
    let mut rest = span.saturating_abs();
    let mut written = 0;
    for (size, name) in units {
        let count = rest / size;
        rest %= size;
        // Two units that are not neighbours would pretend to a precision that is not there: `3 d 2 s`.
        if written == 1 && count == 0 {
            break;
        }
        if count > 0 && written < 2 {
            if written == 1 {
                out.push(' ');
            }
            Decimal::from_i64(count).write(&mut out);
            out.push_str(name);
            written += 1;
        }
    }
    if written == 0 {
        out.push_str("0 s");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_whole_numbers_of_one_unit() {
        for (text, span) in
            [("8s", 8_000), ("30m", 1_800_000), ("2h", 7_200_000), ("3d", 259_200_000), ("1w", 604_800_000), ("0s", 0), ("007s", 7_000)]
        {
            assert_eq!(parse_span(text), Some(span), "{text}");
        }
        for text in [
            "",
            "8",
            "s",
            "8 s",
            "-8s",
            "+8s",
            "1.5h",
            "500ms",
            "8S",
            "3d4h",
            "forever",
            "9223372036854775807w",
            "99999999999999999999s",
            "8ś",
        ] {
            assert_eq!(parse_span(text), None, "{text}");
        }
    }

    #[test]
    #[cfg(feature = "tools")]
    fn prints_the_two_largest_units() {
        for (span, text) in [
            (0, "0 s"),
            (250, "250 ms"),
            (8 * SECOND, "8 s"),
            (8 * SECOND + 5, "8 s 5 ms"),
            (90 * SECOND, "1 min 30 s"),
            (30 * MINUTE, "30 min"),
            (3 * DAY + 4 * HOUR + 59 * MINUTE, "3 d 4 h"),
            (3 * DAY + 2 * SECOND, "3 d"),
            (WEEK, "7 d"),
            (-2 * HOUR, "-2 h"),
        ] {
            assert_eq!(span_text(span), text);
        }
        assert!(span_text(i64::MIN).starts_with("-106751991167 d"));
    }
}
