//! A Chromium for the tests that run in a browser.
//!
//! The first of: `SHOPBELL_CHROMIUM`, a usual name on the PATH, a usual place; else Debian's package where we may install it.
//! No browser is downloaded by other means.

use crate::program;
use anyhow::{Result, bail};
use std::path::PathBuf;

/// The environment variable that names the browser, for us and for the tests.
pub const VARIABLE: &str = "SHOPBELL_CHROMIUM";

const NAMES: [&str; 7] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge"];

const PLACES: [&str; 6] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
    "C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe",
    "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
];

/// The path of a Chromium, installed if need be.
pub fn ready() -> Result<PathBuf> {
    if let Some(named) = std::env::var_os(VARIABLE).filter(|value| !value.is_empty()) {
        let path = PathBuf::from(named);
        if !path.is_file() {
            bail!("{VARIABLE} is `{}`, and there is no such file; correct it or unset it", path.display());
        }
        return Ok(path);
    }
    if let Some(path) = found() {
        return Ok(path);
    }
    if may_use_apt() {
        println!("setup: no Chromium found, installing Debian's");
        if let Err(error) = apt_get(&["update"]).and_then(|()| apt_get(&["install", "-y", "--no-install-recommends", "chromium"])) {
            eprintln!("{error:#}");
        }
        if let Some(path) = found() {
            return Ok(path);
        }
    }
    bail!("no Chromium or Chrome found, and the browser tests need one; {}, or set {VARIABLE} to the path of its program", advice())
}

fn found() -> Option<PathBuf> {
    let somewhere = || PLACES.iter().map(PathBuf::from).find(|path| path.is_file());
    program::on_path(&NAMES).or_else(somewhere)
}

/// Only root may, and only where it cannot meet a question; asking for a password is not ours.
pub fn may_use_apt() -> bool {
    let root = || program::output_of(program::command("id").arg("-u"), "ask who we are").is_ok_and(|id| id.trim() == "0");
    cfg!(target_os = "linux") && program::on_path(&["apt-get"]).is_some() && root()
}

/// Debian's packages, without questions.
pub fn apt_get(arguments: &[&str]) -> Result<()> {
    let mut apt = program::command("apt-get");
    program::succeed(apt.args(arguments).env("DEBIAN_FRONTEND", "noninteractive"), "install a browser")
}

fn advice() -> &'static str {
    if cfg!(target_os = "linux") {
        "install it with your package manager (Debian, Ubuntu: `sudo apt-get install chromium`; Fedora: `sudo dnf install chromium`)"
    } else if cfg!(target_os = "macos") {
        "install it (`brew install --cask chromium`)"
    } else {
        "install it"
    }
}
