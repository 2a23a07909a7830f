//! From what a variant shows to a tree of plain nodes.
//!
//! Decides the language, what stands together, which text leads and which button does. Leaves each block to its own file.
//!
//! A text needs all its facts: where one is not reported, or absent, the whole block is left out, because half a sentence
//! is worse than none.

use super::words::{Word, right_to_left, word};
use super::{Element, On, Slot, Surface, Tag, View};
use crate::decimal::Decimal;
use crate::engine::fact::FactType;
use crate::money::minor_digits;
use crate::rules::action::Action;
use crate::rules::block::Block;
use crate::rules::show::{Show, StepDef, SurfaceWord};
use crate::rules::text::{PROGRESS_NAMES, Piece, Text, best};
use crate::value::Value;
use std::rc::Rc;

/// What texts can read.
pub trait Facts {
    /// The value of a fact and what its values are; None while it is not reported. Money is in minor units.
    fn fact(&self, name: &str) -> Option<(Value, FactType)>;

    /// Currency of `cart.*`: the cart's, else the site's.
    fn currency(&self) -> &str;
}

/// Answers given so far: field and answer.
pub type Answers<'a> = &'a [(Rc<str>, Rc<str>)];

/// Draws one step. `locale` is the language wanted; the nearest one the site has is taken. A step that there is not, and one
/// of which only buttons are left, has no nodes and is not to be shown.
#[must_use]
pub fn view(show: &Show, step: usize, answers: Answers<'_>, locale: &str, facts: &dyn Facts) -> View {
    let wanted = show.locale.as_deref().unwrap_or(locale);
    let locale =
        show.locales.get(best(&show.locales, wanted)).map_or_else(|| Rc::from(if wanted.is_empty() { "en" } else { wanted }), Rc::clone);
    let mut build = Builder {
        facts,
        answers,
        currency: &show.currency,
        modal: show.surface == SurfaceWord::Modal,
        locale: &locale,
        index: 0,
        lead_text: false,
        lead_button: None,
        goes_on_alone: false,
        progress: None,
        label: (u8::MAX, Vec::new()),
        actions: Vec::new(),
    };
    let nodes = show.steps.get(step).map(|step| build.step(step)).unwrap_or_default();
    View {
        surface: if build.modal { Surface::Modal } else { Surface::Bar { top: show.top } },
        close: build.word(Word::Close),
        label: build.label.1,
        actions: build.actions,
        rtl: right_to_left(&locale),
        theme: show.theme.properties(),
        preview: false,
        nodes,
        locale,
    }
}

/// The step being drawn.
pub struct Builder<'b> {
    facts: &'b dyn Facts,
    answers: Answers<'b>,
    /// Of the site.
    currency: &'b str,
    /// Whether the surface is a modal.
    pub modal: bool,
    locale: &'b str,
    /// Place of the block in its step.
    index: usize,
    /// Whether the headline is there, or will be.
    lead_text: bool,
    /// Place of the button that weighs most.
    lead_button: Option<usize>,
    /// Whether choosing a score is all there is to do.
    pub goes_on_alone: bool,
    /// What [`PROGRESS_NAMES`] stand for in a text of a progress block.
    pub progress: Option<[Slot; 3]>,
    /// Best name of the message so far, and how good it is; 0 is best.
    label: (u8, Vec<Slot>),
    actions: Vec<Action>,
}

impl Builder<'_> {
    fn step(&mut self, step: &StepDef) -> Vec<Element> {
        let fields = step.fields();
        self.lead_text = step.blocks.iter().any(|block| matches!(block, Block::Text(text) if text.leads()));
        self.goes_on_alone = fields == 1 && !step.goes_on() && step.blocks.iter().any(|block| matches!(block, Block::Nps(_)));
        let send = fields > 0 && !step.goes_on() && !self.goes_on_alone;
        if self.goes_on_alone {
            // No button does it, but hosts look it up when a score is chosen.
            self.actions.push(Action::Next);
        }
        if !send {
            let place = |kind: fn(&Action) -> bool| step.blocks.iter().position(|block| block.action().is_some_and(kind));
            self.lead_button = place(|action| !action.dismisses()).or_else(|| if fields == 0 { place(|_| true) } else { None });
        }
        let mut nodes: Vec<Element> = Vec::new();
        for (index, block) in step.blocks.iter().enumerate() {
            self.index = index;
            let Some(element) = self.block(block) else { continue };
            if !matches!(block, Block::Button(_)) {
                nodes.push(element);
                continue;
            }
            match nodes.last_mut() {
                Some(group) if group.class == "actions" => group.children.push(element),
                _ => nodes.push(actions(element)),
            }
        }
        // Buttons whose texts are gone would be a riddle.
        let quiet = |block: &Block| matches!(block, Block::Button(_) | Block::Divider);
        if nodes.iter().all(|node| matches!(node.class, "actions" | "divider")) && !step.blocks.iter().all(quiet) {
            nodes.clear();
        }
        if send && !nodes.is_empty() {
            let on = self.press(Action::Next);
            let element = button(Tag::Button, "primary", self.word(Word::Send), on);
            match nodes.last_mut() {
                Some(group) if group.class == "actions" => group.children.insert(0, element),
                _ => nodes.push(actions(element)),
            }
        }
        nodes
    }

    fn block(&mut self, block: &Block) -> Option<Element> {
        match block {
            Block::Text(text) => text.draw(self),
            Block::Image(image) => image.draw(self),
            Block::Button(button) => button.draw(self),
            Block::Coupon(coupon) => Some(coupon.draw(self)),
            Block::Nps(nps) => nps.draw(self),
            Block::Choice(choice) => choice.draw(self),
            Block::Comment(comment) => comment.draw(self),
            Block::Progress(progress) => progress.draw(self),
            Block::Divider => {
                let mut line = Element::new(Tag::Div, "divider");
                line.set("role", "separator");
                Some(line)
            }
        }
    }

    /// Class of a text that may lead: the first of them is the headline.
    #[must_use]
    pub fn lead(&self) -> &'static str {
        if self.lead_text { "body" } else { "headline" }
    }

    /// Whether the block at hand is the button that weighs most.
    #[must_use]
    pub fn is_lead_button(&self) -> bool {
        self.lead_button == Some(self.index)
    }

    /// An id that no other block of the step has.
    #[must_use]
    pub fn id(&self, part: &str) -> String {
        let mut id = String::from("b");
        id.push_str(&digits(self.index as i64));
        id.push('-');
        id.push_str(part);
        id
    }

    /// A text of our own.
    #[must_use]
    pub fn word(&self, which: Word) -> Vec<Slot> {
        vec![Slot::text(word(self.locale, which))]
    }

    /// A text of our own with a name in it, in place of its `{}`.
    #[must_use]
    pub fn word_with(&self, which: Word, name: &Rc<str>) -> Vec<Slot> {
        let (before, after) = word(self.locale, which).split_once("{}").unwrap_or_default();
        vec![Slot::text(before), Slot::Text(Rc::clone(name)), Slot::text(after)]
    }

    /// A text of the rule file, else one of our own.
    pub fn text_or(&self, text: Option<&Text>, which: Word) -> Option<Vec<Slot>> {
        text.map_or_else(|| Some(self.word(which)), |text| self.slots(text))
    }

    /// What an element does when it is pressed.
    pub fn press(&mut self, action: Action) -> On {
        self.actions.push(action);
        On::Press((self.actions.len() - 1) as u16)
    }

    /// What the field says now; "" where it is not answered.
    #[must_use]
    pub fn answer(&self, field: &str) -> &str {
        self.answers.iter().find(|(name, _)| **name == *field).map_or("", |(_, answer)| answer)
    }

    /// A radio or checkbox: `kind`, with its value, ticked where it is the answer.
    #[must_use]
    pub fn tick(&self, kind: &str, field: &str, value: &str) -> Element {
        let mut input = Element::new(Tag::Input, "");
        input.set("type", kind);
        input.set("name", field);
        input.set("value", value);
        if self.answer(field) == value {
            input.set("checked", "");
        }
        input
    }

    /// Names the message, unless something better has; see [`View::label`].
    pub fn name(&mut self, rank: u8, slots: &[Slot]) {
        if rank < self.label.0 && !slots.is_empty() {
            self.label = (rank, slots.to_vec());
        }
    }

    /// An element with a text of the rule file, markup included; None where a fact of it is not known.
    pub fn say(&mut self, tag: Tag, class: &'static str, text: &Text) -> Option<Element> {
        let slots = self.slots(text)?;
        let headline = class == "headline";
        self.lead_text |= headline;
        self.name(u8::from(!headline), &slots);
        let mut element = Element::new(tag, class);
        let runs = text.within(self.locale);
        if runs.iter().all(|run| !run.strong && !run.emphasis && run.link.is_none()) {
            element.text = slots;
            return Some(element);
        }
        for run in runs {
            let link = run.link.as_ref();
            let mut tags = [run.emphasis.then_some(Tag::Em), run.strong.then_some(Tag::Strong), link.map(|_| Tag::A)].into_iter().flatten();
            let mut node = Element::of(tags.next().unwrap_or(Tag::Span), "", self.pieces(&run.pieces)?);
            for tag in tags {
                let mut outer = Element::new(tag, "");
                outer.children.push(node);
                node = outer;
            }
            if let Some(url) = link {
                node.attrs.push(("href", vec![Slot::Text(Rc::clone(url))]));
                node.on = Some(self.press(Action::Navigate { url: Rc::clone(url) }));
            }
            element.children.push(node);
        }
        Some(element)
    }

    /// A text of the rule file without its markup; None where a fact of it is not known.
    #[must_use]
    pub fn slots(&self, text: &Text) -> Option<Vec<Slot>> {
        let mut slots = Vec::new();
        for run in text.within(self.locale) {
            slots.append(&mut self.pieces(&run.pieces)?);
        }
        Some(slots)
    }

    fn pieces(&self, pieces: &[Piece]) -> Option<Vec<Slot>> {
        pieces
            .iter()
            .map(|piece| match piece {
                Piece::Words(words) => Some(Slot::Text(Rc::clone(words))),
                Piece::Fact(name) => self.named(name),
            })
            .collect()
    }

    fn named(&self, name: &str) -> Option<Slot> {
        if let Some(field) = name.strip_prefix("answer.") {
            let answer = self.answer(field);
            return if answer.is_empty() { None } else { Some(Slot::text(answer)) };
        }
        if let Some(place) = PROGRESS_NAMES.iter().position(|known| *known == name) {
            return self.progress.as_ref()?.get(place).cloned();
        }
        let (value, kind) = self.facts.fact(name)?;
        match value {
            Value::Int(days) if kind == FactType::Date => Some(Slot::Date(days)),
            Value::Int(number) => Some(self.number(name, kind, number)),
            Value::Num(number) => Some(Slot::Number(number)),
            Value::Text(text) => Some(Slot::Text(text)),
            Value::Null | Value::Bool(_) | Value::List(_) | Value::Object(_) => None,
        }
    }

    /// An amount or a count.
    #[must_use]
    pub fn number(&self, fact: &str, kind: FactType, number: i64) -> Slot {
        if kind != FactType::Money {
            return Slot::Number(Decimal::from_i64(number));
        }
        let currency = self.currency_of(fact, kind);
        Slot::Money { minor: number, currency: Rc::from(currency), digits: minor_digits(currency) }
    }

    /// Currency of a fact's amounts; "" of a count.
    #[must_use]
    pub fn currency_of(&self, fact: &str, kind: FactType) -> &str {
        match kind {
            FactType::Money if fact.starts_with("cart.") => self.facts.currency(),
            FactType::Money => self.currency,
            _ => "",
        }
    }

    /// The value of a whole-number or money fact.
    #[must_use]
    pub fn whole(&self, fact: &str) -> Option<(i64, FactType)> {
        match self.facts.fact(fact)? {
            (Value::Int(number), kind) => Some((number, kind)),
            (Value::Num(number), kind) => Some((number.scaled(0)?, kind)),
            _ => None,
        }
    }
}

fn actions(first: Element) -> Element {
    let mut group = Element::new(Tag::Div, "actions");
    group.children.push(first);
    group
}

/// A button, or the link that looks like one.
#[must_use]
pub fn button(tag: Tag, class: &'static str, text: Vec<Slot>, on: On) -> Element {
    let mut button = Element::of(tag, class, text);
    if tag == Tag::Button {
        button.set("type", "button");
    }
    button.on = Some(on);
    button
}

/// A whole number for an attribute: never a [`Slot::Number`], which the host formats for people.
#[must_use]
pub fn digits(number: i64) -> String {
    let mut out = String::new();
    Decimal::from_i64(number).write(&mut out);
    out
}
