//! The standard library for wasm32: compiled for the tools, and its sources for the engine, which compiles it along to be small.
//!
//! Asked of rustc rather than of rustup: a distribution's toolchain may bring both without rustup.

use crate::program;
use anyhow::{Result, bail};
use std::path::Path;

const TARGET: &str = "wasm32-unknown-unknown";

/// Has the toolchain the wasm target and the library's sources? Adds them by rustup if not.
pub fn ready() -> Result<()> {
    let target = || is_folder(&["--print", "target-libdir", "--target", TARGET], "");
    let sources = || is_folder(&["--print", "sysroot"], "lib/rustlib/src/rust/library");
    add(&format!("the Rust target {TARGET}"), &["target", "add", TARGET], target)?;
    add("the sources of Rust's standard library", &["component", "add", "rust-src"], sources)
}

fn add(what: &str, arguments: &[&str], is_there: impl Fn() -> Result<bool>) -> Result<()> {
    if is_there()? {
        return Ok(());
    }
    if program::on_path(&["rustup"]).is_none() {
        bail!(
            "this Rust toolchain lacks {what}, and there is no rustup to add it; \
             install it with your package manager, or Rust by https://rustup.rs"
        );
    }
    println!("setup: adding {what}");
    program::succeed(program::command("rustup").args(arguments), &format!("add {what}"))?;
    if !is_there()? {
        bail!(
            "rustup added {what} to another toolchain than the one that builds here; \
             run `rustup {} --toolchain NAME` with the name from `rustup show`",
            arguments.join(" ")
        );
    }
    Ok(())
}

/// Is there a folder of this name in the one that rustc answers?
fn is_folder(question: &[&str], name: &str) -> Result<bool> {
    let mut rustc = program::command("rustc");
    let folder = program::output_of(rustc.args(question), "ask rustc what it has")?;
    Ok(Path::new(folder.trim()).join(name).is_dir())
}
