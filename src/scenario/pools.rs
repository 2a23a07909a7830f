//! Coupon pools of a scenario: what the collector would answer to a claim.
//!
//! Decides which code a visitor is given: the one that they have, else the next that nobody has.

use crate::engine::id::Id;
use crate::node::{Kind, Node};
use crate::rules::decoder::Decoder;
use crate::rules::diagnostic::Code;
use std::rc::Rc;

/// Codes that were given: to which campaign and visitor.
#[derive(Debug, Default)]
pub struct Pools(Vec<(Rc<str>, Id, Rc<str>)>);

impl Pools {
    /// A code for a visitor of a campaign; None where the pool is empty. A pool that is not among those named has `EXAMPLE`.
    pub fn claim(&mut self, named: &[(Rc<str>, Vec<Rc<str>>)], campaign: Rc<str>, pool: &str, visitor: Id) -> Option<Rc<str>> {
        if let Some((.., code)) = self.0.iter().find(|(of, to, _)| *of == campaign && *to == visitor) {
            return Some(Rc::clone(code));
        }
        let code = match named.iter().find(|(name, _)| **name == *pool) {
            Some((_, codes)) => Rc::clone(codes.iter().find(|code| self.0.iter().all(|(.., given)| given != *code))?),
            None => "EXAMPLE".into(),
        };
        self.0.push((campaign, visitor, Rc::clone(&code)));
        Some(code)
    }
}

/// Each pool with its codes.
pub fn read(cx: &mut Decoder, node: Node<'_>) -> Vec<(Rc<str>, Vec<Rc<str>>)> {
    let mut pools = Vec::new();
    for (name, codes) in node.entries() {
        if codes.kind() != Kind::List {
            cx.report(Code::WrongType, codes, || {
                format!("found {}, expected the codes of the pool, such as [\"A1\", \"B2\"]", codes.raw())
            });
        }
        let codes = codes.items().filter_map(|code| cx.text(code)).collect();
        pools.extend(cx.id(name).map(|name| (name, codes)));
    }
    if node.kind() != Kind::Object {
        cx.report(Code::WrongType, node, || format!("found {}, expected pools and their codes: {{ \"spring\": [\"A1\"] }}", node.raw()));
    }
    pools
}
