//! A visit that goes on from a state: what would happen next, played by the engine itself.
//!
//! Decides what a browser would answer on a quiet page: claims are granted, messages are drawn, the engine is woken when it asks to be.

use crate::engine::event::{Event, Scene};
use crate::engine::program::Program;
use crate::engine::state::State;
use crate::engine::time::Millis;
use crate::engine::{Effect, step};
use std::collections::VecDeque;

/// More events than this at one moment, or wakings within one wait, are more than a proof is worth.
const RESTLESS: usize = 500;

/// A visit that goes on.
#[derive(Clone, Debug)]
pub struct Run<'p> {
    /// Its rules.
    pub program: &'p Program,
    /// How it stands.
    pub state: State,
    wake_at: Option<Millis>,
}

impl<'p> Run<'p> {
    /// Goes on from a state.
    #[must_use]
    pub fn new(program: &'p Program, state: &State) -> Run<'p> {
        let mut run = Run { program, state: state.clone(), wake_at: None };
        // What was under way in another build cannot be answered here.
        run.state.claim = None;
        run.tell(Event::Tick);
        run
    }

    /// Something happens now.
    pub fn tell(&mut self, event: Event) {
        let mut queue = VecDeque::from([event]);
        for _ in 0..RESTLESS {
            let Some(event) = queue.pop_front() else { return };
            let now = self.state.now;
            let done = step(self.program, &mut self.state, now, event);
            self.wake_at = done.wake_at;
            for effect in done.effects {
                match effect {
                    Effect::Claim { exposure, .. } => {
                        queue.push_back(Event::Claimed { exposure, scene: Scene::default(), profile: None });
                    }
                    Effect::Show { exposure, .. } => queue.push_back(Event::Shown { exposure }),
                    Effect::Code { number, .. } => queue.push_back(Event::Coded { number, code: Some("EXAMPLE".into()) }),
                    Effect::Update { .. }
                    | Effect::Hide { .. }
                    | Effect::Do { .. }
                    | Effect::Remember { .. }
                    | Effect::Send(_)
                    | Effect::Deliver(_)
                    | Effect::Broken { .. } => {}
                }
            }
        }
    }

    /// Time passes.
    pub fn wait(&mut self, span: Millis) {
        let until = self.state.now.saturating_add(span.max(0));
        for _ in 0..RESTLESS {
            let Some(at) = self.wake_at.filter(|at| *at <= until) else { break };
            self.state.now = self.state.now.max(at);
            self.tell(Event::Tick);
        }
        self.state.now = until;
        self.tell(Event::Tick);
    }

    /// Whether the campaign of this rank is on screen.
    #[must_use]
    pub fn shows(&self, rank: u32) -> bool {
        self.state.showing.iter().any(|showing| showing.campaign == rank)
    }
}
