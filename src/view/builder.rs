//! What a block is drawn with: elements that open and close, and what goes into them.
//!
//! Decides nothing about looks. A block reads its keys by their place and opens what it needs; what is still open when it
//! ends is closed for it.

use super::build::Drawing;
use super::words::{Word, halves, word};
use super::{Kind, Row, Tag};
use crate::decimal::Decimal;
use crate::engine::time::{Millis, NEVER};
use crate::node::Node;
use crate::rules::action::{Action, ActionWord};
use crate::rules::decoder::Decoder;
use crate::rules::diagnostic::Code;
use crate::rules::text::Form;
use std::mem::replace;
use std::rc::Rc;

/// Place of the innermost open element where none is open.
pub(super) const NONE: usize = usize::MAX;
/// Most keys of a block, or of what is in one.
pub(super) const MOST_KEYS: usize = 7;

/// The step being drawn.
pub struct Builder<'b> {
    /// Where problems go.
    pub cx: &'b mut Decoder,
    /// What is known.
    pub with: &'b Drawing<'b>,
    /// The object at hand, its known keys and their values.
    pub(super) node: Node<'b>,
    pub(super) names: &'static [&'static str],
    pub(super) values: [Option<Node<'b>>; MOST_KEYS],
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
    /// What [`PROGRESS_NAMES`](crate::rules::text::PROGRESS_NAMES) stand for in a text of a progress block, and in which currency.
    pub progress: [i64; 3],
    /// See [`Builder::progress`].
    pub currency: &'b str,
    /// The field that the block at hand answers.
    pub field: Rc<str>,
    pub(super) fields: Vec<Rc<str>>,
    /// See [`View::rows`](super::View::rows); an element that is still open has in `number` the place of the one around it.
    pub rows: Vec<Row>,
    /// Place of the innermost open element.
    pub(super) top: usize,
    /// What pieces go into: the name of an attribute, "" for the text.
    pub(super) into: &'static str,
    /// Where the stretch of a text begins that looks alike, and where its words do.
    pub(super) stretch: (usize, usize),
    /// See [`View::actions`](super::View::actions).
    pub actions: Vec<Rc<Action>>,
    /// Whether an answer is wrong, or missing.
    pub wrong: bool,
    /// Whether there is a form among the blocks.
    pub form: bool,
    /// See [`View::holds`](super::View::holds).
    pub holds: bool,
    /// See [`View::to`](super::View::to).
    pub to: Option<Rc<str>>,
    /// Text of the button that sends.
    pub(super) send: (Option<Node<'b>>, Word),
    /// The code that it copies, once the prize is uncovered.
    pub(super) won: Option<Rc<str>>,
    /// What is sent with the answers: field and text.
    pub kept: Vec<(Rc<str>, Rc<str>)>,
    /// Whether a countdown is counted from the visitor's first exposure.
    pub counts: bool,
    /// See [`View::over`](super::View::over).
    pub over: bool,
    /// See [`View::pool`](super::View::pool).
    pub pool: Option<Rc<str>>,
    /// See [`View::ends`](super::View::ends).
    pub ends: Millis,
}

impl<'b> Builder<'b> {
    /// Begins a step.
    pub(super) fn new(cx: &'b mut Decoder, with: &'b Drawing<'b>, blocks: Node<'b>) -> Builder<'b> {
        Builder {
            cx,
            with,
            node: blocks,
            names: &[],
            values: [None; MOST_KEYS],
            index: 0,
            lead_text: false,
            lead_button: usize::MAX,
            goes_on_alone: false,
            gap: false,
            mute: false,
            progress: [0; 3],
            currency: "",
            field: Rc::default(),
            fields: Vec::new(),
            rows: Vec::new(),
            top: NONE,
            into: "",
            stretch: (0, 0),
            actions: Vec::new(),
            wrong: false,
            form: false,
            holds: false,
            to: None,
            send: (None, Word::Send),
            won: None,
            kept: Vec::new(),
            counts: false,
            over: false,
            pool: None,
            ends: NEVER,
        }
    }

    /// Opens an element in the one that is open.
    #[inline(never)]
    pub fn open(&mut self, tag: Tag, class: &'static str) {
        let outer = replace(&mut self.top, self.rows.len());
        self.row(Kind::Element(tag), class, "", outer as i64);
    }

    /// Closes the innermost open element.
    #[inline(never)]
    pub fn close(&mut self) {
        let end = self.rows.len() as i64;
        if let Some(row) = self.rows.get_mut(self.top) {
            self.top = replace(&mut row.number, end) as usize;
        }
    }

    /// Closes what was opened in this element.
    #[inline(never)]
    pub(super) fn close_to(&mut self, outer: usize) {
        while self.top != outer {
            self.close();
        }
    }

    #[inline(never)]
    fn row(&mut self, kind: Kind, name: &'static str, text: &str, number: i64) {
        self.rows.push(Row { kind, name, text: Rc::from(text), number });
    }

    /// Puts a piece into the open element, or into the attribute that is being written.
    #[inline(never)]
    pub fn put(&mut self, kind: Kind, text: &str, number: i64) {
        self.row(kind, self.into, text, number);
    }

    /// Puts a text as it is.
    #[inline(never)]
    pub fn put_text(&mut self, text: &str) {
        self.put(Kind::Text, text, 0);
    }

    /// Puts an amount, or a plain number where there is no currency.
    #[inline(never)]
    pub fn put_amount(&mut self, number: i64, currency: &str) {
        if currency.is_empty() {
            self.put(Kind::Number, &digits(number), 0);
        } else {
            self.put(Kind::Money, currency, number);
        }
    }

    /// Puts a text of our own.
    #[inline(never)]
    pub fn word(&mut self, which: Word) {
        self.put_text(word(self.with.site, self.with.locale, which));
    }

    /// What stands before and behind what is put into a text of our own.
    #[inline(never)]
    pub fn halves(&self, which: Word) -> (&'b str, &'b str) {
        halves(word(self.with.site, self.with.locale, which))
    }

    /// Gives the open element an attribute.
    #[inline(never)]
    pub fn attr(&mut self, name: &'static str, value: &str) {
        self.row(Kind::Text, name, value, 0);
    }

    /// Gives the open element an attribute that is a text of our own.
    #[inline(never)]
    pub fn attr_word(&mut self, name: &'static str, which: Word) {
        self.attr(name, word(self.with.site, self.with.locale, which));
    }

    /// Gives the open element an attribute that is a whole number.
    #[inline(never)]
    pub fn attr_whole(&mut self, name: &'static str, value: i64) {
        self.attr(name, &digits(value));
    }

    /// Gives the open element an attribute with the text under a key; empty ones are attributes, too.
    #[inline(never)]
    pub fn attr_text(&mut self, name: &'static str, place: usize) {
        if let Some(node) = self.at(place) {
            self.attr(name, "");
            self.into = name;
            self.text(node, Form::Plain);
            self.into = "";
        }
    }

    /// Says once more, in the open element or an attribute of it, what these rows say.
    pub fn again(&mut self, name: &'static str, from: usize, to: usize) {
        for place in from..to {
            if let Some(row) = self.rows.get(place) {
                let (kind, text, number) = (row.kind, Rc::clone(&row.text), row.number);
                self.row(kind, name, &text, number);
            }
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

    /// Makes the open element a field for what is at hand; with `goes_on` choosing it is all there is to do.
    #[inline(never)]
    pub fn answers(&mut self, goes_on: bool) {
        let field = Rc::clone(&self.field);
        self.attr("name", &field);
        self.put(if goes_on { Kind::AnswerAndNext } else { Kind::Answer }, &field, 0);
    }

    /// Opens a button, or the link that looks like one.
    #[inline(never)]
    pub fn button(&mut self, class: &'static str, action: Action) {
        if action.word == ActionWord::Navigate {
            self.open(Tag::A, class);
            self.attr("href", &action.text);
        } else {
            self.open(Tag::Button, class);
            self.attr("type", "button");
        }
        self.put(Kind::Press, "", self.actions.len() as i64);
        self.actions.push(Rc::new(action));
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

    /// Says that the first `next` of the step only answers the field at hand, by a button with the text under a key. Tells whether it is
    /// answered.
    #[inline(never)]
    pub fn hold(&mut self, place: usize, which: Word) -> bool {
        self.send = (self.at(place), which);
        let done = !self.answer().is_empty();
        self.holds |= !done;
        done
    }

    /// Keeps what was won as the answer to the field at hand: by its value, or what it says; and the code that goes with it.
    #[inline(never)]
    pub fn keep_won(&mut self, value: Option<Rc<str>>, said: Rc<str>, code: Option<Rc<str>>) {
        let text = value.as_ref().map(|_| Rc::clone(&said));
        self.kept.push((Rc::clone(&self.field), value.unwrap_or(said)));
        for (part, what) in [("text", text), ("code", code)] {
            if let Some(what) = what {
                self.keep(part, what);
            }
        }
    }

    /// Keeps something of the field at hand with its answer.
    #[inline(never)]
    pub fn keep(&mut self, part: &str, text: Rc<str>) {
        let name = Rc::clone(&self.field);
        self.under(&name, part);
        let field = replace(&mut self.field, name);
        self.kept.push((field, text));
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
    pub fn tick(&mut self, class: &'static str, kind: &str, value: &str, goes_on: bool) {
        self.open(Tag::Label, class);
        self.open(Tag::Input, "");
        self.attr("type", kind);
        self.answers(goes_on);
        self.attr("value", value);
        if self.answer() == value {
            self.attr("checked", "");
        }
        self.close();
        self.open(Tag::Span, "");
    }

    /// Opens an element with the text under a key; it has to be there.
    #[inline(always)]
    pub fn say(&mut self, tag: Tag, class: &'static str, place: usize, example: &str) {
        let node = self.need(place, example);
        self.open(tag, class);
        self.speak(node);
    }

    /// Puts a text into the open element.
    #[inline(never)]
    pub fn speak(&mut self, node: Option<Node<'b>>) {
        if let Some(node) = node {
            self.text(node, Form::Rich);
        }
        self.said();
    }

    /// The open element has said what it says.
    pub fn said(&mut self) {
        self.lead_text |= !self.gap && self.rows.get(self.top).is_some_and(|row| row.name == "headline");
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

/// A whole number for an attribute: never a [`Kind::Number`], which the host formats for people.
#[inline(never)]
#[must_use]
pub fn digits(number: i64) -> String {
    written(Decimal::from_i64(number))
}

/// A number as JavaScript writes it.
#[must_use]
pub fn written(number: Decimal) -> String {
    let mut out = String::new();
    number.write(&mut out);
    out
}
