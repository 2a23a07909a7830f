//! One file a command.

pub mod check;
pub mod explain_code;
pub mod new;
pub mod schema;
pub mod test;
