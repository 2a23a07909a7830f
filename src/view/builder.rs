//! What a block is drawn with: the keys it was given, and elements that open and close.
//!
//! Decides nothing about looks. A block reads its keys by their place and opens what it needs; what is still open when it
//! ends is closed for it.

use super::build::Drawing;
use super::words::{Word, word};
use super::{Element, On, Slot, Tag};
use crate::decimal::Decimal;
use crate::node::{Kind, Node};
use crate::rules::action::Action;
use crate::rules::decoder::Decoder;
use crate::rules::diagnostic::Code;
use crate::rules::text::Form;
use crate::rules::vocabulary::{not_yet, present};
use std::mem::{replace, take};
use std::rc::Rc;

/// The step being drawn.
pub struct Builder<'b> {
    /// Where problems go.
    pub cx: &'b mut Decoder,
    /// What is known.
    pub with: &'b Drawing<'b>,
    /// The object at hand, its known keys and their values.
    pub(super) node: Node<'b>,
    pub(super) names: &'static [&'static str],
    pub(super) values: [Option<Node<'b>>; 5],
    /// Place of the block in its step.
    pub(super) index: usize,
    /// Whether the headline is there, or will be.
    pub(super) lead_text: bool,
    /// Place of the button that weighs most.
    pub(super) lead_button: usize,
    /// Whether choosing a score is all there is to do.
    pub goes_on_alone: bool,
    /// Whether the block at hand cannot be drawn: something it needs is not known.
    pub gap: bool,
    /// Whether what is read is only checked.
    pub mute: bool,
    /// What [`PROGRESS_NAMES`](crate::rules::text::PROGRESS_NAMES) stand for in a text of a progress block.
    pub progress: Vec<Slot>,
    /// The field that the block at hand answers.
    pub field: Rc<str>,
    pub(super) fields: Vec<Rc<str>>,
    /// Words that are going into the open element.
    pub(super) words: String,
    /// The innermost open element; in the end what holds the nodes.
    pub top: Element,
    /// Those around it.
    pub(super) open: Vec<Element>,
    /// See [`View::actions`](super::View::actions).
    pub actions: Vec<Action>,
    /// Fields that have to be answered.
    pub required: Vec<Rc<str>>,
    /// Whether all blocks can be drawn.
    pub drawn: bool,
}

impl<'b> Builder<'b> {
    /// Begins a step.
    pub(super) fn new(cx: &'b mut Decoder, with: &'b Drawing<'b>, blocks: Node<'b>) -> Builder<'b> {
        Builder {
            cx,
            with,
            node: blocks,
            names: &[],
            values: [None; 5],
            index: 0,
            lead_text: false,
            lead_button: usize::MAX,
            goes_on_alone: false,
            gap: false,
            mute: false,
            progress: Vec::new(),
            field: Rc::default(),
            fields: Vec::new(),
            words: String::new(),
            top: Element::new(Tag::Div, ""),
            open: Vec::new(),
            actions: Vec::new(),
            required: Vec::new(),
            drawn: true,
        }
    }

    /// Says that something is known but not yet drawn.
    pub fn not_yet(&mut self, node: Node<'_>, name: &str) {
        not_yet(self.cx, node, name);
        self.drawn = false;
    }

    /// Makes these the keys at hand. Anything but an object is short for the first.
    #[inline(never)]
    pub fn keys(&mut self, node: Node<'b>, names: &'static [&'static str]) {
        self.alone(node);
        self.names = names;
        if node.kind() != Kind::Object {
            return;
        }
        self.values = [None; 5];
        for (key, value) in node.entries() {
            match names.iter().position(|name| *name == key.word()).and_then(|place| self.values.get_mut(place)) {
                None => self.cx.unknown_key(key, names),
                Some(slot) => {
                    if slot.replace(value).is_some() {
                        self.cx.report(Code::DuplicateKey, key, || format!("the key `{}` stands here twice; keep one", key.word()));
                    }
                }
            }
        }
    }

    /// Makes the value itself the first of the keys at hand.
    pub fn alone(&mut self, node: Node<'b>) {
        self.node = node;
        self.values = [Some(node), None, None, None, None];
    }

    /// Forgets the keys at hand.
    pub fn forget(&mut self) {
        self.values = [None; 5];
    }

    /// The value of a key.
    #[inline(never)]
    #[must_use]
    pub fn at(&self, place: usize) -> Option<Node<'b>> {
        self.values.get(place).copied().flatten()
    }

    /// The value of a key that has to be there.
    #[inline(never)]
    pub fn need(&mut self, place: usize, example: &str) -> Option<Node<'b>> {
        let key = self.names.get(place).copied().unwrap_or_default();
        present(self.cx, self.node, self.at(place), key, example)
    }

    /// The value of a key that is `true` or `false`.
    #[inline(never)]
    pub fn flag(&mut self, place: usize, default: bool) -> bool {
        self.at(place).and_then(|node| self.cx.flag(node)).unwrap_or(default)
    }

    /// The value of a key that is a whole number.
    #[inline(never)]
    pub fn whole(&mut self, place: usize, low: i64, high: i64) -> Option<i64> {
        self.at(place).and_then(|node| self.cx.integer(node, low, high))
    }

    /// The value of a key that is a word, each of which is a class.
    #[inline(never)]
    pub fn style(&mut self, place: usize, words: &[&'static str]) -> Option<&'static str> {
        self.at(place).and_then(|node| self.cx.word(node, words)).and_then(|place| words.get(place)).copied()
    }

    /// Opens an element in the one that is open.
    #[inline(never)]
    pub fn open(&mut self, tag: Tag, class: &'static str) {
        self.open.push(replace(&mut self.top, Element::new(tag, class)));
    }

    /// Closes the innermost open element.
    #[inline(never)]
    pub fn close(&mut self) {
        if let Some(outer) = self.open.pop() {
            let inner = replace(&mut self.top, outer);
            self.top.children.push(inner);
        }
    }

    /// Puts a slot into the open element.
    #[inline(never)]
    pub fn put(&mut self, slot: Slot) {
        self.top.text.push(slot);
    }

    /// Puts a text of our own into the open element.
    #[inline(never)]
    pub fn word(&mut self, which: Word) {
        self.put(Slot::text(word(self.with.locale, which)));
    }

    /// Gives the open element an attribute.
    #[inline(never)]
    pub fn attr(&mut self, name: &'static str, value: &str) {
        self.attr_slots(name, vec![Slot::text(value)]);
    }

    /// Gives the open element an attribute.
    pub fn attr_slots(&mut self, name: &'static str, slots: Vec<Slot>) {
        self.top.attrs.push((name, slots));
    }

    /// Gives the open element an attribute with the text under a key.
    #[inline(never)]
    pub fn attr_text(&mut self, name: &'static str, place: usize) {
        if let Some(node) = self.at(place) {
            let outer = take(&mut self.top.text);
            self.text(node, Form::Plain);
            let slots = replace(&mut self.top.text, outer);
            self.attr_slots(name, slots);
        }
    }

    /// Gives the open element an attribute with an id that no other block of the step has.
    #[inline(never)]
    pub fn attr_id(&mut self, name: &'static str, part: &str) {
        let mut id = String::from("b");
        id.push_str(&digits(self.index as i64));
        id.push_str(part);
        self.attr(name, &id);
    }

    /// Gives the open element the name of the field at hand.
    pub fn attr_field(&mut self) {
        let field = Rc::clone(&self.field);
        self.top.attrs.push(("name", vec![Slot::Text(field)]));
    }

    /// What the open element does.
    #[inline(never)]
    pub fn on(&mut self, on: On) {
        self.top.on = Some(on);
    }

    /// Opens a button, or the link that looks like one.
    #[inline(never)]
    pub fn button(&mut self, tag: Tag, class: &'static str, action: Action) {
        self.open(tag, class);
        if tag == Tag::Button {
            self.attr("type", "button");
        }
        self.actions.push(action);
        self.on(On::Press((self.actions.len() - 1) as u16));
    }

    /// Class of a text that may lead: the first of them is the headline.
    #[must_use]
    pub fn lead(&self) -> &'static str {
        if self.lead_text { "body" } else { "headline" }
    }

    /// Whether the block at hand is the button that weighs most.
    #[must_use]
    pub fn is_lead_button(&self) -> bool {
        self.lead_button == self.index
    }

    /// Names the field that the block at hand answers.
    #[inline(never)]
    pub fn field(&mut self, place: usize, default: &str) {
        let node = self.at(place);
        self.field = match node {
            Some(node) => self.cx.id(node).unwrap_or_default(),
            None => Rc::from(default),
        };
        if self.fields.contains(&self.field) {
            let at = node.unwrap_or(self.node);
            self.cx.report(Code::DuplicateId, at, || {
                format!("two questions of this step answer `{}`; give one of them another \"name\"", self.field)
            });
        }
        self.fields.push(Rc::clone(&self.field));
    }

    /// Makes `NAME.PART` the field at hand.
    #[inline(never)]
    pub fn under(&mut self, name: &str, part: &str) {
        let mut field = String::from(name);
        field.push('.');
        field.push_str(part);
        self.field = Rc::from(field.as_str());
    }

    /// What the field at hand says now; "" where it is not answered.
    #[must_use]
    pub fn answer(&self) -> &'b str {
        self.with.answer(&self.field)
    }

    /// A label with a radio or checkbox, ticked where it is the answer, and an open span for its text.
    #[inline(never)]
    pub fn tick(&mut self, class: &'static str, kind: &str, value: &str, on: On) {
        self.open(Tag::Label, class);
        self.open(Tag::Input, "");
        self.attr("type", kind);
        self.attr_field();
        self.attr("value", value);
        if self.answer() == value {
            self.attr("checked", "");
        }
        self.on(on);
        self.close();
        self.open(Tag::Span, "");
    }

    /// Opens an element with the text under a key; it has to be there.
    #[inline(never)]
    pub fn say(&mut self, tag: Tag, class: &'static str, place: usize, example: &str) {
        self.open(tag, class);
        if let Some(node) = self.need(place, example) {
            self.text(node, Form::Rich);
        }
        self.said();
    }

    /// The open element has said what it says.
    pub fn said(&mut self) {
        self.lead_text |= self.top.class == "headline" && !self.gap;
    }

    /// Puts the text under a key into the open element, else one of our own.
    #[inline(never)]
    pub fn text_or(&mut self, place: usize, which: Word) {
        match self.at(place) {
            Some(node) => self.text(node, Form::Plain),
            None => self.word(which),
        }
    }
}

/// A whole number for an attribute: never a [`Slot::Number`], which the host formats for people.
#[must_use]
pub fn digits(number: i64) -> String {
    let mut out = String::new();
    Decimal::from_i64(number).write(&mut out);
    out
}
