//! What comes in: bodies → things to keep. Pure: no clock, no network, no store.

pub mod field;
pub mod outcome;
pub mod redact;
pub mod strict;
