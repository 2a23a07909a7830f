//! Campaigns: triggers, condition, schedule, frequency, variants, experiment, goals.

use super::condition::Conditions;
use super::decoder::{Decoder, same};
use super::diagnostic::{Code, did_you_mean};
use super::names::Names;
use super::noun::{Holds, MOST_KEYS, Noun, Slot, key};
use super::show::{AFTER, SIDES, SURFACES, SurfaceWord};
use super::site::{campaign_default, frequency, span};
use super::tree::Trees;
use super::trigger::trigger;
use super::vocabulary::place_in;
use crate::engine::program::{Campaign, Experiment, Frequency, Goal, Join, NONE, OWNER, Per, Variant};
use crate::engine::schedule::Schedule;
use crate::engine::time::{DAY, Hours, Weekday};
use crate::engine::trigger::Entry;
use crate::node::Node;
use std::cell::OnceCell;
use std::rc::Rc;

/// A campaign.
pub const CAMPAIGN: Noun = &[
    key("id", Holds::Id)
        .needed()
        .like(r#""id": "free-gift-at-50""#)
        .doc("its name in outcomes and reports; never change it while a test runs"),
    key("name", Holds::Text).doc("for people"),
    key("note", Holds::Text).doc("for colleagues; not read"),
    key("enabled", Holds::Flag).or(1).unset("true").doc("`false` switches it off"),
    key("on", Holds::List(1)).needed().like(r#""on": [{ "page_view": {} }]"#).doc("the moments, any of a list"),
    key("when", Holds::Anything).unset("everybody").doc("the condition"),
    key("schedule", Holds::Object).unset("always").doc("calendar and opening hours"),
    key("frequency", Holds::Object).unset("see [there](#frequency)").doc("how often"),
    key("priority", Holds::Whole(-1_000_000, 1_000_000))
        .unset("0")
        .doc("who speaks when several could: the highest, then the first in the file"),
    key("group", Holds::Text).doc("one of `groups`"),
    key("interrupts", Holds::Flag)
        .unset("by its surface")
        .doc("whether it takes the screen: `modal`, `side`, `bar` and `fullscreen` do, `inline` does not"),
    key("while_typing", Holds::Flag).unset("false").doc("may appear while the shopper types"),
    key("in_checkout", Holds::Flag).unset("false").doc("may appear at checkout"),
    key("experiment", Holds::Object).doc("how variants are drawn"),
    key("variants", Holds::List(0)).needed().like(r#""variants": [{ "id": "a", "show": { … } }]"#).doc("what is shown"),
    key("goals", Holds::List(0)).like(r#""goals": [{ "on": "purchase", "within": "3d" }]"#).doc("what it is for"),
];

const _: () = assert!(CAMPAIGN.len() <= MOST_KEYS, "no noun has more keys than a campaign");

/// `schedule`.
pub const SCHEDULE: Noun = &[
    key("from", Holds::Local).like(r#""from": "2026-11-20T18:00""#).doc("local time from which it runs"),
    key("until", Holds::Local).like(r#""until": "2026-11-30T23:59""#).doc("local time at which it ends"),
    key("weekdays", Holds::Words(&Weekday::NAMES)).like(r#""weekdays": ["mon", "fri"]"#).unset("every day").doc("a list of `mon` to `sun`"),
    key("hours", Holds::Hours).like(r#""hours": "09:00-22:00""#).unset("all day").doc(r#"`"09:00-22:00"`; over midnight: `"22:00-02:00"`"#),
    key("zone", Holds::Word(&["shop", "visitor"])).unset(r#""shop""#).doc("whose clock: `shop` or `visitor`"),
];

/// `experiment`.
pub const EXPERIMENT: Noun = &[
    key("seed", Holds::Text).unset("id and phase").doc("what the draw is mixed with"),
    key("phase", Holds::Whole(1, 10_000)).or(1).unset("1").doc("raise it to draw everybody anew"),
    key("coverage", Holds::Share).or(10_000).unset("1").doc("share of visitors in the test: `0.5`. The others see nothing"),
    key("hash", Holds::Word(&["visitor", "customer"])).unset(r#""visitor""#).doc("drawn by `visitor` or by `customer`"),
    key("namespace", Holds::Object)
        .doc(r#"`{ "name": …, "from": 0, "to": 0.5 }`: tests in one namespace with ranges that do not overlap share no visitor"#),
    key("plan", Holds::Object).doc("`effect`, `per_day`, `window`, `cap`: checked, and kept for a report"),
];

/// `experiment.namespace`.
pub const NAMESPACE: Noun = &[
    key("name", Holds::Text).needed().like(r#""name": "checkout-tests""#).doc("the tests that share visitors by ranges"),
    key("from", Holds::Share).unset("0").doc("where the range begins"),
    key("to", Holds::Share).or(10_000).unset("1").doc("where it ends"),
];

/// `experiment.plan`: read by the report; checked here so that a slip is seen where it is made.
pub const PLAN: Noun = &[
    key("effect", Holds::Text).like(r#""effect": "+20%""#).doc("the difference worth finding"),
    key("per_day", Holds::Whole(1, 1_000_000_000)).doc("visitors a day"),
    key("window", Holds::Span).doc("how long it is to run"),
    key("cap", Holds::Number).doc("the most that one order counts"),
];

/// A variant.
pub const VARIANT: Noun = &[
    key("id", Holds::Id).needed().like(r#""id": "a""#).doc("its name in outcomes"),
    key("weight", Holds::Whole(0, 1_000_000)).or(1).unset("1").doc("its share, relative to the others"),
    key("show", Holds::Object)
        .like(r#""show": { "surface": "modal", "blocks": […] }; leave `show` out for a holdout"#)
        .doc("[what is shown](#what-is-shown); without it the variant is the *holdout*, which is counted and sees nothing"),
];

/// A goal.
pub const GOAL: Noun = &[
    key("on", Holds::Text)
        .needed()
        .like(r#""on": "purchase""#)
        .doc("`purchase`, `clicked`, `submitted`, or the name of an event of your own"),
    key("where", Holds::Anything).doc("a condition over `event.*`"),
    key("within", Holds::Span).or((3 * DAY) as i32).unset(r#""3d""#).doc("how long after an exposure it counts; once for each exposure"),
    key("value", Holds::Anything).unset("that of the order").doc("an amount that it is worth"),
];

/// What campaigns share while they are decoded.
#[derive(Debug)]
pub struct Shared<'s, 'n> {
    /// Where problems go.
    pub cx: &'s mut Decoder,
    /// Where conditions go.
    pub trees: &'s mut Trees,
    /// What a condition can name.
    pub names: &'s Names<'n>,
    /// What a condition on the detail of an event can name.
    pub details: &'s Names<'n>,
    /// Groups of the file.
    pub groups: &'s [(Rc<str>, Frequency)],
    /// Campaigns that are fine, by rank.
    pub campaigns: Vec<Campaign>,
    /// Where triggers go; of a broken campaign they are taken back.
    pub triggers: Vec<Entry>,
    /// Where selectors go.
    pub selectors: Vec<Rc<str>>,
}

impl Shared<'_, '_> {
    /// Decodes one campaign. Where anything in it is wrong it is left out, and the others run. `place` is the one in the file.
    pub fn campaign(&mut self, node: Node<'_>, place: u32, double: bool) {
        let (errors, trees, triggers) = (self.cx.errors, self.trees.mark(), self.triggers.len());
        let campaign = self.fields(node, place, double);
        let fits = self.cx.errors == errors;
        if !fits {
            self.trees.back_to(trees);
        }
        if !fits || !campaign.enabled {
            self.triggers.truncate(triggers);
        }
        if fits {
            self.campaigns.push(campaign);
        }
    }

    /// The root of a condition on the detail of an event; [`NONE`] where there is none.
    pub fn detail(&mut self, node: Option<Node<'_>>) -> u32 {
        let Some(node) = node else { return NONE };
        Conditions { cx: self.cx, trees: self.trees, names: self.details }.root(node)
    }

    fn fields(&mut self, node: Node<'_>, place: u32, double: bool) -> Campaign {
        let rank = self.campaigns.len() as u32;
        let [
            id,
            name,
            _,
            enabled,
            on,
            when,
            schedule,
            frequency,
            priority,
            group,
            interrupts,
            while_typing,
            in_checkout,
            experiment,
            variants,
            goals,
        ] = self.cx.read(Some(node), CAMPAIGN);
        if double {
            self.cx.report(Code::DuplicateId, id.node.unwrap_or(node), || {
                format!("two campaigns are called `{}`; the second is left out", id.text().unwrap_or_default())
            });
        }
        let when = self.when(when.node);
        self.trees.own(when, OWNER + rank);
        if let Some(list) = on.node {
            let first = self.triggers.len();
            for item in list.items() {
                trigger(self, item, rank, (self.triggers.len() - first) as u16);
            }
        }
        let mut places = Vec::new();
        let (variants, takes_screen, covers, folds) = self.variants(variants.node, &mut places);
        let mut usual = campaign_default();
        if !takes_screen {
            usual.per = Per::Page;
        }
        Campaign {
            id: id.name(),
            name: name.text(),
            enabled: enabled.flag(),
            place,
            priority: priority.value,
            when,
            schedule: self::schedule(self.cx, schedule.node),
            frequency: self::frequency(self.cx, frequency.node, usual),
            group: self.group(&group),
            interrupts: if interrupts.node.is_some() { interrupts.flag() } else { takes_screen },
            covers,
            folds,
            places,
            while_typing: while_typing.flag(),
            in_checkout: in_checkout.flag(),
            variants,
            experiment: self::experiment(self.cx, experiment.node),
            goals: self.goals(goals.node),
            span: span(node),
            revision: OnceCell::new(),
        }
    }

    fn when(&mut self, node: Option<Node<'_>>) -> u32 {
        if let Some(node) = node {
            return Conditions { cx: self.cx, trees: self.trees, names: self.names }.root(node);
        }
        let root = self.trees.open(Join::All, false);
        self.trees.close(root);
        root
    }

    fn group(&mut self, slot: &Slot<'_>) -> u32 {
        let Some(node) = slot.node else { return NONE };
        let name = node.word();
        for (place, (group, _)) in self.groups.iter().enumerate() {
            if **group == *name {
                return place as u32;
            }
        }
        let groups = self.groups;
        self.cx.report(Code::UnknownName, node, || {
            format!("no group `{name}` under \"groups\"{}", did_you_mean(name, groups.iter().map(|(group, _)| &**group)))
        });
        NONE
    }

    /// Variants, whether the surface of any takes the screen, whether it covers the page, and whether all that take it begin as teasers.
    fn variants(&mut self, list: Option<Node<'_>>, places: &mut Vec<u16>) -> (Vec<Variant>, bool, bool, bool) {
        let (mut variants, mut takes_screen, mut covers, mut folds) = (Vec::<Variant>::new(), false, false, true);
        let Some(list) = list else { return (variants, false, false, false) };
        let (mut weights, mut shows) = (0, false);
        for item in list.items() {
            let [id, weight, show, ..] = self.cx.read(Some(item), VARIANT);
            let name = id.name();
            if id.node.is_some() && variants.iter().any(|variant| variant.id == name) {
                self.cx.report(Code::DuplicateId, id.node.unwrap_or(item), || {
                    format!("two variants are called `{name}`; ids tell them apart in the report")
                });
            }
            weights += weight.value;
            if let Some(show) = show.node {
                shows = true;
                // All but `inline`, which stands in the page.
                let surface = show.get("surface").map_or("", Node::word);
                let place = place_in(SURFACES, surface).unwrap_or(SurfaceWord::Inline as usize);
                takes_screen |= place != SurfaceWord::Inline as usize;
                if same(surface, "inline")
                    && let Some(at) = show.get("selector")
                {
                    let side = show.get("place").map_or(AFTER, |word| SIDES.iter().position(|side| *side == word.word()).unwrap_or(AFTER));
                    places.push((self.selector(at) * 4) as u16 + side as u16);
                }
                covers |= same(surface, "modal") || same(surface, "fullscreen");
                folds &= show.get("teaser").is_some_and(|teaser| teaser.get("when").is_none_or(|when| when.word() != "after"));
            }
            variants.push(Variant { id: name, weight: weight.value as u32, show: show.node.map(span) });
        }
        if weights == 0 {
            self.cx.report(Code::BadWeights, list, || "the weights add up to nothing: no visitor would be given a variant".into());
        } else if !shows {
            self.cx.report(Code::MissingKey, list, || "no variant has a `show`: nothing could ever be seen".into());
        }
        (variants, takes_screen, covers, folds)
    }

    fn goals(&mut self, list: Option<Node<'_>>) -> Vec<Goal> {
        let mut goals = Vec::new();
        let Some(list) = list else { return goals };
        for item in list.items() {
            let [on, filter, within, value, ..] = self.cx.read(Some(item), GOAL);
            let value = match value.node {
                Some(node) => self.names.amount(self.cx, node, self.names.currency),
                None => None,
            };
            goals.push(Goal { on: on.name(), filter: self.detail(filter.node), within: within.value, value });
        }
        goals
    }
}

fn schedule(cx: &mut Decoder, node: Option<Node<'_>>) -> Option<Box<Schedule>> {
    let [from, until, weekdays, hours, zone, ..] = cx.read(Some(node?), SCHEDULE);
    if let (Some(first), Some(last), Some(node)) = (from.given(), until.given(), until.node)
        && last <= first
    {
        cx.report(Code::BadTime, node, || "`until` is not after `from`: the campaign could never run".into());
    }
    Some(Box::new(Schedule {
        from: from.given(),
        until: until.given(),
        weekdays: weekdays.value as u8,
        hours: hours.node.and_then(|node| Hours::parse(node.word())),
        by_visitor: zone.flag(),
    }))
}

fn experiment(cx: &mut Decoder, node: Option<Node<'_>>) -> Experiment {
    let [seed, phase, coverage, hash, namespace, plan, ..] = cx.read(node, EXPERIMENT);
    if plan.node.is_some() {
        cx.read(plan.node, PLAN);
    }
    let mut experiment = Experiment {
        seed: seed.text(),
        phase: phase.value as u32,
        coverage: coverage.value as u32,
        by_customer: hash.flag(),
        namespace: None,
    };
    if namespace.node.is_some() {
        let [name, from, to, ..] = cx.read(namespace.node, NAMESPACE);
        if let Some(name) = name.text() {
            experiment.namespace = Some((name, from.value as u32, to.value as u32));
        }
    }
    experiment
}
