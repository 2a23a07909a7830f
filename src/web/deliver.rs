//! The one seam through which outcomes leave: a DOM event for the page, and the collector where there is one.
//!
//! Decides nothing: what [`Delivery`] commands is done here, with the browser's storage and network.

use super::host::Host;
use super::listen::Heard;
use super::page;
use crate::delivery::{Command, Delivery, Happened, KEY, NOTE, reply};
use crate::engine::time::{Millis, NEVER};
use crate::node::Doc;
use crate::outcome::Outcome;
use std::cell::Cell;

pub struct Outbox {
    delivery: Cell<Delivery>,
    /// When it wants to be woken.
    wake_at: Cell<Millis>,
}

impl Default for Outbox {
    fn default() -> Outbox {
        Outbox { delivery: Cell::default(), wake_at: Cell::new(NEVER) }
    }
}

impl Outbox {
    pub fn wake_at(&self) -> Millis {
        self.wake_at.get()
    }

    /// Outcomes may leave, or are to be forgotten; the latter without a collector, too.
    pub fn allow(&self, host: &Host, allowed: bool) {
        if !allowed || host.options.collector.is_some() {
            self.tell(host, Happened::Allowed(allowed));
        }
    }

    /// An outcome happened: it is written before anybody hears of it.
    pub fn send(&self, host: &Host, outcome: &Outcome) {
        let line = outcome.write();
        self.tell(host, Happened::Reported(line.clone()));
        page::announce("outcome", &line);
    }

    /// Tells what happened, and does what follows.
    #[inline(never)]
    pub fn tell(&self, host: &Host, happened: Happened<'_>) {
        let now = host.clock.now();
        let mut delivery = self.delivery.take();
        let commands = delivery.happened(now, happened);
        self.wake_at.set(delivery.wake_at(now));
        self.delivery.set(delivery);
        for command in commands {
            match command {
                Command::Write(key, text) => {
                    page::keep(false, &key, &text);
                }
                Command::Delete(key) => page::forget(&key),
                Command::Look => self.look(host),
                Command::LookIdle => page::idle(Heard::Idle.code(0)),
                Command::Post(number, body) => {
                    if let Some(collector) = &host.options.collector {
                        page::post(collector, &body, Heard::Replied.code(number));
                    }
                }
            }
        }
    }

    /// Tells what storage holds.
    pub fn look(&self, host: &Host) {
        let names = page::names(KEY);
        let Ok(names) = Doc::scan(names.as_bytes()) else { return };
        for name in names.root().items() {
            let name = name.word();
            let delivery = self.delivery.take();
            let known = delivery.knows(name);
            self.delivery.set(delivery);
            self.tell(host, Happened::Found(name, if known { None } else { page::kept(false, name) }));
        }
        self.tell(host, Happened::Looked(page::kept(false, NOTE).as_deref()));
    }

    /// What came of a request, see [`reply`].
    pub fn replied(&self, host: &Host, number: u32, said: &str) {
        if let Some((status, retry_after, body)) = reply(said) {
            self.tell(host, Happened::Replied(number, status, retry_after, body));
        }
    }
}
