//! What the tag costs a page: `benches/product-page.mjs` on the demo shop, told.
//!
//! Decides what is served and how the figures read. The aims stand beside them; nothing fails.

use crate::bench::{figures_with, short};
use crate::build;
use crate::server::{Folders, Outcomes, Server};
use anyhow::{Context, Result};
use serde_json::Value;

/// Longest task of ours that is well, milliseconds on the slowed-down processor.
const AIM: f64 = 50.0;

/// The figures as the bench prints them.
pub fn measure(quick: bool) -> Result<Value> {
    build::everything()?;
    let server = Server::listen(0, Folders::of_project(), Outcomes::Silent)?;
    let address = server.address();
    // It answers until this process ends.
    std::thread::spawn(move || server.run());
    figures_with("product-page.mjs", if quick { &["--quick"] } else { &[] }, &[("SHOPBELL_ADDRESS", &address)])
}

/// The figures in Markdown.
pub fn told(figures: &Value) -> Result<String> {
    let of = |kind: &str, what: &str, which: &str| -> Result<f64> {
        figures[kind][what][which].as_f64().with_context(|| format!("the figures hold no {which} of {what} {kind}"))
    };
    let row = |title: &str, what: &str| -> Result<String> {
        Ok(format!(
            "| {title} | {} | {} | {} |",
            short(of("with", what, "median")?),
            short(of("without", what, "median")?),
            short(of("with", what, "max")?)
        ))
    };
    let difference = figures["lcp_difference"]["median"].as_f64().context("the figures hold no difference of LCP")?;
    Ok(format!(
        "The demo's product page with {} campaigns, the processor slowed down {} times, {} interleaved pairs of visits by new visitors; \
         milliseconds.\n\n\
         | | with the tag, median | without, median | with, worst |\n|---|--:|--:|--:|\n{}\n{}\n{}\n{}\n\n\
         Difference in largest contentful paint, median of the pairs: {} ms; aim: none. \
         Longest task after the page had loaded: aim at most {AIM} ms. Long tasks are those of 50 ms and more.\n",
        figures["campaigns"],
        figures["slowdown"],
        figures["pairs"],
        row("largest contentful paint", "lcp")?,
        row("longest task after load", "longest_task_after_load")?,
        row("the same in processor time", "busiest_task_after_load")?,
        row("number of long tasks after load", "long_tasks_after_load")?,
        signed(difference),
    ))
}

fn signed(number: f64) -> String {
    format!("{}{}", if number < 0.0 { "−" } else { "+" }, short(number.abs()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn with_and_without_stand_side_by_side() {
        let of = |median: f64| json!({ "median": median, "min": median, "max": median * 2.0 });
        let kind = |lcp: f64| json!({ "lcp": of(lcp), "longest_task_after_load": of(31.0), "busiest_task_after_load": of(30.0), "long_tasks_after_load": of(0.0) });
        let text = told(&json!({
            "campaigns": 100, "slowdown": 4, "pairs": 15,
            "with": kind(412.0), "without": kind(410.0), "lcp_difference": of(-2.0),
        }))
        .unwrap();
        assert!(text.contains("| largest contentful paint | 412 | 410 | 824 |\n"), "{text}");
        assert!(text.contains("−2.00 ms; aim: none"), "{text}");
        assert!(told(&json!({})).is_err());
    }
}
