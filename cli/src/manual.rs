//! A page of the manual on a terminal with colours: headings, examples and `code` without the marks of Markdown.
//!
//! Decides how those few marks look. Without colours a page is printed as it is written, which reads well enough.

const BOLD: &str = "1";
const RED: &str = "31";
const GREEN: &str = "32";
const CYAN: &str = "36";

/// The text in a colour.
pub fn painted(color: &str, text: &str) -> String {
    format!("\u{1b}[{color}m{text}\u{1b}[0m")
}

/// The page, its title in a colour.
pub fn rendered(page: &str, title: &str) -> String {
    let mut out = String::new();
    let mut example = false;
    for line in page.lines() {
        if line.starts_with("```") {
            example = !example;
            continue;
        }
        let line = match line.split_once(' ') {
            _ if example => painted(CYAN, line),
            Some(("#", heading)) => painted(&format!("{BOLD};{title}"), heading),
            Some(("##", heading)) => painted(&heading_color(heading), heading),
            _ => prose(line),
        };
        out.push_str(&line);
        out.push('\n');
    }
    out
}

fn heading_color(heading: &str) -> String {
    match heading {
        "Wrong" => format!("{BOLD};{RED}"),
        "Right" => format!("{BOLD};{GREEN}"),
        _ => BOLD.to_owned(),
    }
}

/// A line with its `code` in a colour, and links as their words.
fn prose(line: &str) -> String {
    let mut out = String::new();
    for (place, part) in line.split('`').enumerate() {
        out.push_str(&if place % 2 == 1 { painted(CYAN, part) } else { without_targets(part) });
    }
    out
}

/// `[docs/rules.md](../rules.md)` is `docs/rules.md`.
fn without_targets(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, words, behind)) = link(rest) {
        out.push_str(before);
        out.push_str(words);
        rest = behind;
    }
    out + rest
}

/// What stands before the first link, its words, and what stands behind it.
fn link(text: &str) -> Option<(&str, &str, &str)> {
    let (head, tail) = text.split_once("](")?;
    let (before, words) = head.rsplit_once('[')?;
    Some((before, words, tail.split_once(')')?.1))
}
