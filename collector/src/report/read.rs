//! Reads a report's facts from an exported file.
//!
//! Decides that rule files come first, wherever they stand in the file, and that an outcome counts once, however often it stands there:
//! exports may be put behind each other.

use super::day::Day;
use super::facts::Gathering;
use super::line::{self, Line, Said};
use super::plans::Plans;
use std::collections::HashSet;
use std::io::{self, BufRead, Seek, SeekFrom};
use std::sync::Arc;

/// The site of a rule file that is for every site.
const EVERY_SITE: &str = "*";

/// Reads all lines, twice: `progress` is told how many bytes of the second time are done. `also` are rule files that are newer than those
/// of the file.
///
/// # Errors
/// Where the file cannot be read.
pub fn read<R: BufRead + Seek>(
    from: &mut R,
    also: &[(Option<String>, String)],
    until: Option<Day>,
    progress: &mut dyn FnMut(u64),
) -> io::Result<Gathering> {
    let mut plans = Plans::default();
    each(from, |text| {
        // Only these lines are read as a whole twice.
        if text.contains("\"rules\":\"")
            && let Ok(Line { site, rules: Some(content), .. }) = serde_json::from_str::<Line>(text)
        {
            drop(plans.add(Some(&*site).filter(|site| *site != EVERY_SITE), &content));
        }
    })?;
    for (site, content) in also {
        drop(plans.add(site.as_deref(), content));
    }
    from.seek(SeekFrom::Start(0))?;
    let (mut gathering, mut seen, mut bytes) = (Gathering::new(Arc::new(plans), until), HashSet::new(), 0);
    each(from, |text| {
        bytes += text.len() as u64 + 1;
        progress(bytes);
        if first_time(text, &mut seen) {
            gathering.line(text);
        }
    })?;
    Ok(gathering)
}

fn first_time(text: &str, seen: &mut HashSet<u128>) -> bool {
    let line = serde_json::from_str::<Line>(text).ok();
    let outcome = line.and_then(|line| line.outcome);
    let id = outcome.and_then(|outcome| serde_json::from_str::<Said>(outcome.get()).ok()).and_then(|said| line::id(&said.id));
    id.is_none_or(|id| seen.insert(id))
}

fn each<R: BufRead>(from: &mut R, mut give: impl FnMut(&str)) -> io::Result<()> {
    let mut bytes = Vec::new();
    loop {
        bytes.clear();
        if from.read_until(b'\n', &mut bytes)? == 0 {
            return Ok(());
        }
        let text = String::from_utf8_lossy(&bytes);
        let text = text.trim();
        if !text.is_empty() {
            give(text);
        }
    }
}
