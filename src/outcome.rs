//! The outcome log: one line for everything worth counting.
//!
//! Decides the format. Leaves delivery to hosts and meaning to the report. An outcome's id is made once, when it happens,
//! and never changes: a line sent twice is counted once.

use crate::engine::id::Id;
use crate::engine::time::Millis;
use serde::{Serialize, Serializer};
use std::rc::Rc;

/// Version of the format.
pub const FORMAT: u8 = 1;

/// One line of the log. Fields that do not apply are left out.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Outcome {
    /// [`FORMAT`].
    pub format: u8,
    /// 128 random bits.
    #[serde(serialize_with = "hex")]
    pub id: Id,
    /// When it happened, in milliseconds since 1970.
    pub at: Millis,
    /// What happened.
    #[serde(flatten)]
    pub what: What,
    /// The visitor; random per site.
    #[serde(serialize_with = "hex")]
    pub visitor: Id,
    /// The visit.
    #[serde(serialize_with = "hex")]
    pub session: Id,
    /// The page view.
    #[serde(serialize_with = "hex")]
    pub page_view: Id,
    /// Content hash of the rule file, 16 hexadecimal digits.
    pub rules: Rc<str>,
    /// Which message, where the outcome is of one.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub of: Option<Of>,
    /// Driven by a robot.
    #[serde(skip_serializing_if = "is_false")]
    pub bot: bool,
}

/// Which message an outcome is of.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Of {
    /// Its campaign.
    pub campaign: Rc<str>,
    /// Its variant.
    pub variant: Rc<str>,
    /// Its exposure.
    #[serde(serialize_with = "hex")]
    pub exposure: Id,
    /// Hash over what the campaign says, weights excluded; 16 hexadecimal digits.
    pub revision: Rc<str>,
    /// The variant was not drawn by lot (no visitor id yet): stays out of the analysis.
    #[serde(skip_serializing_if = "is_false")]
    pub unassigned: bool,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum What {
    /// The visitor would now see the campaign; holdout too.
    Exposed,
    /// It is on screen.
    Impression,
    /// The message moved to this step.
    Step {
        /// Its id.
        step: Rc<str>,
    },
    /// Something in it was pressed.
    Clicked {
        /// The action's name.
        action: &'static str,
    },
    /// Answers were sent.
    Submitted {
        /// Field and answer.
        answers: Vec<(Rc<str>, Rc<str>)>,
    },
    /// It was closed.
    Dismissed {
        /// By what.
        how: &'static str,
    },
    /// A code was copied.
    CouponCopied {
        /// The code.
        code: Rc<str>,
    },
    /// A goal was reached.
    Converted {
        /// Its place in the campaign's list.
        goal: u16,
        /// Minor units.
        #[serde(skip_serializing_if = "Option::is_none")]
        value: Option<i64>,
    },
    /// An order.
    Purchase {
        /// The shop's id.
        order: Rc<str>,
        /// Minor units.
        #[serde(skip_serializing_if = "Option::is_none")]
        value: Option<i64>,
        /// ISO 4217.
        #[serde(skip_serializing_if = "Option::is_none")]
        currency: Option<Rc<str>>,
        /// Codes used.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        coupons: Vec<Rc<str>>,
    },
    /// A message could not be drawn.
    Error,
}

fn hex<S: Serializer>(id: &Id, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&id.hex())
}

#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_false(flag: &bool) -> bool {
    !flag
}
