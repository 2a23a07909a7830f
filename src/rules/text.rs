//! Texts: in one language or several, with facts in braces and a little markup.
//!
//! Decides how a text is written: `"Hi"` or `{ "en": "Hi", "ro": "Salut" }`; `{cart.subtotal}` stands for a fact, `{{` and
//! `}}` for braces; `*emphasis*`, `**strong**` and `[text](link)` where markup is allowed, `\*`, `\[` and `\\` for the bare
//! characters. `{cart.items, plural, one {# thing} other {# things}}` says what fits the number, in the words and cases of ICU messages;
//! `#` stands for the number itself. A mark without its partner is an ordinary character, so `10% off*` needs no care; inside a link there is no
//! emphasis, because a link is one stop for the keyboard.
//! Leaves values to the state and formatting to the host: a text is read as parts, never as HTML.

use super::decoder::Decoder;
use super::diagnostic::{Code, did_you_mean};
use super::show::SiteText;
use crate::engine::fact::{FACTS, FactType, PROGRESS};
use crate::node::Node;

/// What may stand in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Facts; for buttons, labels and attributes.
    Plain,
    /// Facts and markup.
    Rich,
    /// Facts, markup and [`PROGRESS_NAMES`].
    Progress,
    /// Facts, markup and [`END`].
    Countdown,
}

/// What a text of a progress block may name besides facts.
pub const PROGRESS_NAMES: [&str; 3] = ["remaining", "target", "value"];

/// What a text of a countdown may name besides facts: when it ends.
pub const END: &str = "end";

/// How a stretch of text looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look<'t> {
    /// `**strong**`
    pub strong: bool,
    /// `*emphasis*`
    pub emphasis: bool,
    /// Where it leads, not yet checked; "" for nowhere.
    pub link: &'t str,
}

/// A part of a text, as it is read from left to right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part<'t> {
    /// Words as they are; they go on what stands before.
    Words(&'t str),
    /// The value of what is named so.
    Fact(&'t str),
    /// What follows, up to the next case, is said where the number of that name is of this category, and no case before it was; the
    /// category "" ends the plural.
    Case(&'t str, &'t str),
    /// That number.
    Count(&'t str),
    /// What follows looks so.
    Look(Look<'t>),
    /// A `{` without its `}`.
    Unclosed,
    /// A plural that is not written as one.
    BadPlural,
}

/// What stands before and behind the first `byte`, an ASCII character.
#[inline(never)]
#[must_use]
pub fn cut(text: &str, byte: u8) -> Option<(&str, &str)> {
    let at = find(text, 0, byte);
    if at == text.len() { None } else { Some((stretch(text, 0, at), stretch(text, at + 1, text.len()))) }
}

/// Reads a text.
pub fn read<'t>(text: &'t str, form: Form, look: Look<'t>, sink: &mut dyn FnMut(Part<'t>)) {
    // Words that are not said yet begin at `from`.
    let (mut from, mut at) = (0, 0);
    while at < text.len() {
        let here = at;
        at += 1;
        let (byte, next) = (byte_at(text, here), byte_at(text, at));
        let escaped = match byte {
            b'{' | b'}' => next == byte,
            b'\\' => form != Form::Plain && matches!(next, b'*' | b'[' | b'\\'),
            _ => false,
        };
        if escaped {
            say(text, from, here, sink);
            from = at;
            at += 1;
            continue;
        }
        if byte == b'{' {
            let (mut end, mut depth) = (at, 1);
            while end < text.len() {
                match byte_at(text, end) {
                    b'{' => depth += 1,
                    b'}' => depth -= 1,
                    _ => {}
                }
                if depth == 0 {
                    break;
                }
                end += 1;
            }
            if end == text.len() {
                sink(Part::Unclosed);
                // Nothing behind it is closed either, and a text that is wrong is never drawn: it is said once.
                return;
            }
            say(text, from, here, sink);
            let inner = stretch(text, at, end);
            match cut(inner, b',') {
                None => sink(Part::Fact(inner)),
                Some((name, cases)) => plural(trim(name), cases, sink),
            }
            at = end + 1;
            from = at;
        }
        if !matches!(byte, b'*' | b'[') || form == Form::Plain || !look.link.is_empty() {
            continue;
        }
        let mut inner = look;
        let (start, end, behind);
        if byte == b'*' {
            let strong = next == b'*';
            let flag = if strong { &mut inner.strong } else { &mut inner.emphasis };
            if std::mem::replace(flag, true) {
                continue;
            }
            start = at + usize::from(strong);
            end = closing(text, start, strong);
            if end == 0 {
                continue;
            }
            behind = end + start - here;
        } else {
            start = at;
            end = find(text, at, b']');
            let address = end + 2;
            behind = find(text, address, b')') + 1;
            let fits = byte_at(text, end + 1) == b'(' && behind <= text.len() && behind > address + 1;
            if !fits || find(text, at, b'[') < end {
                continue;
            }
            inner.link = stretch(text, address, behind - 1);
        }
        say(text, from, here, sink);
        sink(Part::Look(inner));
        read(stretch(text, start, end), form, inner, sink);
        sink(Part::Look(look));
        at = behind;
        from = at;
    }
    say(text, from, at, sink);
}

/// What a plural's cases may be called, besides `=` and a whole number: the categories of Unicode.
pub const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// Reads ` plural, one {# thing} other {# things}`.
fn plural<'t>(name: &'t str, text: &'t str, sink: &mut dyn FnMut(Part<'t>)) {
    let (word, mut rest) = cut(text, b',').unwrap_or_default();
    let (mut fine, mut last) = (trim(word) == "plural", "");
    while let Some((category, behind)) = cut(rest, b'{') {
        last = trim(category);
        let exact = last.strip_prefix('=').is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()));
        fine &= exact || CATEGORIES.contains(&last);
        sink(Part::Case(name, last));
        let (words, behind) = cut(behind, b'}').unwrap_or_default();
        let mut from = 0;
        loop {
            let number = find(words, from, b'#');
            say(words, from, number, sink);
            if number == words.len() {
                break;
            }
            sink(Part::Count(name));
            from = number + 1;
        }
        rest = behind;
    }
    sink(if fine && last == "other" && trim(rest).is_empty() { Part::Case(name, "") } else { Part::BadPlural });
}

/// Without the spaces around it; `str::trim` knows all of Unicode's, at a price.
#[must_use]
pub fn trim(mut text: &str) -> &str {
    while let Some(rest) = text.strip_prefix(" ").or_else(|| text.strip_suffix(" ")) {
        text = rest;
    }
    text
}

fn say<'t>(text: &'t str, from: usize, to: usize, sink: &mut dyn FnMut(Part<'t>)) {
    if from < to {
        sink(Part::Words(stretch(text, from, to)));
    }
}

#[inline(never)]
fn stretch(text: &str, from: usize, to: usize) -> &str {
    text.get(from..to).unwrap_or("")
}

/// A byte of the text; a space behind its end.
fn byte_at(text: &str, at: usize) -> u8 {
    text.as_bytes().get(at).copied().unwrap_or(b' ')
}

/// The next place of a byte, or the length of the text.
#[inline(never)]
fn find(text: &str, from: usize, byte: u8) -> usize {
    let mut at = from;
    while at < text.len() && byte_at(text, at) != byte {
        at += 1;
    }
    at
}

/// The place of the closing `*` or `**`; 0 where there is none. Marks hug their words, so `2 * 3 * 4` has none.
fn closing(text: &str, start: usize, strong: bool) -> usize {
    let wanted = 1 + usize::from(strong);
    let mut end = start + 1;
    while byte_at(text, start) != b' ' && end < text.len() {
        let mut stars = 0;
        while byte_at(text, end + stars) == b'*' {
            stars += 1;
        }
        if stars >= wanted && (strong || stars == 1) && !matches!(byte_at(text, end - 1), b' ' | b'\\') {
            // Of a longer row the end closes.
            return end + stars - wanted;
        }
        end += stars.max(1);
    }
    0
}

/// The first part of a language tag.
#[must_use]
pub fn language(tag: &str) -> &str {
    cut(tag, b'-').map_or(tag, |(first, _)| first)
}

/// Reports a word that is no language of the site, or none at all where the site lists none.
pub fn known_locale(cx: &mut Decoder, site: &SiteText, node: Node<'_>) {
    let word = node.word();
    let mut known = false;
    for locale in &site.locales {
        known |= **locale == *word;
    }
    if site.locales.is_empty() {
        let first = language(word);
        known = matches!(first.len(), 2 | 3) && first.bytes().all(|byte| byte.is_ascii_lowercase());
    }
    if !known {
        cx.report(Code::UnknownWord, node, || match site.locales.is_empty() {
            true => format!("`{word}` is no language; write one such as en, ro or pt-BR"),
            false => {
                let guess = did_you_mean(word, site.locales.iter().map(|locale| &**locale));
                format!("`{word}` is not one of this site's languages ({}, as listed under site.locales){guess}", site.locales.join(", "))
            }
        });
    }
}

/// What values a name in a text has; None where there is no such name.
#[must_use]
pub fn named(site: &SiteText, name: &str, form: Form) -> Option<FactType> {
    if form == Form::Progress && PROGRESS_NAMES.contains(&name) {
        return Some(FactType::Int);
    }
    if form == Form::Countdown && name == END {
        return Some(FactType::Date);
    }
    if let Some(row) = FACTS.iter().find(|row| row.name == name) {
        return Some(row.kind);
    }
    let (space, rest) = cut(name, b'.')?;
    let (known, kind) = match space {
        "answer" => (!rest.is_empty(), FactType::Text),
        "page" => (rest.starts_with("query."), FactType::Text),
        "custom" => (declared(site, rest), FactType::Json),
        "campaign" => (cut(rest, b'.').is_some_and(|(_, what)| PROGRESS.iter().any(|(_, row)| row.name == what)), FactType::Int),
        _ => return None,
    };
    known.then_some(kind)
}

/// Whether the custom fact is declared.
#[must_use]
pub fn declared(site: &SiteText, name: &str) -> bool {
    site.custom.iter().any(|custom| **custom == *name)
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
        if name == END {
            return String::from("`{end}` has a meaning only in the texts of a countdown");
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
