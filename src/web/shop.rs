//! The shop's own data: declarations in the page, the data layer, and what the shop is asked to do.
//!
//! Decides where to look and how to ask. What the data mean is read by [`platform`](crate::platform), the same everywhere.

use super::deliver::object;
use super::host::Host;
use super::listen::Heard;
use super::page;
use crate::engine::event::Event;
use crate::platform::declared::declared;
use crate::platform::ga4;
use crate::rules::action::Action;
use crate::value::Value;
use js_sys::Array;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsValue;

#[derive(Default)]
pub struct Shop {
    ga4: RefCell<ga4::Reader>,
    found: Cell<bool>,
}

impl Shop {
    /// Reads every declaration, in the order of the page.
    pub fn read_declarations(&self, host: &Rc<Host>) {
        let Ok(list) = host.document.query_selector_all("script[type='application/json'][data-shopbell]") else { return };
        for index in 0..list.length() {
            let text = list.item(index).and_then(|node| node.text_content()).unwrap_or_default();
            self.declare(host, &text);
        }
    }

    /// Reads one declaration.
    pub fn declare(&self, host: &Rc<Host>, text: &str) {
        let (events, _) = declared(text.as_bytes(), &host.program.site.currency);
        for event in events {
            if matches!(event, Event::Cart(_)) {
                self.ga4.borrow_mut().shop_speaks_for_itself();
            }
            host.tell(event);
        }
    }

    /// Begins to read the data layer, if there is one by now.
    pub fn find_layer(&self) {
        if !self.found.get() {
            self.found.set(page::data_layer(Heard::Layer.code(0)));
        }
    }

    /// Reads one entry of it.
    pub fn read_layer(&self, host: &Rc<Host>, text: &JsValue) {
        let text = text.as_string().unwrap_or_default();
        let events = self.ga4.borrow_mut().read(text.as_bytes(), &host.program.site.currency);
        for event in events {
            host.tell(event);
        }
    }
}

/// What the page is told so that the shop can do it; None where it is not the shop's to do.
pub fn request(action: &Action) -> Option<JsValue> {
    let text = |text: &str| JsValue::from_str(text);
    Some(match action {
        Action::ApplyCoupon { code } => object(&[("do", text("apply_coupon")), ("code", text(code))]),
        Action::AddToCart { sku, quantity } => {
            object(&[("do", text("add_to_cart")), ("sku", text(sku)), ("quantity", JsValue::from_f64(*quantity as f64))])
        }
        Action::OpenChat => object(&[("do", text("open_chat"))]),
        Action::Emit { name, detail } => object(&[("do", text("emit")), ("name", text(name)), ("detail", plain(detail))]),
        Action::Close | Action::Next | Action::Snooze { .. } | Action::Set { .. } | Action::Navigate { .. } | Action::Copy { .. } => {
            return None;
        }
    })
}

/// A value as JavaScript holds it.
fn plain(value: &Value) -> JsValue {
    match value {
        Value::Null => JsValue::NULL,
        Value::Bool(yes) => JsValue::from_bool(*yes),
        Value::Int(number) => JsValue::from_f64(*number as f64),
        Value::Num(number) => JsValue::from_f64(number.to_f64()),
        Value::Text(text) => JsValue::from_str(text),
        Value::List(values) => {
            let list = Array::new();
            values.iter().for_each(|value| {
                list.push(&plain(value));
            });
            list.into()
        }
        Value::Object(entries) => {
            let entries: Vec<(&str, JsValue)> = entries.iter().map(|(name, value)| (&**name, plain(value))).collect();
            object(&entries)
        }
    }
}
