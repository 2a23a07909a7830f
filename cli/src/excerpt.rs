//! A problem with the lines it stands in, as compilers show it.

use ariadne::{CharSet, Color, Config, IndexType, Label, Report, ReportKind, Source};
use shopbell::rules::check::Problem;

/// Bytes of the longest line that is shown; minified files have one that fills screens.
const LONGEST_LINE: usize = 400;

/// Whether the lines of a place can be shown, and are worth it.
fn is_showable(text: &str, start: usize, end: usize) -> bool {
    let Some((before, rest)) = text.split_at_checked(start) else { return false };
    let begin = before.rfind('\n').map_or(0, |newline| newline + 1);
    let finish = start + rest.find('\n').unwrap_or(rest.len());
    text.is_char_boundary(end) && finish - begin <= LONGEST_LINE
}

/// The problem under the excerpt of its file.
pub fn excerpt(path: &str, text: &str, problem: &Problem, colors: bool) -> String {
    let color = match problem.severity {
        "error" => Color::Red,
        "warning" => Color::Yellow,
        _ => Color::Cyan,
    };
    let start = (problem.start as usize).min(text.len());
    let place = start..(problem.end as usize).clamp(start, text.len());
    let plain = || {
        let Problem { code, severity, line, column, pointer, message, .. } = problem;
        format!("[{code}] {severity}: {message}\n    {path}:{line}:{column} {pointer}\n")
    };
    if !is_showable(text, place.start, place.end) {
        return plain();
    }
    let config = Config::default().with_color(colors).with_index_type(IndexType::Byte).with_char_set(CharSet::Unicode).with_compact(false);
    let pointer = if problem.pointer.is_empty() { "here" } else { &problem.pointer };
    let label = Label::new((path, place.clone())).with_color(color).with_message(pointer);
    let report = Report::build(ReportKind::Custom(problem.severity, color), (path, place))
        .with_config(config)
        .with_code(&problem.code)
        .with_message(&problem.message)
        .with_label(label)
        .finish();
    let mut written = Vec::new();
    match report.write((path, Source::from(text)), &mut written) {
        Ok(()) if colors => String::from_utf8_lossy(&written).into_owned(),
        // The heading of a kind of one's own is painted all the same.
        Ok(()) => unpainted(&String::from_utf8_lossy(&written)),
        // Writing to memory does not fail; if it did, the sentence is what matters.
        Err(_) => plain(),
    }
}

/// Without the escapes that paint: each goes to the next `m`.
fn unpainted(text: &str) -> String {
    let mut pieces = text.split('\u{1b}');
    let mut plain = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        plain.push_str(piece.split_once('m').map_or("", |(_, rest)| rest));
    }
    plain
}
