//! What is read: whether it lives, numbers, and all outcomes as lines.

use super::{App, counts};
use crate::refusal::Refusal;
use crate::store::{Unavailable, codes, export};
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures_core::Stream;
use std::fmt::Write as _;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use tokio::sync::mpsc;

/// `GET /healthz`: whether it can write.
pub async fn healthz(State(app): State<Arc<App>>) -> Result<&'static str, Refusal> {
    app.store.write(|_| Ok(())).await?;
    Ok("ok\n")
}

/// `GET /metrics`: numbers in the text format of Prometheus.
pub async fn metrics(State(app): State<Arc<App>>) -> Result<Response, Refusal> {
    let mut text = app.counts.text();
    counts::row(&mut text, "commits_total", "counter", "Transactions of the store", app.store.commits());
    let store = app.store.clone();
    let pools = tokio::task::spawn_blocking(move || store.reader().and_then(|from| codes::pools(&from)));
    let pools = pools.await.ok().and_then(Result::ok).ok_or(Unavailable)?;
    text.push_str("# HELP shopbell_codes_free Codes of a pool that are not given yet\n# TYPE shopbell_codes_free gauge\n");
    for (site, pool, free, _) in pools {
        // Both are words without quotes; writing to a text does not fail.
        let _ = writeln!(text, "shopbell_codes_free{{site=\"{site}\",pool=\"{pool}\"}} {free}");
    }
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response())
}

/// `GET /v1/export`: everything, a line each: rule files, outcomes in the order in which they were kept, orders of shops' servers, pools.
pub async fn export(State(app): State<Arc<App>>) -> Result<Response, Refusal> {
    let database = app.store.reader().map_err(|_| Unavailable)?;
    // Four chunks are ahead of a reader that is slow; the thread then waits.
    let (chunks, waiting) = mpsc::channel(4);
    tokio::task::spawn_blocking(move || {
        let mut from = export::Cursor::default();
        while from != export::Cursor::End {
            let chunk = export::chunk(&database, from).map(|(lines, next)| {
                from = next;
                lines.into()
            });
            // The connection is cut: half an export does not look like a whole one.
            let failed = chunk.is_err();
            if chunks.blocking_send(chunk).is_err() || failed {
                return;
            }
        }
    });
    Ok(([(header::CONTENT_TYPE, "application/x-ndjson")], Body::from_stream(Chunks(waiting))).into_response())
}

/// Chunks, as they come.
struct Chunks(mpsc::Receiver<rusqlite::Result<Bytes>>);

impl Stream for Chunks {
    type Item = rusqlite::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context) -> Poll<Option<Self::Item>> {
        self.0.poll_recv(context)
    }
}
