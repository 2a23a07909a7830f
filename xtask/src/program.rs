//! Running other programs.
//!
//! Decides how they are found and how their failing reads; what they are asked to do is the caller's.

use crate::project;
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A command that runs in the root of the project.
pub fn command(program: impl AsRef<Path>) -> Command {
    let mut command = Command::new(program.as_ref());
    command.current_dir(project::root()).stdin(Stdio::null());
    command
}

/// The cargo that runs us, so that a build uses one toolchain throughout.
pub fn cargo() -> Command {
    command(std::env::var_os("CARGO").map_or_else(|| PathBuf::from("cargo"), PathBuf::from))
}

/// A program that an npm package brought.
pub fn npm_program(name: &str) -> Command {
    let file = if cfg!(windows) { format!("{name}.cmd") } else { name.to_owned() };
    command(project::node_modules().join(".bin").join(file))
}

/// npm itself.
pub fn npm() -> Command {
    command(if cfg!(windows) { "npm.cmd" } else { "npm" })
}

/// Runs `command` with its output on our own and asks for success; `purpose` completes "could not …".
pub fn succeed(command: &mut Command, purpose: &str) -> Result<()> {
    let status = command.status().with_context(|| not_started(command, purpose))?;
    if !status.success() {
        bail!("could not {purpose}: `{}` ended with {status}; its own words are above", line(command));
    }
    Ok(())
}

/// Runs `command`, asks for success and hands back what it printed.
pub fn output_of(command: &mut Command, purpose: &str) -> Result<String> {
    let output = command.stderr(Stdio::piped()).output().with_context(|| not_started(command, purpose))?;
    if !output.status.success() {
        let words = String::from_utf8_lossy(&output.stderr);
        bail!("could not {purpose}: `{}` ended with {}\n{}", line(command), output.status, words.trim_end());
    }
    String::from_utf8(output.stdout).with_context(|| format!("could not {purpose}: the answer was not text"))
}

/// The first of `names` that is a file in a folder of PATH.
pub fn on_path(names: &[&str]) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&folders).collect();
    names
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX))))
        .find(|path| path.is_file())
}

fn not_started(command: &Command, purpose: &str) -> String {
    let program = command.get_program().to_string_lossy().into_owned();
    format!("could not {purpose}: `{program}` did not start; is it installed and on the PATH?")
}

/// The command line as a person would type it, long ones cut.
fn line(command: &Command) -> String {
    let mut line = command.get_program().to_string_lossy().into_owned();
    for argument in command.get_args() {
        line.push(' ');
        line.push_str(&argument.to_string_lossy());
    }
    if line.chars().count() > 160 { line.chars().take(160).chain("…".chars()).collect() } else { line }
}
