//! Reads outcomes back as lines, page by page, so that an export of any length holds neither memory nor the file.

use rusqlite::Connection;
use serde_json::value::RawValue;

/// Lines of one page.
const PAGE: i64 = 500;

/// Some lines, and behind which number the next page begins.
#[derive(Debug, Default)]
pub struct Page {
    /// NDJSON: each `{"site":…,"received":…,"outcome":{…}}`.
    pub lines: String,
    /// The last number; nothing where there are no more.
    pub last: Option<i64>,
}

#[derive(serde::Serialize)]
struct Line<'a> {
    site: String,
    received: i64,
    outcome: &'a RawValue,
}

/// The page behind a number; the first is behind 0.
///
/// # Errors
/// Where the database fails.
pub fn page(database: &Connection, behind: i64) -> rusqlite::Result<Page> {
    let mut select = database.prepare_cached("SELECT seq, site, received, line FROM outcomes WHERE seq > ?1 ORDER BY seq LIMIT ?2")?;
    let mut rows = select.query([behind, PAGE])?;
    let mut page = Page::default();
    while let Some(row) = rows.next()? {
        page.last = Some(row.get(0)?);
        let stored: String = row.get(3)?;
        let Ok(outcome) = serde_json::from_str(&stored) else { continue };
        let line = Line { site: row.get(1)?, received: row.get(2)?, outcome };
        page.lines.push_str(&serde_json::to_string(&line).unwrap_or_default());
        page.lines.push('\n');
    }
    Ok(page)
}
