//! All cases that conditions can tell apart.
//!
//! For each fact that is read, segments included, there is a finite set of values such that every other value is treated like one of them;
//! values that all clauses treat alike are one case. What holds in the product over the facts holds always. Where a clause cannot be
//! followed, both outcomes count as possible: there are then cases too many, never too few, so what is proved here is true.
//! Facts are taken as known: knowing less never makes a condition hold that would not hold otherwise.
//!
//! Leaves meaning to the engine's own [`clause`] and [`combine`], the values to `values`, what goes together to `ties`.

mod list;
mod loose;
pub mod ties;
mod values;

use super::possible::possible;
use crate::engine::eval::{Verdict, children, clause, combine};
use crate::engine::fact::{CART, Fact, FactType};
use crate::engine::program::{HERE, Join, Leaf, Node, Program, Source, Test};
use crate::value::Value;
use std::collections::BTreeSet;
use std::rc::Rc;

/// Most cases that are looked at; above it nothing is said.
const MOST: usize = 200_000;

/// A currency that no clause names.
const ELSEWHERE: &str = "¤";

/// What clauses ask: a fact, a place inside it, and for values of any kind which of their sides.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Asked {
    /// Its slot, or [`HERE`].
    pub slot: u16,
    /// Where inside the value.
    pub path: Option<Rc<str>>,
    /// See [`loose::side`]; of typed facts 0.
    side: u32,
}

/// Values that all clauses treat alike.
#[derive(Clone, Debug)]
struct Class {
    /// Some of them: where a tie asks for one, it is there.
    values: Vec<Value>,
    /// What each clause says.
    verdicts: Vec<Verdict>,
}

/// A fact, and who asks it.
#[derive(Debug)]
struct Dimension {
    asked: Asked,
    clauses: Vec<u32>,
}

/// A condition whose clauses are looked up.
#[derive(Debug)]
enum Tested {
    Clause {
        dimension: usize,
        place: usize,
    },
    Group(Node, Vec<Tested>),
    /// A clause on a segment, and the segment.
    Segment(u32, Box<Tested>),
}

/// The cases that some conditions can tell apart.
#[derive(Debug)]
pub struct Cases<'p> {
    program: &'p Program,
    tested: Vec<Tested>,
    dimensions: Vec<Dimension>,
    /// The classes of each dimension, for each currency.
    currencies: Vec<Vec<Vec<Class>>>,
}

impl<'p> Cases<'p> {
    /// Of these conditions. None where there are too many.
    #[must_use]
    pub fn of(program: &'p Program, roots: &[u32]) -> Option<Cases<'p>> {
        let mut cases = Cases { program, tested: Vec::new(), dimensions: Vec::new(), currencies: Vec::new() };
        for root in roots {
            let tested = cases.tested(*root)?;
            cases.tested.push(tested);
        }
        let mut count = 0usize;
        for currency in cases.named_currencies() {
            let mut product = 1usize;
            let mut all = Vec::new();
            for dimension in &cases.dimensions {
                let classes = cases.classes(dimension, &currency)?;
                product = product.saturating_mul(classes.len());
                all.push(classes);
            }
            count = count.saturating_add(product);
            if count > MOST {
                return None;
            }
            cases.currencies.push(all);
        }
        Some(cases)
    }

    /// Whether something is so of the conditions' verdicts in every case.
    pub fn all(&self, so: impl Fn(&[Verdict]) -> bool) -> bool {
        let mut verdicts = Vec::new();
        for classes in &self.currencies {
            let ties = self.ties(classes);
            let mut chosen = vec![0; classes.len()];
            // A dimension without a class has no value at all: nothing to look at.
            let mut more = classes.iter().all(|classes| !classes.is_empty());
            while more {
                if ties.iter().all(|(one, other, fits)| fits[chosen[*one]][chosen[*other]]) {
                    verdicts.clear();
                    verdicts.extend(self.tested.iter().map(|tested| self.verdict(tested, classes, &chosen)));
                    if !so(&verdicts) {
                        return false;
                    }
                }
                more = next(&mut chosen, classes);
            }
        }
        true
    }

    fn verdict(&self, tested: &Tested, classes: &[Vec<Class>], chosen: &[usize]) -> Verdict {
        match tested {
            Tested::Clause { dimension, place } => classes[*dimension][chosen[*dimension]].verdicts[*place],
            Tested::Group(node, children) => {
                let (mut trues, mut unknowns) = (0, 0);
                for child in children {
                    match self.verdict(child, classes, chosen) {
                        Verdict::True => trues += 1,
                        Verdict::Unknown => unknowns += 1,
                        Verdict::False => {}
                    }
                }
                combine(node, trues, unknowns)
            }
            Tested::Segment(node, segment) => {
                let value = match self.verdict(segment, classes, chosen) {
                    Verdict::True => Some(Value::Bool(true)),
                    Verdict::False => Some(Value::Bool(false)),
                    Verdict::Unknown => None,
                };
                let leaf = leaf(self.program, *node);
                leaf.map_or(Verdict::Unknown, |leaf| clause(&self.program.tree, *node, leaf, value.as_ref(), ""))
            }
        }
    }

    /// The condition, its clauses entered into the dimensions. None where a segment is broken.
    fn tested(&mut self, root: u32) -> Option<Tested> {
        let node = *self.program.tree.nodes.get(root as usize)?;
        if node.join != Join::Leaf {
            let inside = children(&self.program.tree, root).map(|child| self.tested(child)).collect::<Option<_>>()?;
            return Some(Tested::Group(node, inside));
        }
        let leaf = leaf(self.program, root)?;
        if let Some(Source::Segment(_)) = source(self.program, leaf.slot) {
            let (_, segment) = self.program.segments.iter().find(|(slot, _)| *slot == leaf.slot)?;
            return Some(Tested::Segment(root, Box::new(self.tested(*segment)?)));
        }
        let asked = asked(self.program, root, leaf);
        let dimension = match self.dimensions.iter().position(|dimension| dimension.asked == asked) {
            Some(known) => known,
            None => {
                self.dimensions.push(Dimension { asked, clauses: Vec::new() });
                self.dimensions.len() - 1
            }
        };
        let clauses = &mut self.dimensions[dimension].clauses;
        clauses.push(root);
        Some(Tested::Clause { dimension, place: clauses.len() - 1 })
    }

    /// Currencies that clauses tell apart, and one that they do not name.
    fn named_currencies(&self) -> Vec<Rc<str>> {
        let mut names: BTreeSet<Rc<str>> = BTreeSet::new();
        for dimension in &self.dimensions {
            for (_, leaf) in self.leaves(dimension) {
                if let Test::Money(_, by) = &leaf.test {
                    names.extend(by.as_chunks().0.iter().map(|[currency, _]| Rc::from(&*currency.to_text())));
                }
            }
        }
        if names.is_empty() {
            return vec![Rc::from(ELSEWHERE)];
        }
        for dimension in self.dimensions.iter().filter(|dimension| dimension.asked.slot == Fact::CartCurrency as u16) {
            names.extend(self.leaves(dimension).flat_map(|(_, leaf)| values::texts(leaf)));
        }
        names.insert(Rc::from(ELSEWHERE));
        names.into_iter().collect()
    }

    fn leaves<'s>(&'s self, dimension: &'s Dimension) -> impl Iterator<Item = (u32, &'p Leaf)> + 's {
        dimension.clauses.iter().filter_map(|node| Some((*node, leaf(self.program, *node)?)))
    }

    /// The classes of one fact's values. None where there are too many.
    fn classes(&self, dimension: &Dimension, currency: &Rc<str>) -> Option<Vec<Class>> {
        let leaves: Vec<(u32, &Leaf)> = self.leaves(dimension).collect();
        let Asked { slot, path, side } = &dimension.asked;
        // All but the cart is in the site's currency, whatever the cart is in.
        let currency = if CART.contains(slot) { currency } else { &self.program.site.currency };
        let known = source(self.program, *slot).map(possible);
        let kind = self.program.slots.get(*slot as usize).filter(|_| *slot != HERE).map_or(FactType::Json, |slot| slot.kind);
        let candidates = if *slot == Fact::CartCurrency as u16 && self.reads_money() {
            vec![values::Candidate::exact(Value::Text(Rc::clone(currency)))]
        } else {
            match known {
                Some(possible) if kind != FactType::Json => values::candidates(&self.program.tree, kind, &possible, &leaves, currency)?,
                _ => loose::candidates(*side, &leaves)?,
            }
        };
        let mut classes: Vec<Class> = Vec::new();
        for candidate in candidates {
            let whole = path.iter().fold(candidate.value.clone(), |value, path| wrapped(path, value));
            let verdicts: Vec<Verdict> = leaves
                .iter()
                .enumerate()
                .map(|(place, (node, leaf))| match candidate.given.get(place).copied().flatten() {
                    Some(given) => Verdict::of(given),
                    None => clause(&self.program.tree, *node, leaf, Some(&whole), currency),
                })
                .collect();
            match classes.iter_mut().find(|class| class.verdicts == verdicts) {
                Some(class) => class.values.push(candidate.value),
                None => classes.push(Class { values: vec![candidate.value], verdicts }),
            }
        }
        Some(classes)
    }

    fn reads_money(&self) -> bool {
        self.dimensions.iter().any(|dimension| self.leaves(dimension).any(|(_, leaf)| matches!(leaf.test, Test::Money(..))))
    }

    /// Which classes of which two facts go together.
    fn ties(&self, classes: &[Vec<Class>]) -> Vec<(usize, usize, Vec<Vec<bool>>)> {
        let mut ties = Vec::new();
        let source = |place: usize| source(self.program, self.dimensions[place].asked.slot);
        for one in 0..classes.len() {
            for other in one + 1..classes.len() {
                let (Some(a), Some(b)) = (source(one), source(other)) else { continue };
                if ties::family(a).is_none() || ties::family(a) != ties::family(b) {
                    continue;
                }
                let fit = |x: &Value, y: &Value| ties::together(a, x, b, y) && ties::together(b, y, a, x);
                let fits = |x: &Class, y: &Class| x.values.iter().any(|x| y.values.iter().any(|y| fit(x, y)));
                ties.push((one, other, classes[one].iter().map(|x| classes[other].iter().map(|y| fits(x, y)).collect()).collect()));
            }
        }
        ties
    }
}

/// What a clause asks.
#[must_use]
pub fn asked(program: &Program, node: u32, leaf: &Leaf) -> Asked {
    let typed =
        source(program, leaf.slot).is_some() && program.slots.get(leaf.slot as usize).is_some_and(|slot| slot.kind != FactType::Json);
    Asked { slot: leaf.slot, path: leaf.path.clone(), side: if typed { 0 } else { loose::side(node, leaf) } }
}

/// Where a fact comes from; None for a value at hand.
#[must_use]
pub fn source(program: &Program, slot: u16) -> Option<&Source> {
    program.slots.get(slot as usize).filter(|_| slot != HERE).map(|slot| &slot.source)
}

/// The clause of a node.
#[must_use]
pub fn leaf(program: &Program, node: u32) -> Option<&Leaf> {
    program.tree.leaves.get(program.tree.nodes.get(node as usize)?.leaf as usize)
}

/// The value where the path leads to it.
fn wrapped(path: &str, value: Value) -> Value {
    path.rsplit('.').fold(value, |value, name| Value::object([(Rc::from(name), value)]))
}

/// The next choice of a class for each dimension.
fn next(chosen: &mut [usize], classes: &[Vec<Class>]) -> bool {
    for (at, classes) in chosen.iter_mut().zip(classes) {
        *at += 1;
        if *at < classes.len() {
            return true;
        }
        *at = 0;
    }
    false
}

/// What two conditions have to share to have anything to do with one another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Touch {
    /// The same fact.
    Fact(Asked),
    /// Facts that go together.
    Family(u8),
    /// The currency.
    Currency,
}

/// What a condition touches, the segments it uses included.
#[must_use]
pub fn touches(program: &Program, root: u32) -> BTreeSet<Touch> {
    let mut all = BTreeSet::new();
    touch(program, root, &mut all);
    all
}

fn touch(program: &Program, root: u32, all: &mut BTreeSet<Touch>) {
    if program.tree.nodes.get(root as usize).is_some_and(|node| node.join != Join::Leaf) {
        return children(&program.tree, root).for_each(|child| touch(program, child, all));
    }
    let Some(leaf) = leaf(program, root) else { return };
    let from = source(program, leaf.slot);
    if let Some((_, segment)) = program.segments.iter().find(|(slot, _)| *slot == leaf.slot) {
        return touch(program, *segment, all);
    }
    if matches!(leaf.test, Test::Money(..)) || leaf.slot == Fact::CartCurrency as u16 {
        all.insert(Touch::Currency);
    }
    all.extend(from.and_then(ties::family).map(Touch::Family));
    all.insert(Touch::Fact(asked(program, root, leaf)));
}
