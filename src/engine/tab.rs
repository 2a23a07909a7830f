//! The tab: what dies with it. The visit it is in, counts of events, when the cart last changed, the last interruption.
//!
//! Decides what follows the shopper from page to page in one tab. Leaves storage to the host.

use super::time::Millis;
use crate::json::Json;
use crate::node::{Doc, Kind, Node};
use std::rc::Rc;

/// Most counts kept.
const MAX_COUNTS: usize = 200;

/// State of one tab.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tab {
    /// Start of the visit that the tab is in: the identity of [`super::profile::Visit`].
    pub visit: Millis,
    /// Path of the visit's first page.
    pub landing_path: Option<Rc<str>>,
    /// Host that sent the shopper.
    pub referrer: Option<Rc<str>>,
    /// `utm_source`, `utm_medium`, `utm_campaign` of the visit's first page.
    pub utm: [Option<Rc<str>>; 3],
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
        for text in [&self.landing_path, &self.referrer].into_iter().chain(&self.utm) {
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
        let root = doc.root();
        let int = |node: Option<Node<'_>>| node?.integer();
        let text = |node: Option<Node<'_>>| node?.text().map(Rc::<str>::from);
        tab.visit = int(root.get("visit")).unwrap_or(0).min(now);
        if let Some(mut items) = root.get("from").map(Node::items) {
            tab.landing_path = text(items.next());
            tab.referrer = text(items.next());
            tab.utm = [text(items.next()), text(items.next()), text(items.next())];
        }
        for mut items in
            root.get("counts").into_iter().flat_map(Node::items).take(MAX_COUNTS).filter(|node| node.kind() == Kind::List).map(Node::items)
        {
            if let (Some(campaign), Some(ordinal), Some(times)) = (text(items.next()), int(items.next()), int(items.next())) {
                tab.counts.push((campaign, ordinal, times));
            }
        }
        if let Some(mut items) = root.get("cart").map(Node::items) {
            tab.cart = int(items.next()).zip(int(items.next()).map(|since| since.min(now)));
        }
        tab.interrupted = int(root.get("interrupted")).map(|at| at.min(now));
        tab
    }

    /// Counts an event for a trigger; how often it has been seen now.
    pub fn count(&mut self, campaign: &Rc<str>, ordinal: u16) -> i64 {
        let ordinal = i64::from(ordinal);
        if let Some((.., times)) = self.counts.iter_mut().find(|(known, place, _)| known == campaign && *place == ordinal) {
            *times += 1;
            return *times;
        }
        if self.counts.len() < MAX_COUNTS {
            self.counts.push((Rc::clone(campaign), ordinal, 1));
        }
        1
    }
}
