//! Texts of the rule file, as they go into elements.
//!
//! Decides which language is taken and what facts become. Leaves how texts are written to [`crate::rules::text`].

use super::builder::Builder;
use super::{Slot, Tag};
use crate::engine::fact::FactType;
use crate::node::{Kind, Node};
use crate::rules::action::Action;
use crate::rules::diagnostic::Code;
use crate::rules::link::{scheme, unsafe_link};
use crate::rules::text::{Form, Look, PROGRESS_NAMES, Part, known_locale, language, named, read, unknown_fact};
use crate::value::Value;
use std::mem::take;
use std::rc::Rc;

impl<'b> Builder<'b> {
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
            Part::Fact(name) => self.fact(node, form, trim(name)),
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

/// Without the spaces around it; `str::trim` knows all of Unicode's, at a price.
fn trim(mut text: &str) -> &str {
    while let Some(rest) = text.strip_prefix(" ").or_else(|| text.strip_suffix(" ")) {
        text = rest;
    }
    text
}
