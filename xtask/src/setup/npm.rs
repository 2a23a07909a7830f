//! The npm packages that build and test: esbuild, binaryen, playwright-core.
//!
//! Installed from the lock file, and again whenever the lock file is another one than that of the last install.

use crate::fingerprint;
use crate::{program, project};
use anyhow::{Context, Result, bail};
use std::fs;

/// Esbuild's and playwright's own floor; `node --test` needs no more.
const OLDEST_NODE: u32 = 20;

/// Are the packages there, of this lock file? Installs them if not.
pub fn ready() -> Result<()> {
    let lock = fs::read(project::root().join("package-lock.json")).context("could not read package-lock.json")?;
    let installed = project::node_modules().join(".installed-from");
    if fs::read(&installed).is_ok_and(|before| before == lock) {
        return Ok(());
    }
    check_node()?;
    println!("setup: installing the npm packages that build and test");
    // Install scripts stay off: no package of ours needs its own, and npm warns about each.
    let mut install = program::npm();
    install.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
    program::succeed(&mut install, "install the npm packages")?;
    fingerprint::write(&installed, &lock)
}

fn check_node() -> Result<()> {
    let version = program::output_of(program::command("node").arg("--version"), "run node")?;
    match major(&version) {
        Some(major) if major >= OLDEST_NODE => Ok(()),
        _ => bail!("node is {}; {OLDEST_NODE} or newer is needed: https://nodejs.org has it", version.trim()),
    }
}

/// The major number of `v20.1.2`.
fn major(version: &str) -> Option<u32> {
    version.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::major;

    #[test]
    fn versions_of_node() {
        assert_eq!(major("v20.20.2\n"), Some(20));
        assert_eq!(major("v9.1.0"), Some(9));
        assert_eq!(major("deno 2"), None);
    }
}
