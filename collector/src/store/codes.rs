//! Coupon codes: pools of them, and who was given which.
//!
//! INVARIANT: a code is given once; a visitor is given one code a campaign, and the same one again whenever they ask.

use super::erase::is_erased;
use rusqlite::{Connection, OptionalExtension, params};

/// Who asks for a code, and for which.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The shop.
    pub site: String,
    /// The campaign that offers it.
    pub campaign: String,
    /// 32 hexadecimal digits.
    pub visitor: String,
    /// Where the codes are.
    pub pool: String,
}

/// What came of a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claimed {
    /// This code is theirs.
    Code(String),
    /// All codes of the pool are given.
    Empty,
    /// There is no such pool.
    NoPool,
    /// The visitor was erased.
    Erased,
}

/// Adds codes to a pool; says how many are new. A code that the site has already, in whichever pool, stays where it is.
///
/// # Errors
/// Where the database fails.
pub fn add(database: &Connection, site: &str, pool: &str, codes: &[String]) -> rusqlite::Result<usize> {
    let mut insert =
        database.prepare_cached("INSERT INTO codes (site, pool, code) VALUES (?1, ?2, ?3) ON CONFLICT (site, code) DO NOTHING")?;
    let mut new = 0;
    for code in codes {
        new += insert.execute([site, pool, code])?;
    }
    Ok(new)
}

/// Gives a code.
///
/// # Errors
/// Where the database fails.
pub fn claim(database: &Connection, claim: &Claim, now: i64) -> rusqlite::Result<Claimed> {
    let Claim { site, campaign, visitor, pool } = claim;
    if is_erased(database, visitor)? {
        return Ok(Claimed::Erased);
    }
    let mut had = database.prepare_cached("SELECT code FROM codes WHERE site = ?1 AND campaign = ?2 AND visitor = ?3")?;
    if let Some(code) = had.query_row([site, campaign, visitor], |row| row.get(0)).optional()? {
        return Ok(Claimed::Code(code));
    }
    let mut free =
        database.prepare_cached("SELECT seq, code FROM codes WHERE site = ?1 AND pool = ?2 AND claimed IS NULL ORDER BY seq LIMIT 1")?;
    let found: Option<(i64, String)> = free.query_row([site, pool], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let Some((seq, code)) = found else {
        let mut any = database.prepare_cached("SELECT 1 FROM codes WHERE site = ?1 AND pool = ?2 LIMIT 1")?;
        return Ok(if any.exists([site, pool])? { Claimed::Empty } else { Claimed::NoPool });
    };
    let mut take = database.prepare_cached("UPDATE codes SET campaign = ?2, visitor = ?3, claimed = ?4 WHERE seq = ?1")?;
    take.execute(params![seq, campaign, visitor, now])?;
    Ok(Claimed::Code(code))
}

/// How many codes of each pool are left, and of how many: (site, pool, free, all).
///
/// # Errors
/// Where the database fails.
pub fn pools(database: &Connection) -> rusqlite::Result<Vec<(String, String, i64, i64)>> {
    let mut pools =
        database.prepare("SELECT site, pool, COUNT(*) - COUNT(claimed), COUNT(*) FROM codes GROUP BY site, pool ORDER BY site, pool")?;
    let rows = pools.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
    rows.collect()
}
