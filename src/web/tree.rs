//! A view's nodes become elements, and a newer view is worked into those that are there.
//!
//! Decides what is kept: an element that fits its successor stays, with focus and what was typed; what differs is patched,
//! what does not fit is replaced. Text becomes text: there is `createElement`, `textContent`, and attributes whose names are
//! written in our own source, nothing else.

use super::format;
use crate::view::{Element as Node, On, Slot, Tag};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, HtmlElement};

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
    pub document: &'v Document,
    pub locale: &'v str,
    /// All elements that do something, in the order of the view.
    pub handles: Vec<Handle>,
}

impl Painter<'_> {
    /// Makes the children of `parent` show `new`; `drawn` showed `old` until now.
    pub fn children(&mut self, parent: &Element, old: &[Node], new: &[Node], drawn: &mut Vec<Drawn>) -> Result<(), JsValue> {
        for (index, node) in new.iter().enumerate() {
            match (old.get(index), drawn.get_mut(index)) {
                (Some(before), Some(there)) if fits(before, node) => self.patch(before, node, there)?,
                (_, Some(there)) => {
                    let made = self.make(node)?;
                    parent.replace_child(&made.element, &there.element)?;
                    *there = made;
                }
                (_, None) => {
                    let made = self.make(node)?;
                    parent.append_child(&made.element)?;
                    drawn.push(made);
                }
            }
        }
        for gone in drawn.drain(new.len()..) {
            gone.element.remove();
        }
        Ok(())
    }

    fn make(&mut self, node: &Node) -> Result<Drawn, JsValue> {
        let element = self.document.create_element(node.tag.name())?;
        if !node.class.is_empty() {
            element.set_attribute("class", node.class)?;
            element.set_attribute("part", node.class)?;
        }
        let mut drawn = Drawn { element, children: Vec::new() };
        self.fill(None, node, &mut drawn)?;
        Ok(drawn)
    }

    fn patch(&mut self, before: &Node, node: &Node, there: &mut Drawn) -> Result<(), JsValue> {
        for (name, _) in &before.attrs {
            if attribute(node, name).is_none() {
                there.element.remove_attribute(name)?;
            }
        }
        self.fill(Some(before), node, there)
    }

    /// Brings attributes, text and children from `before` to `node`.
    fn fill(&mut self, before: Option<&Node>, node: &Node, drawn: &mut Drawn) -> Result<(), JsValue> {
        let element = drawn.element.clone();
        for (name, slots) in &node.attrs {
            if before.and_then(|before| attribute(before, name)) != Some(slots) {
                element.set_attribute(name, &format::text(self.locale, slots))?;
            }
        }
        if let Some(permille) = node.permille.filter(|permille| before.and_then(|before| before.permille) != Some(*permille)) {
            let style = element.unchecked_ref::<HtmlElement>().style();
            style.set_property("--shopbell-value", &format::whole(permille))?;
            // Only a step that is seen is celebrated, not a page that opens with the target reached.
            if permille >= 1000 && before.is_some() {
                element.set_attribute("data-reached", "")?;
            } else {
                element.remove_attribute("data-reached")?;
            }
        }
        if let Some(on) = &node.on {
            self.handles.push(Handle { element: element.clone(), tag: node.tag, on: on.clone() });
        }
        // An element has text or children, and `fits` sees to it that it had the same before.
        if before.map_or(&[][..], |before| &before.text) != node.text {
            element.set_text_content(Some(&format::text(self.locale, &node.text)));
        }
        self.children(&element, before.map_or(&[], |before| &before.children), &node.children, &mut drawn.children)
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
