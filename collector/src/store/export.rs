//! Reads everything back as lines, chunk by chunk, so that an export of any length holds neither memory nor the file: rule files, then
//! outcomes, then orders of shops' servers, then pools.

use super::{codes, rules};
use crate::report::line::{Line, Pool, ShopOrder};
use rusqlite::{Connection, Row, params};
use serde_json::value::RawValue;

/// Lines of one chunk.
const CHUNK: i64 = 500;

/// How far an export has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Cursor {
    /// At the beginning.
    #[default]
    Rules,
    /// Behind this outcome.
    Outcomes(i64),
    /// Behind this order.
    Orders(i64),
    /// All but the pools are there.
    Pools,
    /// Everything is there.
    End,
}

/// Some lines, and how far it has come with them. At [`Cursor::End`] there are no more.
///
/// # Errors
/// Where the database fails.
pub fn chunk(database: &Connection, from: Cursor) -> rusqlite::Result<(String, Cursor)> {
    let mut lines = String::new();
    let next = match from {
        Cursor::Rules => {
            for rules::Kept { site, received, content } in rules::all(database)? {
                put(&mut lines, &Line { rules: Some(content), ..blank(&site, received) });
            }
            Cursor::Outcomes(0)
        }
        Cursor::Outcomes(behind) => {
            let next = outcomes(database, behind, |site, received, line| {
                // What the store holds was written by it; a line that is none would cost the file its form.
                if let Ok(outcome) = serde_json::from_str::<&RawValue>(line) {
                    put(&mut lines, &Line { outcome: Some(outcome), ..blank(site, received) });
                }
            })?;
            next.map_or(Cursor::Orders(0), Cursor::Outcomes)
        }
        Cursor::Orders(behind) => {
            let next = orders(database, behind, |site, received, order| {
                put(&mut lines, &Line { order: Some(order), ..blank(site, received) });
            })?;
            next.map_or(Cursor::Pools, Cursor::Orders)
        }
        Cursor::Pools => {
            for (site, pool) in pools(database)? {
                put(&mut lines, &Line { pool: Some(pool), ..blank(&site, 0) });
            }
            Cursor::End
        }
        Cursor::End => Cursor::End,
    };
    Ok((lines, next))
}

const fn blank(site: &str, received: i64) -> Line<'_> {
    Line { site: std::borrow::Cow::Borrowed(site), received, outcome: None, order: None, rules: None, pool: None }
}

fn put(lines: &mut String, line: &Line) {
    lines.push_str(&serde_json::to_string(line).unwrap_or_default());
    lines.push('\n');
}

/// Gives the next outcomes behind a number: site, when received, the line. The last number; nothing where there were no more.
///
/// # Errors
/// Where the database fails.
pub fn outcomes(database: &Connection, behind: i64, mut give: impl FnMut(&str, i64, &str)) -> rusqlite::Result<Option<i64>> {
    let mut select = database.prepare_cached("SELECT seq, site, received, line FROM outcomes WHERE seq > ?1 ORDER BY seq LIMIT ?2")?;
    let mut rows = select.query([behind, CHUNK])?;
    let mut last = None;
    while let Some(row) = rows.next()? {
        last = Some(row.get(0)?);
        give(text(row, 1)?, row.get(2)?, text(row, 3)?);
    }
    Ok(last)
}

fn text<'r>(row: &'r Row, column: usize) -> rusqlite::Result<&'r str> {
    Ok(row.get_ref(column)?.as_str()?)
}

/// Gives the next orders of shops' servers behind a number. The last number; nothing where there were no more.
///
/// # Errors
/// Where the database fails.
pub fn orders(database: &Connection, behind: i64, mut give: impl FnMut(&str, i64, ShopOrder)) -> rusqlite::Result<Option<i64>> {
    let mut select = database.prepare_cached(
        "SELECT rowid, site, received, order_id, at, value, currency, visitor FROM orders WHERE rowid > ?1 AND verified = 1 ORDER BY rowid
         LIMIT ?2",
    )?;
    let mut codes =
        database.prepare_cached("SELECT code FROM redemptions WHERE site = ?1 AND order_id = ?2 AND verified = 1 ORDER BY code")?;
    let mut rows = select.query([behind, CHUNK])?;
    let mut last = None;
    while let Some(row) = rows.next()? {
        last = Some(row.get(0)?);
        let (site, order): (String, String) = (row.get(1)?, row.get(3)?);
        let coupons = codes.query_map(params![site, order], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        let order = ShopOrder { order, at: row.get(4)?, value: row.get(5)?, currency: row.get(6)?, visitor: row.get(7)?, coupons };
        give(&site, row.get(2)?, order);
    }
    Ok(last)
}

/// All pools, by site.
///
/// # Errors
/// Where the database fails.
pub fn pools(database: &Connection) -> rusqlite::Result<Vec<(String, Pool)>> {
    let pools = codes::pools(database)?.into_iter();
    Ok(pools.map(|(site, pool, free, all)| (site, Pool { pool, given: all - free, codes: all })).collect())
}
