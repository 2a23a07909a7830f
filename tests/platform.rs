//! What shops say, beside what the core is told: every `tests/fixtures/DIALECT/*.json` against its `.expected`.
//!
//! `NAME.KRW.json` is read for a site in won, others in euro. `UPDATE=1 cargo test` rewrites the expected files; look at
//! the difference before you commit it.

use shopbell::node::Doc;
use shopbell::platform::declared::declared;
use shopbell::rules::diagnostic::pointer;
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
            let place = doc.as_ref().map(|doc| pointer(doc, problem.node)).unwrap_or_default();
            format!("{} {place}: {}", problem.code.name(), problem.message)
        }));
        lines
    });
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
