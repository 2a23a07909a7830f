//! Checking a whole file: every problem with its place and its sentence, messages included.
//!
//! The shopper's build decodes a message only when it is about to be shown; here all of them are decoded, by the same functions.

use super::decoder::Decoder;
use super::diagnostic::{Code, Diagnostic, Severity, line_column};
use super::site::span;
use crate::engine::message::message;
use crate::node::{Doc, Kind, Node};
use serde::Serialize;

/// A problem, ready to be printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// As in `SB004`.
    pub code: String,
    /// `error`, `warning` or `note`.
    pub severity: &'static str,
    /// From 1.
    pub line: u32,
    /// From 1, in characters.
    pub column: u32,
    /// Its first byte in the file.
    pub start: u32,
    /// One past its last byte.
    pub end: u32,
    /// As in `campaigns[2].when`.
    pub pointer: String,
    /// What was found, what would be right, how to fix it.
    pub message: String,
}

/// Every problem of a file, in the order of the file.
#[must_use]
pub fn check(bytes: &[u8]) -> Vec<Problem> {
    let (program, mut diagnostics) = super::load(bytes);
    let doc = Doc::scan(bytes).ok();
    for part in doc.as_ref().map_or_else(Vec::new, |doc| shows(doc.root())) {
        let Ok(doc) = Doc::scan(program.part(part)) else { continue };
        let mut cx = Decoder::default();
        message(&mut cx, &doc, &program);
        diagnostics.extend(cx.diagnostics.into_iter().map(|found| Diagnostic { at: found.at + part.0, ..found }));
    }
    if let Some(part) = program.site.theme
        && let Ok(doc) = Doc::scan(program.part(part))
    {
        let mut cx = Decoder::default();
        super::theme::theme(&mut cx, doc.root(), &super::theme::Theme::default());
        diagnostics.extend(cx.diagnostics.into_iter().map(|found| Diagnostic { at: found.at + part.0, ..found }));
    }
    if let Some(part) = program.site.words
        && let Ok(doc) = Doc::scan(program.part(part))
    {
        let mut cx = Decoder::default();
        crate::view::words::words(&mut cx, doc.root(), &crate::engine::message::site_text(&program));
        diagnostics.extend(cx.diagnostics.into_iter().map(|found| Diagnostic { at: found.at + part.0, ..found }));
    }
    diagnostics.sort_by_key(|found| found.at);
    // Variants mostly wear the same theme, and what is to be mended in it is said once.
    let mut seen: Vec<String> = Vec::new();
    diagnostics.retain(|found| {
        let again = found.code == Code::Contrast && seen.contains(&found.message);
        if found.code == Code::Contrast && !again {
            seen.push(found.message.clone());
        }
        !again
    });
    let text = String::from_utf8_lossy(bytes);
    diagnostics.into_iter().map(|found| problem(&text, doc.as_ref(), found)).collect()
}

/// Ready to be printed, of a file that is JSON.
#[must_use]
pub fn problems(bytes: &[u8], doc: &Doc<'_>, diagnostics: Vec<Diagnostic>) -> Vec<Problem> {
    let text = String::from_utf8_lossy(bytes);
    diagnostics.into_iter().map(|found| problem(&text, Some(doc), found)).collect()
}

/// Bytes of every `show`, those of campaigns that are left out for another reason included.
fn shows(root: Node<'_>) -> Vec<(u32, u32)> {
    let campaigns = root.get("campaigns").into_iter().flat_map(Node::items);
    let variants = campaigns.filter_map(|campaign| campaign.get("variants")).flat_map(Node::items);
    variants.filter_map(|variant| variant.get("show")).filter(|show| show.kind() == Kind::Object).map(span).collect()
}

fn problem(text: &str, doc: Option<&Doc<'_>>, found: Diagnostic) -> Problem {
    let (line, column) = line_column(text, found.at);
    let severity = match found.code.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    let (pointer, length) = doc.map_or((String::new(), 1), |doc| {
        let (path, node) = way_to(doc.root(), found.at);
        (path, node.raw().len() as u32)
    });
    let (start, end) = (found.at, found.at + length);
    Problem { code: Code::name(found.code), severity, line, column, start, end, pointer, message: one_line(&found.message) }
}

/// Longest sentence: what is quoted from a file can be longer than a screen.
const LONGEST: usize = 1_000;

/// A sentence on one line, without what a terminal would obey: texts of the file are quoted in it.
#[must_use]
pub fn one_line(sentence: &str) -> String {
    let mut line: String = sentence.chars().take(LONGEST).map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    if sentence.chars().nth(LONGEST).is_some() {
        line.push('…');
    }
    line
}

/// The path to the value (or the key) at a byte: `campaigns[2].when`.
#[must_use]
pub fn path_at(root: Node<'_>, at: u32) -> String {
    way_to(root, at).0
}

/// The path, and what stands there.
fn way_to(root: Node<'_>, at: u32) -> (String, Node<'_>) {
    let mut path = String::new();
    let mut node = root;
    while node.at() != at {
        let inside = |child: &Node<'_>| child.at() <= at && at < child.at() + child.raw().len() as u32;
        let (label, child) = if node.kind() == Kind::List {
            match node.items().enumerate().find(|(_, item)| inside(item)) {
                Some((place, item)) => (format!("[{place}]"), item),
                None => break,
            }
        } else {
            match node.entries().find(|(key, value)| inside(key) || inside(value)) {
                Some((key, value)) => (format!(".{}", key.text().unwrap_or_default()), if inside(&key) { key } else { value }),
                None => break,
            }
        };
        path.push_str(&label);
        node = child;
    }
    (one_line(path.strip_prefix('.').unwrap_or(&path)), node)
}
