//! Where things are in the project.
//!
//! The one place that knows the layout of the folders; everything else asks here.

use std::path::{Path, PathBuf};

/// The root of the workspace: the folder above this package.
pub fn root() -> &'static Path {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package)
}

/// What ships: see [`crate::build`].
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// What only tests load: an engine with hooks, to stand in for the one in [`dist`].
pub fn test_dist() -> PathBuf {
    target().join("test-dist")
}

/// What is timed, and how.
pub fn benches() -> PathBuf {
    root().join("benches")
}

/// The npm packages that build and test us.
pub fn node_modules() -> PathBuf {
    root().join("node_modules")
}

/// The loader and the npm entry, as written.
pub fn embed() -> PathBuf {
    root().join("www/embed")
}

/// The debug drawer, as written.
pub fn panel() -> PathBuf {
    root().join("www/panel")
}

/// The demo shop.
pub fn demo_shop() -> PathBuf {
    root().join("www/demo")
}

/// The page that shows everything there is to show, and what it shows.
pub fn gallery() -> PathBuf {
    root().join("www/gallery")
}

/// One folder an idea, each with a `rules.json`.
pub fn rules_examples() -> PathBuf {
    root().join("rules-examples")
}

/// Where cargo builds. Wasm is built in folders of its own below it, so that no build evicts another's.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |folder| root().join(folder))
}

/// `path` as a person in the root folder would write it.
pub fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}
