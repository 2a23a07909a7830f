//! `size`: what a shopper downloads, weighed.
//!
//! Decides the gate. Bytes are counted as brotli sends them at its best quality, which is what a shop's CDN does with static
//! files; node's own brotli counts, so that no second implementation has a second opinion.

mod functions;

use crate::{build, program, project};
use anyhow::{Context, Result, bail};
use clap::Args;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::process::ExitCode;

/// What everything that a shopper downloads may weigh. `cargo xtask size` fails above it, and today it does.
const GATE: u64 = 48 * 1024;

/// Until the gate is met, `cargo xtask test` holds this line: nothing grows unnoticed. It rises only with what a shopper can see or is owed, and
/// `docs/decisions/0019-the-line-follows-what-is-seen.md` says by how much for what; it goes when the gate is met.
const HELD: u64 = 103 * 1024;

/// Where it should be.
const AIM: u64 = 32 * 1024;

/// What the loader may weigh: every page view of every visitor pays it, message or not.
const LOADER_GATE: u64 = 2 * 1024;

const LOADER: &str = "shopbell.js";

/// What a shopper downloads; the rest is for whoever asks why.
const SHOPPERS: [&str; 3] = [LOADER, "engine.js", "engine.wasm"];
const OTHERS: [&str; 10] =
    ["cli.js", "cli.wasm", "engine.twin.js", "index.js", "panel.js", "shops.js", "shops.twin.js", "shops.wasm", "tools.js", "tools.wasm"];

/// How the weights are told.
#[derive(Args)]
pub struct Options {
    /// Print JSON instead of a table
    #[arg(long)]
    json: bool,
    /// Also list the heaviest modules and functions of the engine, so many of each
    #[arg(long, value_name = "COUNT", num_args = 0..=1, default_missing_value = "30", conflicts_with = "json")]
    functions: Option<usize>,
    /// Of that list, only the functions of this file or folder, such as `engine::step`
    #[arg(long, value_name = "PART", requires = "functions")]
    of: Option<String>,
    /// Build the engine alone, which is quicker; the rest is weighed as it lies
    #[arg(long, conflicts_with = "json")]
    engine: bool,
}

/// One file of `dist/`, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Weight {
    file: String,
    raw: u64,
    brotli: u64,
}

/// `cargo xtask size`
pub fn run(options: &Options) -> Result<ExitCode> {
    if options.engine {
        build::engine()?;
    } else if !options.json {
        build::everything()?;
    } else if !SHOPPERS.iter().all(|file| project::dist().join(file).is_file()) {
        bail!("dist/ is not complete; run `cargo xtask build` first (with --json nothing is built, so that only JSON is printed)");
    }
    let weights = weigh()?;
    if options.json {
        println!("{:#}", as_json(&weights));
    } else {
        print!("{}", table(&weights));
    }
    if let Some(count) = options.functions {
        print!("{}", functions::table(&build::engine_with_names()?, count, options.of.as_deref())?);
    }
    let complaints = complaints(&weights);
    for complaint in &complaints {
        eprintln!("error: {complaint}");
    }
    Ok(if complaints.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The table of what is built, for `docs/figures.md`.
pub fn told() -> Result<String> {
    Ok(table(&weigh()?))
}

/// The gates as a test of what is built: prints the table; fails above the line that is held, and says how far the gate is.
pub fn check() -> Result<()> {
    let weights = weigh()?;
    print!("{}", table(&weights));
    let mut complaints = loader_complaint(&weights);
    let all = total(&weights).brotli;
    if all > HELD {
        complaints.push(format!(
            "a shopper downloads {} bytes, and the line held is {}; `cargo xtask size --functions` shows what grew",
            grouped(all),
            grouped(HELD)
        ));
    } else if all > GATE {
        println!("the gate of {} bytes is NOT met yet: {} to go; held at {}", grouped(GATE), grouped(all - GATE), grouped(HELD));
    }
    if !complaints.is_empty() {
        bail!("{}", complaints.join("\n"));
    }
    Ok(())
}

/// Reads each file named by an argument and prints `[[name, raw, brotli], …]`.
const WEIGH: &str = "
const { readFileSync } = require('node:fs');
const { brotliCompressSync, constants } = require('node:zlib');
const weigh = (path) => {
  const bytes = readFileSync(path);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  return [path, bytes.length, brotliCompressSync(bytes, { params }).length];
};
console.log(JSON.stringify(process.argv.slice(1).map(weigh)));
";

fn weigh() -> Result<Vec<Weight>> {
    let files = SHOPPERS.iter().chain(&OTHERS).filter(|file| SHOPPERS.contains(file) || project::dist().join(file).is_file());
    let mut node = program::command("node");
    node.current_dir(project::dist()).args(["--eval", WEIGH, "--"]).args(files);
    parsed(&program::output_of(&mut node, "weigh dist/")?)
}

fn parsed(printed: &str) -> Result<Vec<Weight>> {
    let rows: Vec<Value> = serde_json::from_str(printed).context("node did not print the weights as JSON")?;
    let weight = |row: &Value| Some(Weight { file: row[0].as_str()?.to_owned(), raw: row[1].as_u64()?, brotli: row[2].as_u64()? });
    rows.iter().map(weight).collect::<Option<_>>().context("node did not print name, raw and brotli of each file")
}

/// All that a shopper downloads, together.
fn total(weights: &[Weight]) -> Weight {
    let shoppers = weights.iter().filter(|weight| SHOPPERS.contains(&weight.file.as_str()));
    shoppers.fold(Weight { file: "total".to_owned(), raw: 0, brotli: 0 }, |sum, weight| Weight {
        raw: sum.raw + weight.raw,
        brotli: sum.brotli + weight.brotli,
        ..sum
    })
}

/// What is too heavy, a sentence each.
fn complaints(weights: &[Weight]) -> Vec<String> {
    let mut found = Vec::new();
    let all = total(weights).brotli;
    if all > GATE {
        found.push(format!(
            "a shopper downloads {} bytes, and {} is the most; `cargo xtask size --functions` shows what is heavy; cut it, or move it to tools",
            grouped(all),
            grouped(GATE)
        ));
    }
    found.extend(loader_complaint(weights));
    found
}

fn loader_complaint(weights: &[Weight]) -> Vec<String> {
    let heavy = weights.iter().find(|weight| weight.file == LOADER && weight.brotli > LOADER_GATE);
    let say = |loader: &Weight| {
        format!(
            "{LOADER} has {} bytes, and {} is the most; what can wait for the idle page belongs to the engine",
            grouped(loader.brotli),
            grouped(LOADER_GATE)
        )
    };
    heavy.map(say).into_iter().collect()
}

fn table(weights: &[Weight]) -> String {
    let mut text = format!("{:<14}{:>10}{:>10}\n", "", "raw", "brotli");
    let mut row = |weight: &Weight, note: &str| {
        let line = format!("{:<14}{:>10}{:>10}  {note}", weight.file, grouped(weight.raw), grouped(weight.brotli));
        let _infallible = writeln!(text, "{}", line.trim_end());
    };
    let (shoppers, others): (Vec<_>, Vec<_>) = weights.iter().partition(|weight| SHOPPERS.contains(&weight.file.as_str()));
    for weight in shoppers {
        row(weight, if weight.file == LOADER { "at most 2,048" } else { "" });
    }
    row(&total(weights), &format!("what a shopper downloads: at most {}, aim {}", grouped(GATE), grouped(AIM)));
    for weight in others {
        row(weight, "on demand");
    }
    text
}

fn as_json(weights: &[Weight]) -> Value {
    let row = |weight: &Weight| json!({ "file": weight.file, "raw": weight.raw, "brotli": weight.brotli });
    let all = total(weights);
    json!({
        "files": weights.iter().map(row).collect::<Vec<_>>(),
        "total": { "raw": all.raw, "brotli": all.brotli },
        "gate": GATE,
        "aim": AIM,
        "loader_gate": LOADER_GATE,
        "ok": complaints(weights).is_empty(),
    })
}

/// 49152 as `49,152`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.char_indices() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weights(loader: u64, engine: u64) -> Vec<Weight> {
        let printed = json!([
            ["shopbell.js", 4000, loader],
            ["engine.js", 9000, 2500],
            ["engine.wasm", 90_000, engine],
            ["tools.wasm", 400_000, 90_000]
        ]);
        parsed(&printed.to_string()).unwrap()
    }

    #[test]
    fn only_what_a_shopper_downloads_counts() {
        assert_eq!(total(&weights(1800, 30_000)), Weight { file: "total".into(), raw: 103_000, brotli: 34_300 });
    }

    #[test]
    fn the_gates_are_the_last_byte_that_passes() {
        let engine = GATE - 2500 - LOADER_GATE;
        assert_eq!(complaints(&weights(LOADER_GATE, engine)), Vec::<String>::new());
        assert_eq!(complaints(&weights(LOADER_GATE, engine + 1)).len(), 1);
        assert_eq!(complaints(&weights(LOADER_GATE + 1, engine)).len(), 2);
    }

    #[test]
    fn what_is_no_list_of_weights_is_an_error() {
        for printed in ["", "{}", "[[1,2]]", r#"[["a",1]]"#, r#"[["a",-1,2]]"#] {
            assert!(parsed(printed).is_err(), "{printed}");
        }
    }

    #[test]
    fn thousands_are_grouped() {
        assert_eq!([0, 999, 1000, 49_152, 1_234_567].map(grouped), ["0", "999", "1,000", "49,152", "1,234,567"]);
    }
}
