//! The browser host: measures, draws, remembers and sends; never decides.
//!
//! What a shopper's page gives is turned into [`Event`](crate::engine::event::Event)s, the core answers with
//! [`Effect`](crate::engine::effect::Effect)s, and they are performed here. The order in which to read:
//!
//! | module | decides |
//! |---|---|
//! | [`api`] | what JavaScript may call: every export |
//! | [`page`] | what is asked of the browser in JavaScript: every import of ours, each with its `try` |
//! | [`host`] | the loop: one event, one step, all its effects, then the next |
//! | `clock`, `started` | what time it is; what is known when a page view begins |
//! | `listen`, `scroll` | which listeners there are, and what they say |
//! | `message` | a view becomes text, of which `page/message.js`, `tree.js` and `gesture.js` make elements, answers and actions |
//! | `complain` | what is said on the console of a rule file with problems |
//! | `store`, `deliver`, `shop` | memory, outcomes, the shop's own data |
//! | [`pattern`] | searching, for the core |

pub mod api;
#[cfg(feature = "test-hooks")]
mod bench;
mod clock;
mod code;
mod complain;
mod deliver;
mod host;
mod listen;
mod message;
mod page;
pub mod pattern;
mod scroll;
mod sheet;
mod shop;
mod started;
mod store;

/// Half the bytes of the allocator that Rust brings along for wasm, and as quick.
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
