//! `shopbell schema`: the JSON schema of rule files.

use crate::FINE;
use crate::world::World;
use clap::Args;

/// It takes nothing.
#[derive(Args)]
#[command(after_help = "Write it beside the rule file, `shopbell schema > rules.schema.json`, and name it in the file: \
    \"$schema\": \"./rules.schema.json\". Editors such as VS Code then complete keys, triggers, facts and operators.")]
pub struct Options {}

pub fn run(_: &Options, world: &mut dyn World) -> Result<u8, String> {
    world.print(&text());
    Ok(FINE)
}

/// The schema as it stands in files.
pub fn text() -> String {
    format!("{:#}\n", shopbell::schema::schema())
}
