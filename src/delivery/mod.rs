//! Delivery: how outcomes reach the collector, at least once, over pages that die and a network that fails.
//!
//! Decides what is written ahead, sent, sent again, deleted and given up. A host tells what [`Happened`], with its time, performs the
//! [`Command`]s, and wakes it at [`Delivery::wake_at`]. There is no storage, network, clock or chance in here. Whether outcomes may leave
//! at all is the engine's to say ([`Effect::Deliver`](crate::engine::Effect::Deliver)); that one that comes twice counts once is the far end's doing, by its id.
//!
//! INVARIANT: an outcome is written before it is sent, and deleted only when a reply answers for it, for its age, for want of room, or because
//! the visitor withdraws. What is held here is sent whether or not storage took it.

mod held;
mod reply;

pub use reply::reply;

pub use held::{Held, KEY, NOTE};

use crate::engine::time::{MINUTE, Millis, NEVER, SECOND, WEEK};
use crate::json::Json;
use crate::node::{Doc, Node};

/// Most outcomes that wait on the device, over all its tabs.
pub const MOST_KEYS: usize = 200;
/// Most bytes of them.
pub const MOST_BYTES: usize = 128 * 1024;
/// Most outcomes of a request.
pub const BATCH: usize = 100;
/// Most bytes of all requests that wait for an answer: browsers allow 64 KB to all of a page that may outlive it.
pub const IN_FLIGHT: usize = 48_000;
/// As long as what earlier pages left behind belongs to the tab that took it up.
const LEASE: Millis = 10 * SECOND;
/// The longest wait between two attempts, if the collector does not ask for more.
const LONGEST: Millis = MINUTE;
/// So many attempts in a row without any answer, and this page makes no more.
const SILENCE: u32 = 3;

/// What a host tells.
pub enum Happened<'a> {
    /// Outcomes may leave from now on; or all that have not left are to be forgotten.
    Allowed(bool),
    /// An outcome, as JSON.
    Reported(String),
    /// Storage holds a name that begins with [`KEY`]; with its text, unless [`Delivery::knows`] it.
    Found(&'a str, Option<String>),
    /// That was all; and the text under [`NOTE`].
    Looked(Option<&'a str>),
    /// What came of a request: its number, the HTTP status, 0 where no answer came; the seconds of `Retry-After`, and the body.
    Replied(u32, i64, i64, &'a str),
    /// All that one moment brought has been told.
    Settled,
    /// The moment has come, or the page comes back.
    Woken,
    /// The page may never be heard of again.
    Hidden,
}

/// What a host is to do, in order.
#[derive(Debug, PartialEq, Eq)]
pub enum Command {
    /// Keep a text of the visitor's under a key; that storage refuses is no news.
    Write(String, String),
    /// Forget it.
    Delete(String),
    /// Tell what storage holds now, by [`Happened::Found`] and then [`Happened::Looked`].
    Look,
    /// The same, once the page is idle.
    LookIdle,
    /// Send a body in a request that outlives the page, and tell by its number what came of it.
    Post(u32, String),
}

/// What waits to be delivered, as one page knows it.
#[derive(Default)]
pub struct Delivery {
    held: Vec<Held>,
    allowed: bool,
    /// Nobody answered three times.
    stopped: bool,
    /// Attempts that failed in a row.
    failures: u32,
    /// Attempts in a row without any answer.
    silent: u32,
    /// No attempt before this.
    send_at: Millis,
    /// That moment is the collector's own wish.
    asked: bool,
    /// What earlier pages left is another tab's until then.
    foreign_at: Millis,
    /// Until when it is ours.
    lease: Millis,
    /// Requests so far.
    flights: u32,
    /// Outcomes given up, not told to the collector yet.
    dropped: i64,
    /// How many of them a request tells, and which.
    told: (u32, i64),
}

impl Delivery {
    /// What follows from what happened.
    pub fn happened(&mut self, now: Millis, happened: Happened<'_>) -> Vec<Command> {
        let mut out = Vec::new();
        match happened {
            Happened::Allowed(allowed) => {
                if !allowed {
                    self.held.clear();
                    out.push(Command::Look);
                } else if !self.allowed {
                    out.push(Command::LookIdle);
                }
                self.allowed = allowed;
            }
            Happened::Reported(line) => {
                if let (true, Some(held)) = (self.allowed, Held::read(line)) {
                    self.held.push(Held { fresh: true, ..held });
                    // It is written once it is known what other pages have left: the room is for all of them.
                    out.push(Command::Look);
                }
            }
            Happened::Found(name, text) => {
                if !(self.allowed && self.is_there(name, text)) {
                    out.push(Command::Delete(name.into()));
                }
            }
            Happened::Looked(note) => self.looked(now, note, &mut out),
            Happened::Replied(flight, status, retry_after, body) => self.replied(now, flight, status, retry_after, body, &mut out),
            Happened::Settled => self.send(now, &mut out),
            Happened::Woken => {
                if !self.held.is_empty() {
                    out.push(Command::Look);
                }
            }
            Happened::Hidden => {
                if !self.asked {
                    self.send_at = now;
                }
                self.send(now, &mut out);
            }
        }
        out
    }

    /// Whether an outcome is known by the name of its key.
    #[must_use]
    pub fn knows(&self, name: &str) -> bool {
        let id = held::named(name);
        self.held.iter().any(|held| Some(held.id) == id)
    }

    /// When to be woken, at the latest; [`NEVER`]: not at all.
    #[must_use]
    pub fn wake_at(&self, now: Millis) -> Millis {
        let mut first = NEVER;
        for held in &self.held {
            let at = if held.foreign { self.send_at.max(self.foreign_at) } else { self.send_at };
            if held.flight == 0 && at > now && !self.stopped {
                first = first.min(at);
            }
        }
        first
    }

    /// Takes up what other pages left, and lets go of what other pages of the visitor have delivered meanwhile.
    fn looked(&mut self, now: Millis, note: Option<&str>, out: &mut Vec<Command>) {
        if !self.allowed {
            out.push(Command::Delete(NOTE.into()));
            return;
        }
        let mut foreign = false;
        let mut place = 0;
        while let Some(held) = self.held.get_mut(place) {
            let there = std::mem::take(&mut held.there);
            foreign |= held.foreign && there;
            if there || !held.foreign {
                place += 1;
            } else {
                self.held.remove(place);
            }
        }
        let lease = self.read_note(note);
        let others = lease != self.lease && lease > now && lease <= now + LEASE;
        self.foreign_at = if others { lease } else { now };
        if foreign && !others {
            self.lease = now + LEASE;
            self.note(out);
        }
        self.settle(now, out);
    }

    /// Notes that storage holds an outcome, known or new; false: it is none.
    fn is_there(&mut self, name: &str, text: Option<String>) -> bool {
        let Some(id) = held::named(name) else { return false };
        for held in &mut self.held {
            if held.id == id {
                held.there = true;
                return true;
            }
        }
        let Some(held) = text.and_then(Held::read) else { return false };
        let same = held.id == id;
        if same {
            self.held.push(Held { foreign: true, there: true, ..held });
        }
        same
    }

    /// Keeps within the limits, then writes what is new.
    fn settle(&mut self, now: Millis, out: &mut Vec<Command>) {
        let dropped = self.dropped;
        let full = loop {
            let mut bytes = 0;
            // The place of what goes first; how much it counts, and when it happened.
            let mut first = (0, held::ALWAYS, NEVER);
            for (place, held) in self.held.iter().enumerate() {
                bytes += held.line.len() + KEY.len() + 32;
                let class = if held.at < now - WEEK { -1 } else { held.class };
                if (class, held.at) < (first.1, first.2) && class < held::ALWAYS {
                    first = (place, class, held.at);
                }
            }
            let full = self.held.len() > MOST_KEYS || bytes > MOST_BYTES;
            if first.1 >= 0 && (!full || first.1 == held::ALWAYS) {
                break full;
            }
            let gone = self.held.remove(first.0);
            if !gone.fresh {
                out.push(Command::Delete(gone.key()));
            }
            self.dropped += 1;
        };
        for held in &mut self.held {
            // Where only what never goes is left, what is new is sent, but not written.
            if held.fresh && !full {
                held.fresh = false;
                out.push(Command::Write(held.key(), held.line.clone()));
            }
        }
        if dropped != self.dropped {
            self.note(out);
        }
    }

    /// Reads what [`Delivery::note`] wrote, in this tab or another; where there is none, what is known here stays.
    fn read_note(&mut self, note: Option<&str>) -> Millis {
        let Some(Ok(doc)) = note.map(|note| Doc::scan(note.as_bytes())) else { return 0 };
        let mut numbers = doc.root().items();
        let mut next = || numbers.next().and_then(Node::integer).unwrap_or_default();
        let lease = next();
        // Whoever writes to storage may have written anything.
        self.dropped = next().clamp(0, 1 << 30);
        lease
    }

    /// Keeps what all tabs have to know: until when one of them has taken up what was left, and how many outcomes were given up.
    fn note(&mut self, out: &mut Vec<Command>) {
        let mut json = Json::default();
        json.open('[').int(self.lease).int(self.dropped).close(']');
        out.push(Command::Write(NOTE.into(), json.0));
    }

    /// Sends what may be sent now and is not on its way.
    fn send(&mut self, now: Millis, out: &mut Vec<Command>) {
        if self.stopped || now < self.send_at {
            return;
        }
        let mut room = IN_FLIGHT;
        for held in &self.held {
            if held.flight > 0 {
                room = room.saturating_sub(held.line.len() + 1);
            }
        }
        let flight = self.flights + 1;
        let mut count = 0;
        let mut json = Json::default();
        json.open('{').key("format").int(1);
        if self.dropped > 0 {
            json.key("dropped").int(self.dropped);
        }
        json.key("outcomes").open('[');
        for held in &mut self.held {
            let free = held.flight == 0 && (!held.foreign || now >= self.foreign_at);
            if free && count < BATCH && held.line.len() < room {
                held.flight = flight;
                room -= held.line.len() + 1;
                count += 1;
                json.text_raw(&held.line);
            }
        }
        if count > 0 {
            json.close(']').close('}');
            self.flights = flight;
            self.told = (flight, self.dropped);
            out.push(Command::Post(flight, json.0));
        }
    }
}
