//! The hand-written JavaScript that ships: the script-tag loader, the npm entry with its types, the debug panel.
//!
//! Decides which source becomes which file of `dist/`; what they do is in `www/`.

use super::esbuild::{self, Shape};
use crate::fingerprint::{self, Fingerprint};
use crate::project;
use anyhow::{Context, Result};
use std::fs;

/// Brings `shopbell.js`, `index.js`, `index.d.ts` and `panel.js` up to date.
pub fn build() -> Result<()> {
    let (embed, panel, dist) = (project::embed(), project::panel().join("panel.js"), project::dist());
    let mut results = ["shopbell.js", "index.js", "index.d.ts"].map(|name| dist.join(name)).to_vec();
    if panel.exists() {
        results.push(dist.join("panel.js"));
    } else {
        println!("build: no panel ({} is not there)", project::shown(&panel));
    }

    let mut inputs = Fingerprint::of("page", include_str!("page.rs"));
    inputs.note(include_bytes!("esbuild.rs"));
    inputs.note_folder(&embed)?;
    inputs.note_folder(&project::panel())?;
    inputs.note_file(&project::root().join("package-lock.json"))?;
    inputs.unless_fresh(&results, || {
        println!("build: loader, npm entry, panel (esbuild)");
        esbuild::bundle(&embed.join("loader.js"), &dist.join("shopbell.js"), Shape::Script)?;
        esbuild::bundle(&embed.join("index.js"), &dist.join("index.js"), Shape::Module)?;
        let types = fs::read(embed.join("index.d.ts")).context("could not read www/embed/index.d.ts")?;
        fingerprint::write(&dist.join("index.d.ts"), &types)?;
        if panel.exists() {
            esbuild::bundle(&panel, &dist.join("panel.js"), Shape::Module)?;
        }
        Ok(())
    })?;
    Ok(())
}
