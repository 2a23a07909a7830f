//! What two rule files do differently: for people, and as JSON.

use super::simulation::{grouped, share, table};
use crate::commands::check::counted;
use crate::manual::painted;
use shopbell::simulate::compare::{CampaignChange, Difference};

/// The differences as one JSON object.
pub fn json(difference: &Difference) -> String {
    serde_json::to_string_pretty(difference).map(|text| text + "\n").unwrap_or_default()
}

/// Campaign by campaign, then an example of each change.
pub fn human(difference: &Difference, colors: bool) -> String {
    let played = format!(
        "{} made {}, seed {}",
        counted(difference.visitors as usize, "visitor"),
        counted(difference.visits as usize, "visit"),
        difference.seed
    );
    let bold = |text: &str| if colors { painted("1", text) } else { text.to_owned() };
    let differ = difference.visitors_who_differ;
    let mut out = if differ == 0 {
        format!("{played}: no visitor sees anything else\n")
    } else {
        format!("{played}: {} ({}) see something else\n", grouped(differ), share(differ, difference.visitors))
    };
    let changed: Vec<&CampaignChange> = difference.campaigns.iter().filter(|campaign| campaign.change != "same").collect();
    if changed.is_empty() {
        return out;
    }
    let mut rows = vec![["campaign", "", "visitors, old", "new", "exposures, old", "new", "differ for"].map(String::from).to_vec()];
    for CampaignChange { id, change, old, new, visitors_who_differ, .. } in &difference.campaigns {
        let mut row = vec![id.clone(), (*change).to_owned()];
        row.extend([old.reached, new.reached, old.exposures, new.exposures, *visitors_who_differ].map(grouped));
        rows.push(row);
    }
    out.push_str(&format!("\n{}", table(&rows, "  ")));
    for CampaignChange { id, change, example, .. } in changed {
        let Some(story) = example else { continue };
        out.push_str(&format!("\n{}\n  {}\n", bold(&format!("{id}: {change}")), story.visitor));
        for line in &story.did {
            out.push_str(&format!("    {line}\n"));
        }
        out.push_str(&format!("  old {}\n  new {}\n", story.old, story.new));
    }
    out
}
