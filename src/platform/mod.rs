//! Shop dialects to declarations, and declarations to events: what a page says becomes what the core is told.
//!
//! Decides how each dialect is read. Leaves listening to the host and every consequence to the engine. All of it is pure:
//! bytes in, declarations or events out. Personal data that a payload happens to carry (e-mail, name, address) is never read.
//!
//! The engine reads one language, [`declared`]. Whatever a page speaks instead is translated to it by a module of its own
//! (`shops.wasm`, see `src/shops`), which only pages that speak it download: a further dialect costs no other shopper a byte.

pub mod declared;
pub mod ga4;
mod lenient;
mod mirror;
pub mod recommended;
