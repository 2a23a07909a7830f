//! `bench`: how long the engine takes, next to its peers, in Chromium.
//!
//! Decides how the figures are told and what they are held against. Measuring is done by `benches/*.mjs` on the page itself. Timings
//! are printed and never asserted: on a shared machine they would only teach people to run the tests again.

use crate::{build, program, project, setup};
use anyhow::{Context, Result, bail};
use clap::Args;
use serde_json::Value;
use std::fmt::Write as _;
use std::process::ExitCode;

/// How much is measured, and how it is told.
#[derive(Args)]
pub struct Options {
    /// Print JSON instead of tables; nothing is built, so that only JSON is printed
    #[arg(long)]
    json: bool,
    /// Fewer rounds: for a look while working
    #[arg(long)]
    quick: bool,
}

/// The peers, with the aim in times faster at 1,000 campaigns.
const PEERS: [(&str, &str, Option<f64>); 3] =
    [("growthbook", "GrowthBook", Some(60.0)), ("jsonlogic", "json-logic-js", None), ("closures", "closures", Some(12.0))];

/// `cargo xtask bench`
pub fn run(options: &Options) -> Result<ExitCode> {
    if options.json {
        if !project::test_dist().join("bench.js").is_file() {
            bail!("the benches are not built; run `cargo xtask bench` first (with --json nothing is built, so that only JSON is printed)");
        }
        println!("{:#}", measure(options.quick)?);
    } else {
        build()?;
        print!("{}", tables(&measure(options.quick)?)?);
    }
    Ok(ExitCode::SUCCESS)
}

/// Builds what the benches run: the engine as it ships but with hooks, and the page with the peers.
pub fn build() -> Result<()> {
    setup::for_building()?;
    build::test_hooks()?;
    build::bundle_for_tests(&project::benches().join("page.mjs"), "bench.js")
}

/// The figures as `benches/bench.mjs` prints them.
pub fn measure(quick: bool) -> Result<Value> {
    figures_with("bench.mjs", if quick { &["--quick"] } else { &[] }, &[])
}

/// Runs one of the benches with these variables and reads what it prints.
pub fn figures_with(file: &str, arguments: &[&str], variables: &[(&str, &str)]) -> Result<Value> {
    let mut node = program::command("node");
    node.arg(project::benches().join(file)).args(arguments);
    node.env(setup::CHROMIUM_VARIABLE, setup::for_browser_tests()?);
    node.env("SHOPBELL_TEST_DIST", project::test_dist()).envs(variables.iter().copied());
    let printed = program::output_of(&mut node, &format!("run benches/{file}"))?;
    serde_json::from_str(&printed).with_context(|| format!("benches/{file} did not print its figures as JSON"))
}

/// Both tables, for people.
pub fn tables(figures: &Value) -> Result<String> {
    let sizes = figures["sizes"].as_array().context("the figures hold no sizes")?;
    let mut text = String::from("One cart event, µs (how many times as long as shopbell):\n\n");
    let _infallible = writeln!(text, "{:>9}{:>12}{:>20}{:>20}{:>20}", "campaigns", "shopbell", PEERS[0].1, PEERS[1].1, PEERS[2].1);
    for size in sizes {
        let own = median(size, "cart", "shopbell")?;
        let mut line = format!("{:>9}{:>12}", grouped(size)?, short(own));
        for (peer, ..) in PEERS {
            let theirs = median(size, "cart", peer)?;
            let _infallible = write!(line, "{:>20}", format!("{} ({}×)", short(theirs), short(theirs / own)));
        }
        text.push_str(&line);
        text.push('\n');
    }
    text.push('\n');
    for line in against_aims(sizes)? {
        let _infallible = writeln!(text, "{line}");
    }
    text.push_str("\nFrom bytes to ready, ms (ratio to shopbell); the first call on a page beside it:\n\n");
    let _infallible = writeln!(
        text,
        "{:>9}{:>9}{:>12}{:>18}{:>20}{:>14}{:>14}",
        "campaigns", "KB", "shopbell", "JSON.parse", "decode and parse", "first call", "first parse"
    );
    for size in sizes {
        let own = median(size, "ready", "shopbell")?;
        let beside = |way: &str| -> Result<String> {
            let theirs = median(size, "ready", way)?;
            Ok(format!("{} ({}×)", short(theirs), short(theirs / own)))
        };
        let _infallible = writeln!(
            text,
            "{:>9}{:>9}{:>12}{:>18}{:>20}{:>14}{:>14}",
            grouped(size)?,
            short(size["bytes"].as_f64().unwrap_or_default() / 1000.0),
            short(own),
            beside("parse")?,
            beside("decode_and_parse")?,
            short(median(size, "cold", "shopbell")?),
            short(median(size, "cold", "decode_and_parse")?),
        );
    }
    text.push_str("\nAim: no slower than JSON.parse, warm.\n");
    Ok(text)
}

/// What the figures are held against, in words.
fn against_aims(sizes: &[Value]) -> Result<Vec<String>> {
    let at = |campaigns: u64| sizes.iter().find(|size| size["campaigns"] == campaigns).context("a size is missing");
    let (thousand, most) = (at(1_000)?, at(5_000)?);
    let own = median(thousand, "cart", "shopbell")?;
    let mut lines = Vec::new();
    for (peer, name, aim) in PEERS {
        if let Some(aim) = aim {
            let times = median(thousand, "cart", peer)? / own;
            lines.push(format!("At 1,000 campaigns {}× {name}; aim: at least {aim}×.", short(times)));
        }
    }
    let growth = median(most, "cart", "shopbell")? / own;
    lines.push(format!("From 1,000 to 5,000 campaigns an event takes {}× as long; aim: less than 5×.", short(growth)));
    Ok(lines)
}

fn median(size: &Value, part: &str, of: &str) -> Result<f64> {
    size[part][of]["median"].as_f64().with_context(|| format!("the figures hold no {part} of {of}"))
}

fn grouped(size: &Value) -> Result<String> {
    Ok(crate::size::grouped(size["campaigns"].as_u64().context("a size without campaigns")?))
}

/// Three digits that matter.
pub fn short(number: f64) -> String {
    match number.abs() {
        large if large >= 100.0 => crate::size::grouped(number.round() as u64),
        middle if middle >= 10.0 => format!("{number:.1}"),
        small if small >= 1.0 => format!("{number:.2}"),
        _ => format!("{number:.3}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn size(campaigns: u64, own: f64) -> Value {
        let of = |median: f64| json!({ "median": median, "min": median });
        let ways = json!({ "shopbell": of(1.0), "parse": of(1.5), "decode_and_parse": of(1.75) });
        json!({
            "campaigns": campaigns,
            "bytes": 12_345,
            "cart": { "shopbell": of(own), "growthbook": of(130.0), "jsonlogic": of(1000.0), "closures": of(26.0) },
            "ready": ways,
            "cold": ways,
        })
    }

    #[test]
    fn ratios_stand_beside_the_figures_and_aims_below_them() {
        let text = tables(&json!({ "sizes": [size(1_000, 2.0), size(5_000, 6.0)] })).unwrap();
        assert!(text.contains("    1,000        2.00         130 (65.0×)        1,000 (500×)        26.0 (13.0×)\n"), "{text}");
        assert!(text.contains("At 1,000 campaigns 65.0× GrowthBook; aim: at least 60×."), "{text}");
        assert!(text.contains("an event takes 3.00× as long"), "{text}");
        assert!(text.contains("1.50 (1.50×)"), "{text}");
    }

    #[test]
    fn what_lacks_a_figure_is_an_error() {
        assert!(tables(&json!({ "sizes": [{ "campaigns": 1_000 }] })).is_err());
        assert!(tables(&json!({})).is_err());
    }

    #[test]
    fn three_digits_matter() {
        assert_eq!([0.1234, 1.234, 12.34, 123.4, 1234.5].map(short), ["0.123", "1.23", "12.3", "123", "1,235"]);
    }
}
