//! `shopbell simulate`: a made-up shop's traffic, played through the core.

use super::check::counted;
use crate::FINE;
use crate::outputs::{picture, simulation};
use crate::world::World;
use clap::{Args, ValueEnum};
use shopbell::engine::program::Program;
use shopbell::rules::check::check;
use shopbell::simulate::Simulation;
use shopbell::simulate::traffic::Traffic;

/// Which rules, and which traffic.
#[derive(Args)]
pub struct Options {
    /// A rule file
    #[arg(value_name = "RULES")]
    rules: String,
    #[command(flatten)]
    shop: Shop,
    /// How the report is printed
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
    /// Write the report to a file
    #[arg(long, value_name = "FILE")]
    out: Option<String>,
}

/// The traffic.
#[derive(Args)]
pub struct Shop {
    /// How many visitors come
    #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = clap::value_parser!(u64).range(1..=10_000_000))]
    visitors: u64,
    /// Where chance comes from: the same seed, the same traffic
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// A traffic file: how often visitors come, buy, leave and press; see docs/simulate.md
    #[arg(long, value_name = "FILE")]
    traffic: Option<String>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// Tables, for people
    Human,
    /// One JSON object
    Json,
    /// A page of its own with pictures
    Html,
}

pub fn run(options: &Options, colors: bool, world: &mut dyn World) -> Result<u8, String> {
    let program = program(&options.rules, world)?;
    let traffic = options.shop.traffic(world)?;
    let mut simulation = Simulation::new(&program, traffic, options.shop.seed);
    options.shop.play(world, &mut |number| simulation.visitor(number));
    let report = simulation.report();
    let text = match options.format {
        Format::Human => simulation::human(&report, colors && options.out.is_none()),
        Format::Json => simulation::json(&report),
        Format::Html => picture::page(&options.rules, &report),
    };
    match &options.out {
        None => world.print(&text),
        Some(path) => {
            world.write(path, text.as_bytes()).map_err(|why| format!("`{path}` cannot be written: {why}"))?;
            world.print(&format!("{path} is written\n"));
        }
    }
    Ok(FINE)
}

/// The rules; where a campaign is broken the others are played, as in a shop.
pub fn program(path: &str, world: &mut dyn World) -> Result<Program, String> {
    let bytes = world.read(path).map_err(|why| format!("`{path}` cannot be read: {why}"))?;
    let problems = check(&bytes);
    let errors = problems.iter().filter(|problem| problem.severity == "error").count();
    let (program, _) = shopbell::rules::load(&bytes);
    if errors == 0 {
        return Ok(program);
    }
    let first = problems.iter().find(|problem| problem.severity == "error").map_or("", |problem| problem.message.as_str());
    let found = counted(errors, "error");
    if program.campaigns.is_empty() {
        return Err(format!("`{path}` has {found} and no campaign that runs: {first}; `shopbell check {path}` shows the place"));
    }
    world.complain(&format!("`{path}` has {found}; what is broken is left out. `shopbell check {path}` shows the place\n"));
    Ok(program)
}

impl Shop {
    /// The model: the usual one, or that of the file.
    pub fn traffic(&self, world: &dyn World) -> Result<Traffic, String> {
        let Some(path) = &self.traffic else { return Ok(Traffic::usual()) };
        let bytes = world.read(path).map_err(|why| format!("`{path}` cannot be read: {why}"))?;
        Traffic::read(&bytes).map_err(|said| {
            let said: Vec<String> = said.iter().map(|line| format!("{path}:{line}")).collect();
            said.join("\nerror: ")
        })
    }

    /// The seed.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// Has every visitor played, and shows how far that is.
    pub fn play(&self, world: &mut dyn World, visitor: &mut dyn FnMut(u64)) {
        const WIDTH: u64 = 30;
        let step = (self.visitors / 200).max(1);
        for number in 0..self.visitors {
            if number % step == 0 {
                let done = number * WIDTH / self.visitors;
                let bar = "█".repeat(done as usize) + &"░".repeat((WIDTH - done) as usize);
                world.status(&format!("{bar} {} % of {} visitors", number * 100 / self.visitors, self.visitors));
            }
            visitor(number);
        }
        world.status("");
    }
}
