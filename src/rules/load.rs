//! A whole rule file: from bytes to a [`Program`], with every problem in it.
//!
//! Decides the order (settings, names, segments, campaigns) and what is left out where something is wrong: a broken campaign
//! costs itself, a broken segment stays Unknown, and only a file that cannot be read at all costs everything.

use super::campaign::Shared;
use super::condition::Conditions;
use super::decoder::{Decoder, is_id, rc, same};
use super::diagnostic::{Code, Diagnostic};
use super::names::{Names, Scope};
use super::noun::{Holds, Noun, Slot, key};
use super::preset::PRESETS;
use super::site;
use super::tree::Trees;
use crate::engine::fact::FactType;
use crate::engine::index::sort;
use crate::engine::program::{Program, SEGMENT, Source, hash};
use crate::engine::trigger::Triggers;
use crate::node::{Doc, Node, SyntaxError};
use std::rc::Rc;

/// The file.
pub const FILE: Noun = &[
    key("$schema", Holds::Text).like(r#""$schema": "./rules.schema.json""#).doc("for editors; not read"),
    key("format", Holds::Anything)
        .needed()
        .like(r#""format": 1"#)
        .doc("`1`. A file of a newer format shows nothing until shopbell is updated"),
    key("site", Holds::Object).doc("settings of the whole file"),
    key("custom", Holds::Object).like(r#""custom": { "loyalty_card": "boolean" }"#).doc("facts of your own, declared"),
    key("segments", Holds::Object).like(r#""segments": { "cart-abandoner": { … } }"#).doc("conditions with a name, at most 1,000"),
    key("groups", Holds::Object)
        .like(r#""groups": { "offers": { "frequency": { "at_most": 1, "per": "day" } } }"#)
        .doc("campaigns that share a frequency"),
    key("campaigns", Holds::List(0)).needed().like(r#""campaigns": []"#).doc("the campaigns, at most 5,000"),
];

/// The version of the format that is read here.
pub const FORMAT: i64 = 1;
/// Most campaigns of one file.
pub const MAX_CAMPAIGNS: usize = 5_000;
/// Most segments that a file declares.
pub const MAX_SEGMENTS: usize = 1_000;

/// Reads a rule file. What is wrong is left out of the program and said in the diagnostics.
#[must_use]
pub fn load(bytes: &[u8]) -> (Program, Vec<Diagnostic>) {
    let mut cx = Decoder::default();
    let program = match Doc::scan(bytes) {
        Ok(doc) => program(&mut cx, Some(doc.root()), bytes),
        Err(error) => {
            cx.diagnostics.push(syntax(bytes, error));
            program(&mut cx, None, bytes)
        }
    };
    (program, cx.diagnostics)
}

/// Without a root, or one of another format, a program in which nothing can happen.
fn program(cx: &mut Decoder, root: Option<Node<'_>>, bytes: &[u8]) -> Program {
    let mut row = cx.read(root, FILE);
    if !format_fits(cx, &row[1]) {
        row = cx.read(None, FILE);
    }
    let [_, _, site, custom, segments, groups, campaigns, ..] = row;
    let site = site::site(cx, site.node);
    let custom = site::custom(cx, custom.node);
    let groups = site::groups(cx, groups.node);
    let declared = named(cx, segments.node);
    let presets = Doc::scan(PRESETS.as_bytes()).ok();
    let presets = named(cx, presets.as_ref().map(Doc::root));
    let mut ids = declared.ids.clone();
    for id in &presets.ids {
        ids.push(Rc::clone(id));
    }
    let campaigns = listed(cx, campaigns.node);

    let names =
        Names { scope: Scope::Facts, currency: &site.currency, custom: &custom, segments: &ids, campaigns: &campaigns.ids, groups: &[] };
    let details = Names { scope: Scope::Behind("event."), ..names.clone() };
    let mut trees = Trees::default();
    let mut shared = Shared {
        cx,
        trees: &mut trees,
        names: &names,
        details: &details,
        groups: &groups,
        campaigns: Vec::new(),
        triggers: Vec::new(),
        selectors: Vec::new(),
    };
    let doubles = doubles(&campaigns);
    for [_, place, ..] in &campaigns.order {
        let place = *place as usize;
        shared.campaign(campaigns.nodes[place], place as u32, doubles[place]);
    }
    let Shared { campaigns, triggers, selectors, .. } = shared;
    // Last, when it is known which of those that ship with the engine are meant.
    let segments = with_presets(declared, &presets, &trees);
    let segments = decode_segments(cx, &mut trees, &names, &segments);
    let index = trees.index();
    Program {
        bytes: bytes.into(),
        tree: trees.tree,
        slots: trees.slots,
        index,
        segments,
        triggers: Triggers::new(&triggers, campaigns.len()),
        campaigns,
        groups,
        selectors,
        site,
        custom,
    }
}

fn format_fits(cx: &mut Decoder, format: &Slot<'_>) -> bool {
    let Some(node) = format.node else { return false };
    let fits = node.integer() == Some(FORMAT);
    if !fits {
        cx.report(Code::Format, node, || match node.integer() {
            Some(newer) if newer > FORMAT => {
                format!("the file is of format {newer}, this shopbell reads format {FORMAT}; update shopbell, nothing is shown until then")
            }
            _ => format!("found {}, expected the format's number: \"format\": {FORMAT}", node.raw()),
        });
    }
    fits
}

/// Segments or campaigns, before they are decoded: conditions may name them first.
#[derive(Default)]
struct Listed<'d> {
    /// What can be named.
    ids: Vec<Rc<str>>,
    /// What they are.
    nodes: Vec<Node<'d>>,
    /// Campaigns by rank: highest priority first, then file order. Priority, the other way round, and place in the file.
    order: Vec<[i64; 4]>,
    /// Hash of the id of a campaign, and place in the file.
    hashes: Vec<[i64; 4]>,
}

/// Segments by id.
fn named<'d>(cx: &mut Decoder, node: Option<Node<'d>>) -> Listed<'d> {
    let mut segments = Listed::default();
    let Some(node) = node else { return segments };
    for (key, condition) in node.entries() {
        if segments.ids.len() == MAX_SEGMENTS {
            cx.report(Code::Limit, key, || format!("more than {MAX_SEGMENTS} segments; those from here on are left out"));
            break;
        }
        let Some(id) = cx.id(key) else { continue };
        if segments.ids.contains(&id) {
            cx.report(Code::DuplicateId, key, || format!("two segments are called `{id}`"));
            continue;
        }
        segments.ids.push(id);
        segments.nodes.push(condition);
    }
    segments
}

/// Segments of the file and those presets that a campaign or one of them names.
fn with_presets<'d>(mut segments: Listed<'d>, presets: &Listed<'d>, trees: &Trees) -> Listed<'d> {
    for (place, id) in presets.ids.iter().enumerate() {
        if segments.ids.contains(id) {
            continue;
        }
        let mut named = trees.names(&Source::Segment(Rc::clone(id)));
        for node in &segments.nodes {
            let mut read = Vec::new();
            reads(*node, presets, &mut read);
            named |= read.contains(&place);
        }
        if named {
            segments.ids.push(Rc::clone(id));
            segments.nodes.push(presets.nodes[place]);
        }
    }
    segments
}

/// Campaigns by rank; what is wrong with an id or a priority is said when the campaign is decoded.
fn listed<'d>(cx: &mut Decoder, list: Option<Node<'d>>) -> Listed<'d> {
    let mut campaigns = Listed::default();
    let Some(list) = list else { return campaigns };
    for item in list.items() {
        let place = campaigns.nodes.len();
        if place == MAX_CAMPAIGNS {
            cx.report(Code::Limit, item, || format!("more than {MAX_CAMPAIGNS} campaigns; those from here on are left out"));
            break;
        }
        let (mut id, mut priority) = ("", 0);
        for (key, value) in item.entries() {
            let word = key.word();
            if same(word, "id") {
                id = value.word();
            } else if same(word, "priority") {
                priority = value.integer().unwrap_or(0);
            }
        }
        if is_id(id) {
            campaigns.ids.push(rc(id));
            campaigns.hashes.push([hash(id.as_bytes()) as i64, place as i64, 0, 0]);
        }
        campaigns.order.push([priority.saturating_neg(), place as i64, 0, 0]);
        campaigns.nodes.push(item);
    }
    sort(&mut campaigns.order);
    sort(&mut campaigns.hashes);
    campaigns
}

/// Of each campaign whether its id has come before.
fn doubles(campaigns: &Listed<'_>) -> Vec<bool> {
    let mut doubles = vec![false; campaigns.nodes.len()];
    let mut last = None;
    for [hash, place, ..] in &campaigns.hashes {
        doubles[*place as usize] = last == Some(hash);
        last = Some(hash);
    }
    doubles
}

/// Segments in an order in which each comes after those it reads. A broken one, or one on a cycle, is left without a
/// condition: its fact stays unreported, so all that reads it stays Unknown.
fn decode_segments(cx: &mut Decoder, trees: &mut Trees, names: &Names<'_>, list: &Listed<'_>) -> Vec<(u16, u32)> {
    let mut segments = Vec::new();
    let mut waiting = vec![true; list.ids.len()];
    let mut read = vec![Vec::new(); list.ids.len()];
    for (node, read) in list.nodes.iter().zip(&mut read) {
        reads(*node, list, read);
    }
    let mut moved = true;
    while moved {
        moved = false;
        for (place, node) in list.nodes.iter().enumerate() {
            if !waiting[place] || read[place].iter().any(|other| waiting[*other]) {
                continue;
            }
            (waiting[place], moved) = (false, true);
            let (errors, mark) = (cx.errors, trees.mark());
            let root = Conditions { cx: &mut *cx, trees: &mut *trees, names }.root(*node);
            let slot = slot_of(trees, list, place);
            if cx.errors == errors {
                trees.own(root, SEGMENT + segments.len() as u32);
                segments.push((slot, root));
            } else {
                trees.back_to(mark);
            }
        }
    }
    for (place, node) in list.nodes.iter().enumerate() {
        if !waiting[place] {
            continue;
        }
        slot_of(trees, list, place);
        if on_circle(place, &read) {
            cx.report(Code::SegmentCycle, *node, || {
                let name = &list.ids[place];
                format!("the segment `{name}` needs itself through others; it stays unknown until the circle is broken")
            });
        }
    }
    segments
}

fn slot_of(trees: &mut Trees, list: &Listed<'_>, place: usize) -> u16 {
    trees.slot(Source::Segment(Rc::clone(&list.ids[place])), FactType::Bool)
}

/// Whether a segment needs itself, through whatever others; some only wait for those that do.
fn on_circle(place: usize, read: &[Vec<usize>]) -> bool {
    let mut needed = vec![false; read.len()];
    let mut open = read[place].clone();
    while let Some(other) = open.pop() {
        if !needed[other] {
            needed[other] = true;
            open.extend_from_slice(&read[other]);
        }
    }
    needed[place]
}

/// Places of the segments that a condition names.
fn reads(node: Node<'_>, list: &Listed<'_>, found: &mut Vec<usize>) {
    for (key, value) in node.entries() {
        if let Some(name) = key.word().strip_prefix("segment.") {
            for (place, id) in list.ids.iter().enumerate() {
                if **id == *name && !found.contains(&place) {
                    found.push(place);
                }
            }
        }
        reads(value, list, found);
    }
    for item in node.items() {
        reads(item, list, found);
    }
}

fn syntax(bytes: &[u8], error: SyntaxError) -> Diagnostic {
    use crate::node::Syntax;
    let code = match error.what {
        Syntax::TooLong | Syntax::TooDeep | Syntax::TooManyKeys | Syntax::TextTooLong => Code::Limit,
        _ => Code::Syntax,
    };
    #[cfg(not(feature = "tools"))]
    let _ = bytes;
    Diagnostic {
        code,
        at: error.at,
        #[cfg(feature = "tools")]
        message: syntax_message(bytes, error),
    }
}

#[cfg(feature = "tools")]
fn syntax_message(bytes: &[u8], error: SyntaxError) -> String {
    use crate::node::Syntax;
    let head: String = String::from_utf8_lossy(bytes.get(..200.min(bytes.len())).unwrap_or_default()).trim_start().to_lowercase();
    if head.starts_with("<!doctype") || head.starts_with("<html") {
        return "this is a web page, not a rule file; the address probably leads to an error page or a login".into();
    }
    match error.what {
        Syntax::TooLong => "the file is longer than 8 MB".into(),
        Syntax::TooDeep => "nested deeper than 32 levels".into(),
        Syntax::TooManyKeys => "more than 200,000 keys".into(),
        Syntax::TextTooLong => "a text longer than 4 KB".into(),
        Syntax::NotUtf8 => "not UTF-8; save the file as UTF-8".into(),
        Syntax::Ends => "the file ends in the middle; was it cut off while it was copied?".into(),
        Syntax::Value => "a value was expected: a text in double quotes, a number, true, false, null, […] or {…}".into(),
        Syntax::Key => "a key in double quotes was expected".into(),
        Syntax::Colon => "`:` was expected after the key".into(),
        Syntax::Comma => "`,` or the closing bracket was expected; is a comma missing on the line before?".into(),
        Syntax::TrailingComma => "a comma before the closing bracket; take it away".into(),
        Syntax::Text => "a text is not closed, or holds a line break or a bad escape".into(),
        Syntax::Number => "not a number as JSON writes it".into(),
        Syntax::Rest => "something follows the end of the document".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_circle_is_said_of_those_on_it_only() {
        let file = br#"{ "format": 1, "campaigns": [], "segments": {
            "waits": { "segment.one": true, "segment.self": true }, "one": { "segment.two": true }, "fine": { "page.type": "cart" },
            "two": { "$not": { "segment.one": true } }, "self": { "$or": [{ "segment.fine": true }, { "segment.self": true }] }
        } }"#;
        let (program, found) = load(file);
        let circles = found.iter().filter(|problem| problem.code == Code::SegmentCycle).count();
        assert_eq!((circles, found.len(), program.segments.len()), (3, 3, 1));
    }
}
