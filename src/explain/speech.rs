//! What the texts of a message wait for.
//!
//! Decides nothing: the message is drawn as it would be shown, and what it asks for in vain is written down.

use crate::engine::countdown::{Countdown, Ending};
use crate::engine::event::Product;
use crate::engine::fact::FactType;
use crate::engine::id::Id;
use crate::engine::message::message;
use crate::engine::program::{Campaign, Program};
use crate::engine::sayable::locale;
use crate::engine::state::State;
use crate::node::Doc;
use crate::rules::decoder::Decoder;
use crate::value::Value;
use crate::view::build::{Facts, view};
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

/// Facts by name, those that were asked for in vain noted.
struct Asked<'s> {
    state: &'s State,
    in_vain: RefCell<BTreeSet<String>>,
    /// A countdown that cannot be kept was asked for.
    not_kept: Cell<bool>,
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

    fn ending(&self, campaign: &str, countdown: &Countdown) -> Option<Ending> {
        let known = self.state.ending(campaign, countdown);
        self.not_kept.set(self.not_kept.get() | known.is_none());
        known
    }

    fn recommended(&self) -> &[Product] {
        let known = self.state.recommended();
        if known.is_empty() {
            self.in_vain.borrow_mut().insert(String::from("products that are recommended"));
        }
        known
    }
}

/// Why there would be nothing to read, in one sentence: what the first steps of a campaign's messages ask for and do not get.
pub fn silence(program: &Program, state: &State, campaign: &Campaign) -> String {
    let asked = Asked { state, in_vain: RefCell::default(), not_kept: Cell::default() };
    for variant in &campaign.variants {
        if let Some(part) = variant.show
            && let Ok(doc) = Doc::scan(program.part(part))
            && let Some(message) = message(&mut Decoder::default(), &doc, program)
        {
            let _only_asked = view(&message.show, 0, &[], Id::default(), &locale(program, state), &asked);
        }
    }
    let wanted: Vec<String> = asked.in_vain.into_inner().into_iter().collect();
    if wanted.is_empty() && asked.not_kept.get() {
        return String::from("When its countdown began cannot be remembered, and one that begins anew on each page is not shown.");
    }
    format!("Its text needs {}, which nobody has reported.", wanted.join(" and "))
}
