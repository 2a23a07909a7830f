//! The report, as pages and as JSON. What came since the last time is added; nothing is counted anew unless something was forgotten.

use super::{App, now};
use crate::page::{self, Asked, Page};
use crate::refusal::Refusal;
use crate::report::facts::Gathering;
use crate::report::{Closed, Report, report};
use crate::store::feed::{Mark, feed, goes_on, plans};
use crate::store::{Store, Unavailable};
use axum::extract::{Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};
use std::sync::{Arc, Mutex, PoisonError};

/// For so long the same report is given where nothing new has arrived, in milliseconds.
const FRESH: i64 = 60_000;

/// What is known for reports.
#[derive(Default)]
pub struct Reports(Mutex<Known>);

#[derive(Default)]
struct Known {
    mark: Mark,
    gathering: Gathering,
    last: Option<(Mark, i64, Arc<Report>)>,
}

impl Reports {
    /// The report of now.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn of(&self, store: &Store, now: i64) -> rusqlite::Result<Arc<Report>> {
        let database = store.reader()?;
        // Whoever broke down in here left sums that are whole or begin anew.
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !goes_on(&database, &known.mark)? {
            *known = Known { gathering: Gathering::new(plans(&database)?.into(), None), ..Known::default() };
        }
        let Known { mark, gathering, last } = &mut *known;
        *mark = feed(&database, *mark, gathering)?;
        if let Some((at, when, report)) = last
            && at == mark
            && (0..FRESH).contains(&(now - *when))
        {
            return Ok(Arc::clone(report));
        }
        let made = Arc::new(report(gathering.facts(), Closed::Before(now)));
        *last = Some((*mark, now, Arc::clone(&made)));
        Ok(made)
    }
}

async fn current(app: Arc<App>) -> Result<Arc<Report>, Refusal> {
    let made = tokio::task::spawn_blocking(move || app.reports.of(&app.store, now())).await;
    Ok(made.ok().and_then(Result::ok).ok_or(Unavailable)?)
}

/// `GET /v1/report`: everything, as JSON.
pub async fn json(State(app): State<Arc<App>>) -> Result<Response, Refusal> {
    let report = current(app).await?;
    let text = serde_json::to_string_pretty(&*report).map_err(|_| Unavailable)?;
    Ok(([(header::CONTENT_TYPE, "application/json")], text).into_response())
}

/// A page of the report.
pub async fn html(of: Page, State(app): State<Arc<App>>, Query(asked): Query<Asked>) -> Result<Response, Refusal> {
    let report = current(app).await?;
    let Some(text) = page::page(&report, of, &asked) else {
        return Err(Refusal::new(404, "there is no such site or test, or its first day is not over; `/` has what there is"));
    };
    let mut answer = Html(text).into_response();
    if let Ok(policy) = HeaderValue::from_str(&page::POLICY) {
        answer.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    Ok(answer)
}
