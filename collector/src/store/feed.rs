//! Feeds the report from the store, and later what has come since.

use super::{export, rules};
use crate::report::facts::Gathering;
use crate::report::plans::Plans;
use rusqlite::Connection;

/// How far the report has read, and what would make it begin anew.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    outcome: i64,
    order: i64,
    before: Changes,
}

/// What is forgotten or told otherwise cannot be taken back from sums.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Changes {
    erased: i64,
    first: i64,
    rules: i64,
}

fn changes(database: &Connection) -> rusqlite::Result<Changes> {
    let mut select = database.prepare_cached(
        "SELECT (SELECT COUNT(*) FROM erased), (SELECT COALESCE(MIN(seq), 0) FROM outcomes), (SELECT COALESCE(MAX(seq), 0) FROM rules)",
    )?;
    select.query_row([], |row| Ok(Changes { erased: row.get(0)?, first: row.get(1)?, rules: row.get(2)? }))
}

/// Whether more can be fed behind this mark; else all of it has to be fed again.
///
/// # Errors
/// Where the database fails.
pub fn goes_on(database: &Connection, mark: &Mark) -> rusqlite::Result<bool> {
    let now = changes(database)?;
    // The first outcomes of an empty store forget nothing.
    Ok(now == mark.before || (mark.before.first == 0 && Changes { first: 0, ..now } == mark.before))
}

/// What the rule files say that are kept; files that cannot be read any more are left out.
///
/// # Errors
/// Where the database fails.
pub fn plans(database: &Connection) -> rusqlite::Result<Plans> {
    let mut plans = Plans::default();
    for rules::Kept { site, content, .. } in rules::all(database)? {
        // They were read when they were kept.
        drop(plans.add(Some(site.as_str()).filter(|site| *site != rules::EVERY_SITE), &content));
    }
    Ok(plans)
}

/// Feeds what is behind the mark, as of one moment; says how far that is.
///
/// # Errors
/// Where the database fails.
pub fn feed(database: &Connection, mark: Mark, gathering: &mut Gathering) -> rusqlite::Result<Mark> {
    let moment = database.unchecked_transaction()?;
    let mut mark = Mark { before: changes(&moment)?, ..mark };
    while let Some(last) = export::outcomes(&moment, mark.outcome, |site, received, line| gathering.outcome(site, received, line))? {
        mark.outcome = last;
    }
    while let Some(last) = export::orders(&moment, mark.order, |site, received, order| gathering.order(site, received, &order))? {
        mark.order = last;
    }
    for (site, pool) in export::pools(&moment)? {
        gathering.pool(&site, pool);
    }
    moment.commit()?;
    Ok(mark)
}
