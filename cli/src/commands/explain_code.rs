//! `shopbell explain-code`: the manual page of a problem's code, or the list of all codes.

use crate::FINE;
use crate::manual::{painted, rendered};
use crate::world::World;
use clap::Args;
use shopbell::rules::diagnostic::{CODES, Code, Severity, did_you_mean};

/// Which code.
#[derive(Args)]
pub struct Options {
    /// Such as SB008; without one, every code with its title
    code: Option<String>,
}

pub fn run(options: &Options, colors: bool, world: &mut dyn World) -> Result<u8, String> {
    let Some(wanted) = &options.code else {
        for code in CODES {
            world.print(&row(*code, colors));
        }
        return Ok(FINE);
    };
    let wanted = wanted.to_uppercase();
    let names: Vec<String> = CODES.iter().map(|code| code.name()).collect();
    let Some(code) = CODES.iter().find(|code| code.name() == wanted) else {
        let guess = did_you_mean(&wanted, names.iter().map(String::as_str));
        return Err(format!("there is no code `{wanted}`{guess}; `shopbell explain-code` lists them all"));
    };
    let page = page(*code);
    if colors {
        world.print(&rendered(page, severity(*code).1));
    } else {
        world.print(page);
    }
    Ok(FINE)
}

/// `SB001  error    not JSON`.
fn row(code: Code, colors: bool) -> String {
    let (word, color) = severity(code);
    let word = format!("{word:<7}");
    format!("{}  {}  {}\n", code.name(), if colors { painted(color, &word) } else { word }, code.title())
}

/// The severity's word and colour.
fn severity(code: Code) -> (&'static str, &'static str) {
    match code.severity() {
        Severity::Error => ("error", "31"),
        Severity::Warning => ("warning", "33"),
        Severity::Note => ("note", "36"),
    }
}

/// The files of `docs/checks/`, by their codes; `build.rs` lists them.
const PAGES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/pages.rs"));

/// The manual page; that each code has one is tried in `tests/pages.rs`.
fn page(code: Code) -> &'static str {
    let name = code.name();
    PAGES.iter().find(|(known, _)| *known == name).map_or("", |(_, page)| page)
}
