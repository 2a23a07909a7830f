//! Laws of texts and addresses.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use proptest::prelude::*;
use shopbell::engine::id::Id;
use shopbell::node::Doc;
use shopbell::rules::decoder::Decoder;
use shopbell::rules::link::{Scheme, scheme};
use shopbell::rules::show::{Show, SiteText, show};
use shopbell::rules::text::{Form, Look, Part, read};
use shopbell::value::Value;
use shopbell::view::build::{Facts, view};
use shopbell::view::print::outline;
use std::rc::Rc;

/// What a browser makes of an address on `https://shop.example/a/b`, by the WHATWG URL standard, as far as it matters here:
/// its scheme, and of special schemes the authority.
fn browser(url: &str) -> (String, Option<String>) {
    let trimmed = url.trim_matches(|c: char| c <= ' ').replace(['\t', '\n', '\r'], "");
    let end = trimmed.find(|c: char| !(c.is_ascii_alphanumeric() || "+-.".contains(c))).unwrap_or(trimmed.len());
    let has_scheme = trimmed.starts_with(|c: char| c.is_ascii_alphabetic()) && trimmed[end..].starts_with(':');
    let (word, rest) =
        if has_scheme { (trimmed[..end].to_ascii_lowercase(), &trimmed[end + 1..]) } else { (String::from("https"), &*trimmed) };
    if !["http", "https", "ftp", "ws", "wss", "file"].contains(&&*word) {
        return (word, None);
    }
    // To special schemes a backslash is a slash; `https:x` on an https page is relative.
    let slashes = rest.chars().take_while(|c| matches!(c, '/' | '\\')).count();
    if slashes < 2 && (!has_scheme || word == "https") {
        return (word, Some(String::from("shop.example")));
    }
    let authority = rest.trim_start_matches(['/', '\\']).split(['/', '\\', '?', '#']).next().unwrap_or("");
    (word, Some(String::from(authority)))
}

fn address() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        Just("javascript:"),
        Just("JaVaScRiPt:"),
        Just("data:"),
        Just("vbscript:"),
        Just("blob:"),
        Just("file:"),
        Just("http:"),
        Just("https:"),
        Just("HTTPS://"),
        Just("https://"),
        Just("mailto:"),
        Just("tel:"),
        Just("//"),
        Just("/"),
        Just("\\"),
        Just("@"),
        Just(":"),
        Just("?"),
        Just("#"),
        Just("."),
        Just("\t"),
        Just("\n"),
        Just("\r"),
        Just(" "),
        Just("\0"),
        Just("\u{7f}"),
        Just("\u{85}"),
        Just("\u{a0}"),
        Just("\u{2028}"),
        Just("%0a"),
        Just("%3a"),
        Just("alert(1)"),
        Just("shop.example"),
        Just("evil.example"),
        Just("user:pass"),
        Just("ａ"),
        Just("&colon;"),
        Just("[::1]"),
        Just("sale"),
    ];
    prop_oneof![proptest::collection::vec(part, 0..7).prop_map(|parts| parts.concat()), any::<String>()]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_address_says_one_thing_and_does_another(url in address()) {
        let Some(found) = scheme(&url) else { return Ok(()) };
        prop_assert!(!url.contains(|c: char| c.is_control() || c == '\\' || c == ' '));
        let (word, authority) = browser(&url);
        match found {
            Scheme::Relative => prop_assert_eq!((&*word, authority.as_deref()), ("https", Some("shop.example"))),
            Scheme::Https => {
                prop_assert_eq!(&*word, "https");
                let authority = authority.unwrap_or_default();
                prop_assert!(!authority.is_empty() && !authority.contains('@'));
                prop_assert!(url[8..].starts_with(&authority));
            }
            Scheme::Mailto => prop_assert_eq!(&*word, "mailto"),
            Scheme::Tel => prop_assert_eq!(&*word, "tel"),
        }
    }

    #[test]
    fn texts_read_back_as_they_were_written(runs in runs()) {
        let written: String = runs.iter().map(write).collect();
        prop_assert_eq!(joined(parts(&written, Form::Rich)), joined(runs), "{}", written);
    }

    #[test]
    fn anything_at_all_is_a_text_or_a_problem(words in ".*", marks in "[\\[\\](){}*\\\\ a/.,#]{0,40}") {
        for form in [Form::Plain, Form::Rich, Form::Progress, Form::Countdown] {
            let _ = parts(&words, form);
            let _ = parts(&marks, form);
        }
    }

    #[test]
    fn a_spoilt_message_is_drawn_or_reported(at in any::<prop::sample::Index>(), which in any::<prop::sample::Index>(), by in "[]{}\":,a0*\\[ ]{0,3}", drop in 0usize..6) {
        let mut text: Vec<char> = which.get(messages()).chars().collect();
        let at = at.index(text.len());
        text.splice(at..(at + drop).min(text.len()), by.chars());
        let text: String = text.into_iter().collect();
        let Ok(doc) = Doc::scan(text.as_bytes()) else { return Ok(()) };
        let mut cx = Decoder::default();
        let decoded: Option<Show> = doc.root().get("show").and_then(|node| show(&mut cx, node, &Rc::new(SiteText::default())));
        if let Some(decoded) = decoded {
            for step in 0..decoded.steps.len() {
                let _ = outline(&view(&decoded, step, &[], Id(7), "ro", &Odd));
            }
        }
    }
}

/// The messages of the golden outlines.
fn messages() -> &'static [String] {
    static ALL: std::sync::OnceLock<Vec<String>> = std::sync::OnceLock::new();
    ALL.get_or_init(|| {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/view");
        let paths = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
        let mut all: Vec<_> = paths
            .filter(|path| path.extension().is_some_and(|end| end == "json"))
            .filter_map(|path| std::fs::read_to_string(path).ok())
            .collect();
        all.sort();
        all
    })
}

/// A state that says something odd about every fact.
struct Odd;

impl Facts for Odd {
    fn fact(&self, name: &str) -> Option<(Value, shopbell::engine::fact::FactType)> {
        let row = shopbell::engine::fact::FACTS.iter().find(|row| row.name == name)?;
        Some((if name.len().is_multiple_of(2) { Value::Int(i64::MIN) } else { Value::Int(i64::MAX) }, row.kind))
    }
    fn currency(&self) -> &str {
        "EUR"
    }
}

fn parts(written: &str, form: Form) -> Vec<Run> {
    let (mut all, mut run) = (Vec::new(), Run::default());
    read(written, form, Look::default(), &mut |part| match part {
        Part::Words(words) => run.pieces.push(Piece::Words(words.into())),
        Part::Fact(name) => run.pieces.push(Piece::Fact(name.into())),
        Part::Look(look) => {
            all.push(std::mem::take(&mut run));
            (run.strong, run.emphasis, run.link) = (look.strong, look.emphasis, look.link.into());
        }
        Part::Count(name) => run.pieces.push(Piece::Fact(name.into())),
        Part::Case(name, category) => run.pieces.push(Piece::Words(format!("?{name}?{category}"))),
        Part::Unclosed | Part::BadPlural => run.pieces.push(Piece::Words("?".into())),
    });
    all.push(run);
    all.retain(|run| !run.pieces.is_empty());
    all
}

/// A stretch of text that looks the same all along.
#[derive(Clone, Debug, Default, PartialEq)]
struct Run {
    strong: bool,
    emphasis: bool,
    link: String,
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug, PartialEq)]
enum Piece {
    Words(String),
    Fact(String),
}

fn run(words: &'static str) -> impl Strategy<Value = Run> {
    let piece = prop_oneof![
        3 => words.prop_map(Piece::Words),
        1 => prop_oneof![Just("cart.subtotal"), Just("customer.tier"), Just("answer.nps")].prop_map(|name| Piece::Fact(String::from(name))),
    ];
    proptest::collection::vec(piece, 1..4).prop_map(|pieces| Run { pieces, ..Run::default() })
}

/// Plain runs of any characters; between them marked ones, whose marks hug their words.
fn runs() -> impl Strategy<Value = Vec<Run>> {
    let link = prop_oneof![3 => Just(""), 1 => Just("/sale?a=b#c")].prop_map(String::from);
    let marked = (run("[a-z가{}é]{1,4}"), 0..4u8, link).prop_map(|(mut run, marks, link)| {
        (run.strong, run.emphasis, run.link) = (marks & 1 > 0, marks & 2 > 0, link);
        run
    });
    proptest::collection::vec((run("[a-z *{}\\[\\]()\\\\가é]{1,6}"), marked), 0..4)
        .prop_map(|pairs| pairs.into_iter().flat_map(|(plain, marked)| [plain, marked]).collect())
}

fn write(run: &Run) -> String {
    let mut inner = String::new();
    for piece in &run.pieces {
        match piece {
            Piece::Words(words) => {
                for c in words.chars() {
                    match c {
                        '{' | '}' => inner.extend([c, c]),
                        '*' | '[' | '\\' => inner.extend(['\\', c]),
                        _ => inner.push(c),
                    }
                }
            }
            Piece::Fact(name) => inner.push_str(&format!("{{{name}}}")),
        }
    }
    if !run.link.is_empty() {
        inner = format!("[{inner}]({})", run.link);
    }
    if run.emphasis {
        inner = format!("*{inner}*");
    }
    if run.strong {
        inner = format!("**{inner}**");
    }
    inner
}

/// Neighbours that look the same are one run, and words that touch are one piece.
fn joined(runs: Vec<Run>) -> Vec<Run> {
    let mut all: Vec<Run> = Vec::new();
    for run in runs {
        let look = |run: &Run| (run.strong, run.emphasis, run.link.clone());
        match all.last_mut() {
            Some(last) if look(last) == look(&run) && run.link.is_empty() => last.pieces.extend(run.pieces),
            _ => all.push(run),
        }
    }
    for run in &mut all {
        let mut pieces: Vec<Piece> = Vec::new();
        for piece in run.pieces.drain(..) {
            match (pieces.last_mut(), piece) {
                (Some(Piece::Words(last)), Piece::Words(more)) => last.push_str(&more),
                (_, piece) => pieces.push(piece),
            }
        }
        run.pieces = pieces;
    }
    all
}
