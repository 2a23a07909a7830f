//! Regular expressions, kept to what means the same everywhere: JavaScript's RegExp without flags (or with `i`) and an
//! engine that never backtracks.
//!
//! Decides which expressions a rule file may use. The search itself is the tools' own in the native build and the
//! browser's RegExp on a shop's page; a build with neither finds nothing.

mod check;
#[cfg(feature = "tools")]
mod native;

pub use check::{MAX_PATTERN, PatternError};
use std::fmt;
use std::rc::Rc;

/// A checked expression.
#[derive(Clone)]
pub struct Pattern {
    source: Rc<str>,
    insensitive: bool,
    #[cfg(feature = "tools")]
    program: native::Program,
    #[cfg(all(target_arch = "wasm32", feature = "web", not(feature = "tools")))]
    program: crate::web::pattern::Program,
}

impl Pattern {
    /// Checks an expression; `insensitive` ignores case as JavaScript's flag `i` does.
    ///
    /// # Errors
    /// What the two engines would not read, or not read alike; see [`PatternError`].
    pub fn parse(source: &str, insensitive: bool) -> Result<Pattern, PatternError> {
        #[cfg(not(feature = "tools"))]
        check::check(source, &mut ())?;
        Ok(Pattern {
            source: source.into(),
            insensitive,
            #[cfg(feature = "tools")]
            program: native::Program::compile(source, insensitive)?,
            #[cfg(all(target_arch = "wasm32", feature = "web", not(feature = "tools")))]
            program: Default::default(),
        })
    }

    /// Whether it is found anywhere in the text. Without the features `tools` and `web` never.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        #[cfg(feature = "tools")]
        return self.program.matches(text);
        #[cfg(all(target_arch = "wasm32", feature = "web", not(feature = "tools")))]
        return self.program.matches(&self.source, self.insensitive, text);
        #[cfg(not(any(feature = "tools", all(target_arch = "wasm32", feature = "web"))))]
        {
            let _ = text;
            false
        }
    }

    /// The expression as it was written.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Whether case is ignored.
    #[must_use]
    pub fn insensitive(&self) -> bool {
        self.insensitive
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_tuple("Pattern").field(&self.source).field(&self.insensitive).finish()
    }
}
