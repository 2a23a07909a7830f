//! A line of an export: an outcome, an order of the shop's server, a rule file, or a pool of codes.
//!
//! Decides what of a line the report reads. Lines that it cannot read are counted, and cost nothing else.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::borrow::Cow;

/// One line. Exactly one of the parts is there.
#[derive(Debug, Deserialize, Serialize)]
pub struct Line<'l> {
    /// The shop.
    #[serde(borrow)]
    pub site: Cow<'l, str>,
    /// When the collector had it, in milliseconds since 1970.
    pub received: i64,
    /// What a browser told.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<&'l RawValue>,
    /// What the shop's server told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<ShopOrder>,
    /// A rule file, as it is written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rules: Option<String>,
    /// Codes of a pool.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pool: Option<Pool>,
}

/// An order that the shop's server told of.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq, Eq)]
pub struct ShopOrder {
    /// The shop's id.
    pub order: String,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// Minor units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<i64>,
    /// ISO 4217.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// Who bought, where the shop knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visitor: Option<String>,
    /// Codes used.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub coupons: Vec<String>,
}

/// How many codes of a pool there are.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq, Eq)]
pub struct Pool {
    /// Its name.
    pub pool: String,
    /// Codes that are given.
    pub given: i64,
    /// All codes.
    pub codes: i64,
}

/// What the report reads of an outcome.
#[derive(Debug, Deserialize)]
pub struct Said<'l> {
    /// 32 hexadecimal digits.
    #[serde(borrow)]
    pub id: Cow<'l, str>,
    /// When it happened, by the shopper's clock.
    pub at: i64,
    /// What happened.
    #[serde(borrow, rename = "type")]
    pub kind: Cow<'l, str>,
    /// The visitor.
    #[serde(borrow)]
    pub visitor: Cow<'l, str>,
    /// Content hash of the rule file.
    #[serde(borrow)]
    pub rules: Cow<'l, str>,
    /// The campaign.
    pub campaign: Option<String>,
    /// The variant.
    pub variant: Option<String>,
    /// The exposure.
    pub exposure: Option<String>,
    /// The campaign's revision.
    pub revision: Option<String>,
    /// Not drawn by lot.
    #[serde(default)]
    pub unassigned: bool,
    /// Driven by a robot.
    #[serde(default)]
    pub bot: bool,
    /// Which goal.
    pub goal: Option<u16>,
    /// Minor units.
    pub value: Option<i64>,
    /// The shop's id of an order.
    pub order: Option<String>,
    /// ISO 4217.
    pub currency: Option<String>,
    /// Codes used.
    #[serde(default)]
    pub coupons: Vec<String>,
    /// Field and answer.
    #[serde(borrow, default)]
    pub answers: Option<&'l RawValue>,
    /// A code that was copied.
    pub code: Option<String>,
}

impl Said<'_> {
    /// Field and answer, in the order in which they were asked.
    #[must_use]
    pub fn answered(&self) -> Vec<(String, String)> {
        self.answers.and_then(|answers| serde_json::from_str(answers.get()).ok()).unwrap_or_default()
    }
}

/// 32 hexadecimal digits as a number; nothing for anything else.
#[must_use]
pub fn id(text: &str) -> Option<u128> {
    u128::from_str_radix(text, 16).ok().filter(|_| text.len() == 32)
}
