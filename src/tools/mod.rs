//! The tools build: prose for the debug drawer, the playground and the command line in Node.
//!
//! Compiled for wasm with the feature `tools`; it draws nothing and pulls no browser bindings. Every export converts, calls, converts.

pub mod api;
