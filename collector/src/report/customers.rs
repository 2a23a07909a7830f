//! Customers: how many buy again, and where their fifths are cut.
//!
//! Decides nothing but what is listed; the figures are of `stats`. A customer here is a visitor's id: whoever comes back with another
//! device, or after the id was renewed, is another one.

use super::day::Day;
use super::facts::Site;
use super::subject::Purchases;
use crate::stats::orders;
use crate::stats::rfm::{Customer, Cuts, Fifths};
use crate::stats::wilson::Rate;
use serde::Serialize;

/// Orders up to which the table goes.
const ORDERS: usize = 6;

/// Of a site.
#[derive(Debug, Serialize)]
pub struct Customers {
    /// Customers with at least one order.
    pub customers: usize,
    /// Of those with x orders, how many placed another: x from 1.
    pub again: Vec<Again>,
    /// Where the fifths are cut; nothing with fewer than 25 customers.
    pub fifths: Option<Quintiles>,
}

/// A row of the table.
#[derive(Debug, Serialize)]
pub struct Again {
    /// Orders.
    pub orders: usize,
    /// Customers with so many or more.
    pub customers: i64,
    /// The share of them with one more.
    pub next: Option<Rate>,
}

/// The largest values of the first four fifths.
#[derive(Debug, Serialize)]
pub struct Quintiles {
    /// Days since the last order.
    pub recency: Cuts,
    /// Orders.
    pub frequency: Cuts,
    /// Spent, minor units.
    pub monetary: Cuts,
}

/// Of a site.
#[must_use]
pub fn customers(site: &Site, purchases: &Purchases, closed: Day) -> Customers {
    let most = purchases.values().map(Vec::len).max().unwrap_or(0);
    let mut exactly = vec![0_i64; most];
    for orders in purchases.values() {
        if let Some(count) = orders.len().checked_sub(1).and_then(|place| exactly.get_mut(place)) {
            *count += 1;
        }
    }
    let row = |orders: usize| Again { orders, customers: exactly.iter().skip(orders - 1).sum(), next: orders::next(&exactly, orders).ok() };
    let all: Vec<Customer> = purchases
        .values()
        .filter_map(|orders| {
            let last = orders.iter().map(|(at, ..)| *at).max()?;
            Some(Customer {
                recency: i64::from((closed.0 - site.zone.day(last).0).max(0)),
                frequency: orders.len() as i64,
                monetary: orders.iter().fold(0_i64, |sum, (_, value, _)| sum.saturating_add(*value)),
            })
        })
        .collect();
    let fifths = Fifths::of(&all).ok();
    Customers {
        customers: all.len(),
        again: (1..=most.min(ORDERS)).map(row).collect(),
        fifths: fifths.map(|Fifths { recency, frequency, monetary }| Quintiles { recency, frequency, monetary }),
    }
}
