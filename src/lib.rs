//! shopbell: an on-site popup and targeting engine.

pub mod decimal;
pub mod engine;
pub mod json;
pub mod money;
pub mod node;
pub mod number;
pub mod outcome;
pub mod platform;
pub mod rules;
#[cfg(feature = "tools")]
pub mod scenario;
pub mod value;
pub mod view;
