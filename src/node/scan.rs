//! One pass over the bytes: what is JSON, where every value stands, and the limits.
//!
//! Decides the grammar (RFC 8259, strictly). Leaves what the tokens say to the nodes.

use super::{Kind, MAX_DEPTH, MAX_KEYS, MAX_TEXT, Syntax, Token};

pub(super) struct Scanner<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) at: usize,
    pub(super) tape: Vec<Token>,
    pub(super) keys: usize,
}

impl Scanner<'_> {
    #[inline]
    fn peek(&self) -> u8 {
        self.bytes.get(self.at).copied().unwrap_or(0)
    }

    /// The next byte behind whitespace; minified files have none, so that is a comparison.
    #[inline(always)]
    fn next(&mut self) -> u8 {
        let byte = self.peek();
        if byte > b' ' { byte } else { self.skip() }
    }

    #[inline(never)]
    fn skip(&mut self) -> u8 {
        while matches!(self.peek(), b' ' | b'\n' | b'\r' | b'\t') {
            self.at += 1;
        }
        self.peek()
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

    /// One loop with its own stack, so that nesting costs no call depth. What is wrong is wrong at `self.at`.
    pub(super) fn document(&mut self) -> Result<(), Syntax> {
        // The lists and objects that are open: where they stand on the tape.
        let mut stack = [0; MAX_DEPTH];
        let mut depth = 0;
        // What closes the innermost.
        let mut close = 0;
        'value: loop {
            let mut byte = self.next();
            if close == b'}' {
                self.key(byte)?;
                byte = self.next();
            }
            let start = self.at;
            match byte {
                open @ (b'{' | b'[') => {
                    let Some(place) = stack.get_mut(depth) else { return Err(Syntax::TooDeep) };
                    *place = self.tape.len();
                    depth += 1;
                    // Brackets and braces close two places behind where they open.
                    close = open + 2;
                    self.at += 1;
                    self.push(if open == b'{' { Kind::Object } else { Kind::List }, start);
                    if self.next() != close {
                        continue 'value;
                    }
                }
                b'"' => self.string()?,
                b't' => self.word(b"true", Kind::True)?,
                b'f' => self.word(b"false", Kind::False)?,
                b'n' => self.word(b"null", Kind::Null)?,
                b'-' | b'0'..=b'9' => self.number()?,
                _ => return Err(Syntax::Value),
            }
            // After a value: close what ends here, or go on behind the comma.
            loop {
                let byte = self.next();
                let Some(outer) = depth.checked_sub(1) else {
                    return if self.at == self.bytes.len() { Ok(()) } else { Err(Syntax::Rest) };
                };
                if byte == b',' {
                    self.at += 1;
                    if matches!(self.next(), b'}' | b']') {
                        return Err(Syntax::TrailingComma);
                    }
                    continue 'value;
                }
                if byte != close {
                    return Err(Syntax::Comma);
                }
                self.at += 1;
                depth = outer;
                let next = self.tape.len() as u32;
                if let Some(token) = self.tape.get_mut(stack[depth]) {
                    token.end = self.at as u32;
                    token.next = next;
                }
                if depth > 0
                    && let Some(token) = self.tape.get(stack[depth - 1])
                {
                    close = if token.kind == Kind::Object { b'}' } else { b']' };
                }
            }
        }
    }

    fn key(&mut self, first: u8) -> Result<(), Syntax> {
        if first != b'"' {
            return Err(Syntax::Key);
        }
        self.keys += 1;
        if self.keys > MAX_KEYS {
            return Err(Syntax::TooManyKeys);
        }
        self.string()?;
        if self.next() != b':' {
            return Err(Syntax::Colon);
        }
        self.at += 1;
        Ok(())
    }

    /// Puts what was read since `start` on the tape.
    #[inline(never)]
    fn push(&mut self, kind: Kind, start: usize) {
        let next = self.tape.len() as u32 + 1;
        self.tape.push(Token { kind, start: start as u32, end: self.at as u32, next });
    }

    fn word(&mut self, word: &[u8], kind: Kind) -> Result<(), Syntax> {
        let start = self.at;
        for byte in word {
            if self.peek() != *byte {
                return Err(Syntax::Value);
            }
            self.at += 1;
        }
        self.push(kind, start);
        Ok(())
    }

    fn number(&mut self) -> Result<(), Syntax> {
        let start = self.at;
        self.at += usize::from(self.peek() == b'-');
        let zero = self.peek() == b'0';
        if self.digits()? > 1 && zero {
            return Err(Syntax::Number);
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
        self.push(Kind::Number, start);
        Ok(())
    }

    /// One digit at least; how many.
    #[inline(never)]
    fn digits(&mut self) -> Result<usize, Syntax> {
        let start = self.at;
        while self.peek().is_ascii_digit() {
            self.at += 1;
        }
        if self.at == start { Err(Syntax::Number) } else { Ok(self.at - start) }
    }

    fn string(&mut self) -> Result<(), Syntax> {
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
                                    return Err(Syntax::Text);
                                }
                                self.at += 1;
                            }
                        }
                        _ => return Err(Syntax::Text),
                    }
                }
                _ => return Err(Syntax::Text),
            }
        }
        if self.at - start > MAX_TEXT {
            self.at = start;
            return Err(Syntax::TextTooLong);
        }
        self.push(kind, start);
        self.at += 1;
        Ok(())
    }
}
