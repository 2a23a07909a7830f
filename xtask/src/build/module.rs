//! From Rust to `NAME.wasm` and its glue `NAME.js`.
//!
//! cargo compiles, wasm-bindgen writes the glue, [`super::glue`] leaves out of it what our browsers need not, [`super::names`] shortens
//! what the two share, wasm-opt shrinks, esbuild folds the glue, its snippets and what is hand-written on top into one file.
//!
//! INVARIANT: the same sources give the same bytes on every machine, so no path of this one may get in.

use super::compile::{self, Library};
use super::esbuild::{self, Shape};
use super::glue;
use super::names::Names;
use super::twin;
use crate::fingerprint::{self, Fingerprint};
use crate::{program, project};
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};
use wasm_bindgen_cli_support::Bindgen;

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

/// One wasm.
pub struct Module {
    /// The crate it is made of.
    pub package: &'static str,
    /// Of its two files.
    pub name: &'static str,
    /// Where they go.
    pub folder: fn() -> PathBuf,
    /// The cargo features it is compiled with, separated by commas.
    pub features: &'static str,
    /// Which standard library it stands on.
    pub library: Library,
    /// How hard, and for what, wasm-opt tries.
    pub optimise: &'static [&'static str],
    /// The hand-written JavaScript that the file exports, which imports `./glue.js`; each imports the one after it. None: the glue as it is.
    pub front: &'static [&'static str],
    /// Whether it has a twin for pages whose policy forbids wasm: `NAME.twin.js`.
    pub twin: bool,
}

/// How the front calls the glue.
const GLUE: &str = "glue.js";

impl Module {
    /// Brings `NAME.js` and `NAME.wasm` up to date.
    pub fn build(&self) -> Result<()> {
        println!("build: {} (cargo, {}, feature {})", self.name, self.package, self.features);
        let compiled = compile::compile(self.package, self.name, &self.id(), self.features, self.library, self.twin)?;
        let (glue, wasm) = (self.shipped("js"), self.shipped("wasm"));

        let mut inputs = Fingerprint::of(&self.id(), include_str!("module.rs"));
        inputs.note(include_bytes!("esbuild.rs"));
        inputs.note(include_bytes!("glue.rs"));
        inputs.note(include_bytes!("names.rs"));
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
        inputs.note(include_bytes!("twin.rs"));
        let mut made = vec![glue, wasm];
        made.extend(self.twin.then(|| self.shipped("twin.js")));
        inputs.unless_fresh(&made, || {
            println!("build: {} (wasm-bindgen, wasm-opt {}, esbuild)", self.name, self.optimise.join(" "));
            let bound = self.bind(&compiled)?;
            self.shrink(&bound)?;
            self.fold(&bound)?;
            if self.twin {
                println!("build: {} (wasm2js, esbuild)", self.name);
                twin::make(&self.shipped("wasm"), &bound, &self.shipped("twin.js"))?;
            }
            Ok(())
        })?;
        Ok(())
    }

    /// What tells this build from the others.
    fn id(&self) -> String {
        if self.package == "shopbell" { self.features.replace(',', "-") } else { self.name.to_owned() }
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
        let glue = names.in_glue(&glue::shipped(&glue, self.name, self.twin)?)?;
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
