//! What the marketer wrote becomes what the engine runs: a table and a decoder a noun, every problem reported with its place.

pub mod action;
pub mod block;
pub mod campaign;
#[cfg(feature = "tools")]
pub mod check;
pub mod condition;
#[cfg(feature = "tools")]
pub mod contrast;
pub mod decoder;
pub mod diagnostic;
pub mod field;
pub mod link;
pub mod literal;
pub mod load;
pub mod names;
pub mod noun;
pub mod operator;
pub mod preset;
pub mod show;
pub mod site;
pub mod text;
pub mod theme;
pub mod tree;
pub mod trigger;
pub mod vocabulary;

pub use load::load;
