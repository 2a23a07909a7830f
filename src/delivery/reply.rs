//! What a reply means: which outcomes are done with, and when to try again.
//!
//! A 2xx answers for the ids that it lists, under `accepted` or under `rejected`; one without a readable list answers for all that was sent:
//! see docs/decisions/0021-outcomes-are-written-ahead.md.

use super::{Command, Delivery, LONGEST, NOTE, SILENCE};
use crate::engine::id::Id;
use crate::engine::time::{DAY, Millis, SECOND};
use crate::node::{Doc, Kind, Node};
use crate::rules::text::cut;

impl Delivery {
    pub(super) fn replied(&mut self, now: Millis, flight: u32, status: i64, retry_after: i64, body: &str, out: &mut Vec<Command>) {
        let good = status / 100 == 2;
        let refused = status / 100 == 4 && !matches!(status, 408 | 425 | 429);
        let doc = Doc::scan(if good { body.as_bytes() } else { b"0" });
        let root = doc.as_ref().ok().map(Doc::root);
        let listed = list(root, "accepted");
        let dropped = self.dropped;
        let mut failed = None;
        let mut place = 0;
        while let Some(held) = self.held.get_mut(place) {
            place += 1;
            if held.flight != flight {
                continue;
            }
            let rejected = refused || lists(list(root, "rejected"), held.id);
            if rejected || (good && (listed.is_none() || lists(listed, held.id))) {
                self.dropped += i64::from(rejected);
                out.push(Command::Delete(held.key()));
                place -= 1;
                self.held.remove(place);
            } else {
                held.flight = 0;
                failed = Some(held.id);
            }
        }
        if good && self.told.0 == flight {
            self.dropped -= self.told.1;
        }
        self.silent = if status == 0 { self.silent + 1 } else { 0 };
        self.stopped |= self.silent >= SILENCE;
        self.asked = matches!(status, 429 | 503) && retry_after > 0;
        if let Some(id) = failed {
            // Anything up to the longest wait, so that those who failed together do not come back together. An id is 128 random bits.
            let longest = LONGEST.min(SECOND << self.failures.min(6));
            let part = Millis::from((id.0 >> self.failures.min(6)) as u32);
            let wait = if self.asked { retry_after.min(DAY / SECOND) * SECOND } else { 0 };
            self.send_at = now + wait + ((longest * part) >> 32) + 1;
            self.failures += 1;
        } else if status > 0 {
            self.failures = 0;
            self.send_at = 0;
        }
        if self.held.is_empty() && self.dropped == 0 {
            if self.lease > 0 || dropped > 0 {
                self.lease = 0;
                out.push(Command::Delete(NOTE.into()));
            }
        } else if dropped != self.dropped {
            self.note(out);
        }
    }
}

/// Reads what a host says of a request: on the first line `[status, Retry-After in seconds]`, behind it the body, however long.
#[must_use]
pub fn reply(said: &str) -> Option<(i64, i64, &str)> {
    let (head, body) = cut(said, b'\n').unwrap_or((said, ""));
    let doc = Doc::scan(head.as_bytes()).ok()?;
    let mut head = doc.root().items();
    let mut number = || head.next().and_then(Node::integer).unwrap_or_default();
    Some((number(), number(), body))
}

fn list<'d>(root: Option<Node<'d>>, key: &str) -> Option<Node<'d>> {
    root?.get(key).filter(|list| list.kind() == Kind::List)
}

/// Whether a list has this id, or an object with it.
fn lists(list: Option<Node<'_>>, id: Id) -> bool {
    let Some(list) = list else { return false };
    for item in list.items() {
        let named = item.get("id").unwrap_or(item);
        if Id::parse(named.word()) == Some(id) {
            return true;
        }
    }
    false
}
