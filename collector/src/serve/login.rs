//! Who may read: whoever has the token, as `Authorization: Bearer TOKEN`, or as the password that a browser asks for.

use super::{App, door};
use crate::hash::sha256_hex;
use crate::refusal::Refusal;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use std::sync::Arc;

/// Lets in who has the token, and nobody else to anything that is here or is not.
pub async fn login(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    // Hashes are compared, so that the time it takes says nothing of the token.
    if token(request.headers()).is_some_and(|token| sha256_hex(token.as_bytes()) == app.token_hash) {
        return next.run(request).await;
    }
    let (parts, _) = request.into_parts();
    if let Err(refusal) = door::failed_login(&app, &parts) {
        return refusal.into_response();
    }
    let say = "this needs the token that was printed at the first start; `shopbell-collector token` makes a new one";
    let mut answer = Refusal::new(401, say).into_response();
    answer
        .headers_mut()
        .insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Basic realm=\"shopbell-collector\", charset=\"UTF-8\""));
    answer
}

fn token(headers: &HeaderMap) -> Option<String> {
    let (scheme, rest) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    if scheme.eq_ignore_ascii_case("bearer") {
        return Some(rest.trim().into());
    }
    let plain = if scheme.eq_ignore_ascii_case("basic") {
        String::from_utf8(BASE64_STANDARD.decode(rest.trim()).ok()?).ok()?
    } else {
        return None;
    };
    plain.split_once(':').map(|(_, password)| password.to_string())
}
