//! The log of a played scenario: a line for everything that happened, to be compared and to be read.
//!
//! Decides the layout. The same on every machine: shop time, no floats, nothing unordered.

use crate::engine::time::{Civil, Millis, Zone};

/// A growing log.
#[derive(Debug)]
pub struct Log {
    out: String,
    zone: Zone,
    wake_at: Option<Millis>,
}

impl Log {
    /// An empty log in the shop's time zone.
    #[must_use]
    pub fn new(zone: Zone) -> Log {
        Log { out: String::new(), zone, wake_at: None }
    }

    /// The whole text.
    #[must_use]
    pub fn into_text(self) -> String {
        self.out
    }

    /// An event, in a tab where there are several.
    pub fn event(&mut self, at: Millis, tab: Option<usize>, line: &str) {
        let tab = tab.map(|number| format!("tab {}: ", number + 1)).unwrap_or_default();
        self.line(&format!("{} {tab}{line}", self.clock(at)));
    }

    /// Something the host did by itself.
    pub fn host(&mut self, at: Millis, line: &str) {
        self.line(&format!("{} ({line})", self.clock(at)));
    }

    /// An effect of the event before.
    pub fn effect(&mut self, line: &str) {
        self.line(&format!("    -> {line}"));
    }

    /// What a message looks like.
    pub fn view(&mut self, outline: &str) {
        for line in outline.lines() {
            self.line(&format!("       | {line}"));
        }
    }

    /// When the core wants to be woken, where that has changed.
    pub fn wake(&mut self, now: Millis, at: Option<Millis>) {
        if at == self.wake_at {
            return;
        }
        self.wake_at = at;
        let when = match at {
            None => String::from("never"),
            Some(at) if at <= now => String::from("at once"),
            Some(at) => self.clock(at),
        };
        self.line(&format!("    wake {when}"));
    }

    fn line(&mut self, line: &str) {
        self.out.push_str(line);
        self.out.push('\n');
    }

    fn clock(&self, at: Millis) -> String {
        let local = self.zone.local(at);
        let Civil { year, month, day, hour, minute, second, .. } = Civil::from_local(local);
        let thousandths = match local.rem_euclid(1_000) {
            0 => String::new(),
            rest => format!(".{rest:03}"),
        };
        format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}{thousandths}")
    }
}
