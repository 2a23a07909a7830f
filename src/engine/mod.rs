//! The engine: what the rules decide, as functions of their arguments.

pub mod bits;
pub mod bucket;
pub mod effect;
pub mod eval;
pub mod event;
pub mod fact;
pub mod glob;
pub mod id;
pub mod op;
pub mod pattern;
pub mod program;
pub mod schedule;
pub mod time;
pub mod trigger;
pub mod version;

pub use effect::{Effect, Step};
