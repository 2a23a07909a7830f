//! What scenarios have reached of rule files: a short block for each, with places that an editor jumps to.

use serde_json::{Value, json as object};
use shopbell::node::Doc;
use shopbell::scenario::coverage::Reached;
use shopbell::scenario::coverage::report::{Report, report};

/// A rule file, and what has been reached of it.
pub struct Covered {
    /// Where it stands: its own file, or the scenario that holds it.
    pub path: String,
    /// What has been reached so far.
    pub reached: Reached,
    rules: Vec<u8>,
    text: String,
    /// Where the rules begin in the text.
    base: u32,
}

impl Covered {
    /// Rules in a file of their own.
    pub fn of_file(path: String, rules: &[u8]) -> Covered {
        let text = String::from_utf8_lossy(rules).into_owned();
        Covered { path, reached: Reached::default(), rules: rules.to_vec(), text, base: 0 }
    }

    /// Rules that stand in a scenario.
    pub fn of_scenario(path: &str, scenario: &[u8], rules: &[u8]) -> Covered {
        let base = Doc::scan(scenario).ok().and_then(|doc| Some(doc.root().get("rules")?.at())).unwrap_or(0);
        let text = String::from_utf8_lossy(scenario).into_owned();
        Covered { path: path.into(), reached: Reached::default(), rules: rules.to_vec(), text, base }
    }

    fn report(&self) -> Report {
        report(&self.rules, &self.text, self.base, &self.reached)
    }
}

/// A line of percentages for each rule file, and a line for each thing that is missing.
pub fn blocks(covered: &[Covered], colors: bool) -> String {
    let painted = |code: &str, text: &str| if colors { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() };
    let mut text = String::new();
    for one in covered {
        let Report { counts, missing } = one.report();
        let shares: Vec<String> =
            counts.iter().filter(|count| count.all > 0).map(|count| format!("{} {} %", count.what, count.percent)).collect();
        let shares = if missing.is_empty() { painted("32", "everything is reached") } else { shares.join(", ") };
        text.push_str(&format!("{}: {shares}\n", painted("1", &one.path)));
        for missing in missing.iter().filter(|missing| !missing.implied) {
            let place = painted("2", &format!("{}:{}:{}", one.path, missing.line, missing.column));
            text.push_str(&format!("  {place} {}: {}\n", missing.of, painted("33", &missing.sentence)));
        }
    }
    text
}

/// `[{ "path", "counts", "missing" }]`, with what follows from something else that is missing.
pub fn data(covered: &[Covered]) -> Vec<Value> {
    let one = |covered: &Covered| {
        let Report { counts, missing } = covered.report();
        object!({ "path": covered.path, "counts": counts, "missing": missing })
    };
    covered.iter().map(one).collect()
}
