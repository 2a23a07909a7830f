//! Keeps rule files by their content, so that last week's weights are known for last week's outcomes.

use rusqlite::{Connection, OptionalExtension, params};

/// A file that is for every site.
pub const EVERY_SITE: &str = "*";

/// A rule file that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The site, or [`EVERY_SITE`].
    pub site: String,
    /// When it came, in milliseconds since 1970.
    pub received: i64,
    /// As it is written.
    pub content: String,
}

/// Makes a file the newest of its site; says whether it was not that already.
///
/// # Errors
/// Where the database fails.
pub fn keep(database: &Connection, site: &str, hash: &str, content: &str, received: i64) -> rusqlite::Result<bool> {
    let newest = "SELECT hash FROM rules WHERE site = ?1 ORDER BY seq DESC LIMIT 1";
    let newest: Option<String> = database.query_row(newest, [site], |row| row.get(0)).optional()?;
    if newest.as_deref() == Some(hash) {
        return Ok(false);
    }
    database.execute("DELETE FROM rules WHERE site = ?1 AND hash = ?2", [site, hash])?;
    let insert = "INSERT INTO rules (seq, site, hash, received, content)
        VALUES ((SELECT COALESCE(MAX(seq), 0) + 1 FROM rules), ?1, ?2, ?3, ?4)";
    database.execute(insert, params![site, hash, received, content])?;
    Ok(true)
}

/// All files, the newest of each site last.
///
/// # Errors
/// Where the database fails.
pub fn all(database: &Connection) -> rusqlite::Result<Vec<Kept>> {
    let mut select = database.prepare_cached("SELECT site, received, content FROM rules ORDER BY seq")?;
    let rows = select.query_map([], |row| Ok(Kept { site: row.get(0)?, received: row.get(1)?, content: row.get(2)? }))?;
    rows.collect()
}
