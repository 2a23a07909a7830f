//! Where the profile and the tab's state are kept: the browser's storage, or this page's memory where that is refused.
//!
//! Decides the keys and what happens when storage refuses. Whether anything may be kept is the core's to say: here it is only
//! done. Keys of others are never touched.

use super::page;
use crate::engine::effect::Scope;
use std::cell::RefCell;
use std::rc::Rc;

/// Key of the profile; other tabs write it too.
pub const PROFILE: &str = "shopbell.profile";
const TAB: &str = "shopbell.tab";
/// What the data layer came to on this tab's earlier pages. It goes where the tab's state goes.
const LAYER: &str = "shopbell.layer";

#[derive(Default)]
pub struct Store {
    /// What storage did not take, of visitor and tab.
    memory: RefCell<[Option<Rc<str>>; 2]>,
}

impl Store {
    fn place(scope: Scope) -> (bool, &'static str) {
        match scope {
            Scope::Visitor => (false, PROFILE),
            Scope::Tab => (true, TAB),
        }
    }

    pub fn read(&self, scope: Scope) -> Option<Rc<str>> {
        let (of_tab, key) = Store::place(scope);
        // Memory first: it holds something only since storage refused something newer.
        let held = self.memory.borrow()[usize::from(of_tab)].clone();
        held.or_else(|| page::kept(of_tab, key).map(Rc::from))
    }

    pub fn write(&self, scope: Scope, text: String) {
        let (of_tab, key) = Store::place(scope);
        let taken = page::keep(of_tab, key, &text);
        self.memory.borrow_mut()[usize::from(of_tab)] = if taken { None } else { Some(Rc::from(text)) };
    }

    /// What [`Store::write_layer`] kept.
    pub fn layer() -> String {
        page::kept(true, LAYER).unwrap_or_default()
    }

    /// Keeps what the data layer came to, if the core keeps anything of this tab.
    pub fn write_layer(text: &str) {
        if page::kept(true, TAB).is_some() {
            page::keep(true, LAYER, text);
        }
    }
}
