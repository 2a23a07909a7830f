//! Time without a clock: instants, spans, and the calendar that rule files speak of.
//!
//! Decides how spans are written, what a local time means in a zone, and when the next local hour or day begins. What
//! time it is, and what offset a zone has, the host says; the core never asks.

mod civil;
mod hours;
mod span;
mod zone;

pub use civil::{Civil, Weekday, date_of, days_of, parse_date, parse_local};
pub use hours::Hours;
pub use span::parse_span;
#[cfg(feature = "tools")]
pub use span::span_text;
pub use zone::Zone;

/// An instant as milliseconds since 1970-01-01T00:00Z, or the distance between two.
pub type Millis = i64;

/// What a wall clock shows, as milliseconds since it showed 1970-01-01T00:00. Only a [`Zone`] turns it into an instant.
pub type LocalMillis = i64;

/// One second.
pub const SECOND: Millis = 1_000;
/// One minute.
pub const MINUTE: Millis = 60 * SECOND;
/// One hour.
pub const HOUR: Millis = 60 * MINUTE;
/// Twenty-four hours.
pub const DAY: Millis = 24 * HOUR;
/// Seven days.
pub const WEEK: Millis = 7 * DAY;
/// Later than anything: where nothing is to come.
pub const NEVER: Millis = Millis::MAX;
