//! Texts: in one language or several, with facts in braces and a little markup.
//!
//! Decides how a text is written: `"Hi"` or `{ "en": "Hi", "ro": "Salut" }`; `{cart.subtotal}` stands for a fact, `{{` and
//! `}}` for braces; `*emphasis*`, `**strong**` and `[text](link)` where markup is allowed, `\*`, `\[` and `\\` for the bare
//! characters. A mark without its partner is an ordinary character, so `10% off*` needs no care.
//! Leaves values to the state and formatting to the host: a text is pieces, never HTML.

use super::decoder::Decoder;
use super::diagnostic::{Code, did_you_mean};
use super::link::{scheme, unsafe_link};
use super::show::SiteText;
use crate::engine::fact::{FACTS, FactType, PROGRESS};
use crate::node::{Kind, Node};
use std::rc::Rc;

/// A text in all its languages.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// Its languages, the fallback first; "" for a text that is the same in all.
    locales: Vec<Rc<str>>,
    /// What it says in each.
    runs: Vec<Vec<Run>>,
}

/// A stretch of text that looks the same all along.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Run {
    /// `**strong**`
    pub strong: bool,
    /// `*emphasis*`
    pub emphasis: bool,
    /// Where it leads: a checked address.
    pub link: Option<Rc<str>>,
    /// What it says.
    pub pieces: Vec<Piece>,
}

/// A part of a text.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// As it is.
    Words(Rc<str>),
    /// The value of what is named so.
    Fact(Rc<str>),
}

/// What may stand in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Facts; for buttons, labels and attributes.
    Plain,
    /// Facts and markup.
    Rich,
    /// Facts, markup and [`PROGRESS_NAMES`].
    Progress,
}

/// What a text of a progress block may name besides facts.
pub const PROGRESS_NAMES: [&str; 3] = ["remaining", "target", "value"];

impl Text {
    /// What it says in the language nearest to this one.
    #[must_use]
    pub fn within(&self, locale: &str) -> &[Run] {
        self.runs.get(best(&self.locales, locale)).map_or(&[], Vec::as_slice)
    }
}

/// The place of the language nearest to `wanted`: the same, else one that shares its first part (`ro` for `ro-RO`), else
/// the first.
#[must_use]
pub fn best(locales: &[Rc<str>], wanted: &str) -> usize {
    let language = |tag: &str| tag.bytes().position(|byte| byte == b'-').unwrap_or(tag.len());
    let first = wanted.get(..language(wanted)).unwrap_or(wanted);
    let same = locales.iter().position(|locale| locale.eq_ignore_ascii_case(wanted));
    let near = || locales.iter().position(|locale| locale.get(..language(locale)).is_some_and(|part| part.eq_ignore_ascii_case(first)));
    same.or_else(near).unwrap_or(0)
}

/// A text, or texts by language.
pub fn text(cx: &mut Decoder, site: &SiteText, node: Node<'_>, form: Form) -> Option<Text> {
    let mut text = Text { locales: Vec::new(), runs: Vec::new() };
    let mut add = |cx: &mut Decoder, locale: &str, value: Node<'_>| {
        let Some(words) = value.text() else {
            return cx.wrong(value, "a text in double quotes, or texts by language such as { \"en\": \"Hello\" }");
        };
        text.locales.push(Rc::from(locale));
        text.runs.push(template(cx, site, value, form, &words));
        Some(())
    };
    if node.kind() != Kind::Object {
        add(cx, "", node)?;
        return Some(text);
    }
    for (key, value) in node.entries() {
        if known_locale(cx, site, key) {
            add(cx, key.word(), value);
        }
    }
    let fallback = site.locales.first().and_then(|first| text.locales.iter().position(|locale| locale == first)).unwrap_or(0);
    if text.locales.is_empty() {
        return cx.missing(node, "en", "\"en\": \"Hello\"");
    }
    text.locales.swap(0, fallback);
    text.runs.swap(0, fallback);
    Some(text)
}

fn known_locale(cx: &mut Decoder, site: &SiteText, key: Node<'_>) -> bool {
    let word = key.word();
    let known = if site.locales.is_empty() {
        matches!(word.as_bytes(), [b'a'..=b'z', b'a'..=b'z'] | [b'a'..=b'z', b'a'..=b'z', b'-' | b'a'..=b'z', ..])
    } else {
        site.locales.iter().any(|locale| **locale == *word)
    };
    if !known {
        not_a_language(cx, site, key, word);
    }
    known
}

/// Reports a language that the site does not speak.
pub fn not_a_language(cx: &mut Decoder, site: &SiteText, node: Node<'_>, word: &str) {
    cx.report(Code::UnknownWord, node, || match site.locales.is_empty() {
        true => format!("`{word}` is no language; write one such as en, ro or pt-BR"),
        false => {
            let guess = did_you_mean(word, site.locales.iter().map(|locale| &**locale));
            format!("`{word}` is not one of this site's languages ({}, as listed under site.locales){guess}", site.locales.join(", "))
        }
    });
}

/// What values a name in a text has; None where there is no such name.
#[must_use]
pub fn named(site: &SiteText, name: &str, form: Form) -> Option<FactType> {
    if form == Form::Progress && PROGRESS_NAMES.contains(&name) {
        return Some(FactType::Int);
    }
    if let Some(row) = FACTS.iter().find(|row| row.name == name) {
        return Some(row.kind);
    }
    let (space, rest) = name.split_once('.')?;
    match space {
        "answer" => Some(FactType::Text),
        "page" => rest.strip_prefix("query.").map(|_| FactType::Text),
        "custom" => site.custom.iter().any(|custom| **custom == *rest).then_some(FactType::Json),
        "campaign" => {
            PROGRESS.iter().any(|(_, row)| rest.split_once('.').is_some_and(|(_, what)| what == row.name)).then_some(FactType::Int)
        }
        _ => None,
    }
}

/// Reports a name that there is not.
pub fn unknown_fact(cx: &mut Decoder, site: &SiteText, node: Node<'_>, name: &str, form: Form) {
    cx.report(Code::UnknownFact, node, || {
        if name.is_empty() {
            return String::from("`{}` names no fact; write for example {cart.subtotal}, or `{{}}` for braces that are only braces");
        }
        if PROGRESS_NAMES.contains(&name) {
            return format!("`{{{name}}}` has a meaning only in the texts of a progress block");
        }
        let mut names: Vec<String> = FACTS.iter().map(|row| String::from(row.name)).collect();
        names.extend(site.custom.iter().map(|custom| format!("custom.{custom}")));
        if form == Form::Progress {
            names.extend(PROGRESS_NAMES.map(String::from));
        }
        let guess = did_you_mean(name, names.iter().map(String::as_str));
        format!("unknown fact `{name}`{guess}")
    });
}

fn template(cx: &mut Decoder, site: &SiteText, node: Node<'_>, form: Form, words: &str) -> Vec<Run> {
    let mut reader = Reader { cx, site, node, form, run: Run::default(), words: String::new(), runs: Vec::new() };
    reader.read(words);
    reader.end_run();
    reader.runs
}

struct Reader<'r> {
    cx: &'r mut Decoder,
    site: &'r SiteText,
    node: Node<'r>,
    form: Form,
    /// The run being read.
    run: Run,
    /// Its last piece.
    words: String,
    runs: Vec<Run>,
}

impl Reader<'_> {
    fn end_words(&mut self) {
        if !self.words.is_empty() {
            self.run.pieces.push(Piece::Words(Rc::from(self.words.as_str())));
            self.words.clear();
        }
    }

    /// Ends the run; the next one looks the same until told otherwise.
    fn end_run(&mut self) {
        self.end_words();
        if !self.run.pieces.is_empty() {
            self.runs.push(self.run.clone());
            self.run.pieces.clear();
        }
    }

    fn read(&mut self, mut rest: &str) {
        while let Some(at) = rest.bytes().position(|byte| matches!(byte, b'{' | b'}' | b'*' | b'[' | b'\\')) {
            let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
            self.words.push_str(before);
            rest = self.special(from);
        }
        self.words.push_str(rest);
    }

    /// Reads what begins with a special character; what is left behind it.
    fn special<'t>(&mut self, from: &'t str) -> &'t str {
        let (sign, after) = from.split_at_checked(1).unwrap_or((from, ""));
        if let Some(left) = after.strip_prefix(sign)
            && matches!(sign, "{" | "}")
        {
            self.words.push_str(sign);
            return left;
        }
        if sign == "{" {
            let Some((name, left)) = after.split_once('}') else {
                self.cx
                    .report(Code::UnknownFact, self.node, || String::from("`{` has no `}`; write `{{` for a brace that is only a brace"));
                return after;
            };
            self.fact(name);
            return left;
        }
        let marked = if self.form == Form::Plain { None } else { self.mark(sign, from, after) };
        marked.unwrap_or_else(|| {
            self.words.push_str(sign);
            after
        })
    }

    /// Reads a mark; None where the sign is an ordinary character.
    fn mark<'t>(&mut self, sign: &str, from: &'t str, after: &'t str) -> Option<&'t str> {
        match sign {
            "\\" => {
                let (bare, left) = after.split_at_checked(1)?;
                matches!(bare, "*" | "[" | "\\").then(|| {
                    self.words.push_str(bare);
                    left
                })
            }
            "*" => {
                let strong = from.starts_with("**");
                let (inner, left) = emphasized(if strong { after.get(1..)? } else { after }, strong)?;
                // Inside a link they are ordinary: a link is one element, and one stop for the keyboard.
                if *self.flag(strong) || self.run.link.is_some() {
                    return None;
                }
                self.end_run();
                *self.flag(strong) = true;
                self.read(inner);
                self.end_run();
                *self.flag(strong) = false;
                Some(left)
            }
            "[" => {
                let (label, target) = after.split_once("](")?;
                let (url, left) = target.split_once(')')?;
                if self.run.link.is_some() || label.contains('[') {
                    return None;
                }
                if scheme(url).is_none() {
                    unsafe_link::<()>(self.cx, self.node, url);
                }
                self.end_run();
                self.run.link = Some(Rc::from(url));
                self.read(label);
                self.end_run();
                self.run.link = None;
                Some(left)
            }
            _ => None,
        }
    }

    fn flag(&mut self, strong: bool) -> &mut bool {
        if strong { &mut self.run.strong } else { &mut self.run.emphasis }
    }

    fn fact(&mut self, name: &str) {
        let name = name.trim_matches(' ');
        match named(self.site, name, self.form) {
            None => unknown_fact(self.cx, self.site, self.node, name, self.form),
            Some(FactType::Bool | FactType::TextList) => {
                self.cx.report(Code::WrongType, self.node, || {
                    format!("`{name}` cannot stand in a text; an amount, a number, a date or a text can")
                });
            }
            Some(FactType::Int | FactType::Money | FactType::Date | FactType::Text | FactType::Json) => {
                self.end_words();
                self.run.pieces.push(Piece::Fact(Rc::from(name)));
            }
        }
    }
}

/// What stands before the closing `*` or `**`, and what behind it. Marks hug their words, so `2 * 3 * 4` has none.
fn emphasized(body: &str, strong: bool) -> Option<(&str, &str)> {
    let bytes = body.as_bytes();
    let at = |place: usize| bytes.get(place).copied().unwrap_or(b' ');
    if at(0) == b' ' {
        return None;
    }
    let closes = |end: usize| {
        let before = at(end - 1);
        let alone = if strong { at(end + 1) == b'*' && at(end + 2) != b'*' } else { at(end + 1) != b'*' && before != b'*' };
        at(end) == b'*' && alone && before != b' ' && before != b'\\'
    };
    let end = (1..bytes.len()).find(|end| closes(*end))?;
    Some((body.get(..end)?, body.get(end + 1 + usize::from(strong)..)?))
}
