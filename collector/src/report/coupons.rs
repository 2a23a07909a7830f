//! Codes: given, copied, used.
//!
//! Decides when a code is suspected to have leaked: it came back in more orders than it was copied or given, and in ten at least. Pools
//! are as they are now.

use super::facts::Site;
use super::subject::believed;
use serde::Serialize;
use std::collections::BTreeMap;

/// Orders from which on a code is suspected.
const LEAK_FROM: u64 = 10;
/// Codes that are listed, the most used first.
const CODES: usize = 50;

/// Of a site.
#[derive(Debug, Serialize)]
pub struct Coupons {
    /// Pools by name.
    pub pools: Vec<PoolReport>,
    /// Codes that were copied or used.
    pub codes: Vec<Code>,
    /// Further codes that are not listed.
    pub more: usize,
}

/// A pool.
#[derive(Debug, Serialize)]
pub struct PoolReport {
    /// Its name.
    pub pool: String,
    /// Codes that can be given still.
    pub left: i64,
    /// Codes that are given.
    pub given: i64,
}

/// A code.
#[derive(Debug, Serialize)]
pub struct Code {
    /// As it is typed.
    pub code: String,
    /// Times it was copied from a message.
    pub copied: u64,
    /// Orders that used it.
    pub used: u64,
    /// Of these, orders that the shop's server told of.
    pub verified: u64,
    /// Used far more often than shown.
    pub leak: bool,
}

/// Of a site.
#[must_use]
pub fn coupons(site: &Site) -> Coupons {
    let mut codes: BTreeMap<&str, (u64, u64, u64)> = BTreeMap::new();
    for (code, copied) in site.campaigns.values().flat_map(|campaign| &campaign.copied) {
        codes.entry(code).or_default().0 += copied;
    }
    for order in site.orders.values() {
        for code in believed(order).into_iter().flat_map(|told| &told.coupons) {
            let counts = codes.entry(code).or_default();
            counts.1 += 1;
            counts.2 += u64::from(order.shop.is_some());
        }
    }
    let mut codes: Vec<Code> = codes
        .into_iter()
        .map(|(code, (copied, used, verified))| Code {
            code: code.into(),
            copied,
            used,
            verified,
            leak: used >= LEAK_FROM && used > copied.saturating_mul(2),
        })
        .collect();
    codes.sort_by(|one, other| {
        (other.leak, other.used, other.copied).cmp(&(one.leak, one.used, one.copied)).then(one.code.cmp(&other.code))
    });
    let more = codes.len().saturating_sub(CODES);
    codes.truncate(CODES);
    let pools = site.pools.values().map(|pool| PoolReport { pool: pool.pool.clone(), left: pool.codes - pool.given, given: pool.given });
    Coupons { pools: pools.collect(), codes, more }
}
