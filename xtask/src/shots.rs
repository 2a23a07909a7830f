//! `shots`: pictures of all that the gallery shows, and those of the README.
//!
//! Decides what is asked for and what must be built before; taking them is done by `www/gallery/shots/*.mjs` on the pages themselves.

use crate::{build, gallery, program, project, setup};
use anyhow::{Context, Result, bail};
use clap::Args;
use std::process::ExitCode;

/// Which pictures are taken.
#[derive(Args)]
pub struct Options {
    /// Only this entry of the gallery; may be given several times
    #[arg(long, value_name = "ENTRY")]
    only: Vec<String>,
    /// In this theme of the gallery
    #[arg(long, default_value = "default")]
    theme: String,
    /// Take the pictures of the README instead, into docs/pictures/
    #[arg(long, conflicts_with_all = ["only", "theme"])]
    readme: bool,
    /// Build nothing: take what is in dist/ as it is
    #[arg(long)]
    as_built: bool,
}

/// `cargo xtask shots`
pub fn run(options: &Options) -> Result<ExitCode> {
    let known = gallery::names(&project::gallery().join("entries"))?;
    if let Some(unknown) = options.only.iter().find(|name| !known.contains(name)) {
        bail!("the gallery has no entry `{unknown}`; it has {}", known.join(", "));
    }
    let themes = gallery::names(&project::gallery().join("themes"))?;
    if !themes.contains(&options.theme) {
        bail!("the gallery has no theme `{}`; it has {}", options.theme, themes.join(", "));
    }
    if !options.as_built {
        build::everything()?;
    }
    let script = if options.readme { "readme.mjs" } else { "sheet.mjs" };
    let wanted = if options.only.is_empty() { &known } else { &options.only };
    let mut node = program::command("node");
    node.arg(project::gallery().join("shots").join(script));
    if !options.readme {
        node.arg(&options.theme).args(wanted);
    }
    node.env(setup::CHROMIUM_VARIABLE, setup::for_browser_tests()?);
    node.env("SHOPBELL_XTASK", std::env::current_exe().context("could not find out where this program lies")?);
    node.env("SHOPBELL_SHOTS", project::target().join("shots"));
    program::succeed(&mut node, "take the pictures")?;
    Ok(ExitCode::SUCCESS)
}
