//! One file a command.

pub mod check;
pub mod diff;
pub mod explain;
pub mod explain_code;
pub mod simulate;
pub mod test;
