//! The shop as a whole: who came to something, what was bought, day by day.
//!
//! Decides which days are listed and what an average is of. Only visitors of whom an outcome arrived are known here: those without consent,
//! and those to whom no campaign had anything to say, are not.

use super::day::Day;
use super::facts::Site;
use super::subject::believed;
use crate::stats::orders;
use serde::Serialize;
use std::collections::{BTreeMap, HashSet};

/// Days that are listed.
const DAYS: usize = 90;

/// The shop.
#[derive(Debug, Serialize)]
pub struct Overview {
    /// Visitors of whom anything was told.
    pub visitors: usize,
    /// Of these, suspected robots.
    pub robots: usize,
    /// Exposures.
    pub exposures: u64,
    /// Orders in the site's currency, each once.
    pub orders: usize,
    /// Of these, how many the shop's server told of.
    pub verified: usize,
    /// Orders in other currencies, which no sum has.
    pub foreign: u64,
    /// Orders without an amount.
    pub without_amount: usize,
    /// Minor units; what the shop's server told, where it did.
    pub revenue: i64,
    /// Of this, what the shop's server told.
    pub revenue_verified: i64,
    /// Average order value, minor units.
    pub order_value: Option<f64>,
    /// What a known customer spends in a year, minor units: orders a year times the average order value.
    pub customer_spend: Option<f64>,
    /// The last [`DAYS`] days with anything on them.
    pub days: Vec<DayReport>,
}

/// A day.
#[derive(Clone, Debug, Default, Serialize)]
pub struct DayReport {
    /// Which.
    pub day: Option<Day>,
    /// Visitors who were first heard of.
    pub visitors: u64,
    /// Exposures.
    pub exposures: u64,
    /// Orders.
    pub orders: u64,
    /// Minor units.
    pub revenue: i64,
}

/// The currency of most orders; EUR without any.
#[must_use]
pub fn main_currency(site: &Site) -> String {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for currency in site.orders.values().filter_map(believed).filter_map(|told| told.currency.as_deref()) {
        *counts.entry(currency).or_default() += 1;
    }
    // The first of those that are equal, by their letters.
    let most = counts.into_iter().max_by(|one, other| one.1.cmp(&other.1).then(other.0.cmp(one.0)));
    most.map_or_else(|| "EUR".into(), |(currency, _)| currency.into())
}

/// Of a site.
#[must_use]
pub fn overview(site: &Site, currency: &str, foreign: u64) -> Overview {
    let mut days: BTreeMap<Day, DayReport> = BTreeMap::new();
    for person in site.visitors.values() {
        days.entry(site.zone.day(person.first)).or_default().visitors += 1;
    }
    for (day, exposures) in &site.exposed {
        days.entry(*day).or_default().exposures += exposures;
    }
    let (mut all, mut verified, mut without, mut revenue, mut revenue_verified) = (0, 0, 0, 0_i64, 0_i64);
    let mut customers = HashSet::new();
    for order in site.orders.values() {
        let Some(told) = believed(order).filter(|told| told.currency.as_deref().is_none_or(|of| of == currency)) else { continue };
        let day = days.entry(site.zone.day(told.at)).or_default();
        let value = told.value.unwrap_or(0).max(0);
        all += 1;
        day.orders += 1;
        day.revenue = day.revenue.saturating_add(value);
        revenue = revenue.saturating_add(value);
        without += usize::from(told.value.is_none());
        if order.shop.is_some() {
            verified += 1;
            revenue_verified = revenue_verified.saturating_add(value);
        }
        customers.extend(told.visitor.or(order.browser.as_ref().and_then(|told| told.visitor)));
    }
    let span = days.first_key_value().zip(days.last_key_value()).map_or(0, |((first, _), (last, _))| i64::from(last.0 - first.0) + 1);
    let spend = orders::spend(i128::from(revenue), all as i64, customers.len() as i64, span).ok();
    let from = days.len().saturating_sub(DAYS);
    let listed = days.into_iter().skip(from).map(|(day, counts)| DayReport { day: Some(day), ..counts });
    Overview {
        visitors: site.visitors.len(),
        robots: site.visitors.values().filter(|person| person.bot).count(),
        exposures: site.exposed.values().sum(),
        orders: all,
        verified,
        foreign,
        without_amount: without,
        revenue,
        revenue_verified,
        order_value: spend.map(|spend| spend.order),
        // A year of less than a month would be a guess.
        customer_spend: spend.filter(|_| span >= 30).map(|spend| spend.year),
        days: listed.collect(),
    }
}
