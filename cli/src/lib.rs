//! `shopbell`: rules with a net. Checks rule files, plays scenarios, explains what is wrong.
//!
//! Decides which commands there are and what they print. What a rule file means is decided by the library, the same as in the shopper's
//! browser. Files, the terminal and time are reached through [`World`] alone, so that the native program and `npx shopbell` run this very code.
//!
//! Exit codes: 0 all is well, 1 problems were found, 2 it could not run.

mod commands;
mod excerpt;
mod manual;
#[cfg(target_arch = "wasm32")]
mod node;
mod outputs;
mod world;

pub use world::{Entry, World};

use clap::{ColorChoice, CommandFactory, FromArgMatches, Parser, Subcommand};
use commands::{check, diff, explain, explain_code, inventory, new, schema, simulate, test};

/// Ended as it should.
pub const FINE: u8 = 0;
/// Problems were found.
pub const PROBLEMS: u8 = 1;
/// It could not run.
pub const COULD_NOT: u8 = 2;

/// Rules with a net: checks rule files, plays scenarios, explains what is wrong.
#[derive(Parser)]
#[command(
    name = "shopbell",
    version,
    max_term_width = 100,
    after_help = "Exit codes: 0 all is well, 1 problems were found, 2 it could not run."
)]
struct Arguments {
    /// Colours: as the terminal likes it, always, or never
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: ColorChoice,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Say what is wrong with rule files
    Check(check::Options),
    /// Play scenarios against their rules
    Test(test::Options),
    /// Say why campaigns show or do not, for a visitor told in a file, and what would show them
    Explain(explain::Options),
    /// Play a made-up shop's traffic: who would see what, and what nobody sees
    Simulate(simulate::Options),
    /// Play the same traffic to two rule files: who sees something else, and why
    Diff(diff::Options),
    /// Explain a problem's code, with a bad and a good example
    ExplainCode(explain_code::Options),
    /// Say what is kept on shoppers' devices and what leaves them, for privacy pages
    Inventory(inventory::Options),
    /// Begin a folder with rules, their schema and scenarios that pass
    New(new::Options),
    /// Print the JSON schema of rule files, for completion in editors
    Schema(schema::Options),
}

/// Runs one command line, without the program's name; gives the exit code.
pub fn run(arguments: &[String], world: &mut dyn World) -> u8 {
    let line = std::iter::once("shopbell").chain(arguments.iter().map(String::as_str));
    let parsed = Arguments::command()
        .color(if world.has_colors() { ColorChoice::Always } else { ColorChoice::Never })
        .try_get_matches_from(line)
        .and_then(|matches| Arguments::from_arg_matches(&matches));
    let Arguments { color, command } = match parsed {
        Ok(arguments) => arguments,
        Err(error) => {
            let text = if world.has_colors() { error.render().ansi().to_string() } else { error.render().to_string() };
            return if error.use_stderr() {
                world.complain(&text);
                COULD_NOT
            } else {
                world.print(&text);
                FINE
            };
        }
    };
    let colors = match color {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto => world.has_colors(),
    };
    let done = match command {
        Command::Check(options) => check::run(&options, colors, world),
        Command::Test(options) => test::run(&options, colors, world),
        Command::Explain(options) => explain::run(&options, colors, world),
        Command::Simulate(options) => simulate::run(&options, colors, world),
        Command::Diff(options) => diff::run(&options, colors, world),
        Command::ExplainCode(options) => explain_code::run(&options, colors, world),
        Command::Inventory(options) => inventory::run(&options, colors, world),
        Command::New(options) => new::run(&options, world),
        Command::Schema(options) => schema::run(&options, world),
    };
    done.unwrap_or_else(|sentence| {
        world.complain(&format!("error: {sentence}\n"));
        COULD_NOT
    })
}
