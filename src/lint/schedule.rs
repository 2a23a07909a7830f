//! Schedules that cannot do what they say.
//!
//! Decides by the calendar alone; when a campaign is open is the engine's to say.

use super::file::{File, Found};
use crate::engine::time::{Civil, DAY};
use crate::rules::diagnostic::Code;

/// Zones differ by less than this, so what is over by it is over everywhere.
const EVERYWHERE: i64 = DAY;

/// `until` lies in the past: the campaign never shows again.
pub fn over(file: &File<'_>, found: &mut Found) {
    let Some(now) = file.now else { return };
    for campaign in &file.campaigns {
        let until = campaign.runs.schedule.as_ref().and_then(|schedule| schedule.until);
        let node = campaign.node.get("schedule").and_then(|schedule| schedule.get("until"));
        if let (Some(until), Some(node)) = (until, node)
            && campaign.runs.enabled
            && until + EVERYWHERE < now
        {
            let Civil { year, month, day, .. } = Civil::from_local(until);
            let id = &campaign.runs.id;
            found.report(
                Code::Over,
                node,
                format!("`{id}` ended on {year}-{month:02}-{day:02} and never shows again; give it a later `until`, or take it out with \"enabled\": false"),
            );
        }
    }
}
