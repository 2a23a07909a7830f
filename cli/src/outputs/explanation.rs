//! An explanation on the terminal, and as JSON.

use crate::commands::check::counted;
use serde_json::{Value, json as object};
use shopbell::explain::clause::ClauseLine;
use shopbell::explain::remedy::Remedy;
use shopbell::explain::{CampaignLine, Explanation, GateLine};

/// What is explained, and what would show each campaign, in the same order.
pub struct Explained {
    /// Why.
    pub explanation: Explanation,
    /// What would.
    pub remedies: Vec<Remedy>,
    /// Whether as far was looked as it is for a single campaign.
    pub looked_far: bool,
}

const GREEN: &str = "32";
const RED: &str = "31";
const YELLOW: &str = "33";
const BOLD: &str = "1";
const DIM: &str = "2";

struct Painter(bool);

impl Painter {
    fn paint(&self, code: &str, text: &str) -> String {
        if self.0 && !text.is_empty() { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    fn mark(&self, pass: bool) -> String {
        if pass { self.paint(GREEN, "✓") } else { self.paint(RED, "✗") }
    }
}

/// A block for each campaign: the answer, the gates, the clauses, and what would show it.
pub fn human(explained: &Explained, colors: bool) -> String {
    let painter = Painter(colors);
    let mut text = String::new();
    for (line, remedy) in explained.explanation.campaigns.iter().zip(&explained.remedies) {
        campaign(&painter, line, remedy, explained.looked_far, &mut text);
    }
    let count = |state: &str| explained.explanation.campaigns.iter().filter(|line| line.state == state).count();
    let states = ["showing", "ready", "waiting", "blocked"].map(|state| (count(state), state));
    let states: Vec<String> = states.iter().filter(|(count, _)| *count > 0).map(|(count, state)| format!("{count} {state}")).collect();
    let all = explained.explanation.campaigns.len();
    let states = if states.is_empty() { String::new() } else { format!(": {}", states.join(", ")) };
    text.push_str(&format!("{}{states}\n", counted(all, "campaign")));
    text
}

fn campaign(painter: &Painter, line: &CampaignLine, remedy: &Remedy, looked_far: bool, text: &mut String) {
    let color = match line.state {
        "showing" | "ready" => GREEN,
        "waiting" => YELLOW,
        _ => RED,
    };
    let name = line.name.as_ref().map_or_else(String::new, |name| format!(" ({name})"));
    text.push_str(&format!("{}{name}: {}\n", painter.paint(BOLD, &line.id), painter.paint(color, line.state)));
    text.push_str(&format!("  {}\n", line.sentence));
    // Of a message that is there, closed gates speak of the next time.
    if !remedy.showing {
        gates(painter, &line.gates, text);
    }
    clauses(painter, &line.clauses, text);
    if !remedy.showing {
        text.push_str(&format!("  {} {}\n", painter.paint(BOLD, "→"), remedy.sentence));
        if !remedy.in_the_way.is_empty() && !looked_far {
            text.push_str(&painter.paint(DIM, &format!("    `--campaign {}` looks further\n", line.id)));
        }
    }
    text.push('\n');
}

/// Open gates in one line, closed ones with their reason.
fn gates(painter: &Painter, gates: &[GateLine], text: &mut String) {
    let open: Vec<&str> = gates.iter().filter(|gate| gate.pass).map(|gate| gate.gate).collect();
    if !open.is_empty() {
        text.push_str(&format!("  {} {}\n", painter.mark(true), painter.paint(DIM, &open.join(", "))));
    }
    let width = gates.iter().map(|gate| gate.gate.len()).max().unwrap_or(0);
    for gate in gates.iter().filter(|gate| !gate.pass) {
        text.push_str(&format!("  {} {:width$}  {}\n", painter.mark(false), gate.gate, gate.sentence));
    }
}

/// The condition, a line a clause: what is asked, what was seen, what is missing.
fn clauses(painter: &Painter, clauses: &[ClauseLine], text: &mut String) {
    let indent = |clause: &ClauseLine| 2 * usize::from(clause.depth);
    let width = clauses.iter().filter(|clause| clause.clause).map(|clause| indent(clause) + clause.text.chars().count()).max();
    let width = width.unwrap_or(0).min(60);
    if !clauses.is_empty() {
        text.push_str("  when\n");
    }
    for clause in clauses {
        let mark = match clause.verdict {
            "true" => painter.mark(true),
            "false" => painter.mark(false),
            _ => painter.paint(YELLOW, "?"),
        };
        let said = format!("{}{}", " ".repeat(indent(clause)), clause.text);
        let seen = if clause.seen.is_empty() { String::new() } else { painter.paint(DIM, &clause.seen) };
        let missing = match (clause.missing.as_str(), clause.seen.as_str()) {
            ("", _) | (_, "not reported") => String::new(),
            (missing, _) => format!(", {}", painter.paint(YELLOW, missing)),
        };
        text.push_str(format!("    {mark} {said:width$}  {seen}{missing}").trim_end());
        text.push('\n');
    }
}

/// As `shopbell.explain()` gives it, with a `remedy` for each campaign.
pub fn json(explained: &Explained) -> String {
    let mut all = object!(explained.explanation);
    let campaigns = all["campaigns"].as_array_mut().into_iter().flatten();
    for (line, remedy) in campaigns.zip(&explained.remedies) {
        line["remedy"] = object!(remedy);
    }
    format!("{:#}\n", Value::from(all))
}
