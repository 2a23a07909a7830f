//! The outcome log: one line for everything worth counting.
//!
//! Decides the format. Leaves delivery to hosts and meaning to the report. An outcome's id is made once, when it happens,
//! and never changes: a line sent twice is counted once.
//!
//! [`Outcome::write`] is what a shopper's browser runs. The tools have serde's derive besides; a test holds both to the same bytes.

use crate::engine::id::Id;
use crate::engine::time::Millis;
use crate::json::Json;
#[cfg(feature = "tools")]
use serde::{Serialize, Serializer};
use std::rc::Rc;

/// Version of the format.
pub const FORMAT: u8 = 1;

/// One line of the log. Fields that do not apply are left out.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "tools", derive(Serialize))]
pub struct Outcome {
    /// [`FORMAT`].
    pub format: u8,
    /// 128 random bits.
    #[cfg_attr(feature = "tools", serde(serialize_with = "hex"))]
    pub id: Id,
    /// When it happened, in milliseconds since 1970.
    pub at: Millis,
    /// What happened.
    #[cfg_attr(feature = "tools", serde(flatten))]
    pub what: What,
    /// The visitor; random per site.
    #[cfg_attr(feature = "tools", serde(serialize_with = "hex"))]
    pub visitor: Id,
    /// The visit.
    #[cfg_attr(feature = "tools", serde(serialize_with = "hex"))]
    pub session: Id,
    /// The page view.
    #[cfg_attr(feature = "tools", serde(serialize_with = "hex"))]
    pub page_view: Id,
    /// Content hash of the rule file, 16 hexadecimal digits.
    pub rules: Rc<str>,
    /// Which message, where the outcome is of one.
    #[cfg_attr(feature = "tools", serde(flatten, skip_serializing_if = "Option::is_none"))]
    pub of: Option<Of>,
    /// Driven by a robot.
    #[cfg_attr(feature = "tools", serde(skip_serializing_if = "is_false"))]
    pub bot: bool,
}

/// Which message an outcome is of.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "tools", derive(Serialize))]
pub struct Of {
    /// Its campaign.
    pub campaign: Rc<str>,
    /// Its variant.
    pub variant: Rc<str>,
    /// Its exposure.
    #[cfg_attr(feature = "tools", serde(serialize_with = "hex"))]
    pub exposure: Id,
    /// Hash over what the campaign says, weights excluded; 16 hexadecimal digits.
    pub revision: Rc<str>,
    /// The variant was not drawn by lot (no visitor id yet): stays out of the analysis.
    #[cfg_attr(feature = "tools", serde(skip_serializing_if = "is_false"))]
    pub unassigned: bool,
}

/// What happened.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "tools", derive(Serialize))]
#[cfg_attr(feature = "tools", serde(tag = "type", rename_all = "snake_case"))]
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
        #[cfg_attr(feature = "tools", serde(skip_serializing_if = "Option::is_none"))]
        value: Option<i64>,
    },
    /// An order.
    Purchase {
        /// The shop's id.
        order: Rc<str>,
        /// Minor units.
        #[cfg_attr(feature = "tools", serde(skip_serializing_if = "Option::is_none"))]
        value: Option<i64>,
        /// ISO 4217.
        #[cfg_attr(feature = "tools", serde(skip_serializing_if = "Option::is_none"))]
        currency: Option<Rc<str>>,
        /// Codes used.
        #[cfg_attr(feature = "tools", serde(skip_serializing_if = "Vec::is_empty"))]
        coupons: Vec<Rc<str>>,
    },
    /// A message could not be drawn.
    Error,
}

impl Outcome {
    /// As one line of the log.
    #[must_use]
    pub fn write(&self) -> String {
        let mut json = Json::default();
        json.open('{').key("format").int(i64::from(self.format));
        write_id("id", self.id, &mut json);
        json.key("at").int(self.at);
        self.what.write(&mut json);
        write_id("visitor", self.visitor, &mut json);
        write_id("session", self.session, &mut json);
        write_id("page_view", self.page_view, &mut json);
        json.key("rules").text(&self.rules);
        if let Some(of) = &self.of {
            json.key("campaign").text(&of.campaign).key("variant").text(&of.variant);
            write_id("exposure", of.exposure, &mut json);
            json.key("revision").text(&of.revision);
            if of.unassigned {
                json.key("unassigned").flag(Some(true));
            }
        }
        if self.bot {
            json.key("bot").flag(Some(true));
        }
        json.close('}');
        json.0
    }
}

impl What {
    fn write(&self, json: &mut Json) {
        // Its type; and where it says one text, under which key and what.
        let (name, key, text) = match self {
            What::Exposed => ("exposed", "", ""),
            What::Impression => ("impression", "", ""),
            What::Step { step } => ("step", "step", &**step),
            What::Clicked { action } => ("clicked", "action", *action),
            What::Submitted { .. } => ("submitted", "", ""),
            What::Dismissed { how } => ("dismissed", "how", *how),
            What::CouponCopied { code } => ("coupon_copied", "code", &**code),
            What::Converted { .. } => ("converted", "", ""),
            What::Purchase { order, .. } => ("purchase", "order", &**order),
            What::Error => ("error", "", ""),
        };
        json.key("type").text(name);
        if !key.is_empty() {
            json.key(key).text(text);
        }
        match self {
            What::Submitted { answers } => {
                json.key("answers").open('[');
                for (field, answer) in answers {
                    json.open('[').text(field).text(answer).close(']');
                }
                json.close(']');
            }
            What::Converted { goal, value } => {
                json.key("goal").int(i64::from(*goal));
                write_value(*value, json);
            }
            What::Purchase { value, currency, coupons, .. } => {
                write_value(*value, json);
                if let Some(currency) = currency {
                    json.key("currency").text(currency);
                }
                if !coupons.is_empty() {
                    json.key("coupons").open('[');
                    for coupon in coupons {
                        json.text(coupon);
                    }
                    json.close(']');
                }
            }
            _ => {}
        }
    }
}

fn write_id(key: &str, id: Id, json: &mut Json) {
    json.key(key).text(&id.hex());
}

fn write_value(value: Option<i64>, json: &mut Json) {
    if let Some(value) = value {
        json.key("value").int(value);
    }
}

#[cfg(feature = "tools")]
fn hex<S: Serializer>(id: &Id, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&id.hex())
}

#[cfg(feature = "tools")]
#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_false(flag: &bool) -> bool {
    !flag
}

#[cfg(feature = "tools")]
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_writers_write_the_same() {
        let text = |text: &str| Rc::<str>::from(text);
        let odd = "\"a\"\\ / \u{0}\u{8}\t\n\u{b}\u{c}\r\u{1f}\u{7f} ă 🦀 \u{2028}";
        let all = [
            What::Exposed,
            What::Impression,
            What::Step { step: text(odd) },
            What::Clicked { action: "copy" },
            What::Submitted { answers: vec![] },
            What::Submitted { answers: vec![(text("why"), text(odd)), (text("nps"), text("9"))] },
            What::Dismissed { how: "escape" },
            What::CouponCopied { code: text(odd) },
            What::Converted { goal: 0, value: None },
            What::Converted { goal: u16::MAX, value: Some(i64::MIN) },
            What::Purchase { order: text(odd), value: None, currency: None, coupons: vec![] },
            What::Purchase { order: text("7"), value: Some(1990), currency: Some(text("EUR")), coupons: vec![text("A"), text(odd)] },
            What::Error,
        ];
        let of = |unassigned| Of { campaign: text("mug"), variant: text("bar"), exposure: Id(7), revision: text("0f"), unassigned };
        for what in all {
            for (of, bot) in [(None, false), (Some(of(false)), true), (Some(of(true)), false)] {
                let (id, visitor, session) = (Id(u128::MAX), Id(1 << 64), Id(0));
                let outcome = Outcome {
                    format: FORMAT,
                    id,
                    at: 1_790_000_000_000,
                    what: what.clone(),
                    visitor,
                    session,
                    page_view: id,
                    rules: text("00ff"),
                    of,
                    bot,
                };
                assert_eq!(outcome.write(), serde_json::to_string(&outcome).unwrap());
            }
        }
    }
}
