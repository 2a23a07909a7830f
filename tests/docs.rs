//! What the documents say is what the code does: their tables are the code's, their examples decode, their scenarios pass, their
//! links lead somewhere.
//!
//! `UPDATE=1 cargo test --test docs` rewrites what stands between `<!-- made from …` and `<!-- end -->`.
//!
//! How a fence is read: `json` with a key `format` is a rule file, with a key `scenario` a scenario; `json trigger`, `json condition`,
//! `json block`, `json action`, `json show` and `json campaign` are parts of one and are put into a file first; `json declaration`
//! is what a shop's page says, `json traffic` a traffic file. Commands stand in `sh`. JavaScript and HTML are run by `tests/browser/docs.test.mjs`, and the examples of
//! `docs/checks`, wrong ones among them, are read by `cli/tests/pages.rs`.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use serde_json::{Value as Json, json};
use shopbell::engine::fact::{FACTS, FactType, PROGRESS};
use shopbell::engine::gate::GATES;
use shopbell::engine::trigger::TRIGGERS;
use shopbell::node::Doc;
use shopbell::platform::declared::declared;
use shopbell::rules::action::{ACTIONS, NOUNS};
use shopbell::rules::block::BLOCKS;
use shopbell::rules::campaign::{CAMPAIGN, EXPERIMENT, GOAL, NAMESPACE, PLAN, SCHEDULE, VARIANT};
use shopbell::rules::check::{Problem, check};
use shopbell::rules::decoder::Decoder;
use shopbell::rules::diagnostic::{CODES, Code, Severity};
use shopbell::rules::field::{AUTOCOMPLETE, FIELDS, FieldWord};
use shopbell::rules::load::FILE;
use shopbell::rules::noun::{Holds, Noun};
use shopbell::rules::operator::OPERATORS;
use shopbell::rules::preset::PRESET_ROWS;
use shopbell::rules::show::{SHOW, SURFACES, TEASER};
use shopbell::rules::site::{FREQUENCY, SITE};
use shopbell::rules::theme::THEME;
use shopbell::rules::trigger::TRIGGER;
use shopbell::rules::vocabulary::Term;
use shopbell::scenario::decode::{BESIDE_KEYS, DEED_KEYS, DEVICE_KEYS, EXPECT_KEYS, SCENARIO_KEYS, VISIT_KEYS, VISITOR_KEYS, WHEN_KEYS};
use shopbell::scenario::{Rules, play, rules_of};
use shopbell::simulate::traffic::Traffic;
use shopbell::view::form::keys;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// A document: its path below the root, and what stands in it.
struct Document {
    name: String,
    text: String,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn documents() -> Vec<Document> {
    let mut paths: Vec<PathBuf> =
        ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"].map(|name| root().join(name)).to_vec();
    for folder in ["docs", "rules-examples", "www/demo"] {
        markdown(&root().join(folder), &mut paths);
    }
    paths.sort();
    let name = |path: &Path| path.strip_prefix(root()).unwrap().display().to_string();
    paths.iter().map(|path| Document { name: name(path), text: fs::read_to_string(path).unwrap() }).collect()
}

fn markdown(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            markdown(&path, paths);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            paths.push(path);
        }
    }
}

/// A fenced example.
struct Fence {
    /// What stands behind the backticks.
    kind: String,
    body: String,
    /// `README.md:17`, for messages.
    place: String,
}

impl Document {
    fn fences(&self) -> Vec<Fence> {
        let mut fences: Vec<Fence> = Vec::new();
        let mut open: Option<usize> = None;
        for (number, line) in self.text.lines().enumerate() {
            match (line.trim_start().strip_prefix("```"), open) {
                (Some(kind), None) => {
                    open = Some(line.len() - line.trim_start().len());
                    fences.push(Fence { kind: kind.trim().into(), body: String::new(), place: format!("{}:{}", self.name, number + 1) });
                }
                (Some(_), Some(_)) => open = None,
                (None, Some(indent)) => {
                    let body = &mut fences.last_mut().unwrap().body;
                    body.push_str(line.get(indent..).unwrap_or(""));
                    body.push('\n');
                }
                (None, None) => {}
            }
        }
        assert!(open.is_none(), "{}: a fence is not closed", self.name);
        fences
    }

    /// Without what stands in fences.
    fn prose(&self) -> String {
        let mut fenced = false;
        let plain = self.text.lines().filter(|line| {
            let fence = line.trim_start().starts_with("```");
            fenced ^= fence;
            !fence && !fenced
        });
        plain.collect::<Vec<_>>().join("\n")
    }
}

fn said(problems: &[Problem]) -> String {
    problems.iter().map(|Problem { code, pointer, message, .. }| format!("\n  {code} {pointer}: {message}")).collect()
}

#[test]
fn every_example_is_read_without_problems() {
    let mut failures = String::new();
    let documents: Vec<Document> = documents().into_iter().filter(|document| !document.name.starts_with("docs/checks/")).collect();
    for fence in documents.iter().flat_map(Document::fences).filter(|fence| fence.kind.starts_with("json")) {
        let part: Json = match serde_json::from_str(&fence.body) {
            Ok(part) => part,
            Err(error) => {
                let _ = write!(failures, "\n{}: not JSON: {error}", fence.place);
                continue;
            }
        };
        let file = match fence.kind.as_str() {
            "json" if part.get("format").is_some() => fence.body.clone(),
            "json" if part.get("scenario").is_some() => continue,
            "json declaration" => {
                let (events, problems) = declared(fence.body.as_bytes(), "EUR");
                if events.is_empty() || !problems.is_empty() {
                    let _ = write!(failures, "\n{}: as a declaration it says nothing, or has problems: {problems:?}", fence.place);
                }
                continue;
            }
            "json traffic" => {
                if let Err(said) = Traffic::read(fence.body.as_bytes()) {
                    let _ = write!(failures, "\n{}: {said:?}", fence.place);
                }
                continue;
            }
            kind => match file_around(kind, part) {
                Some(file) => file.to_string(),
                None => {
                    let _ = write!(failures, "\n{}: say what it is, as in `json condition`; see the head of tests/docs.rs", fence.place);
                    continue;
                }
            },
        };
        let problems = check(file.as_bytes());
        if !problems.is_empty() {
            let _ = write!(failures, "\n{}:{}", fence.place, said(&problems));
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

/// The smallest rule file in which the part can stand.
fn file_around(kind: &str, part: Json) -> Option<Json> {
    let bar = |blocks: Json| json!({ "surface": "bar", "blocks": blocks });
    let mut campaign =
        json!({ "id": "example", "on": [{ "page_view": {} }], "variants": [{ "id": "a", "show": bar(json!([{ "text": "Hello" }])) }] });
    match kind {
        "json trigger" => campaign["on"] = json!([part]),
        "json condition" => campaign["when"] = part,
        "json block" => campaign["variants"][0]["show"] = bar(json!([part])),
        "json action" => campaign["variants"][0]["show"] = bar(json!([{ "text": "Hello" }, { "button": { "text": "Go", "do": part } }])),
        "json show" => campaign["variants"][0]["show"] = part,
        "json campaign" => campaign = part,
        _ => return None,
    }
    Some(json!({
        "format": 1,
        "site": { "currency": "EUR", "locales": ["en", "ro"] },
        "custom": { "size": "text", "loyalty_card": "boolean" },
        "segments": { "big-cart": { "cart.items": { "$gte": 5 } } },
        "groups": { "offers": { "frequency": { "at_most": 1, "per": "day" } } },
        "campaigns": [campaign, { "id": "welcome", "on": [{ "page_view": {} }], "variants": [{ "id": "a", "show": { "surface": "modal", "blocks": [{ "text": "Hello" }] } }] }]
    }))
}

#[test]
fn every_scenario_passes() {
    let mut failures = String::new();
    for document in documents() {
        let mut rules = None;
        for fence in document.fences().into_iter().filter(|fence| fence.kind == "json") {
            let json: Json = serde_json::from_str(&fence.body).unwrap_or_default();
            if json.get("format").is_some() {
                rules = Some(fence.body.clone());
            }
            if json.get("scenario").is_none() {
                continue;
            }
            let rules = match rules_of(fence.body.as_bytes()).unwrap() {
                Rules::Here(rules) => rules,
                // A name in a document means the rule file above it.
                Rules::File(_) => rules.clone().unwrap_or_else(|| panic!("{}: no rule file stands above it", fence.place)).into_bytes(),
            };
            for failure in play(&rules, fence.body.as_bytes()).failures {
                let _ = write!(failures, "\n{}: {}: expected {}, found {}", fence.place, failure.place, failure.expected, failure.found);
            }
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

/// The README says how heavy the download may be today, and what the goal is.
#[test]
fn the_weight_is_the_one_that_is_held() {
    let size = fs::read_to_string(root().join("xtask/src/size.rs")).unwrap();
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    for name in ["HELD", "GATE"] {
        let Some((_, rest)) = size.split_once(&format!("const {name}: u64 = ")) else { continue };
        let kib = rest.split_whitespace().next().unwrap_or("");
        assert!(readme.contains(&format!("{kib} KiB")), "README.md does not say {kib} KiB, which is {name} in xtask/src/size.rs");
    }
}

/// What `cargo xtask` takes is checked where it is decided, in xtask; here, that nothing else is promised.
#[test]
fn every_command_exists() {
    let package: Json = serde_json::from_str(&fs::read_to_string(root().join("package.json")).unwrap()).unwrap();
    let mut failures = String::new();
    for fence in documents().iter().flat_map(Document::fences).filter(|fence| fence.kind == "sh") {
        for line in fence.body.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
            let words: Vec<&str> = line.split_whitespace().skip_while(|word| word.contains('=')).collect();
            let exists = match words[..] {
                // Run by cli/tests/docs.rs.
                ["cargo", "shopbell", ..] => true,
                // Run by collector/tests/docs.rs.
                ["shopbell-collector", ..] => true,
                ["cargo", "build", "--release", "--package", package] => root().join(package.trim_start_matches("shopbell-")).exists(),
                ["cargo", "xtask", ..] | ["npm", "pack"] | ["cargo", "fmt", ..] | ["cargo", "clippy", ..] => true,
                ["cargo", "test", "--test", test, ..] => root().join(format!("tests/{test}.rs")).exists(),
                ["npm", script @ ("start" | "test")] => package["scripts"][script].is_string(),
                ["npm", "install", archive] => archive.ends_with(&format!("shopbell-{}.tgz", env!("CARGO_PKG_VERSION"))),
                [".ci/run"] => root().join(".ci/run").exists(),
                _ => false,
            };
            if !exists {
                let _ = write!(failures, "\n{}: `{line}` is no command of this project", fence.place);
            }
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

#[test]
fn every_link_leads_somewhere() {
    let mut failures = String::new();
    for document in documents() {
        let folder = root().join(&document.name).parent().unwrap().to_path_buf();
        for target in links(&document.prose()) {
            if target.contains("://") || target.starts_with("mailto:") {
                continue;
            }
            let (path, anchor) = target.split_once('#').unwrap_or((&target, ""));
            let file = if path.is_empty() { root().join(&document.name) } else { folder.join(path) };
            let found = if anchor.is_empty() {
                file.exists()
            } else {
                fs::read_to_string(&file).is_ok_and(|text| text.lines().any(|line| line.starts_with('#') && slug(line) == anchor))
            };
            if !found {
                let _ = write!(failures, "\n{}: `{target}` leads nowhere", document.name);
            }
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

fn links(prose: &str) -> Vec<String> {
    // What stands in backticks is an example of a link, not one.
    let plain: String = prose.split('`').step_by(2).collect::<Vec<_>>().join("·");
    plain.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target.to_string()).collect()
}

/// The anchor of a heading, as GitHub makes it.
fn slug(heading: &str) -> String {
    let heading = heading.trim_start_matches('#').trim().to_lowercase();
    heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_')).map(|c| if c == ' ' { '-' } else { c }).collect()
}

#[test]
fn tables_are_those_of_the_code() {
    let mut stale = String::new();
    for document in documents() {
        let mut text = String::new();
        let mut rest = document.text.as_str();
        while let Some((before, from)) = rest.split_once("<!-- made from ") {
            let (name, from) = from.split_once(" -->").expect("the mark is closed");
            let (_, after) = from.split_once("<!-- end -->").unwrap_or_else(|| panic!("{}: `{name}` has no end", document.name));
            let _ = write!(text, "{before}<!-- made from {name} -->\n{}<!-- end -->", table(name));
            rest = after;
        }
        text.push_str(rest);
        if text != document.text {
            if std::env::var_os("UPDATE").is_some() {
                fs::write(root().join(&document.name), text).unwrap();
            } else {
                let _ = write!(stale, "\n{} is older than the code; `UPDATE=1 cargo test --test docs` brings it up to date", document.name);
            }
        }
    }
    assert!(stale.is_empty(), "{stale}");
}

fn table(name: &str) -> String {
    let mut out = String::new();
    let mut row = |cells: &[&str]| {
        let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
        let _ = writeln!(out, "| {} |", cells.join(" | "));
    };
    let rule = |columns: usize| vec!["---"; columns];
    match name {
        "FILE" => noun(&mut row, "default", FILE),
        "SITE" => noun(&mut row, "default", SITE),
        "CAMPAIGN" => noun(&mut row, "default", CAMPAIGN),
        "SCHEDULE" => noun(&mut row, "default", SCHEDULE),
        "FREQUENCY" => noun(&mut row, "of a campaign by default", FREQUENCY),
        "EXPERIMENT" => noun(&mut row, "default", EXPERIMENT),
        "VARIANT" => noun(&mut row, "default", VARIANT),
        "GOAL" => noun(&mut row, "default", GOAL),
        "TEASER" => noun(&mut row, "default", TEASER),
        "THEME" => noun(&mut row, "default", THEME),
        "INVENTORY" => {
            row(&["what", "where", "for", "it holds", "how long"]);
            row(&rule(5));
            for item in shopbell::inventory::INVENTORY {
                row(&[&format!("`{}`", item.name), item.place.word(), item.purpose.word(), item.holds, item.kept]);
            }
        }
        "WORDS" => {
            row(&["word", "in English"]);
            row(&rule(2));
            for (name, text) in shopbell::view::words::all("en") {
                row(&[&format!("`{name}`"), &format!("`{text}`")]);
            }
        }
        "FACTS" => {
            row(&["fact", "values", "what it says"]);
            row(&rule(3));
            for fact in FACTS {
                row(&[&format!("`{}`", fact.name), kind_words(fact.kind), fact.doc]);
            }
        }
        "PRESETS" => {
            row(&["segment", "the shopper", "condition"]);
            row(&rule(3));
            for (name, condition, doc) in PRESET_ROWS {
                row(&[&format!("`{name}`"), doc, &format!("`{condition}`")]);
            }
        }
        "PROGRESS" => {
            row(&["fact", "what it says"]);
            row(&rule(2));
            for (_, progress) in PROGRESS {
                row(&[&format!("`campaign.ID.{}`", progress.name), progress.doc]);
            }
        }
        "TRIGGERS" => {
            row(&["trigger", "keys", "when it fires", "passes"]);
            row(&rule(4));
            for trigger in TRIGGERS {
                let keys: Vec<String> = trigger.keys.iter().map(|key| format!("`{key}`")).collect();
                row(&[&format!("`{}`", trigger.name), &keys.join(" "), trigger.doc, if trigger.passing { "after 10 s" } else { "" }]);
            }
        }
        "OPERATORS" => {
            row(&["operator", "the value", "tests"]);
            row(&rule(3));
            for operator in OPERATORS {
                row(&[&format!("`{}`", operator.name), operator.says, &tested_by(operator.name)]);
            }
        }
        "SURFACES" => vocabulary(&mut row, "surface", SURFACES),
        "BLOCKS" => vocabulary(&mut row, "block", BLOCKS),
        "FIELDS" => {
            row(&["field", "keys", "what it is"]);
            row(&rule(3));
            for (kind, field) in FieldWord::ALL.iter().zip(FIELDS) {
                let keys: Vec<String> = keys(*kind).iter().map(|key| format!("`{key}`")).collect();
                row(&[&format!("`{}`", field.name), &keys.join(" "), field.doc]);
            }
        }
        "AUTOCOMPLETE" => {
            let names: Vec<String> = AUTOCOMPLETE.iter().map(|name| format!("`{name}`")).collect();
            let _ = writeln!(out, "{}", names.join(" "));
        }
        "ACTIONS" => {
            row(&["action", "what it does"]);
            row(&rule(2));
            for action in ACTIONS {
                row(&[&format!("`{}`", action.name), action.doc]);
            }
        }
        "CODES" => {
            row(&["code", "", "what is wrong"]);
            row(&rule(3));
            for code in CODES {
                row(&[&format!("`{}`", code.name()), severity(*code), code.title()]);
            }
        }
        "PAGES" => {
            row(&["code", "", "what is wrong"]);
            row(&rule(3));
            for code in CODES {
                let name = code.name();
                row(&[&format!("[{name}]({name}.md)"), severity(*code), code.title()]);
            }
        }
        "AVOIDED" => {
            row(&["what", "of", "selector"]);
            row(&rule(3));
            let polite = fs::read_to_string(root().join("src/web/page/polite.js")).unwrap();
            let mut kind = "";
            for line in polite.lines() {
                kind = match line {
                    "const BANNERS = [" => "cookie banner",
                    "const CHATS = [" => "chat window",
                    _ => kind,
                };
                if let Some((selector, of)) = line.trim().split_once("', // ") {
                    row(&[kind, of, &format!("`{}`", &selector[1..])]);
                }
            }
        }
        "GATES" => {
            let names: Vec<String> = GATES.iter().map(|(gate, _)| format!("`{gate}`")).collect();
            let _ = writeln!(out, "{}", names.join(" → "));
        }
        "PROPERTIES" => {
            row(&["property", "token", "where nothing is said", "what it is"]);
            row(&rule(4));
            for key in THEME {
                let property = key.name.replace('_', "-");
                row(&[&format!("`--shopbell-{property}`"), &format!("`{}`", key.name), &unset_in_sheet(&property), key.doc.text()]);
            }
        }
        "PARTS" => {
            row(&["part", "on", "what it is"]);
            row(&rule(3));
            let view = fs::read_to_string(root().join("src/view/mod.rs")).unwrap();
            let lines: Vec<&str> = view.lines().filter_map(|line| line.strip_prefix("//! | `")).collect();
            assert!(lines.len() > 20, "the table of classes in src/view/mod.rs was not found");
            for line in lines {
                let cells: Vec<&str> = line.trim_end_matches(" |").splitn(3, " | ").collect();
                row(&[&format!("`{}", cells[0]), cells[1], cells[2]]);
            }
        }
        _ => panic!("the code has no table `{name}`"),
    }
    out
}

/// The style sheet as it is written.
fn sheet() -> String {
    let mut files: Vec<PathBuf> = fs::read_dir(root().join("src/web/sheet")).unwrap().map(|entry| entry.unwrap().path()).collect();
    // That of the host first: what others say of a property holds in some windows only.
    files.sort_by_key(|path| (path.file_name().unwrap() != "host.css", path.clone()));
    files.iter().map(|path| fs::read_to_string(path).unwrap()).collect()
}

/// What the style sheet takes where `--shopbell-NAME` is not set, as it says first.
fn unset_in_sheet(name: &str) -> String {
    let sheet = sheet();
    let (_, rest) =
        sheet.split_once(&format!("var(--shopbell-{name}, ")).unwrap_or_else(|| panic!("the style sheet does not ask for {name}"));
    format!("`{}`", rest.split_once(')').unwrap().0)
}

/// Properties are an interface: the style sheet asks for those that the theme sets, and for what only the engine sets.
#[test]
fn properties_are_those_of_the_theme() {
    /// Set by the engine as it draws.
    const OWN: [&str; 5] = ["scheme", "value", "count", "place", "stop"];
    let themed: BTreeSet<String> = THEME.iter().map(|key| key.name.replace('_', "-")).collect();
    let sheet = sheet();
    let asked: BTreeSet<String> = sheet
        .split("var(--shopbell-")
        .skip(1)
        .map(|rest| rest.split([',', ')']).next().unwrap().to_owned())
        .filter(|name| !OWN.contains(&name.as_str()))
        .collect();
    assert_eq!(asked, themed, "a property of the style sheet has its token in src/rules/theme.rs, and the other way round");
}

fn severity(code: Code) -> &'static str {
    match code.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// A noun's keys; the column of defaults is left out where none has one.
fn noun(row: &mut impl FnMut(&[&str]), default: &str, noun: Noun) {
    let some = noun.iter().any(|key| !key.unset.text().is_empty());
    let mut line = |name: &str, unset: &str, doc: &str| if some { row(&[name, unset, doc]) } else { row(&[name, doc]) };
    line("key", default, "what it is");
    line("---", "---", "---");
    for key in noun {
        let unset = key.unset.text();
        let code = serde_json::from_str::<Json>(unset).map_or_else(|_| String::from(unset), |_| format!("`{unset}`"));
        assert!(!key.doc.text().is_empty(), "`{}` says nothing of itself; give it a `.doc(…)` in its table", key.name);
        line(&format!("`{}`", key.name), &code, key.doc.text());
    }
}

/// What a key is taken for where it is left out is what the decoder takes it for.
#[test]
fn defaults_are_those_of_the_decoder() {
    // A frequency has those of a campaign, which are not in its table.
    let nouns: [Noun; 12] = [FILE, SITE, CAMPAIGN, SCHEDULE, EXPERIMENT, NAMESPACE, PLAN, VARIANT, GOAL, THEME, TRIGGER, SHOW];
    let mut tried = 0;
    for key in nouns.into_iter().chain(NOUNS).flatten() {
        let unset = key.unset.text();
        if serde_json::from_str::<Json>(unset).is_err() || matches!(key.holds, Holds::List(_) | Holds::Currency) {
            continue;
        }
        let doc = Doc::scan(unset.as_bytes()).unwrap();
        let mut cx = Decoder::default();
        assert_eq!(cx.worth(doc.root(), key), Some(i64::from(key.default)), "`{}` is said to be {unset} by default", key.name);
        tried += 1;
    }
    assert!(tried > 10, "{tried} defaults were tried");
}

fn vocabulary(row: &mut impl FnMut(&[&str]), what: &str, table: &[Term]) {
    row(&[what, "what it is"]);
    row(&["---"; 2]);
    for term in table {
        row(&[&format!("`{}`", term.name), term.doc]);
    }
}

fn kind_words(kind: FactType) -> &'static str {
    match kind {
        FactType::Bool => "true or false",
        FactType::Int => "number",
        FactType::Money => "amount",
        FactType::Date => "date",
        FactType::Text => "text",
        FactType::TextList => "list of texts",
        FactType::Json => "anything",
    }
}

/// Which kinds of facts an operator can test, found out by asking the decoder.
fn tested_by(operator: &str) -> String {
    let samples = [
        ("true or false", "customer.logged_in"),
        ("numbers", "cart.items"),
        ("amounts", "cart.subtotal"),
        ("dates", "time.date"),
        ("texts", "page.path"),
        ("lists", "cart.skus"),
        ("custom", "custom.size"),
    ];
    let refused = |fact: &str| {
        let condition = json!({ fact: { operator: null } });
        let problems = check(file_around("json condition", condition).unwrap().to_string().as_bytes());
        problems.iter().any(|problem| problem.code == "SB009")
    };
    let fits: Vec<&str> = samples.iter().filter(|(_, fact)| !refused(fact)).map(|(kind, _)| *kind).collect();
    if fits.len() == samples.len() { "everything".into() } else { fits.join(", ") }
}

/// The keys that a table of the document describes stand behind `<!-- keys of NAME -->`, in the order of the code.
#[test]
fn every_key_is_described() {
    let beside: Vec<&str> = BESIDE_KEYS.iter().map(|(key, _)| *key).collect();
    let moments: Vec<&str> = WHEN_KEYS.iter().chain(&DEED_KEYS).chain(&beside).copied().collect();
    let all: [(&str, &str, &[&str]); 6] = [
        ("docs/scenarios.md", "scenario", &SCENARIO_KEYS),
        ("docs/scenarios.md", "visitor", &VISITOR_KEYS),
        ("docs/scenarios.md", "device", &DEVICE_KEYS),
        ("docs/scenarios.md", "play", &moments),
        ("docs/scenarios.md", "visit", &VISIT_KEYS),
        ("docs/scenarios.md", "expect", &EXPECT_KEYS),
    ];
    for (document, noun, keys) in all {
        let text = fs::read_to_string(root().join(document)).unwrap();
        let (_, table) = text.split_once(&format!("<!-- keys of {noun} -->")).unwrap_or_else(|| panic!("{document}: no keys of {noun}"));
        let rows = table.lines().skip(1).take_while(|line| line.starts_with('|')).skip(2);
        let described: BTreeSet<&str> = rows.flat_map(|row| row.split('|').nth(1).unwrap().split('`').skip(1).step_by(2)).collect();
        assert_eq!(described, keys.iter().copied().collect(), "{document}: the keys of {noun} are not those of the code");
    }
}

/// Marks are only made by this file's rules; a mark with a slip of the pen would protect nothing.
#[test]
fn every_mark_is_known() {
    for document in documents() {
        for mark in document.text.split("<!-- ").skip(1) {
            let known = mark.starts_with("made from ") || mark.starts_with("keys of ") || mark.starts_with("end -->");
            assert!(known, "{}: the mark `<!-- {}` means nothing", document.name, mark.lines().next().unwrap_or(""));
        }
    }
}
