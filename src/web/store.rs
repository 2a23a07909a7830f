//! Where the profile and the tab's state are kept: the browser's storage, or this page's memory where that is refused.
//!
//! Decides keys and what happens when storage throws, even on being looked at. Whether anything may be kept is the core's
//! to say: here it is only done. Keys of others are never touched.

use crate::engine::effect::Scope;
use std::cell::RefCell;
use std::rc::Rc;
use web_sys::{Storage, Window};

/// Key of the profile; other tabs write it too.
pub const PROFILE: &str = "shopbell.profile";
const TAB: &str = "shopbell.tab";

pub struct Store {
    visitor: Option<Storage>,
    tab: Option<Storage>,
    /// What storage did not take, visitor and tab.
    memory: RefCell<[Option<Rc<str>>; 2]>,
}

impl Store {
    pub fn new(window: &Window) -> Store {
        Store { visitor: window.local_storage().ok().flatten(), tab: window.session_storage().ok().flatten(), memory: RefCell::default() }
    }

    /// Whether storage can be read at all.
    pub fn works(&self) -> bool {
        self.visitor.as_ref().is_some_and(|storage| storage.get_item(PROFILE).is_ok())
    }

    fn place(&self, scope: Scope) -> (Option<&Storage>, &'static str, usize) {
        match scope {
            Scope::Visitor => (self.visitor.as_ref(), PROFILE, 0),
            Scope::Tab => (self.tab.as_ref(), TAB, 1),
        }
    }

    pub fn read(&self, scope: Scope) -> Option<Rc<str>> {
        let (storage, key, slot) = self.place(scope);
        // Memory first: it holds something only since storage refused something newer.
        let kept = self.memory.borrow().get(slot).cloned().flatten();
        kept.or_else(|| storage?.get_item(key).ok().flatten().map(Rc::from))
    }

    pub fn write(&self, scope: Scope, text: String) {
        let (storage, key, slot) = self.place(scope);
        let taken = storage.is_some_and(|storage| storage.set_item(key, &text).is_ok());
        if let Some(kept) = self.memory.borrow_mut().get_mut(slot) {
            *kept = if taken { None } else { Some(Rc::from(text)) };
        }
    }

    pub fn forget(&self, scope: Scope) {
        let (storage, key, slot) = self.place(scope);
        // A refusal leaves nothing to forget but what is in memory.
        let _ = storage.map(|storage| storage.remove_item(key));
        if let Some(kept) = self.memory.borrow_mut().get_mut(slot) {
            *kept = None;
        }
    }
}
