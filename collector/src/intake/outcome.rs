//! The body of `POST /v1/outcomes` → outcomes to keep, and for each that cannot be kept why.
//!
//! Decides what an outcome is: typed, bounded, redacted. One that is wrong does not cost the others. Fields that this version does not
//! know are kept in the line, with their texts redacted: a newer engine must not lose what an older collector cannot read yet.

use super::field::{FIELDS, is_hex};
use super::{redact, strict};
use crate::refusal::Refusal;
use serde_json::{Map, Value};

/// The format of bodies and outcomes that is understood.
pub const FORMAT: i64 = 1;
/// Outcomes in one request.
pub const MOST_OUTCOMES: usize = 100;
/// Bytes of one request.
pub const LARGEST_BODY: usize = 64 * 1024;
/// Levels of one outcome: itself, `answers`, a pair. One more is for what newer engines write.
const OUTCOME_DEPTH: usize = 4;
/// An outcome stands in a list in an object.
const BODY_DEPTH: usize = OUTCOME_DEPTH + 2;
/// Fields of one outcome, known or not.
const MOST_FIELDS: usize = 48;

/// What each outcome has.
const ALWAYS: [&str; 8] = ["format", "id", "at", "type", "visitor", "session", "page_view", "rules"];
/// What each outcome of a message has.
const OF_MESSAGE: [&str; 4] = ["campaign", "variant", "exposure", "revision"];

/// What an outcome of this type has besides. Other types are of newer engines, and kept as they are.
const TYPES: [(&str, &[&str]); 10] = [
    ("exposed", &OF_MESSAGE),
    ("impression", &OF_MESSAGE),
    ("step", &["step"]),
    ("clicked", &["action"]),
    ("submitted", &["answers"]),
    ("dismissed", &["how"]),
    ("coupon_copied", &["code"]),
    ("converted", &["goal"]),
    ("purchase", &["order"]),
    ("error", &[]),
];

/// An outcome that can be kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// 32 hexadecimal digits.
    pub id: String,
    /// The site it names itself, where it does.
    pub site: Option<String>,
    /// When it happened by the shopper's clock, in milliseconds since 1970.
    pub at: i64,
    /// What happened.
    pub kind: String,
    /// The visitor, 32 hexadecimal digits.
    pub visitor: String,
    /// The whole of it, redacted, on one line.
    pub fields: Map<String, Value>,
}

/// An outcome that is not kept.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Rejected {
    /// Its id, where it has one.
    pub id: Option<String>,
    /// What is wrong with it.
    pub why: String,
}

/// What a body holds.
#[derive(Debug, Default)]
pub struct Batch {
    /// To be kept.
    pub outcomes: Vec<Outcome>,
    /// Not to be kept.
    pub rejected: Vec<Rejected>,
}

/// Reads a body.
///
/// # Errors
/// 400 or 413, where nothing of it can be kept.
pub fn read(body: &[u8]) -> Result<Batch, Refusal> {
    let mut sent = strict::read(body, BODY_DEPTH)?;
    if sent.get("format").and_then(Value::as_i64) != Some(FORMAT) {
        let found = sent.get("format").map_or("nothing".into(), |format| format!("`{format}`"));
        return Err(Refusal::new(400, format!("`format` is {found}; this collector understands {FORMAT}: update whichever is older")));
    }
    let Some(Value::Array(list)) = sent.get_mut("outcomes").map(Value::take) else {
        return Err(Refusal::new(400, "a list `outcomes` is needed: {\"format\":1,\"outcomes\":[…]}"));
    };
    if list.len() > MOST_OUTCOMES {
        return Err(Refusal::new(413, format!("{} outcomes in one request; send at most {MOST_OUTCOMES} at a time", list.len())));
    }
    let mut batch = Batch::default();
    for item in list {
        let id = item.get("id").and_then(Value::as_str).filter(|id| is_hex(id, 32)).map(str::to_string);
        match outcome(item) {
            Ok(outcome) => batch.outcomes.push(outcome),
            Err(why) => batch.rejected.push(Rejected { id, why }),
        }
    }
    Ok(batch)
}

fn outcome(item: Value) -> Result<Outcome, String> {
    let Value::Object(mut fields) = item else { return Err("an outcome has to be an object".into()) };
    if fields.len() > MOST_FIELDS {
        return Err(format!("{} fields; an outcome has at most {MOST_FIELDS}", fields.len()));
    }
    for (name, shape) in FIELDS {
        if let Some(value) = fields.get(name) {
            shape.check(name, value)?;
        }
    }
    needs(&fields, &ALWAYS, "every outcome")?;
    let text = |name: &str| fields.get(name).and_then(Value::as_str).unwrap_or_default().to_string();
    let kind = text("type");
    if let Some((_, needed)) = TYPES.iter().find(|(name, _)| *name == kind) {
        needs(&fields, needed, &format!("an outcome `{kind}`"))?;
    }
    if OF_MESSAGE.iter().any(|name| fields.contains_key(*name)) {
        needs(&fields, &OF_MESSAGE, "an outcome of a message")?;
    }
    let outcome = Outcome {
        id: text("id"),
        site: fields.get("site").and_then(Value::as_str).map(str::to_string),
        at: fields.get("at").and_then(Value::as_i64).unwrap_or_default(),
        visitor: text("visitor"),
        kind,
        fields: Map::new(),
    };
    clean(&mut fields)?;
    Ok(Outcome { fields, ..outcome })
}

fn needs(fields: &Map<String, Value>, names: &[&str], who: &str) -> Result<(), String> {
    match names.iter().find(|name| !fields.contains_key(**name)) {
        Some(name) => Err(format!("`{name}` is missing; {who} has it")),
        None => Ok(()),
    }
}

/// Answers, and whatever this version does not know, lose what says who somebody is.
fn clean(fields: &mut Map<String, Value>) -> Result<(), String> {
    for (name, value) in fields.iter_mut() {
        if name == "answers" || !FIELDS.iter().any(|(known, _)| known == name) {
            if name.len() > 64 || name.contains('\0') {
                return Err("a field's name is longer than 64 bytes, or holds NUL".into());
            }
            redact_all(value)?;
        }
    }
    Ok(())
}

fn redact_all(value: &mut Value) -> Result<(), String> {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
        Value::String(text) if text.contains('\0') => return Err("a text holds NUL".into()),
        Value::String(text) => {
            if let Some(redacted) = redact::redact(text) {
                *text = redacted;
            }
        }
        Value::Array(list) => list.iter_mut().try_for_each(redact_all)?,
        Value::Object(object) => {
            if object.keys().any(|key| key.contains('\0')) {
                return Err("a key holds NUL".into());
            }
            object.values_mut().try_for_each(redact_all)?;
        }
    }
    Ok(())
}

impl Outcome {
    /// A field that is a text.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.fields.get(name)?.as_str()
    }

    /// A field that is a whole number.
    #[must_use]
    pub fn whole(&self, name: &str) -> Option<i64> {
        self.fields.get(name)?.as_i64()
    }

    /// A field that is `true`.
    #[must_use]
    pub fn flag(&self, name: &str) -> bool {
        self.fields.get(name).and_then(Value::as_bool).unwrap_or_default()
    }

    /// The texts of a list.
    pub fn texts(&self, name: &str) -> impl Iterator<Item = &str> {
        self.fields.get(name).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
    }

    /// As one line.
    #[must_use]
    pub fn line(&self) -> String {
        serde_json::to_string(&self.fields).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use shopbell::engine::id::Id;
    use shopbell::outcome::{Of, Outcome as Engine, What};
    use std::rc::Rc;

    fn body(outcomes: &[Value]) -> Vec<u8> {
        json!({ "format": 1, "outcomes": outcomes }).to_string().into_bytes()
    }

    fn exposed() -> Value {
        let id = "0123456789abcdef0123456789abcdef";
        json!({ "format": 1, "id": id, "at": 1, "type": "exposed", "visitor": id, "session": id, "page_view": id, "rules": "00ff00ff00ff00ff",
            "campaign": "mugs", "variant": "a", "exposure": id, "revision": "00ff00ff00ff00ff" })
    }

    #[test]
    fn what_the_engine_writes_is_taken_as_it_stands() {
        let text = |text: &str| Rc::<str>::from(text);
        let long = "가".repeat(2000);
        let all = [
            What::Exposed,
            What::Impression,
            What::Step { step: text("thanks") },
            What::Clicked { action: "copy" },
            What::Submitted { answers: vec![(text("why"), text(&long)), (text("nps"), text("9")), (text("empty"), text(""))] },
            What::Dismissed { how: "escape" },
            What::CouponCopied { code: text("MUG-10") },
            What::Converted { goal: 0, value: Some(-5) },
            What::Purchase { order: text("1001"), value: Some(1990), currency: Some(text("EUR")), coupons: vec![text("A")] },
            What::Purchase { order: text("1002"), value: None, currency: None, coupons: vec![] },
            What::Error,
        ];
        for what in all {
            let of = Some(Of {
                campaign: text("mugs"),
                variant: text("a"),
                exposure: Id(7),
                revision: text("00ff00ff00ff00ff"),
                unassigned: true,
            });
            let rules = text("00ff00ff00ff00ff");
            let id = Id(u128::MAX);
            let line = Engine { format: 1, id, at: 1_790_000_000_000, what, visitor: id, session: id, page_view: id, rules, of, bot: true }
                .write();
            let batch = read(format!("{{\"format\":1,\"outcomes\":[{line}]}}").as_bytes()).unwrap();
            assert_eq!(batch.rejected, [], "{line}");
            assert_eq!(batch.outcomes[0].line(), line);
        }
    }

    #[test]
    fn a_wrong_outcome_costs_itself_only() {
        for (field, value, why) in [
            ("id", json!("X"), "`id` has to be 32 hexadecimal digits in lower case"),
            ("id", json!("0123456789ABCDEF0123456789ABCDEF"), "`id` has to be 32 hexadecimal digits in lower case"),
            ("at", json!(-1), "`at` has to be a whole number from 0 to 253402300799999"),
            ("at", json!(1.5), "`at` has to be a whole number from 0 to 253402300799999"),
            ("format", json!(2), "`format` has to be 1"),
            ("type", json!("step"), "`step` is missing; an outcome `step` has it"),
            ("type", json!("Step"), "`type` has to be a word of lower-case letters, digits, `_` and `-`, at most 64"),
            ("campaign", json!("a\u{0}b"), "`campaign` has to be a text of 1 to 256 bytes"),
            ("bot", json!(1), "`bot` has to be `true` or `false`"),
            ("novelty", json!("a\u{0}b"), "a text holds NUL"),
            ("currency", json!("eur"), "`currency` has to be a currency such as `EUR`"),
        ] {
            let mut wrong = exposed();
            wrong[field] = value;
            let batch = read(&body(&[wrong, exposed(), json!(7)])).unwrap();
            assert_eq!(batch.outcomes.len(), 1);
            assert_eq!(batch.rejected[0].why, why);
            assert_eq!(batch.rejected[1].why, "an outcome has to be an object");
        }
        for missing in ALWAYS.iter().chain(&OF_MESSAGE) {
            let mut wrong = exposed();
            wrong.as_object_mut().unwrap().shift_remove(*missing);
            assert!(read(&body(&[wrong])).unwrap().rejected[0].why.starts_with(&format!("`{missing}` is missing")));
        }
    }

    #[test]
    fn what_newer_engines_add_is_kept_and_redacted() {
        let mut newer = exposed();
        newer["type"] = json!("teaser_impression");
        newer["depth"] = json!(3);
        newer["note"] = json!({ "said": ["call 0721 234 567"] });
        let batch = read(&body(&[newer])).unwrap();
        let line = batch.outcomes[0].line();
        assert!(line.contains("\"type\":\"teaser_impression\"") && line.contains("\"depth\":3"), "{line}");
        assert!(line.contains("call [phone]"), "{line}");
    }

    #[test]
    fn a_body_that_is_none_is_refused_as_a_whole() {
        let said = |body: &str| read(body.as_bytes()).map(|_| ()).unwrap_err();
        assert!(said("{\"outcomes\":[]}").say.starts_with("`format` is nothing; this collector understands 1"));
        assert!(said("{\"format\":2,\"outcomes\":[]}").say.starts_with("`format` is `2`"));
        assert!(said("{\"format\":1}").say.starts_with("a list `outcomes` is needed"));
        assert_eq!(said("[]").status, 400);
        let many = read(&body(&vec![json!(1); 101])).map(|_| ()).unwrap_err();
        assert_eq!((many.status, &*many.say), (413, "101 outcomes in one request; send at most 100 at a time"));
        assert!(said("{\"format\":1,\"outcomes\":[{\"answers\":[[[[1]]]]}]}").say.contains("nested deeper"));
    }
}
