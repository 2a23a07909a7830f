//! Globs: how a rule file names a family of pages, `"/products/*"` or `"/{shop,store}/**"`.
//!
//! Decides what a glob means and matches it in one walk over the text, whatever the glob: every place that could be
//! reached so far is followed at once, so nothing is ever tried twice. Which text is matched is left to the caller.
//!
//! | written | matches |
//! |---|---|
//! | `*` | any text without `/`, also none |
//! | `**` | any text, also none; `/**/` is also a single `/`, and at the start `**/` is also nothing |
//! | `{a,b}` | one of these; wildcards are allowed inside, braces are not |
//! | `\*` | the character itself |
//! | anything else, `?` and `[` too | itself; case counts |

use std::fmt;
use std::rc::Rc;

/// Where no jump is.
const NO_JUMP: u16 = u16::MAX;

/// Most bytes that a glob may have.
pub const MAX_GLOB: usize = 256;

/// A glob, ready to match.
#[derive(Clone)]
pub struct Glob {
    source: Rc<str>,
    steps: Vec<Step>,
}

/// One step of the walk. Each names where to go on; the places are indices into the steps, always further ahead.
#[derive(Clone, Copy)]
enum Step {
    /// This byte, then the next step.
    Byte(u8),
    /// Stay for any byte but `/`, or go on.
    Segment,
    /// Stay for any byte, or go on.
    Any,
    /// Go on, and at that place too.
    Fork(u16),
    /// Go on at that place.
    Jump(u16),
}

/// Why a text is no glob.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GlobError {
    /// More than [`MAX_GLOB`] bytes.
    TooLong,
    /// `{` inside braces.
    Nested,
    /// A `{` that no `}` closes.
    Unclosed,
    /// A `}` that no `{` opened.
    Unopened,
    /// A `\` at the end.
    NothingEscaped,
}

#[cfg(feature = "tools")]
impl fmt::Display for GlobError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            GlobError::TooLong => "a glob has at most 256 bytes; split it into several under `$or`",
            GlobError::Nested => "braces cannot stand inside braces; write every alternative out, as in `{a,bc,bd}`",
            GlobError::Unclosed => "a `{` is never closed; add `}`, or write `\\{` for the character itself",
            GlobError::Unopened => "a `}` closes nothing; remove it, or write `\\}` for the character itself",
            GlobError::NothingEscaped => "a `\\` at the end escapes nothing; remove it, or write `\\\\` for the character itself",
        })
    }
}

impl Glob {
    /// Compiles a glob.
    ///
    /// # Errors
    /// Braces that nest or do not match, an escape of nothing, more than [`MAX_GLOB`] bytes.
    pub fn parse(source: &str) -> Result<Glob, GlobError> {
        if source.len() > MAX_GLOB {
            return Err(GlobError::TooLong);
        }
        let mut steps: Vec<Step> = Vec::new();
        // The fork of the alternative being read, and the last jump behind those already read, while inside braces. Until the
        // braces close, each jump holds the place of the one before it.
        let mut fork = None;
        let mut jump = NO_JUMP;
        // Whether a path segment begins here, and whether one did where the braces opened.
        let mut fresh = true;
        let mut fresh_inside = false;
        let mut rest = source.as_bytes();
        while let [byte, after @ ..] = rest {
            rest = after;
            let was_fresh = fresh;
            fresh = false;
            let next = steps.len();
            match byte {
                b'*' => match rest {
                    [b'*', after @ ..] => {
                        rest = after;
                        while let [b'*', after @ ..] = rest {
                            rest = after;
                        }
                        if was_fresh && rest.first() == Some(&b'/') {
                            // No segment at all: skip the slash as well.
                            push(&mut steps, Step::Fork(place(next + 3)));
                            fresh = true;
                        }
                        push(&mut steps, Step::Any);
                        if fresh && let [slash, after @ ..] = rest {
                            rest = after;
                            push(&mut steps, Step::Byte(*slash));
                        }
                    }
                    _ => push(&mut steps, Step::Segment),
                },
                b'{' if fork.is_some() => return Err(GlobError::Nested),
                b'{' => {
                    fork = Some(next);
                    fresh = was_fresh;
                    fresh_inside = was_fresh;
                    push(&mut steps, Step::Fork(0));
                }
                b',' if let Some(previous) = fork => {
                    push(&mut steps, Step::Jump(jump));
                    jump = place(next);
                    set(&mut steps, previous, Step::Fork(place(next + 1)));
                    fork = Some(next + 1);
                    fresh = fresh_inside;
                    push(&mut steps, Step::Fork(0));
                }
                b'}' => {
                    let last = fork.take().ok_or(GlobError::Unopened)?;
                    // The last alternative has no other beside it.
                    set(&mut steps, last, Step::Jump(place(last + 1)));
                    while let Some(Step::Jump(to)) = steps.get_mut(usize::from(jump)) {
                        jump = std::mem::replace(to, place(next));
                    }
                }
                b'\\' => {
                    let [escaped, after @ ..] = rest else { return Err(GlobError::NothingEscaped) };
                    rest = after;
                    push(&mut steps, Step::Byte(*escaped));
                }
                _ => {
                    fresh = *byte == b'/';
                    push(&mut steps, Step::Byte(*byte));
                }
            }
        }
        if fork.is_some() {
            return Err(GlobError::Unclosed);
        }
        Ok(Glob { source: source.into(), steps })
    }

    /// Whether the whole text matches. Takes at most as many steps as the glob is long for each byte of the text.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        // Which steps are reached; one place more for the end.
        let mut here = vec![false; self.steps.len() + 1];
        let mut there = vec![false; self.steps.len() + 1];
        reach(&mut here, 0);
        for byte in text.bytes() {
            if !self.follow(&mut here, byte, &mut there) {
                return false;
            }
            std::mem::swap(&mut here, &mut there);
            there.fill(false);
        }
        self.follow(&mut here, 0, &mut []);
        here.last() == Some(&true)
    }

    /// Goes on from each step that is reached: without a byte to steps ahead, with this byte to those reached next; whether there are
    /// any. INVARIANT: ways without a byte only lead ahead, so one pass in order finds all of them.
    fn follow(&self, here: &mut [bool], byte: u8, there: &mut [bool]) -> bool {
        let mut alive = false;
        for (at, step) in self.steps.iter().enumerate() {
            if here.get(at) != Some(&true) {
                continue;
            }
            let mut next = None;
            match *step {
                Step::Byte(wanted) if wanted == byte => next = Some(at + 1),
                Step::Byte(_) => {}
                Step::Segment | Step::Any => {
                    reach(here, at + 1);
                    if byte != b'/' || matches!(step, Step::Any) {
                        next = Some(at);
                    }
                }
                Step::Fork(other) => {
                    reach(here, at + 1);
                    reach(here, usize::from(other));
                }
                Step::Jump(to) => reach(here, usize::from(to)),
            }
            if let Some(next) = next {
                reach(there, next);
                alive = true;
            }
        }
        alive
    }

    /// The text that it was compiled from.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }
}

impl fmt::Debug for Glob {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_tuple("Glob").field(&self.source).finish()
    }
}

#[inline(never)]
fn reach(places: &mut [bool], at: usize) {
    if let Some(place) = places.get_mut(at) {
        *place = true;
    }
}

/// Out of line: growing a list is more code than calling for it.
#[inline(never)]
fn push(steps: &mut Vec<Step>, step: Step) {
    steps.push(step);
}

fn set(steps: &mut [Step], at: usize, step: Step) {
    if let Some(place) = steps.get_mut(at) {
        *place = step;
    }
}

/// Steps are counted in 16 bits: a glob of 256 bytes has at most 512.
fn place(at: usize) -> u16 {
    debug_assert!(at < 1 << 16);
    at as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(glob: &str, yes: &[&str], no: &[&str]) {
        let compiled = match Glob::parse(glob) {
            Ok(compiled) => compiled,
            Err(error) => panic!("{glob}: {error:?}"),
        };
        for text in yes {
            assert!(compiled.matches(text), "{glob} is to match {text}");
        }
        for text in no {
            assert!(!compiled.matches(text), "{glob} is not to match {text}");
        }
    }

    #[test]
    fn stars() {
        check("/products/*", &["/products/", "/products/mug"], &["/products", "/products/mug/red", "/Products/mug", "x/products/mug"]);
        check("/products/**", &["/products/", "/products/mug/red"], &["/products", "/productsmug"]);
        check("/*/sale", &["/en/sale", "//sale"], &["/sale", "/en/ro/sale"]);
        check("*.html", &["a.html", ".html"], &["/a.html", "a.html5"]);
        check("**", &["", "/", "/a/b"], &[]);
        check("*", &["", "a"], &["/"]);
        check("a**z", &["az", "a/b/z"], &["a/b/zz/"]);
        check("a***z", &["az", "a/b/z"], &["za"]);
        check("", &[""], &["a"]);
    }

    #[test]
    fn double_stars_between_slashes_may_be_nothing() {
        check("/a/**/b", &["/a/b", "/a/x/b", "/a/x/y/b"], &["/ab", "/a/xb", "/a//c"]);
        check("**/b", &["b", "a/b", "/b"], &["ab"]);
        check("/**/**/b", &["/b", "/a/b", "/a/c/b"], &["b"]);
        check("x**/b", &["x/b", "xy/b", "x/y/b"], &["xb"]);
        check("/{a,**/b}", &["/a", "/b", "/x/b"], &["/"]);
        check("x{a,**/b}", &["xa", "x/b", "xy/b"], &["xb"]);
        check("{**/b,c}", &["b", "x/b", "c"], &["xb"]);
    }

    #[test]
    fn alternatives() {
        check("/{shop,store}/*", &["/shop/a", "/store/"], &["/shops/a", "/{shop,store}/a"]);
        check("{a,b}{c,d}", &["ac", "ad", "bc", "bd"], &["ab", "a", "abcd", ""]);
        check("a{,b}", &["a", "ab"], &["abb"]);
        check("{}x{y}", &["xy"], &["x", "{}xy"]);
        check("{*.html,*.php,/**}", &["a.html", "b.php", "/c/d"], &["c/d.html"]);
        check("a,b", &["a,b"], &["a"]);
    }

    #[test]
    fn everything_else_is_itself() {
        check("/search?q=[a]", &["/search?q=[a]"], &["/searchXq=a"]);
        check("\\*\\{\\}\\\\\\a", &["*{}\\a"], &["x"]);
        check("{a\\,b,c}", &["a,b", "c"], &["a"]);
        check("/cadouri/înghețată-*", &["/cadouri/înghețată-🍦"], &["/cadouri/inghetata-1"]);
        check("\\ș", &["ș"], &["s"]);
    }

    #[test]
    fn errors_say_what_is_wrong() {
        for (glob, error) in [
            ("{a,{b,c}}", GlobError::Nested),
            ("{a", GlobError::Unclosed),
            ("a}", GlobError::Unopened),
            ("a\\", GlobError::NothingEscaped),
            (&*"a".repeat(257), GlobError::TooLong),
        ] {
            assert_eq!(Glob::parse(glob).err(), Some(error), "{glob}");
        }
        assert!(Glob::parse(&",".repeat(256)).is_ok());
    }

    #[test]
    fn no_glob_takes_for_ever() {
        let glob = ["{*,**}a".repeat(36), "b".into()].concat();
        check(&glob, &[&["a".repeat(4_000), "b".into()].concat()], &[&"a".repeat(4_000)]);
    }
}
