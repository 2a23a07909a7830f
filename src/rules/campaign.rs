//! Campaigns: triggers, condition, schedule, frequency, variants, experiment, goals.

use super::condition::Conditions;
use super::decoder::Decoder;
use super::diagnostic::{Code, did_you_mean};
use super::names::Names;
use super::noun::{Holds, MOST_KEYS, Noun, Slot, key};
use super::show::{SURFACES, SurfaceWord};
use super::site::{campaign_default, frequency, span};
use super::tree::Trees;
use super::trigger::trigger;
use super::vocabulary::place_in;
use crate::engine::program::{Campaign, Experiment, Frequency, Goal, Join, NONE, OWNER, Variant};
use crate::engine::schedule::Schedule;
use crate::engine::time::{DAY, Hours, Weekday};
use crate::engine::trigger::Entry;
use crate::node::Node;
use std::rc::Rc;

/// A campaign.
pub const CAMPAIGN: Noun = &[
    key("id", Holds::Id).needed().like(r#""id": "free-gift-at-50""#),
    key("name", Holds::Text),
    key("note", Holds::Text),
    key("enabled", Holds::Flag).or(1),
    key("on", Holds::List(1)).needed().like(r#""on": [{ "page_view": {} }]"#),
    key("when", Holds::Anything),
    key("schedule", Holds::Object),
    key("frequency", Holds::Object),
    key("priority", Holds::Whole(-1_000_000, 1_000_000)),
    key("group", Holds::Text),
    key("interrupts", Holds::Flag),
    key("while_typing", Holds::Flag),
    key("in_checkout", Holds::Flag),
    key("experiment", Holds::Object),
    key("variants", Holds::List(0)).needed().like(r#""variants": [{ "id": "a", "show": { … } }]"#),
    key("goals", Holds::List(0)).like(r#""goals": [{ "on": "purchase", "within": "3d" }]"#),
];

const _: () = assert!(CAMPAIGN.len() <= MOST_KEYS, "no noun has more keys than a campaign");

/// `schedule`.
pub const SCHEDULE: Noun = &[
    key("from", Holds::Local),
    key("until", Holds::Local),
    key("weekdays", Holds::Words(&Weekday::NAMES)).like(r#""weekdays": ["mon", "fri"]"#),
    key("hours", Holds::Hours),
    key("zone", Holds::Word(&["shop", "visitor"])),
];

/// `experiment`.
pub const EXPERIMENT: Noun = &[
    key("seed", Holds::Text),
    key("phase", Holds::Whole(1, 10_000)).or(1),
    key("coverage", Holds::Share).or(10_000),
    key("hash", Holds::Word(&["visitor", "customer"])),
    key("namespace", Holds::Object),
    key("plan", Holds::Object),
];

/// `experiment.namespace`.
pub const NAMESPACE: Noun =
    &[key("name", Holds::Text).needed().like(r#""name": "checkout-tests""#), key("from", Holds::Share), key("to", Holds::Share).or(10_000)];

/// `experiment.plan`: read by the report; checked here so that a slip is seen where it is made.
pub const PLAN: Noun =
    &[key("effect", Holds::Text), key("per_day", Holds::Whole(1, 1_000_000_000)), key("window", Holds::Span), key("cap", Holds::Number)];

/// A variant.
pub const VARIANT: Noun = &[
    key("id", Holds::Id).needed().like(r#""id": "a""#),
    key("weight", Holds::Whole(0, 1_000_000)).or(1),
    key("show", Holds::Object).like(r#""show": { "surface": "modal", "blocks": […] }; leave `show` out for a holdout"#),
];

/// A goal.
pub const GOAL: Noun = &[
    key("on", Holds::Text).needed().like(r#""on": "purchase""#),
    key("where", Holds::Anything),
    key("within", Holds::Span).or((3 * DAY) as i32),
    key("value", Holds::Anything),
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
        let (variants, takes_screen) = self.variants(variants.node);
        Campaign {
            id: id.name(),
            name: name.text(),
            enabled: enabled.flag(),
            place,
            priority: priority.value,
            when,
            schedule: self::schedule(self.cx, schedule.node),
            frequency: self::frequency(self.cx, frequency.node, campaign_default()),
            group: self.group(&group),
            interrupts: if interrupts.node.is_some() { interrupts.flag() } else { takes_screen },
            while_typing: while_typing.flag(),
            in_checkout: in_checkout.flag(),
            variants,
            experiment: self::experiment(self.cx, experiment.node),
            goals: self.goals(goals.node),
            span: span(node),
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

    /// Variants, and whether the surface of any takes the screen.
    fn variants(&mut self, list: Option<Node<'_>>) -> (Vec<Variant>, bool) {
        let (mut variants, mut takes_screen) = (Vec::<Variant>::new(), false);
        let Some(list) = list else { return (variants, false) };
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
                takes_screen |= place_in(SURFACES, surface).is_some_and(|place| place != SurfaceWord::Inline as usize);
            }
            variants.push(Variant { id: name, weight: weight.value as u32, show: show.node.map(span) });
        }
        if weights == 0 {
            self.cx.report(Code::BadWeights, list, || "the weights add up to nothing: no visitor would be given a variant".into());
        } else if !shows {
            self.cx.report(Code::MissingKey, list, || "no variant has a `show`: nothing could ever be seen".into());
        }
        (variants, takes_screen)
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
