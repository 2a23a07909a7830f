//! Forms that ask for what they should not, or not as they should.
//!
//! Decides by the fields of a form and by where its step leads. What a right answer is, is [`crate::view::wrong`]'s to say.

use super::blocks::{Block, blocks, languages};
use super::file::{File, Found};
use crate::node::Node;
use crate::rules::diagnostic::Code;

/// What an e-mail address is called in the languages that the engine speaks.
const MAIL: [&str; 4] = ["email", "e-mail", "이메일", "메일"];

/// An e-mail address that is asked for, and nothing that agrees to its use.
pub fn no_consent(file: &File<'_>, found: &mut Found) {
    for (show, _) in shown(file) {
        let all = blocks(show);
        let fields: Vec<(&str, Node<'_>)> = all.iter().flat_map(Block::fields).collect();
        if let Some((_, mail)) = fields.iter().find(|(word, _)| *word == "email")
            && !fields.iter().any(|(word, _)| *word == "consent")
        {
            found.report(
                Code::NoConsent,
                *mail,
                String::from("an e-mail address is asked for and nobody agrees to its use; for a newsletter, add a field such as { \"consent\": { \"text\": \"I agree to get your newsletter\", \"version\": \"1\", \"required\": true } }"),
            );
        }
    }
}

/// An e-mail address that is asked for as any text.
pub fn mail_as_text(file: &File<'_>, found: &mut Found) {
    for (show, _) in shown(file) {
        for (word, field) in blocks(show).iter().flat_map(Block::fields) {
            if word != "text" {
                continue;
            }
            let label = field.get("label").unwrap_or(field);
            let named = field.get("name").is_some_and(|name| MAIL.contains(&name.word()));
            let called =
                languages(label).iter().filter_map(|(_, words)| words.text()).any(|words| MAIL.contains(&&*words.trim().to_lowercase()));
            if named || called {
                found.report(
                    Code::MailAsText,
                    field,
                    String::from("this text field asks for an e-mail address, so anything is taken for one and phones show the wrong keys; write `email` in place of `text`"),
                );
            }
        }
    }
}

/// A form after which nothing is said.
pub fn no_thanks(file: &File<'_>, found: &mut Found) {
    for (show, steps) in shown(file) {
        let all = blocks(show);
        let mut seen = None;
        for block in all.iter().filter(|block| !block.fields().is_empty()) {
            if block.step + 1 == steps && seen != Some(block.step) && leads_nowhere(show, block.step) {
                seen = Some(block.step);
                found.report(
                    Code::NoThanks,
                    block.body,
                    String::from(
                        "once this form is sent the message is gone, and nobody hears that it went well; add a step behind it that says so",
                    ),
                );
            }
        }
    }
}

fn leads_nowhere(show: Node<'_>, step: usize) -> bool {
    let written = show.get("steps").and_then(|steps| steps.items().nth(step));
    written.is_none_or(|step| step.get("next").is_none())
}

/// Every message that decodes, and how many steps it has.
fn shown<'f>(file: &File<'f>) -> Vec<(Node<'f>, usize)> {
    let all = file.campaigns.iter().flat_map(|campaign| campaign.messages.iter().flatten());
    all.map(|(show, message)| (*show, message.show.steps.len())).collect()
}
