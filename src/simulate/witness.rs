//! A witness: whoever looks on while a visitor is played.
//!
//! Decides what can be seen. Leaves counting to [`tally`](super::tally) and telling to [`diary`](super::diary).

use super::visitor::{Deed, PageView, Visit, Visitor};
use crate::engine::program::Program;
use crate::engine::state::State;
use crate::engine::time::Millis;
use crate::view::View;
use std::rc::Rc;

/// A moment at which a visitor would see a campaign.
#[derive(Clone, Debug)]
pub struct Exposed {
    /// Rank of the campaign.
    pub campaign: u32,
    /// Its variant.
    pub variant: Rc<str>,
    /// Whether something is shown; else it is a holdout's.
    pub shown: bool,
}

/// What is done with a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Treated {
    /// Closed.
    Dismissed,
    /// Its tab in the corner was pressed, which opens it.
    Opened,
    /// Something in it was pressed, other than what closes it or goes on.
    Clicked,
    /// Its questions were answered and sent.
    Answered,
}

/// Looks on; what does not matter to one need not be looked at.
pub trait Witness {
    /// A visitor comes.
    fn comes(&mut self, _: &Visitor) {}
    /// A visit begins.
    fn visits(&mut self, _: &Visit) {}
    /// A page is opened.
    fn opens(&mut self, _: &PageView) {}
    /// The visitor does something.
    fn does(&mut self, _: Millis, _: &Deed) {}
    /// An exposure is committed.
    fn exposed(&mut self, _: &Program, _: &State, _: &Exposed) {}
    /// A message is drawn, or drawn anew.
    fn drawn(&mut self, _campaign: u32, _: &View) {}
    /// A message is treated.
    fn treated(&mut self, _campaign: u32, _: Treated) {}
    /// An event has been taken, and its effects performed.
    fn settled(&mut self, _: &Program, _: &State) {}
    /// The page is left.
    fn leaves(&mut self, _: &Program, _: &State) {}
    /// The visit has ended.
    fn ends(&mut self) {}
    /// The visitor will not come back.
    fn gone(&mut self) {}
}
