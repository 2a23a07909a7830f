//! Addresses: the one function that says where a message may lead.
//!
//! Decides which addresses are allowed: https, mailto, tel and relative ones, without credentials, backslashes, spaces and
//! control characters. Leaves resolving to the browser; hosts ask again at activation.
//!
//! INVARIANT: what passes means the same to a browser's URL parser as it does here. That is why nothing is repaired: a
//! browser drops tabs and line breaks inside an address, reads `\` as `/` and `https:x` as a relative address.

use super::decoder::Decoder;
use super::diagnostic::Code;
use super::text::cut;
use crate::node::Node;

/// Longest address, in bytes.
pub const MAX_BYTES: usize = 2048;

/// Where an address leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// Another page of the same site.
    Relative,
    /// Any site.
    Https,
    /// A letter.
    Mailto,
    /// A call.
    Tel,
}

/// Where the address leads; None where it is not allowed.
#[must_use]
pub fn scheme(url: &str) -> Option<Scheme> {
    let strange = |c: char| c <= ' ' || c == '\\' || ('\u{7f}'..='\u{a0}').contains(&c);
    if url.is_empty() || url.len() > MAX_BYTES || url.chars().any(strange) {
        return None;
    }
    let end = url.bytes().find(|byte| matches!(byte, b':' | b'/' | b'?' | b'#'));
    if end != Some(b':') {
        // `//host/` would leave the site without saying so.
        return if url.starts_with("//") { None } else { Some(Scheme::Relative) };
    }
    let (word, rest) = cut(url, b':')?;
    if word.eq_ignore_ascii_case("mailto") {
        return Some(Scheme::Mailto);
    }
    if word.eq_ignore_ascii_case("tel") {
        return Some(Scheme::Tel);
    }
    let mut authority = rest.strip_prefix("//")?.bytes();
    let named = !matches!(authority.clone().next(), None | Some(b'/' | b'?' | b'#'));
    let anonymous = authority.find(|byte| matches!(byte, b'/' | b'?' | b'#' | b'@')) != Some(b'@');
    (named && anonymous && word.eq_ignore_ascii_case("https")).then_some(Scheme::Https)
}

/// Reports an address that is not allowed.
pub fn unsafe_link(cx: &mut Decoder, node: Node<'_>, url: &str) {
    cx.report(Code::UnsafeLink, node, || {
        format!("the address `{url}` is not allowed; write https://…, mailto:…, tel:… or a path such as /sale, without spaces, `\\`, names or passwords")
    });
}
