//! `shopbell new`: a folder to begin with: rules from a recipe, their schema, and scenarios that pass.
//!
//! Decides what is written where, and that nothing is ever overwritten. The recipes are the folders of `rules-examples/`; `build.rs`
//! finds them.

use super::schema;
use crate::FINE;
use crate::world::World;
use clap::Args;
use shopbell::rules::diagnostic::did_you_mean;

/// What to begin.
#[derive(Args)]
pub struct Options {
    /// The folder to write; it must not be there yet
    #[arg(required_unless_present = "list", value_name = "NAME")]
    name: Option<String>,
    /// What to begin with, see `--list`
    #[arg(long, value_name = "RECIPE", default_value = "free-gift")]
    recipe: String,
    /// List the recipes, write nothing
    #[arg(long, conflicts_with = "name")]
    list: bool,
}

/// A rule file with the scenarios that try it.
struct Recipe {
    name: &'static str,
    /// In a few words.
    title: &'static str,
    /// Names and texts.
    files: &'static [(&'static str, &'static str)],
}

const RECIPES: &[Recipe] = include!(concat!(env!("OUT_DIR"), "/recipes.rs"));
const RULES: &str = "rules.json";
const SCHEMA: &str = "rules.schema.json";

pub fn run(options: &Options, world: &mut dyn World) -> Result<u8, String> {
    let Some(name) = options.name.as_ref().filter(|_| !options.list) else {
        world.print(&list());
        return Ok(FINE);
    };
    let folder = name.trim_end_matches(['/', '\\']);
    if folder.is_empty() {
        return Err(format!("`{name}` names no folder; write for example `shopbell new my-shop`"));
    }
    let Some(recipe) = RECIPES.iter().find(|recipe| recipe.name == options.recipe) else {
        let guess = did_you_mean(&options.recipe, RECIPES.iter().map(|recipe| recipe.name));
        return Err(format!("there is no recipe `{}`{guess}\nrecipes:\n{}", options.recipe, list().trim_end()));
    };
    if world.list(folder).is_some() || world.read(folder).is_ok() {
        return Err(format!("`{folder}` is there already, and nothing is overwritten; choose another name"));
    }
    let mut files: Vec<(&str, String)> = vec![(SCHEMA, schema::text())];
    for (file, text) in recipe.files {
        files.push((file, if *file == RULES { with_schema(text) } else { String::from(*text) }));
    }
    files.sort();
    for (file, text) in files {
        let path = format!("{folder}/{file}");
        world.write(&path, text.as_bytes()).map_err(|why| format!("`{path}` cannot be written: {why}"))?;
        world.print(&format!("wrote {path}\n"));
    }
    world.print(&format!("`shopbell test {folder}` plays its scenarios, `shopbell check {folder}` says what is wrong with its rules\n"));
    Ok(FINE)
}

/// `free-gift  A free mug from 50`, a line each.
fn list() -> String {
    let width = RECIPES.iter().map(|recipe| recipe.name.len()).max().unwrap_or_default();
    RECIPES.iter().map(|Recipe { name, title, .. }| format!("{name:<width$}  {title}\n")).collect()
}

/// The rule file with the line by which editors find its schema.
fn with_schema(rules: &str) -> String {
    if rules.contains("\"$schema\"") {
        return String::from(rules);
    }
    rules.replacen('{', &format!("{{\n  \"$schema\": \"./{SCHEMA}\","), 1)
}
