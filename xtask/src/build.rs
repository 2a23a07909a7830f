//! `build`: everything that ships, into `dist/`.
//!
//! Decides what there is and in which order; [`module`] knows how Rust becomes a small wasm with its glue, [`page`] how the
//! hand-written JavaScript becomes the loader, the npm entry and the panel.

mod compile;
mod esbuild;
mod glue;
mod module;
mod names;
mod page;
mod twin;

use crate::{project, setup};
use anyhow::Result;
use compile::Library;
use module::Module;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

/// What a shopper downloads: decisions and drawing. Inlining functions that are called once makes the file smaller and its brotli
/// 4 % larger, so that is switched off; the levels of wasm-opt are within a hundredth of one another. What makes up for its time: expressions
/// are taken apart and control flow is built anew, the smallest functions move to where they are called, addresses below 1,024 (the far
/// end of the stack) hold nothing, and functions of one module stand side by side, where brotli sees how alike they are.
const ENGINE: Module = Module {
    package: "shopbell",
    name: "engine",
    folder: project::dist,
    features: "web",
    library: Library::Lean,
    optimise: &[
        "--flatten",
        "--rereloop",
        "-Oz",
        "-Oz",
        "--converge",
        "--one-caller-inline-max-function-size=0",
        "--always-inline-max-function-size=4",
        "--low-memory-unused",
        "--zero-filled-memory",
        "--reorder-functions-by-name",
    ],
    front: &["src/web/page/front.js"],
    twin: true,
};

/// The same crate with its prose, for whoever asks why: the panel, the playground, `explain()`.
const TOOLS: Module = Module {
    package: "shopbell",
    name: "tools",
    folder: project::dist,
    features: "tools",
    library: Library::Ready,
    optimise: &["-O2"],
    front: &[],
    twin: false,
};

/// The command line, for `npx shopbell`.
const CLI: Module = Module { package: "shopbell-cli", name: "cli", features: "", front: &["cli/src/node/cli.js"], ..TOOLS };

/// The same crate with the dialects of shops and tag managers, for pages that speak one. Weighed like the engine.
const SHOPS: Module = Module { name: "shops", features: "shops", front: &[], ..ENGINE };

/// The engine with exports that only tests call, traps included. It never ships.
const ENGINE_WITH_HOOKS: Module = Module {
    folder: project::test_dist,
    features: "web,tools,test-hooks",
    front: &["src/web/page/hooks.js", "src/web/page/front.js"],
    ..ENGINE
};

/// `cargo xtask build`
pub fn run() -> Result<ExitCode> {
    everything()?;
    Ok(ExitCode::SUCCESS)
}

/// Builds all of `dist/`, setting up first; what is up to date is left alone.
pub fn everything() -> Result<()> {
    setup::for_building()?;
    let begun = Instant::now();
    ENGINE.build()?;
    SHOPS.build()?;
    TOOLS.build()?;
    CLI.build()?;
    page::build()?;
    crate::gallery::write_index()?;
    println!("built: {} ({:.1} s)", project::shown(&project::dist()), begun.elapsed().as_secs_f32());
    Ok(())
}

/// Builds the engine alone.
pub fn engine() -> Result<()> {
    setup::for_building()?;
    ENGINE.build()
}

/// Builds what only tests load, into [`project::test_dist`].
pub fn test_hooks() -> Result<()> {
    ENGINE_WITH_HOOKS.build()
}

/// Bundles a module that only tests and benches load, into [`project::test_dist`].
pub fn bundle_for_tests(from: &Path, name: &str) -> Result<()> {
    esbuild::bundle(from, &project::test_dist().join(name), esbuild::Shape::Module)
}

/// The engine as it ships but with the names of its functions, for whoever asks what is heavy in it. It must be built.
pub fn engine_with_names() -> Result<PathBuf> {
    ENGINE.with_names()
}
