//! The keys that a block was given.
//!
//! Decides how they are read: by their place in the block's list of names. Leaves what they mean to the block.

use super::builder::{Builder, MOST_KEYS, NONE};
use crate::node::{Kind, Node};
use crate::rules::diagnostic::Code;
use crate::rules::vocabulary::filled;
use std::rc::Rc;

impl<'b> Builder<'b> {
    /// Makes these the keys at hand. Anything but an object is short for the first.
    #[inline(never)]
    pub fn keys(&mut self, node: Node<'b>, names: &'static [&'static str]) {
        self.alone(node);
        self.names = names;
        if node.kind() != Kind::Object {
            return;
        }
        self.forget();
        for (key, value) in node.entries() {
            let place = names.iter().position(|name| *name == key.word()).unwrap_or(NONE);
            let Some(slot) = self.values.get_mut(place) else {
                self.cx.unknown_key(key, names);
                continue;
            };
            if slot.replace(value).is_some() {
                self.cx.report(Code::DuplicateKey, key, || format!("the key `{}` stands here twice; keep one", key.word()));
            }
        }
    }

    /// Makes the value itself the first of the keys at hand.
    pub fn alone(&mut self, node: Node<'b>) {
        self.node = node;
        self.forget();
        self.values[0] = Some(node);
    }

    /// Forgets the keys at hand.
    pub fn forget(&mut self) {
        self.values = [None; MOST_KEYS];
    }

    /// The value of a key.
    #[inline(never)]
    #[must_use]
    pub fn at(&self, place: usize) -> Option<Node<'b>> {
        self.values.get(place).copied().flatten()
    }

    /// The value of a key that has to be there. Inlined, so that examples stay with the tools.
    #[inline(always)]
    pub fn need(&mut self, place: usize, example: &str) -> Option<Node<'b>> {
        self.needed(place, if cfg!(feature = "tools") { example } else { "" })
    }

    #[inline(never)]
    fn needed(&mut self, place: usize, example: &str) -> Option<Node<'b>> {
        let value = self.at(place);
        if value.is_none() {
            self.cx.missing::<()>(self.node, self.names.get(place).copied().unwrap_or_default(), example);
        }
        value
    }

    /// The text under a key, which has to be there and say something.
    #[inline(always)]
    pub fn filled(&mut self, place: usize, example: &str) -> Option<Rc<str>> {
        self.said_under(place, if cfg!(feature = "tools") { example } else { "" })
    }

    #[inline(never)]
    fn said_under(&mut self, place: usize, example: &str) -> Option<Rc<str>> {
        filled(self.cx, self.node, self.at(place), self.names.get(place).copied().unwrap_or_default(), example)
    }

    /// The value of a key that is `true` or `false`.
    #[inline(never)]
    pub fn flag(&mut self, place: usize, default: bool) -> bool {
        let Some(node) = self.at(place) else { return default };
        self.cx.flag(node).unwrap_or(default)
    }

    /// The value of a key that is a whole number.
    #[inline(never)]
    pub fn whole(&mut self, place: usize, low: i64, high: i64) -> Option<i64> {
        let node = self.at(place)?;
        self.cx.integer(node, low, high)
    }

    /// The value of a key that is a word, each of which is a class.
    #[inline(never)]
    pub fn style(&mut self, place: usize, words: &[&'static str]) -> Option<&'static str> {
        let node = self.at(place)?;
        words.get(self.cx.word(node, words)?).copied()
    }
}
