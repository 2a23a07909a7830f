//! A model of browsers, for what may be lost between a page and the far end: tabs that die, a storage that all tabs share, a network
//! that loses requests and replies. Everything is drawn from one seed.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Random numbers, the same for the same seed (SplitMix64).
pub struct Chance(pub u64);

impl Chance {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// True in so many of a hundred cases.
    pub fn percent(&mut self, percent: u64) -> bool {
        self.next() % 100 < percent
    }

    pub fn below(&mut self, end: i64) -> i64 {
        (self.next() % end as u64) as i64
    }
}

/// What goes wrong, in percent.
#[derive(Clone, Copy)]
pub struct Faults {
    pub requests_lost: u64,
    pub replies_lost: u64,
    pub tabs_killed: u64,
}

pub const NONE: Faults = Faults { requests_lost: 0, replies_lost: 0, tabs_killed: 0 };

/// What all tabs of a visitor share, and the far end.
pub struct World {
    pub now: i64,
    pub chance: Chance,
    pub faults: Faults,
    /// An ad blocker, or nobody there.
    pub blocked: bool,
    pub storage: BTreeMap<String, String>,
    /// Ids that arrived: a set, so that an id that arrives twice counts once.
    pub arrived: BTreeSet<String>,
    /// How many arrived again.
    pub again: usize,
    /// What the far end counts, which must never be more than what happened.
    pub counted: usize,
    pub requests: usize,
    /// The most that storage ever held of ours: keys, and bytes of keys and texts.
    pub most: (usize, usize),
}

impl World {
    pub fn new(seed: u64) -> World {
        World {
            now: 1_790_000_000_000,
            chance: Chance(seed),
            faults: NONE,
            blocked: false,
            storage: BTreeMap::new(),
            arrived: BTreeSet::new(),
            again: 0,
            counted: 0,
            requests: 0,
            most: (0, 0),
        }
    }

    /// The network and the far end: the ids are kept, or lost on the way. The reply, where it comes back, lists them.
    pub fn post(&mut self, ids: &[String]) -> Option<String> {
        self.requests += 1;
        if self.blocked || self.chance.percent(self.faults.requests_lost) {
            return None;
        }
        for id in ids {
            if self.arrived.insert(id.clone()) {
                self.counted += 1;
            } else {
                self.again += 1;
            }
        }
        let lost = self.chance.percent(self.faults.replies_lost);
        (!lost).then(|| format!("{{\"accepted\":{ids:?},\"rejected\":[]}}"))
    }

    pub fn write(&mut self, key: &str, text: String) {
        self.storage.insert(key.to_owned(), text);
        let ours = || self.storage.iter().filter(|(key, _)| key.starts_with(shopbell::delivery::KEY));
        let bytes = ours().map(|(key, text)| key.len() + text.len()).sum();
        self.most = (self.most.0.max(ours().count()), self.most.1.max(bytes));
    }
}

/// What a page does about outcomes: the algorithm under test.
pub trait Page {
    /// The page begins.
    fn begin(&mut self, _: &mut World) {}
    /// An outcome happened.
    fn outcome(&mut self, world: &mut World, id: &str, line: String);
    /// What came of a request.
    fn reply(&mut self, _: &mut World, _: u32, _: Option<&str>) {}
    /// The shopper leaves in an orderly way.
    fn leave(&mut self, world: &mut World);
    /// When it wants to be woken.
    fn wake_at(&self) -> i64 {
        i64::MAX
    }
    fn wake(&mut self, _: &mut World) {}
    /// Requests that wait for an answer, with the moment at which it comes.
    fn waiting(&mut self) -> &mut VecDeque<(i64, u32, Option<String>)>;
}

/// How long an answer takes; how long nobody waits for one.
const ROUND_TRIP: i64 = 120;
const PATIENCE: i64 = 10_000;

/// A request on its way.
pub fn send(world: &mut World, ids: &[String], number: u32) -> (i64, u32, Option<String>) {
    let reply = world.post(ids);
    let wait = if reply.is_some() || world.blocked { ROUND_TRIP } else { PATIENCE };
    (world.now + wait, number, reply)
}

/// Time passes for the open tabs, up to a moment.
pub fn pass<P: Page>(world: &mut World, tabs: &mut [Option<P>], until: i64) {
    loop {
        let mut next = (until, usize::MAX);
        for (place, tab) in tabs.iter_mut().enumerate() {
            let Some(page) = tab else { continue };
            let reply = page.waiting().iter().map(|(at, ..)| *at).min().unwrap_or(i64::MAX);
            next = next.min((reply.min(page.wake_at()), place));
        }
        let (at, place) = next;
        world.now = world.now.max(at.min(until));
        let Some(page) = tabs.get_mut(place).and_then(Option::as_mut).filter(|_| at <= until) else { return };
        let ripe = page.waiting().iter().position(|(due, ..)| *due <= world.now);
        match ripe.and_then(|ripe| page.waiting().remove(ripe)) {
            Some((_, number, reply)) => page.reply(world, number, reply.as_deref()),
            None => page.wake(world),
        }
    }
}

/// An outcome's line, as the engine writes it.
pub fn line(world: &World, id: &str, kind: &str) -> String {
    let other = "0123456789abcdef0123456789abcdef";
    format!(
        "{{\"format\":1,\"id\":\"{id}\",\"at\":{},\"type\":\"{kind}\",\"visitor\":\"{other}\",\"session\":\"{other}\",\"page_view\":\"{other}\",\
         \"rules\":\"0123456789abcdef\",\"campaign\":\"free-mug\",\"variant\":\"bar\",\"exposure\":\"{other}\",\"revision\":\"0123456789abcdef\"}}",
        world.now
    )
}

/// A fresh id.
pub fn id(world: &mut World) -> String {
    format!("{:016x}{:016x}", world.chance.next(), world.chance.next())
}

const KINDS: [&str; 8] = ["exposed", "impression", "clicked", "dismissed", "step", "converted", "submitted", "purchase"];

/// A shop's day: so many outcomes in pages of three tabs; ids of all that happened.
pub fn day<P: Page>(world: &mut World, mut page: impl FnMut(&mut World) -> P, outcomes: usize, faults: Faults) -> BTreeSet<String> {
    world.faults = faults;
    let mut tabs: [Option<P>; 3] = [None, None, None];
    let mut happened = BTreeSet::new();
    while happened.len() < outcomes {
        let place = world.chance.below(3) as usize;
        if tabs[place].is_none() {
            let mut fresh = page(world);
            fresh.begin(world);
            tabs[place] = Some(fresh);
        }
        // A page has one to six outcomes, some at once, some after a while.
        for _ in 0..1 + world.chance.below(6) {
            let id = id(world);
            let kind = KINDS[world.chance.below(KINDS.len() as i64) as usize];
            let line = line(world, &id, kind);
            if let Some(page) = &mut tabs[place] {
                page.outcome(world, &id, line);
            }
            happened.insert(id);
            let wait = if world.chance.percent(40) { 0 } else { world.chance.below(8_000) };
            let until = world.now + wait;
            pass(world, &mut tabs, until);
        }
        // It stays open, is left, or dies on the spot.
        if world.chance.percent(70) {
            let killed = world.chance.percent(faults.tabs_killed);
            if let Some(mut page) = tabs[place].take().filter(|_| !killed) {
                page.leave(world);
            }
        }
    }
    for tab in &mut tabs {
        let killed = world.chance.percent(faults.tabs_killed);
        if let Some(mut page) = tab.take().filter(|_| !killed) {
            page.leave(world);
        }
    }
    happened
}

/// The visitor comes once more, for some minutes, and nothing goes wrong.
pub fn later<P: Page>(world: &mut World, mut page: impl FnMut(&mut World) -> P) {
    (world.faults, world.blocked) = (NONE, false);
    world.now += 3_600_000;
    let mut fresh = page(world);
    fresh.begin(world);
    let mut tabs = [Some(fresh)];
    let until = world.now + 300_000;
    pass(world, &mut tabs, until);
}
