//! The native program: a [`World`] of files and a terminal.

use shopbell_cli::{Entry, World, run};
use std::fs;
use std::io::{IsTerminal, Write};
use std::process::ExitCode;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

struct Machine {
    begun: Instant,
}

impl World for Machine {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        fs::read(path).map_err(|error| error.to_string())
    }

    fn list(&self, folder: &str) -> Option<Vec<Entry>> {
        let mut entries: Vec<Entry> = fs::read_dir(if folder.is_empty() { "/" } else { folder })
            .ok()?
            .flatten()
            .filter_map(|entry| {
                let path = format!("{folder}/{}", entry.file_name().to_str()?);
                Some(Entry { path, is_folder: entry.path().is_dir() })
            })
            .collect();
        entries.sort();
        Some(entries)
    }

    fn written_at(&self, path: &str) -> Option<i64> {
        let at = fs::metadata(path).ok()?.modified().ok()?;
        i64::try_from(at.duration_since(UNIX_EPOCH).ok()?.as_millis()).ok()
    }

    fn now(&self) -> Option<i64> {
        i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).ok()?.as_millis()).ok()
    }

    fn print(&mut self, text: &str) {
        // A closed pipe (`| head`) is no reason to complain.
        let _closed = std::io::stdout().write_all(text.as_bytes());
    }

    fn complain(&mut self, text: &str) {
        let _closed = std::io::stderr().write_all(text.as_bytes());
    }

    fn write(&mut self, path: &str, bytes: &[u8]) -> Result<(), String> {
        fs::write(path, bytes).map_err(|error| error.to_string())
    }

    fn status(&mut self, line: &str) {
        let mut terminal = std::io::stderr();
        if terminal.is_terminal() {
            // To the line's beginning, what is new, and nothing of what was longer.
            let _closed = write!(terminal, "\r{line}\u{1b}[K");
        }
    }

    fn has_colors(&self) -> bool {
        std::env::var_os("NO_COLOR").is_none() && std::io::stdout().is_terminal()
    }

    fn clock(&self) -> i64 {
        i64::try_from(self.begun.elapsed().as_millis()).unwrap_or(i64::MAX)
    }

    fn rest(&mut self) -> bool {
        std::thread::sleep(Duration::from_millis(200));
        true
    }
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args_os().skip(1).map(|argument| argument.to_string_lossy().into_owned()).collect();
    ExitCode::from(run(&arguments, &mut Machine { begun: Instant::now() }))
}
