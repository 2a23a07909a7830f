//! shopbell: an on-site popup and targeting engine.
//!
//! A **rule file** is decoded into a **program**: flat, printable data. A **host** (the browser, a scenario, a test) tells the core
//! what happened as **events**, each with its time. [`step`](engine::step()) updates the **state** and returns **effects** for the host
//! to perform, and the one moment at which it wants to be woken. The core reads no clock, no storage and no network, and knows
//! no chance but the bytes it is given: the same events give the same effects, everywhere.
//!
//! ```
//! use shopbell::engine::event::{Cart, Event, Page, Scene, Started};
//! use shopbell::engine::{Effect, State, step};
//!
//! let rules = br#"{
//!   "format": 1,
//!   "site": { "currency": "EUR" },
//!   "campaigns": [{
//!     "id": "free-mug",
//!     "on": [{ "cart_changed": {} }],
//!     "when": { "cart.subtotal": { "$gte": 30, "$lt": 50 } },
//!     "variants": [{ "id": "bar", "show": { "surface": "bar", "blocks": [{ "text": "A mug is yours from 50 euro." }] } }]
//!   }]
//! }"#;
//! let (program, problems) = shopbell::rules::load(rules);
//! assert!(problems.is_empty());
//!
//! // A page view begins, with sixteen random bytes and what the browser knows. Nothing is known of the cart: nothing shows.
//! let mut state = State::default();
//! let page = Page { url: Some("https://shop.example/".into()), ..Page::default() };
//! let started = Started { entropy: [7; 16], page, storage: true, ..Started::default() };
//! step(&program, &mut state, 1_790_000_000_000, Event::Started(Box::new(started)));
//!
//! // The cart fits. Before anything is shown, the screen is claimed: another tab may have spoken just now.
//! let cart = Cart { subtotal: Some(3650), items: Some(2), ..Cart::default() };
//! let asked = step(&program, &mut state, 1_790_000_005_000, Event::Cart(Box::new(cart)));
//! let Some(Effect::Claim { exposure, .. }) = asked.effects.first() else { panic!("the screen is claimed") };
//!
//! // The claim is granted: now it counts, and the message is drawn.
//! let claimed = Event::Claimed { exposure: *exposure, scene: Scene::default(), profile: None };
//! let shown = step(&program, &mut state, 1_790_000_005_001, claimed);
//! let view = shown.effects.iter().find_map(|effect| match effect {
//!     Effect::Show { view, .. } => Some(view),
//!     _ => None,
//! });
//! assert_eq!(view.expect("a message is shown").rows.len(), 2);
//! ```
//!
//! # In which order to read
//!
//! | module | what it decides |
//! |---|---|
//! | [`node`], [`json`] | reading and writing JSON: the one reader of rule files, declarations, profiles and scenarios |
//! | [`value`], [`decimal`], [`number`], [`money`] | what a value is, exactly, and what comes first |
//! | [`rules`] | what the marketer wrote becomes what the engine runs, with every problem in it |
//! | [`engine`] | what follows from what happened: [`engine::step()`] and its stages |
//! | [`view`] | what a message is made of: a tree of plain nodes |
//! | [`platform`] | what shops say becomes declarations, and declarations become events |
//! | [`outcome`] | the log of what is worth counting |
//! | [`delivery`] | how that reaches the collector, at least once |
//! | [`explain`] | why a campaign shows or does not, in sentences |
//! | [`scenario`] | a played visit: the tests of a rule file |
//! | [`simulate`] | a month of made-up visits: who would see what |
//! | `web` | the browser host, compiled for wasm only: measures, draws, remembers, sends |
//! | `shops` | what JavaScript may ask of the build that translates what pages tell others |
//! | `tools` | what JavaScript may ask of the build that has the prose |
//!
//! # Words
//!
//! | word | meaning |
//! |---|---|
//! | campaign | one reason to speak: triggers, condition, schedule, frequency, priority, variants, goals |
//! | trigger (`on`) | an edge: the moment; latched until the next page view |
//! | condition (`when`) | a level: a test of facts |
//! | fact | a typed thing known about page, visit, visitor, device, cart, customer, campaign, time. Not reported is unknown, never 0 or "" |
//! | segment | a condition with a name, and then a fact |
//! | verdict | true, false or unknown; only true shows anything |
//! | gate, reason | where a campaign stopped, and why, with the data to say until when |
//! | variant, holdout | what is shown, with a weight; the variant that shows nothing |
//! | claim | the question whether the screen is free, asked before anything counts |
//! | exposure | this visitor would now see the campaign, holdout included |
//! | impression | the host says that it is on screen |
//! | conversion | a goal reached in its time after an exposure; once for each |
//! | outcome | one line of the log; sent twice, counted once |
//! | view, slot | what is drawn; a piece of text that the host puts into the shopper's language |
//! | profile, tab | what survives the visit; what dies with the tab |
//! | host | whoever turns the world into events and effects into the world |
//! | scenario | a visitor, timed events, expectations |
//! | problem | code, place, what was found, what would be right |

pub mod decimal;
pub mod delivery;
pub mod engine;
#[cfg(feature = "tools")]
pub mod explain;
#[cfg(feature = "lint")]
pub mod inventory;
pub mod json;
#[cfg(feature = "lint")]
pub mod lint;
pub mod money;
pub mod node;
pub mod number;
pub mod outcome;
pub mod platform;
pub mod rules;
#[cfg(feature = "tools")]
pub mod scenario;
#[cfg(feature = "tools")]
pub mod schema;
#[cfg(all(target_arch = "wasm32", feature = "shops"))]
pub mod shops;
#[cfg(feature = "tools")]
pub mod simulate;
#[cfg(all(target_arch = "wasm32", feature = "tools"))]
pub mod tools;
pub mod value;
pub mod view;
#[cfg(all(target_arch = "wasm32", feature = "web"))]
pub mod web;
