//! Checking a whole file: every problem with its place and its sentence, messages included.
//!
//! The shopper's build decodes a message only when it is about to be shown; here all of them are decoded, by the same functions.

use super::decoder::Decoder;
use super::diagnostic::{Code, Diagnostic, Lines, Severity};
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
    problems(bytes, doc.as_ref(), diagnostics)
}

/// Ready to be printed, in the order of the file.
#[must_use]
pub fn problems(bytes: &[u8], doc: Option<&Doc<'_>>, mut diagnostics: Vec<Diagnostic>) -> Vec<Problem> {
    diagnostics.sort_by_key(|found| found.at);
    let text = String::from_utf8_lossy(bytes);
    let mut lines = Lines::new(&text);
    let wanted: Vec<u32> = diagnostics.iter().map(|found| found.at).collect();
    let mut ways = Vec::new();
    if let Some(doc) = doc {
        find(doc.root(), &mut String::new(), &wanted, &mut ways);
    }
    let mut ways = ways.into_iter();
    let made = |found: Diagnostic| {
        let (pointer, length) = ways.next().unwrap_or((String::new(), 1));
        let place = lines.place(found.at);
        problem(found, place, pointer, length)
    };
    diagnostics.into_iter().map(made).collect()
}

/// Bytes of every `show`, those of campaigns that are left out for another reason included.
fn shows(root: Node<'_>) -> Vec<(u32, u32)> {
    let campaigns = root.get("campaigns").into_iter().flat_map(Node::items);
    let variants = campaigns.filter_map(|campaign| campaign.get("variants")).flat_map(Node::items);
    variants.filter_map(|variant| variant.get("show")).filter(|show| show.kind() == Kind::Object).map(span).collect()
}

fn problem(found: Diagnostic, (line, column): (u32, u32), pointer: String, length: u32) -> Problem {
    let severity = match found.code.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
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
    let mut ways = Vec::new();
    find(root, &mut String::new(), &[at], &mut ways);
    ways.pop().map_or_else(String::new, |(path, _)| path)
}

/// Of ascending bytes within a value the paths, and the lengths of what stands there, in one walk.
fn find(node: Node<'_>, path: &mut String, wanted: &[u32], ways: &mut Vec<(String, u32)>) {
    let end = |node: Node<'_>| node.at() + node.raw().len() as u32;
    let mut left = wanted;
    // Those before a byte; what stands between the children belongs to what is around them.
    let mut before = |end: u32| {
        let (here, rest) = left.split_at(left.partition_point(|at| *at < end));
        left = rest;
        here
    };
    let leaf = |node: Node<'_>, path: &str, count: usize, ways: &mut Vec<(String, u32)>| {
        let way = (one_line(path.strip_prefix('.').unwrap_or(path)), node.raw().len() as u32);
        ways.extend(std::iter::repeat_n(way, count));
    };
    let known = path.len();
    for (place, item) in node.items().enumerate() {
        leaf(node, path, before(item.at()).len(), ways);
        let inside = before(end(item));
        if !inside.is_empty() {
            path.push_str(&format!("[{place}]"));
            find(item, path, inside, ways);
            path.truncate(known);
        }
    }
    for (key, value) in node.entries() {
        leaf(node, path, before(key.at()).len(), ways);
        let (of_key, between) = (before(end(key)).len(), before(value.at()).len());
        let inside = before(end(value));
        if of_key + inside.len() > 0 {
            path.push('.');
            path.push_str(&key.text().unwrap_or_default());
            leaf(key, path, of_key, ways);
        }
        leaf(node, path.get(..known).unwrap_or_default(), between, ways);
        if !inside.is_empty() {
            find(value, path, inside, ways);
        }
        path.truncate(known);
    }
    leaf(node, path, left.len(), ways);
}
