//! From what a variant shows to a tree of plain nodes.
//!
//! Decides the language, what stands together, which text leads and which button does. Leaves each block to its own file.
//! Drawing reads the rule file as it goes and reports what is wrong with it; so the checker draws with nothing known, and
//! there is one function a block instead of a decoder, a type and a drawing.
//!
//! A text needs all its facts: where one is not reported, or absent, the whole block is left out, because half a sentence
//! is worse than none.

use super::words::{Word, right_to_left, word};
use super::{Element, On, Slot, Surface, Tag, View};
use super::{button, choice, comment, coupon, image, nps, progress, text};
use crate::decimal::Decimal;
use crate::engine::fact::FactType;
use crate::money::minor_digits;
use crate::node::{Doc, Kind, Node};
use crate::rules::action::Action;
use crate::rules::block::{BLOCKS, BlockWord};
use crate::rules::decoder::Decoder;
use crate::rules::diagnostic::Code;
use crate::rules::link::{scheme, unsafe_link};
use crate::rules::show::{Show, SiteText, SurfaceWord};
use crate::rules::text::{Form, Look, PROGRESS_NAMES, Part, best, known_locale, named, read, spoken, unknown_fact};
use crate::rules::vocabulary::{bare, find, not_yet, present};
use crate::value::Value;
use std::mem::{replace, take};
use std::rc::Rc;

/// What texts can read.
pub trait Facts {
    /// The value of a fact and what its values are; None while it is not reported. Money is in minor units.
    fn fact(&self, name: &str) -> Option<(Value, FactType)>;

    /// Currency of `cart.*`: the cart's, else the site's.
    fn currency(&self) -> &str;
}

/// Knows nothing: for checking.
pub struct Nothing;

impl Facts for Nothing {
    fn fact(&self, _: &str) -> Option<(Value, FactType)> {
        None
    }
    fn currency(&self) -> &str {
        ""
    }
}

/// Answers given so far: field and answer.
pub type Answers<'a> = &'a [(Rc<str>, Rc<str>)];

/// Draws one step. `locale` is the language wanted; the nearest one the site has is taken. A step that there is not, and one
/// of which only buttons are left, has no nodes and is not to be shown.
#[must_use]
pub fn view(show: &Show, step: usize, answers: Answers<'_>, locale: &str, facts: &dyn Facts) -> View {
    let locale = spoken(&show.site.locales, show.locale.as_deref().unwrap_or(locale));
    let modal = show.surface == SurfaceWord::Modal;
    let drawing = Drawing { site: &show.site, facts, answers, locale: &locale, modal };
    let mut drawn = Drawn::default();
    if let Ok(doc) = Doc::scan(show.text.as_bytes()) {
        let root = doc.root();
        let owner = root.get("steps").map_or(Some(root), |steps| steps.items().nth(step));
        if let Some(blocks) = owner.and_then(|owner| owner.get("blocks")).filter(|_| step < show.steps.len()) {
            drawn = draw(&mut Decoder::default(), &drawing, blocks);
        }
    }
    View {
        surface: if modal { Surface::Modal } else { Surface::Bar { top: show.top } },
        label: drawn.label,
        rtl: right_to_left(&locale),
        theme: show.theme.properties(),
        preview: false,
        close: vec![Slot::text(word(&locale, Word::Close))],
        nodes: drawn.nodes,
        actions: drawn.actions,
        locale,
    }
}

/// What a step is drawn with.
pub struct Drawing<'b> {
    /// The file around it.
    pub site: &'b SiteText,
    /// What texts can read.
    pub facts: &'b dyn Facts,
    /// What was answered so far.
    pub answers: Answers<'b>,
    /// The language.
    pub locale: &'b str,
    /// Whether the surface is a modal.
    pub modal: bool,
}

impl<'b> Drawing<'b> {
    /// Currency of a fact's amounts.
    #[must_use]
    pub fn currency(&self, fact: &str) -> &'b str {
        if fact.starts_with("cart.") { self.facts.currency() } else { &self.site.currency }
    }
}

/// A drawn step.
#[derive(Default)]
pub struct Drawn {
    /// See [`View::nodes`].
    pub nodes: Vec<Element>,
    /// See [`View::label`].
    pub label: Vec<Slot>,
    /// See [`View::actions`].
    pub actions: Vec<Action>,
    /// Fields that have to be answered.
    pub required: Vec<Rc<str>>,
    /// Whether all its blocks can be drawn.
    pub drawn: bool,
}

/// Draws the blocks of a step, and reports what is wrong with them.
pub fn draw(cx: &mut Decoder, with: &Drawing<'_>, blocks: Node<'_>) -> Drawn {
    let mut build = Builder {
        cx,
        with,
        index: 0,
        lead_text: false,
        lead_button: usize::MAX,
        goes_on_alone: false,
        gap: false,
        mute: false,
        progress: Vec::new(),
        fields: Vec::new(),
        label_rank: u8::MAX,
        out: Drawn { drawn: true, ..Drawn::default() },
        top: Element::new(Tag::Div, ""),
        open: Vec::new(),
    };
    build.step(blocks);
    build.out.nodes = build.top.children;
    build.out
}

/// The step being drawn.
pub struct Builder<'b> {
    /// Where problems go.
    pub cx: &'b mut Decoder,
    /// What is known.
    pub with: &'b Drawing<'b>,
    /// Place of the block in its step.
    index: usize,
    /// Whether the headline is there, or will be.
    lead_text: bool,
    /// Place of the button that weighs most.
    lead_button: usize,
    /// Whether choosing a score is all there is to do.
    pub goes_on_alone: bool,
    /// Whether the block at hand cannot be drawn: something is not known, or wrong.
    pub gap: bool,
    /// Whether what is read is only checked.
    pub mute: bool,
    /// What [`PROGRESS_NAMES`] stand for in a text of a progress block.
    pub progress: Vec<Slot>,
    fields: Vec<Rc<str>>,
    /// How good the label is; 0 is best.
    label_rank: u8,
    /// What is handed out in the end.
    pub out: Drawn,
    /// The innermost open element.
    pub top: Element,
    /// Those around it.
    open: Vec<Element>,
}

/// The word of what a button does.
fn does<'d>(button: Node<'d>) -> &'d str {
    let Some(does) = button.get("do") else { return "" };
    does.entries().next().map_or(does, |(key, _)| key).word()
}

impl Builder<'_> {
    fn step(&mut self, blocks: Node<'_>) {
        let (mut fields, mut nps, mut goes_on) = (0, false, false);
        let (mut lead, mut any) = (usize::MAX, usize::MAX);
        // Buttons behind the last block that is none stand together at the end.
        let mut tail = 0;
        for (index, item) in blocks.items().enumerate() {
            let Some((key, value)) = item.entries().next() else { continue };
            match key.word() {
                "button" => {
                    let does = does(value);
                    goes_on |= does == "next";
                    any = any.min(index);
                    if !matches!(does, "close" | "snooze") {
                        lead = lead.min(index);
                    }
                    continue;
                }
                "text" => self.lead_text |= value.get("style").is_some_and(|style| style.word() == "headline"),
                "nps" => (fields, nps) = (fields + 1, true),
                "choice" | "comment" => fields += 1,
                _ => {}
            }
            tail = index + 1;
        }
        self.goes_on_alone = nps && fields == 1 && !goes_on;
        let send = fields > 0 && !goes_on && !self.goes_on_alone;
        if self.goes_on_alone {
            // No button does it, but hosts look it up when a score is chosen.
            self.press(Action::Next);
        }
        if !send {
            self.lead_button = if lead == usize::MAX && fields == 0 { any } else { lead };
        }
        let (mut asked, mut said) = (false, false);
        let mut items = blocks.items();
        loop {
            let item = items.next();
            if send && self.index == tail && said {
                self.group();
                let on = self.press(Action::Next);
                self.button(Tag::Button, "primary", on);
                self.word(Word::Send);
                self.close();
            }
            let Some(item) = item else { break };
            let word = item.entries().next().map_or("", |(key, _)| key.word());
            let (is_button, is_line) = (word == "button", word == "divider");
            if is_button {
                self.group();
            } else {
                self.end_group();
            }
            let (depth, length) = (self.open.len(), self.top.children.len());
            self.gap = false;
            let drawn = self.block(item).is_some() && !self.gap;
            while self.open.len() > depth {
                self.close();
            }
            if !drawn {
                self.top.children.truncate(length);
            }
            asked |= !is_button && !is_line;
            said |= drawn && !is_button && !is_line;
            self.index += 1;
        }
        self.end_group();
        // Buttons whose texts are gone would be a riddle.
        if asked && !said {
            self.top.children.clear();
        }
    }

    /// Opens a group of buttons, unless one is open.
    fn group(&mut self) {
        if self.open.is_empty() {
            self.open(Tag::Div, "actions");
        }
    }

    fn end_group(&mut self) {
        if !self.open.is_empty() {
            let some = !self.top.children.is_empty();
            self.close();
            if !some {
                self.top.children.pop();
            }
        }
    }

    fn block(&mut self, node: Node<'_>) -> Option<()> {
        let (key, value) = self.cx.only_entry(node, r#"exactly one block in its own braces, such as { "text": "Hello" }"#)?;
        let kind = *BlockWord::ALL.get(find(self.cx, key, BLOCKS, Code::UnknownBlock, "a block")?)?;
        match kind {
            BlockWord::Text => text::draw(self, value),
            BlockWord::Image => image::draw(self, value),
            BlockWord::Button => button::draw(self, value),
            BlockWord::Coupon => coupon::draw(self, value),
            BlockWord::Nps => nps::draw(self, value),
            BlockWord::Choice => choice::draw(self, value),
            BlockWord::Comment => comment::draw(self, value),
            BlockWord::Progress => progress::draw(self, value),
            BlockWord::Divider => {
                bare(self.cx, value)?;
                self.open(Tag::Div, "divider");
                self.attr("role", "separator");
                Some(())
            }
            BlockWord::Countdown | BlockWord::Form | BlockWord::Rating | BlockWord::Products | BlockWord::Wheel | BlockWord::Scratch => {
                self.not_yet(key, kind.term().name);
                None
            }
        }
    }

    /// Says that something is known but not yet drawn.
    pub fn not_yet(&mut self, node: Node<'_>, name: &str) {
        not_yet(self.cx, node, name);
        self.out.drawn = false;
        self.gap = true;
    }

    /// A key that has to be there; without it the block is not drawn, but the rest of it is still checked.
    #[inline(never)]
    pub fn need<'d>(&mut self, owner: Node<'_>, value: Option<Node<'d>>, key: &str, example: &str) -> Option<Node<'d>> {
        self.gap |= value.is_none();
        present(self.cx, owner, value, key, example)
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

    /// Gives the open element an attribute.
    #[inline(never)]
    pub fn attr(&mut self, name: &'static str, value: &str) {
        self.attr_slots(name, vec![Slot::text(value)]);
    }

    /// Gives the open element an attribute with a text of the rule file.
    #[inline(never)]
    pub fn attr_text(&mut self, name: &'static str, node: Option<Node<'_>>) {
        if let Some(node) = node {
            let outer = replace(&mut self.top, Element::new(Tag::Span, ""));
            self.text(node, Form::Plain);
            let inner = replace(&mut self.top, outer);
            self.attr_slots(name, inner.text);
        }
    }

    /// Gives the open element an attribute with a text of our own.
    #[inline(never)]
    pub fn attr_word(&mut self, name: &'static str, which: Word) {
        self.attr(name, word(self.with.locale, which));
    }

    /// Gives the open element an attribute.
    pub fn attr_slots(&mut self, name: &'static str, slots: Vec<Slot>) {
        self.top.attrs.push((name, slots));
    }

    /// Gives the open element an id that no other block of the step has.
    #[must_use]
    pub fn id(&self, part: &str) -> String {
        let mut id = String::from("b");
        id.push_str(&digits(self.index as i64));
        id.push_str(part);
        id
    }

    /// What the open element does.
    pub fn on(&mut self, on: On) {
        self.top.on = Some(on);
    }

    /// What an element does when it is pressed.
    #[inline(never)]
    pub fn press(&mut self, action: Action) -> On {
        self.out.actions.push(action);
        On::Press((self.out.actions.len() - 1) as u16)
    }

    /// Opens a button, or the link that looks like one.
    #[inline(never)]
    pub fn button(&mut self, tag: Tag, class: &'static str, on: On) {
        self.open(tag, class);
        if tag == Tag::Button {
            self.attr("type", "button");
        }
        self.on(on);
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

    /// The name of a field, and that it is one: lower-case letters, digits, `_` and `-`.
    pub fn field(&mut self, owner: Node<'_>, node: Option<Node<'_>>, default: &str) -> Option<Rc<str>> {
        let name = node.map_or_else(|| Some(Rc::from(default)), |node| self.cx.text(node))?;
        let at = node.unwrap_or(owner);
        let letters = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-');
        if name.is_empty() || name.len() > 64 || !name.bytes().all(letters) {
            self.cx.report(Code::BadId, at, || {
                format!("`{name}` cannot name an answer; use lower-case letters, digits, `_` and `-`, such as `why_leaving`")
            });
            return None;
        }
        if self.fields.contains(&name) {
            self.cx
                .report(Code::DuplicateId, at, || format!("two questions of this step answer `{name}`; give one of them another \"name\""));
        }
        self.fields.push(Rc::clone(&name));
        Some(name)
    }

    /// What the field says now; "" where it is not answered.
    #[inline(never)]
    #[must_use]
    pub fn answer(&self, field: &str) -> &str {
        self.with.answers.iter().find(|(name, _)| **name == *field).map_or("", |(_, answer)| answer)
    }

    /// A label with a radio or checkbox, ticked where it is the answer, and an open span for its text.
    #[inline(never)]
    pub fn tick(&mut self, class: &'static str, kind: &str, field: &Rc<str>, value: &str, on: On) {
        self.open(Tag::Label, class);
        self.open(Tag::Input, "");
        self.attr("type", kind);
        self.attr("name", field);
        self.attr("value", value);
        if self.answer(field) == value {
            self.attr("checked", "");
        }
        self.on(on);
        self.close();
        self.open(Tag::Span, "");
    }

    /// Names the message after the open element, unless something better has; see [`View::label`].
    #[inline(never)]
    pub fn name(&mut self, rank: u8) {
        if rank < self.label_rank && !self.gap {
            let mut slots = Vec::new();
            flatten(&self.top, &mut slots);
            if !slots.is_empty() {
                (self.label_rank, self.out.label) = (rank, slots);
            }
        }
    }

    /// Opens an element with a text of the rule file that may lead or name the message.
    #[inline(never)]
    pub fn say(&mut self, tag: Tag, class: &'static str, node: Option<Node<'_>>) {
        self.open(tag, class);
        if let Some(node) = node {
            self.text(node, Form::Rich);
            self.said();
        }
    }

    /// The open element has said what it says.
    pub fn said(&mut self) {
        let headline = self.top.class == "headline";
        self.lead_text |= headline && !self.gap;
        self.name(u8::from(!headline));
    }

    /// Puts a text of our own into the open element.
    #[inline(never)]
    pub fn word(&mut self, which: Word) {
        self.top.text.push(Slot::text(word(self.with.locale, which)));
    }

    /// Puts a text of the rule file into the open element, else one of our own.
    pub fn text_or(&mut self, node: Option<Node<'_>>, which: Word) {
        match node {
            Some(node) => self.text(node, Form::Plain),
            None => self.word(which),
        }
    }

    /// Puts a text into the open element; the text of each language is checked.
    #[inline(never)]
    pub fn text(&mut self, node: Node<'_>, form: Form) {
        if node.kind() != Kind::Object {
            return self.template(node, form);
        }
        let site = self.with.site;
        let nearest = |wanted: &str| best(&mut node.entries().map(|(key, _)| key.word()), wanted);
        let chosen = nearest(self.with.locale).or_else(|| nearest(site.locales.first()?)).unwrap_or(0);
        let outer = self.mute;
        for (place, (key, value)) in node.entries().enumerate() {
            known_locale(self.cx, site, key, key.word());
            if node.get(key.word()).is_some_and(|last| last.index() != value.index()) {
                self.cx.report(Code::DuplicateKey, key, || format!("the language `{}` stands here twice; keep one", key.word()));
            }
            self.mute = outer || place != chosen;
            self.template(value, form);
        }
        self.mute = outer;
        if node.entries().next().is_none() {
            self.need(node, None, "en", "\"en\": \"Hello\"");
        }
    }

    fn template(&mut self, node: Node<'_>, form: Form) {
        let Some(text) = node.text() else {
            self.gap = true;
            self.cx.wrong::<()>(node, "a text in double quotes, or texts by language such as { \"en\": \"Hello\" }");
            return;
        };
        let mut run = Run { build: self, node, form, look: Look::default(), words: String::new(), slots: Vec::new() };
        read(&text, form, Look::default(), &mut |part| run.part(part));
        run.end(true);
    }

    /// The value of what a text names.
    fn value(&self, name: &str) -> Option<Slot> {
        if let Some(field) = name.strip_prefix("answer.") {
            return Some(Slot::text(self.answer(field))).filter(|_| !self.answer(field).is_empty());
        }
        if let Some(place) = PROGRESS_NAMES.iter().position(|known| *known == name) {
            return self.progress.get(place).cloned();
        }
        let (value, kind) = self.with.facts.fact(name)?;
        match value {
            Value::Int(days) if kind == FactType::Date => Some(Slot::Date(days)),
            Value::Int(number) => Some(self.number(name, kind, number)),
            Value::Num(number) => Some(Slot::Number(number)),
            Value::Text(text) => Some(Slot::Text(text)),
            Value::Null | Value::Bool(_) | Value::List(_) | Value::Object(_) => None,
        }
    }

    /// An amount or a count.
    #[inline(never)]
    #[must_use]
    pub fn number(&self, fact: &str, kind: FactType, number: i64) -> Slot {
        if kind != FactType::Money {
            return Slot::Number(Decimal::from_i64(number));
        }
        let currency = self.with.currency(fact);
        Slot::Money { minor: number, currency: Rc::from(currency), digits: minor_digits(currency) }
    }
}

/// A text that is going into the open element.
struct Run<'r, 'b, 't> {
    build: &'r mut Builder<'b>,
    node: Node<'r>,
    form: Form,
    look: Look<'t>,
    words: String,
    slots: Vec<Slot>,
}

impl<'t> Run<'_, '_, 't> {
    fn part(&mut self, part: Part<'t>) {
        match part {
            Part::Words(words) => self.words.push_str(words),
            Part::Fact(name) => self.fact(name.trim_matches(' ')),
            Part::Look(look) => {
                self.end(false);
                self.look = look;
                if !look.link.is_empty() && scheme(look.link).is_none() {
                    self.build.gap = true;
                    unsafe_link(self.build.cx, self.node, look.link);
                }
            }
            Part::Unclosed => {
                self.build
                    .cx
                    .report(Code::UnknownFact, self.node, || String::from("`{` has no `}`; write `{{` for a brace that is only a brace"));
            }
        }
    }

    fn fact(&mut self, name: &str) {
        let build = &mut *self.build;
        match named(build.with.site, name, self.form) {
            None => unknown_fact(build.cx, build.with.site, self.node, name, self.form),
            Some(FactType::Bool | FactType::TextList) => build.cx.report(Code::WrongType, self.node, || {
                format!("`{name}` cannot stand in a text; an amount, a number, a date or a text can")
            }),
            Some(FactType::Int | FactType::Money | FactType::Date | FactType::Text | FactType::Json) => {
                if !build.mute {
                    let value = build.value(name);
                    build.gap |= value.is_none();
                    self.end_words();
                    self.slots.extend(value);
                }
            }
        }
    }

    fn end_words(&mut self) {
        if !self.words.is_empty() {
            self.slots.push(Slot::text(&self.words));
            self.words.clear();
        }
    }

    /// Puts what was read into the open element: as its text where that is all, else as a child that looks as it should.
    fn end(&mut self, last: bool) {
        self.end_words();
        let slots = take(&mut self.slots);
        let build = &mut *self.build;
        if slots.is_empty() || build.mute {
            return;
        }
        if last && build.top.children.is_empty() && self.look == Look::default() {
            build.top.text = slots;
            return;
        }
        let depth = build.open.len();
        if !self.look.link.is_empty() {
            let url: Rc<str> = Rc::from(self.look.link);
            build.open(Tag::A, "");
            build.attr("href", &url);
            let on = build.press(Action::Navigate { url });
            build.on(on);
        }
        if self.look.strong {
            build.open(Tag::Strong, "");
        }
        if self.look.emphasis {
            build.open(Tag::Em, "");
        }
        if build.open.len() == depth {
            build.open(Tag::Span, "");
        }
        build.top.text = slots;
        while build.open.len() > depth {
            build.close();
        }
    }
}

fn flatten(element: &Element, slots: &mut Vec<Slot>) {
    slots.extend_from_slice(&element.text);
    for child in &element.children {
        flatten(child, slots);
    }
}

/// A whole number for an attribute: never a [`Slot::Number`], which the host formats for people.
#[must_use]
pub fn digits(number: i64) -> String {
    let mut out = String::new();
    Decimal::from_i64(number).write(&mut out);
    out
}
