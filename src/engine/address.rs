//! Addresses: the path and the query of a page's URL, and what a query says.
//!
//! Decides how little of a URL is understood. Leaves to the notes which facts that makes.

use crate::rules::text::cut;
use std::rc::Rc;

/// Path and query of an address; a bare path is taken as it is.
#[must_use]
pub fn split_address(url: &str) -> (&str, &str) {
    let mut rest = url;
    let mut ahead = url;
    while let Some((_, behind)) = cut(ahead, b':') {
        ahead = behind;
        if let Some(host) = behind.strip_prefix("//") {
            let (before, _) = halves(host, b'/');
            rest = host.get(before.len()..).unwrap_or("");
            if rest.is_empty() {
                rest = "/";
            }
            break;
        }
    }
    let (rest, _) = halves(rest, b'#');
    halves(rest, b'?')
}

/// A value of a query string, decoded; the first where a name stands twice.
#[must_use]
pub fn query_value(query: &str, name: &str) -> Option<Rc<str>> {
    let mut rest = query;
    while !rest.is_empty() {
        let (pair, more) = halves(rest, b'&');
        let (key, value) = halves(pair, b'=');
        if percent_decoded(key) == name {
            return Some(percent_decoded(value).into());
        }
        rest = more;
    }
    None
}

/// What stands before and behind the first `byte`; all of it and nothing where there is none.
#[inline(never)]
fn halves(text: &str, byte: u8) -> (&str, &str) {
    cut(text, byte).unwrap_or((text, ""))
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [byte, behind @ ..] = rest {
        rest = behind;
        let mut byte = if *byte == b'+' { b' ' } else { *byte };
        if let (b'%', [high, low, behind @ ..]) = (byte, rest)
            && let (Some(high), Some(low)) = (char::from(*high).to_digit(16), char::from(*low).to_digit(16))
        {
            byte = (high * 16 + low) as u8;
            rest = behind;
        }
        bytes.push(byte);
    }
    lossy(&bytes)
}

/// Bytes as text, with U+FFFD for what is none; the standard library's way to this is longer.
fn lossy(mut bytes: &[u8]) -> String {
    let mut out = String::new();
    loop {
        let error = match std::str::from_utf8(bytes) {
            Ok(text) => {
                out.push_str(text);
                return out;
            }
            Err(error) => error,
        };
        let (good, bad) = bytes.split_at(error.valid_up_to());
        out.push_str(std::str::from_utf8(good).unwrap_or(""));
        out.push('\u{fffd}');
        bytes = bad.get(error.error_len().unwrap_or(bad.len())..).unwrap_or(&[]);
    }
}
