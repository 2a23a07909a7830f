//! The shop's own data: declarations in the page, the data layer, and what the shop is asked to do.
//!
//! Decides where to look and how to ask. What the data mean is read by [`platform`](crate::platform), the same everywhere.

use super::host::Host;
use super::listen::Heard;
use super::page;
use super::store::Store;
use crate::engine::event::Event;
use crate::json::Json;
use crate::platform::declared::declared;
use crate::platform::ga4::Reader;
use crate::rules::action::Action;
use std::cell::{Cell, RefCell};

#[derive(Default)]
pub struct Shop {
    /// Whether there is a data layer, so far.
    found: Cell<bool>,
    reader: RefCell<Option<Reader>>,
    /// The shop has said itself what is in the cart.
    speaks: Cell<bool>,
}

impl Shop {
    /// Reads the declaration of one thing.
    pub fn declare_one(&self, host: &'static Host, what: &str, text: &str) {
        let mut json = Json::default();
        json.open('{').key(what).text_raw(text).close('}');
        self.declare(host, &json.0);
    }

    /// Reads one declaration.
    pub fn declare(&self, host: &'static Host, text: &str) {
        let (events, _) = declared(text.as_bytes(), &host.program.site.currency);
        for event in events {
            if matches!(event, Event::Cart(_)) {
                self.speaks.set(true);
            }
            host.report(event);
        }
    }

    /// Begins to read the data layer, if there is one by now. Its entries are told at once.
    pub fn find_layer(&self) {
        if !self.found.get() {
            self.found.set(page::data_layer(Heard::Layer.code(0)));
        }
    }

    /// Reads one entry of it.
    pub fn read_layer(&self, host: &'static Host, entry: &str) {
        let mut held = self.reader.borrow_mut();
        let reader = held.get_or_insert_with(|| Reader::resume(Store::layer().as_bytes()));
        if self.speaks.get() {
            reader.shop_speaks_for_itself();
        }
        let events = reader.read(entry.as_bytes(), &host.program.site.currency);
        if !events.is_empty() {
            Store::write_layer(&reader.keep());
        }
        drop(held);
        events.into_iter().for_each(|event| host.report(event));
    }
}

/// What the page is told so that the shop can do it, as JSON; None where it is not the shop's to do.
pub fn request(action: &Action) -> Option<String> {
    let mut json = Json::default();
    json.open('{').key("do");
    match action {
        Action::ApplyCoupon { code } => json.text("apply_coupon").key("code").text(code),
        Action::AddToCart { sku, quantity } => json.text("add_to_cart").key("sku").text(sku).key("quantity").int(*quantity),
        Action::OpenChat => json.text("open_chat"),
        Action::Emit { name, detail } => json.text("emit").key("name").text(name).key("detail").value(detail),
        Action::Close | Action::Next | Action::Snooze { .. } | Action::Set { .. } | Action::Navigate { .. } | Action::Copy { .. } => {
            return None;
        }
    };
    json.close('}');
    Some(json.0)
}
