//! From Rust to a wasm that wasm-bindgen can read.
//!
//! Decides which standard library a module stands on: `docs/decisions/0011-lean-standard-library.md`.
//!
//! INVARIANT: no path of this machine gets in, and nothing in it traps that does not trap natively.

use crate::{program, project};
use anyhow::Result;
use std::path::{Path, PathBuf};

/// The standard library of a module.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Library {
    /// As rustup brings it.
    Ready,
    /// Compiled along: for size, without the sentences of panics, which nobody would read, and without Debug's. cargo's and rustc's options
    /// for that are not stable yet; the toolchain is pinned by `rust-version`.
    ///
    /// Never with `llvm-abiname: experimental-mv`: LLVM compiles calls that give back two values wrongly, and says nothing.
    Lean,
}

const PROFILE: &str = "shopper";
const TARGET: &str = "wasm32-unknown-unknown";
const LEAN_LIBRARY: [&str; 2] = ["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"];
const LEAN_FLAGS: [&str; 4] = ["-Zunstable-options", "-Cpanic=immediate-abort", "-Zlocation-detail=none", "-Zfmt-debug=none"];

/// Compiles a crate with these features, in a target folder named after `id` so that builds with other features do not evict this one.
/// One that is to have a twin does without what JavaScript lacks.
pub fn compile(package: &str, name: &str, id: &str, features: &str, library: Library, twin: bool) -> Result<PathBuf> {
    let folder = project::target().join(format!("wasm-{id}"));
    let mut cargo = program::cargo();
    cargo.args(["build", "-p", package, "--lib", "--profile", PROFILE, "--no-default-features", "--features", features]);
    cargo.arg("--target-dir").arg(&folder).args(["--target", TARGET]);
    let mut flags = Vec::new();
    if library == Library::Lean {
        cargo.args(LEAN_LIBRARY).env("RUSTC_BOOTSTRAP", "1");
        flags.extend(LEAN_FLAGS.map(str::to_owned));
    }
    if twin {
        // JavaScript's functions give back one value.
        flags.push("-Ctarget-feature=-multivalue".to_owned());
    }
    flags.extend(paths_mapped_away());
    cargo.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"));
    program::succeed(&mut cargo, &format!("compile {name}.wasm"))?;
    Ok(folder.join(TARGET).join(PROFILE).join(package.replace('-', "_")).with_extension("wasm"))
}

/// Paths of this machine end up in panic messages unless they are mapped away.
fn paths_mapped_away() -> [String; 2] {
    let home = std::env::home_dir().unwrap_or_default();
    let cargo_home = std::env::var_os("CARGO_HOME").map_or_else(|| home.join(".cargo"), PathBuf::from);
    let mapped = |from: &Path, to: &str| format!("--remap-path-prefix={}={to}", from.display());
    [mapped(&cargo_home, "cargo"), mapped(project::root(), "shopbell")]
}
