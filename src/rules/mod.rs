//! What the marketer wrote becomes what the engine runs: one decoder a noun, every problem reported with its place.

pub mod action;
pub mod decoder;
pub mod diagnostic;
