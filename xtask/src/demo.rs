//! `demo`: from a clone to a shop in the browser.
//!
//! Decides what is said on the way; building is [`crate::build`]'s, answering [`crate::server`]'s, and the
//! report the collector's.

use crate::collector::{self, Collector};
use crate::server::{Beside, Folders, Outcomes, Server, all_rules};
use crate::{build, project};
use anyhow::{Context, Result, bail};
use clap::Args;
use std::path::Path;
use std::process::ExitCode;

/// What the phone keys say for SHOP.
const PORT: u16 = 7467;

/// How the demo is served.
#[derive(Args)]
pub struct Options {
    /// The port on 127.0.0.1; another free one is taken if it is in use
    #[arg(long, default_value_t = PORT)]
    port: u16,
}

/// `cargo xtask demo`
pub fn run(options: &Options) -> Result<ExitCode> {
    if !project::demo_shop().join("index.html").is_file() {
        bail!("the demo shop should be {}/index.html, and is not there", project::shown(&project::demo_shop()));
    }
    build::everything()?;
    let (collector, server) = with_collector(listen(options.port)?, &project::target().join("demo"))?;
    let (address, report) = (server.address(), collector.report());
    println!(
        "\nThe demo shop is open: {address}/\n\n\
         \x20 {address}/?shopbell_debug=1   with the panel that says why each message shows or does not\n\
         \x20 {address}/gallery/            every surface, block, theme and language, live\n\
         \x20 {address}/rules/all.json      the rules it runs: those of all folders in rules-examples/\n\n\
         \x20 {report}\n\
         \x20                                the report, with what the shop told so far\n\n\
         Outcomes appear below as the shop reports them, and in the report. Ctrl-C closes both.\n"
    );
    server.run();
    Ok(ExitCode::SUCCESS)
}

/// The demo's site at its collector.
const SITE: &str = "demo";

/// The server with a collector beside it, which keeps what it is told in `folder`.
pub fn with_collector(server: Server, folder: &Path) -> Result<(Collector, Server)> {
    let program = collector::built()?;
    std::fs::create_dir_all(folder).with_context(|| format!("could not make {}", project::shown(folder)))?;
    let rules = folder.join("rules.json");
    if let Some(all) = all_rules(&project::rules_examples()) {
        std::fs::write(&rules, all).with_context(|| format!("could not write {}", project::shown(&rules)))?;
    }
    let collector = Collector::start(&program, folder, SITE)?;
    let beside = Beside { collector: collector.public, site: SITE, rules };
    Ok((collector, server.with(beside)))
}

fn listen(port: u16) -> Result<Server> {
    Server::listen(port, Folders::of_project(), Outcomes::Printed).or_else(|taken| {
        let server = Server::listen(0, Folders::of_project(), Outcomes::Printed)?;
        println!("{taken:#}, so another one was taken");
        Ok(server)
    })
}
