//! Texts of the rule file, as they go into elements.
//!
//! Decides which language is taken and what facts become. Leaves how texts are written to [`crate::rules::text`].

use super::builder::{Builder, written};
use super::{Kind, Row, Tag};
use crate::engine::fact::FactType;
use crate::node::{self, Node};
use crate::rules::action::{Action, ActionWord};
use crate::rules::diagnostic::Code;
use crate::rules::link::{scheme, unsafe_link};
use crate::rules::text::{END, Form, Look, PROGRESS_NAMES, Part, known_locale, language, named, read, trim, unknown_fact};
use crate::value::Value;
use std::rc::Rc;

impl<'b> Builder<'b> {
    /// Puts a text into the open element; the text of each language is checked.
    #[inline(never)]
    pub fn text(&mut self, node: Node<'b>, form: Form) {
        if node.kind() != node::Kind::Object {
            return self.template(node, form);
        }
        // The same language, else one that shares its first part (`ro` for `ro-RO`), else the first of the site.
        let (mut chosen, mut fit) = (None, 0);
        for (key, value) in node.entries() {
            let (word, wanted) = (key.word(), self.with.locale);
            let fits = match self.with.site.locales.first() {
                _ if word == wanted => 3,
                _ if language(word) == language(wanted) => 2,
                Some(first) if **first == *word => 1,
                _ => 0,
            };
            // Where none fits, the first of the text.
            if fits > fit || chosen.is_none() {
                (chosen, fit) = (Some(value.index()), fits);
            }
        }
        let outer = self.mute;
        for (key, value) in node.entries() {
            known_locale(self.cx, self.with.site, key);
            if let Some(last) = node.get(key.word())
                && last.index() != value.index()
            {
                self.cx.report(Code::DuplicateKey, key, || format!("the language `{}` stands here twice; keep one", key.word()));
            }
            self.mute = outer || chosen != Some(value.index());
            self.template(value, form);
        }
        self.mute = outer;
        if chosen.is_none() {
            self.cx.missing::<()>(node, "en", "\"en\": \"Hello\"");
        }
    }

    fn template(&mut self, node: Node<'b>, form: Form) {
        let Some(text) = node.text() else {
            self.cx.wrong::<()>(node, "a text in double quotes, or texts by language such as { \"en\": \"Hello\" }");
            return;
        };
        let outer = self.top;
        self.stretch = (self.rows.len(), 0);
        read(&text, form, Look::default(), &mut |part| self.part(node, form, outer, part));
        self.end_stretch(outer);
    }

    fn part(&mut self, node: Node<'b>, form: Form, outer: usize, part: Part<'_>) {
        match part {
            Part::Words(words) => {
                if !self.mute {
                    self.put_text(words);
                }
            }
            Part::Fact(name) => self.fact(node, form, trim(name)),
            Part::Case(name, category) => self.case(node, form, name, category),
            Part::Count(name) => {
                if !self.mute {
                    self.value(name);
                }
            }
            Part::Look(look) => self.look(node, outer, look),
            Part::Unclosed => {
                self.cx.report(Code::UnknownFact, node, || String::from("`{` has no `}`; write `{{` for a brace that is only a brace"));
            }
            Part::BadPlural => self.cx.report(Code::UnknownFact, node, || {
                String::from("a plural is written like this, with `other` at its end: {cart.items, plural, one {# thing} other {# things}}")
            }),
        }
    }

    /// What follows looks so: it goes into elements of its own, and what stood before into a span.
    fn look(&mut self, node: Node<'b>, outer: usize, look: Look<'_>) {
        if !look.link.is_empty() && scheme(look.link).is_none() {
            unsafe_link(self.cx, node, look.link);
        }
        if self.mute {
            return;
        }
        let (start, end) = (self.stretch.0, self.rows.len());
        if self.top == outer && start < end {
            let span = Row { kind: Kind::Element(Tag::Span), name: "", text: Rc::default(), number: end as i64 + 1 };
            self.rows.insert(start, span);
        }
        self.end_stretch(outer);
        self.stretch.0 = self.rows.len();
        if !look.link.is_empty() {
            self.button("", Action::new(ActionWord::Navigate, look.link));
        }
        if look.strong {
            self.open(Tag::Strong, "");
        }
        if look.emphasis {
            self.open(Tag::Em, "");
        }
        if self.top == outer {
            self.open(Tag::Span, "");
        }
        self.stretch.1 = self.rows.len();
    }

    /// Closes what the last [`Builder::look`] opened; an element with nothing in it was never there.
    fn end_stretch(&mut self, outer: usize) {
        if self.rows.len() == self.stretch.1 {
            self.rows.truncate(self.stretch.0);
            self.top = outer;
        }
        self.close_to(outer);
    }

    fn fact(&mut self, node: Node<'b>, form: Form, name: &str) {
        match named(self.with.site, name, form) {
            None => unknown_fact(self.cx, self.with.site, node, name, form),
            Some(FactType::Bool | FactType::TextList) => self
                .cx
                .report(Code::WrongType, node, || format!("`{name}` cannot stand in a text; an amount, a number, a date or a text can")),
            Some(FactType::Int | FactType::Money | FactType::Date | FactType::Text | FactType::Json) => {
                if !self.mute && !self.value(name) {
                    self.gap = true;
                }
            }
        }
    }

    /// What follows is said for this category of a count.
    fn case(&mut self, node: Node<'b>, form: Form, name: &str, category: &str) {
        let (place, mut count) = (PROGRESS_NAMES.iter().position(|known| *known == name), None);
        if let Some(place) = place {
            count = self.progress.get(place).copied();
        } else if let Some((value, _)) = self.with.facts.fact(name) {
            count = whole(&value);
        }
        let kind = named(self.with.site, name, form);
        if !category.is_empty() {
            // Said once, at the end.
        } else if kind.is_none() {
            unknown_fact(self.cx, self.with.site, node, name, form);
        } else if !matches!(kind, Some(FactType::Int | FactType::Json)) || (place.is_some() && !self.currency.is_empty()) {
            self.cx.report(Code::WrongType, node, || format!("`{name}` is no count; a plural goes by one, such as cart.items"));
        }
        if !self.mute {
            self.gap |= count.is_none();
            self.put(Kind::Case, category, count.unwrap_or(0));
        }
    }

    /// Puts the value of what a text names; false where it is not known.
    fn value(&mut self, name: &str) -> bool {
        if let Some(field) = name.strip_prefix("answer.") {
            let answer = self.with.answer(field);
            self.put_text(answer);
            return !answer.is_empty();
        }
        if let Some(place) = PROGRESS_NAMES.iter().position(|known| *known == name) {
            self.put_amount(self.progress.get(place).copied().unwrap_or(0), self.currency);
            return true;
        }
        if name == END {
            self.put(Kind::Moment, "", self.progress[0]);
            return true;
        }
        let Some((value, kind)) = self.with.facts.fact(name) else { return false };
        match &value {
            Value::Int(days) if kind == FactType::Date => self.put(Kind::Date, "", *days),
            Value::Int(number) => self.put_amount(*number, if kind == FactType::Money { self.with.currency(name) } else { "" }),
            Value::Num(number) => self.put(Kind::Number, &written(*number), 0),
            Value::Text(text) => self.put_text(text),
            Value::Null | Value::Bool(_) | Value::List(_) | Value::Object(_) => return false,
        }
        true
    }
}

/// A whole number; None for anything else.
#[inline(never)]
#[must_use]
pub fn whole(value: &Value) -> Option<i64> {
    match value {
        Value::Int(number) => Some(*number),
        Value::Num(number) => number.scaled(0),
        _ => None,
    }
}
