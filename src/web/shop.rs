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
use crate::rules::action::{Action, ActionWord, name};
use std::cell::Cell;

#[derive(Default)]
pub struct Shop {
    /// Whether there is a data layer, so far.
    found: Cell<bool>,
    /// The shop has said itself what is in the cart.
    speaks: Cell<bool>,
}

impl Shop {
    /// Reads the declaration of one thing.
    pub fn declare_one(&self, host: &'static Host, what: &str, text: &str) {
        let mut json = Json::default();
        json.open('{').key(what).text_raw(text).close('}');
        self.declare(host, &json.0, true);
    }

    /// Reads one declaration, of the shop itself or derived from what it told others. As soon as the shop has said itself what is in
    /// the cart, a derived one is not listened to.
    pub fn declare(&self, host: &'static Host, text: &str, itself: bool) {
        let (events, _) = declared(text.as_bytes(), &host.program.site.currency);
        for event in events {
            if matches!(event, Event::Cart(_)) {
                if itself {
                    self.speaks.set(true);
                } else if self.speaks.get() {
                    continue;
                }
            }
            host.report(event);
        }
    }

    /// Begins to read the data layer, if there is one by now.
    pub fn find_layer(&self, host: &'static Host) {
        if !self.found.get() {
            let (told, keep) = (Heard::Layer.code(0), Heard::LayerKept.code(0));
            self.found.set(page::data_layer(told, keep, &Store::layer(), &host.program.site.currency));
        }
    }
}

/// What the page is told so that the shop can do it, as JSON.
pub fn request(action: &Action) -> String {
    let mut json = Json::default();
    json.open('{').key("do").text(name(action));
    match action.word {
        ActionWord::ApplyCoupon => json.key("code").text(&action.text),
        ActionWord::AddToCart => json.key("sku").text(&action.text).key("quantity").int(action.number),
        ActionWord::Emit => json.key("name").text(&action.text).key("detail").value(&action.value),
        ActionWord::OpenChat | ActionWord::Copy | ActionWord::Navigate => &mut json,
        ActionWord::Close | ActionWord::Next | ActionWord::Snooze | ActionWord::Set => &mut json,
    };
    json.close('}');
    json.0
}
