//! One file a command.

pub mod check;
pub mod diff;
pub mod explain;
pub mod explain_code;
pub mod inventory;
pub mod new;
pub mod schema;
pub mod simulate;
pub mod test;
