//! What the browser knows about text: its RegExp, its lower case and its numbers, 33 KB that nobody has to download.
//!
//! Decides nothing: which expressions exist, and that they mean the same to the tools, is decided by
//! [`crate::engine::pattern`]. RegExp is only called where exceptions are caught: whatever a page has done to it, the answer
//! is then no, and never an exception through the engine.

use super::page;

/// Stands where the tools keep a compiled expression; the page keeps ours.
#[derive(Clone, Default)]
pub struct Program;

impl Program {
    /// Whether the expression is found anywhere in the text; `insensitive` sets the flag `i`.
    #[must_use]
    pub fn matches(&self, source: &str, insensitive: bool, text: &str) -> bool {
        page::finds(source, insensitive, text)
    }
}

/// JavaScript's `toLowerCase`.
#[must_use]
pub fn lower(text: &str) -> String {
    page::lower(text)
}

/// JavaScript's `Number(text)`.
#[must_use]
pub fn number(text: &str) -> f64 {
    page::number_of(text)
}
