//! `demo`: from a clone to a shop in the browser.
//!
//! Decides what is said on the way; building is [`crate::build`]'s and answering [`crate::server`]'s.

use crate::server::{Folders, Outcomes, Server};
use crate::{build, project};
use anyhow::{Result, bail};
use clap::Args;
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
    let server = listen(options.port)?;
    let address = server.address();
    println!(
        "\nThe demo shop is open: {address}/\n\n\
         \x20 {address}/?shopbell_debug=1   with the panel that says why each message shows or does not\n\
         \x20 {address}/gallery/            every surface, block, theme and language, live\n\
         \x20 {address}/rules/all.json      the rules it runs: those of all folders in rules-examples/\n\n\
         Outcomes appear below as the shop reports them. Ctrl-C closes the shop.\n"
    );
    server.run();
    Ok(ExitCode::SUCCESS)
}

fn listen(port: u16) -> Result<Server> {
    Server::listen(port, Folders::of_project(), Outcomes::Printed).or_else(|taken| {
        let server = Server::listen(0, Folders::of_project(), Outcomes::Printed)?;
        println!("{taken:#}, so another one was taken");
        Ok(server)
    })
}
