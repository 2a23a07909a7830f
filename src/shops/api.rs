//! What JavaScript can call in the shops build. Values cross as JSON text.

use crate::platform::ga4::Reader;
use wasm_bindgen::prelude::wasm_bindgen;

/// A data layer, read entry by entry.
#[wasm_bindgen]
pub struct Layer {
    reader: Reader,
    currency: String,
}

#[wasm_bindgen]
impl Layer {
    /// Goes on where an earlier page of the tab left off. `currency` is that of the site.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(kept: &str, currency: String) -> Layer {
        Layer { reader: Reader::resume(kept.as_bytes()), currency }
    }

    /// What an entry tells: declarations, one a line.
    #[must_use]
    pub fn read(&mut self, entry: &str) -> String {
        self.reader.read(entry.as_bytes(), &self.currency)
    }

    /// What the next page of the tab needs to know.
    #[must_use]
    pub fn keep(&self) -> String {
        self.reader.keep()
    }
}
