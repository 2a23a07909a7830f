//! Takes lines of an export back: what is there already stays as it is, so that an import may be broken off and begun again.
//!
//! Codes are no part of an export, and so of no import: `coupons add` takes them.

use super::orders::{self, Order, Source};
use super::{outcomes, rules};
use crate::intake::outcome;
use crate::report::line::{Line, ShopOrder};
use crate::report::plans::Plans;
use rusqlite::Connection;

/// What became of lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// New in the store.
    pub new: usize,
    /// There before.
    pub before: usize,
    /// Of no use: not of an export, or outcomes of visitors that were erased.
    pub refused: usize,
    /// Of pools: their codes are not in them.
    pub pools: usize,
}

impl Taken {
    /// Of both.
    #[must_use]
    pub const fn and(self, other: Taken) -> Taken {
        Taken {
            new: self.new + other.new,
            before: self.before + other.before,
            refused: self.refused + other.refused,
            pools: self.pools + other.pools,
        }
    }
}

const NEW: Taken = Taken { new: 1, before: 0, refused: 0, pools: 0 };
const BEFORE: Taken = Taken { new: 0, before: 1, refused: 0, pools: 0 };
const REFUSED: Taken = Taken { new: 0, before: 0, refused: 1, pools: 0 };
const POOL: Taken = Taken { new: 0, before: 0, refused: 0, pools: 1 };

/// Takes a line.
///
/// # Errors
/// Where the database fails.
pub fn line(database: &Connection, text: &str) -> rusqlite::Result<Taken> {
    let new = |fresh: bool| if fresh { NEW } else { BEFORE };
    match serde_json::from_str::<Line>(text) {
        Ok(Line { site, received, outcome: Some(told), .. }) => {
            let body = format!("{{\"format\":{},\"outcomes\":[{}]}}", outcome::FORMAT, told.get());
            let Some(read) = outcome::read(body.as_bytes()).ok().and_then(|mut batch| batch.outcomes.pop()) else { return Ok(REFUSED) };
            let kept = outcomes::keep(database, &[(site.into(), read)], received)?;
            Ok(if kept.rejected.is_empty() { new(kept.again == 0) } else { REFUSED })
        }
        Ok(Line { site, received, order: Some(told), .. }) => {
            let ShopOrder { order, at, value, currency, visitor, coupons } = told;
            let order = Order { order, at: Some(at), value, currency, coupons, visitor };
            Ok(new(orders::keep(database, &site, &order, Source::Shop, received)?))
        }
        Ok(Line { site, received, rules: Some(content), .. }) => match Plans::default().add(None, &content) {
            Ok(hash) => Ok(new(rules::keep(database, &site, &hash, &content, received)?)),
            Err(_) => Ok(REFUSED),
        },
        Ok(Line { pool: Some(_), .. }) => Ok(POOL),
        Ok(_) | Err(_) => Ok(REFUSED),
    }
}
