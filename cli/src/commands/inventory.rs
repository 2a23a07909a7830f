//! `shopbell inventory`: what is kept on a shopper's device, and what leaves it.

use crate::FINE;
use crate::manual::painted;
use crate::world::World;
use clap::{Args, ValueEnum};
use serde_json::to_string_pretty;
use shopbell::inventory::{Inventory, inventory};

/// Of what, and how it is printed.
#[derive(Args)]
#[command(after_help = "Examples:\n  shopbell inventory\n  shopbell inventory rules.json --format markdown > privacy.md\n\n\
    What it prints is what privacy pages have to say; the same table is in docs/embed.md.")]
pub struct Options {
    /// A rule file: also says what its messages ask shoppers for
    rules: Option<String>,
    /// How it is printed
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// For privacy pages
    Markdown,
    /// For programs
    Json,
}

pub fn run(options: &Options, colors: bool, world: &mut dyn World) -> Result<u8, String> {
    let rules = match &options.rules {
        Some(path) => Some(world.read(path).map_err(|why| format!("`{path}` cannot be read: {why}"))?),
        None => None,
    };
    let inventory = inventory(rules.as_deref());
    let text = match options.format {
        Format::Text => text(&inventory, colors),
        Format::Markdown => markdown(&inventory),
        Format::Json => to_string_pretty(&inventory).map_err(|error| error.to_string())? + "\n",
    };
    world.print(&text);
    Ok(FINE)
}

fn text(inventory: &Inventory, colors: bool) -> String {
    let mut text = String::new();
    for item in inventory.kept {
        let head = format!("{} ({}, {})", item.name, item.place.word(), item.purpose.word());
        text.push_str(&if colors { painted("1", &head) } else { head });
        text.push_str(&format!("\n{}{}\n", wrapped(item.holds), wrapped(item.kept)));
    }
    if !inventory.asked.is_empty() {
        text.push_str("Asked of shoppers\n");
        for asked in &inventory.asked {
            text.push_str(&format!("  {}: {} `{}`\n", asked.campaign, asked.what, asked.name));
        }
    }
    text
}

/// In lines that a terminal shows, two spaces in.
fn wrapped(sentence: &str) -> String {
    const WIDTH: usize = 92;
    let (mut text, mut length) = (String::from("  "), 0);
    for word in sentence.split(' ') {
        if length > 0 && length + word.chars().count() > WIDTH {
            text.push_str("\n  ");
            length = 0;
        } else if length > 0 {
            text.push(' ');
        }
        text.push_str(word);
        length += word.chars().count() + 1;
    }
    text + "\n"
}

fn markdown(inventory: &Inventory) -> String {
    let mut text = String::from("| what | where | purpose | it holds | how long |\n| --- | --- | --- | --- | --- |\n");
    for item in inventory.kept {
        text.push_str(&format!("| `{}` | {} | {} | {} | {} |\n", item.name, item.place.word(), item.purpose.word(), item.holds, item.kept));
    }
    if !inventory.asked.is_empty() {
        text.push_str("\n| campaign | asks for | kept as |\n| --- | --- | --- |\n");
        for asked in &inventory.asked {
            text.push_str(&format!("| {} | {} | `{}` |\n", asked.campaign, asked.what, asked.name));
        }
    }
    text
}
