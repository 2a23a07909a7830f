//! What was found, for machines: problems as JSON, annotations of GitHub Actions and SARIF; [`tests`] as JUnit and TAP, [`coverage`], [`explanation`].

pub mod coverage;
pub mod difference;
pub mod explanation;
pub mod picture;
pub mod simulation;
pub mod tests;

use serde_json::{Value, json as object};
use shopbell::rules::check::Problem;
use shopbell::rules::diagnostic::CODES;

/// A file and what is wrong with it.
pub struct Checked {
    /// As it was named.
    pub path: String,
    /// Its text.
    pub text: String,
    /// In the order of the file.
    pub problems: Vec<Problem>,
}

/// `{ "files": [{ "path", "problems": […] }], "errors", "warnings" }`.
pub fn json(checked: &[Checked]) -> String {
    let files: Vec<Value> = checked.iter().map(|file| object!({ "path": file.path, "problems": file.problems })).collect();
    let count = |severity: &str| checked.iter().flat_map(|file| &file.problems).filter(|problem| problem.severity == severity).count();
    format!("{:#}\n", object!({ "files": files, "errors": count("error"), "warnings": count("warning") }))
}

/// One workflow command a line, see GitHub's "Workflow commands for GitHub Actions".
pub fn github(checked: &[Checked]) -> String {
    let data = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let property = |text: &str| data(text).replace(':', "%3A").replace(',', "%2C");
    let mut text = String::new();
    for file in checked {
        for problem in &file.problems {
            let level = if problem.severity == "note" { "notice" } else { problem.severity };
            let (path, title) = (property(&file.path), property(&problem.code));
            let message = data(&problem.message);
            text.push_str(&format!("::{level} file={path},line={},col={},title={title}::{message}\n", problem.line, problem.column));
        }
    }
    text
}

/// SARIF 2.1.0 with every code as a rule, so that code scanning shows titles.
pub fn sarif(checked: &[Checked]) -> String {
    let rules: Vec<Value> = CODES.iter().map(|code| object!({ "id": code.name(), "shortDescription": { "text": code.title() } })).collect();
    let results: Vec<Value> = checked.iter().flat_map(|file| file.problems.iter().map(|problem| result(&file.path, problem))).collect();
    let driver = object!({
        "name": "shopbell",
        "version": env!("CARGO_PKG_VERSION"),
        "rules": rules,
    });
    let log = object!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{ "tool": { "driver": driver }, "columnKind": "unicodeCodePoints", "results": results }],
    });
    format!("{log:#}\n")
}

fn result(path: &str, problem: &Problem) -> Value {
    object!({
        "ruleId": problem.code,
        "level": problem.severity,
        "message": { "text": problem.message },
        "locations": [{
            "physicalLocation": {
                "artifactLocation": { "uri": path.replace('\\', "/").replace(' ', "%20") },
                "region": { "startLine": problem.line, "startColumn": problem.column },
            },
            "logicalLocations": [{ "fullyQualifiedName": problem.pointer }],
        }],
    })
}
