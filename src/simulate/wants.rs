//! What rule files need to occur: values that conditions compare with, elements that are watched, events that are named.
//!
//! Decides what is taken from a program. Traffic that knew nothing of it would make campaigns look dead for no reason. Leaves to
//! [`visitor`](super::visitor) how often it occurs.

use super::sample::{around, of_glob, of_pattern};
use crate::engine::eval::children;
use crate::engine::fact::FactType;
use crate::engine::program::{HERE, Join, NONE, Program, Source, Test, hash};
use crate::engine::snapshot::name;
use crate::engine::time::Millis;
use crate::engine::trigger::{Entry, Moment};
use crate::node::{Doc, Node};
use crate::scenario::script::ElementDeed;
use crate::value::Value;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Values by the name of a fact, or by a path in an event's detail.
pub type Values = BTreeMap<String, Vec<Value>>;

/// An event that a trigger or a goal names.
#[derive(Clone, Debug, Default)]
pub struct EventWant {
    /// What `event.*` reads.
    pub detail: Values,
    /// How often it has to happen in a visit.
    pub times: u32,
}

/// What one or more rule files speak of.
#[derive(Clone, Debug, Default)]
pub struct Wants {
    /// Currency of the site.
    pub currency: Rc<str>,
    /// Languages of the site.
    pub locales: Vec<Rc<str>>,
    /// Values that conditions compare facts with.
    pub facts: Values,
    /// Amounts by fact and currency.
    pub amounts: BTreeMap<(String, Rc<str>), Vec<i64>>,
    /// Selectors whose elements are clicked, seen, sent.
    pub elements: Vec<(ElementDeed, Rc<str>)>,
    /// Events by name.
    pub events: BTreeMap<Rc<str>, EventWant>,
    /// What is asked of things put into the cart.
    pub items: Values,
    /// Times on a page that something waits for.
    pub stays: Vec<Millis>,
    /// Pauses that something waits for.
    pub pauses: Vec<Millis>,
    /// Times away from the tab.
    pub absences: Vec<Millis>,
    /// Whether pauses are noticed.
    pub active: bool,
}

impl Wants {
    /// What these programs speak of, together: the same traffic can be played to each of them.
    #[must_use]
    pub fn of(programs: &[&Program]) -> Wants {
        let mut wants = Wants::default();
        for program in programs {
            if wants.currency.is_empty() {
                wants.currency = Rc::clone(&program.site.currency);
            }
            for locale in &program.site.locales {
                put(&mut wants.locales, Rc::clone(locale));
            }
            let roots = program.campaigns.iter().map(|campaign| campaign.when).chain(program.segments.iter().map(|(_, root)| *root));
            for root in roots {
                wants.condition(program, root);
            }
            for entry in &program.triggers.entries {
                wants.trigger(program, entry);
            }
            wants.goals(program);
        }
        wants
    }

    /// The values wanted of a fact.
    #[must_use]
    pub fn values(&self, fact: &str) -> &[Value] {
        self.facts.get(fact).map_or(&[], Vec::as_slice)
    }

    /// The texts wanted of a fact.
    #[must_use]
    pub fn texts(&self, fact: &str) -> Vec<Rc<str>> {
        texts(self.values(fact))
    }

    /// The amounts wanted of facts, in a currency.
    #[must_use]
    pub fn amounts(&self, facts: &[&str], currency: &str) -> Vec<i64> {
        let mut found = Vec::new();
        for ((fact, of), amounts) in &self.amounts {
            if facts.contains(&fact.as_str()) && **of == *currency {
                found.extend(amounts);
            }
        }
        found
    }

    /// Currencies besides the site's that amounts are compared in.
    #[must_use]
    pub fn other_currencies(&self) -> Vec<Rc<str>> {
        let mut found = self.texts("cart.currency");
        for (_, currency) in self.amounts.keys() {
            put(&mut found, Rc::clone(currency));
        }
        found.retain(|currency| *currency != self.currency);
        found
    }

    fn condition(&mut self, program: &Program, root: u32) {
        let mut clauses = Vec::new();
        gather(program, root, None, &mut clauses);
        for Clause { slot, path, test, inside } in clauses {
            let Some(slot) = program.slots.get(slot as usize) else { continue };
            let fact = name(&slot.source);
            if let Test::Money(op, by) = test {
                for [currency, operand] in by.as_chunks().0 {
                    let known = self.amounts.entry((fact.clone(), Rc::from(&*currency.to_text()))).or_default();
                    for value in around(*op, operand, slot.kind) {
                        if let Value::Int(amount) = value {
                            put(known, amount);
                        }
                    }
                }
                continue;
            }
            let json = matches!(slot.source, Source::Custom(_));
            let known = self.facts.entry(fact).or_default();
            for value in samples(test, slot.kind) {
                let value = path.as_deref().map_or(value.clone(), |path| nested(path, value));
                put(known, if inside && json { Value::List([value].into()) } else { value });
            }
        }
    }

    fn trigger(&mut self, program: &Program, entry: &Entry) {
        let mut detail = Values::new();
        if entry.filter != NONE {
            details(program, entry.filter, &mut detail);
        }
        match entry.moment {
            Moment::PageView | Moment::TimeOnPage | Moment::TimeOnSite => put(&mut self.stays, entry.key),
            Moment::Inactivity | Moment::CartIdle => {
                self.active |= entry.moment == Moment::Inactivity;
                put(&mut self.pauses, entry.key);
            }
            Moment::TabReturn => put(&mut self.absences, entry.key),
            Moment::Click => self.element(program, entry, ElementDeed::Click),
            Moment::ElementVisible => self.element(program, entry, ElementDeed::See),
            Moment::FormSubmit => self.element(program, entry, ElementDeed::Submit),
            Moment::ItemAdded => join(&mut self.items, detail),
            Moment::Event => {
                let named = names(program).into_iter().find(|name| hash(name.as_bytes()) as i64 == entry.key);
                if let Some(name) = named {
                    let want = self.events.entry(name).or_default();
                    want.times = want.times.max(entry.count);
                    join(&mut want.detail, detail);
                }
            }
            Moment::Scroll | Moment::ExitIntent | Moment::CartChanged | Moment::ItemRemoved | Moment::TextCopied | Moment::Purchase => {}
        }
    }

    fn element(&mut self, program: &Program, entry: &Entry, what: ElementDeed) {
        if let Some(selector) = program.selectors.get(entry.key as usize) {
            put(&mut self.elements, (what, Rc::clone(selector)));
        }
    }

    fn goals(&mut self, program: &Program) {
        for goal in program.campaigns.iter().flat_map(|campaign| &campaign.goals) {
            if !matches!(&*goal.on, "purchase" | "clicked" | "submitted") {
                self.events.entry(Rc::clone(&goal.on)).or_default().times += 0;
            }
        }
    }
}

/// Names of events in the triggers of a file: the program holds only their hashes.
#[must_use]
pub fn names(program: &Program) -> Vec<Rc<str>> {
    let Ok(doc) = Doc::scan(&program.bytes) else { return Vec::new() };
    let campaigns = doc.root().get("campaigns").into_iter().flat_map(Node::items);
    let triggers = campaigns.filter_map(|campaign| campaign.get("on")).flat_map(Node::items);
    triggers.filter_map(|trigger| trigger.get("event")?.get("name")?.shared()).collect()
}

/// The texts among values.
#[must_use]
pub fn texts(values: &[Value]) -> Vec<Rc<str>> {
    let text = |value: &Value| if let Value::Text(text) = value { Some(Rc::clone(text)) } else { None };
    values.iter().filter_map(text).collect()
}

/// A value where a path leads to it: `{ "a": { "b": value } }`.
#[must_use]
pub fn nested(path: &str, value: Value) -> Value {
    path.rsplit('.').fold(value, |inner, name| Value::object([(Rc::from(name), inner)]))
}

fn put<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}

fn join(known: &mut Values, more: Values) {
    for (path, values) in more {
        let known = known.entry(path).or_default();
        for value in values {
            put(known, value);
        }
    }
}

/// A clause, whatever it stands in.
struct Clause<'p> {
    slot: u16,
    path: Option<Rc<str>>,
    test: &'p Test,
    /// It is about an element of the fact's list.
    inside: bool,
}

fn gather<'p>(program: &'p Program, place: u32, within: Option<(u16, Option<Rc<str>>)>, clauses: &mut Vec<Clause<'p>>) {
    let Some(node) = program.tree.nodes.get(place as usize) else { return };
    let mut owner = within.clone();
    if node.join == Join::Leaf
        && let Some(leaf) = program.tree.leaves.get(node.leaf as usize)
    {
        let (slot, path) = match (&within, leaf.slot) {
            (Some((slot, path)), HERE) => (*slot, leaf.path.clone().or_else(|| path.clone())),
            (_, slot) => (slot, leaf.path.clone()),
        };
        match leaf.test {
            // What stands below counts elements.
            Test::Size => return,
            Test::ElemMatch | Test::Each => owner = Some((slot, path)),
            Test::Value(..) | Test::Money(..) | Test::Regex(..) | Test::Glob(_) => {
                clauses.push(Clause { slot, path, test: &leaf.test, inside: within.is_some() });
            }
        }
    }
    for child in children(&program.tree, place) {
        gather(program, child, owner.clone(), clauses);
    }
}

/// What a condition on a detail asks for, by path.
fn details(program: &Program, root: u32, found: &mut Values) {
    let mut clauses = Vec::new();
    gather(program, root, None, &mut clauses);
    for clause in clauses.iter().filter(|clause| clause.slot == HERE) {
        let Some(path) = &clause.path else { continue };
        let known = found.entry(path.to_string()).or_default();
        for value in samples(clause.test, FactType::Json) {
            put(known, value);
        }
    }
}

fn samples(test: &Test, kind: FactType) -> Vec<Value> {
    match test {
        Test::Value(op, operand) => around(*op, operand, kind),
        Test::Regex(pattern, _) => of_pattern(pattern),
        Test::Glob(glob) => of_glob(glob),
        Test::Money(..) | Test::ElemMatch | Test::Size | Test::Each => Vec::new(),
    }
}
