//! `shopbell check`: what is wrong with rule files.

use crate::excerpt::excerpt;
use crate::outputs::{Checked, github, json, sarif};
use crate::world::{World, files_in};
use crate::{FINE, PROBLEMS};
use clap::{Args, ValueEnum};
use shopbell::lint::inspect;
use shopbell::rules::diagnostic::{CODES, Severity, did_you_mean};

/// How to check.
#[derive(Args)]
pub struct Options {
    /// Rule files, or folders in which every `*rules.json` is one
    #[arg(required = true, value_name = "FILE")]
    files: Vec<String>,
    /// Warnings that are meant, such as SB131: they are not printed
    #[arg(long, value_name = "CODE")]
    allow: Vec<String>,
    /// How problems are printed
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
    /// Warnings fail as well
    #[arg(long)]
    strict: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// With the lines they stand in, for people
    Human,
    /// One JSON object
    Json,
    /// Annotations of GitHub Actions
    Github,
    /// SARIF 2.1.0, for code scanning
    Sarif,
}

pub fn run(options: &Options, colors: bool, world: &mut dyn World) -> Result<u8, String> {
    let allowed = options.allow.iter().map(|code| warning(code)).collect::<Result<Vec<_>, _>>()?;
    let mut checked = Vec::new();
    for path in files_in(world, &options.files, "rules.json")? {
        let bytes = world.read(&path).map_err(|why| format!("`{path}` cannot be read: {why}"))?;
        let mut problems = inspect(&bytes, world.now());
        problems.retain(|problem| !allowed.contains(&problem.code));
        checked.push(Checked { path, problems, text: String::from_utf8_lossy(&bytes).into_owned() });
    }
    if checked.is_empty() {
        return Err(format!("there is no file named `*rules.json` in {}", options.files.join(", ")));
    }
    let text = match options.format {
        Format::Human => human(&checked, colors),
        Format::Json => json(&checked),
        Format::Github => github(&checked),
        Format::Sarif => sarif(&checked),
    };
    world.print(&text);
    let fails = |severity: &str| severity == "error" || options.strict && severity == "warning";
    let failed = checked.iter().flat_map(|file| &file.problems).any(|problem| fails(problem.severity));
    Ok(if failed { PROBLEMS } else { FINE })
}

/// The name of a code that may be allowed.
fn warning(wanted: &str) -> Result<String, String> {
    let wanted = wanted.to_uppercase();
    match CODES.iter().find(|code| code.name() == wanted) {
        Some(code) if code.severity() != Severity::Error => Ok(wanted),
        Some(code) => Err(format!(
            "{wanted} ({}) leaves out what it stands in and cannot be allowed; `shopbell explain-code {wanted}` says how to mend it",
            code.title()
        )),
        None => {
            let names: Vec<String> = CODES.iter().map(|code| code.name()).collect();
            Err(format!(
                "there is no code `{wanted}`{}; `shopbell explain-code` lists them all",
                did_you_mean(&wanted, names.iter().map(String::as_str))
            ))
        }
    }
}

fn human(checked: &[Checked], colors: bool) -> String {
    let mut text = String::new();
    for file in checked {
        for problem in &file.problems {
            text.push_str(&excerpt(&file.path, &file.text, problem, colors));
            text.push('\n');
        }
    }
    let count = |severity: &str| checked.iter().flat_map(|file| &file.problems).filter(|problem| problem.severity == severity).count();
    let files = counted(checked.len(), "file");
    match (count("error"), count("warning")) {
        (0, 0) => match count("note") {
            0 => text.push_str(&format!("{files}: nothing wrong\n")),
            notes => text.push_str(&format!("{files}: nothing wrong, {}\n", counted(notes, "note"))),
        },
        (errors, warnings) => {
            let found = format!("{files}: {}, {}", counted(errors, "error"), counted(warnings, "warning"));
            let code = checked.iter().flat_map(|file| &file.problems).map(|problem| problem.code.as_str()).next().unwrap_or("SB001");
            text.push_str(&format!("{found}\n`shopbell explain-code {code}` says more about a code\n"));
        }
    }
    text
}

/// `1 file`, `2 files`.
pub fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}
