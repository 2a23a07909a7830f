//! Who may come in, how often, and which pages may read the answer.
//!
//! Addresses are looked at for the rate alone, and neither stored nor logged.

use super::counts::Count;
use super::{App, now};
use crate::intake::field::is_word;
use crate::refusal::Refusal;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, header, request};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How long a body may take to arrive.
const BODY_TIME: Duration = Duration::from_secs(15);

/// The site of who names none.
pub const DEFAULT_SITE: &str = "default";

/// Reads the body of an address that may come in.
///
/// # Errors
/// 429, 413, 408.
pub async fn body(app: &App, request: Request, largest: usize) -> Result<(request::Parts, Bytes), Refusal> {
    let (parts, body) = request.into_parts();
    let taken = lock(&app.addresses).take(address(app, &parts), now());
    limited(app, taken, "this address")?;
    let long = || Refusal::new(413, format!("the body is longer than {largest} bytes; send less at a time"));
    if length(&parts.headers).is_some_and(|length| length > largest as u64) {
        return Err(long());
    }
    match tokio::time::timeout(BODY_TIME, to_bytes(body, largest)).await {
        Ok(Ok(body)) => Ok((parts, body)),
        // Nothing else than the limit ends a body whose sender is still there to be told.
        Ok(Err(_)) => Err(long()),
        Err(_) => Err(Refusal::new(408, "the body took too long to arrive; send it again")),
    }
}

fn length(headers: &HeaderMap) -> Option<u64> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// Whether a site is taken, and not too busy.
///
/// # Errors
/// 403 or 429.
pub fn site(app: &App, name: &str) -> Result<(), Refusal> {
    known(app, name).map_err(|say| Refusal::new(403, say))?;
    let taken = lock(&app.sites).take(name, now());
    limited(app, taken, "this site")
}

/// Whether a site is taken.
///
/// # Errors
/// A sentence.
pub fn known(app: &App, name: &str) -> Result<(), String> {
    let sites = &app.settings.sites;
    if !is_word(name) {
        return Err("a site's name has 1 to 64 lower-case letters, digits, `_` and `-`".into());
    }
    if sites.is_empty() || sites.iter().any(|site| site == name) {
        return Ok(());
    }
    Err(format!("the site `{name}` is not taken here; start the collector with `--site {name}`, or name another with `?site=`"))
}

/// Counts a login that failed.
///
/// # Errors
/// 429 where there were too many.
pub fn failed_login(app: &App, parts: &request::Parts) -> Result<(), Refusal> {
    let taken = lock(&app.logins).take(address(app, parts), now());
    limited(app, taken, "this address")
}

fn limited(app: &App, taken: Result<(), u64>, who: &str) -> Result<(), Refusal> {
    taken.map_err(|seconds| {
        app.counts.add(Count::Limited, 1);
        Refusal::again(429, format!("too many requests of {who}; come again in {seconds} s"), seconds)
    })
}

/// A thread that gave up leaves its buckets as they were.
pub fn lock<T>(shared: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Of IPv6 the network: one household has as many addresses as it likes.
fn address(app: &App, parts: &request::Parts) -> IpAddr {
    let forwarded = || parts.headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?.rsplit(',').next()?.trim().parse().ok();
    let peer = || parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip());
    let address = if app.settings.behind_proxy { forwarded().or_else(peer) } else { peer() };
    match address.map(|address| address.to_canonical()) {
        Some(IpAddr::V6(address)) => IpAddr::V6((address.to_bits() >> 64 << 64).into()),
        Some(v4) => v4,
        None => IpAddr::V4(Ipv4Addr::UNSPECIFIED),
    }
}

/// Answers preflights, and lets pages of configured origins read the answers. Never with credentials.
pub async fn cors(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let origin = request.headers().get(header::ORIGIN).cloned();
    let allowed = origin.filter(|origin| app.settings.origins.iter().any(|known| known.as_bytes() == origin.as_bytes()));
    let mut answer = if request.method() == Method::OPTIONS { preflight(&app, allowed.is_some()) } else { next.run(request).await };
    let headers = answer.headers_mut();
    headers.append(header::VARY, HeaderValue::from_static("Origin"));
    if let Some(origin) = allowed {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("Retry-After"));
    }
    answer
}

fn preflight(app: &App, allowed: bool) -> Response {
    if !allowed {
        return Refusal::new(403, how_to_read(app)).into_response();
    }
    let mut answer = Response::new(Body::empty());
    *answer.status_mut() = axum::http::StatusCode::NO_CONTENT;
    for (name, value) in [
        (header::ACCESS_CONTROL_ALLOW_METHODS, "POST"),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, "Content-Type"),
        (header::ACCESS_CONTROL_MAX_AGE, "86400"),
    ] {
        answer.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    answer
}

/// What to do so that a page may read answers.
fn how_to_read(app: &App) -> &'static str {
    if app.settings.origins.is_empty() {
        "no page may read answers; start the collector with `--origin https://your.shop`"
    } else {
        "pages of this origin may not read answers; name it with another `--origin`"
    }
}

/// A note for who sent from a page that cannot read the answer, and looks at it with the browser's tools.
#[must_use]
pub fn note(app: &App, parts: &request::Parts) -> Option<&'static str> {
    let origin = parts.headers.get(header::ORIGIN)?;
    let known = app.settings.origins.iter().any(|known| known.as_bytes() == origin.as_bytes());
    (!known).then(|| how_to_read(app))
}
