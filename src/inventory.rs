//! What is kept on a shopper's device, and what leaves it: for privacy pages, and for those who have to answer for one.
//!
//! Decides the words, once: `shopbell inventory` and `docs/embed.md` print this table. What is kept and sent is decided by the engine and by
//! `delivery`; a test holds every name that the browser's half stores under against this list.

use crate::lint::asked::{Asked, asked};
use serde::Serialize;

/// Where something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// The browser's `localStorage`: all tabs, all visits.
    LocalStorage,
    /// The browser's `sessionStorage`: one tab.
    SessionStorage,
    /// It leaves the device.
    Request,
}

/// What it is for, as consent questions name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// The messages themselves: what was closed stays closed. No id.
    Functional,
    /// What the shopper types, so that a reload costs nothing.
    Preferences,
    /// Counting, under an id.
    Analytics,
}

/// One thing that is kept or sent.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Item {
    /// Where.
    pub place: Place,
    /// Its key in storage, or what is asked for.
    pub name: &'static str,
    /// What for.
    pub purpose: Purpose,
    /// What it holds.
    pub holds: &'static str,
    /// How long, or when.
    pub kept: &'static str,
}

/// Everything.
pub const INVENTORY: &[Item] = &[
    Item {
        place: Place::LocalStorage,
        name: "shopbell.profile",
        purpose: Purpose::Functional,
        holds: "visits (when, how many pages; the last 100), what was shown, closed, pressed, answered and reached (the last 300), the last 50 paths, hashes of the last 50 order numbers, when countdowns began, codes to remind of",
        kept: "until the shopper deletes the site's data; the oldest goes first",
    },
    Item {
        place: Place::LocalStorage,
        name: "shopbell.profile",
        purpose: Purpose::Analytics,
        holds: "a random id of the visitor, of this shop only, and which variants of tests were drawn",
        kept: "13 months; deleted at once when the visitor says no",
    },
    Item {
        place: Place::LocalStorage,
        name: "shopbell.o.ID",
        purpose: Purpose::Analytics,
        holds: "an outcome that has not been delivered, with the answers of a form if it is one; 200 of them or 128 KB at most",
        kept: "until the collector answers for it, seven days at most; deleted at once when the visitor says no",
    },
    Item {
        place: Place::LocalStorage,
        name: "shopbell.o",
        purpose: Purpose::Analytics,
        holds: "which tab sends what earlier pages left, and how many outcomes were given up",
        kept: "until everything is delivered",
    },
    Item {
        place: Place::SessionStorage,
        name: "shopbell.tab",
        purpose: Purpose::Functional,
        holds: "when the visit began, its first path, the site it came from and its utm_source, utm_medium and utm_campaign, counts of events, a hash of the cart, messages folded into the corner",
        kept: "until the tab is closed",
    },
    Item {
        place: Place::SessionStorage,
        name: "shopbell.tab",
        purpose: Purpose::Preferences,
        holds: "what is being typed into a message, 4 KB at most",
        kept: "while the message is open",
    },
    Item {
        place: Place::SessionStorage,
        name: "shopbell.layer",
        purpose: Purpose::Functional,
        holds: "the cart and the order numbers that the page's data layer spoke of",
        kept: "until the tab is closed",
    },
    Item {
        place: Place::Request,
        name: "GET the engine and the rule file",
        purpose: Purpose::Functional,
        holds: "nothing of the visitor; no cookies",
        kept: "on each page, once the page is idle",
    },
    Item {
        place: Place::Request,
        name: "POST outcomes to the collector",
        purpose: Purpose::Analytics,
        holds: "the visitor's id, the visit and the page view as random numbers, what happened when in which campaign and variant, orders with value and codes, answers; no cookies, no address of a page",
        kept: "after the visitor has said yes; before the answer at most 20 wait in memory",
    },
    Item {
        place: Place::Request,
        name: "POST a claim to the collector",
        purpose: Purpose::Analytics,
        holds: "the visitor's id, the campaign and the pool that a coupon is taken from",
        kept: "when a coupon from a pool is about to be seen, after the visitor has said yes",
    },
];

/// The table, and what the messages of a rule file ask for.
#[derive(Debug, Serialize)]
pub struct Inventory {
    /// [`INVENTORY`].
    pub kept: &'static [Item],
    /// What shoppers are asked for, where a rule file was given.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub asked: Vec<Asked>,
}

/// Of a rule file, or of none.
#[must_use]
pub fn inventory(rules: Option<&[u8]>) -> Inventory {
    Inventory { kept: INVENTORY, asked: rules.map(asked).unwrap_or_default() }
}

impl Place {
    /// As it is called in a sentence.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Place::LocalStorage => "localStorage",
            Place::SessionStorage => "sessionStorage",
            Place::Request => "request",
        }
    }
}

impl Purpose {
    /// As consent answers call it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Purpose::Functional => "functional",
            Purpose::Preferences => "preferences",
            Purpose::Analytics => "analytics",
        }
    }
}
