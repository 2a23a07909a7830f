//! What hosts that have no screen report of a wheel: it stands as soon as it is spun.

use crate::engine::event::Event;
use crate::engine::id::Id;
use crate::view::View;

/// What hosts report of a wheel that was spun, once it stands; here it takes no time.
pub fn stands(exposure: Id, view: &View) -> Option<Event> {
    let action = view.next().filter(|_| view.spins())?;
    Some(Event::Acted { exposure, action })
}
