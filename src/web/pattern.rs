//! Searching with the browser's own RegExp, which costs nothing to download.
//!
//! Decides nothing: expressions are checked where they are decoded, so that both engines read them alike.

use super::page;

/// Stands where the tools keep a compiled expression; the page keeps ours.
#[derive(Clone, Default)]
pub struct Program;

impl Program {
    /// Whether the expression is found anywhere in the text.
    #[must_use]
    pub fn matches(&self, source: &str, insensitive: bool, text: &str) -> bool {
        page::finds(source, insensitive, text)
    }
}
