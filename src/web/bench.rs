//! What the benches call: the engine without a page, one event a call.
//!
//! Decides nothing; it stands where a host stands, so that what is timed is the crossing and the step and nothing else. Behind
//! `test-hooks`: it never ships.

use crate::engine::event::{Cart, Customer, Device, Event, Page, Product, Started};
use crate::engine::fact::Fact;
use crate::engine::program::Program;
use crate::engine::step::step;
use crate::engine::time::{Millis, SECOND};
use crate::engine::{State, Step};
use crate::rules::load::load;
use crate::value::Value;
use wasm_bindgen::prelude::*;

/// When the visit begins: 2026-11-22 12:00 UTC.
const NOON: Millis = 1_795_348_800_000;

/// A program and its visitor.
#[wasm_bindgen]
pub struct Bench {
    program: Program,
    state: State,
    now: Millis,
}

#[wasm_bindgen]
impl Bench {
    /// Loads a rule file and begins a page view with the visitor of `benches/rules.mjs`.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(rules: &[u8]) -> Bench {
        let (program, _) = load(rules);
        let mut bench = Bench { program, state: State::default(), now: NOON };
        let page = Page {
            url: Some("https://shop.test/mugs/1?utm_source=newsletter".into()),
            kind: Some("product".into()),
            product: Some(Product { category: Some("mugs".into()), ..Product::default() }),
            ..Page::default()
        };
        let device = Device { kind: Some("mobile".into()), touch: true, width: 390, ..Device::default() };
        // With storage and before any answer, as on most pages: each step hands over what is to be remembered.
        bench.take(Event::Started(Box::new(Started { page, device, storage: true, ..Started::default() })));
        let facts = vec![
            (Fact::CustomerOrders, Value::Int(4)),
            (Fact::CustomerTier, Value::Text("silver".into())),
            (Fact::CustomerPoints, Value::Int(320)),
        ];
        bench.take(Event::Identified(Box::new(Customer { facts, id: None })));
        bench
    }

    /// The cart moved; how many effects that has.
    pub fn cart(&mut self, subtotal_minor: f64, items: f64) -> u32 {
        let cart = Cart { subtotal: Some(subtotal_minor as i64), items: Some(items as i64), ..Cart::default() };
        self.take(Event::Cart(Box::new(cart))).effects.len() as u32
    }

    /// How many campaigns' conditions are true now.
    #[must_use]
    pub fn matches(&self) -> u32 {
        self.state.ready.iter().count() as u32
    }

    /// Only loads a rule file; how many campaigns it has.
    #[must_use]
    pub fn ready(rules: &[u8]) -> u32 {
        load(rules).0.campaigns.len() as u32
    }

    fn take(&mut self, event: Event) -> Step {
        self.now += SECOND;
        step(&self.program, &mut self.state, self.now, event)
    }
}
