//! A tally: what is counted while visitors are played.
//!
//! Decides what counts as reached, shown and lost. A moment is a page view: on it a campaign is woken once, fits once, and is lost once,
//! to what stood in its way when it first could have shown. Leaves words and shares to [`report`](super::report).

use super::visitor::{PageView, Visit, Visitor};
use super::witness::{Exposed, Treated, Witness};
use crate::engine::eval::{Verdict, clauses};
use crate::engine::gate::{Reason, Whose, first};
use crate::engine::profile::Kind;
use crate::engine::program::{NONE, Program};
use crate::engine::state::State;
use crate::rules::action::ActionWord;
use crate::scenario::words::words_of;
use crate::view::{Kind as RowKind, Tag, View, element};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// To what a moment was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Loss {
    /// The gate.
    pub gate: &'static str,
    /// In a few words, for people.
    pub words: &'static str,
    /// Rank of the campaign that was in the way, or [`NONE`].
    pub with: u32,
}

/// What a campaign has come to.
#[derive(Clone, Debug, Default)]
pub struct Count {
    /// Visitors who would have seen it, holdout included.
    pub reached: u64,
    /// Exposures.
    pub exposures: u64,
    /// Of them, those with something to see.
    pub shown: u64,
    /// Messages that were closed.
    pub dismissed: u64,
    /// Presses.
    pub clicked: u64,
    /// Answers that were sent.
    pub answered: u64,
    /// Page views on which a trigger fired.
    pub woken: u64,
    /// Of them, those on which its condition held at that moment.
    pub fits: u64,
    /// Of them, those on which it did not show, by what was in the way.
    pub lost: BTreeMap<Loss, u64>,
    /// As long as it never fits: clauses of its condition that were true once.
    pub ever: BTreeSet<u32>,
    /// Visitors reached while in a segment, by the segment's place.
    pub segments: Vec<u64>,
}

/// The tally of all.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// Visitors, visits, page views.
    pub visitors: u64,
    /// See [`Tally::visitors`].
    pub visits: u64,
    /// See [`Tally::visitors`].
    pub pages: u64,
    /// By rank.
    pub campaigns: Vec<Count>,
    /// Visitors whom both campaigns have reached.
    pub pairs: BTreeMap<(u32, u32), u64>,
    /// Visits by how many messages were shown in them.
    pub messages: Vec<u64>,
    /// Visitors by how many different codes they saw.
    pub codes: Vec<u64>,
    /// Visitors who saw a code.
    pub code: BTreeMap<Rc<str>, u64>,
    /// Visitors who were in a segment at any time, by its place.
    pub segments: Vec<u64>,
    now: Now,
}

/// What is known of the visitor, the visit and the page under way.
#[derive(Clone, Debug, Default)]
struct Now {
    /// Campaigns that reached the visitor.
    reached: BTreeSet<u32>,
    /// Campaign and segment.
    reached_in: BTreeSet<(u32, u32)>,
    codes: BTreeSet<Rc<str>>,
    segments: Vec<bool>,
    shown: usize,
    /// Who interrupted last in this tab.
    interrupter: u32,
    woken: Vec<u64>,
    fits: Vec<u64>,
    exposed: Vec<u64>,
    lost: Vec<(u32, Loss)>,
}

fn has(words: &[u64], rank: u32) -> bool {
    words.get(rank as usize / 64).is_some_and(|word| word >> (rank % 64) & 1 == 1)
}

/// The ranks of the bits of a word.
fn ranks(word: usize, mut bits: u64) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        let bit = bits.trailing_zeros();
        bits &= bits.wrapping_sub(1);
        (bit < 64).then(|| word as u32 * 64 + bit)
    })
}

impl Tally {
    /// Nothing counted yet.
    #[must_use]
    pub fn new(program: &Program) -> Tally {
        let segments = program.segments.len();
        let words = program.campaigns.len().div_ceil(64);
        let now = Now {
            segments: vec![false; segments],
            interrupter: NONE,
            woken: vec![0; words],
            fits: vec![0; words],
            exposed: vec![0; words],
            ..Now::default()
        };
        Tally {
            campaigns: vec![Count { segments: vec![0; segments], ..Count::default() }; program.campaigns.len()],
            segments: vec![0; segments],
            now,
            ..Tally::default()
        }
    }

    fn count(&mut self, rank: u32, count: impl FnOnce(&mut Count)) {
        if let Some(campaign) = self.campaigns.get_mut(rank as usize) {
            count(campaign);
        }
    }

    /// A campaign could show, and does not.
    fn loses(&mut self, program: &Program, state: &State, rank: u32) {
        let claimed = state.claim.as_ref().is_some_and(|claim| claim.campaign == rank);
        if claimed || self.now.lost.iter().any(|(known, _)| *known == rank) {
            return;
        }
        if let Some(loss) = first(program, state, rank).as_ref().and_then(|reason| loss(reason, self.now.interrupter)) {
            self.now.lost.push((rank, loss));
        }
    }

    /// Which clauses of a condition that has never held are true now.
    fn clauses(&mut self, program: &Program, state: &State, rank: u32) {
        let Some(campaign) = program.campaigns.get(rank as usize) else { return };
        let Some(count) = self.campaigns.get_mut(rank as usize).filter(|count| count.fits == 0) else { return };
        for leaf in clauses(&program.tree, campaign.when) {
            if state.counters.get(leaf as usize).is_some_and(|counter| counter.verdict == Verdict::True) {
                count.ever.insert(leaf);
            }
        }
    }
}

/// What a reason is called; None where nothing was lost.
fn loss(reason: &Reason, interrupter: u32) -> Option<Loss> {
    let (gate, words, with) = match reason {
        Reason::NotTriggered | Reason::Condition(_) => return None,
        Reason::Disabled => ("enabled", "it is switched off", NONE),
        Reason::Broken => ("enabled", "its message cannot be drawn", NONE),
        Reason::Closed { .. } => ("schedule", "its schedule was closed", NONE),
        Reason::Consent => ("consent", "consent was not answered yet", NONE),
        Reason::NoMemory => ("consent", "storage was blocked", NONE),
        Reason::Checkout => ("checkout", "the shopper was in checkout", NONE),
        Reason::SearchLanding => ("search", "a phone came from a search engine", NONE),
        Reason::Capped { by: Whose::Campaign, .. } => ("frequency", "it had been shown often enough", NONE),
        Reason::Capped { by: Whose::Group, .. } => ("frequency", "the cap of its group", NONE),
        Reason::Capped { by: Whose::Site, .. } => ("frequency", "the cap of the whole site", NONE),
        Reason::Cooling { by: Whose::Campaign, after, .. } => (
            "frequency",
            match after {
                Kind::Dismissed => "it had been dismissed",
                Kind::Converted => "it had led to a conversion",
                Kind::Exposed => "it had been shown lately",
                Kind::Snoozed => "it had been put off",
                Kind::Clicked | Kind::Submitted => "it had been used",
            },
            NONE,
        ),
        Reason::Cooling { by: Whose::Group, .. } => ("frequency", "the silence of its group", NONE),
        Reason::Cooling { by: Whose::Site, .. } => ("frequency", "the silence of the whole site", NONE),
        Reason::Outside => ("experiment", "outside of its experiment", NONE),
        Reason::Speechless => ("words", "its text needs facts that nobody reported", NONE),
        Reason::Over => ("words", "its countdown was over", NONE),
        Reason::NoCode => ("words", "its pool had no code", NONE),
        Reason::Place { .. } => ("place", "its place was not on the page", NONE),
        Reason::Busy { with } => ("screen", "the screen was taken", *with),
        Reason::Quiet { .. } => ("screen", "the quiet after an interruption", interrupter),
        Reason::Scene { seen, .. } => ("screen", seen.says(), NONE),
    };
    Some(Loss { gate, words, with })
}

impl Witness for Tally {
    fn comes(&mut self, _: &Visitor) {
        self.visitors += 1;
    }

    fn visits(&mut self, visit: &Visit) {
        self.visits += 1;
        if !visit.same_tab {
            self.now.interrupter = NONE;
        }
    }

    fn opens(&mut self, _: &PageView) {
        self.pages += 1;
    }

    fn exposed(&mut self, program: &Program, state: &State, exposed: &Exposed) {
        let rank = exposed.campaign;
        if let Some(word) = self.now.exposed.get_mut(rank as usize / 64) {
            *word |= 1 << (rank % 64);
        }
        self.now.reached.insert(rank);
        self.now.shown += usize::from(exposed.shown);
        self.count(rank, |count| {
            count.exposures += 1;
            count.shown += u64::from(exposed.shown);
        });
        for ((_, root), place) in program.segments.iter().zip(0u32..) {
            if state.counters.get(*root as usize).is_some_and(|counter| counter.verdict == Verdict::True) {
                self.now.reached_in.insert((rank, place));
            }
        }
        if crate::engine::gate::interrupts(program, rank) {
            self.now.interrupter = rank;
        }
    }

    fn drawn(&mut self, _: u32, view: &View) {
        for action in view.actions.iter().filter(|action| matches!(action.word, ActionWord::ApplyCoupon | ActionWord::Copy)) {
            self.now.codes.insert(Rc::clone(&action.text));
        }
        for (place, row) in view.rows.iter().enumerate() {
            if row.kind == RowKind::Element(Tag::Code) {
                self.now.codes.insert(words_of(&view.locale, element(&view.rows, place)).into());
            }
        }
    }

    fn treated(&mut self, rank: u32, how: Treated) {
        self.count(rank, |count| match how {
            Treated::Dismissed => count.dismissed += 1,
            Treated::Opened => {}
            Treated::Clicked => count.clicked += 1,
            Treated::Answered => count.answered += 1,
        });
    }

    fn settled(&mut self, program: &Program, state: &State) {
        for word in 0..self.now.woken.len() {
            let mut armed = state.armed.word(word);
            for (rank, _) in state.passing.iter().filter(|(rank, _)| *rank as usize / 64 == word) {
                armed |= 1 << (rank % 64);
            }
            let fresh = armed & !self.now.woken[word];
            self.now.woken[word] |= armed;
            for rank in ranks(word, fresh) {
                self.clauses(program, state, rank);
            }
            let fits = armed & state.ready.word(word);
            self.now.fits[word] |= fits;
            for rank in ranks(word, fits & !self.now.exposed[word]) {
                self.loses(program, state, rank);
            }
        }
    }

    fn leaves(&mut self, program: &Program, state: &State) {
        for word in 0..self.now.woken.len() {
            for rank in ranks(word, self.now.woken[word]) {
                let (fits, exposed) = (has(&self.now.fits, rank), has(&self.now.exposed, rank));
                let loss = self.now.lost.iter().find(|(known, _)| *known == rank).map(|(_, loss)| *loss);
                self.clauses(program, state, rank);
                self.count(rank, |count| {
                    count.woken += 1;
                    count.fits += u64::from(fits);
                    if let (false, Some(loss)) = (exposed, loss) {
                        *count.lost.entry(loss).or_default() += 1;
                    }
                });
            }
        }
        for bits in [&mut self.now.woken, &mut self.now.fits, &mut self.now.exposed] {
            bits.fill(0);
        }
        self.now.lost.clear();
        for ((_, root), seen) in program.segments.iter().zip(&mut self.now.segments) {
            *seen |= state.counters.get(*root as usize).is_some_and(|counter| counter.verdict == Verdict::True);
        }
    }

    fn ends(&mut self) {
        let shown = std::mem::take(&mut self.now.shown);
        one_more(&mut self.messages, shown);
    }

    fn gone(&mut self) {
        let now = &mut self.now;
        let reached: Vec<u32> = std::mem::take(&mut now.reached).into_iter().collect();
        let reached_in = std::mem::take(&mut now.reached_in);
        let codes = std::mem::take(&mut now.codes);
        for (count, seen) in self.segments.iter_mut().zip(&mut now.segments) {
            *count += u64::from(std::mem::take(seen));
        }
        for (place, rank) in reached.iter().enumerate() {
            self.count(*rank, |count| count.reached += 1);
            for other in reached.iter().skip(place + 1) {
                *self.pairs.entry((*rank, *other)).or_default() += 1;
            }
        }
        for (rank, segment) in reached_in {
            self.count(rank, |count| {
                if let Some(count) = count.segments.get_mut(segment as usize) {
                    *count += 1;
                }
            });
        }
        one_more(&mut self.codes, codes.len());
        for code in codes {
            *self.code.entry(code).or_default() += 1;
        }
    }
}

/// Counts one at a place of a list that is as long as it has to be.
fn one_more(counts: &mut Vec<u64>, place: usize) {
    if counts.len() <= place {
        counts.resize(place + 1, 0);
    }
    if let Some(count) = counts.get_mut(place) {
        *count += 1;
    }
}
