//! The tables, and how an older file becomes a newer one.
//!
//! Plain SQL that a second database would understand too. A version is a step from the one before; steps are never edited, only added.

use rusqlite::{Connection, OptionalExtension};

/// What makes version n + 1 of version n.
const STEPS: [&str; 2] = [
    "
    CREATE TABLE outcomes (
        seq INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        site TEXT NOT NULL,
        received BIGINT NOT NULL,
        at BIGINT NOT NULL,
        type TEXT NOT NULL,
        visitor TEXT NOT NULL,
        campaign TEXT,
        variant TEXT,
        exposure TEXT,
        revision TEXT,
        unassigned INTEGER NOT NULL,
        bot INTEGER NOT NULL,
        line TEXT NOT NULL
    );
    CREATE INDEX outcomes_received ON outcomes (received);
    CREATE INDEX outcomes_visitor ON outcomes (visitor);
    CREATE TABLE orders (
        site TEXT NOT NULL,
        order_id TEXT NOT NULL,
        verified INTEGER NOT NULL,
        received BIGINT NOT NULL,
        at BIGINT NOT NULL,
        value BIGINT,
        currency TEXT,
        visitor TEXT,
        PRIMARY KEY (site, order_id, verified)
    );
    CREATE TABLE redemptions (
        site TEXT NOT NULL,
        code TEXT NOT NULL,
        order_id TEXT NOT NULL,
        verified INTEGER NOT NULL,
        received BIGINT NOT NULL,
        PRIMARY KEY (site, code, order_id, verified)
    );
    CREATE TABLE codes (
        seq INTEGER PRIMARY KEY,
        site TEXT NOT NULL,
        pool TEXT NOT NULL,
        code TEXT NOT NULL,
        campaign TEXT,
        visitor TEXT,
        claimed BIGINT,
        UNIQUE (site, code)
    );
    CREATE INDEX codes_free ON codes (site, pool, seq) WHERE claimed IS NULL;
    CREATE UNIQUE INDEX codes_claimed ON codes (site, campaign, visitor) WHERE visitor IS NOT NULL;
    CREATE TABLE erased (visitor TEXT PRIMARY KEY, at BIGINT NOT NULL);
    CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
",
    "
    CREATE TABLE rules (
        seq BIGINT PRIMARY KEY,
        site TEXT NOT NULL,
        hash TEXT NOT NULL,
        received BIGINT NOT NULL,
        content TEXT NOT NULL,
        UNIQUE (site, hash)
    );
",
];

/// The version that this program writes.
pub const VERSION: usize = STEPS.len();

/// Brings the file to [`VERSION`], in one transaction.
///
/// # Errors
/// Where the database fails, or is of a newer version than this program.
pub fn migrate(database: &mut Connection) -> anyhow::Result<()> {
    let transaction = database.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    transaction.execute_batch("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)")?;
    let found: Option<usize> = transaction.query_row("SELECT MAX(version) FROM schema_version", [], |row| row.get(0)).optional()?.flatten();
    let found = found.unwrap_or(0);
    if found > VERSION {
        anyhow::bail!("the store is of version {found} and this program knows up to {VERSION}; update shopbell-collector");
    }
    for (place, step) in STEPS.iter().enumerate().skip(found) {
        transaction.execute_batch(step)?;
        transaction.execute("INSERT INTO schema_version (version) VALUES (?1)", [place + 1])?;
    }
    Ok(transaction.commit()?)
}
