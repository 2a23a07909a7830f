//! The only build script: `cargo xtask COMMAND`.
//!
//! Decides which commands there are. What a command does is in the file of its name; a new one (`docs`)
//! is a file here, a variant of [`Command`] and an arm in [`main`].

mod bench;
mod build;
mod collector;
mod demo;
mod fingerprint;
mod gallery;
mod program;
mod project;
mod proof;
mod serve;
mod server;
mod setup;
mod shots;
mod size;
mod test;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Builds, serves, tests and weighs shopbell. Every command first fetches what it needs and does not find.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build everything and serve the demo shop until Ctrl-C
    Demo(demo::Options),
    /// Run every test there is: cargo's, those in browsers and node, and the size gate
    Test(test::Options),
    /// Build everything that ships into dist/
    Build,
    /// Weigh what a shopper downloads; fails above the gate
    Size(size::Options),
    /// Time the engine next to its peers, in Chromium; nothing fails
    Bench(bench::Options),
    /// Take pictures of the gallery into target/shots/, or those of the README
    Shots(shots::Options),
    /// Run the long checks and write their figures to docs/figures.md
    Proof(proof::Options),
    /// Fetch what building and testing need: the wasm target, the npm packages, a Chromium
    Setup,
    /// Serve what is already built, for tests: the address is the first line, closing stdin ends it
    Serve(serve::Options),
}

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Demo(options) => demo::run(&options),
        Command::Test(options) => test::run(&options),
        Command::Build => build::run(),
        Command::Size(options) => size::run(&options),
        Command::Bench(options) => bench::run(&options),
        Command::Shots(options) => shots::run(&options),
        Command::Proof(options) => proof::run(&options),
        Command::Setup => setup::run(),
        Command::Serve(options) => serve::run(&options),
    };
    match done {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_npm_package_has_the_version_of_the_workspace() {
        let text = std::fs::read(crate::project::root().join("package.json")).unwrap();
        let package: serde_json::Value = serde_json::from_slice(&text).unwrap();
        assert_eq!(package["version"], env!("CARGO_PKG_VERSION"));
    }

    /// What the docs tell people to type is read by the parser that reads what they type.
    #[test]
    fn the_docs_promise_no_other_commands() {
        use clap::Parser;
        let mut lines = 0;
        for name in ["README.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "docs/embed.md", "docs/rules.md", "docs/scenarios.md"] {
            let text = std::fs::read_to_string(crate::project::root().join(name)).unwrap();
            for line in text.lines().filter(|line| line.starts_with("cargo xtask ")) {
                let words = line.split_whitespace().skip(1);
                if let Err(error) = super::Arguments::try_parse_from(words) {
                    panic!("{name}: `{line}`: {error}");
                }
                lines += 1;
            }
        }
        assert!(lines > 3, "no commands were found in the docs");
    }

    #[test]
    fn the_command_line_is_well_formed() {
        super::Arguments::command().debug_assert();
    }
}
