//! Shop dialects to events: what a page says becomes what the core is told.
//!
//! Decides how each dialect is read. Leaves listening to the host and every consequence to the engine. All of it is pure:
//! bytes in, events out. Personal data that a payload happens to carry (e-mail, name, address) is never read.
//!
//! Every shopper downloads this, so dialects share one reader and differ by the words they look for.

pub mod declared;
pub mod ga4;
mod lenient;
mod mirror;
mod said;
