//! Reads an expression and refuses what the engines would not read alike.
//!
//! Decides the grammar: literals, `.`, `^`, `$`, `|`, groups, character classes, `* + ? {2} {2,} {2,5}` with or without
//! `?` behind, the escapes `\d \w \s \b` and their opposites, `\n \r \t`, and escaped punctuation. What an expression means
//! is told to a [`Sink`] piece by piece; the shopper's build has none.

#[cfg(feature = "tools")]
use std::fmt;
use std::str::Chars;

/// Most bytes that an expression may have.
pub const MAX_PATTERN: usize = 256;
/// Most repetitions that may be asked for by number.
const MAX_COUNT: u32 = 1_000;
/// Most characters and classes after all counted repetitions are written out.
const MAX_SIZE: u32 = 10_000;

/// Why an expression cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PatternError {
    /// More than [`MAX_PATTERN`] bytes.
    TooLong,
    /// Longer than 10,000 characters with its repetitions written out.
    TooBig,
    /// `(?=`, `(?!`, `(?<`: looking ahead or behind, or a named group.
    LookAround,
    /// `(?` and something else than `:`.
    Group,
    /// `\1`: what an earlier group matched.
    BackReference,
    /// An escape that the engines do not share.
    Escape(char),
    /// A `\` at the end.
    NothingEscaped,
    /// A group or class that is never closed.
    Unclosed(char),
    /// A `)` that closes nothing.
    Unopened,
    /// `[]` or `[^]`.
    EmptyClass,
    /// A range in a class that runs backwards or does not go from one character to another.
    Range,
    /// Punctuation that has to be escaped to stand for itself.
    Unescaped(char),
    /// A repetition of nothing, of an anchor, or of another repetition.
    NothingToRepeat,
    /// A repetition without end of something that is repeated without end: a browser can try for hours.
    Endless,
    /// Counts that are no numbers, too high or in the wrong order.
    Repetition,
    /// A character outside the Basic Multilingual Plane in a class or repeated: to JavaScript it is two.
    Pair(char),
}

#[cfg(feature = "tools")]
impl fmt::Display for PatternError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PatternError::TooLong => out.write_str("an expression has at most 256 bytes; split it into several under `$or`"),
            PatternError::TooBig => {
                out.write_str("written out, these repetitions are longer than 10,000 characters; use smaller counts, `*` or `+`")
            }
            PatternError::LookAround => {
                out.write_str("looking ahead or behind (`(?=`, `(?!`, `(?<`) is not supported; use several conditions and `$not`")
            }
            PatternError::Group => out.write_str("`(?` may only begin a group `(?:…)`; to ignore case use `$regexi`"),
            PatternError::BackReference => out.write_str("going back to an earlier group (`\\1`) is not supported"),
            PatternError::Escape(c) => {
                write!(out, "`\\{c}` is not supported; supported are \\d \\w \\s \\b \\D \\W \\S \\B \\n \\r \\t and escaped punctuation")
            }
            PatternError::NothingEscaped => {
                out.write_str("a `\\` at the end escapes nothing; remove it, or write `\\\\` for the character itself")
            }
            PatternError::Unclosed(c) => write!(out, "a `{c}` is never closed; close it, or write `\\{c}` for the character itself"),
            PatternError::Unopened => out.write_str("a `)` closes nothing; remove it, or write `\\)` for the character itself"),
            PatternError::EmptyClass => out.write_str("a class in `[…]` needs at least one character; write `\\]` for the bracket itself"),
            PatternError::Range => out.write_str(
                "a range in `[…]` goes from a lower character to a higher one, as in `[a-z]`; write `\\-` for the hyphen itself",
            ),
            PatternError::Unescaped(c) => write!(out, "write `\\{c}` for the character `{c}` itself"),
            PatternError::NothingToRepeat => {
                out.write_str("`*`, `+`, `?` or `{…}` must follow what it repeats; write `\\*` for the character itself")
            }
            PatternError::Endless => out.write_str(
                "`*`, `+` or `{2,}` inside something that is itself repeated so, as in `(a+)+`, can take a browser hours; repeat once",
            ),
            PatternError::Repetition => out
                .write_str("a count is `{2}`, `{2,}` or `{2,5}`, up to 1000 and the lower number first; write `\\{` for the brace itself"),
            PatternError::Pair(c) => write!(out, "`{c}` cannot stand in `[…]` or before a repetition; write `(?:{c})`"),
        }
    }
}

/// Who wants to know what a checked expression means.
pub(super) trait Sink {
    /// Text that every engine reads alike: groups, anchors, `|`, repetitions.
    fn raw(&mut self, _text: &str) {}
    /// A character for itself.
    fn literal(&mut self, _c: char) {}
    /// One of `. d D w W s S`, by itself or in the open class.
    fn set(&mut self, _name: char) {}
    /// A class begins.
    fn open(&mut self, _negated: bool) {}
    /// From one character to another, in the open class.
    fn range(&mut self, _from: char, _to: char) {}
    /// The class ends.
    fn close(&mut self) {}
}

impl Sink for () {}

/// Reads a whole expression.
pub(super) fn check(source: &str, sink: &mut impl Sink) -> Result<(), PatternError> {
    if source.len() > MAX_PATTERN {
        return Err(PatternError::TooLong);
    }
    let mut checker = Checker { rest: source.chars(), sink, endless: false, error: PatternError::TooBig };
    if checker.alternatives(false).is_none() {
        return Err(checker.error);
    }
    Ok(())
}

/// What one piece of an expression is to a repetition behind it.
enum Piece {
    /// May be repeated; so many characters long at most, repetitions written out.
    Sized(u32),
    /// A place between characters.
    Place,
    /// Two characters to JavaScript, of which a repetition would take the second.
    Pair(char),
}

struct Checker<'a, S> {
    rest: Chars<'a>,
    sink: &'a mut S,
    /// Whether something that was read since the innermost `(` is repeated without end.
    endless: bool,
    /// What is wrong, once something is.
    error: PatternError,
}

impl<S: Sink> Checker<'_, S> {
    fn fail<T>(&mut self, error: PatternError) -> Option<T> {
        // Only the tools tell which.
        if cfg!(feature = "tools") {
            self.error = error;
        }
        None
    }

    // Kept out of line: decoding a character is more code than calling for it.
    #[inline(never)]
    fn next(&mut self) -> Option<char> {
        self.rest.next()
    }

    #[inline(never)]
    fn peek(&self) -> Option<char> {
        self.rest.clone().next()
    }

    fn eat(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.next();
        }
        found
    }

    /// Up to the end of the group or of the expression; the size of all alternatives together.
    fn alternatives(&mut self, in_group: bool) -> Option<u32> {
        let mut size = 0_u32;
        while let Some(c) = self.next() {
            match c {
                ')' if in_group => {
                    self.sink.raw(")");
                    return Some(size);
                }
                ')' => return self.fail(PatternError::Unopened),
                '|' => self.sink.raw("|"),
                _ => size = size.saturating_add(self.piece(c)?),
            }
            if size > MAX_SIZE {
                return self.fail(PatternError::TooBig);
            }
        }
        if in_group { self.fail(PatternError::Unclosed('(')) } else { Some(size) }
    }

    fn piece(&mut self, first: char) -> Option<u32> {
        let outside = std::mem::take(&mut self.endless);
        let piece = self.unrepeated(first)?;
        let inside = std::mem::take(&mut self.endless);
        let before = self.rest.as_str();
        let times = self.repetition()?;
        if inside && self.endless {
            return self.fail(PatternError::Endless);
        }
        self.endless |= inside || outside;
        if times.is_some() && matches!(self.peek(), Some('*' | '+' | '?' | '{')) {
            return self.fail(PatternError::NothingToRepeat);
        }
        let read = before.len() - self.rest.as_str().len();
        self.sink.raw(before.get(..read).unwrap_or_default());
        match (piece, times) {
            (Piece::Sized(size), times) => Some(size.saturating_mul(times.unwrap_or(1))),
            (Piece::Place | Piece::Pair(_), None) => Some(1),
            (Piece::Place, Some(_)) => self.fail(PatternError::NothingToRepeat),
            (Piece::Pair(c), Some(_)) => self.fail(PatternError::Pair(c)),
        }
    }

    fn unrepeated(&mut self, first: char) -> Option<Piece> {
        match first {
            '(' => {
                if self.eat('?') {
                    match self.next() {
                        Some(':') => {}
                        Some('=' | '!' | '<') => return self.fail(PatternError::LookAround),
                        _ => return self.fail(PatternError::Group),
                    }
                }
                self.sink.raw("(?:");
                self.alternatives(true).map(Piece::Sized)
            }
            '[' => self.class().map(|()| Piece::Sized(1)),
            '.' => {
                self.sink.set('.');
                Some(Piece::Sized(1))
            }
            '^' | '$' => {
                self.sink.raw(if first == '^' { "^" } else { "$" });
                Some(Piece::Place)
            }
            '*' | '+' | '?' => self.fail(PatternError::NothingToRepeat),
            '{' | '}' | ']' => self.fail(PatternError::Unescaped(first)),
            '\\' => match self.next() {
                Some(c @ ('b' | 'B')) => {
                    self.sink.raw(if c == 'b' { "\\b" } else { "\\B" });
                    Some(Piece::Place)
                }
                Some(c @ ('d' | 'D' | 'w' | 'W' | 's' | 'S')) => {
                    self.sink.set(c);
                    Some(Piece::Sized(1))
                }
                escaped => {
                    let c = self.unescape(escaped)?;
                    self.sink.literal(c);
                    Some(Piece::Sized(1))
                }
            },
            c => {
                self.sink.literal(c);
                Some(if c.len_utf16() == 2 { Piece::Pair(c) } else { Piece::Sized(1) })
            }
        }
    }

    /// A class, after its `[`.
    fn class(&mut self) -> Option<()> {
        let negated = self.eat('^');
        self.sink.open(negated);
        if self.peek() == Some(']') {
            return self.fail(PatternError::EmptyClass);
        }
        let mut first = true;
        while let Some(c) = self.next() {
            if c == ']' {
                self.sink.close();
                return Some(());
            }
            // A hyphen stands for itself only where no range could be meant.
            if c == '-' && !first && self.peek().is_some_and(|next| next != ']') {
                return self.fail(PatternError::Unescaped('-'));
            }
            first = false;
            let from = self.member(c)?;
            let ranges = matches!(self.rest.as_str().as_bytes(), [b'-', next, ..] if *next != b']');
            let to = if ranges {
                self.next();
                match self.next() {
                    Some(c) if c != '-' => self.member(c)?,
                    _ => None,
                }
            } else {
                from
            };
            match (from, to) {
                (Some(from), Some(to)) if from <= to => self.sink.range(from, to),
                (None, None) if !ranges => {}
                _ => return self.fail(PatternError::Range),
            }
        }
        self.fail(PatternError::Unclosed('['))
    }

    /// One member of a class; `None` for a set such as `\d`.
    fn member(&mut self, first: char) -> Option<Option<char>> {
        match first {
            '\\' => match self.next() {
                Some(c @ ('d' | 'D' | 'w' | 'W' | 's' | 'S')) => {
                    self.sink.set(c);
                    Some(None)
                }
                escaped => self.unescape(escaped).map(Some),
            },
            '[' => self.fail(PatternError::Unescaped('[')),
            c if c.len_utf16() == 2 => self.fail(PatternError::Pair(c)),
            c => Some(Some(c)),
        }
    }

    /// How often at most the piece before is written out: once for `*`, `+` and `?`. `None` where it is not repeated.
    fn repetition(&mut self) -> Option<Option<u32>> {
        let times = match self.peek() {
            Some(sign @ ('*' | '+' | '?')) => {
                self.next();
                self.endless = sign != '?';
                1
            }
            Some('{') => {
                self.next();
                let low = match self.count()? {
                    Some(low) => low,
                    None => return self.fail(PatternError::Repetition),
                };
                let mut high = low;
                if self.eat(',') {
                    let most = self.count()?;
                    self.endless = most.is_none();
                    high = most.unwrap_or(low.max(1));
                }
                if high < low || !self.eat('}') {
                    return self.fail(PatternError::Repetition);
                }
                high
            }
            _ => return Some(None),
        };
        self.eat('?');
        Some(Some(times))
    }

    fn count(&mut self) -> Option<Option<u32>> {
        let mut count = None;
        while let Some(digit) = self.peek().and_then(|c| c.to_digit(10)) {
            self.next();
            let value = count.unwrap_or(0) * 10 + digit;
            if value > MAX_COUNT {
                return self.fail(PatternError::Repetition);
            }
            count = Some(value);
        }
        Some(count)
    }

    /// The character that an escape stands for.
    fn unescape(&mut self, escaped: Option<char>) -> Option<char> {
        match escaped {
            Some('n') => Some('\n'),
            Some('r') => Some('\r'),
            Some('t') => Some('\t'),
            Some(c) if c.is_ascii_punctuation() => Some(c),
            Some('1'..='9' | 'k') => self.fail(PatternError::BackReference),
            Some(c) => self.fail(PatternError::Escape(c)),
            None => self.fail(PatternError::NothingEscaped),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_the_shared_language() {
        for source in [
            "",
            "a",
            "^/blog/",
            "(Mobile|Tablet)",
            "(?:a|b)*?c+?",
            "[a-z0-9_-]+",
            "[-a]",
            "[^\\d\\s/]",
            "\\.html?$",
            "a{2}",
            "a{2,}",
            "a{2,5}?",
            "(a+b*)?(c{2,5})+(d+){3}e*",
            "\\/\\-\\@\\\\",
            "[.*+?(){}|^$]",
            "[\\]\\[]",
            "\\bsale\\b",
            "(a|)",
            "()",
            "ștefan",
            "🦀",
            "(?:🦀)+",
            "-12-25$",
            "[\\n-\\r]",
            "a{1000}",
            "[+-\\-]",
            "[a&&b]",
            "#",
        ] {
            assert_eq!(check(source, &mut ()), Ok(()), "{source}");
        }
    }

    #[test]
    fn refuses_everything_else() {
        use PatternError::*;
        for (source, error) in [
            ("(?=a)", LookAround),
            ("(?<=a)", LookAround),
            ("(?<name>a)", LookAround),
            ("(?i)a", Group),
            ("(?", Group),
            ("(a)\\1", BackReference),
            ("\\k<n>", BackReference),
            ("\\x41", Escape('x')),
            ("\\p{L}", Escape('p')),
            ("\\z", Escape('z')),
            ("[\\b]", Escape('b')),
            ("a\\", NothingEscaped),
            ("(a", Unclosed('(')),
            ("[a", Unclosed('[')),
            ("[a-", Unclosed('[')),
            ("a)", Unopened),
            ("[]", EmptyClass),
            ("[^]a]", EmptyClass),
            ("[z-a]", Range),
            ("[a-\\d]", Range),
            ("[\\d-z]", Range),
            ("[a--]", Range),
            ("[a-c-e]", Unescaped('-')),
            ("[a[b]]", Unescaped('[')),
            ("a]", Unescaped(']')),
            ("{a}", Unescaped('{')),
            ("*a", NothingToRepeat),
            ("(*a)", NothingToRepeat),
            ("a|+", NothingToRepeat),
            ("a**", NothingToRepeat),
            ("a{2}{3}", NothingToRepeat),
            ("a+??", NothingToRepeat),
            ("^*", NothingToRepeat),
            ("\\b+", NothingToRepeat),
            ("/???***[)", NothingToRepeat),
            ("a{", Repetition),
            ("a{,5}", Repetition),
            ("a{5,2}", Repetition),
            ("a{1001}", Repetition),
            ("a{99999999999}", Repetition),
            ("a{x}", Repetition),
            ("(a{1000}){11}", TooBig),
            ("(a+)+$", Endless),
            ("(?:x(?:a|b{2,})?c)*", Endless),
            ("(a*){2,}?", Endless),
            ("[🦀]", Pair('🦀')),
            ("🦀+", Pair('🦀')),
        ] {
            assert_eq!(check(source, &mut ()), Err(error), "{source}");
        }
        assert_eq!(check(&"a".repeat(257), &mut ()), Err(TooLong));
        assert_eq!(check(&"(".repeat(256), &mut ()), Err(Unclosed('(')));
    }
}
