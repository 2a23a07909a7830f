//! What the texts of a message wait for.
//!
//! Decides nothing: the message is drawn as it would be shown, and what it asks for in vain is written down.

use crate::engine::fact::FactType;
use crate::engine::message::message;
use crate::engine::program::{Campaign, Program};
use crate::engine::said::locale;
use crate::engine::state::State;
use crate::node::Doc;
use crate::rules::decoder::Decoder;
use crate::value::Value;
use crate::view::build::{Facts, view};
use std::cell::RefCell;
use std::collections::BTreeSet;

/// Facts by name, those that were asked for in vain noted.
struct Asked<'s> {
    state: &'s State,
    in_vain: RefCell<BTreeSet<String>>,
}

impl Facts for Asked<'_> {
    fn fact(&self, name: &str) -> Option<(Value, FactType)> {
        let known = self.state.fact(name);
        if known.is_none() {
            self.in_vain.borrow_mut().insert(format!("`{name}`"));
        }
        known
    }

    fn currency(&self) -> &str {
        self.state.currency()
    }
}

/// The facts, in backquotes, that the first steps of a campaign's messages ask for and do not get.
pub fn wanted(program: &Program, state: &State, campaign: &Campaign) -> Vec<String> {
    let asked = Asked { state, in_vain: RefCell::default() };
    for variant in &campaign.variants {
        if let Some(part) = variant.show
            && let Ok(doc) = Doc::scan(program.part(part))
            && let Some(message) = message(&mut Decoder::default(), &doc, program)
        {
            let _only_asked = view(&message.show, 0, &[], &locale(program, state), &asked);
        }
    }
    asked.in_vain.into_inner().into_iter().collect()
}
