//! A whole rule file: from bytes to a [`Program`], with every problem in it.
//!
//! Decides the order (settings, names, segments, campaigns) and what is left out where something is wrong: a broken campaign
//! costs itself, a broken segment stays Unknown, and only a file that cannot be read at all costs everything.

use super::campaign::{CAMPAIGN_KEYS, Shared};
use super::condition::Conditions;
use super::decoder::Decoder;
use super::diagnostic::{Code, Diagnostic};
use super::names::{Names, Scope};
use super::site;
use super::tree::Trees;
use crate::engine::fact::FactType;
use crate::engine::program::{NONE, Program, SEGMENT, Site, Source, hash};
use crate::engine::trigger::Triggers;
use crate::node::{Doc, Kind, Node, SyntaxError};
use std::rc::Rc;

/// Keys of the file.
pub const TOP_KEYS: [&str; 7] = ["$schema", "format", "site", "custom", "segments", "groups", "campaigns"];
/// The version of the format that is read here.
pub const FORMAT: i64 = 1;
/// Most campaigns of one file.
pub const MAX_CAMPAIGNS: usize = 5_000;

/// Reads a rule file. What is wrong is left out of the program and said in the diagnostics.
#[must_use]
pub fn load(bytes: &[u8]) -> (Program, Vec<Diagnostic>) {
    let mut cx = Decoder::default();
    let program = match Doc::scan(bytes) {
        Ok(doc) => program(&mut cx, &doc, bytes),
        Err(error) => {
            cx.diagnostics.push(syntax(bytes, error));
            empty(bytes)
        }
    };
    (program, cx.diagnostics)
}

/// A program in which nothing can happen.
fn empty(bytes: &[u8]) -> Program {
    let mut trees = Trees::default();
    let index = trees.index();
    Program {
        bytes: bytes.into(),
        site: Site::default(),
        tree: trees.tree,
        slots: trees.slots,
        index,
        segments: Vec::new(),
        campaigns: Vec::new(),
        groups: Vec::new(),
        triggers: Triggers::default(),
        selectors: Vec::new(),
        custom: Vec::new(),
    }
}

fn program(cx: &mut Decoder, doc: &Doc<'_>, bytes: &[u8]) -> Program {
    let root = doc.root();
    let Some([schema, format, site_node, custom, segments, groups, campaigns]) = cx.fields(root, &TOP_KEYS) else { return empty(bytes) };
    schema.and_then(|node| cx.text(node));
    if !format_fits(cx, root, format) {
        return empty(bytes);
    }
    let site = site_node.map_or_else(Site::default, |node| site::site(cx, node));
    let custom = custom.map_or_else(Vec::new, |node| site::custom(cx, node));
    let groups = groups.map_or_else(Vec::new, |node| site::groups(cx, node));
    let segment_list: Vec<(Rc<str>, Node<'_>)> = segments.map_or_else(Vec::new, |node| segment_names(cx, node));
    let segment_names: Vec<Rc<str>> = segment_list.iter().map(|(name, _)| Rc::clone(name)).collect();
    let campaign_list = campaign_ids(cx, root, campaigns);
    let ids: Vec<Rc<str>> = campaign_list.iter().map(|(id, ..)| Rc::clone(id)).collect();

    let names =
        Names { scope: Scope::Facts, currency: &site.currency, custom: &custom, segments: &segment_names, campaigns: &ids, groups: &[] };
    let mut trees = Trees::default();
    let segments = decode_segments(cx, &mut trees, &names, &segment_list);

    let (mut decoded, mut entries, mut selectors) = (Vec::new(), Vec::new(), Vec::new());
    for (id, node, place) in &campaign_list {
        let number = decoded.len() as u32;
        let mut shared =
            Shared { cx: &mut *cx, trees: &mut trees, names: &names, groups: &groups, triggers: &mut entries, selectors: &mut selectors };
        decoded.extend(shared.campaign(*node, id, number, *place));
    }
    // Rank: highest priority first, then file order.
    let mut order: Vec<[i64; 2]> = decoded.iter().zip(0i64..).map(|(campaign, number)| [-campaign.priority, number]).collect();
    order.sort_unstable();
    let mut rank = vec![0u32; decoded.len()];
    for ([_, number], place) in order.iter().zip(0u32..) {
        if let Some(slot) = rank.get_mut(*number as usize) {
            *slot = place;
        }
    }
    let mut campaigns: Vec<_> = order.iter().filter_map(|[_, number]| decoded.get_mut(*number as usize).map(std::mem::take)).collect();
    for (campaign, rank) in campaigns.iter_mut().zip(0u32..) {
        trees.own(campaign.when, crate::engine::program::OWNER + rank);
    }
    for entry in &mut entries {
        entry.campaign = rank.get(entry.campaign as usize).copied().unwrap_or(NONE);
    }
    let index = trees.index();
    Program {
        bytes: bytes.into(),
        tree: trees.tree,
        slots: trees.slots,
        index,
        segments,
        triggers: Triggers::new(entries, campaigns.len()),
        campaigns,
        groups,
        selectors,
        site,
        custom,
    }
}

fn format_fits(cx: &mut Decoder, root: Node<'_>, format: Option<Node<'_>>) -> bool {
    let Some(node) = format else {
        cx.missing::<()>(root, "format", "\"format\": 1");
        return false;
    };
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

fn segment_names<'d>(cx: &mut Decoder, node: Node<'d>) -> Vec<(Rc<str>, Node<'d>)> {
    if node.kind() != Kind::Object {
        cx.wrong::<()>(node, "an object such as { \"cart-abandoner\": { … } }");
    }
    let mut segments: Vec<(Rc<str>, Node<'d>)> = Vec::new();
    for (key, condition) in node.entries() {
        let Some(name) = cx.id(key) else { continue };
        if segments.iter().any(|(known, _)| *known == name) {
            cx.report(Code::DuplicateId, key, || format!("two segments are called `{name}`"));
            continue;
        }
        segments.push((name, condition));
    }
    segments
}

/// Segments in an order in which each comes after those it reads. A broken one, or one on a cycle, is left without a
/// condition: its fact stays unreported, so all that reads it stays Unknown.
fn decode_segments(cx: &mut Decoder, trees: &mut Trees, names: &Names<'_>, list: &[(Rc<str>, Node<'_>)]) -> Vec<(u16, u32)> {
    let reads: Vec<Vec<usize>> = list.iter().map(|(_, node)| segment_reads(*node, list)).collect();
    let mut done: Vec<bool> = vec![false; list.len()];
    let mut segments = Vec::new();
    loop {
        let ready = (0..list.len()).find(|place| !done[*place] && reads[*place].iter().all(|other| done[*other]));
        let Some(place) = ready else { break };
        done[place] = true;
        let (name, node) = &list[place];
        let (errors, mark) = (cx.errors, trees.mark());
        let root = Conditions { cx: &mut *cx, trees: &mut *trees, names }.root(*node);
        let slot = trees.slot(Source::Segment(Rc::clone(name)), FactType::Bool);
        if cx.errors == errors {
            trees.own(root, SEGMENT + segments.len() as u32);
            segments.push((slot, root));
        } else {
            trees.back_to(mark);
        }
    }
    for ((name, node), _) in list.iter().zip(&done).filter(|(_, done)| !**done) {
        trees.slot(Source::Segment(Rc::clone(name)), FactType::Bool);
        cx.report(Code::SegmentCycle, *node, || {
            format!("the segment `{name}` needs itself through others; it stays unknown until the circle is broken")
        });
    }
    segments
}

/// Places of the segments that a condition names.
fn segment_reads(node: Node<'_>, list: &[(Rc<str>, Node<'_>)]) -> Vec<usize> {
    let mut reads = Vec::new();
    for (key, value) in node.entries() {
        if let Some(name) = key.word().strip_prefix("segment.") {
            reads.extend(list.iter().position(|(known, _)| &**known == name));
        }
        reads.extend(segment_reads(value, list));
    }
    for item in node.items() {
        reads.extend(segment_reads(item, list));
    }
    reads
}

/// Campaigns with a usable id, with their place in the file.
fn campaign_ids<'d>(cx: &mut Decoder, root: Node<'_>, list: Option<Node<'d>>) -> Vec<(Rc<str>, Node<'d>, u32)> {
    let Some(list) = list else {
        cx.missing::<()>(root, "campaigns", "\"campaigns\": []");
        return Vec::new();
    };
    if list.kind() != Kind::List {
        cx.wrong::<()>(list, "a list of campaigns");
        return Vec::new();
    }
    let mut campaigns: Vec<(Rc<str>, Node<'d>, u32)> = Vec::new();
    for (item, place) in list.items().zip(0u32..) {
        if place as usize == MAX_CAMPAIGNS {
            cx.report(Code::Limit, item, || format!("more than {MAX_CAMPAIGNS} campaigns; those from here on are left out"));
            break;
        }
        let Some(id_node) = item.get(CAMPAIGN_KEYS[0]) else {
            if item.kind() == Kind::Object {
                cx.missing::<()>(item, "id", "\"id\": \"free-gift-at-50\"");
            } else {
                cx.wrong::<()>(item, "a campaign");
            }
            continue;
        };
        let Some(id) = cx.id(id_node) else { continue };
        campaigns.push((id, item, place));
    }
    without_doubles(cx, campaigns)
}

/// Leaves out campaigns whose id has come before.
fn without_doubles<'d>(cx: &mut Decoder, campaigns: Vec<(Rc<str>, Node<'d>, u32)>) -> Vec<(Rc<str>, Node<'d>, u32)> {
    let mut by_hash: Vec<[i64; 2]> = campaigns.iter().zip(0i64..).map(|((id, ..), number)| [hash(id.as_bytes()) as i64, number]).collect();
    by_hash.sort_unstable();
    let doubles: Vec<i64> = by_hash.windows(2).filter(|pair| pair[0][0] == pair[1][0]).map(|pair| pair[1][1]).collect();
    if doubles.is_empty() {
        return campaigns;
    }
    let mut kept = Vec::new();
    for ((id, node, place), number) in campaigns.into_iter().zip(0i64..) {
        if doubles.contains(&number) {
            let at = node.get(CAMPAIGN_KEYS[0]).unwrap_or(node);
            cx.report(Code::DuplicateId, at, || format!("two campaigns are called `{id}`; the second is left out"));
        } else {
            kept.push((id, node, place));
        }
    }
    kept
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
