//! The real collector, for the demo and its tests: built, started on free ports, gone when we go.
//!
//! Decides where the demo's store lies and what is in it at first; what it does is the collector's.

use crate::{program, project};
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// The pool that an example takes codes from.
const POOL: &str = "personal";

/// A collector that runs.
pub struct Collector {
    child: Child,
    /// Where outcomes go.
    pub public: SocketAddr,
    /// Where the report is.
    pub reading: SocketAddr,
    /// What opens it.
    pub token: String,
}

/// Builds it, and what makes up outcomes for its tests; says where it is.
pub fn built() -> Result<PathBuf> {
    let parts = ["build", "--package", "shopbell-collector", "--bin", "shopbell-collector", "--example", "month"];
    program::succeed(program::cargo().args(parts), "build the collector")?;
    Ok(project::target().join("debug").join(format!("shopbell-collector{}", std::env::consts::EXE_SUFFIX)))
}

impl Collector {
    /// Starts it with its store and the rule file in this folder; a new store has a pool of codes. `site` is the demo's.
    pub fn start(program: &Path, folder: &Path, site: &str) -> Result<Collector> {
        std::fs::create_dir_all(folder).with_context(|| format!("could not make {}", project::shown(folder)))?;
        let store = folder.join("shopbell.db");
        let command = || {
            let mut command = program::command(program);
            command.arg("--store").arg(format!("sqlite:{}", store.display()));
            command
        };
        let token = if store.exists() {
            program::output_of(command().arg("token"), "open the collector's store")?.trim().to_owned()
        } else {
            let add = ["coupons", "add", "--site", site, "--pool", POOL, "--generate", "500"];
            program::output_of(command().args(add), "fill a pool of codes")?;
            String::new()
        };
        let rules = folder.join("rules.json");
        let mut serve = command();
        serve.args(["serve", "--site", site, "--listen", "127.0.0.1:0", "--listen-reading", "127.0.0.1:0", "--per-address", "1000"]);
        if rules.is_file() {
            serve.arg("--rules").arg(format!("{site}={}", rules.display()));
        }
        Self::listening(serve, token)
    }

    fn listening(mut serve: Command, mut token: String) -> Result<Collector> {
        let mut child = serve.env("SHOPBELL_LOG", "info").stderr(Stdio::piped()).spawn().context("could not start the collector")?;
        let Some(errors) = child.stderr.take() else { bail!("the collector says nothing") };
        let (mut errors, mut line, mut said) = (BufReader::new(errors), String::new(), String::new());
        while errors.read_line(&mut line)? > 0 {
            if let Some((_, made)) = line.trim().split_once("keep it: ") {
                made.clone_into(&mut token);
            }
            let log: Value = serde_json::from_str(&line).unwrap_or_default();
            let address = |name: &str| log["fields"][name].as_str().and_then(|address| address.parse().ok());
            if let (Some(public), Some(reading)) = (address("public"), address("reading")) {
                // Whoever writes must not wait for a reader.
                std::thread::spawn(move || std::io::copy(&mut errors.take(u64::MAX), &mut std::io::sink()));
                return Ok(Collector { child, public, reading, token });
            }
            said.push_str(&line);
            line.clear();
        }
        bail!("the collector ended before it listened:\n{}", said.trim_end())
    }

    /// The report, as an address that opens it.
    pub fn report(&self) -> String {
        format!("http://shop:{}@{}/", self.token, self.reading)
    }
}

impl Drop for Collector {
    fn drop(&mut self) {
        // It loses nothing by that: what it acknowledged is on disk.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
