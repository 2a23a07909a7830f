//! Bundling by esbuild: one way for every file we ship.
//!
//! Decides syntax level, minifying and what is never folded in.

use crate::{program, project};
use anyhow::Result;
use std::path::Path;

/// The oldest browsers we support; what they can say needs no rewriting.
const BROWSERS: &str = "chrome103,firefox113,safari16.4";

/// How a bundle is loaded.
#[derive(Clone, Copy)]
pub enum Shape {
    /// By `import`, in a browser we support.
    Module,
    /// By a plain script tag, in any browser at all: an old one must be able to read it and let it be.
    Script,
}

/// Bundles `from` and what it imports into the one file `into`. The parts of `dist/` import one another at run time, so those
/// stay imports.
pub fn bundle(from: &Path, into: &Path, shape: Shape) -> Result<()> {
    let mut esbuild = program::npm_program("esbuild");
    esbuild.arg(from).arg(format!("--outfile={}", into.display()));
    esbuild.args(["--bundle", "--minify", "--charset=utf8", "--legal-comments=none", "--log-level=warning"]);
    esbuild.args(["engine", "shops", "tools", "panel"].map(|part| format!("--external:./{part}.js")));
    esbuild.arg("--external:./*.twin.js");
    // Of Node's own, which only `cli.js` asks for.
    esbuild.arg("--external:node:*");
    match shape {
        Shape::Module => esbuild.args(["--format=esm", &format!("--target={BROWSERS}")]),
        Shape::Script => {
            // By hand and not by `--format=iife`: that one brings 300 bytes for a `require` nobody calls.
            esbuild.args(["--format=esm", "--banner:js=(()=>{'use strict';", "--footer:js=})();"]);
            esbuild.args(["--target=es2018", "--supported:dynamic-import=true"])
        }
    };
    program::succeed(&mut esbuild, &format!("bundle {}", project::shown(from)))
}
