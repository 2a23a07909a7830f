//! A machine without files, whose outputs are kept.

use shopbell_cli::{Entry, World, run};

/// Nothing to read; two places to write to.
#[derive(Default)]
struct Empty {
    printed: String,
    complaints: String,
}

impl World for Empty {
    fn read(&self, _: &str) -> Result<Vec<u8>, String> {
        Err(String::from("there are no files here"))
    }

    fn list(&self, _: &str) -> Option<Vec<Entry>> {
        None
    }

    fn written_at(&self, _: &str) -> Option<i64> {
        None
    }

    fn print(&mut self, text: &str) {
        self.printed.push_str(text);
    }

    fn complain(&mut self, text: &str) {
        self.complaints.push_str(text);
    }

    fn has_colors(&self) -> bool {
        false
    }

    fn rest(&mut self) -> bool {
        false
    }
}

/// Runs a command line: its exit code, what it printed, what it complained of.
pub fn ran(line: &[&str]) -> (u8, String, String) {
    let line: Vec<String> = line.iter().map(|word| String::from(*word)).collect();
    let mut world = Empty::default();
    let exit = run(&line, &mut world);
    (exit, world.printed, world.complaints)
}
