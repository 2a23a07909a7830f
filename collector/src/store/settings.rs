//! What the collector remembers of itself: the hash of the token that reads.

use crate::hash::{random_hex, sha256_hex};
use rusqlite::{Connection, OptionalExtension};

const TOKEN: &str = "token_sha256";

/// The hash of the token, where there is one.
///
/// # Errors
/// Where the database fails.
pub fn token_hash(database: &Connection) -> rusqlite::Result<Option<String>> {
    database.query_row("SELECT value FROM settings WHERE name = ?1", [TOKEN], |row| row.get(0)).optional()
}

/// Makes a new token, forgets the one before, and gives it back: it stands nowhere else.
///
/// # Errors
/// Where the database fails, or the machine has no random bytes.
pub fn new_token(database: &Connection) -> anyhow::Result<String> {
    let token = random_hex::<24>()?;
    let put = "INSERT INTO settings (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    database.execute(put, [TOKEN, &sha256_hex(token.as_bytes())])?;
    Ok(token)
}
