//! A synthetic shop's traffic, played through the core: who would see what.
//!
//! Decides what a simulation is made of. Every decision about campaigns is the engine's: a [`host`] tells it what made-up visitors do,
//! as a browser would. The same seed gives the same traffic on every machine.
//!
//! ```
//! use shopbell::simulate::{Simulation, traffic::Traffic};
//!
//! let rules = br#"{
//!   "format": 1,
//!   "campaigns": [{
//!     "id": "hello",
//!     "on": [{ "page_view": {} }],
//!     "variants": [{ "id": "bar", "show": { "surface": "bar", "blocks": [{ "text": "Hello" }] } }]
//!   }]
//! }"#;
//! let (program, _) = shopbell::rules::load(rules);
//! let mut simulation = Simulation::new(&program, Traffic::usual(), 1);
//! for visitor in 0..100 {
//!     simulation.visitor(visitor);
//! }
//! let report = simulation.report();
//! assert_eq!((report.visitors, report.campaigns.len()), (100, 1));
//! assert!(report.campaigns[0].reached > 50);
//! ```

pub mod chance;
pub mod compare;
pub mod diary;
pub mod host;
pub mod report;
pub mod sample;
pub mod shop;
pub mod story;
pub mod tally;
pub mod traffic;
pub mod visitor;
pub mod wants;
pub mod witness;

use crate::engine::program::Program;
use report::Report;
use tally::Tally;
use traffic::Traffic;
use visitor::Source;
use wants::Wants;

/// A simulation under way.
#[derive(Clone, Debug)]
pub struct Simulation<'p> {
    program: &'p Program,
    source: Source,
    tally: Tally,
}

impl<'p> Simulation<'p> {
    /// The traffic of a seed, in which what the program speaks of occurs.
    #[must_use]
    pub fn new(program: &'p Program, traffic: Traffic, seed: u64) -> Simulation<'p> {
        Simulation { program, source: Source::new(traffic, Wants::of(&[program]), seed), tally: Tally::new(program) }
    }

    /// Plays the visitor of a number.
    pub fn visitor(&mut self, number: u64) {
        let visitor = self.source.visitor(number);
        host::play(self.program, &self.source, &visitor, &mut self.tally);
    }

    /// What has been found until now.
    #[must_use]
    pub fn report(&self) -> Report {
        report::report(self.program, &self.source, &self.tally)
    }
}
