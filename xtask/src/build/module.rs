//! From Rust to `NAME.wasm` and its glue `NAME.js`.
//!
//! cargo compiles, wasm-bindgen writes the glue, [`super::glue`] leaves out of it what our browsers need not, [`super::names`] shortens
//! what the two share, wasm-opt shrinks, esbuild folds the glue, its snippets and what is hand-written on top into one file.
//!
//! INVARIANT: the same sources give the same bytes on every machine, so no path of this one may get in.

use super::esbuild::{self, Shape};
use super::glue;
use super::names::Names;
use crate::fingerprint::{self, Fingerprint};
use crate::{program, project};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};
use wasm_bindgen_cli_support::Bindgen;

/// wasm32-unknown-unknown, but functions give back two values as two values instead of through memory: a sixteenth less code.
const TARGET: &str = "wasm32-shopbell";
const PROFILE: &str = "shopper";

/// What wasm-opt may use: what every supported browser has. `--all-features` makes modules that browsers refuse.
const WASM_FEATURES: [&str; 7] = [
    "--mvp-features",
    "--enable-bulk-memory",
    "--enable-sign-ext",
    "--enable-nontrapping-float-to-int",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// The standard library is compiled along: for size, without the sentences of panics, which nobody would read, and without Debug's.
/// A panic is a trap, which ends shopbell and leaves the shop as it was. These are options of cargo and rustc that are not stable yet; the
/// toolchain is pinned by `rust-version`, and what they do to the outcome is held by the tests of the size and by parity.
const STANDARD_LIBRARY: [&str; 2] = ["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"];
const LEAN: [&str; 4] = ["-Zunstable-options", "-Cpanic=immediate-abort", "-Zlocation-detail=none", "-Zfmt-debug=none"];
const UNLOCKED: (&str, &str) = ("RUSTC_BOOTSTRAP", "1");

/// One wasm of the crate `shopbell`.
pub struct Module {
    /// Of its two files.
    pub name: &'static str,
    /// Where they go.
    pub folder: fn() -> PathBuf,
    /// The cargo features it is compiled with, separated by commas.
    pub features: &'static str,
    /// How hard, and for what, wasm-opt tries.
    pub optimise: &'static [&'static str],
    /// The hand-written JavaScript that the file exports, which imports `./glue.js`; each imports the one after it. None: the glue as it is.
    pub front: &'static [&'static str],
}

/// How the front calls the glue.
const GLUE: &str = "glue.js";

impl Module {
    /// Brings `NAME.js` and `NAME.wasm` up to date.
    pub fn build(&self) -> Result<()> {
        println!("build: {} (cargo, feature {})", self.name, self.features);
        let compiled = self.compile()?;
        let (glue, wasm) = (self.shipped("js"), self.shipped("wasm"));

        let mut inputs = Fingerprint::of(&self.id(), include_str!("module.rs"));
        inputs.note(include_bytes!("esbuild.rs"));
        inputs.note(include_bytes!("glue.rs"));
        inputs.note(include_bytes!("names.rs"));
        inputs.note(include_bytes!("wasm32-shopbell.json"));
        for front in self.front {
            inputs.note_file(&project::root().join(front))?;
        }
        if let Some(page) = self.page() {
            inputs.note_folder(&page)?;
        }
        inputs.note(self.optimise.concat().as_bytes());
        inputs.note_file(&compiled)?;
        inputs.note_file(&project::root().join("package-lock.json"))?;
        inputs.note_file(&project::root().join("Cargo.lock"))?;
        inputs.unless_fresh(&[glue, wasm], || {
            println!("build: {} (wasm-bindgen, wasm-opt {}, esbuild)", self.name, self.optimise.join(" "));
            let bound = self.bind(&compiled)?;
            self.shrink(&bound)?;
            self.fold(&bound)
        })?;
        Ok(())
    }

    /// What tells this build from the others.
    fn id(&self) -> String {
        self.features.replace(',', "-")
    }

    /// Where its hand-written JavaScript lies.
    fn page(&self) -> Option<PathBuf> {
        Some(project::root().join(self.front.first()?).parent()?.to_owned())
    }

    /// wasm-bindgen brings along the files that Rust calls, each as a snippet; what only they import comes here.
    fn bring_neighbours(&self, folder: &Path) -> Result<()> {
        let (Some(page), Ok(snippets)) = (self.page(), fs::read_dir(folder.join("snippets"))) else { return Ok(()) };
        let inside = page.strip_prefix(project::root())?;
        for snippet in snippets {
            let there = snippet?.path().join(inside);
            for file in fs::read_dir(&page)? {
                let file = file?;
                if there.exists() && !there.join(file.file_name()).exists() {
                    fs::copy(file.path(), there.join(file.file_name()))?;
                }
            }
        }
        Ok(())
    }

    /// Where wasm-bindgen's work lies.
    fn bound(&self) -> PathBuf {
        project::target().join("xtask").join(self.id())
    }

    fn shipped(&self, extension: &str) -> PathBuf {
        (self.folder)().join(self.name).with_extension(extension)
    }

    /// cargo, in a target folder of its own so that builds with other features do not evict this one.
    fn compile(&self) -> Result<PathBuf> {
        let folder = project::target().join(format!("wasm-{}", self.id()));
        let mut cargo = program::cargo();
        cargo.args(["build", "-p", "shopbell", "--lib", "--profile", PROFILE, "-Zjson-target-spec", "--target"]);
        cargo.arg(project::root().join("xtask/src/build").join(TARGET).with_extension("json"));
        cargo.args(["--no-default-features", "--features", self.features]);
        cargo.arg("--target-dir").arg(&folder);
        cargo.args(STANDARD_LIBRARY).env(UNLOCKED.0, UNLOCKED.1);
        cargo.env("CARGO_ENCODED_RUSTFLAGS", rust_flags());
        program::succeed(&mut cargo, &format!("compile {}.wasm", self.name))?;
        let compiled = folder.join(TARGET).join(PROFILE).join("shopbell.wasm");
        one_convention(&compiled)?;
        Ok(compiled)
    }

    /// wasm-bindgen: the folder with `NAME.js`, `NAME_bg.wasm` and the snippets.
    fn bind(&self, compiled: &Path) -> Result<PathBuf> {
        let folder = self.bound();
        // Snippets of an earlier build would stay otherwise.
        if folder.exists() {
            fs::remove_dir_all(&folder).with_context(|| format!("could not empty {}", project::shown(&folder)))?;
        }
        let refused = || format!("wasm-bindgen refused {}", project::shown(compiled));
        let mut bindgen = Bindgen::new();
        bindgen.input_path(compiled).out_name(self.name).typescript(false).remove_producers_section(true);
        let mut output = bindgen.omit_default_module_path(false).web(true).and_then(Bindgen::generate_output).with_context(refused)?;
        let names = Names::shorten(&mut output);
        output.emit(&folder).with_context(refused)?;
        self.bring_neighbours(&folder)?;

        let whole = folder.join(format!("{}.js", self.name));
        let glue = fs::read_to_string(&whole).with_context(|| format!("could not read {}", project::shown(&whole)))?;
        let glue = names.in_glue(&glue::shipped(&glue, self.name)?)?;
        fingerprint::write(&folder.join(GLUE), glue.as_bytes())?;
        Ok(folder)
    }

    fn shrink(&self, bound: &Path) -> Result<()> {
        let folder = (self.folder)();
        fs::create_dir_all(&folder).with_context(|| format!("could not make the folder {}", project::shown(&folder)))?;
        self.optimised(bound, &self.shipped("wasm"), &["--strip-debug", "--strip-producers", "--strip-target-features"])
    }

    /// The module that was shrunk last, shrunk again with its names kept.
    pub fn with_names(&self) -> Result<PathBuf> {
        let bound = self.bound();
        let named = bound.join("named.wasm");
        self.optimised(&bound, &named, &["--debuginfo"])?;
        Ok(named)
    }

    /// wasm-opt
    fn optimised(&self, bound: &Path, into: &Path, names: &[&str]) -> Result<()> {
        let mut wasm_opt = program::npm_program("wasm-opt");
        wasm_opt.arg(bound.join(format!("{}_bg.wasm", self.name))).arg("-o").arg(into);
        wasm_opt.args(WASM_FEATURES).args(self.optimise).args(names);
        program::succeed(&mut wasm_opt, &format!("shrink {}.wasm", self.name))
    }

    fn fold(&self, bound: &Path) -> Result<()> {
        let mut first = GLUE;
        for front in self.front.iter().rev() {
            let name = front.rsplit('/').next().unwrap_or(front);
            let text = fs::read(project::root().join(front)).with_context(|| format!("could not read {front}"))?;
            fingerprint::write(&bound.join(name), &text)?;
            first = name;
        }
        esbuild::bundle(&bound.join(first), &self.shipped("js"), Shape::Module)
    }
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

/// Paths of this machine end up in panic messages unless they are mapped away.
fn rust_flags() -> String {
    let home = std::env::home_dir().unwrap_or_default();
    let cargo_home = std::env::var_os("CARGO_HOME").map_or_else(|| home.join(".cargo"), PathBuf::from);
    let mapped = |from: &Path, to: &str| format!("--remap-path-prefix={}={to}", from.display());
    let mut flags = LEAN.map(str::to_owned).to_vec();
    flags.extend([mapped(&cargo_home, "cargo"), mapped(project::root(), "shopbell")]);
    flags.join("\u{1f}")
}
