//! Lists what lies in folders, so that nothing in them has to be named once more: `rules-examples/` are the recipes of `shopbell new`,
//! `docs/checks/` the pages of `shopbell explain-code`.

use std::error::Error;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    write("recipes.rs", &recipes(&folder("../rules-examples")?)?)?;
    write("pages.rs", &pages(&folder("../docs/checks")?)?)
}

/// A folder of the repository; whatever is new in it is listed anew.
fn folder(path: &str) -> Result<PathBuf, Box<dyn Error>> {
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join(path).canonicalize()?;
    println!("cargo::rerun-if-changed={}", folder.display());
    Ok(folder)
}

fn write(file: &str, table: &str) -> Result<(), Box<dyn Error>> {
    Ok(fs::write(Path::new(&env::var("OUT_DIR")?).join(file), table)?)
}

/// Code and text of each manual page.
fn pages(checks: &Path) -> Result<String, Box<dyn Error>> {
    let mut table = String::from("&[\n");
    for file in sorted(checks)?.iter().filter(|file| name(file).starts_with("SB")) {
        writeln!(table, "({:?}, include_str!({:?})),", name(file).trim_end_matches(".md"), file.display().to_string())?;
    }
    table.push(']');
    Ok(table)
}

fn recipes(examples: &Path) -> Result<String, Box<dyn Error>> {
    let mut table = String::from("&[\n");
    for folder in sorted(examples)?.iter().filter(|folder| folder.join("rules.json").is_file()) {
        let readme = fs::read_to_string(folder.join("README.md")).unwrap_or_default();
        let title = readme.lines().find_map(|line| line.strip_prefix("# ")).unwrap_or_default();
        writeln!(table, "Recipe {{ name: {:?}, title: {title:?}, files: &[", name(folder))?;
        for file in sorted(folder)?.iter().filter(|file| ["rules.json", ".scenario.json"].iter().any(|end| name(file).ends_with(end))) {
            writeln!(table, "({:?}, include_str!({:?})),", name(file), file.display().to_string())?;
        }
        table.push_str("] },\n");
    }
    table.push(']');
    Ok(table)
}

fn sorted(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder)? {
        paths.push(entry?.path());
    }
    paths.sort();
    Ok(paths)
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
