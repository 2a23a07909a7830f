//! Every route there is: one table. A test asks each of them without the token.

use super::counts::Count;
use super::{App, claims, door, login, orders, outcomes, pages, read};
use crate::page::Page;
use crate::refusal::Refusal;
use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::Response;
use axum::routing::{MethodRouter, get, post};
use std::sync::Arc;
use std::time::Instant;

/// Which listener a route is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listener {
    /// Takes, from anybody.
    Public,
    /// Reads, for who has the token.
    Reading,
}

/// What a route does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Does {
    /// Takes outcomes.
    Outcomes,
    /// Takes orders.
    Orders,
    /// Gives a code.
    Claim,
    /// Says whether it lives.
    Health,
    /// Says numbers.
    Metrics,
    /// Gives everything, as lines.
    Export,
    /// Gives the report, as JSON.
    Report,
    /// Gives a page of the report.
    Page(Page),
}

/// The routes: method, path, what it does, where.
pub const ROUTES: [(&str, &str, Does, Listener); 12] = [
    ("POST", "/v1/outcomes", Does::Outcomes, Listener::Public),
    ("POST", "/v1/orders", Does::Orders, Listener::Public),
    ("POST", "/v1/coupons/claim", Does::Claim, Listener::Public),
    ("GET", "/healthz", Does::Health, Listener::Public),
    ("GET", "/metrics", Does::Metrics, Listener::Reading),
    ("GET", "/v1/export", Does::Export, Listener::Reading),
    ("GET", "/v1/report", Does::Report, Listener::Reading),
    ("GET", "/", Does::Page(Page::Overview), Listener::Reading),
    ("GET", "/test", Does::Page(Page::Test), Listener::Reading),
    ("GET", "/answers", Does::Page(Page::Answers), Listener::Reading),
    ("GET", "/coupons", Does::Page(Page::Coupons), Listener::Reading),
    ("GET", "/customers", Does::Page(Page::Customers), Listener::Reading),
];

/// The routes of one listener.
pub fn router(app: &Arc<App>, listener: Listener) -> Router {
    let mut router = Router::new();
    for (_, path, does, _) in ROUTES.iter().filter(|(.., on)| *on == listener) {
        router = router.route(path, handler(*does));
    }
    router = router.fallback(nothing_here).method_not_allowed_fallback(not_so);
    let router = match listener {
        Listener::Public => router.layer(from_fn_with_state(Arc::clone(app), door::cors)),
        Listener::Reading => router.layer(from_fn_with_state(Arc::clone(app), login::login)),
    };
    router.layer(from_fn(plain)).layer(from_fn_with_state(Arc::clone(app), log)).with_state(Arc::clone(app))
}

fn handler(does: Does) -> MethodRouter<Arc<App>> {
    match does {
        Does::Outcomes => post(outcomes::post),
        Does::Orders => post(orders::post),
        Does::Claim => post(claims::post),
        Does::Health => get(read::healthz),
        Does::Metrics => get(read::metrics),
        Does::Export => get(read::export),
        Does::Report => get(pages::json),
        Does::Page(page) => get(move |state, query| pages::html(page, state, query)),
    }
}

async fn nothing_here() -> Refusal {
    Refusal::new(404, "there is nothing here; docs/collector.md has every route")
}

async fn not_so() -> Refusal {
    Refusal::new(405, "this route is asked with another method; docs/collector.md has every route")
}

/// Answers are data, but for pages, which say what they may load: no browser may guess otherwise, frame them, or keep them.
async fn plain(request: Request, next: Next) -> Response {
    use axum::http::{HeaderValue, header};
    let mut answer = next.run(request).await;
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CACHE_CONTROL, "no-store"),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"),
        (header::REFERRER_POLICY, "no-referrer"),
    ] {
        answer.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    answer
}

/// A line a request: neither body nor address nor what stands behind `?`.
async fn log(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let (method, asked) = (request.method().clone(), request.uri().path());
    // A path that is not ours could be anything, an address too.
    let path = ROUTES.iter().map(|(_, path, ..)| *path).find(|path| *path == asked).unwrap_or("other");
    let began = Instant::now();
    let answer = next.run(request).await;
    let status = answer.status();
    if status.is_client_error() {
        app.counts.add(Count::Refused, 1);
    }
    if status.is_server_error() {
        app.counts.add(Count::Failed, 1);
    }
    tracing::info!(%method, path, status = status.as_u16(), took_us = began.elapsed().as_micros() as u64, "request");
    answer
}
