//! Campaigns: triggers, condition, schedule, frequency, variants, experiment, goals.

use super::condition::Conditions;
use super::decoder::Decoder;
use super::diagnostic::{Code, did_you_mean};
use super::names::{Names, Scope};
use super::site::{campaign_default, frequency, share, span};
use super::tree::Trees;
use super::trigger::trigger;
use crate::engine::program::{Campaign, Experiment, Frequency, Goal, Join, NONE, OWNER, Variant};
use crate::engine::schedule::Schedule;
use crate::engine::time::{Hours, Weekday, parse_local};
use crate::engine::trigger::Entry;
use crate::node::{Kind, Node};
use std::rc::Rc;

/// Keys of a campaign.
pub const CAMPAIGN_KEYS: [&str; 16] = [
    "id",
    "name",
    "note",
    "enabled",
    "on",
    "when",
    "schedule",
    "frequency",
    "priority",
    "group",
    "interrupts",
    "while_typing",
    "in_checkout",
    "experiment",
    "variants",
    "goals",
];
/// Keys of `schedule`.
pub const SCHEDULE_KEYS: [&str; 5] = ["from", "until", "weekdays", "hours", "zone"];
/// Keys of `experiment`.
pub const EXPERIMENT_KEYS: [&str; 6] = ["seed", "phase", "coverage", "hash", "namespace", "plan"];
/// Keys of a variant.
pub const VARIANT_KEYS: [&str; 3] = ["id", "weight", "show"];
/// Keys of a goal.
pub const GOAL_KEYS: [&str; 4] = ["on", "where", "within", "value"];
/// Surfaces that take the screen.
const INTERRUPTING: [&str; 4] = ["modal", "side", "bar", "fullscreen"];

/// What campaigns share while they are decoded.
#[derive(Debug)]
pub struct Shared<'s, 'n> {
    /// Where problems go.
    pub cx: &'s mut Decoder,
    /// Where conditions go.
    pub trees: &'s mut Trees,
    /// What can be named.
    pub names: &'s Names<'n>,
    /// Groups of the file.
    pub groups: &'s [(Rc<str>, Frequency)],
    /// Where triggers go; of a broken campaign they are taken back.
    pub triggers: &'s mut Vec<Entry>,
    /// Where selectors go.
    pub selectors: &'s mut Vec<Rc<str>>,
}

impl Shared<'_, '_> {
    /// Decodes one campaign; None where anything in it is wrong: it is left out, the others run.
    pub fn campaign(&mut self, node: Node<'_>, id: &Rc<str>, number: u32, place: u32) -> Option<Campaign> {
        let (errors, trees, triggers) = (self.cx.errors, self.trees.mark(), self.triggers.len());
        let campaign = self.fields(node, id, number, place);
        if self.cx.errors == errors && campaign.is_some() {
            return campaign;
        }
        self.trees.back_to(trees);
        self.triggers.truncate(triggers);
        None
    }

    fn conditions(&mut self) -> Conditions<'_, '_> {
        Conditions { cx: self.cx, trees: self.trees, names: self.names }
    }

    fn fields(&mut self, node: Node<'_>, id: &Rc<str>, number: u32, place: u32) -> Option<Campaign> {
        let [
            _,
            name,
            note,
            enabled,
            on,
            when,
            schedule,
            frequency_node,
            priority,
            group,
            interrupts,
            while_typing,
            in_checkout,
            experiment,
            variants,
            goals,
        ] = self.cx.fields(node, &CAMPAIGN_KEYS)?;
        if let Some(note) = note {
            self.cx.text(note);
        }
        let flag = |cx: &mut Decoder, node: Option<Node<'_>>, default| node.and_then(|node| cx.flag(node)).unwrap_or(default);
        let variants = self.variants(node, variants);
        let takes_screen = variants.iter().any(|(_, takes)| *takes);
        let mut campaign = Campaign {
            id: Rc::clone(id),
            name: name.and_then(|node| self.cx.text(node)),
            enabled: flag(self.cx, enabled, true),
            place,
            priority: priority.and_then(|node| self.cx.integer(node, -1_000_000, 1_000_000)).unwrap_or(0),
            when: NONE,
            schedule: schedule.and_then(|node| self::schedule(self.cx, node)).map(Box::new),
            frequency: campaign_default(),
            group: NONE,
            interrupts: flag(self.cx, interrupts, takes_screen),
            while_typing: flag(self.cx, while_typing, false),
            in_checkout: flag(self.cx, in_checkout, false),
            variants: variants.into_iter().map(|(variant, _)| variant).collect(),
            experiment: experiment
                .map_or_else(|| Experiment { phase: 1, coverage: 10_000, ..Experiment::default() }, |node| self::experiment(self.cx, node)),
            goals: Vec::new(),
            span: span(node),
        };
        if let Some(node) = frequency_node {
            campaign.frequency = frequency(self.cx, node, &campaign.frequency);
        }
        if let Some(node) = group {
            campaign.group = self.group(node);
        }
        campaign.when = match when {
            Some(node) => self.conditions().root(node),
            None => {
                let root = self.trees.open(Join::All, false);
                self.trees.close(root);
                root
            }
        };
        self.trees.own(campaign.when, OWNER + number);
        match on {
            Some(list) if list.kind() == Kind::List && list.items().next().is_some() => {
                for (item, ordinal) in list.items().zip(0u16..) {
                    let mut conditions = Conditions { cx: self.cx, trees: self.trees, names: self.names };
                    let entry = trigger(&mut conditions, item, number, ordinal, self.selectors);
                    if campaign.enabled {
                        self.triggers.extend(entry);
                    }
                }
            }
            Some(list) => self.cx.wrong(list, "a list of triggers, such as [{ \"page_view\": {} }]")?,
            None => self.cx.missing(node, "on", "\"on\": [{ \"page_view\": {} }]")?,
        }
        if let Some(list) = goals {
            campaign.goals = self.goals(list);
        }
        Some(campaign)
    }

    fn group(&mut self, node: Node<'_>) -> u32 {
        let Some(name) = self.cx.text(node) else { return NONE };
        let place = self.groups.iter().position(|(group, _)| *group == name);
        if place.is_none() {
            let groups = self.groups;
            self.cx.report(Code::UnknownName, node, || {
                format!("no group `{name}` under \"groups\"{}", did_you_mean(&name, groups.iter().map(|(group, _)| &**group)))
            });
        }
        place.map_or(NONE, |place| place as u32)
    }

    /// Variants, each with whether its surface takes the screen.
    fn variants(&mut self, node: Node<'_>, list: Option<Node<'_>>) -> Vec<(Variant, bool)> {
        let Some(list) = list else {
            self.cx.missing::<()>(node, "variants", "\"variants\": [{ \"id\": \"a\", \"show\": { … } }]");
            return Vec::new();
        };
        if list.kind() != Kind::List {
            self.cx.wrong::<()>(list, "a list of variants");
            return Vec::new();
        }
        let mut variants: Vec<(Variant, bool)> = Vec::new();
        for item in list.items() {
            let Some([id_node, weight, show]) = self.cx.fields(item, &VARIANT_KEYS) else { continue };
            let Some(id_node) = id_node else {
                self.cx.missing::<()>(item, "id", "\"id\": \"a\"");
                continue;
            };
            let Some(id) = self.cx.id(id_node) else { continue };
            if variants.iter().any(|(variant, _)| variant.id == id) {
                self.cx.report(Code::DuplicateId, id_node, || format!("two variants are called `{id}`; ids tell them apart in the report"));
            }
            let weight = weight.map_or(Some(1), |node| self.cx.integer(node, 0, 1_000_000)).unwrap_or(0) as u32;
            let takes_screen = show.and_then(|show| show.get("surface")).is_some_and(|surface| INTERRUPTING.contains(&surface.word()));
            if let Some(show) = show
                && show.kind() != Kind::Object
            {
                self.cx.wrong::<()>(show, "an object; leave `show` out for a holdout");
            }
            variants.push((Variant { id, weight, show: show.map(span) }, takes_screen));
        }
        if variants.iter().map(|(variant, _)| u64::from(variant.weight)).sum::<u64>() == 0 {
            self.cx.report(Code::BadWeights, list, || "the weights add up to nothing: no visitor would be given a variant".into());
        } else if variants.iter().all(|(variant, _)| variant.show.is_none()) {
            self.cx.report(Code::MissingKey, list, || "no variant has a `show`: nothing could ever be seen".into());
        }
        variants
    }

    fn goals(&mut self, list: Node<'_>) -> Vec<Goal> {
        if list.kind() != Kind::List {
            self.cx.wrong::<()>(list, "a list such as [{ \"on\": \"purchase\", \"within\": \"3d\" }]");
        }
        let mut goals = Vec::new();
        for item in list.items() {
            let Some([on, filter, within, value]) = self.cx.fields(item, &GOAL_KEYS) else { continue };
            let Some(on) = on else {
                self.cx.missing::<()>(item, "on", "\"on\": \"purchase\"");
                continue;
            };
            let Some(on) = self.cx.text(on) else { continue };
            let filter = filter.map_or(NONE, |node| {
                let names = Names { scope: Scope::Behind("event."), ..self.names.clone() };
                Conditions { cx: self.cx, trees: self.trees, names: &names }.root(node)
            });
            let within = within.and_then(|node| self.cx.span(node)).unwrap_or(3 * 86_400_000);
            let value = value.and_then(|node| self.names.amount(self.cx, node, self.names.currency));
            goals.push(Goal { on, filter, within, value });
        }
        goals
    }
}

fn schedule(cx: &mut Decoder, node: Node<'_>) -> Option<Schedule> {
    let [from, until, weekdays, hours, zone] = cx.fields(node, &SCHEDULE_KEYS)?;
    let mut schedule =
        Schedule { from: from.and_then(|node| local(cx, node)), until: until.and_then(|node| local(cx, node)), ..Schedule::default() };
    if let Some(list) = weekdays {
        if list.kind() != Kind::List {
            cx.wrong::<()>(list, "a list such as [\"mon\", \"fri\"]");
        }
        for item in list.items() {
            match Weekday::parse(item.word()) {
                Some(day) => schedule.weekdays |= 1 << (day as u8),
                None => {
                    cx.report(Code::UnknownWord, item, || format!("found {}, expected mon, tue, wed, thu, fri, sat or sun", item.raw()))
                }
            }
        }
    }
    if let Some(node) = hours {
        schedule.hours = Hours::parse(node.word());
        if schedule.hours.is_none() {
            cx.report(Code::BadTime, node, || format!("found {}, expected hours such as \"09:00-22:00\"", node.raw()));
        }
    }
    schedule.by_visitor = zone.and_then(|node| cx.word(node, &["shop", "visitor"])) == Some(1);
    if let (Some(from), Some(until), Some(node)) = (schedule.from, schedule.until, until)
        && until <= from
    {
        cx.report(Code::BadTime, node, || "`until` is not after `from`: the campaign could never run".into());
    }
    Some(schedule)
}

fn local(cx: &mut Decoder, node: Node<'_>) -> Option<i64> {
    let local = node.text().and_then(|text| parse_local(&text));
    if local.is_none() {
        cx.report(Code::BadTime, node, || format!("found {}, expected a local time such as \"2026-11-20T18:00\"", node.raw()));
    }
    local
}

fn experiment(cx: &mut Decoder, node: Node<'_>) -> Experiment {
    let mut experiment = Experiment { phase: 1, coverage: 10_000, ..Experiment::default() };
    let Some([seed, phase, coverage, hash, namespace, plan]) = cx.fields(node, &EXPERIMENT_KEYS) else { return experiment };
    experiment.seed = seed.and_then(|node| cx.text(node));
    experiment.phase = phase.and_then(|node| cx.integer(node, 1, 10_000)).unwrap_or(1) as u32;
    experiment.coverage = coverage.and_then(|node| share(cx, node)).unwrap_or(10_000);
    experiment.by_customer = hash.and_then(|node| cx.word(node, &["visitor", "customer"])) == Some(1);
    if let Some(node) = namespace
        && let Some([name, from, to]) = cx.fields(node, &["name", "from", "to"])
    {
        let name = name.and_then(|node| cx.text(node));
        let from = from.and_then(|node| share(cx, node)).unwrap_or(0);
        let to = to.and_then(|node| share(cx, node)).unwrap_or(10_000);
        match name {
            Some(name) => experiment.namespace = Some((name, from, to)),
            None => cx.missing(node, "name", "\"name\": \"checkout-tests\"").unwrap_or_default(),
        }
    }
    if let Some(node) = plan
        && let Some([effect, per_day, window, cap]) = cx.fields(node, &["effect", "per_day", "window", "cap"])
    {
        // Read by the report; checked here so that a slip is seen where it is made.
        effect.and_then(|node| cx.text(node));
        per_day.and_then(|node| cx.integer(node, 1, 1_000_000_000));
        window.and_then(|node| cx.span(node));
        cap.and_then(|node| cx.decimal(node));
    }
    experiment
}
