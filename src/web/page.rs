//! What is asked of the browser in JavaScript, from the files in `page/`.
//!
//! Decides nothing: these are declarations. What can throw, takes a callback, or is one line there and thirty here is there.
//! What a gesture means, what stays of a tree, what happens in which order is Rust.
//!
//! Each file exports one object. Functions exported one by one would be listed by the bundler in an object that is filled by
//! `for … in`, which fails on pages that add to `Object.prototype`.

use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, Node, ShadowRoot};

/// A value as text; empty where it is none.
#[inline(never)]
pub fn said(value: &JsValue) -> String {
    value.as_string().unwrap_or_default()
}

#[wasm_bindgen(module = "/src/web/page/door.js", js_namespace = door)]
extern "C" {
    /// Takes back all that was installed.
    pub fn close();
    /// Tells the entry, behind the door: whatever goes wrong there ends shopbell and nothing else.
    pub fn enter(code: i32);
    /// Listens on window or document until the door closes.
    pub fn hear(on_document: bool, kind: &str, code: i32);
    /// Listens on an element of ours.
    pub fn feel(target: &Node, kind: &str, code: i32);
    /// Says one line to whoever looks after the shop.
    pub fn warn(sentence: &str);
}

#[wasm_bindgen(module = "/src/web/page/measure.js", js_namespace = measure)]
extern "C" {
    /// Whether the page is only prepared, for a shopper who may never look at it.
    pub fn prerendering() -> bool;
    /// All that is known when a page view begins.
    #[wasm_bindgen(js_name = startText)]
    pub fn start_text() -> String;
    /// Address, title and language.
    #[wasm_bindgen(js_name = pageText)]
    pub fn page_text() -> String;
    /// Offsets of the shop's zone and the visitor's.
    #[wasm_bindgen(js_name = zonesText)]
    pub fn zones_text(shop: &str) -> String;
    /// Tells every declaration in the page.
    pub fn declarations(code: i32);
    /// The root of the page.
    pub fn root() -> Element;
    /// Whether nobody looks at the tab.
    pub fn hidden() -> bool;
    /// What the page looks like, as bits.
    pub fn scene() -> u32;
    /// Percent of the page seen; negative where nothing can be scrolled.
    pub fn depth() -> i32;
    /// Pixels scrolled.
    #[wasm_bindgen(js_name = scrolledBy)]
    pub fn scrolled_by() -> f64;
    /// Milliseconds of a clock that never runs backwards.
    pub fn monotonic() -> f64;
}

#[wasm_bindgen(module = "/src/web/page/memory.js", js_namespace = memory)]
extern "C" {
    /// What is kept, of the tab or of the visitor.
    pub fn kept(of_tab: bool, key: &str) -> Option<String>;
    /// Keeps a text; false where storage refuses.
    pub fn keep(of_tab: bool, key: &str, text: &str) -> bool;
    /// What another tab has kept under the key, if that is what a `storage` event says.
    pub fn stored(event: &Event, key: &str) -> Option<String>;
    /// Whether storage can be looked at.
    pub fn remembers() -> bool;
}

#[wasm_bindgen(module = "/src/web/page/watch.js", js_namespace = watch)]
extern "C" {
    /// Tells of route changes.
    pub fn routes(code: i32);
    /// Whether this is a selector.
    #[wasm_bindgen(js_name = isSelector)]
    pub fn is_selector(selector: &str) -> bool;
    /// Whether an event happened in an element that fits.
    #[wasm_bindgen(js_name = isIn)]
    pub fn is_in(event: &Event, selector: &str) -> bool;
    /// Whether an event happened in a message.
    #[wasm_bindgen(js_name = isOurs)]
    pub fn is_ours(event: &Event) -> bool;
    /// Tells with which speed the pointer leaves through the top.
    pub fn pointer(code: i32);
    /// Tells once when an element comes on screen.
    pub fn seen(selector: &str, code: i32);
}

#[wasm_bindgen(module = "/src/web/page/layer.js", js_namespace = layer)]
extern "C" {
    /// Tells what every entry of the data layer comes to, and what is to be kept of it; false: there is none yet.
    #[wasm_bindgen(js_name = dataLayer)]
    pub fn data_layer(told: i32, keep: i32, kept: &str, currency: &str) -> bool;
}

#[wasm_bindgen(module = "/src/web/page/draw.js", js_namespace = draw)]
extern "C" {
    /// A new element with its class and part.
    pub fn element(tag: &str, class: &str) -> Element;
    /// Sets an attribute or removes it.
    pub fn attribute(element: &Element, name: &str, value: Option<&str>);
    /// Sets the custom property `--shopbell-NAME`.
    pub fn property(element: &Element, name: &str, value: &str);
    /// Sets the text.
    pub fn text(element: &Element, words: &str);
    /// Puts an element in, at the end or in place of another.
    pub fn put(parent: &Node, element: &Element, old: Option<&Element>);
    /// Takes an element away.
    pub fn remove(element: &Element);
    /// A host element with shadow root and style sheet.
    pub fn frame(css: &str) -> ShadowRoot;
    /// Brings a dialog or bar to the top layer; false: refused.
    pub fn raise(frame: &Element) -> bool;
    /// Takes it from the top layer, which gives the focus back where it was.
    pub fn lower(frame: &Element);
    /// The first element in a shadow that fits.
    pub fn find(root: &ShadowRoot, selector: &str) -> Option<Element>;
    /// Moves the focus.
    pub fn focus(element: &Element);
    /// The shop's font.
    pub fn font() -> String;
    /// Scrolls the focused element out from under a bar.
    pub fn uncover(focused: &JsValue, bar: &Element);
}

#[wasm_bindgen(module = "/src/web/page/perform.js", js_namespace = perform)]
extern "C" {
    /// Tells the page.
    pub fn announce(name: &str, detail: &JsValue);
    /// The same, with JSON text.
    #[wasm_bindgen(js_name = announceText)]
    pub fn announce_text(name: &str, detail: &str);
    /// Sends outcomes away, given as JSON with commas between.
    pub fn post(address: &str, outcomes: &str);
    /// Asks for the screen; true: granted at once.
    pub fn claim(exposure: &str, code: i32) -> bool;
    /// Puts text on the clipboard.
    pub fn copy(text: &str, root: &ShadowRoot, code: i32);
    /// Whether a message may lead there.
    pub fn allowed(address: &str) -> bool;
    /// Goes there.
    pub fn leave(address: &str);
    /// Whether an expression is found in a text.
    pub fn finds(source: &str, insensitive: bool, text: &str) -> bool;
    /// The number that a text is.
    #[wasm_bindgen(js_name = numberOf)]
    pub fn number_of(text: &str) -> f64;
    /// An amount in minor units.
    pub fn money(locale: &str, minor: f64, digits: u8, currency: &str) -> String;
    /// A number as written.
    pub fn number(locale: &str, text: &str) -> String;
    /// A day.
    pub fn day(locale: &str, days: f64) -> String;
}
