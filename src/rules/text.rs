//! Texts: in one language or several, with facts in braces and a little markup.
//!
//! Decides how a text is written: `"Hi"` or `{ "en": "Hi", "ro": "Salut" }`; `{cart.subtotal}` stands for a fact, `{{` and
//! `}}` for braces; `*emphasis*`, `**strong**` and `[text](link)` where markup is allowed, `\*`, `\[` and `\\` for the bare
//! characters. A mark without its partner is an ordinary character, so `10% off*` needs no care; inside a link there is no
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
}

/// What a text of a progress block may name besides facts.
pub const PROGRESS_NAMES: [&str; 3] = ["remaining", "target", "value"];

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
    /// What follows looks so.
    Look(Look<'t>),
    /// A `{` without its `}`.
    Unclosed,
}

/// What stands before and behind the first `byte`, an ASCII character.
#[inline(never)]
#[must_use]
pub fn cut(text: &str, byte: u8) -> Option<(&str, &str)> {
    let at = text.bytes().position(|other| other == byte)?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// Reads a text.
pub fn read<'t>(text: &'t str, form: Form, look: Look<'t>, sink: &mut dyn FnMut(Part<'t>)) {
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| matches!(byte, b'{' | b'}' | b'*' | b'[' | b'\\')) {
        let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        let (sign, after) = from.split_at_checked(1).unwrap_or((from, ""));
        if !before.is_empty() {
            sink(Part::Words(before));
        }
        rest = special(sign, after, form, look, sink).unwrap_or_else(|| {
            sink(Part::Words(sign));
            after
        });
    }
    if !rest.is_empty() {
        sink(Part::Words(rest));
    }
}

/// Reads what the sign begins; what is left behind it. None where it is an ordinary character.
fn special<'t>(sign: &'t str, after: &'t str, form: Form, look: Look<'t>, sink: &mut dyn FnMut(Part<'t>)) -> Option<&'t str> {
    let brace = matches!(sign, "{" | "}");
    if brace || (sign == "\\" && form != Form::Plain) {
        let (next, left) = after.split_at_checked(1).unwrap_or(("", ""));
        if (brace && next == sign) || (!brace && matches!(next, "*" | "[" | "\\")) {
            sink(Part::Words(next));
            return Some(left);
        }
        if sign != "{" {
            return None;
        }
        let Some((name, left)) = cut(after, b'}') else {
            sink(Part::Unclosed);
            return None;
        };
        sink(Part::Fact(name));
        return Some(left);
    }
    if form == Form::Plain || !look.link.is_empty() {
        return None;
    }
    let mut inner_look = look;
    let (inner, left) = if sign == "*" {
        let strong = after.starts_with('*');
        let flag = if strong { &mut inner_look.strong } else { &mut inner_look.emphasis };
        if std::mem::replace(flag, true) {
            return None;
        }
        emphasized(after.get(usize::from(strong)..)?, strong)?
    } else if sign == "[" {
        let (label, behind) = cut(after, b']')?;
        let (url, left) = cut(behind.strip_prefix('(')?, b')')?;
        if url.is_empty() || label.contains('[') {
            return None;
        }
        inner_look.link = url;
        (label, left)
    } else {
        return None;
    };
    sink(Part::Look(inner_look));
    read(inner, form, inner_look, sink);
    sink(Part::Look(look));
    Some(left)
}

/// What stands before the closing `*` or `**`, and what behind it. Marks hug their words, so `2 * 3 * 4` has none.
fn emphasized(body: &str, strong: bool) -> Option<(&str, &str)> {
    let at = |place: usize| body.as_bytes().get(place).copied().unwrap_or(b' ');
    let wanted = 1 + usize::from(strong);
    let mut end = usize::from(at(0) != b' ');
    while end > 0 && end < body.len() {
        let mut stars = 0;
        while at(end + stars) == b'*' {
            stars += 1;
        }
        if stars >= wanted && (strong || stars == 1) && !matches!(at(end - 1), b' ' | b'\\') {
            // Of a longer row the end closes.
            let end = end + stars - wanted;
            return Some((body.get(..end)?, body.get(end + wanted..)?));
        }
        end += stars.max(1);
    }
    None
}

/// The first part of a language tag.
#[must_use]
pub fn language(tag: &str) -> &str {
    cut(tag, b'-').map_or(tag, |(first, _)| first)
}

/// Reports a word that is no language of the site, or none at all where the site lists none.
pub fn known_locale(cx: &mut Decoder, site: &SiteText, node: Node<'_>) {
    let word = node.word();
    let known = if site.locales.is_empty() {
        let first = language(word);
        (2..=3).contains(&first.len()) && first.bytes().all(|byte| byte.is_ascii_lowercase())
    } else {
        site.locales.iter().any(|locale| **locale == *word)
    };
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
        let mut names: Vec<String> = FACTS.iter().map(|row| String::from(row.name)).collect();
        names.extend(site.custom.iter().map(|custom| format!("custom.{custom}")));
        if form == Form::Progress {
            names.extend(PROGRESS_NAMES.map(String::from));
        }
        let guess = did_you_mean(name, names.iter().map(String::as_str));
        format!("unknown fact `{name}`{guess}")
    });
}
