//! What is forgotten: a visitor who asks for it, and everything that is older than it may be.
//!
//! Of an erased visitor a hash stays, so that outcomes that come late are refused. Codes that were given stay given.

use crate::hash::sha256_hex;
use rusqlite::{Connection, params};

/// Rows that one transaction forgets, so that requests between wait a moment only.
const MOST_AT_ONCE: i64 = 2000;

/// Whether this visitor was erased.
///
/// # Errors
/// Where the database fails.
pub fn is_erased(database: &Connection, visitor: &str) -> rusqlite::Result<bool> {
    database.prepare_cached("SELECT 1 FROM erased WHERE visitor = ?1")?.exists([sha256_hex(visitor.as_bytes())])
}

/// Forgets a visitor; says how many outcomes that were.
///
/// # Errors
/// Where the database fails.
pub fn erase(database: &Connection, visitor: &str, now: i64) -> rusqlite::Result<usize> {
    let outcomes = database.execute("DELETE FROM outcomes WHERE visitor = ?1", [visitor])?;
    database.execute("UPDATE orders SET visitor = NULL WHERE visitor = ?1", [visitor])?;
    database.execute("UPDATE codes SET visitor = NULL, campaign = NULL WHERE visitor = ?1", [visitor])?;
    let tombstone = "INSERT INTO erased (visitor, at) VALUES (?1, ?2) ON CONFLICT (visitor) DO NOTHING";
    database.execute(tombstone, params![sha256_hex(visitor.as_bytes()), now])?;
    Ok(outcomes)
}

/// Forgets some of what was received before a moment; says how many outcomes that were. None means that all is done.
///
/// # Errors
/// Where the database fails.
pub fn forget(database: &Connection, before: i64) -> rusqlite::Result<usize> {
    let some = "DELETE FROM outcomes WHERE seq IN (SELECT seq FROM outcomes WHERE received < ?1 ORDER BY received LIMIT ?2)";
    let outcomes = database.execute(some, [before, MOST_AT_ONCE])?;
    if outcomes == 0 {
        database.execute("DELETE FROM orders WHERE received < ?1", [before])?;
        database.execute("DELETE FROM redemptions WHERE received < ?1", [before])?;
        database.execute("UPDATE codes SET visitor = NULL, campaign = NULL WHERE claimed < ?1", [before])?;
    }
    Ok(outcomes)
}
