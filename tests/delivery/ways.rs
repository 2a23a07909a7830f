//! Ways to deliver: ours, and two that are usual.

use crate::world::{Page, World, send};
use shopbell::delivery::{Command, Delivery, Happened, KEY, NOTE};
use std::collections::VecDeque;

type Waiting = VecDeque<(i64, u32, Option<String>)>;

/// Ours: the module itself, with the model as its host.
#[derive(Default)]
pub struct Ours {
    delivery: Delivery,
    waiting: Waiting,
    wake_at: i64,
    look_at: Option<i64>,
    /// Storage refuses everything.
    pub refused: bool,
}

/// The ids in a body.
fn ids(body: &str) -> Vec<String> {
    let body: serde_json::Value = serde_json::from_str(body).unwrap();
    body["outcomes"].as_array().unwrap().iter().map(|outcome| outcome["id"].as_str().unwrap().to_owned()).collect()
}

impl Ours {
    pub fn tell(&mut self, world: &mut World, happened: Happened<'_>) {
        let commands = self.delivery.happened(world.now, happened);
        for command in commands {
            match command {
                Command::Write(key, text) if !self.refused => world.write(&key, text),
                Command::Write(..) => {}
                Command::Delete(key) => drop(world.storage.remove(&key)),
                Command::Look => self.look(world),
                Command::LookIdle => self.look_at = Some(world.now + 500),
                Command::Post(number, body) => {
                    assert!(body.len() < 49_152, "a page that goes away may have 64 KB on the way, and is not alone");
                    self.waiting.push_back(send(world, &ids(&body), number));
                }
            }
        }
        self.wake_at = self.delivery.wake_at(world.now);
    }

    fn look(&mut self, world: &mut World) {
        let kept: Vec<_> =
            world.storage.iter().filter(|(key, _)| key.starts_with(KEY)).map(|(key, text)| (key.clone(), text.clone())).collect();
        for (key, text) in kept {
            let text = Some(text).filter(|_| !self.delivery.knows(&key));
            self.tell(world, Happened::Found(&key, text));
        }
        let note = world.storage.get(NOTE).cloned();
        self.tell(world, Happened::Looked(note.as_deref()));
    }
}

impl Page for Ours {
    fn begin(&mut self, world: &mut World) {
        self.tell(world, Happened::Allowed(true));
    }

    fn outcome(&mut self, world: &mut World, _: &str, line: String) {
        self.tell(world, Happened::Reported(line));
        self.tell(world, Happened::Settled);
    }

    fn reply(&mut self, world: &mut World, number: u32, reply: Option<&str>) {
        let status = if reply.is_some() { 200 } else { 0 };
        self.tell(world, Happened::Replied(number, status, 0, reply.unwrap_or_default()));
        self.tell(world, Happened::Settled);
    }

    fn leave(&mut self, world: &mut World) {
        self.tell(world, Happened::Hidden);
    }

    fn wake_at(&self) -> i64 {
        self.wake_at.min(self.look_at.unwrap_or(i64::MAX))
    }

    fn wake(&mut self, world: &mut World) {
        if self.look_at.take_if(|at| *at <= world.now).is_some() {
            self.look(world);
        } else {
            self.tell(world, Happened::Woken);
        }
        self.tell(world, Happened::Settled);
    }

    fn waiting(&mut self) -> &mut Waiting {
        &mut self.waiting
    }
}

/// Usual: a queue in memory, sent every five seconds, what failed with it; on leaving, what is queued goes in one beacon.
#[derive(Default)]
pub struct Memory {
    queue: Vec<String>,
    flying: Vec<(u32, Vec<String>)>,
    waiting: Waiting,
    wake_at: Option<i64>,
    number: u32,
}

impl Memory {
    fn flush(&mut self, world: &mut World) {
        self.wake_at = None;
        let ids = std::mem::take(&mut self.queue);
        if !ids.is_empty() {
            self.number += 1;
            self.waiting.push_back(send(world, &ids, self.number));
            self.flying.push((self.number, ids));
        }
    }
}

impl Page for Memory {
    fn outcome(&mut self, world: &mut World, id: &str, _: String) {
        self.queue.push(id.to_owned());
        self.wake_at.get_or_insert(world.now + 5_000);
    }

    fn reply(&mut self, world: &mut World, number: u32, reply: Option<&str>) {
        let Some(place) = self.flying.iter().position(|(flight, _)| *flight == number) else { return };
        let (_, ids) = self.flying.remove(place);
        if reply.is_none() {
            self.queue.extend(ids);
            self.wake_at.get_or_insert(world.now + 5_000);
        }
    }

    fn leave(&mut self, world: &mut World) {
        self.flush(world);
    }

    fn wake_at(&self) -> i64 {
        self.wake_at.unwrap_or(i64::MAX)
    }

    fn wake(&mut self, world: &mut World) {
        self.flush(world);
    }

    fn waiting(&mut self) -> &mut Waiting {
        &mut self.waiting
    }
}

/// Usual: the queue lives under one storage key, which each tab reads when it begins and writes anew as a whole; sent every five seconds.
#[derive(Default)]
pub struct OneKey {
    memory: Memory,
}

const QUEUE: &str = "queue";

impl OneKey {
    fn keep(&self, world: &mut World) {
        let flying = self.memory.flying.iter().flat_map(|(_, ids)| ids);
        let all: Vec<&str> = self.memory.queue.iter().chain(flying).map(String::as_str).collect();
        world.storage.insert(QUEUE.to_owned(), all.join(" "));
    }
}

impl Page for OneKey {
    fn begin(&mut self, world: &mut World) {
        self.memory.queue = world.storage.get(QUEUE).map(|all| all.split_whitespace().map(str::to_owned).collect()).unwrap_or_default();
        if !self.memory.queue.is_empty() {
            self.memory.wake_at = Some(world.now + 5_000);
        }
    }

    fn outcome(&mut self, world: &mut World, id: &str, line: String) {
        self.memory.outcome(world, id, line);
        self.keep(world);
    }

    fn reply(&mut self, world: &mut World, number: u32, reply: Option<&str>) {
        self.memory.reply(world, number, reply);
        self.keep(world);
    }

    fn leave(&mut self, world: &mut World) {
        self.memory.leave(world);
    }

    fn wake_at(&self) -> i64 {
        self.memory.wake_at()
    }

    fn wake(&mut self, world: &mut World) {
        self.memory.wake(world);
    }

    fn waiting(&mut self) -> &mut Waiting {
        self.memory.waiting()
    }
}
