//! What a shopper can do with a message: close it, fill it in, press something.
//!
//! Decides what can be found on screen, by the words that stand there, and which events a browser would report for it.

use super::line;
use super::screen::OnScreen;
use super::script::Press;
use super::words::{each, words_of};
use crate::engine::event::{Dismissal, Event};
use crate::rules::action::name;
use crate::view::{ASIDE, Kind, Row, own, print};
use std::collections::BTreeSet;
use std::rc::Rc;

/// Closes the message that came last.
pub fn close(messages: &[OnScreen<'_>], how: Dismissal) -> Result<Vec<Event>, String> {
    match messages.last() {
        Some(message) => Ok(vec![Event::Dismissed { exposure: message.exposure, how }]),
        None => Err(String::from("there is no message to close")),
    }
}

/// Answers a field; where choosing goes on by itself, it does.
pub fn answer(messages: &[OnScreen<'_>], field: &Rc<str>, value: &Rc<str>) -> Result<Vec<Event>, String> {
    let mut found = None;
    let mut fields = BTreeSet::new();
    for message in messages {
        each(message.view, &mut |element| {
            let Some(does) = own(element).iter().find(|row| matches!(row.kind, Kind::Answer | Kind::AnswerAndNext)) else { return };
            fields.insert(does.text.to_string());
            if does.text == *field && could_say(element, value) {
                let next = message.view.next().filter(|_| does.kind == Kind::AnswerAndNext);
                let exposure = message.exposure;
                let mut events = vec![Event::Answered { exposure, field: Rc::clone(field), value: Rc::clone(value) }];
                // Whoever has filled in one field goes to another.
                if element.first().is_some_and(|row| row.name == "field") && field.as_bytes().first() != Some(&b'!') {
                    events.push(Event::Answered { exposure, field: format!("{ASIDE}{field}").into(), value: ASIDE.into() });
                }
                found = Some((exposure, next, events));
            }
        });
    }
    let Some((exposure, next, mut events)) = found else {
        let asked = fields.into_iter().collect::<Vec<_>>().join(", ");
        let asked = if asked.is_empty() { String::from("nothing is asked") } else { format!("asked here: {asked}") };
        return Err(format!("`{field}` cannot be answered with {}; {asked}", line::quoted(value)));
    };
    events.extend(next.map(|action| Event::Acted { exposure, action }));
    Ok(events)
}

/// Presses the first thing that fits.
pub fn press(messages: &[OnScreen<'_>], press: &Press) -> Result<Vec<Event>, String> {
    let mut found = None;
    let mut buttons = Vec::new();
    for message in messages {
        each(message.view, &mut |element| {
            let Some(does) = own(element).iter().find(|row| row.kind == Kind::Press) else { return };
            let number = does.number as u16;
            let action = message.view.actions.get(does.number as usize);
            let fits = match press {
                Press::Text(text) => words_of(&message.view.locale, element).contains(&**text),
                Press::Action(wanted) => action.is_some_and(|action| name(action) == &**wanted),
            };
            if fits && found.is_none() {
                found = Some(Event::Acted { exposure: message.exposure, action: number });
            }
            buttons.push(format!("`{}`", words_of(&message.view.locale, element)));
        });
    }
    found.map(|event| vec![event]).ok_or_else(|| {
        let wanted = match press {
            Press::Text(text) => format!("nothing says {}", line::quoted(text)),
            Press::Action(name) => format!("nothing does `{name}`"),
        };
        let there =
            if buttons.is_empty() { String::from("nothing can be pressed here") } else { format!("there are {}", buttons.join(", ")) };
        format!("{wanted}; {there}")
    })
}

/// Whether a field can take the value: of something to choose, only its own.
fn could_say(element: &[Row], value: &str) -> bool {
    let attribute = |name: &str| print::text(own(element), &[name]);
    let choice = attribute("type").is_some_and(|kind| matches!(&*kind, "\"radio\"" | "\"checkbox\""));
    !choice || value.is_empty() || attribute("value").is_some_and(|own| own == format!("\"{value}\""))
}
