//! From facts to subjects: who is in a test, since which day, and what they did within the goal's window.
//!
//! Decides who counts: drawn by lot, in one arm. A visitor enters on the day of the first exposure and matures on the day on which the
//! window closes; from the day on which they were seen in a second arm they count in neither. Revenue is of orders within the window, as
//! the shop's server told it where it did, in the site's currency.

use super::day::Day;
use super::facts::{Campaign, Order, Site, Told, Units};
use super::plans::{Planned, Plans};
use std::collections::{BTreeMap, HashMap};

/// A visitor of a test.
#[derive(Clone, Copy, Debug)]
pub struct Subject {
    /// Place of their arm.
    pub arm: usize,
    /// The first exposure.
    pub entered: Day,
    /// The window closes on this day.
    pub matures: Day,
    /// From this day on they are in two arms.
    pub mixed: Option<Day>,
    /// Suspected to be a robot.
    pub bot: bool,
    /// Place of the weights that they were drawn by.
    pub weights: Option<usize>,
    /// Whether the first goal was reached in the window.
    pub converted: bool,
    /// Whether anything was bought in the window.
    pub bought: bool,
    /// Whether a message could not be drawn in the window.
    pub failed: bool,
    /// Spent in the window, minor units.
    pub spent: i64,
    /// Orders in the window.
    pub orders: i64,
}

/// Orders by visitor: when, how much, verified by the shop's server.
pub type Purchases = HashMap<u128, Vec<(i64, i64, bool)>>;

/// Orders of a site by visitor, those in its currency; and how many were in another one.
#[must_use]
pub fn purchases(site: &Site, currency: &str) -> (Purchases, u64) {
    let (mut by_visitor, mut foreign) = (Purchases::new(), 0);
    for order in site.orders.values() {
        let Some(told) = believed(order) else { continue };
        if told.currency.as_deref().is_some_and(|of| of != currency) {
            foreign += 1;
            continue;
        }
        let visitor = told.visitor.or(order.browser.as_ref().and_then(|told| told.visitor));
        if let Some(visitor) = visitor {
            by_visitor.entry(visitor).or_default().push((told.at, told.value.unwrap_or(0).max(0), order.shop.is_some()));
        }
    }
    (by_visitor, foreign)
}

/// What counts of an order: what the shop's server says, where it does.
#[must_use]
pub const fn believed(order: &Order) -> Option<&Told> {
    match &order.shop {
        Some(told) => Some(told),
        None => order.browser.as_ref(),
    }
}

/// Weights of a test, in the order in which they were first drawn by: for each arm, 0 where it is not drawn.
pub type Weights = Vec<Vec<u32>>;

/// What subjects are made of.
pub struct Source<'s> {
    /// The site.
    pub site: &'s Site,
    /// The campaign; nothing for the whole programme.
    pub campaign: Option<&'s Campaign>,
    /// Who was exposed.
    pub units: &'s Units,
    /// What the newest file says.
    pub planned: &'s Planned,
    /// How a file's weights are found by its hash.
    pub plans: &'s Plans,
    /// The campaign's id.
    pub id: &'s str,
    /// Orders.
    pub purchases: &'s Purchases,
}

impl Source<'_> {
    /// Everybody in the test, with the arms of `planned`; the weights that there were.
    #[must_use]
    pub fn subjects(&self) -> (Vec<Subject>, Weights) {
        let arms: HashMap<&str, usize> = self.planned.arms.iter().enumerate().map(|(place, arm)| (arm.id.as_str(), place)).collect();
        let within = self.planned.within();
        let known = self.weights(&arms);
        let mut subjects = Vec::with_capacity(self.units.of.len());
        for (who, unit) in &self.units.of {
            let (at, variant) = &unit.first;
            let Some(arm) = arms.get(&**variant) else { continue };
            let until = at.saturating_add(within);
            let inside = |when: i64| *at <= when && when <= until;
            let bought: Vec<i64> =
                self.purchases.get(who).into_iter().flatten().filter(|(when, ..)| inside(*when)).map(|(_, value, _)| *value).collect();
            let reached = self.campaign.and_then(|campaign| campaign.reached.get(&(*who, 0)));
            let by_orders = self.campaign.is_none() || self.planned.goals.is_empty();
            let zone = &self.site.zone;
            subjects.push(Subject {
                arm: *arm,
                entered: zone.day(*at),
                matures: zone.day(until),
                mixed: unit.other.as_ref().map(|(at, _)| zone.day(*at)),
                bot: self.site.visitors.get(who).is_some_and(|person| person.bot),
                weights: known.1.get(&*unit.rules).copied(),
                converted: if by_orders { !bought.is_empty() } else { reached.into_iter().flatten().any(|when| inside(*when)) },
                bought: !bought.is_empty(),
                failed: self.campaign.and_then(|campaign| campaign.errors.get(who)).is_some_and(|when| inside(*when)),
                spent: bought.iter().fold(0_i64, |sum, value| sum.saturating_add(*value)),
                orders: bought.len() as i64,
            });
        }
        (subjects, known.0)
    }

    /// The weights by the hash of the file that had them.
    fn weights(&self, arms: &HashMap<&str, usize>) -> (Weights, HashMap<&str, usize>) {
        let mut first: BTreeMap<&str, i64> = BTreeMap::new();
        for unit in self.units.of.values() {
            let at = first.entry(&unit.rules).or_insert(unit.first.0);
            *at = unit.first.0.min(*at);
        }
        let mut order: Vec<(i64, &str)> = first.into_iter().map(|(hash, at)| (at, hash)).collect();
        order.sort_unstable();
        let (mut weights, mut by_hash) = (Weights::new(), HashMap::new());
        for (_, hash) in order {
            let found = match self.campaign {
                Some(_) => self.plans.campaign(hash, self.id).cloned(),
                None => self.plans.file(hash).and_then(super::plans::File::programme),
            };
            let Some(found) = found else { continue };
            let mut row = vec![0; arms.len()];
            for (arm, weight) in found.weights() {
                if let Some(cell) = arms.get(arm).and_then(|place| row.get_mut(*place)) {
                    *cell = weight;
                }
            }
            // The same shares again are the same epoch: a change of something else moves nobody.
            let place = match weights.last() {
                Some(last) if same_shares(last, &row) => weights.len() - 1,
                _ => {
                    weights.push(row);
                    weights.len() - 1
                }
            };
            by_hash.insert(hash, place);
        }
        (weights, by_hash)
    }
}

fn same_shares(one: &[u32], other: &[u32]) -> bool {
    let total = |row: &[u32]| row.iter().map(|weight| u128::from(*weight)).sum::<u128>();
    let (all_one, all_other) = (total(one), total(other));
    one.iter().zip(other).all(|(a, b)| u128::from(*a) * all_other == u128::from(*b) * all_one)
}
