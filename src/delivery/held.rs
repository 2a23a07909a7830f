//! One outcome that waits: what is read off its line, and under which key it is kept.
//!
//! Decides how much an outcome counts when there is no room for all, and that a text from storage is an outcome at all: whoever
//! writes to storage may have written anything.

use crate::engine::id::Id;
use crate::engine::time::Millis;
use crate::node::{Doc, Node};

/// Keys of outcomes begin so; the id follows.
pub const KEY: &str = "shopbell.o.";
/// Key of what all tabs have to know of them.
pub const NOTE: &str = "shopbell.o";
/// The class of what is never given up for others.
pub const ALWAYS: i8 = 3;
/// The longest line; that of twenty long answers is a third of it.
const LONGEST: usize = 32 * 1024;

/// What counts more than being seen, and how much.
const CLASSES: &[(&str, i8)] = &[
    ("purchase", ALWAYS),
    ("submitted", ALWAYS),
    ("coupon_redeemed", ALWAYS),
    ("converted", 2),
    ("exposed", 2),
    ("clicked", 1),
    ("dismissed", 1),
    ("coupon_copied", 1),
];

/// An outcome that waits.
#[derive(Default)]
pub struct Held {
    /// Its id.
    pub id: Id,
    /// It, as JSON.
    pub line: String,
    /// When it happened.
    pub at: Millis,
    /// How much it counts; of two the lower goes first.
    pub class: i8,
    /// An earlier page, or another tab, left it.
    pub foreign: bool,
    /// Storage still holds it, as far as has been looked.
    pub there: bool,
    /// Not written yet.
    pub fresh: bool,
    /// The request that it is in; 0: none.
    pub flight: u32,
}

impl Held {
    /// Reads a line.
    #[inline(never)]
    #[must_use]
    pub fn read(line: String) -> Option<Held> {
        if line.len() > LONGEST {
            return None;
        }
        let mut held = Held::default();
        {
            let doc = Doc::scan(line.as_bytes()).ok()?;
            let root = doc.root();
            held.id = Id::parse(root.get("id")?.word())?;
            held.at = root.get("at").and_then(Node::integer)?;
            let kind = root.get("type")?.word();
            for (name, class) in CLASSES {
                if *name == kind {
                    held.class = *class;
                }
            }
        }
        held.line = line;
        Some(held)
    }

    /// The key it is kept under.
    #[inline(never)]
    #[must_use]
    pub fn key(&self) -> String {
        let mut key = String::from(KEY);
        key.push_str(&self.id.hex());
        key
    }
}

/// The id that the name of a key says.
#[must_use]
pub fn named(name: &str) -> Option<Id> {
    Id::parse(name.strip_prefix(KEY)?)
}
