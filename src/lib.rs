//! shopbell

pub mod decimal;
pub mod engine;
pub mod money;
pub mod number;
pub mod value;
