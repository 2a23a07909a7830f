//! Lists the folders of `rules-examples/`, so that every one of them is a recipe of `shopbell new` without being named anywhere.

use std::error::Error;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let examples = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../rules-examples").canonicalize()?;
    println!("cargo::rerun-if-changed={}", examples.display());
    let mut table = String::from("&[\n");
    for folder in sorted(&examples)?.iter().filter(|folder| folder.join("rules.json").is_file()) {
        let readme = fs::read_to_string(folder.join("README.md")).unwrap_or_default();
        let title = readme.lines().find_map(|line| line.strip_prefix("# ")).unwrap_or_default();
        writeln!(table, "Recipe {{ name: {:?}, title: {title:?}, files: &[", name(folder))?;
        for file in sorted(folder)?.iter().filter(|file| ["rules.json", ".scenario.json"].iter().any(|end| name(file).ends_with(end))) {
            writeln!(table, "({:?}, include_str!({:?})),", name(file), file.display().to_string())?;
        }
        table.push_str("] },\n");
    }
    table.push(']');
    fs::write(Path::new(&env::var("OUT_DIR")?).join("recipes.rs"), table)?;
    Ok(())
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
