//! shopbell

pub mod decimal;
pub mod engine;
pub mod number;
pub mod value;
