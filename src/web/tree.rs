//! A view's nodes become elements, and a newer view is worked into those that are there.
//!
//! Decides what is kept: an element that fits its successor stays, with focus and what was typed; what differs is patched,
//! what does not fit is replaced. Text becomes text: there is `createElement`, `textContent`, and attributes whose names are
//! written in our own source, nothing else.

use super::{format, page};
use crate::view::{Element as Node, On, Slot, Tag};
use web_sys::Element;

/// An element on screen and what is in it, in the shape of the [`Node`] it shows.
pub struct Drawn {
    element: Element,
    children: Vec<Drawn>,
}

/// An element that does something.
pub struct Handle {
    pub element: Element,
    pub tag: Tag,
    pub on: On,
}

/// One pass over a view.
pub struct Painter<'v> {
    pub locale: &'v str,
    /// All elements that do something, in the order of the view.
    pub handles: Vec<Handle>,
}

impl Painter<'_> {
    /// Makes the children of `parent` show `new`; `drawn` showed `old` until now.
    pub fn children(&mut self, parent: &Element, old: &[Node], new: &[Node], drawn: &mut Vec<Drawn>) {
        for (index, node) in new.iter().enumerate() {
            match (old.get(index), drawn.get_mut(index)) {
                (Some(before), Some(there)) if fits(before, node) => self.patch(before, node, there),
                (_, Some(there)) => {
                    let made = self.make(node);
                    page::put(parent, &made.element, Some(&there.element));
                    *there = made;
                }
                (_, None) => {
                    let made = self.make(node);
                    page::put(parent, &made.element, None);
                    drawn.push(made);
                }
            }
        }
        for gone in drawn.drain(new.len()..) {
            page::remove(&gone.element);
        }
    }

    fn make(&mut self, node: &Node) -> Drawn {
        let mut drawn = Drawn { element: page::element(node.tag.name(), node.class), children: Vec::new() };
        self.fill(None, node, &mut drawn);
        drawn
    }

    fn patch(&mut self, before: &Node, node: &Node, there: &mut Drawn) {
        for (name, _) in &before.attrs {
            if attribute(node, name).is_none() {
                page::attribute(&there.element, name, None);
            }
        }
        self.fill(Some(before), node, there);
    }

    /// Brings attributes, text and children from `before` to `node`.
    fn fill(&mut self, before: Option<&Node>, node: &Node, drawn: &mut Drawn) {
        let element = drawn.element.clone();
        for (name, slots) in &node.attrs {
            if before.and_then(|before| attribute(before, name)) != Some(slots) {
                page::attribute(&element, name, Some(&format::text(self.locale, slots)));
            }
        }
        if let Some(permille) = node.permille.filter(|permille| before.and_then(|before| before.permille) != Some(*permille)) {
            page::property(&element, "value", &format::whole(permille));
            // Only a step that is seen is celebrated, not a page that opens with the target reached.
            let reached = permille >= 1000 && before.is_some();
            page::attribute(&element, "data-reached", reached.then_some(""));
        }
        if let Some(on) = &node.on {
            self.handles.push(Handle { element: element.clone(), tag: node.tag, on: on.clone() });
        }
        // An element has text or children, and `fits` sees to it that it had the same before.
        if before.map_or(&[][..], |before| &before.text) != node.text {
            page::text(&element, &format::text(self.locale, &node.text));
        }
        self.children(&element, before.map_or(&[], |before| &before.children), &node.children, &mut drawn.children);
    }
}

fn attribute<'n>(node: &'n Node, name: &str) -> Option<&'n Vec<Slot>> {
    node.attrs.iter().find(|(there, _)| *there == name).map(|(_, slots)| slots)
}

/// Whether the element of `old` can go on as that of `new`. Fields of another name cannot: what was typed is not theirs.
fn fits(old: &Node, new: &Node) -> bool {
    old.tag == new.tag
        && old.class == new.class
        && attribute(old, "name") == attribute(new, "name")
        && attribute(old, "type") == attribute(new, "type")
        && field(old) == field(new)
        && old.children.is_empty() == new.children.is_empty()
}

fn field(node: &Node) -> Option<&str> {
    match node.on.as_ref()? {
        On::Answer(field) | On::AnswerAndNext(field) => Some(field),
        On::Press(_) => None,
    }
}
