//! The collector: takes outcomes, keeps each exactly once, and reports what may be believed.
//!
//! In reading order: `intake` decides what can be kept, `store` keeps it, `report` adds it up and says what may be
//! believed of it by `stats`, `page` shows it, `serve` is what speaks
//! HTTP, `cli` what speaks to people.

pub mod cli;
pub mod code;
pub mod hash;
pub mod intake;
pub mod limit;
pub mod page;
pub mod refusal;
pub mod report;
pub mod serve;
pub mod stats;
pub mod store;
