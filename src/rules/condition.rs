//! Conditions (`when`, segments, `where`): the Mongo-style language, decoded straight into nodes and clauses.
//!
//! Decides which operators fit which facts and checks literals by the fact's type. Leaves meaning to `engine::eval` and
//! `engine::op`. What GrowthBook's evaluator merely calls false (unknown operators, bad patterns) is an error here.

use super::decoder::{Decoder, found};
use super::diagnostic::{Code, did_you_mean};
use super::names::{Field, Names};
use super::tree::Trees;
use crate::engine::fact::FactType;
use crate::engine::glob::Glob;
use crate::engine::op::Op;
use crate::engine::pattern::Pattern;
use crate::engine::program::{How, Join, Leaf, NULL_KEY, Reach, Test, key};
use crate::engine::version::padded_version;
use crate::node::{Kind, Node};
use crate::value::{Kind as JsKind, Value};
use std::rc::Rc;

/// Most clauses of one condition.
pub const MAX_CLAUSES: usize = 64;

/// Every operator of a clause, with what it says.
pub const OPERATORS: &[(&str, &str)] = &[
    ("$eq", "is exactly"),
    ("$ne", "is not"),
    ("$lt", "is less than"),
    ("$lte", "is at most"),
    ("$gt", "is more than"),
    ("$gte", "is at least"),
    ("$between", "lies between, both ends included"),
    ("$in", "is one of; of a list: has one of"),
    ("$nin", "is none of; of a list: has none of"),
    ("$ini", "is one of, whatever the case"),
    ("$nini", "is none of, whatever the case"),
    ("$exists", "is there, or is not"),
    ("$type", "is of this type"),
    ("$size", "has so many elements"),
    ("$all", "has all of these elements"),
    ("$alli", "has all of these elements, whatever the case"),
    ("$elemMatch", "has an element that"),
    ("$regex", "matches the pattern"),
    ("$regexi", "matches the pattern, whatever the case"),
    ("$notRegex", "does not match the pattern"),
    ("$notRegexi", "does not match the pattern, whatever the case"),
    ("$not", "does not meet"),
    ("$glob", "matches, with * and **"),
    ("$contains", "contains"),
    ("$starts_with", "starts with"),
    ("$ends_with", "ends with"),
    ("$veq", "is the version"),
    ("$vne", "is not the version"),
    ("$vgt", "is a later version than"),
    ("$vgte", "is the version or a later one"),
    ("$vlt", "is an earlier version than"),
    ("$vlte", "is the version or an earlier one"),
    ("$inGroup", "is in the saved group"),
    ("$notInGroup", "is not in the saved group"),
];

/// Decodes conditions of one file.
#[derive(Debug)]
pub struct Conditions<'c, 'n> {
    /// Where problems go.
    pub cx: &'c mut Decoder,
    /// Where nodes go.
    pub trees: &'c mut Trees,
    /// What can be named.
    pub names: &'c Names<'n>,
}

type Make = fn(Value) -> Op;
type MakeList = fn(Rc<[Value]>) -> Op;

impl Conditions<'_, '_> {
    /// A whole condition; its root. On a problem it is reported and what was built stays harmless.
    pub fn root(&mut self, node: Node<'_>) -> u32 {
        let before = self.trees.clauses();
        let root = self.condition(node, false);
        let clauses = self.trees.clauses() - before;
        if clauses > MAX_CLAUSES {
            self.cx
                .report(Code::Limit, node, || format!("{clauses} clauses in one condition, at most {MAX_CLAUSES}; split it into segments"));
        }
        root
    }

    fn condition(&mut self, node: Node<'_>, negate: bool) -> u32 {
        if node.kind() != Kind::Object {
            self.cx.wrong::<()>(node, "a condition such as { \"cart.items\": { \"$gte\": 1 } }");
            let place = self.trees.open(Join::All, negate);
            self.trees.close(place);
            return place;
        }
        let mut entries = node.entries();
        // One entry needs no node of its own around it.
        if let (Some((name, value)), None, false) = (entries.next(), entries.next(), negate) {
            return self.entry(name, value);
        }
        let place = self.trees.open(Join::All, negate);
        for (name, value) in node.entries() {
            self.entry(name, value);
        }
        self.trees.close(place);
        place
    }

    fn entry(&mut self, name: Node<'_>, value: Node<'_>) -> u32 {
        match name.word() {
            "$and" => self.several(value, Join::All, false),
            "$or" => self.several(value, Join::Any, false),
            "$nor" => self.several(value, Join::Any, true),
            "$not" => self.condition(value, true),
            _ => match self.names.field(self.cx, self.trees, name) {
                Some(field) => self.value_condition(&field, value, false, false),
                None => self.nothing(),
            },
        }
    }

    /// A node for what could not be read; the campaign is left out, so it is never run.
    fn nothing(&mut self) -> u32 {
        let place = self.trees.open(Join::Any, true);
        self.trees.close(place);
        place
    }

    fn several(&mut self, list: Node<'_>, join: Join, negate: bool) -> u32 {
        if list.kind() != Kind::List {
            self.cx.wrong::<()>(list, "a list of conditions");
        }
        let place = self.trees.open(join, negate);
        for item in list.items() {
            self.condition(item, false);
        }
        self.trees.close(place);
        place
    }

    /// A literal or an object of operators on one field.
    fn value_condition(&mut self, field: &Field, node: Node<'_>, negate: bool, folded: bool) -> u32 {
        if is_operators(node) {
            let mut entries = node.entries();
            if let (Some((name, operand)), None, false) = (entries.next(), entries.next(), negate) {
                return self.operator(field, name, operand);
            }
            let place = self.trees.open(Join::All, negate);
            for (name, operand) in node.entries() {
                self.operator(field, name, operand);
            }
            self.trees.close(place);
            return place;
        }
        if negate {
            let place = self.trees.open(Join::All, true);
            self.literal_clause(field, node, folded);
            self.trees.close(place);
            return place;
        }
        self.literal_clause(field, node, folded)
    }

    fn literal_clause(&mut self, field: &Field, node: Node<'_>, folded: bool) -> u32 {
        if field.kind == FactType::TextList && node.kind() == Kind::List {
            let list = self.list(field, node, "a list of texts").unwrap_or_default();
            return self.op(field, node, Op::Is(Value::List(list)));
        }
        self.compare(field, node, if folded { Op::Isi } else { Op::Is })
    }

    #[allow(clippy::too_many_lines)]
    fn operator(&mut self, field: &Field, name: Node<'_>, operand: Node<'_>) -> u32 {
        use FactType::{Bool, Date, Int, Json, Money, Text, TextList};
        let word = name.word();
        let fits: &[FactType] = match word {
            "$lt" | "$lte" | "$gt" | "$gte" | "$between" => &[Int, Money, Date, Text, Json],
            "$size" | "$all" | "$alli" | "$elemMatch" => &[TextList, Json],
            "$ini" | "$nini" | "$contains" => &[Text, TextList, Json],
            "$regex" | "$regexi" | "$notRegex" | "$notRegexi" | "$glob" | "$starts_with" | "$ends_with" | "$veq" | "$vne" | "$vgt"
            | "$vgte" | "$vlt" | "$vlte" => &[Text, Json],
            _ => &[Bool, Int, Money, Date, Text, TextList, Json],
        };
        if !fits.contains(&field.kind) {
            self.cx.report(Code::UnknownOperator, name, || {
                format!("`{word}` cannot test `{}`, which is {}", field.name, kind_words(field.kind))
            });
            return self.nothing();
        }
        match word {
            "$eq" => self.compare(field, operand, Op::Eq),
            "$ne" => self.compare(field, operand, Op::Ne),
            "$lt" => self.compare(field, operand, Op::Lt),
            "$lte" => self.compare(field, operand, Op::Lte),
            "$gt" => self.compare(field, operand, Op::Gt),
            "$gte" => self.compare(field, operand, Op::Gte),
            "$between" => self.between(field, operand),
            "$in" => self.membership(field, operand, Op::In),
            "$nin" => self.membership(field, operand, Op::Nin),
            "$ini" => self.membership(field, operand, Op::Ini),
            "$nini" => self.membership(field, operand, Op::Nini),
            "$inGroup" => self.group(field, operand, Op::In),
            "$notInGroup" => self.group(field, operand, Op::Nin),
            // JavaScript takes any operand for true or false.
            "$exists" if field.kind == Json => self.op(field, operand, Op::Exists(operand.value().truthy())),
            "$exists" => {
                let there = self.cx.flag(operand).unwrap_or_default();
                self.op(field, operand, Op::Exists(there))
            }
            "$type" => self.js_type(field, operand),
            "$not" => self.value_condition(field, operand, true, false),
            "$size" => self.nested(field, operand, Test::Size, |this| {
                let size = Field::here(FactType::Json, "the number of elements");
                this.value_condition(&size, operand, false, false);
            }),
            "$elemMatch" => self.nested(field, operand, Test::ElemMatch, |this| {
                if is_operators(operand) {
                    this.value_condition(&Field::here(FactType::Json, "an element"), operand, false, false);
                } else {
                    let names = this.names.of_element();
                    Conditions { cx: this.cx, trees: this.trees, names: &names }.condition(operand, false);
                }
            }),
            "$all" | "$alli" => {
                if operand.kind() != Kind::List {
                    self.cx.wrong::<()>(operand, "a list");
                }
                self.nested(field, operand, Test::Each, |this| {
                    for item in operand.items() {
                        this.value_condition(&Field::here(FactType::Json, "an element"), item, false, word == "$alli");
                    }
                })
            }
            "$regex" => self.pattern(field, operand, false, Op::Regex),
            "$regexi" => self.pattern(field, operand, true, Op::Regex),
            "$notRegex" => self.pattern(field, operand, false, Op::NotRegex),
            "$notRegexi" => self.pattern(field, operand, true, Op::NotRegex),
            "$glob" => self.glob(field, operand),
            "$contains" => self.compare(field, operand, Op::Contains),
            "$starts_with" => self.affix(field, operand, Op::StartsWith),
            "$ends_with" => self.affix(field, operand, Op::EndsWith),
            "$veq" => self.version(field, operand, Op::Veq),
            "$vne" => self.version(field, operand, Op::Vne),
            "$vgt" => self.version(field, operand, Op::Vgt),
            "$vgte" => self.version(field, operand, Op::Vgte),
            "$vlt" => self.version(field, operand, Op::Vlt),
            "$vlte" => self.version(field, operand, Op::Vlte),
            _ => {
                self.cx.report(Code::UnknownOperator, name, || {
                    let word = name.text().unwrap_or_default();
                    format!("unknown operator `{word}`{}", did_you_mean(&word, OPERATORS.iter().map(|(name, _)| *name)))
                });
                self.nothing()
            }
        }
    }

    fn leaf(&mut self, field: &Field, node: Node<'_>, test: Test, reaches: &[Reach]) -> u32 {
        let leaf = Leaf { slot: field.slot, path: field.path.clone(), test, at: node.at() };
        self.trees.clause(leaf, reaches)
    }

    fn op(&mut self, field: &Field, node: Node<'_>, op: Op) -> u32 {
        let mut reaches = Vec::new();
        reach(field.kind, &op, &mut reaches);
        if field.kind == FactType::Money {
            // An operator without an amount ($exists, $type, null) holds in every currency.
            reaches.clear();
            reaches.push(Reach::Scan);
        }
        let place = self.leaf(field, node, Test::Op(op), &reaches);
        self.trees.close(place);
        place
    }

    fn nested(&mut self, field: &Field, node: Node<'_>, test: Test, inside: impl FnOnce(&mut Self)) -> u32 {
        let place = self.leaf(field, node, test, &[Reach::Scan]);
        inside(self);
        self.trees.close(place);
        place
    }

    /// An operator with one literal.
    fn compare(&mut self, field: &Field, node: Node<'_>, make: Make) -> u32 {
        if field.kind == FactType::Money && node.kind() != Kind::Null {
            return self.money(field, node, &mut |cx, names, node| Some(make(Value::Int(names.amount(cx, node, names.currency)?))));
        }
        let literal = self.literal(field, node).unwrap_or(Value::Null);
        self.op(field, node, make(literal))
    }

    /// A clause on an amount: a plain operand is in the site's currency, an object names currencies.
    fn money(&mut self, field: &Field, node: Node<'_>, make: &mut dyn FnMut(&mut Decoder, &Names<'_>, Node<'_>) -> Option<Op>) -> u32 {
        let by: Vec<(Rc<str>, Op)> = if node.kind() == Kind::Object {
            let mut by = Vec::new();
            for (currency, amount) in node.entries() {
                let Some(code) = self.names.currency_code(self.cx, currency) else { continue };
                let names = Names { currency: &code, ..self.names.clone() };
                by.extend(make(self.cx, &names, amount).map(|op| (Rc::clone(&code), op)));
            }
            by
        } else {
            make(self.cx, self.names, node).map(|op| (Rc::clone(self.names.currency), op)).into_iter().collect()
        };
        let mut reaches = Vec::new();
        for (_, op) in &by {
            reach(FactType::Money, op, &mut reaches);
        }
        // What is compared by currency has to be asked.
        if by.len() != 1 || by.first().is_none_or(|(currency, _)| currency != self.names.currency) {
            for reach in &mut reaches {
                if let Reach::Threshold(_, how) = reach {
                    *how = How::Ask;
                }
            }
        }
        let place = self.leaf(field, node, Test::Money(by.into()), &reaches);
        self.trees.close(place);
        place
    }

    fn literal(&mut self, field: &Field, node: Node<'_>) -> Option<Value> {
        if node.kind() == Kind::Null {
            return Some(Value::Null);
        }
        let literal = match field.kind {
            FactType::Json => return Some(node.value()),
            FactType::Bool => node.bool().map(Value::Bool),
            FactType::Int | FactType::Money => node.integer().map(Value::Int),
            FactType::Text | FactType::TextList => node.text().map(|text| Value::Text(text.into())),
            FactType::Date => node.text().and_then(|text| crate::engine::time::parse_date(&text)).map(Value::Int),
        };
        if literal.is_none() {
            self.cx.report(Code::WrongLiteral, node, || {
                let example = match field.kind {
                    FactType::Bool => "true or false",
                    FactType::Int => "a whole number",
                    FactType::Date => "a day such as \"2026-11-20\"",
                    _ => "a text in double quotes",
                };
                format!("found {}, but `{}` is {}; write {example}", found(node), field.name, kind_words(field.kind))
            });
        }
        literal
    }

    fn list(&mut self, field: &Field, node: Node<'_>, wanted: &str) -> Option<Rc<[Value]>> {
        if node.kind() != Kind::List {
            return self.cx.wrong(node, wanted);
        }
        Some(node.items().filter_map(|item| self.literal(field, item)).collect())
    }

    fn membership(&mut self, field: &Field, node: Node<'_>, make: MakeList) -> u32 {
        if field.kind == FactType::Money {
            return self.money(field, node, &mut |cx, names, node| {
                let amounts: Option<Vec<Value>> = node.items().map(|item| names.amount(cx, item, names.currency).map(Value::Int)).collect();
                if node.kind() == Kind::List { amounts.map(|amounts| make(amounts.into())) } else { cx.wrong(node, "a list of amounts") }
            });
        }
        match self.list(field, node, "a list") {
            Some(list) => self.op(field, node, make(list)),
            None => self.nothing(),
        }
    }

    fn between(&mut self, field: &Field, node: Node<'_>) -> u32 {
        let pair = |node: Node<'_>| {
            let mut items = if node.kind() == Kind::List { node.items() } else { return None };
            if let (Some(low), Some(high), None) = (items.next(), items.next(), items.next()) {
                Some((low.index(), high.index()))
            } else {
                None
            }
        };
        if field.kind == FactType::Money {
            return self.money(field, node, &mut |cx, names, node| {
                let Some(_) = pair(node) else { return cx.wrong(node, "two amounts, such as [30, 50]") };
                let mut ends = node.items().map(|item| names.amount(cx, item, names.currency));
                Some(Op::Between(Value::Int(ends.next()??), Value::Int(ends.next()??)))
            });
        }
        let Some(_) = pair(node) else {
            self.cx.wrong::<()>(node, "two values, such as [2, 5]");
            return self.nothing();
        };
        let mut ends = node.items();
        let low = ends.next().and_then(|end| self.literal(field, end));
        let high = ends.next().and_then(|end| self.literal(field, end));
        self.op(field, node, Op::Between(low.unwrap_or(Value::Null), high.unwrap_or(Value::Null)))
    }

    fn group(&mut self, field: &Field, node: Node<'_>, make: MakeList) -> u32 {
        let name = self.cx.text(node).unwrap_or_default();
        match self.names.groups.iter().find(|(group, _)| *group == name) {
            Some((_, members)) => {
                let op = make(Rc::clone(members));
                self.op(field, node, op)
            }
            None => {
                self.cx.report(Code::UnknownName, node, || {
                    format!("no saved group `{name}`: rule files hold none; list the values with $in, or use a segment")
                });
                self.op(field, node, make(Rc::from([])))
            }
        }
    }

    fn js_type(&mut self, field: &Field, node: Node<'_>) -> u32 {
        const NAMES: [&str; 6] = ["null", "boolean", "number", "string", "array", "object"];
        let kind = self.cx.word(node, &NAMES).and_then(|place| NAMES.get(place)).and_then(|name| JsKind::parse(name));
        self.op(field, node, kind.map_or(Op::Never, Op::Type))
    }

    fn pattern(&mut self, field: &Field, node: Node<'_>, insensitive: bool, make: fn(Pattern) -> Op) -> u32 {
        let source = self.cx.text(node).unwrap_or_default();
        match Pattern::parse(&source, insensitive) {
            Ok(pattern) => self.op(field, node, make(pattern)),
            Err(error) => {
                self.cx.report(Code::BadPattern, node, || {
                    format!("the pattern `{source}` cannot be used: {error:?}; $glob does most jobs, as in \"/collections/**\"")
                });
                self.nothing()
            }
        }
    }

    fn glob(&mut self, field: &Field, node: Node<'_>) -> u32 {
        let source = self.cx.text(node).unwrap_or_default();
        match Glob::parse(&source) {
            Ok(glob) => self.op(field, node, Op::Glob(glob)),
            Err(error) => {
                self.cx.report(Code::BadPattern, node, || {
                    format!("the pattern `{source}` cannot be used: {error:?}; write for example \"/collections/**\"")
                });
                self.nothing()
            }
        }
    }

    fn affix(&mut self, field: &Field, node: Node<'_>, make: fn(Rc<str>) -> Op) -> u32 {
        let text = self.cx.text(node).unwrap_or_default();
        self.op(field, node, make(text))
    }

    fn version(&mut self, field: &Field, node: Node<'_>, make: fn(Rc<str>) -> Op) -> u32 {
        self.op(field, node, make(padded_version(&node.value()).into()))
    }
}

/// Whether all keys are operators (and there is one at least).
fn is_operators(node: Node<'_>) -> bool {
    let mut some = false;
    node.entries().all(|(key, _)| {
        some = true;
        key.raw().as_bytes().get(1) == Some(&b'$')
    }) && some
}

/// Which moves of the fact can change the clause.
fn reach(kind: FactType, op: &Op, reaches: &mut Vec<Reach>) {
    let text = matches!(kind, FactType::Text);
    match op {
        _ if kind == FactType::Json => reaches.push(Reach::Scan),
        // `String(null)` is "null", and a list is compared as a whole.
        Op::Is(Value::Text(literal)) if &**literal == "null" => reaches.push(Reach::Scan),
        Op::Is(Value::List(_)) => reaches.push(Reach::Scan),
        Op::Is(value) | Op::Eq(value) | Op::Ne(value) => reaches.push(Reach::Equal(key(value))),
        Op::Contains(value) if !text => reaches.push(Reach::Equal(key(value))),
        Op::Lt(Value::Int(at)) => reaches.push(Reach::Threshold(*at, How::Below)),
        Op::Lte(Value::Int(at)) => reaches.push(Reach::Threshold(*at, How::UpTo)),
        Op::Gt(Value::Int(at)) => reaches.push(Reach::Threshold(*at, How::Above)),
        Op::Gte(Value::Int(at)) => reaches.push(Reach::Threshold(*at, How::From)),
        Op::Between(Value::Int(low), Value::Int(high)) => {
            reaches.extend([Reach::Threshold(*low, How::Ask), Reach::Threshold(*high, How::Ask)])
        }
        Op::In(list) | Op::Nin(list) if !list.is_empty() => reaches.extend(list.iter().map(|value| Reach::Equal(key(value)))),
        Op::Exists(_) => reaches.push(Reach::Equal(NULL_KEY)),
        _ => reaches.push(Reach::Scan),
    }
}

/// A type in the words of a marketer.
#[must_use]
pub fn kind_words(kind: FactType) -> &'static str {
    match kind {
        FactType::Bool => "true or false",
        FactType::Int => "a whole number",
        FactType::Money => "an amount",
        FactType::Date => "a day",
        FactType::Text => "a text",
        FactType::TextList => "a list of texts",
        FactType::Json => "anything",
    }
}
