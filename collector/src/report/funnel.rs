//! What came of each exposure: seen, pressed, answered, closed, the goal reached.
//!
//! Decides that an exposure counts once in each step, however often something was told of it. Counts, not comparisons: variants are
//! compared in `experiment`.

use super::facts::{Campaign, came};
use super::plans::File;
use serde::Serialize;

/// A campaign.
#[derive(Debug, Serialize)]
pub struct Funnel {
    /// Its id.
    pub id: String,
    /// Its name, for people.
    pub name: Option<String>,
    /// Its variants, by name.
    pub variants: Vec<Steps>,
}

/// One variant's exposures.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Steps {
    /// The variant.
    pub variant: String,
    /// Exposures, holdouts' too.
    pub exposed: u64,
    /// On screen.
    pub seen: u64,
    /// Pressed.
    pub clicked: u64,
    /// Answered.
    pub submitted: u64,
    /// A code copied.
    pub copied: u64,
    /// Closed.
    pub dismissed: u64,
    /// The first goal reached.
    pub converted: u64,
}

/// Of a campaign.
#[must_use]
pub fn funnel(id: &str, campaign: &Campaign, file: Option<&File>) -> Funnel {
    let mut variants: Vec<Steps> = campaign.variants.iter().map(|variant| Steps { variant: variant.clone(), ..Steps::default() }).collect();
    for exposure in campaign.exposures.values() {
        let Some(steps) = variants.get_mut(usize::from(exposure.variant)) else { continue };
        steps.exposed += 1;
        for (bit, count) in [
            (came::SEEN, &mut steps.seen),
            (came::CLICKED, &mut steps.clicked),
            (came::SUBMITTED, &mut steps.submitted),
            (came::COPIED, &mut steps.copied),
            (came::DISMISSED, &mut steps.dismissed),
            (came::CONVERTED, &mut steps.converted),
        ] {
            *count += u64::from(exposure.came & bit != 0);
        }
    }
    variants.sort_unstable_by(|one, other| one.variant.cmp(&other.variant));
    let name = file.and_then(|file| file.campaigns.get(id)).and_then(|planned| planned.name.clone());
    Funnel { id: id.into(), name, variants }
}
