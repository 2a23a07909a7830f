//! `setup`: everything that building and testing need and a new machine may lack.
//!
//! Decides which parts a command needs. How a part is looked for and fetched is in its own file; each is silent and quick when
//! it finds what it needs, and answers with one sentence when that cannot be had.

mod chromium;
mod npm;
mod others;
mod standard_library;

pub use chromium::VARIABLE as CHROMIUM_VARIABLE;

use anyhow::Result;
use std::path::PathBuf;
use std::process::ExitCode;

/// `cargo xtask setup`
pub fn run() -> Result<ExitCode> {
    for_building()?;
    let chromium = chromium::ready()?;
    println!("ready: wasm target, standard library, npm packages, Chromium at {}", chromium.display());
    Ok(ExitCode::SUCCESS)
}

/// What `build` and everything after it needs.
pub fn for_building() -> Result<()> {
    standard_library::ready()?;
    npm::ready()
}

/// What tests in a browser need beyond that: the path of a Chromium.
pub fn for_browser_tests() -> Result<PathBuf> {
    chromium::ready()
}

/// The other engines that are there, by the variable that names each to the tests.
pub fn other_engines() -> Vec<(&'static str, PathBuf)> {
    others::ENGINES.iter().filter_map(|engine| Some((engine.variable, engine.ready()?))).collect()
}
