//! What a visitor has on screen: a message with the view that was drawn last.
//!
//! Decides nothing; [`hand`](super::hand) presses and answers what is here.

use crate::engine::id::Id;
use crate::engine::program::Program;
use crate::engine::state::Showing;
use crate::view::View;

/// What was drawn last for each exposure.
pub type Drawn = Vec<(Id, Box<View>)>;

/// A message on screen.
#[derive(Debug)]
pub struct OnScreen<'s> {
    /// Its campaign.
    pub campaign: &'s str,
    /// Its variant.
    pub variant: &'s str,
    /// Its step.
    pub step: &'s str,
    /// What it looks like.
    pub view: &'s View,
    /// Its exposure.
    pub exposure: Id,
}

/// What stands for the campaign of a reminder, which is on screen by itself.
pub const REMINDER: &str = "reminder";

/// The reminder of a code.
pub(super) fn reminder(exposure: Id, drawn: &Drawn) -> Option<OnScreen<'_>> {
    let (_, view) = drawn.iter().find(|(known, _)| *known == exposure)?;
    Some(OnScreen { campaign: REMINDER, variant: "", step: "", view, exposure })
}

/// The message as it stands there; None before it is drawn.
pub(super) fn on_screen<'s>(program: &'s Program, showing: &'s Showing, drawn: &'s Drawn) -> Option<OnScreen<'s>> {
    let (_, view) = drawn.iter().find(|(exposure, _)| *exposure == showing.exposure)?;
    Some(OnScreen {
        campaign: program.campaigns.get(showing.campaign as usize).map_or("", |campaign| &campaign.id),
        variant: &showing.variant,
        step: showing.message.show.steps.get(showing.step).map_or("", |step| &step.id),
        view,
        exposure: showing.exposure,
    })
}
