//! The engine: what the rules decide, as functions of their arguments.

pub mod bucket;
pub mod glob;
pub mod op;
pub mod pattern;
pub mod time;
pub mod version;
