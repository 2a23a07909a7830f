//! The collector: takes outcomes, keeps each exactly once, and reports what may be believed.
//!
//! In reading order: `intake` decides what can be kept, `store` keeps it, `stats` says what may be believed of it, `serve` is what speaks
//! HTTP, `cli` what speaks to people.

pub mod cli;
pub mod code;
pub mod hash;
pub mod intake;
pub mod limit;
pub mod refusal;
pub mod serve;
pub mod stats;
pub mod store;
