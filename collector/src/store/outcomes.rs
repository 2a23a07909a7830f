//! Keeps outcomes, each id once; and of a purchase told by a browser its order and its codes, each once, however often it is told.

use super::erase::is_erased;
use super::orders::{self, Order};
use crate::intake::outcome::{Outcome, Rejected};
use rusqlite::{Connection, params};

/// What became of a batch.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    /// Ids that are in the store now, those that were there before among them.
    pub accepted: Vec<String>,
    /// Of these, how many were there before.
    pub again: usize,
    /// Outcomes of visitors that were erased.
    pub rejected: Vec<Rejected>,
}

/// Keeps outcomes; each has its site.
///
/// # Errors
/// Where the database fails; nothing is kept then.
pub fn keep(database: &Connection, outcomes: &[(String, Outcome)], received: i64) -> rusqlite::Result<Kept> {
    let mut kept = Kept::default();
    let mut insert = database.prepare_cached(
        "INSERT INTO outcomes (id, site, received, at, type, visitor, campaign, variant, exposure, revision, unassigned, bot, line)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13) ON CONFLICT (id) DO NOTHING",
    )?;
    for (site, outcome) in outcomes {
        if is_erased(database, &outcome.visitor)? {
            let why = "this visitor was erased; nothing more is kept of them".to_string();
            kept.rejected.push(Rejected { id: Some(outcome.id.clone()), why });
            continue;
        }
        let fresh = insert.execute(params![
            outcome.id,
            site,
            received,
            outcome.at,
            outcome.kind,
            outcome.visitor,
            outcome.text("campaign"),
            outcome.text("variant"),
            outcome.text("exposure"),
            outcome.text("revision"),
            outcome.flag("unassigned"),
            outcome.flag("bot"),
            outcome.line(),
        ])? > 0;
        if fresh {
            purchase(database, site, outcome, received)?;
        } else {
            kept.again += 1;
        }
        kept.accepted.push(outcome.id.clone());
    }
    Ok(kept)
}

fn purchase(database: &Connection, site: &str, outcome: &Outcome, received: i64) -> rusqlite::Result<()> {
    let Some(order) = outcome.text("order").filter(|_| outcome.kind == "purchase") else { return Ok(()) };
    let order = Order {
        order: order.into(),
        at: Some(outcome.at),
        value: outcome.whole("value"),
        currency: outcome.text("currency").map(str::to_string),
        coupons: outcome.texts("coupons").map(str::to_string).collect(),
        visitor: Some(outcome.visitor.clone()),
    };
    orders::keep(database, site, &order, orders::Source::Browser, received).map(|_| ())
}
