//! `shopbell explain-code`: the manual page of a problem's code.

use crate::FINE;
use crate::world::World;
use clap::Args;
use shopbell::rules::diagnostic::{CODES, Code, did_you_mean};

/// Which code.
#[derive(Args)]
pub struct Options {
    /// Such as SB008; without one, every code with its title
    code: Option<String>,
}

pub fn run(options: &Options, world: &mut dyn World) -> Result<u8, String> {
    let Some(wanted) = &options.code else {
        for code in CODES {
            world.print(&format!("{}  {}\n", code.name(), code.title()));
        }
        return Ok(FINE);
    };
    let wanted = wanted.to_uppercase();
    let names: Vec<String> = CODES.iter().map(|code| code.name()).collect();
    let Some(code) = CODES.iter().find(|code| code.name() == wanted) else {
        let guess = did_you_mean(&wanted, names.iter().map(String::as_str));
        return Err(format!("there is no code `{wanted}`{guess}; `shopbell explain-code` lists them all"));
    };
    world.print(page(*code));
    Ok(FINE)
}

/// The manual page: a file of `docs/checks/`.
pub fn page(code: Code) -> &'static str {
    let _ = code;
    ""
}
