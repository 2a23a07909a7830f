//! The standard library for wasm32.
//!
//! Asked of rustc rather than of rustup: a distribution's toolchain may bring the target without rustup.

use crate::program;
use anyhow::{Result, bail};
use std::path::Path;

const TARGET: &str = "wasm32-unknown-unknown";

/// Has the toolchain the wasm target? Adds it by rustup if not.
pub fn ready() -> Result<()> {
    if is_there()? {
        return Ok(());
    }
    if program::on_path(&["rustup"]).is_none() {
        bail!(
            "this Rust toolchain lacks the target {TARGET}, and there is no rustup to add it; \
             install it with your package manager, or Rust by https://rustup.rs"
        );
    }
    println!("setup: adding the Rust target {TARGET}");
    program::succeed(program::command("rustup").args(["target", "add", TARGET]), "add the wasm target")?;
    if !is_there()? {
        bail!(
            "rustup added {TARGET} to another toolchain than the one that builds here; \
             run `rustup target add {TARGET} --toolchain NAME` with the name from `rustup show`"
        );
    }
    Ok(())
}

fn is_there() -> Result<bool> {
    let mut rustc = program::command("rustc");
    rustc.args(["--print", "target-libdir", "--target", TARGET]);
    let folder = program::output_of(&mut rustc, "ask rustc for its targets")?;
    Ok(Path::new(folder.trim()).is_dir())
}
