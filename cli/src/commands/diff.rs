//! `shopbell diff`: the same made-up traffic under two rule files.

use super::simulate::{Shop, program};
use crate::FINE;
use crate::outputs::difference;
use crate::world::World;
use clap::{Args, ValueEnum};
use shopbell::simulate::compare::Comparison;

/// Which files, and which traffic.
#[derive(Args)]
pub struct Options {
    /// The rule file as it is
    #[arg(value_name = "OLD")]
    old: String,
    /// The rule file as it shall be
    #[arg(value_name = "NEW")]
    new: String,
    #[command(flatten)]
    shop: Shop,
    /// How the differences are printed
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// For people
    Human,
    /// One JSON object
    Json,
}

pub fn run(options: &Options, colors: bool, world: &mut dyn World) -> Result<u8, String> {
    let (old, new) = (program(&options.old, world)?, program(&options.new, world)?);
    let traffic = options.shop.traffic(world)?;
    let mut comparison = Comparison::new(&old, &new, traffic, options.shop.seed());
    options.shop.play(world, &mut |number| comparison.visitor(number));
    let found = comparison.difference();
    let text = match options.format {
        Format::Human => difference::human(&found, colors),
        Format::Json => difference::json(&found),
    };
    world.print(&text);
    Ok(FINE)
}
