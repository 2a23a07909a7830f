//! One pass over the bytes: what is JSON, where every value stands, and the limits.
//!
//! Decides the grammar (RFC 8259, strictly). Leaves what the tokens say to the nodes.

use super::{Kind, MAX_DEPTH, MAX_KEYS, MAX_TEXT, Syntax, SyntaxError, Token};

pub(super) struct Scanner<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) at: usize,
    pub(super) tape: Vec<Token>,
    pub(super) keys: usize,
}

/// An open list or object while scanning.
#[derive(Clone, Copy)]
struct Open {
    index: u32,
    object: bool,
}

impl Scanner<'_> {
    fn fail<T>(&self, what: Syntax) -> Result<T, SyntaxError> {
        let what =
            if self.at >= self.bytes.len() && !matches!(what, Syntax::TooManyKeys | Syntax::TextTooLong) { Syntax::Ends } else { what };
        Err(SyntaxError { at: self.at as u32, what })
    }

    #[inline]
    fn peek(&self) -> u8 {
        self.bytes.get(self.at).copied().unwrap_or(0)
    }

    /// Skips whitespace; minified files have none, so that is a comparison.
    #[inline(always)]
    fn space(&mut self) {
        while self.peek() <= b' ' && self.is_space() {
            self.at += 1;
        }
    }

    fn is_space(&self) -> bool {
        matches!(self.peek(), b' ' | b'\n' | b'\r' | b'\t')
    }

    /// Goes on to the next byte of a text that is not simply part of it: quote, backslash or control character.
    ///
    /// Eight bytes at a time; a byte is found as in "Bit Twiddling Hacks: Determine if a word has a byte less than n". What is marked
    /// above the lowest marked byte can be wrong, the lowest is not.
    fn plain(&mut self) {
        const ONES: u64 = u64::MAX / 255;
        const HIGH: u64 = ONES << 7;
        let mut rest = self.bytes.get(self.at..).unwrap_or_default();
        while let Some((eight, more)) = rest.split_first_chunk() {
            let word = u64::from_le_bytes(*eight);
            let (quotes, slashes) = (word ^ (ONES * b'"' as u64), word ^ (ONES * b'\\' as u64));
            let marks =
                quotes.wrapping_sub(ONES) & !quotes | slashes.wrapping_sub(ONES) & !slashes | word.wrapping_sub(ONES * 0x20) & !word;
            if marks & HIGH != 0 {
                self.at += (marks & HIGH).trailing_zeros() as usize / 8;
                return;
            }
            self.at += 8;
            rest = more;
        }
        while self.peek() >= 0x20 && !matches!(self.peek(), b'"' | b'\\') {
            self.at += 1;
        }
    }

    /// One loop with its own stack, so that nesting costs no call depth.
    pub(super) fn document(&mut self) -> Result<(), SyntaxError> {
        let mut stack = [Open { index: 0, object: false }; MAX_DEPTH];
        let mut depth = 0;
        'value: loop {
            self.space();
            let open = self.peek();
            if open == b'{' || open == b'[' {
                if depth == MAX_DEPTH {
                    return self.fail(Syntax::TooDeep);
                }
                let object = open == b'{';
                stack[depth] = Open { index: self.tape.len() as u32, object };
                depth += 1;
                let kind = if object { Kind::Object } else { Kind::List };
                self.tape.push(Token { kind, start: self.at as u32, end: 0, next: 0 });
                self.at += 1;
                self.space();
                if self.peek() == if object { b'}' } else { b']' } {
                    // falls through to the closing below
                } else {
                    if object {
                        self.key()?;
                    }
                    continue 'value;
                }
            } else {
                self.scalar()?;
            }
            // After a value: close what ends here, or go on behind the comma.
            loop {
                if depth == 0 {
                    self.space();
                    return if self.at == self.bytes.len() { Ok(()) } else { self.fail(Syntax::Rest) };
                }
                self.space();
                let Open { index, object } = stack[depth - 1];
                match (self.peek(), object) {
                    (b',', _) => {
                        self.at += 1;
                        self.space();
                        if matches!(self.peek(), b'}' | b']') {
                            return self.fail(Syntax::TrailingComma);
                        }
                        if object {
                            self.key()?;
                        }
                        continue 'value;
                    }
                    (b'}', true) | (b']', false) => {
                        self.at += 1;
                        depth -= 1;
                        let next = self.tape.len() as u32;
                        if let Some(token) = self.tape.get_mut(index as usize) {
                            token.end = self.at as u32;
                            token.next = next;
                        }
                    }
                    _ => return self.fail(Syntax::Comma),
                }
            }
        }
    }

    fn key(&mut self) -> Result<(), SyntaxError> {
        if self.peek() != b'"' {
            return self.fail(Syntax::Key);
        }
        self.keys += 1;
        if self.keys > MAX_KEYS {
            return self.fail(Syntax::TooManyKeys);
        }
        self.string()?;
        self.space();
        if self.peek() != b':' {
            return self.fail(Syntax::Colon);
        }
        self.at += 1;
        Ok(())
    }

    fn scalar(&mut self) -> Result<(), SyntaxError> {
        match self.peek() {
            b'"' => self.string(),
            b'-' | b'0'..=b'9' => self.number(),
            b't' => self.word(b"true", Kind::True),
            b'f' => self.word(b"false", Kind::False),
            b'n' => self.word(b"null", Kind::Null),
            _ => self.fail(Syntax::Value),
        }
    }

    fn push(&mut self, kind: Kind, start: usize, end: usize) {
        let next = self.tape.len() as u32 + 1;
        self.tape.push(Token { kind, start: start as u32, end: end as u32, next });
    }

    fn word(&mut self, word: &[u8], kind: Kind) -> Result<(), SyntaxError> {
        let start = self.at;
        for byte in word {
            if self.peek() != *byte {
                return self.fail(Syntax::Value);
            }
            self.at += 1;
        }
        self.push(kind, start, self.at);
        Ok(())
    }

    fn number(&mut self) -> Result<(), SyntaxError> {
        let start = self.at;
        self.at += usize::from(self.peek() == b'-');
        let zero = self.peek() == b'0';
        let whole = self.digits()?;
        if zero && whole > 1 {
            return self.fail(Syntax::Number);
        }
        if self.peek() == b'.' {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.peek(), b'e' | b'E') {
            self.at += 1;
            self.at += usize::from(matches!(self.peek(), b'+' | b'-'));
            self.digits()?;
        }
        self.push(Kind::Number, start, self.at);
        Ok(())
    }

    fn digits(&mut self) -> Result<usize, SyntaxError> {
        let start = self.at;
        while self.peek().is_ascii_digit() {
            self.at += 1;
        }
        if self.at == start { self.fail(Syntax::Number) } else { Ok(self.at - start) }
    }

    fn string(&mut self) -> Result<(), SyntaxError> {
        self.at += 1;
        let start = self.at;
        let mut kind = Kind::Plain;
        loop {
            self.plain();
            match self.peek() {
                b'"' => break,
                b'\\' => {
                    kind = Kind::Escaped;
                    self.at += 1;
                    match self.peek() {
                        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => self.at += 1,
                        b'u' => {
                            self.at += 1;
                            for _ in 0..4 {
                                if !self.peek().is_ascii_hexdigit() {
                                    return self.fail(Syntax::Text);
                                }
                                self.at += 1;
                            }
                        }
                        _ => return self.fail(Syntax::Text),
                    }
                }
                _ => return self.fail(Syntax::Text),
            }
        }
        if self.at - start > MAX_TEXT {
            self.at = start;
            return self.fail(Syntax::TextTooLong);
        }
        self.push(kind, start, self.at);
        self.at += 1;
        Ok(())
    }
}
