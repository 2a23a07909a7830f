//! shopbell: an on-site popup and targeting engine.

pub mod decimal;
pub mod engine;
pub mod node;
pub mod number;
pub mod outcome;
pub mod rules;
pub mod value;
pub mod view;
#[cfg(all(target_arch = "wasm32", feature = "web"))]
pub mod web;
