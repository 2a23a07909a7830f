//! Texts that say nothing, or not in every language.
//!
//! Decides by what is written. Which language a shopper reads is the engine's to say.

use super::blocks::{beginning, blocks, languages};
use super::file::{File, Found, fact_of, musts};
use crate::engine::fact::Fact;
use crate::engine::message::site_text;
use crate::engine::op::Op;
use crate::engine::program::{Leaf, Program, Test};
use crate::node::{Kind, Node};
use crate::rules::decoder::is_id;
use crate::rules::diagnostic::{Code, did_you_mean};
use crate::rules::text::{Form, Look, Part, cut, language, read};
use crate::value::Value;
use crate::view::plural::category;
use crate::view::words::spoken;

/// A text of fewer characters may well be the same in two languages: `10%`, `OK`, a name.
const LONG: usize = 30;

/// Texts without one of the site's languages, said once for a message.
pub fn missing_language(file: &File<'_>, found: &mut Found) {
    if file.root.get("site").and_then(|site| site.get("locales")).is_none() {
        return;
    }
    for (variant, show) in shows(file) {
        if show.get("locale").is_some() {
            continue;
        }
        let mut lacking: Vec<(Node<'_>, Vec<&str>)> = Vec::new();
        for text in blocks(show).iter().flat_map(|block| block.texts()) {
            if text.kind() != Kind::Object {
                continue;
            }
            let written = languages(text);
            let has = |locale: &str| written.iter().any(|(word, _)| language(word) == language(locale));
            let missing: Vec<&str> = file.program.site.locales.iter().map(|locale| &**locale).filter(|locale| !has(locale)).collect();
            if !missing.is_empty() {
                lacking.push((text, missing));
            }
        }
        let Some((first, missing)) = lacking.first() else { continue };
        let others = match lacking.len() - 1 {
            0 => String::new(),
            1 => String::from(" and one more text"),
            more => format!(" and {more} more texts"),
        };
        found.report(
            Code::MissingLanguage,
            *first,
            format!(
                "{}{others} of `{variant}` cannot be read in {}; add what is missing, or take the language out of site.locales",
                beginning(*first),
                missing.join(", ")
            ),
        );
    }
}

/// A language in which our controls speak English, and the file does not say otherwise.
pub fn foreign_controls(file: &File<'_>, found: &mut Found) {
    let Some(locales) = file.root.get("site").and_then(|site| site.get("locales")) else { return };
    let words = site_text(file.program).words;
    for locale in locales.items() {
        let speaks = |other: &str| language(other) == language(locale.word());
        if spoken().into_iter().any(speaks) || words.iter().any(|(of, ..)| of.is_empty() || speaks(of)) {
            continue;
        }
        found.report(
            Code::ForeignControls,
            locale,
            format!(
                "the texts of our own controls (\"Close\", \"Copy\") are English for readers of `{0}`; say them under site.words, as in {{ \"close\": {{ \"{0}\": \"…\" }} }}",
                locale.word()
            ),
        );
    }
}

/// A long text that is the same in two languages.
pub fn same_text(file: &File<'_>, found: &mut Found) {
    for (_, show) in shows(file) {
        for text in blocks(show).iter().flat_map(|block| block.texts()) {
            let written = languages(text);
            for (place, (word, words)) in written.iter().enumerate() {
                let Some(said) = words.text() else { continue };
                let earlier = written.iter().take(place).find(|(_, other)| other.text().as_deref() == Some(&*said));
                if let Some((other, _)) = earlier
                    && said.chars().filter(|letter| letter.is_alphabetic()).count() >= LONG
                    && language(other) != language(word)
                {
                    found.report(
                        Code::SameText,
                        *words,
                        format!("{} is the same in `{other}` and `{word}`; translate it, or leave `{word}` out", beginning(*words)),
                    );
                }
            }
        }
    }
}

/// A text that says nothing.
pub fn empty_text(file: &File<'_>, found: &mut Found) {
    for (variant, show) in shows(file) {
        for text in blocks(show).iter().flat_map(|block| block.texts()) {
            for (word, words) in languages(text) {
                if words.text().is_some_and(|said| said.trim().is_empty()) {
                    let of = if word.is_empty() { String::new() } else { format!(" in `{word}`") };
                    found.report(
                        Code::EmptyText,
                        words,
                        format!("a text of `{variant}` says nothing{of}; write it, or take its block out"),
                    );
                }
            }
        }
    }
}

/// A plural without one of the cases that its language tells apart.
pub fn plural_cases(file: &File<'_>, found: &mut Found) {
    let first = file.program.site.locales.first().map_or("en", |locale| locale);
    for (_, show) in shows(file) {
        for text in blocks(show).iter().flat_map(|block| block.texts()) {
            for (word, words) in languages(text) {
                let locale = if word.is_empty() { first } else { word };
                for written in plurals(words) {
                    // `many` of half the Romance languages begins at a million.
                    let lacks = (0..=200).map(|count| (count, category(locale, count))).find(|(count, wanted)| {
                        *wanted != "other" && !written.iter().any(|case| case == wanted || *case == format!("={count}"))
                    });
                    if let Some((count, wanted)) = lacks {
                        found.report(
                            Code::PluralCase,
                            words,
                            format!("{} has no case `{wanted}`, which `{locale}` has for {count}; add {wanted} {{…}}", beginning(words)),
                        );
                    }
                }
            }
        }
    }
}

/// The cases of each plural in a text.
fn plurals(words: Node<'_>) -> Vec<Vec<String>> {
    let (mut all, mut cases) = (Vec::new(), Vec::new());
    if let Some(said) = words.text() {
        read(&said, Form::Progress, Look::default(), &mut |part| match part {
            Part::Case(_, "") => all.push(std::mem::take(&mut cases)),
            Part::Case(_, case) => cases.push(String::from(case)),
            Part::Count(_) | Part::Fact(_) | Part::Words(_) | Part::Look(_) | Part::Unclosed | Part::BadPlural => {}
        });
    }
    all
}

/// A text that counts what a campaign has come to that is not in the file.
pub fn unknown_campaign(file: &File<'_>, found: &mut Found) {
    let ids: Vec<&str> =
        file.root.get("campaigns").into_iter().flat_map(Node::items).filter_map(|node| Some(node.get("id")?.word())).collect();
    for (_, show) in shows(file) {
        for text in blocks(show).iter().flat_map(|block| block.texts()) {
            for (_, words) in languages(text) {
                for name in facts(words) {
                    let id = name.strip_prefix("campaign.").and_then(|rest| cut(rest, b'.')).map(|(id, _)| id);
                    if let Some(id) = id
                        && !ids.contains(&id)
                    {
                        let guess = if is_id(id) { did_you_mean(id, ids.iter().copied()) } else { String::new() };
                        found.report(
                            Code::UnknownName,
                            words,
                            format!("`{{{name}}}` speaks of a campaign `{id}` that is not in this file{guess}"),
                        );
                    }
                }
            }
        }
    }
}

/// A text that names a fact which nobody has for whom the condition holds: the block would always be left out.
pub fn absent_fact(file: &File<'_>, found: &mut Found) {
    for campaign in &file.campaigns {
        let musts = musts(file.program, campaign.runs.when);
        for (show, _) in campaign.messages.iter().flatten() {
            let all = blocks(*show);
            for words in all.iter().flat_map(|block| block.texts()).flat_map(languages).map(|(_, words)| words) {
                for name in facts(words) {
                    if let Some(why) = musts.iter().find_map(|leaf| absent(file.program, leaf, &name)) {
                        found.report(
                            Code::AbsentFact,
                            words,
                            format!("`{{{name}}}` is never known here, because the condition asks for {why}; this block is left out. Take the fact out"),
                        );
                    }
                }
            }
        }
    }
}

/// Why a fact is absent wherever a clause holds.
fn absent(program: &Program, leaf: &Leaf, name: &str) -> Option<&'static str> {
    let Test::Value(op, operand) = &leaf.test else { return None };
    let is = matches!(op, Op::Is | Op::Eq);
    let other_page = |value: &Value| matches!(value, Value::Text(kind) if &**kind != "product");
    let other_pages = is && other_page(operand) || *op == Op::In && !operand.items().is_empty() && operand.items().iter().all(other_page);
    let none = (is || *op == Op::Lte) && *operand == Value::Int(0) || *op == Op::Lt && *operand == Value::Int(1);
    let fact = fact_of(program, leaf)?;
    if fact == Fact::PageType && other_pages && name.starts_with("page.product.") {
        return Some("another page than that of a product");
    }
    let rows = [
        (Fact::VisitorIsNew, is && *operand == Value::Bool(true), "visitor.days_since_last_visit", "a first visit"),
        (Fact::CustomerOrders, none, "customer.days_since_order", "no order so far"),
        (Fact::CartItems, none, "cart.idle_minutes", "an empty cart"),
    ];
    rows.into_iter().find(|row| row.0 == fact && row.1 && row.2 == name).map(|row| row.3)
}

/// What a text names in braces.
#[must_use]
pub fn facts(words: Node<'_>) -> Vec<String> {
    let mut names = Vec::new();
    if let Some(said) = words.text() {
        read(&said, Form::Progress, Look::default(), &mut |part| match part {
            Part::Fact(name) => names.push(String::from(name)),
            Part::Case(name, _) => names.push(String::from(name)),
            Part::Count(_) | Part::Words(_) | Part::Look(_) | Part::Unclosed | Part::BadPlural => {}
        });
    }
    names
}

/// Every message that decodes, with the id of its variant.
pub fn shows<'f>(file: &File<'f>) -> Vec<(String, Node<'f>)> {
    let mut all = Vec::new();
    for campaign in &file.campaigns {
        for (variant, message) in campaign.runs.variants.iter().zip(&campaign.messages) {
            if let Some((show, _)) = message {
                all.push((format!("{}/{}", campaign.runs.id, variant.id), *show));
            }
        }
    }
    all
}
