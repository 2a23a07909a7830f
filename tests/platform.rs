//! What shops say, beside what the core is told: every `tests/fixtures/DIALECT/*.json` against its `.expected`.
//!
//! `NAME.KRW.json` is read for a site in won, others in euro. `UPDATE=1 cargo test` rewrites the expected files; look at
//! the difference before you commit it.

#![allow(clippy::unwrap_used)]

use shopbell::engine::event::Event;
use shopbell::node::Doc;
use shopbell::platform::declared::declared;
use shopbell::platform::ga4::Reader;
use shopbell::rules::check::path_at;
use shopbell::rules::diagnostic::Code;
use shopbell::scenario::line;
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn declarations() {
    check("declared", |bytes, currency| {
        let (events, diagnostics) = declared(bytes, currency);
        let mut lines: Vec<String> = events.iter().map(line::event).collect();
        let doc = Doc::scan(bytes).ok();
        lines.extend(diagnostics.iter().map(|problem| {
            let place = doc.as_ref().map(|doc| path_at(doc.root(), problem.at)).unwrap_or_default();
            format!("{} {place}: {}", problem.code.name(), problem.message)
        }));
        lines
    });
}

/// Each entry of the list is one push: first the declarations it is translated to, then what they tell the core. From the text
/// `shop_speaks_for_itself` on the shop has reported its cart, and the host passes no other one on.
#[test]
fn data_layers() {
    check("ga4", |bytes, currency| {
        let doc = Doc::scan(bytes).unwrap();
        let mut reader = Reader::default();
        let mut lines = Vec::new();
        let mut shop_speaks = false;
        for entry in doc.root().items() {
            let short: String = entry.raw().split_whitespace().collect::<Vec<_>>().join(" ");
            lines.push(format!("> {}", short.chars().take(120).collect::<String>()));
            shop_speaks |= entry.word() == "shop_speaks_for_itself";
            // One line, as a browser would write it.
            let declarations = reader.read(entry.raw().replace('\n', " ").as_bytes(), currency);
            for declaration in declarations.lines() {
                let (mut events, problems) = declared(declaration.as_bytes(), currency);
                assert!(!problems.iter().any(|problem| matches!(problem.code, Code::Syntax | Code::Limit)), "{declaration}: {problems:?}");
                events.retain(|event| !(shop_speaks && matches!(event, Event::Cart(_))));
                lines.push(format!("  {declaration}"));
                lines.extend(events.iter().map(|event| format!("    {}", line::event(event))));
            }
            // Going on after a reload is the same as not having left.
            let again = Reader::resume(reader.keep().as_bytes());
            assert_eq!(again.keep(), reader.keep());
        }
        lines
    });
}

#[test]
fn entries_that_are_not_json_tell_nothing() {
    for entry in ["", "{", "undefined", "[\"event\"", "\u{0}", &"[".repeat(100_000), &format!("\"{}\"", "x".repeat(5_000))] {
        assert_eq!(Reader::default().read(entry.as_bytes(), "EUR"), "");
    }
}

#[test]
fn a_mangled_memory_is_no_memory() {
    let empty = Reader::default().keep();
    for kept in
        ["", "null", "[]", "{", r#"{"cart":7}"#, r#"{"cart":{"lines":[["MUG-01"]]}}"#, r#"{"cart":{"lines":{"a":1}}}"#, r#"{"orders":{}}"#]
    {
        assert_eq!(Reader::resume(kept.as_bytes()).keep(), empty, "{kept}");
    }
}

#[test]
fn details_that_are_not_json_are_none() {
    let told = |detail: &[u8]| line::event(&shopbell::platform::declared::tracked("viewed", detail));
    assert_eq!(told(br#"{"sku":"MUG-01","price":18.250}"#), r#"track "viewed" {"sku":"MUG-01","price":18.25}"#);
    assert_eq!(told(b""), r#"track "viewed" null"#);
    assert_eq!(told(b"{"), r#"track "viewed" null"#);
}

/// Compares what `read` makes of each fixture with the file beside it.
fn check(dialect: &str, read: impl Fn(&[u8], &str) -> Vec<String>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(dialect);
    let mut inputs: Vec<PathBuf> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    inputs.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    inputs.sort();
    assert!(!inputs.is_empty(), "no fixtures in {}", folder.display());
    let mut wrong = Vec::new();
    for input in inputs {
        let stem = input.file_stem().unwrap().to_str().unwrap();
        let currency = stem.rsplit_once('.').map_or("EUR", |(_, currency)| currency);
        let found = read(&fs::read(&input).unwrap(), currency).join("\n") + "\n";
        let beside = input.with_extension("expected");
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&beside, &found).unwrap();
        }
        let expected = fs::read_to_string(&beside).unwrap_or_default();
        if found != expected {
            wrong.push(format!("{}\nexpected:\n{expected}\nfound:\n{found}", input.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
