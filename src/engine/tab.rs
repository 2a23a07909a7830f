//! The tab: what dies with it. The visit it is in, counts of events, when the cart last changed, the last interruption.
//!
//! Decides what follows the shopper from page to page in one tab. Leaves storage to the host.

use super::profile::{Column, Row};
use super::time::Millis;
use crate::json::Json;
use crate::node::{Doc, Node};
use std::rc::Rc;

/// Most counts kept.
const MAX_COUNTS: usize = 200;

/// What is stored of a count, and of the cart.
const COUNT: &[Column] = &[Column::Name, Column::Place, Column::Number];
const CART: &[Column] = &[Column::Number, Column::At];
const FOLDED: &[Column] = &[Column::Name, Column::Variant, Column::Exposure, Column::Number];
/// Most folded messages kept.
const MAX_FOLDED: usize = 8;

/// How many texts [`Tab::from`] has.
const FROM: usize = 5;

/// State of one tab.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tab {
    /// Start of the visit that the tab is in: the identity of a row of [`super::profile::Set::Visits`].
    pub visit: Millis,
    /// Where the visit came from: path of its first page, host that sent the shopper, and that page's `utm_source`, `utm_medium` and
    /// `utm_campaign`.
    pub from: [Option<Rc<str>>; FROM],
    /// How often triggers with a count have seen their event: campaign, place of the trigger (as its time), times (as its number).
    pub counts: Vec<Row>,
    /// What was in the cart, as a hash, and since when.
    pub cart: Option<(i64, Millis)>,
    /// Messages that are folded into their teasers, oldest first: campaign, variant, exposure, and of its number a bit each for a variant
    /// that was not drawn by lot and for a message that has been seen.
    pub folded: Vec<Row>,
    /// When an interruption was last on screen.
    pub interrupted: Option<Millis>,
    /// The message that was open with answers in it when the page went away, as [`super::draft`] wrote it. Only read: what is open now is
    /// in [`super::State::showing`], and answers are in no other text than that of storage.
    pub open: Option<Rc<str>>,
}

impl Tab {
    /// As kept by the host.
    #[must_use]
    pub fn write(&self) -> String {
        let mut json = Json::default();
        json.open('{').key("visit").int(self.visit).key("from").open('[');
        for text in &self.from {
            match text {
                Some(text) => json.text(text),
                None => json.flag(None),
            };
        }
        json.close(']').key("counts");
        Row::write_all(&self.counts, COUNT, &mut json);
        if !self.folded.is_empty() {
            json.key("folded");
            Row::write_all(&self.folded, FOLDED, &mut json);
        }
        if let Some((hash, since)) = self.cart {
            json.key("cart").open('[').int(hash).int(since).close(']');
        }
        if let Some(at) = self.interrupted {
            json.key("interrupted").int(at);
        }
        json.close('}');
        json.0
    }

    /// Reads what [`Tab::write`] wrote; what does not fit is left out.
    #[must_use]
    pub fn read(text: &str, now: Millis) -> Tab {
        let mut tab = Tab::default();
        let Ok(doc) = Doc::scan(text.as_bytes()) else { return tab };
        tab.take(doc.root(), now);
        tab
    }

    fn take(&mut self, root: Node<'_>, now: Millis) {
        if let Some(visit) = int(root.get("visit")) {
            self.visit = visit.min(now);
        }
        if let Some(list) = root.get("from") {
            for (text, node) in self.from.iter_mut().zip(list.items()) {
                *text = self::text(node);
            }
        }
        if let Some(list) = root.get("counts") {
            for node in list.items() {
                if let Some(count) = Row::read(node, COUNT, now)
                    && self.counts.len() < MAX_COUNTS
                {
                    self.counts.push(count);
                }
            }
        }
        if let Some(list) = root.get("folded") {
            for node in list.items().take(MAX_FOLDED) {
                self.folded.extend(Row::read(node, FOLDED, now));
            }
        }
        if let Some(list) = root.get("cart")
            && let Some(cart) = Row::read(list, CART, now)
        {
            self.cart = Some((cart.number, cart.at));
        }
        if let Some(at) = int(root.get("interrupted")) {
            self.interrupted = Some(at.min(now));
        }
        if let Some(open) = root.get("open") {
            self.open = Some(Rc::from(open.raw()));
        }
    }

    /// Counts an event for a trigger; how often it has been seen now.
    pub fn count(&mut self, campaign: &Rc<str>, ordinal: u16) -> i64 {
        let ordinal = i64::from(ordinal);
        for known in &mut self.counts {
            if known.name == *campaign && known.time == ordinal {
                known.number += 1;
                return known.number;
            }
        }
        if self.counts.len() < MAX_COUNTS {
            let mut count = Row::new(0, Rc::clone(campaign), "".into());
            (count.time, count.number) = (ordinal, 1);
            self.counts.push(count);
        }
        1
    }
}

fn int(node: Option<Node<'_>>) -> Option<i64> {
    node?.integer()
}

/// A stored text.
pub fn text(node: Node<'_>) -> Option<Rc<str>> {
    Some(Rc::from(node.text()?))
}
