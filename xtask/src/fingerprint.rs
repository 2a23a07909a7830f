//! Skipping work whose inputs have not changed.
//!
//! A step hashes everything that its result depends on; the hash lies in `target/xtask/` beside nothing else. Times of files
//! are not asked: a checkout or a branch switch changes them and nothing more.

use crate::project;
use anyhow::{Context, Result};
use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};

/// What a step's result depends on.
pub struct Fingerprint {
    step: String,
    hasher: DefaultHasher,
}

impl Fingerprint {
    /// Of the step of this name: one stamp a name. `recipe` is the text that says how the step works (its own source), so
    /// that editing the step runs it again.
    pub fn of(step: &str, recipe: &str) -> Self {
        let mut fingerprint = Self { step: step.to_owned(), hasher: DefaultHasher::new() };
        fingerprint.note(recipe.as_bytes());
        fingerprint
    }

    /// Depends on these bytes.
    pub fn note(&mut self, bytes: &[u8]) {
        self.hasher.write_usize(bytes.len());
        self.hasher.write(bytes);
    }

    /// Depends on this file.
    pub fn note_file(&mut self, path: &Path) -> Result<()> {
        let bytes = fs::read(path).with_context(|| format!("could not read {}", project::shown(path)))?;
        self.note(project::shown(path).as_bytes());
        self.note(&bytes);
        Ok(())
    }

    /// Depends on every file in this folder and below; a missing folder is an empty one.
    pub fn note_folder(&mut self, folder: &Path) -> Result<()> {
        let Ok(entries) = fs::read_dir(folder) else {
            return Ok(());
        };
        let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        for path in paths {
            if path.is_dir() { self.note_folder(&path)? } else { self.note_file(&path)? }
        }
        Ok(())
    }

    /// Runs `step` unless it ran on the same inputs before and all its `results` are still there. Says whether it ran.
    pub fn unless_fresh(self, results: &[PathBuf], step: impl FnOnce() -> Result<()>) -> Result<bool> {
        let stamp = project::target().join("xtask").join(format!("{}.stamp", self.step));
        let now = format!("{:016x}\n", self.hasher.finish());
        let fresh = fs::read_to_string(&stamp).is_ok_and(|before| before == now);
        if fresh && results.iter().all(|path| path.exists()) {
            return Ok(false);
        }
        step()?;
        write(&stamp, now.as_bytes())?;
        Ok(true)
    }
}

/// Writes a file, its folder included.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| format!("could not make the folder {}", project::shown(folder)))?;
    }
    fs::write(path, bytes).with_context(|| format!("could not write {}", project::shown(path)))
}
