//! shopbell: an on-site popup and targeting engine.

pub mod decimal;
pub mod engine;
#[cfg(feature = "tools")]
pub mod explain;
pub mod json;
pub mod money;
pub mod node;
pub mod number;
pub mod order;
pub mod outcome;
pub mod platform;
pub mod rules;
#[cfg(feature = "tools")]
pub mod scenario;
#[cfg(all(target_arch = "wasm32", feature = "tools"))]
pub mod tools;
pub mod value;
pub mod view;
#[cfg(all(target_arch = "wasm32", feature = "web"))]
pub mod web;
