//! From an address to a file below a folder.
//!
//! INVARIANT: nothing outside the folder is ever read, by whatever spelling or link.

use super::Answer;
use crate::project;
use std::path::{Component, Path, PathBuf};

/// The file that `address` (percent-encoded, relative) names below `folder`; a folder answers with its `index.html`.
pub fn under(folder: &Path, address: &str) -> Answer {
    let Some(relative) = decoded(address).and_then(|path| contained(&path)) else {
        return Answer::sentence(400, "this address is not one of a file here");
    };
    let mut path = folder.join(relative);
    if path.is_dir() {
        path.push("index.html");
    }
    // Links may lead anywhere; what they lead to must be below the folder as well.
    let inside = match (path.canonicalize(), folder.canonicalize()) {
        (Ok(path), Ok(folder)) => path.starts_with(folder),
        _ => false,
    };
    match std::fs::read(&path) {
        Ok(bytes) if inside => Answer::new(200, content_type(&path), bytes),
        _ => Answer::sentence(404, format_args!("there is no file {}", project::shown(&path))),
    }
}

/// `path` with its `%XX` undone; none if they are not text.
fn decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

/// `path` if it only ever goes down.
fn contained(path: &str) -> Option<PathBuf> {
    if path.contains(['\\', '\0', ':']) {
        return None;
    }
    let path = PathBuf::from(path);
    let down = path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    down.then_some(path)
}

/// What browsers must be told; wasm under another name compiles slowly, a module does not run at all.
fn content_type(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "md" | "txt" | "ts" | "rs" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// This package's own folder: it has files, a folder and something above it.
    fn here() -> PathBuf {
        PathBuf::from(env!("CARGO_MANIFEST_DIR"))
    }

    #[test]
    fn files_below_the_folder_are_served() {
        let answer = under(&here(), "src/main.rs");
        assert_eq!((answer.status, answer.content_type), (200, "text/plain; charset=utf-8"));
        assert_eq!(under(&here(), "src/m%61in.rs").status, 200);
        assert_eq!(under(&here(), "src/absent.rs").status, 404);
        assert_eq!(under(&here(), "src").status, 404, "a folder without index.html");
    }

    #[test]
    fn nothing_above_the_folder_is_served() {
        for address in [
            "../Cargo.toml",
            "src/../../Cargo.toml",
            "%2e%2e/Cargo.toml",
            "..%2fCargo.toml",
            "/etc/passwd",
            "%2fetc/passwd",
            "..\\Cargo.toml",
            "..%5cCargo.toml",
            "src/main.rs%00",
            "c:/windows",
            "%ff",
            "%2",
            "%zz",
        ] {
            assert_eq!(under(&here(), address).status, 400, "{address}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_leads_out_is_not_followed() {
        let folder = std::env::temp_dir().join(format!("xtask-files-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let link = folder.join("out.toml");
        std::os::unix::fs::symlink(here().join("Cargo.toml"), &link).unwrap();
        assert_eq!(under(&folder, "out.toml").status, 404);
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn browsers_are_told_what_a_file_is() {
        for (name, expected) in [
            ("engine.wasm", "application/wasm"),
            ("engine.js", "text/javascript; charset=utf-8"),
            ("index.html", "text/html; charset=utf-8"),
            ("noidea", "application/octet-stream"),
        ] {
            assert_eq!(content_type(Path::new(name)), expected);
        }
    }
}
