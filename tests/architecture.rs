//! Fences: what must stay true of the code as text. Each says, when it breaks, what was found, where, and what to do instead.
//!
//! They read the sources with comments and tests taken out. They are fences, not walls: they keep an honest hand from a slip.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// A source file: its path below the root, and its text in two forms.
struct Source {
    name: String,
    text: String,
    /// Without comments and tests; the same lines, so that numbers hold.
    code: String,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &str, endings: &[&str]) -> Vec<PathBuf> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let name = entry.file_name();
            if path.is_dir() {
                if !["target", "node_modules", "dist", ".git"].iter().any(|skipped| name == *skipped) {
                    walk(&path, found);
                }
            } else {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(&root().join(folder), &mut found);
    found.retain(|path| endings.iter().any(|ending| path.to_string_lossy().ends_with(ending)));
    found.sort();
    found
}

fn name(path: &Path) -> String {
    path.strip_prefix(root()).unwrap().display().to_string().replace('\\', "/")
}

fn rust(folder: &str) -> Vec<Source> {
    let source = |path: &PathBuf| {
        let text = fs::read_to_string(path).unwrap();
        Source { name: name(path), code: code(&text), text }
    };
    files(folder, &[".rs"]).iter().map(source).collect()
}

/// The text without line comments, and without everything from the file's tests on, which stand last.
fn code(text: &str) -> String {
    let mut code = String::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        if line == "#[cfg(test)]" && lines.peek().is_some_and(|next| next.starts_with("mod tests")) {
            break;
        }
        let comment = line.trim_start().starts_with("//");
        let behind = line.find(" // ").filter(|at| line.get(..*at).unwrap_or("").matches('"').count() % 2 == 0);
        code.push_str(if comment { "" } else { line.get(..behind.unwrap_or(line.len())).unwrap_or("") });
        code.push('\n');
    }
    code
}

/// Every place of a word: `src/node.rs:17`. A word that begins or ends with a letter is not found inside of a longer one.
fn places(source: &str, text: &str, word: &str) -> Vec<String> {
    let part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate() {
        for (at, _) in line.match_indices(word) {
            let before = part(line.get(..at).unwrap_or("").chars().next_back()) && part(word.chars().next());
            let after = part(line.get(at + word.len()..).unwrap_or("").chars().next()) && part(word.chars().next_back());
            if !before && !after {
                found.push(format!("{source}:{}", number + 1));
            }
        }
    }
    found
}

/// Fails with everything that was found, one line each.
fn none(found: &[String], sentence: &str) {
    assert!(found.is_empty(), "\n{sentence}\n  {}\n", found.join("\n  "));
}

fn in_pure_zone(source: &Source) -> bool {
    !["src/web/", "src/shops/", "src/tools/"].iter().any(|host| source.name.starts_with(host))
}

/// What would make the core depend on more than its arguments, or its order on chance.
const IMPURE: [&str; 21] = [
    "web_sys",
    "js_sys",
    "wasm_bindgen",
    "gloo_timers",
    "serde_wasm_bindgen",
    "std::time",
    "SystemTime",
    "Instant",
    "std::fs",
    "std::net",
    "std::env",
    "std::io",
    "std::thread",
    "rand",
    "thread_local!",
    "static mut",
    "println!",
    "eprintln!",
    "dbg!",
    "HashMap",
    "HashSet",
];

/// Where the pure zone asks the browser all the same: what is asked is a function of its arguments, and 7 to 30 KB that nobody
/// has to download.
const ASKS_THE_BROWSER: [(&str, &str); 3] = [
    ("src/engine/pattern/mod.rs", "the browser's RegExp in the shopper's build; regex-lite in the tools"),
    ("src/engine/op.rs", "the browser's lower case in the shopper's build"),
    ("src/number.rs", "the browser's numbers in the shopper's build"),
];

#[test]
fn the_pure_zone_is_pure() {
    let mut found = Vec::new();
    for source in rust("src").iter().filter(|source| in_pure_zone(source)) {
        for word in IMPURE {
            found.extend(places(&source.name, &source.code, word).iter().map(|place| format!("{place}: {word}")));
        }
        let asks = ASKS_THE_BROWSER.iter().any(|(name, _)| *name == source.name);
        for what in ["crate::web", "crate::shops", "crate::tools"] {
            let through = places(&source.name, &source.code, what);
            found.extend(through.iter().filter(|_| !asks || what != "crate::web").map(|place| format!("{place}: {what}")));
        }
    }
    none(
        &found,
        "The core is a function of its arguments: outside of src/web, src/shops and src/tools there is no browser, clock, chance, log, I/O or unordered collection. \
         Let the host measure it and report it as an event, or make it an effect; BTreeMap and BTreeSet have an order.",
    );
}

#[test]
fn what_asks_the_browser_is_compiled_for_it_only() {
    let mut found = Vec::new();
    for (file, _) in ASKS_THE_BROWSER {
        let text = fs::read_to_string(root().join(file)).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        for (number, line) in lines.iter().enumerate().filter(|(_, line)| line.contains("crate::web")) {
            let guard = number.checked_sub(1).and_then(|before| lines.get(before)).copied().unwrap_or("");
            if !(guard.contains("target_arch = \"wasm32\"") && guard.contains("feature = \"web\"")) {
                found.push(format!("{file}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    none(&found, "What asks the browser needs a line above it that compiles it for wasm with the feature `web` only.");
}

/// Files whose exports JavaScript may call.
const EXPORTS: [&str; 4] = ["src/web/api.rs", "src/shops/api.rs", "src/tools/api.rs", "src/web/bench.rs"];

#[test]
fn exports_are_in_one_file() {
    let mut found = Vec::new();
    for source in rust("src").iter().filter(|source| !EXPORTS.contains(&source.name.as_str())) {
        let lines: Vec<&str> = source.code.lines().collect();
        for (number, line) in lines.iter().enumerate().filter(|(_, line)| line.contains("#[wasm_bindgen")) {
            // Imports stand on an `extern "C"` block or within one, indented.
            let next = lines.iter().skip(number + 1).find(|line| !line.trim().is_empty() && !line.trim().starts_with("#[")).copied();
            let import = next.is_some_and(|next| next.starts_with("extern \"C\"") || next.starts_with("    pub fn "));
            if !import {
                found.push(format!("{}:{}: {}", source.name, number + 1, line.trim()));
            }
        }
    }
    none(
        &found,
        "JavaScript enters in src/web/api.rs, src/shops/api.rs and src/tools/api.rs only; put the export there: it converts, calls, converts.",
    );
    let modules = fs::read_to_string(root().join("src/web/mod.rs")).unwrap();
    if root().join("src/web/bench.rs").exists() {
        let (before, _) = modules.split_once("mod bench;").expect("src/web/mod.rs names the module bench");
        let guard = before.lines().rfind(|line| line.starts_with("#[cfg(")).unwrap_or("");
        assert!(
            guard.contains("test-hooks"),
            "src/web/bench.rs holds exports for measuring; it must stand behind the feature `test-hooks`"
        );
    }
}

/// What the browser host may know of the core: how to say what happened, and how to do what is asked.
const KNOWN_TO_THE_HOST: [&str; 26] = [
    // The one function, its state, and the text that explains it.
    "engine::step",
    "engine::State",
    "engine::Step",
    "engine::snapshot",
    // What is said and what is asked for.
    "engine::event",
    "engine::effect",
    "engine::id",
    "engine::time",
    "engine::trigger::Signals",
    "engine::trigger::LEAVES",
    // Handed on unopened; see UNOPENED.
    "engine::program::Program",
    // Searching, for the core.
    "engine::pattern",
    "rules::load",
    "rules::diagnostic",
    "rules::action",
    "json",
    "node",
    "number",
    "money",
    "order",
    "outcome",
    // What it decides of storage and network comes back as commands.
    "delivery",
    "platform",
    "value",
    "decimal",
    "view",
];

/// Only tests reach them: the bench makes states of its own.
const BENCH: [&str; 1] = ["engine::fact"];

/// Parts of a program that decide. The host hands a program on; it reads its site, its selectors and its signals.
const UNOPENED: [&str; 12] = [
    "Campaign",
    "Frequency",
    "Experiment",
    "Threshold",
    "GATES",
    "Reason",
    "Verdict",
    "program.campaigns",
    "program.groups",
    "program.segments",
    "program.tree",
    "program.triggers",
];

#[test]
fn the_browser_host_only_measures_and_performs() {
    let mut found = Vec::new();
    for source in rust("src/web") {
        let bench = source.name == "src/web/bench.rs";
        for (place, path) in imports(&source) {
            let known = |allowed: &&str| path == **allowed || path.starts_with(&format!("{allowed}::"));
            if !KNOWN_TO_THE_HOST.iter().chain(BENCH.iter().filter(|_| bench)).any(known) {
                found.push(format!("{place}: crate::{path}"));
            }
        }
        for word in UNOPENED {
            found.extend(places(&source.name, &source.code, word).iter().map(|place| format!("{place}: {word}")));
        }
    }
    none(
        &found,
        "The browser host reports measurements and performs effects; no campaign, gate, threshold or cap is known to src/web. \
         What asks about one belongs to src/engine; the host gets an effect, or a signal in engine::trigger::Signals.",
    );
}

/// Every path of this crate that a file names, with braces spread out: `crate::engine::{self, State}` is two.
fn imports(source: &Source) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let flat = &source.code;
    for (at, _) in flat.match_indices("crate::") {
        let line = flat.get(..at).unwrap_or("").matches('\n').count() + 1;
        let place = format!("{}:{line}", source.name);
        let rest = flat.get(at + "crate::".len()..).unwrap_or("");
        let end = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | ':'))).unwrap_or(rest.len());
        let (path, behind) = rest.split_at(end);
        match (path.strip_suffix("::"), behind.strip_prefix('{').and_then(|inside| inside.split_once('}'))) {
            (Some(path), Some((items, _))) => {
                for item in items.split(',').map(str::trim).filter(|item| !item.is_empty()) {
                    let item = item.split(" as ").next().unwrap_or(item);
                    // Of `self` one knows only the module; what is called through it is found by its own words.
                    let full = if item == "self" { self_path(source, path) } else { vec![format!("{path}::{item}")] };
                    found.extend(full.into_iter().map(|full| (place.clone(), full)));
                }
            }
            _ if path.split("::").count() == 1 && path == "engine" => {
                found.extend(self_path(source, path).into_iter().map(|full| (place.clone(), full)));
            }
            _ => found.push((place, path.trim_end_matches(':').to_string())),
        }
    }
    found
}

/// What is reached through a module that is in scope by its last name: `engine::step(…)`.
fn self_path(source: &Source, path: &str) -> Vec<String> {
    let last = path.rsplit("::").next().unwrap_or(path);
    let through = format!("{last}::");
    let mut found = Vec::new();
    for (at, _) in source.code.match_indices(&through) {
        let before = source.code.get(..at).unwrap_or("").chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | ':')) {
            continue;
        }
        let rest = source.code.get(at + through.len()..).unwrap_or("");
        let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
        found.push(format!("{path}::{}", rest.get(..end).unwrap_or("")));
    }
    found
}

/// Ways from a text to markup or code.
const SINKS: [&str; 12] = [
    "innerHTML",
    "outerHTML",
    "insertAdjacentHTML",
    "document.write",
    "document.writeln",
    "eval(",
    "new Function",
    "DOMParser",
    "createContextualFragment",
    "setHTMLUnsafe",
    "srcdoc",
    "javascript:",
];

#[test]
fn nothing_turns_text_into_markup() {
    let mut all = files("www", &[".js", ".mjs", ".html"]);
    all.extend(files("src/web", &[".js", ".rs"]));
    // Not in a fresh clone; what is built is looked at where it is.
    for built in ["shopbell.js", "index.js", "engine.js", "shops.js", "tools.js", "panel.js"] {
        all.extend(Some(root().join("dist").join(built)).filter(|path| path.exists()));
    }
    all.retain(|path| !name(path).contains("/tests/"));
    let mut found = Vec::new();
    for path in all {
        let text = fs::read_to_string(&path).unwrap();
        for word in SINKS {
            found.extend(places(&name(&path), &text, word).iter().map(|place| format!("{place}: {word}")));
        }
        for timer in ["setTimeout(", "setInterval("] {
            for quote in ['"', '\'', '`'] {
                found.extend(
                    places(&name(&path), &text, &format!("{timer}{quote}")).iter().map(|place| format!("{place}: a timer with a text")),
                );
            }
        }
    }
    none(
        &found,
        "Text is text: elements are made with createElement, texts with textContent, timers take functions. Nothing is parsed or run.",
    );
}

#[test]
fn nothing_gives_up() {
    let mut found = Vec::new();
    for source in rust("src") {
        for word in
            [".unwrap()", ".expect(", ".unwrap_err()", "panic!", "todo!", "unimplemented!", "unreachable!", "assert!(", "assert_eq!("]
        {
            let constant = |place: &String| {
                let number: usize = place.rsplit(':').next().and_then(|number| number.parse().ok()).unwrap_or(0);
                source.code.lines().nth(number.saturating_sub(1)).is_some_and(|line| line.starts_with("const _: () = assert!"))
            };
            let here = places(&source.name, &source.code, word);
            found.extend(here.iter().filter(|place| !constant(place)).map(|place| format!("{place}: {word}")));
        }
    }
    none(
        &found,
        "We are guests on the page: outside of tests nothing may panic. Give a safe answer; an impossible state is a debug_assert! and a safe answer.",
    );
}

#[test]
fn every_file_says_what_it_decides() {
    let mut found = Vec::new();
    for source in ["src", "xtask", "tests"].iter().flat_map(|folder| rust(folder)) {
        if !source.text.starts_with("//!") {
            found.push(source.name);
        }
    }
    none(&found, "Every file begins with `//!`: what it decides, what it leaves to others, what must hold.");
}

/// The longest a file may be without asking what the second idea in it is.
const LINES: usize = 400;

/// Files that are longer: how long at most, and why. Shorten them and lower the number; do not add to the list lightly.
const LONGER: [(&str, usize, &str); 1] = [("src/scenario/decode.rs", 450, "one reader of one format")];

#[test]
fn files_hold_one_idea() {
    let mut found = Vec::new();
    let mut long: BTreeMap<String, usize> = BTreeMap::new();
    for source in rust("src") {
        let lines = source.code.lines().count();
        let (most, _) = LONGER.iter().find(|(name, ..)| *name == source.name).map_or((LINES, ""), |(_, most, why)| (*most, *why));
        if lines > most {
            found.push(format!("{}: {lines} lines without its tests, at most {most}", source.name));
        }
        if lines > LINES {
            long.insert(source.name, lines);
        }
    }
    none(&found, "A file past 400 lines has a second idea in it; give that one a file of its own.");
    let done: Vec<String> = LONGER.iter().filter(|(name, ..)| !long.contains_key(*name)).map(|(name, ..)| (*name).to_string()).collect();
    none(&done, "These are no longer than 400 lines any more; take them off the list LONGER in tests/architecture.rs.");
}

/// Words that do not stand in the project: half-done work, and the places where it was done.
#[test]
fn nothing_is_left_for_later() {
    let words = [
        (["TO", "DO"].concat(), "finish it, or say in the docs that it is not there"),
        (["FIX", "ME"].concat(), "mend it, or write the scenario that shows it"),
        (["X", "XX"].concat(), "say what you mean"),
        (["/wo", "rk/"].concat(), "no path of the machine it was written on"),
        (["shared/", "design"].concat(), "say it here, in our own words"),
    ];
    let endings = [".rs", ".js", ".mjs", ".md", ".json", ".toml", ".html", ".css", ".ts", "run"];
    let mut found = Vec::new();
    let folders = [".ci", ".cargo", "src", "tests", "www", "xtask", "docs", "rules-examples", "benches"];
    let mut all: Vec<PathBuf> = folders.iter().flat_map(|folder| files(folder, &endings)).collect();
    all.extend(
        ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "Cargo.toml", "package.json"].map(|name| root().join(name)),
    );
    for path in all.iter().filter(|path| !name(path).contains("/fixtures/")) {
        let text = fs::read_to_string(path).unwrap_or_default();
        for (word, cure) in &words {
            found.extend(places(&name(path), &text, word).iter().map(|place| format!("{place}: {word}: {cure}")));
        }
    }
    none(&found, "What is committed is done, and knows nothing of where it was made.");
}

/// What a shopper downloads code of, and why.
const SHOPPERS_DEPENDENCIES: [(&str, &str); 2] =
    [("rlsf", "the allocator: 2 KB less than the one Rust brings along"), ("wasm-bindgen", "exports and imports")];

/// What the tools add.
const TOOLS_DEPENDENCIES: [(&str, &str); 6] = [
    ("serde", "derives of explanations, problems, played scenarios and outcomes"),
    ("serde-wasm-bindgen", "the same as JavaScript values; reading through it was 22 KB and is not used"),
    ("regex-lite", "searching without a browser, in linear time"),
    ("intl_pluralrules", "CLDR's plural rules, for scenarios without a browser"),
    ("unic-langid", "language tags, as the plural rules want them"),
    ("serde_json", "the rule file's schema, for the command line; no export of the tools in wasm reaches it"),
];

/// What the checks add.
const LINT_DEPENDENCIES: [(&str, &str); 1] =
    [("jiff", "time zones with their own database: whether a shop's clock shows a time must not depend on the machine")];

#[test]
fn dependencies_are_those_we_chose() {
    let cargo = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let mut section = "";
    let (mut found, mut tools, mut lint) = (Vec::new(), Vec::new(), Vec::new());
    let of_tools = cargo.lines().find(|line| line.starts_with("tools = [")).expect("the feature `tools` is declared");
    let of_lint = cargo.lines().find(|line| line.starts_with("lint = [")).expect("the feature `lint` is declared");
    for line in cargo.lines() {
        if line.starts_with('[') {
            section = line;
        }
        let ours = section == "[dependencies]" || (section.starts_with("[target.") && section.ends_with(".dependencies]"));
        let named = line.chars().next().is_some_and(char::is_alphabetic);
        if let (true, true, Some((name, _))) = (ours, named, line.split_once(" = ")) {
            let dependency = format!("\"dep:{name}\"");
            let list = match () {
                () if of_tools.contains(&dependency) => &mut tools,
                () if of_lint.contains(&dependency) => &mut lint,
                () => &mut found,
            };
            list.push(name);
        }
    }
    let named = |list: &[(&'static str, &str)]| {
        let mut names: Vec<&str> = list.iter().map(|(name, _)| *name).collect();
        names.sort_unstable();
        names
    };
    found.sort_unstable();
    tools.sort_unstable();
    let sentence = "Each dependency is bytes that shoppers download, or code that we answer for: name it in tests/architecture.rs with its reason, \
                    and its bytes in the commit";
    assert_eq!(found, named(&SHOPPERS_DEPENDENCIES), "{sentence}");
    assert_eq!(tools, named(&TOOLS_DEPENDENCIES), "{sentence}");
    assert_eq!(lint, named(&LINT_DEPENDENCIES), "{sentence}");
}

/// ARCHITECTURE.md names a guard for each invariant; a guard that was renamed or taken away guards nothing.
#[test]
fn every_guard_exists() {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let (_, table) = text.split_once("| guarded by |").expect("the table of invariants");
    let mut found = Vec::new();
    let mut guards = 0;
    for row in table.lines().skip(1).take_while(|line| line.starts_with('|')).skip(1) {
        let guard = row.split('|').nth(2).unwrap_or("");
        let named: Vec<&str> = guard.split('`').skip(1).step_by(2).collect();
        let words: Vec<&str> =
            guard.split([' ', ',']).filter(|word| word.starts_with("tests/") || word.starts_with("collector/tests/")).collect();
        guards += named.len() + words.len();
        for word in &words {
            if !root().join(word).exists() {
                found.push(format!("{word} is not there"));
            }
        }
        for test in named.iter().filter(|test| !test.starts_with("cargo xtask ")) {
            let there = words.iter().any(|word| fs::read_to_string(root().join(word)).is_ok_and(|text| text.contains(test)));
            if !there {
                found.push(format!("`{test}` is not in {}", words.join(" or ")));
            }
        }
    }
    assert!(guards > 20, "the table of invariants was not read");
    none(&found, "ARCHITECTURE.md names guards that do not exist.");
}
