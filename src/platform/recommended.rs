//! What a page recommends: products to look at next.
//!
//! Decides what of a declaration is taken: so many products, with a name, and addresses that a message may lead to.

use super::declared::Shop;
use super::lenient::{Want, said};
use crate::engine::event::Product;
use crate::node::{Kind, Node};
use crate::rules::link::{Scheme, scheme};
use std::rc::Rc;

/// Most products that a page recommends; more of them are left out.
pub const MAX_RECOMMENDED: usize = 12;

impl Shop {
    /// What the page recommends; what has no name cannot be shown.
    pub(super) fn recommended(&mut self, node: Node<'_>) -> Rc<[Product]> {
        let mut all = Vec::new();
        let Some(list) = said(node, "recommended") else { return [].into() };
        if list.kind() != Kind::List {
            self.wrong(list, "a list");
        }
        for item in list.items() {
            if item.kind() != Kind::Object {
                self.not_object(item);
            } else if said(item, "name").is_none() {
                self.missing(item, "name", "\"Linden tea\"");
            } else if all.len() < MAX_RECOMMENDED {
                all.push(self.product(item));
            }
        }
        all.into()
    }

    /// An address of the shop's, or of any site that a message may lead to.
    pub(super) fn address(&mut self, item: Node<'_>, key: &str) -> Option<Rc<str>> {
        let text = self.text(item, key, Want::Text)?;
        let fits = matches!(scheme(&text), Some(Scheme::Relative | Scheme::Https));
        #[cfg(feature = "tools")]
        if let (Some(node), false) = (item.get(key), fits) {
            crate::rules::link::unsafe_link(&mut self.decoder, node, &text);
        }
        fits.then_some(text)
    }
}
