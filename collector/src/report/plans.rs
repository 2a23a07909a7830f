//! What rule files say of tests: arms and their weights, goals, plans, and what kind of answer a field holds.
//!
//! Decides nothing of who is in which arm: outcomes say that. A file is known by its content hash, which every outcome carries, so that
//! weights of last week are known for last week's outcomes.

use super::day::Zone;
use serde_json::Value;
use shopbell::engine::experiment::SITE_HOLDOUT;
use shopbell::engine::program::{Campaign, Program};
use shopbell::money::minor_digits;
use std::collections::{BTreeMap, HashMap};

/// How long after an exposure a goal counts where a file says nothing, in milliseconds.
pub const WITHIN: i64 = 3 * 24 * 60 * 60 * 1000;
/// The effect worth seeing where a plan names none.
pub const EFFECT: f64 = 0.2;

/// All rule files that are known.
#[derive(Clone, Debug, Default)]
pub struct Plans {
    files: Vec<File>,
    by_hash: HashMap<String, usize>,
}

/// One rule file.
#[derive(Clone, Debug)]
pub struct File {
    /// 16 hexadecimal digits.
    pub hash: String,
    /// The site it is of; nothing for every site.
    pub site: Option<String>,
    /// ISO 4217.
    pub currency: String,
    /// Whose midnight ends a day.
    pub zone: Zone,
    /// Of ten thousand visitors, so many see nothing at all.
    pub holdout: u32,
    /// Its campaigns.
    pub campaigns: BTreeMap<String, Planned>,
}

/// One campaign of a file.
#[derive(Clone, Debug)]
pub struct Planned {
    /// For people.
    pub name: Option<String>,
    /// A new phase is a new test.
    pub phase: u32,
    /// Its variants, in the order of the file.
    pub arms: Vec<Arm>,
    /// What it is for; the first decides.
    pub goals: Vec<Goal>,
    /// The lift that is worth seeing: 0.2 is 20 % more.
    pub effect: Option<f64>,
    /// Visitors a day that were expected.
    pub per_day: Option<u32>,
    /// The most that one visitor's revenue counts, in minor units.
    pub cap: Option<i64>,
    /// What kind of answer each field holds.
    pub fields: BTreeMap<String, Kind>,
}

/// A variant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arm {
    /// Its id.
    pub id: String,
    /// Its share, relative to the others.
    pub weight: u32,
    /// Whether it sees nothing.
    pub holdout: bool,
}

/// What counts as success.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Goal {
    /// `purchase`, `clicked`, `submitted` or an event's name.
    pub on: String,
    /// Milliseconds after the exposure.
    pub within: i64,
}

/// What a field asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 0 to 10.
    Nps,
    /// Stars.
    Rating,
    /// One or some of a list.
    Choice,
    /// Free text.
    Comment,
}

/// Blocks that ask: their word, their kind, and the field's name where the block names none.
const ASKS: [(&str, Kind); 4] = [("nps", Kind::Nps), ("rating", Kind::Rating), ("choice", Kind::Choice), ("comment", Kind::Comment)];

impl Plans {
    /// Adds a file; the last one of a site is the one in force. A file that is there already becomes the last.
    ///
    /// # Errors
    /// A sentence, where it cannot be read as a rule file at all.
    pub fn add(&mut self, site: Option<&str>, text: &str) -> Result<String, String> {
        let value: Value = serde_json::from_str(text).map_err(|error| format!("this is no JSON: {error}; `shopbell check` says more"))?;
        if !value.get("campaigns").is_some_and(Value::is_array) {
            return Err("this is no rule file: it has no list `campaigns`".into());
        }
        let (program, _) = shopbell::rules::load(text.as_bytes());
        let hash = program.content_hash();
        let file = File {
            hash: hash.clone(),
            site: site.map(str::to_string),
            currency: program.site.currency.to_string(),
            zone: program.site.time_zone.as_deref().and_then(Zone::named).unwrap_or(Zone::utc()),
            holdout: program.site.holdout,
            campaigns: program.campaigns.iter().map(|campaign| (campaign.id.to_string(), planned(&program, campaign))).collect(),
        };
        self.by_hash.insert(hash.clone(), self.files.len());
        self.files.push(file);
        Ok(hash)
    }

    /// The file in force for a site: the newest of its own, else the newest that is for every site.
    #[must_use]
    pub fn current(&self, site: &str) -> Option<&File> {
        let newest = |of: Option<&str>| self.files.iter().rev().find(|file| file.site.as_deref() == of);
        newest(Some(site)).or_else(|| newest(None))
    }

    /// A file by its hash.
    #[must_use]
    pub fn file(&self, hash: &str) -> Option<&File> {
        self.files.get(*self.by_hash.get(hash)?)
    }

    /// A campaign as this file has it.
    #[must_use]
    pub fn campaign(&self, hash: &str, id: &str) -> Option<&Planned> {
        self.file(hash)?.campaigns.get(id)
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

impl Planned {
    /// The arm that others are compared with: the holdout, else the first.
    #[must_use]
    pub fn control(&self) -> Option<&str> {
        self.arms.iter().find(|arm| arm.holdout).or(self.arms.first()).map(|arm| arm.id.as_str())
    }

    /// How long after an exposure the first goal counts, in milliseconds.
    #[must_use]
    pub fn within(&self) -> i64 {
        self.goals.first().map_or(WITHIN, |goal| goal.within)
    }

    /// Weights by arm, those that nobody new is given left out.
    #[must_use]
    pub fn weights(&self) -> Vec<(&str, u32)> {
        self.arms.iter().filter(|arm| arm.weight > 0).map(|arm| (arm.id.as_str(), arm.weight)).collect()
    }
}

impl File {
    /// The site's holdout against everybody else, as if it were a campaign; nothing where nobody is held out.
    #[must_use]
    pub fn programme(&self) -> Option<Planned> {
        let arm = |id: &str, weight, holdout| Arm { id: id.into(), weight, holdout };
        (1..10_000).contains(&self.holdout).then(|| Planned {
            name: Some("Everything that shopbell shows".into()),
            phase: 1,
            arms: vec![arm(SITE_HOLDOUT, self.holdout, true), arm("shopbell", 10_000 - self.holdout, false)],
            goals: vec![Goal { on: "purchase".into(), within: WITHIN }],
            effect: None,
            per_day: None,
            cap: None,
            fields: BTreeMap::new(),
        })
    }
}

fn planned(program: &Program, campaign: &Campaign) -> Planned {
    let written: Value = serde_json::from_slice(program.part(campaign.span)).unwrap_or_default();
    let plan = written.pointer("/experiment/plan");
    let of_plan = |key: &str| plan.and_then(|plan| plan.get(key));
    let mut fields = BTreeMap::new();
    collect_fields(&written, &mut fields, 0);
    Planned {
        name: campaign.name.as_deref().map(str::to_string),
        phase: campaign.experiment.phase,
        arms: campaign
            .variants
            .iter()
            .map(|variant| Arm { id: variant.id.to_string(), weight: variant.weight, holdout: variant.show.is_none() })
            .collect(),
        goals: campaign.goals.iter().map(|goal| Goal { on: goal.on.to_string(), within: goal.within }).collect(),
        effect: of_plan("effect").and_then(Value::as_str).and_then(shopbell::lint::experiment::effect_of),
        per_day: of_plan("per_day").and_then(Value::as_u64).and_then(|number| u32::try_from(number).ok()),
        cap: of_plan("cap")
            .and_then(Value::as_f64)
            .map(|cap| (cap * 10f64.powi(i32::from(minor_digits(&program.site.currency)))).round() as i64)
            .filter(|cap| *cap > 0),
        fields,
    }
}

/// Levels that a message can have, and then some.
const DEEPEST: usize = 64;

fn collect_fields(value: &Value, fields: &mut BTreeMap<String, Kind>, depth: usize) {
    if depth > DEEPEST {
        return;
    }
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        Value::Array(list) => list.iter().for_each(|item| collect_fields(item, fields, depth + 1)),
        Value::Object(object) => {
            for (key, held) in object {
                if let Some((word, kind)) = ASKS.iter().find(|(word, _)| word == key) {
                    let name = held.get("name").and_then(Value::as_str).unwrap_or(word);
                    fields.entry(name.into()).or_insert(*kind);
                }
                collect_fields(held, fields, depth + 1);
            }
        }
    }
}
