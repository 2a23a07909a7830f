//! `POST /v1/outcomes`: what browsers tell. The answer names the ids that are kept, after they are.

use super::counts::Count;
use super::{App, door, now};
use crate::intake::outcome::{self, LARGEST_BODY, Rejected};
use crate::refusal::Refusal;
use crate::store::outcomes::keep;
use axum::Json;
use axum::extract::{Query, Request, State};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What may stand behind the `?`.
#[derive(Deserialize)]
pub struct Asked {
    /// The site, for all that the body does not say it of.
    pub site: Option<String>,
}

/// The answer.
#[derive(Debug, Serialize)]
pub struct Answer {
    accepted: Vec<String>,
    rejected: Vec<Rejected>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'static str>,
}

/// Takes a batch.
pub async fn post(State(app): State<Arc<App>>, request: Request) -> Result<Json<Answer>, Refusal> {
    let asked = Query::<Asked>::try_from_uri(request.uri()).map_err(|_| Refusal::new(400, "behind `?` only `site=NAME` is known"))?;
    let (parts, body) = door::body(&app, request, LARGEST_BODY).await?;
    let named = asked.0.site;
    let usual = named.as_deref().unwrap_or(door::DEFAULT_SITE);
    if named.is_some() {
        door::known(&app, usual).map_err(|say| Refusal::new(403, say))?;
    }
    let batch = outcome::read(&body)?;
    let mut rejected = batch.rejected;
    let mut outcomes = Vec::with_capacity(batch.outcomes.len());
    for outcome in batch.outcomes {
        let site = outcome.site.clone().unwrap_or_else(|| usual.to_string());
        match door::known(&app, &site) {
            Ok(()) => outcomes.push((site, outcome)),
            Err(why) => rejected.push(Rejected { id: Some(outcome.id), why }),
        }
    }
    // One request is one of each site that it names.
    for site in outcomes.iter().map(|(site, _)| site).collect::<BTreeSet<_>>() {
        door::site(&app, site)?;
    }
    let received = now();
    let kept = if outcomes.is_empty() { Default::default() } else { app.store.write(move |to| keep(to, &outcomes, received)).await? };
    rejected.extend(kept.rejected);
    app.counts.add(Count::Kept, kept.accepted.len() - kept.again);
    app.counts.add(Count::Again, kept.again);
    app.counts.add(Count::Rejected, rejected.len());
    Ok(Json(Answer { accepted: kept.accepted, rejected, note: door::note(&app, &parts) }))
}
