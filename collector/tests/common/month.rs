//! A made-up month of a shop: what browsers and the shop's server tell, from a seed. What is true of it is known, so that a report can be
//! held against it.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used)]

use serde_json::{Value, json};
use shopbell_collector::report::plans::Plans;

/// The rule file of the shop.
pub const RULES: &str = r#"{
  "format": 1,
  "site": { "currency": "EUR", "time_zone": "Europe/Bucharest", "holdout": 0.1 },
  "campaigns": [
    {
      "id": "welcome", "name": "Ten percent to begin with", "on": [{ "page_view": {} }],
      "when": { "session.page_views": { "$gte": 2 } },
      "variants": [
        { "id": "holdout", "weight": 1 },
        { "id": "offer", "weight": 1, "show": { "surface": "modal", "blocks": [{ "coupon": "MUG-10" }] } }
      ],
      "experiment": { "plan": { "effect": "+40%", "per_day": 300, "cap": 200 } },
      "goals": [{ "on": "purchase", "within": "2d" }]
    },
    {
      "id": "leaving", "name": "Before you go", "on": [{ "exit_intent": {} }],
      "variants": [
        { "id": "plain", "weight": 2, "show": { "surface": "modal", "blocks": [{ "text": "Before you go" }, { "button": { "text": "See what is new", "do": { "navigate": "/new" } } }] } },
        { "id": "story", "weight": 1, "show": { "surface": "modal", "blocks": [{ "text": "Made by five people" }, { "button": { "text": "See what is new", "do": { "navigate": "/new" } } }] } }
      ],
      "goals": [{ "on": "clicked", "within": "1d" }]
    },
    {
      "id": "how-was-it", "on": [{ "page_view": {} }],
      "variants": [{ "id": "default", "show": { "surface": "bar", "steps": [
        { "id": "score", "blocks": [{ "nps": { "question": "Would you recommend us?", "name": "nps" } }] },
        { "id": "why", "blocks": [
          { "choice": { "question": "Why?", "name": "why", "options": ["The mugs", "The price", "Delivery"] } },
          { "comment": { "label": "Anything else?", "name": "more" } },
          { "button": { "text": "Send", "do": "next" } }
        ] }
      ] } }]
    }
  ]
}"#;

/// 2026-10-01, midnight in Bucharest.
pub const START: i64 = 1_790_802_000_000;
/// Pools: codes, and how many of them are given.
pub const POOLS: [(&str, (i64, i64)); 2] = [("spring", (500, 12)), ("welcome", (500, 480))];
pub const HOUR: i64 = 3_600_000;
pub const DAY: i64 = 24 * HOUR;

/// Splitmix: small, and the same everywhere.
pub struct Dice(pub u64);

impl Dice {
    pub fn word(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ (word >> 31)
    }

    pub fn below(&mut self, limit: u64) -> i64 {
        (self.word() % limit) as i64
    }

    /// So many times of a thousand.
    pub fn happens(&mut self, of_thousand: u64) -> bool {
        self.word() % 1000 < of_thousand
    }

    pub fn id(&mut self) -> String {
        format!("{:016x}{:016x}", self.word(), self.word())
    }
}

/// Lines of an export, as the store would write them.
pub struct Month {
    pub lines: Vec<String>,
    pub rules: String,
    dice: Dice,
}

/// One page view's outcomes.
struct Told<'m> {
    month: &'m mut Month,
    visitor: String,
    bot: bool,
}

impl Month {
    /// So many days with so many visitors each.
    pub fn new(days: i64, visitors: i64, seed: u64) -> Month {
        let rules = Plans::default().add(None, RULES).unwrap();
        let mut month =
            Month { lines: vec![json!({ "site": "*", "received": START, "rules": RULES }).to_string()], rules, dice: Dice(seed) };
        for day in 0..days {
            for _ in 0..visitors {
                month.visitor(START + day * DAY);
            }
        }
        for (pool, (codes, given)) in POOLS {
            month
                .lines
                .push(json!({ "site": "ceramics", "received": 0, "pool": { "pool": pool, "given": given, "codes": codes } }).to_string());
        }
        month
    }

    fn visitor(&mut self, day: i64) {
        let at = day + self.dice.below(DAY as u64);
        let (visitor, bot) = (self.dice.id(), self.dice.happens(8));
        let held = self.dice.happens(100);
        let mut told = Told { month: self, visitor, bot };
        let mut buys = if held { 28 } else { 30 };
        let mut coupon = None;
        let offer = told.month.dice.happens(500);
        let variant = if held {
            "site-holdout"
        } else if offer {
            "offer"
        } else {
            "holdout"
        };
        let exposure = told.exposed(at, "welcome", variant);
        if variant == "offer" {
            buys = 52;
            told.say(at + 900, "impression", &json!({}), Some(("welcome", variant, &exposure)));
            if told.month.dice.happens(200) {
                coupon = Some("MUG-10");
                told.say(at + 9_000, "coupon_copied", &json!({ "code": "MUG-10" }), Some(("welcome", variant, &exposure)));
            } else if told.month.dice.happens(600) {
                told.say(at + 7_000, "dismissed", &json!({ "how": "close" }), Some(("welcome", variant, &exposure)));
            }
        }
        if !held && told.month.dice.happens(300) {
            told.leaving(at + 60_000);
        }
        if !held && told.month.dice.happens(150) {
            told.how_was_it(at + 80_000);
        }
        if told.month.dice.happens(buys) && !bot {
            let bought = at + told.month.dice.below(2 * DAY as u64 - 1);
            told.buys(bought, coupon, (!held).then_some(("welcome", variant, &*exposure)));
            if told.month.dice.happens(300) {
                let again = told.month.dice.below(20 * DAY as u64);
                told.buys(bought + 3 * DAY + again, None, None);
            }
        }
    }

    /// An order that the shop's server tells of.
    fn verified(&mut self, at: i64, order: &str, value: i64, coupon: Option<&str>) {
        let mut told = json!({ "order": order, "at": at, "value": value, "currency": "EUR" });
        if let Some(coupon) = coupon {
            told["coupons"] = json!([coupon]);
        }
        self.lines.push(json!({ "site": "ceramics", "received": at + 60_000, "order": told }).to_string());
    }
}

impl Told<'_> {
    fn say(&mut self, at: i64, kind: &str, more: &Value, of: Option<(&str, &str, &str)>) {
        let session = "0123456789abcdef0123456789abcdef";
        let mut outcome = json!({ "format": 1, "id": self.month.dice.id(), "at": at, "type": kind });
        let fields = outcome.as_object_mut().unwrap();
        fields.extend(more.as_object().unwrap().clone());
        for (key, value) in [("visitor", &*self.visitor), ("session", session), ("page_view", session), ("rules", &*self.month.rules)] {
            fields.insert(key.into(), value.into());
        }
        if let Some((campaign, variant, exposure)) = of {
            for (key, value) in [("campaign", campaign), ("variant", variant), ("exposure", exposure), ("revision", "00ff00ff00ff00ff")] {
                fields.insert(key.into(), value.into());
            }
        }
        if self.bot {
            fields.insert("bot".into(), true.into());
        }
        // Some arrive days later: a phone was off.
        let late = if self.month.dice.happens(20) { self.month.dice.below(3 * DAY as u64) } else { self.month.dice.below(3_000) };
        self.month.lines.push(json!({ "site": "ceramics", "received": at + late, "outcome": outcome }).to_string());
    }

    fn exposed(&mut self, at: i64, campaign: &str, variant: &str) -> String {
        let exposure = self.month.dice.id();
        self.say(at, "exposed", &json!({}), Some((campaign, variant, &exposure)));
        exposure
    }

    fn leaving(&mut self, at: i64) {
        let variant = if self.month.dice.below(3) < 2 { "plain" } else { "story" };
        let exposure = self.exposed(at, "leaving", variant);
        let of = Some(("leaving", variant, &*exposure));
        self.say(at + 800, "impression", &json!({}), of);
        if self.month.dice.happens(120) {
            self.say(at + 4_000, "clicked", &json!({ "action": "apply_coupon" }), of);
            self.say(at + 4_000, "converted", &json!({ "goal": 0 }), of);
        }
    }

    fn how_was_it(&mut self, at: i64) {
        let exposure = self.exposed(at, "how-was-it", "default");
        let of = Some(("how-was-it", "default", &*exposure));
        self.say(at + 700, "impression", &json!({}), of);
        if self.month.dice.happens(350) {
            let scores = [0, 3, 5, 6, 7, 7, 8, 8, 8, 9, 9, 9, 9, 10, 10, 10, 10, 10];
            let score = scores[self.month.dice.below(scores.len() as u64) as usize].to_string();
            self.say(at + 5_000, "submitted", &json!({ "answers": [["nps", score]] }), of);
            if self.month.dice.happens(400) {
                let why = ["The mugs", "The price", "Delivery"][self.month.dice.below(3) as usize];
                let more = ["", "", "The glaze is beautiful.", "Parcel came late", "배송이 빨랐어요", "Foarte frumoase!"]
                    [self.month.dice.below(6) as usize];
                self.say(at + 20_000, "submitted", &json!({ "answers": [["why", why], ["more", more]] }), of);
            }
        }
    }

    fn buys(&mut self, at: i64, coupon: Option<&str>, of: Option<(&str, &str, &str)>) {
        let order = format!("K-{}", &self.month.dice.id()[..10]);
        let value = 1_900 + self.month.dice.below(9_000);
        let mut more = json!({ "order": order, "value": value, "currency": "EUR" });
        if let Some(coupon) = coupon {
            more["coupons"] = json!([coupon]);
        }
        self.say(at, "purchase", &more, None);
        if self.month.dice.happens(900) {
            self.month.verified(at, &order, value, coupon);
        }
        if of.is_some() {
            self.say(at, "converted", &json!({ "goal": 0, "value": value }), of);
        }
    }
}
