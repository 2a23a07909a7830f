//! What is asked of the browser in JavaScript, from the files in `page/`.
//!
//! Decides nothing: these are declarations. What can throw, takes a callback, or is one line there and thirty here is
//! there; building the tree of a message and everything else is Rust.
//!
//! Each file exports one object. Functions exported one by one would be listed by the bundler in an object that is filled by
//! `for … in`, which fails on pages that add to `Object.prototype`.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/web/page/door.js", js_namespace = door)]
extern "C" {
    /// Opens the door to the one entry; false after a fault.
    pub fn open(entry: &JsValue) -> bool;
    /// Takes back all that was installed.
    pub fn close();
    /// Runs a job; whatever goes wrong in it ends shopbell and nothing else.
    pub fn attempt(job: &mut dyn FnMut());
    /// Listens until the door closes.
    pub fn listen(target: &web_sys::EventTarget, kind: &str, code: u32, passive: bool);
    /// Listens as long as the target lives.
    pub fn hear(target: &web_sys::EventTarget, kind: &str, code: u32);
    /// Says one line to whoever looks after the shop.
    pub fn warn(sentence: &str);
}

#[wasm_bindgen(module = "/src/web/page/measure.js", js_namespace = measure)]
extern "C" {
    /// All that is known when a page view begins.
    #[wasm_bindgen(js_name = startText)]
    pub fn start_text() -> String;
    /// Address, title and language.
    #[wasm_bindgen(js_name = pageText)]
    pub fn page_text() -> String;
    /// Offsets of the shop's zone and the visitor's.
    #[wasm_bindgen(js_name = zonesText)]
    pub fn zones_text(shop: &str) -> String;
    /// Any value as JSON text.
    pub fn json(value: &JsValue) -> String;
    /// Whether the page is only prepared, for a shopper who may never look at it.
    pub fn prerendering() -> bool;
    /// What the page looks like, as bits.
    pub fn scene() -> u8;
    /// Percent of the page seen; negative where nothing can be scrolled.
    pub fn depth() -> i32;
}

#[wasm_bindgen(module = "/src/web/page/watch.js", js_namespace = watch)]
extern "C" {
    /// Tells of route changes.
    pub fn routes(code: u32);
    /// Tells once when an element comes on screen; false: not a selector.
    pub fn seen(selector: &str, code: u32) -> bool;
    /// Tells every entry of the data layer; false: there is none yet.
    #[wasm_bindgen(js_name = dataLayer)]
    pub fn data_layer(code: u32) -> bool;
}

#[wasm_bindgen(module = "/src/web/page/perform.js", js_namespace = perform)]
extern "C" {
    /// A host element with shadow root and style sheet.
    pub fn frame(css: &str) -> web_sys::ShadowRoot;
    /// Brings a dialog or bar to the top layer; false: refused.
    pub fn raise(frame: &web_sys::Element) -> bool;
    /// Takes it from the top layer, which gives the focus back where it was.
    pub fn lower(frame: &web_sys::Element);
    /// The shop's font.
    pub fn font() -> String;
    /// Scrolls the focused element out from under a bar.
    pub fn uncover(focused: &JsValue, bar: &web_sys::Element);
    /// Tells the page.
    pub fn announce(name: &str, detail: &JsValue);
    /// Sends text away.
    pub fn post(address: &str, body: &str);
    /// Asks for the screen; true: granted at once.
    pub fn claim(exposure: &str, code: u32) -> bool;
    /// Puts text on the clipboard.
    pub fn copy(text: &str, root: &web_sys::ShadowRoot, code: u32);
    /// Whether a message may lead there.
    pub fn allowed(address: &str) -> bool;
    /// Goes there.
    pub fn leave(address: &str);
    /// Whether an expression is found in a text.
    pub fn finds(source: &str, insensitive: bool, text: &str) -> bool;
    /// An amount in minor units.
    pub fn money(locale: &str, minor: f64, digits: u8, currency: &str) -> String;
    /// A number as written.
    pub fn number(locale: &str, text: &str) -> String;
    /// A day.
    pub fn day(locale: &str, days: f64) -> String;
}
