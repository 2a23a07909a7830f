//! One file a command.

pub mod check;
pub mod explain_code;
pub mod schema;
pub mod test;
