//! What the core asks hosts to do.
//!
//! Decides the vocabulary of effects; hosts perform each and report back as [`Event`](super::event::Event)s.

use super::id::Id;
use super::time::Millis;
use crate::outcome::Outcome;
use crate::rules::action::Action;
use crate::rules::diagnostic::Diagnostic;
use crate::view::View;
use std::rc::Rc;

/// What [`step`](super::step()) returns.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Step {
    /// To perform, in order.
    pub effects: Vec<Effect>,
    /// The one moment at which the core wants a [`Tick`](super::event::Event::Tick); None: never.
    pub wake_at: Option<Millis>,
}

/// One thing to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Make sure no other tab shows the same now; answered by `Claimed` or `Refused`.
    Claim {
        /// The exposure that would be.
        exposure: Id,
        /// Its campaign.
        campaign: Rc<str>,
    },
    /// Draw a message; answered by `Shown` or `Failed`.
    Show {
        /// Of the message.
        exposure: Id,
        /// Its campaign.
        campaign: Rc<str>,
        /// What to draw.
        view: Box<View>,
    },
    /// Bring a message that is on screen up to date, keeping focus and what is being typed.
    Update {
        /// Of the message.
        exposure: Id,
        /// What it should be now.
        view: Box<View>,
    },
    /// Take a message away.
    Hide {
        /// Of the message.
        exposure: Id,
    },
    /// Do something outside the message.
    Do {
        /// Of the message.
        exposure: Id,
        /// What.
        action: Rc<Action>,
    },
    /// Ask the collector for a code of a pool; answered by `Coded`.
    Code {
        /// Of the request.
        number: u32,
        /// Whose code it is to be.
        campaign: Rc<str>,
        /// Where it is taken from.
        pool: Rc<str>,
        /// For whom: the same visitor is given the same code.
        visitor: Id,
    },
    /// Keep this text; it replaces the one before.
    Remember {
        /// Where.
        scope: Scope,
        /// JSON.
        text: String,
    },
    /// Report an outcome.
    Send(Box<Outcome>),
    /// Let outcomes that were kept leave from now on; false: forget all that have not left.
    Deliver(bool),
    /// Tell whoever looks after the shop that a message cannot be drawn, and why.
    Broken {
        /// What is wrong, by its place in the rule file.
        problems: Vec<Diagnostic>,
    },
}

/// How long something is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// With the tab.
    Tab,
    /// With the visitor: the profile.
    Visitor,
}
