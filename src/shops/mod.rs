//! What pages speak to others, translated for the engine: a module of its own, for pages that speak it.
//!
//! Compiled for wasm with the feature `shops`: text in, [declarations](crate::platform::declared) out. It asks nothing of the browser.

pub mod api;

/// As in the engine, see `src/web/mod.rs`.
#[cfg(not(feature = "web"))]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
