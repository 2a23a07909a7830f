//! What the marketer wrote becomes what the engine runs: one decoder a noun, every problem reported with its place.

pub mod action;
pub mod amount;
pub mod block;
pub mod decoder;
pub mod diagnostic;
pub mod link;
pub mod show;
pub mod text;
pub mod theme;
pub mod vocabulary;
