//! A problem with the lines it stands in, as compilers show it.

use ariadne::{CharSet, Color, Config, IndexType, Label, Report, ReportKind, Source};
use shopbell::rules::check::Problem;

/// The problem under the excerpt of its file.
pub fn excerpt(path: &str, text: &str, problem: &Problem, colors: bool) -> String {
    let color = match problem.severity {
        "error" => Color::Red,
        "warning" => Color::Yellow,
        _ => Color::Cyan,
    };
    let start = (problem.start as usize).min(text.len());
    let place = start..(problem.end as usize).clamp(start, text.len());
    let config = Config::default().with_color(colors).with_index_type(IndexType::Byte).with_char_set(CharSet::Unicode).with_compact(false);
    let mut label = Label::new((path, place.clone())).with_color(color);
    if !problem.pointer.is_empty() {
        label = label.with_message(&problem.pointer);
    }
    let report = Report::build(ReportKind::Custom(problem.severity, color), (path, place))
        .with_config(config)
        .with_code(&problem.code)
        .with_message(&problem.message)
        .with_label(label)
        .finish();
    let mut written = Vec::new();
    match report.write((path, Source::from(text)), &mut written) {
        Ok(()) => String::from_utf8_lossy(&written).into_owned(),
        // Writing to memory does not fail; if it did, the sentence is what matters.
        Err(_) => format!("{path}:{}:{}: {} {}\n", problem.line, problem.column, problem.code, problem.message),
    }
}
