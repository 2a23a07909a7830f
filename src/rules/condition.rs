//! Conditions (`when`, segments, `where`): the Mongo-style language, decoded straight into nodes and clauses.
//!
//! Decides how conditions nest. Leaves names to `names`, the operators to `operator`, their operands to `literal` and meaning to
//! `engine::eval` and `engine::op`. What GrowthBook's evaluator merely calls false (unknown operators, bad patterns) is an error here.

use super::decoder::Decoder;
use super::diagnostic::{Code, did_you_mean};
use super::names::{Field, Names};
use super::operator::{OPERATORS, Shape, operator};
use super::tree::Trees;
use crate::engine::fact::FactType;
use crate::engine::glob::Glob;
use crate::engine::op::Op;
use crate::engine::pattern::Pattern;
use crate::engine::program::{Join, Leaf, Test};
use crate::node::{Kind, Node};

/// Most clauses of one condition.
pub const MAX_CLAUSES: usize = 64;

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
        }
        self.all(None, node, negate)
    }

    /// All entries of an object: of a condition, or where a field is given of operators on it.
    fn all(&mut self, field: Option<&Field<'_>>, node: Node<'_>, negate: bool) -> u32 {
        let mut entries = node.entries();
        // One entry needs no node of its own around it.
        if !negate && let (Some((name, value)), None) = (entries.next(), entries.next()) {
            return self.entry(field, name, value);
        }
        let place = self.trees.open(Join::All, negate);
        for (name, value) in node.entries() {
            self.entry(field, name, value);
        }
        self.trees.close(place)
    }

    fn entry(&mut self, field: Option<&Field<'_>>, name: Node<'_>, value: Node<'_>) -> u32 {
        if let Some(field) = field {
            return self.operator(field, name, value);
        }
        // Most names are of facts.
        let word = name.word();
        match if word.as_bytes().first() == Some(&b'$') { word } else { "" } {
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
    pub(super) fn nothing(&mut self) -> u32 {
        let place = self.trees.open(Join::Any, true);
        self.trees.close(place)
    }

    fn several(&mut self, list: Node<'_>, join: Join, negate: bool) -> u32 {
        if list.kind() != Kind::List {
            self.cx.wrong::<()>(list, "a list of conditions");
        }
        let place = self.trees.open(join, negate);
        for item in list.items() {
            self.condition(item, false);
        }
        self.trees.close(place)
    }

    /// A literal or an object of operators on one field.
    fn value_condition(&mut self, field: &Field<'_>, node: Node<'_>, negate: bool, folded: bool) -> u32 {
        if is_operators(node) {
            return self.all(Some(field), node, negate);
        }
        let shape = if field.kind == FactType::TextList && node.kind() == Kind::List { Shape::Many } else { Shape::One };
        let shape = shape(if folded { Op::Isi } else { Op::Is });
        if !negate {
            return self.compare(field, node, shape);
        }
        let place = self.trees.open(Join::All, true);
        self.compare(field, node, shape);
        self.trees.close(place)
    }

    fn operator(&mut self, field: &Field<'_>, name: Node<'_>, operand: Node<'_>) -> u32 {
        let word = name.word();
        let Some(operator) = operator(word) else {
            self.cx.report(Code::UnknownOperator, name, || {
                let word = name.text().unwrap_or_default();
                format!("unknown operator `{word}`{}", did_you_mean(&word, OPERATORS.iter().map(|row| row.name)))
            });
            return self.nothing();
        };
        if !operator.fits(field.kind) {
            self.cx.report(Code::UnknownOperator, name, || {
                format!("`{word}` cannot test `{}`, which is {}", field.name.text().unwrap_or_default(), kind_words(field.kind))
            });
            return self.nothing();
        }
        match operator.shape {
            Shape::Not => self.value_condition(field, operand, true, false),
            Shape::Size => {
                let place = self.leaf(field, operand, Test::Size);
                self.value_condition(&Field::here(name), operand, false, false);
                self.trees.close(place)
            }
            Shape::ElemMatch => {
                let place = self.leaf(field, operand, Test::ElemMatch);
                if is_operators(operand) {
                    self.value_condition(&Field::here(name), operand, false, false);
                } else {
                    let names = self.names.of_element();
                    Conditions { cx: self.cx, trees: self.trees, names: &names }.condition(operand, false);
                }
                self.trees.close(place)
            }
            Shape::Each(folded) => {
                if operand.kind() != Kind::List {
                    self.cx.wrong::<()>(operand, "a list");
                }
                let place = self.leaf(field, operand, Test::Each);
                for item in operand.items() {
                    self.value_condition(&Field::here(name), item, false, folded);
                }
                self.trees.close(place)
            }
            Shape::Regex { insensitive, wanted } => {
                let Some(source) = self.cx.text(operand) else { return self.nothing() };
                match Pattern::parse(&source, insensitive) {
                    Ok(pattern) => self.clause(field, operand, Test::Regex(pattern, wanted)),
                    Err(error) => {
                        self.cx.report(Code::BadPattern, operand, || {
                            format!(
                                "the pattern `{source}` cannot be used: {}; $glob does most jobs, as in \"/collections/**\"",
                                fault(&error)
                            )
                        });
                        self.nothing()
                    }
                }
            }
            Shape::Glob => {
                let Some(source) = self.cx.text(operand) else { return self.nothing() };
                match Glob::parse(&source) {
                    Ok(glob) => self.clause(field, operand, Test::Glob(glob)),
                    Err(error) => {
                        self.cx.report(Code::BadPattern, operand, || {
                            format!("the pattern `{source}` cannot be used: {}; write for example \"/collections/**\"", fault(&error))
                        });
                        self.nothing()
                    }
                }
            }
            shape => self.compare(field, operand, shape),
        }
    }

    /// Adds a clause; what it takes besides its field and place goes below it until it is closed.
    fn leaf(&mut self, field: &Field<'_>, node: Node<'_>, test: Test) -> u32 {
        let (slot, kind) = (field.slot, field.kind);
        let leaf = Leaf { slot, path: field.path.clone(), test, at: node.at() };
        self.trees.clause(leaf, kind, self.names.currency)
    }

    /// A clause with nothing below it.
    pub(super) fn clause(&mut self, field: &Field<'_>, node: Node<'_>, test: Test) -> u32 {
        let place = self.leaf(field, node, test);
        self.trees.close(place)
    }
}

/// Whether all keys are operators (and there is one at least).
fn is_operators(node: Node<'_>) -> bool {
    let mut some = false;
    for (key, _) in node.entries() {
        if key.raw().as_bytes().get(1) != Some(&b'$') {
            return false;
        }
        some = true;
    }
    some
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

/// What is wrong with a pattern, in words.
#[cfg(feature = "tools")]
fn fault(error: &impl std::fmt::Display) -> String {
    error.to_string()
}

/// Without the tools nobody asks for words.
#[cfg(not(feature = "tools"))]
fn fault<E>(_: &E) -> &'static str {
    ""
}
