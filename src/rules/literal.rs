//! Operands: the literals that a clause compares with, checked by the type of its fact.
//!
//! Decides what may stand behind an operator, and that amounts are held by currency. Leaves which operator takes what to the table
//! in `operator`, and where the clause goes to `condition`.

use super::condition::{Conditions, kind_words};
use super::decoder::found;
use super::diagnostic::Code;
use super::names::{Field, currency_code};
use super::operator::Shape;
use crate::engine::fact::FactType;
use crate::engine::program::Test;
use crate::engine::time::parse_date;
use crate::engine::version::padded_version;
use crate::node::{Kind, Node};
use crate::value::Value;
use std::rc::Rc;

/// What `$type` asks for.
pub const TYPES: [&str; 6] = ["null", "boolean", "number", "string", "array", "object"];

impl Conditions<'_, '_> {
    /// A clause that compares a fact with an operand.
    pub(super) fn compare(&mut self, field: &Field<'_>, node: Node<'_>, shape: Shape) -> u32 {
        let (op, amounts) = match shape {
            Shape::One(op) if node.kind() == Kind::Null => return self.clause(field, node, Test::Value(op, Value::Null)),
            Shape::One(op) | Shape::Many(op) | Shape::Pair(op) => (op, true),
            Shape::Flag(op) | Shape::Kind(op) | Shape::Text(op) | Shape::Version(op) | Shape::Group(op) => (op, false),
            _ => return self.nothing(),
        };
        let site = self.names.currency;
        if field.kind != FactType::Money || !amounts {
            let Some(operand) = self.operand(field, node, shape, site) else { return self.nothing() };
            return self.clause(field, node, Test::Value(op, operand));
        }
        // A plain operand is in the site's currency, an object names currencies.
        let mut by = Vec::new();
        if node.kind() == Kind::Object {
            for (key, amount) in node.entries() {
                if let Some(currency) = currency_code(self.cx, key)
                    && let Some(operand) = self.operand(field, amount, shape, &currency)
                {
                    by.push(Value::Text(currency));
                    by.push(operand);
                }
            }
        } else if let Some(operand) = self.operand(field, node, shape, site) {
            by.push(Value::Text(Rc::clone(site)));
            by.push(operand);
        }
        self.clause(field, node, Test::Money(op, by.into()))
    }

    fn operand(&mut self, field: &Field<'_>, node: Node<'_>, shape: Shape, currency: &str) -> Option<Value> {
        match shape {
            Shape::Many(_) => self.list(field, node, currency, false),
            Shape::Pair(_) => self.list(field, node, currency, true),
            // JavaScript takes any operand for true or false.
            Shape::Flag(_) if field.kind == FactType::Json => Some(Value::Bool(node.value().truthy())),
            Shape::Flag(_) => self.cx.flag(node).map(Value::Bool),
            Shape::Kind(_) => {
                let name = TYPES.get(self.cx.word(node, &TYPES)?)?;
                Some(Value::Text(Rc::from(*name)))
            }
            Shape::Text(_) => self.cx.text(node).map(Value::Text),
            Shape::Version(_) => Some(Value::Text(Rc::from(padded_version(&node.value())))),
            Shape::Group(_) => Some(Value::List(self.group(node)?)),
            _ => self.literal(field, node, currency),
        }
    }

    fn list(&mut self, field: &Field<'_>, node: Node<'_>, currency: &str, pair: bool) -> Option<Value> {
        if node.kind() != Kind::List || pair && node.items().count() != 2 {
            let wanted = match (pair, field.kind) {
                (true, FactType::Money) => "two amounts, such as [30, 50]",
                (true, _) => "two values, such as [2, 5]",
                (false, FactType::Money) => "a list of amounts",
                (false, _) => "a list",
            };
            return self.cx.wrong(node, wanted);
        }
        let mut list = Vec::new();
        for item in node.items() {
            list.push(self.literal(field, item, currency)?);
        }
        Some(Value::List(list.into()))
    }

    fn literal(&mut self, field: &Field<'_>, node: Node<'_>, currency: &str) -> Option<Value> {
        let literal = match field.kind {
            FactType::Json => return Some(node.value()),
            FactType::Money => return Some(Value::Int(self.names.amount(self.cx, node, currency)?)),
            _ if node.kind() == Kind::Null => return Some(Value::Null),
            FactType::Bool => node.bool().map(Value::Bool),
            FactType::Int => node.integer().map(Value::Int),
            FactType::Text | FactType::TextList => node.shared().map(Value::Text),
            FactType::Date => node.text().and_then(|text| parse_date(&text)).map(Value::Int),
        };
        if literal.is_none() {
            self.cx.report(Code::WrongLiteral, node, || {
                let example = match field.kind {
                    FactType::Bool => "true or false",
                    FactType::Int => "a whole number",
                    FactType::Date => "a day such as \"2026-11-20\"",
                    _ => "a text in double quotes",
                };
                format!(
                    "found {}, but `{}` is {}; write {example}",
                    found(node),
                    field.name.text().unwrap_or_default(),
                    kind_words(field.kind)
                )
            });
        }
        literal
    }

    fn group(&mut self, node: Node<'_>) -> Option<Rc<[Value]>> {
        let name = self.cx.text(node)?;
        for (group, members) in self.names.groups {
            if *group == name {
                return Some(Rc::clone(members));
            }
        }
        self.cx.report(Code::UnknownName, node, || {
            format!("no saved group `{name}`: rule files hold none; list the values with $in, or use a segment")
        });
        Some(Rc::default())
    }
}
