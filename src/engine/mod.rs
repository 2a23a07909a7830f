//! The engine: what the rules decide, as functions of their arguments.

pub mod glob;
pub mod op;
pub mod pattern;
pub mod version;
