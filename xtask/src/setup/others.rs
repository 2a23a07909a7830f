//! Firefox and WebKit, for the tests that every engine has to pass.
//!
//! Looked for as Chromium is: the variable, a usual name on the PATH, a usual place; else Debian's package. Unlike Chromium neither is
//! needed: where one cannot be had a sentence says so, and its tests are skipped.

use super::chromium::{apt_get, may_use_apt};
use crate::program;
use std::path::PathBuf;

/// An engine that tests run in where it is there.
pub struct Engine {
    name: &'static str,
    /// The environment variable that names its program, for us and for the tests.
    pub variable: &'static str,
    names: &'static [&'static str],
    places: &'static [&'static str],
    packages: &'static [&'static str],
}

/// Those besides Chromium.
pub const ENGINES: [Engine; 2] = [
    Engine {
        name: "Firefox",
        variable: "SHOPBELL_FIREFOX",
        names: &["firefox-esr", "firefox"],
        places: &["/Applications/Firefox.app/Contents/MacOS/firefox", "C:\\Program Files\\Mozilla Firefox\\firefox.exe"],
        packages: &["firefox-esr"],
    },
    Engine {
        name: "WebKit",
        variable: "SHOPBELL_WEBKIT",
        names: &["WebKitWebDriver"],
        places: &[],
        packages: &["webkit2gtk-driver", "xvfb"],
    },
];

impl Engine {
    /// The path of its program, installed if need be; a sentence and nothing where it cannot be had.
    pub fn ready(&self) -> Option<PathBuf> {
        let path = self.found().or_else(|| self.installed());
        if path.is_none() {
            println!(
                "setup: no {}, its browser tests are skipped; install {} (Debian, Ubuntu) or set {} to the path of its program",
                self.name,
                self.packages.join(" and "),
                self.variable
            );
        }
        path
    }

    fn found(&self) -> Option<PathBuf> {
        if let Some(named) = std::env::var_os(self.variable).filter(|value| !value.is_empty()) {
            return Some(PathBuf::from(named)).filter(|path| path.is_file());
        }
        let somewhere = || self.places.iter().map(PathBuf::from).find(|path| path.is_file());
        program::on_path(self.names).or_else(somewhere)
    }

    fn installed(&self) -> Option<PathBuf> {
        if std::env::var_os(self.variable).is_some() || !may_use_apt() {
            return None;
        }
        println!("setup: no {} found, installing Debian's", self.name);
        let install = [["install", "-y", "--no-install-recommends"].as_slice(), self.packages].concat();
        if let Err(error) = apt_get(&["update"]).and_then(|()| apt_get(&install)) {
            eprintln!("{error:#}");
        }
        self.found()
    }
}
