//! From Rust to a wasm that wasm-bindgen can read.
//!
//! Decides which standard library a module stands on, and for which target it is compiled: `docs/decisions/0011-lean-standard-library.md`.
//!
//! INVARIANT: no path of this machine gets in, and nothing in it traps that does not trap natively.

use crate::{program, project};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};

/// The standard library of a module.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Library {
    /// As rustup brings it.
    Ready,
    /// Compiled along: for size, without the sentences of panics, which nobody would read, without Debug's, and for a target of our own,
    /// `wasm32-unknown-unknown` whose functions give back two values as two values. cargo's and rustc's options for that are not stable
    /// yet; the toolchain is pinned by `rust-version`.
    Lean,
}

const PROFILE: &str = "shopper";
const READY_TARGET: &str = "wasm32-unknown-unknown";
const LEAN_TARGET: &str = "wasm32-shopbell";
const LEAN_LIBRARY: [&str; 3] = ["-Zjson-target-spec", "-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"];
const LEAN_FLAGS: [&str; 4] = ["-Zunstable-options", "-Cpanic=immediate-abort", "-Zlocation-detail=none", "-Zfmt-debug=none"];

/// Compiles a crate with these features, in a target folder named after `id` so that builds with other features do not evict this one.
pub fn compile(package: &str, name: &str, id: &str, features: &str, library: Library) -> Result<PathBuf> {
    let folder = project::target().join(format!("wasm-{id}"));
    let mut cargo = program::cargo();
    cargo.args(["build", "-p", package, "--lib", "--profile", PROFILE, "--no-default-features", "--features", features]);
    cargo.arg("--target-dir").arg(&folder).arg("--target");
    let mut flags = Vec::new();
    let target = match library {
        Library::Ready => {
            cargo.arg(READY_TARGET);
            READY_TARGET
        }
        Library::Lean => {
            cargo.arg(project::root().join("xtask/src/build").join(LEAN_TARGET).with_extension("json"));
            cargo.args(LEAN_LIBRARY).env("RUSTC_BOOTSTRAP", "1");
            flags.extend(LEAN_FLAGS.map(str::to_owned));
            LEAN_TARGET
        }
    };
    flags.extend(paths_mapped_away());
    cargo.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"));
    program::succeed(&mut cargo, &format!("compile {name}.wasm"))?;
    let compiled = folder.join(target).join(PROFILE).join(package.replace('-', "_")).with_extension("wasm");
    if library == Library::Lean {
        one_convention(&compiled)?;
    }
    Ok(compiled)
}

/// Paths of this machine end up in panic messages unless they are mapped away.
fn paths_mapped_away() -> [String; 2] {
    let home = std::env::home_dir().unwrap_or_default();
    let cargo_home = std::env::var_os("CARGO_HOME").map_or_else(|| home.join(".cargo"), PathBuf::from);
    let mapped = |from: &Path, to: &str| format!("--remap-path-prefix={}={to}", from.display());
    [mapped(&cargo_home, "cargo"), mapped(project::root(), "shopbell")]
}

/// Functions of the compiler's library that work on 128 bits are called by another convention than they are compiled with. The linker puts
/// a trap in the place of each, and only warns.
fn one_convention(compiled: &Path) -> Result<()> {
    const TRAP: &[u8] = b"signature_mismatch:__";
    let bytes = fs::read(compiled).with_context(|| format!("could not read {}", project::shown(compiled)))?;
    if let Some(place) = bytes.windows(TRAP.len()).position(|window| window == TRAP) {
        let name: Vec<u8> = bytes[place + TRAP.len()..].iter().copied().take_while(u8::is_ascii_alphanumeric).collect();
        bail!(
            "something multiplies or divides 128 bits and would trap (`__{}`): `checked_mul` of 64 bits does; `decimal::times` does not",
            String::from_utf8_lossy(&name)
        );
    }
    Ok(())
}
