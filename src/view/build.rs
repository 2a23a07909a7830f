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
use crate::node::{Doc, Kind, Node};
use crate::rules::action::Action;
use crate::rules::block::{BLOCKS, BlockWord};
use crate::rules::decoder::Decoder;
use crate::rules::diagnostic::Code;
use crate::rules::link::{scheme, unsafe_link};
use crate::rules::show::{Show, SiteText, SurfaceWord};
use crate::rules::text::{Form, Look, PROGRESS_NAMES, Part, known_locale, language, named, read, unknown_fact};
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

/// Knows nothing but a currency: for checking.
pub struct Nothing<'c>(pub &'c str);

impl Facts for Nothing<'_> {
    fn fact(&self, _: &str) -> Option<(Value, FactType)> {
        None
    }
    fn currency(&self) -> &str {
        self.0
    }
}

/// Answers given so far: field and answer.
pub type Answers<'a> = &'a [(Rc<str>, Rc<str>)];

/// Draws one step in a language of the site. A step that there is not, and one of which only buttons are left, has no nodes
/// and is not to be shown.
#[must_use]
pub fn view(show: &Show, step: usize, answers: Answers<'_>, locale: &str, facts: &dyn Facts) -> View {
    let locale = show.locale.as_deref().unwrap_or(locale);
    let modal = show.surface == SurfaceWord::Modal;
    let mut view = View {
        surface: if modal { Surface::Modal } else { Surface::Bar { top: show.top } },
        label: Vec::new(),
        locale: Rc::from(locale),
        rtl: right_to_left(locale),
        theme: show.theme.properties(),
        preview: false,
        close: vec![Slot::text(word(locale, Word::Close))],
        nodes: Vec::new(),
        actions: Vec::new(),
    };
    if let Ok(doc) = Doc::scan(show.text.as_bytes())
        && let Some(blocks) = blocks_of(doc.root(), step)
    {
        let (mut cx, with) = (Decoder::default(), Drawing { site: &show.site, facts, answers, locale, modal });
        let mut build = draw(&mut cx, &with, blocks);
        let mut best = u8::MAX;
        label(&build.top, &mut best, &mut view.label);
        view.nodes = take(&mut build.top.children);
        view.actions = take(&mut build.actions);
    }
    view
}

fn blocks_of(show: Node<'_>, step: usize) -> Option<Node<'_>> {
    match show.get("steps") {
        Some(steps) => steps.items().nth(step)?.get("blocks"),
        None if step == 0 => show.get("blocks"),
        None => None,
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
    /// What the field says now; "" where it is not answered.
    #[inline(never)]
    #[must_use]
    pub fn answer(&self, field: &str) -> &'b str {
        self.answers.iter().find(|(name, _)| **name == *field).map_or("", |(_, answer)| answer)
    }

    /// Currency of a fact's amounts.
    #[must_use]
    pub fn currency(&self, fact: &str) -> &'b str {
        if fact.starts_with("cart.") { self.facts.currency() } else { &self.site.currency }
    }
}

/// Draws the blocks of a step, and reports what is wrong with them.
pub fn draw<'b>(cx: &'b mut Decoder, with: &'b Drawing<'b>, blocks: Node<'b>) -> Builder<'b> {
    let mut build = Builder {
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
    };
    build.step(blocks);
    build
}

/// The step being drawn.
pub struct Builder<'b> {
    /// Where problems go.
    pub cx: &'b mut Decoder,
    /// What is known.
    pub with: &'b Drawing<'b>,
    /// The object at hand, its known keys and their values.
    node: Node<'b>,
    names: &'static [&'static str],
    values: [Option<Node<'b>>; 5],
    /// Place of the block in its step.
    index: usize,
    /// Whether the headline is there, or will be.
    lead_text: bool,
    /// Place of the button that weighs most.
    lead_button: usize,
    /// Whether choosing a score is all there is to do.
    pub goes_on_alone: bool,
    /// Whether the block at hand cannot be drawn: something it needs is not known.
    pub gap: bool,
    /// Whether what is read is only checked.
    pub mute: bool,
    /// What [`PROGRESS_NAMES`] stand for in a text of a progress block.
    pub progress: Vec<Slot>,
    /// The field that the block at hand answers.
    pub field: Rc<str>,
    fields: Vec<Rc<str>>,
    /// Words that are going into the open element.
    words: String,
    /// The innermost open element; in the end what holds the nodes.
    pub top: Element,
    /// Those around it.
    open: Vec<Element>,
    /// See [`View::actions`].
    pub actions: Vec<Action>,
    /// Fields that have to be answered.
    pub required: Vec<Rc<str>>,
    /// Whether all blocks can be drawn.
    pub drawn: bool,
}

/// The kind of a block, and what is given to it.
fn block(node: Node<'_>) -> Option<(BlockWord, Node<'_>)> {
    let (key, value) = node.entries().next()?;
    let place = BLOCKS.iter().position(|term| term.name == key.word())?;
    Some((*BlockWord::ALL.get(place)?, value))
}

/// The word of what a button does.
fn does<'d>(button: Node<'d>) -> &'d str {
    let Some(does) = button.get("do") else { return "" };
    does.entries().next().map_or(does, |(key, _)| key).word()
}

impl<'b> Builder<'b> {
    fn step(&mut self, blocks: Node<'b>) {
        let (mut fields, mut nps, mut goes_on) = (0, false, false);
        let (mut lead, mut any) = (usize::MAX, usize::MAX);
        // Buttons behind the last block that is none stand together at the end.
        let mut tail = 0;
        for (index, item) in blocks.items().enumerate() {
            let Some((kind, value)) = block(item) else { continue };
            match kind {
                BlockWord::Button => {
                    let does = does(value);
                    goes_on |= does == "next";
                    any = any.min(index);
                    if !matches!(does, "close" | "snooze") {
                        lead = lead.min(index);
                    }
                    continue;
                }
                BlockWord::Text => self.lead_text |= value.get("style").is_some_and(|style| style.word() == "headline"),
                BlockWord::Nps | BlockWord::Choice | BlockWord::Comment => {
                    fields += 1;
                    nps |= kind == BlockWord::Nps;
                }
                _ => {}
            }
            tail = index + 1;
        }
        self.goes_on_alone = nps && fields == 1 && !goes_on;
        if self.goes_on_alone {
            // No button does it, but hosts look it up when a score is chosen.
            self.actions.push(Action::Next);
        }
        let send = fields > 0 && !goes_on && !self.goes_on_alone;
        if !send {
            self.lead_button = if lead == usize::MAX && fields == 0 { any } else { lead };
        }
        let (mut asked, mut said) = (false, false);
        let mut items = blocks.items();
        loop {
            let item = items.next();
            if send && self.index == tail && said {
                self.group(true);
                self.button(Tag::Button, "primary", Action::Next);
                self.word(Word::Send);
                self.close();
            }
            let Some(item) = item else { break };
            let kind = block(item).map(|(kind, _)| kind);
            let is_button = kind == Some(BlockWord::Button);
            self.group(is_button);
            let (depth, length) = (self.open.len(), self.top.children.len());
            self.gap = false;
            self.block(item);
            while self.open.len() > depth {
                self.close();
            }
            if self.gap {
                self.top.children.truncate(length);
            }
            if !is_button && kind != Some(BlockWord::Divider) {
                asked = true;
                said |= !self.gap;
            }
            self.index += 1;
        }
        self.group(false);
        // Buttons whose texts are gone would be a riddle.
        if asked && !said {
            self.top.children.clear();
        }
    }

    /// Opens or closes a group of buttons, unless it is so already.
    fn group(&mut self, open: bool) {
        if open && self.open.is_empty() {
            self.open(Tag::Div, "actions");
        } else if !open && !self.open.is_empty() {
            let some = !self.top.children.is_empty();
            self.close();
            if !some {
                self.top.children.pop();
            }
        }
    }

    fn block(&mut self, node: Node<'b>) {
        let Some((key, value)) = self.cx.only_entry(node, r#"exactly one block in its own braces, such as { "text": "Hello" }"#) else {
            return;
        };
        let Some(kind) = find(self.cx, key, BLOCKS, Code::UnknownBlock, "a block").and_then(|place| BlockWord::ALL.get(place)) else {
            return;
        };
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
                bare(self.cx, value);
                self.open(Tag::Div, "divider");
                self.attr("role", "separator");
            }
            BlockWord::Countdown | BlockWord::Form | BlockWord::Rating | BlockWord::Products | BlockWord::Wheel | BlockWord::Scratch => {
                self.not_yet(key, kind.term().name);
            }
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

    /// Puts a text into the open element; the text of each language is checked.
    #[inline(never)]
    pub fn text(&mut self, node: Node<'b>, form: Form) {
        if node.kind() != Kind::Object {
            return self.template(node, form);
        }
        // The same language, else one that shares its first part (`ro` for `ro-RO`), else the first of the site.
        let (mut chosen, mut fit) = (0, 0);
        for (place, (key, _)) in node.entries().enumerate() {
            let (word, wanted) = (key.word(), self.with.locale);
            let fits = if word == wanted {
                3
            } else if language(word) == language(wanted) {
                2
            } else {
                u8::from(self.with.site.locales.first().is_some_and(|first| **first == *word))
            };
            if fits > fit {
                (chosen, fit) = (place, fits);
            }
        }
        let outer = self.mute;
        for (place, (key, value)) in node.entries().enumerate() {
            known_locale(self.cx, self.with.site, key);
            if node.get(key.word()).is_some_and(|last| last.index() != value.index()) {
                self.cx.report(Code::DuplicateKey, key, || format!("the language `{}` stands here twice; keep one", key.word()));
            }
            self.mute = outer || place != chosen;
            self.template(value, form);
        }
        self.mute = outer;
        if node.entries().next().is_none() {
            self.cx.missing::<()>(node, "en", "\"en\": \"Hello\"");
        }
    }

    fn template(&mut self, node: Node<'b>, form: Form) {
        let Some(text) = node.text() else {
            self.cx.wrong::<()>(node, "a text in double quotes, or texts by language such as { \"en\": \"Hello\" }");
            return;
        };
        let depth = self.open.len();
        read(&text, form, Look::default(), &mut |part| self.part(node, form, depth, part));
        self.end_run(depth);
    }

    fn part(&mut self, node: Node<'b>, form: Form, depth: usize, part: Part<'_>) {
        match part {
            Part::Words(words) => self.words.push_str(words),
            Part::Fact(name) => self.fact(node, form, name.trim_matches(' ')),
            Part::Look(look) => self.look(node, depth, look),
            Part::Unclosed => {
                self.cx.report(Code::UnknownFact, node, || String::from("`{` has no `}`; write `{{` for a brace that is only a brace"));
            }
        }
    }

    /// What follows looks so: it goes into elements of its own, and what stood before into a span.
    fn look(&mut self, node: Node<'b>, depth: usize, look: Look<'_>) {
        if !look.link.is_empty() && scheme(look.link).is_none() {
            unsafe_link(self.cx, node, look.link);
        }
        self.end_run(depth);
        if self.mute {
            return;
        }
        let before = take(&mut self.top.text);
        if !before.is_empty() {
            self.open(Tag::Span, "");
            self.top.text = before;
            self.close();
        }
        if !look.link.is_empty() {
            self.button(Tag::A, "", Action::Navigate { url: Rc::from(look.link) });
            self.attr("href", look.link);
        }
        if look.strong {
            self.open(Tag::Strong, "");
        }
        if look.emphasis {
            self.open(Tag::Em, "");
        }
        if self.open.len() == depth {
            self.open(Tag::Span, "");
        }
    }

    /// Closes what the last [`Builder::look`] opened; an element with nothing in it was never there.
    fn end_run(&mut self, depth: usize) {
        self.end_words();
        while self.open.len() > depth {
            let some = !self.top.text.is_empty() || !self.top.children.is_empty();
            self.close();
            if !some {
                self.top.children.pop();
            }
        }
    }

    fn end_words(&mut self) {
        if !self.words.is_empty() {
            let words = Slot::text(&self.words);
            self.words.clear();
            if !self.mute {
                self.put(words);
            }
        }
    }

    fn fact(&mut self, node: Node<'b>, form: Form, name: &str) {
        match named(self.with.site, name, form) {
            None => unknown_fact(self.cx, self.with.site, node, name, form),
            Some(FactType::Bool | FactType::TextList) => self
                .cx
                .report(Code::WrongType, node, || format!("`{name}` cannot stand in a text; an amount, a number, a date or a text can")),
            Some(FactType::Int | FactType::Money | FactType::Date | FactType::Text | FactType::Json) => {
                self.end_words();
                if !self.mute {
                    match self.value(name) {
                        Some(slot) => self.put(slot),
                        None => self.gap = true,
                    }
                }
            }
        }
    }

    /// The value of what a text names.
    fn value(&self, name: &str) -> Option<Slot> {
        if let Some(field) = name.strip_prefix("answer.") {
            let answer = self.with.answer(field);
            return if answer.is_empty() { None } else { Some(Slot::text(answer)) };
        }
        if let Some(place) = PROGRESS_NAMES.iter().position(|known| *known == name) {
            return self.progress.get(place).cloned();
        }
        let (value, kind) = self.with.facts.fact(name)?;
        match value {
            Value::Int(days) if kind == FactType::Date => Some(Slot::Date(days)),
            Value::Int(number) => Some(Slot::amount(number, if kind == FactType::Money { self.with.currency(name) } else { "" })),
            Value::Num(number) => Some(Slot::Number(number)),
            Value::Text(text) => Some(Slot::Text(text)),
            Value::Null | Value::Bool(_) | Value::List(_) | Value::Object(_) => None,
        }
    }
}

/// Finds what a message is called: its headline, else another text, else what its picture, code or first button says.
fn label(element: &Element, best: &mut u8, label: &mut Vec<Slot>) {
    let rank = match (element.class, element.tag) {
        ("headline", _) => 0,
        (_, Tag::P | Tag::Legend) => 1,
        (_, Tag::Img | Tag::Code) => 2,
        (_, Tag::A | Tag::Button) => 3,
        _ => u8::MAX,
    };
    if rank < *best {
        let mut slots = Vec::new();
        flatten(element, &mut slots);
        if !slots.is_empty() {
            (*best, *label) = (rank, slots);
        }
    }
    for child in &element.children {
        self::label(child, best, label);
    }
}

fn flatten(element: &Element, slots: &mut Vec<Slot>) {
    let alt = element.attrs.iter().find(|(name, _)| *name == "alt").map(|(_, alt)| alt);
    for slot in alt.unwrap_or(&element.text) {
        slots.push(slot.clone());
    }
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
