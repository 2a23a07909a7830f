//! `npx shopbell`: the same commands as wasm in Node.
//!
//! Decides nothing. `machine.js` reaches files and the terminal, `cli.js` is what Node runs. Lists cross as one text with a NUL between
//! their parts, which no path and no argument has.

use crate::{Entry, World, run};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(module = "/src/node/machine.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    fn read(path: &str) -> Result<Vec<u8>, JsValue>;
    fn list(folder: &str) -> Option<String>;
    #[wasm_bindgen(catch)]
    fn write(path: &str, bytes: &[u8]) -> Result<(), JsValue>;
    fn written_at(path: &str) -> Option<f64>;
    fn now() -> f64;
    fn print(text: &str);
    fn status(line: &str);
    fn complain(text: &str);
    fn has_colors() -> bool;
    fn rest();
}

struct Node;

fn why(thrown: &JsValue) -> String {
    thrown.as_string().unwrap_or_default()
}

impl World for Node {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        read(path).map_err(|thrown| why(&thrown))
    }

    fn list(&self, folder: &str) -> Option<Vec<Entry>> {
        let text = list(if folder.is_empty() { "/" } else { folder })?;
        let mut entries: Vec<Entry> = text
            .split('\0')
            .filter(|part| !part.is_empty())
            .map(|part| {
                let name = part.strip_suffix('/').unwrap_or(part);
                Entry { path: format!("{folder}/{name}"), is_folder: name.len() < part.len() }
            })
            .collect();
        entries.sort();
        Some(entries)
    }

    fn write(&mut self, path: &str, bytes: &[u8]) -> Result<(), String> {
        write(path, bytes).map_err(|thrown| why(&thrown))
    }

    fn written_at(&self, path: &str) -> Option<i64> {
        written_at(path).map(|at| at as i64)
    }

    fn now(&self) -> Option<i64> {
        Some(now() as i64)
    }

    fn print(&mut self, text: &str) {
        print(text);
    }

    fn complain(&mut self, text: &str) {
        complain(text);
    }

    fn status(&mut self, line: &str) {
        status(line);
    }

    fn has_colors(&self) -> bool {
        has_colors()
    }

    fn rest(&mut self) -> bool {
        rest();
        true
    }
}

/// Runs a command line, its arguments with a NUL behind each; gives the exit code.
#[wasm_bindgen]
#[must_use]
pub fn run_in_node(line: &str) -> u8 {
    // The trap that follows says nothing to Node; what was printed before is printed.
    std::panic::set_hook(Box::new(|panic| complain(&format!("error: this is a mistake in shopbell: {panic}\n"))));
    let arguments: Vec<String> = line.split_terminator('\0').map(String::from).collect();
    run(&arguments, &mut Node)
}
