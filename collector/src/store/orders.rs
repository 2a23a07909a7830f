//! Keeps orders, once for each site and order id, and which codes they used. What a browser told stands beside what the shop's server
//! told, and never takes its place.

use rusqlite::{Connection, params};

/// An order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// The shop's id.
    pub order: String,
    /// When, in milliseconds since 1970; nothing for when it was received.
    pub at: Option<i64>,
    /// Minor units.
    pub value: Option<i64>,
    /// ISO 4217.
    pub currency: Option<String>,
    /// Codes used.
    pub coupons: Vec<String>,
    /// Who bought, where the shop knows.
    pub visitor: Option<String>,
}

/// Who told of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// A shopper's browser: anybody may say anything.
    Browser,
    /// The shop's server, signed.
    Shop,
}

/// Keeps an order; says whether it is new.
///
/// # Errors
/// Where the database fails.
pub fn keep(database: &Connection, site: &str, order: &Order, source: Source, received: i64) -> rusqlite::Result<bool> {
    let verified = match source {
        Source::Browser => false,
        Source::Shop => true,
    };
    let mut insert = database.prepare_cached(
        "INSERT INTO orders (site, order_id, verified, received, at, value, currency, visitor) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         ON CONFLICT (site, order_id, verified) DO NOTHING",
    )?;
    let at = order.at.unwrap_or(received);
    let fresh = insert.execute(params![site, order.order, verified, received, at, order.value, order.currency, order.visitor])? > 0;
    if fresh {
        let mut insert = database.prepare_cached(
            "INSERT INTO redemptions (site, code, order_id, verified, received) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (site, code, order_id, verified) DO NOTHING",
        )?;
        for code in &order.coupons {
            insert.execute(params![site, code, order.order, verified, received])?;
        }
    }
    Ok(fresh)
}
