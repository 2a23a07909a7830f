//! A tab of a played visit: its page, the one before, and what it keeps.

use super::coverage::Page;
use super::script::Visit;
use crate::engine::event::Event;
use crate::engine::time::Millis;
use std::collections::VecDeque;
use std::rc::Rc;

/// A tab.
#[derive(Debug, Default)]
pub(super) struct Tab {
    pub page: Page,
    /// The page before, as it was left.
    pub before: Option<Page>,
    pub storage: Option<Rc<str>>,
    /// The page as it was opened, or what a route has made of it.
    pub visit: Visit,
    pub wake_at: Option<Millis>,
    pub queue: VecDeque<Event>,
}
