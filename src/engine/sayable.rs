//! What messages can say: the state as texts and blocks read it.
//!
//! Decides what a name in a text stands for. Leaves how it is written to the view, and what it looks like to hosts.

use super::address::{query_value, split_address};
use super::countdown::{Countdown, Ending, ending};
use super::event::Product;
use super::fact::{FACTS, Fact, FactType, PROGRESS};
use super::note;
use super::pool;
use super::program::Program;
use super::state::State;
use crate::rules::text::{cut, language};
use crate::value::Value;
use crate::view::build::{Facts, Given};
use std::rc::Rc;

impl Facts for State {
    fn fact(&self, wanted: &str) -> Option<(Value, FactType)> {
        // What a campaign has come to is counted on the spot: no condition need read it.
        if let Some(rest) = wanted.strip_prefix("campaign.") {
            let (id, what) = cut(rest, b'.')?;
            for (progress, row) in PROGRESS {
                if row.name == what {
                    let (value, _) = note::progress(self, id, *progress);
                    return said(value.as_ref(), FactType::Int);
                }
            }
        }
        if let Some(wanted) = wanted.strip_prefix("custom.") {
            for (name, value) in &self.custom {
                if **name == *wanted {
                    return Some((value.clone(), FactType::Json));
                }
            }
        }
        // What stands in the address is read there.
        if let Some(name) = wanted.strip_prefix("page.query.") {
            let Some(Some(Value::Text(url))) = self.values.get(Fact::PageUrl as usize) else { return None };
            return Some((Value::Text(query_value(split_address(url).1, name)?), FactType::Text));
        }
        for (row, value) in FACTS.iter().zip(&self.values) {
            if row.name == wanted {
                return said(value.as_ref(), row.kind);
            }
        }
        None
    }

    fn currency(&self) -> &str {
        &self.currency
    }

    fn ending(&self, campaign: &str, countdown: &Countdown) -> Option<Ending> {
        ending(self, campaign, countdown)
    }

    fn code(&self, campaign: &str, pool: &str) -> Given {
        pool::code(self, campaign, pool)
    }

    fn recommended(&self) -> &[Product] {
        &self.recommended
    }
}

/// A value that is known and is not null.
fn said(value: Option<&Value>, kind: FactType) -> Option<(Value, FactType)> {
    match value {
        None | Some(Value::Null) => None,
        Some(value) => Some((value.clone(), kind)),
    }
}

/// The language of messages: the page's where the file speaks it, else the device's, else the first of the file.
#[must_use]
pub fn locale(program: &Program, state: &State) -> Rc<str> {
    let locales = &program.site.locales;
    for fact in &[Fact::PageLanguage, Fact::DeviceLanguage] {
        let Some(Some(Value::Text(wanted))) = state.values.get(*fact as usize) else { continue };
        // The very one, else another of the same language.
        for locale in locales {
            if locale.eq_ignore_ascii_case(wanted) {
                return Rc::clone(locale);
            }
        }
        for locale in locales {
            if language(locale).eq_ignore_ascii_case(language(wanted)) {
                return Rc::clone(locale);
            }
        }
    }
    locales.first().cloned().unwrap_or_else(|| "en".into())
}
