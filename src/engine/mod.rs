//! The engine: what the rules decide, as functions of their arguments.

pub mod address;
pub mod arm;
pub mod bits;
pub mod bucket;
pub mod choose;
pub mod effect;
pub mod eval;
pub mod event;
pub mod experiment;
pub mod fact;
pub mod gate;
pub mod glob;
pub mod goal;
pub mod id;
pub mod index;
pub mod judge;
pub mod message;
pub mod note;
pub mod op;
pub mod pattern;
pub mod profile;
pub mod program;
pub mod report;
pub mod schedule;
pub mod signals;
pub mod snapshot;
pub mod state;
pub mod step;
pub mod tab;
pub mod time;
pub mod trigger;
pub mod version;

pub use effect::{Effect, Step};
pub use snapshot::snapshot;
pub use state::State;
pub use step::step;
