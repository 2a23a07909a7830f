//! `serve`: the demo's server for tests: what is built already, no more, and it goes when its caller goes.
//!
//! INVARIANT: the first line on stdout is the address and nothing else; with a collector the second is the report's.

use crate::demo::with_collector;
use crate::server::{Folders, Outcomes, Server};
use anyhow::Result;
use clap::Args;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// How it is served.
#[derive(Args)]
pub struct Options {
    /// The port on 127.0.0.1; 0 takes any free one
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Start the collector beside it, with its store in this folder
    #[arg(long, value_name = "FOLDER")]
    collector: Option<PathBuf>,
    /// Print the address and nothing else
    #[arg(long)]
    quiet: bool,
}

/// `cargo xtask serve`
pub fn run(options: &Options) -> Result<ExitCode> {
    let outcomes = if options.quiet { Outcomes::Silent } else { Outcomes::Printed };
    let mut server = Server::listen(options.port, Folders::of_project(), outcomes)?;
    println!("{}", server.address());
    // It goes with us.
    let mut collector = None;
    if let Some(folder) = &options.collector {
        let (started, beside) = with_collector(server, folder)?;
        println!("{}", started.report());
        (collector, server) = (Some(started), beside);
    }
    std::io::stdout().flush()?;
    std::thread::spawn(move || server.run());
    // Whoever started us holds the other end of stdin, and cannot forget to let go when it dies.
    let mut ignored = [0; 64];
    while std::io::stdin().read(&mut ignored)? > 0 {}
    drop(collector);
    Ok(ExitCode::SUCCESS)
}
