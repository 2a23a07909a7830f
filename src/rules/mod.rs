//! What the marketer wrote becomes what the engine runs: one decoder a noun, every problem reported with its place.

pub mod action;
pub mod campaign;
pub mod condition;
pub mod decoder;
pub mod diagnostic;
pub mod load;
pub mod names;
pub mod site;
pub mod tree;
pub mod trigger;

pub use load::load;
