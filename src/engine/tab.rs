//! The tab: what dies with it. The visit it is in, counts of events, when the cart last changed, the last interruption.
//!
//! Decides what follows the shopper from page to page in one tab. Leaves storage to the host.

use super::time::Millis;
use crate::json::Json;
use crate::node::{Doc, Node};
use std::rc::Rc;

/// Most counts kept.
const MAX_COUNTS: usize = 200;

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
    /// How often triggers with a count have seen their event: campaign, place of the trigger, times.
    pub counts: Vec<(Rc<str>, i64, i64)>,
    /// What was in the cart, as a hash, and since when.
    pub cart: Option<(i64, Millis)>,
    /// When an interruption was last on screen.
    pub interrupted: Option<Millis>,
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
        json.close(']').key("counts").open('[');
        for (campaign, ordinal, times) in &self.counts {
            json.open('[').text(campaign).int(*ordinal).int(*times).close(']');
        }
        json.close(']');
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
                let mut items = node.items();
                if let (Some(campaign), Some(ordinal), Some(times)) = (items.next(), int(items.next()), int(items.next()))
                    && let Some(campaign) = text(campaign)
                    && self.counts.len() < MAX_COUNTS
                {
                    self.counts.push((campaign, ordinal, times));
                }
            }
        }
        if let Some(list) = root.get("cart") {
            let mut items = list.items();
            if let (Some(hash), Some(since)) = (int(items.next()), int(items.next())) {
                self.cart = Some((hash, since.min(now)));
            }
        }
        if let Some(at) = int(root.get("interrupted")) {
            self.interrupted = Some(at.min(now));
        }
    }

    /// Counts an event for a trigger; how often it has been seen now.
    pub fn count(&mut self, campaign: &Rc<str>, ordinal: u16) -> i64 {
        let ordinal = i64::from(ordinal);
        for (known, place, times) in &mut self.counts {
            if known == campaign && *place == ordinal {
                *times += 1;
                return *times;
            }
        }
        if self.counts.len() < MAX_COUNTS {
            self.counts.push((Rc::clone(campaign), ordinal, 1));
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
