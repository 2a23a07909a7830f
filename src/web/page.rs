//! What is asked of the browser in JavaScript, from the files in `page/`.
//!
//! Decides nothing: these are declarations. What can throw, takes a callback, or is one line there and thirty here is there, and
//! whatever has an element in its hands. What is shown, and what happens in which order, is Rust.
//!
//! Each file exports one object. Functions exported one by one would be listed by the bundler in an object that is filled by
//! `for … in`, which fails on pages that add to `Object.prototype`.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/web/page/door.js", js_namespace = door)]
extern "C" {
    /// Takes back all that was installed.
    pub fn close();
    /// The text that came in with what is told now; empty where it was none.
    pub fn said() -> String;
    /// Answers whoever asked.
    pub fn answer(text: &str);
    /// Notes the campaign whose message is worked on now, in case that ends in a fault.
    #[wasm_bindgen(js_name = worksOn)]
    pub fn works_on(campaign: &str);
    /// Tells by the code after so many milliseconds, instead of what was to be told so before; negative: not at all.
    pub fn wake(wait: i32, code: i32);
    /// Listens on window or document until the door closes.
    pub fn hear(on_document: bool, kind: &str, code: i32);
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
    /// Whether nobody looks at the tab.
    pub fn hidden() -> bool;
    /// Percent of the page seen; negative where nothing can be scrolled.
    pub fn depth() -> i32;
    /// Pixels scrolled.
    #[wasm_bindgen(js_name = scrolledBy)]
    pub fn scrolled_by() -> f64;
    /// Milliseconds of a clock that never runs backwards.
    pub fn monotonic() -> f64;
    /// Milliseconds since 1970, as far as the device knows.
    pub fn wall() -> f64;
}

#[wasm_bindgen(module = "/src/web/page/polite.js", js_namespace = polite)]
extern "C" {
    /// What is in the way of a message, as bits.
    pub fn scene() -> u8;
    /// Whether something that fits is on screen.
    pub fn avoided(selector: &str) -> bool;
}

#[wasm_bindgen(module = "/src/web/page/memory.js", js_namespace = memory)]
extern "C" {
    /// What is kept, of the tab or of the visitor.
    pub fn kept(of_tab: bool, key: &str) -> Option<String>;
    /// Keeps a text; false where storage refuses.
    pub fn keep(of_tab: bool, key: &str, text: &str) -> bool;
    /// What another tab has kept under the key, if that is what the `storage` event says that is told now.
    pub fn stored(key: &str) -> Option<String>;
    /// Whether storage can be looked at.
    pub fn remembers() -> bool;
    /// Forgets what is kept of the visitor under a key.
    pub fn forget(key: &str);
    /// The visitor's keys that begin so, as a list in JSON.
    pub fn names(prefix: &str) -> String;
}

#[wasm_bindgen(module = "/src/web/page/watch.js", js_namespace = watch)]
extern "C" {
    /// Tells of route changes.
    pub fn routes(code: i32);
    /// Whether this is a selector.
    #[wasm_bindgen(js_name = isSelector)]
    pub fn is_selector(selector: &str) -> bool;
    /// Whether the event that is told now happened in an element that fits.
    #[wasm_bindgen(js_name = isIn)]
    pub fn is_in(selector: &str) -> bool;
    /// Whether it happened in a message.
    #[wasm_bindgen(js_name = isOurs)]
    pub fn is_ours() -> bool;
    /// Whether it is of a page that comes back from the browser's cache.
    pub fn persisted() -> bool;
    /// Tells with which speed the pointer leaves through the top.
    pub fn pointer(code: i32);
    /// Tells once when an element comes on screen.
    pub fn seen(selector: &str, code: i32);
}

#[wasm_bindgen(module = "/src/web/page/place.js", js_namespace = places)]
extern "C" {
    /// Tells how the place at a side of the element is, and whenever that changes.
    pub fn place(selector: &str, side: i32, code: i32);
    /// Measures all of them now, and tells what has changed.
    pub fn measure();
}

#[wasm_bindgen(module = "/src/web/page/layer.js", js_namespace = layer)]
extern "C" {
    /// Tells what every entry of the data layer comes to, and what is to be kept of it; false: there is none yet.
    #[wasm_bindgen(js_name = dataLayer)]
    pub fn data_layer(told: i32, keep: i32, kept: &str, currency: &str) -> bool;
}

#[wasm_bindgen(module = "/src/web/page/message.js", js_namespace = message)]
extern "C" {
    /// Puts a message on the page, with the style sheet and its view as text, in the place of another or none; false: the browser refused.
    pub fn show(number: u32, sheet: &str, view: &str, before: u32) -> bool;
    /// Brings it up to date.
    pub fn update(number: u32, view: &str);
    /// Takes it away.
    pub fn hide(number: u32);
    /// Puts a text on the clipboard, if there is one, for what was pressed in a message, which says that it is done.
    pub fn copy(number: u32, text: &str);
    /// Goes where a message leads.
    pub fn leave(number: u32, address: &str);
}

#[wasm_bindgen(module = "/src/web/page/perform.js", js_namespace = perform)]
extern "C" {
    /// Tells the page, with JSON text.
    pub fn announce(name: &str, detail: &str);
    /// Sends a body in a request that outlives the page; tells `[status, seconds of Retry-After, body]` of the reply, `[0]` where there was none.
    pub fn post(address: &str, body: &str, code: i32);
    /// Asks for a code of a pool; tells the reply like [`post`].
    #[wasm_bindgen(js_name = claimCode)]
    pub fn claim_code(collector: &str, body: &str, code: i32);
    /// Tells once the page has nothing to do.
    pub fn idle(code: i32);
    /// Asks for the screen; true: granted at once.
    pub fn claim(exposure: &str, code: i32) -> bool;
    /// Whether an expression is found in a text.
    pub fn finds(source: &str, insensitive: bool, text: &str) -> bool;
    /// The number that a text is.
    #[wasm_bindgen(js_name = numberOf)]
    pub fn number_of(text: &str) -> f64;
    /// The text in lower case.
    pub fn lower(text: &str) -> String;
}
