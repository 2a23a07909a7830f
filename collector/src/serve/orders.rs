//! `POST /v1/orders`: what the shop's server tells, signed.
//!
//! `Shopbell-Signature: t=SECONDS,v1=HEX`, where `HEX` is HMAC-SHA256 of `SECONDS.BODY` with the site's key. A signature holds five
//! minutes and once. That memory ends with the process: after a restart the store's own rule, one order for each site and id, is what
//! makes a replay change nothing.

use super::counts::Count;
use super::{App, door, now};
use crate::hash::is_signed;
use crate::intake::field::{Shape, is_hex};
use crate::intake::outcome::{LARGEST_BODY, MOST_OUTCOMES};
use crate::intake::strict;
use crate::refusal::Refusal;
use crate::store::orders::{Order, Source, keep};
use axum::Json;
use axum::extract::{Request, State};
use axum::http::HeaderMap;
use serde_json::{Value, json};
use std::sync::Arc;

/// The header with time and signature.
pub const SIGNATURE: &str = "shopbell-signature";
/// How far the sender's clock may be from ours, in milliseconds.
const WINDOW: i64 = 5 * 60 * 1000;

/// What an order may have.
const FIELDS: [(&str, Shape); 6] = [
    ("order", Shape::Text(256)),
    ("at", Shape::Whole(0, 253_402_300_799_999)),
    ("value", Shape::Whole(i64::MIN, i64::MAX)),
    ("currency", Shape::Currency),
    ("coupons", Shape::Texts),
    ("visitor", Shape::Hex(32)),
];

/// Takes orders of one site: all of them, or none.
pub async fn post(State(app): State<Arc<App>>, request: Request) -> Result<Json<Value>, Refusal> {
    let (parts, body) = door::body(&app, request, LARGEST_BODY).await?;
    let sent = strict::read(&body, 5)?;
    let site = sent.get("site").and_then(Value::as_str).unwrap_or(door::DEFAULT_SITE).to_string();
    let (signature, until) = signed(&app, &parts.headers, &site, &body)?;
    door::site(&app, &site)?;
    let orders = read(&sent)?;
    once(&app, &signature, until)?;
    let kept = app.store.write(move |to| {
        let (mut accepted, mut new) = (Vec::new(), 0);
        for order in orders {
            new += usize::from(keep(to, &site, &order, Source::Shop, now())?);
            accepted.push(order.order);
        }
        Ok((accepted, new))
    });
    match kept.await {
        Ok((accepted, new)) => {
            app.counts.add(Count::Orders, new);
            Ok(Json(json!({ "accepted": accepted, "new": new })))
        }
        Err(error) => {
            // Nothing is kept, so the same signature may come again.
            door::lock(&app.replays).remove(&signature);
            Err(error.into())
        }
    }
}

/// The signature, and until when it holds.
fn signed(app: &App, headers: &HeaderMap, site: &str, body: &[u8]) -> Result<(String, i64), Refusal> {
    let header = headers.get(SIGNATURE).and_then(|value| value.to_str().ok());
    let parts = header.and_then(|header| header.strip_prefix("t=")?.split_once(",v1="));
    let Some((timestamp, signature)) = parts.filter(|(_, signature)| is_hex(signature, 64)) else {
        let right = "`Shopbell-Signature: t=SECONDS,v1=HEX` with HMAC-SHA256 of `SECONDS.BODY` in 64 lower-case digits";
        return Err(Refusal::new(401, format!("orders have to be signed: {right}")));
    };
    let keys = app.settings.keys.get(site).map(Vec::as_slice).unwrap_or_default();
    if !keys.iter().any(|key| is_signed(key.as_bytes(), timestamp, body, signature)) {
        return Err(Refusal::new(
            401,
            "the signature is of another key, site or body; are the bytes that are sent those that were signed?",
        ));
    }
    let at = timestamp.parse::<i64>().ok().and_then(|seconds| seconds.checked_mul(1000));
    match at.filter(|at| now().abs_diff(*at) <= WINDOW.unsigned_abs()) {
        Some(at) => Ok((signature.to_string(), at + WINDOW)),
        None => Err(Refusal::new(401, "the signature is older than 5 minutes, or of the future; sign again, and look at the clock")),
    }
}

fn once(app: &App, signature: &str, until: i64) -> Result<(), Refusal> {
    let mut replays = door::lock(&app.replays);
    let now = now();
    replays.retain(|_, until| *until >= now);
    match replays.insert(signature.to_string(), until) {
        None => Ok(()),
        Some(_) => Err(Refusal::new(409, "this very request was taken before; sign again to send the orders again")),
    }
}

fn read(sent: &Value) -> Result<Vec<Order>, Refusal> {
    let bad = |why: String| Refusal::new(400, why);
    if sent.get("format").and_then(Value::as_i64) != Some(1) {
        return Err(bad("`format` has to be 1".into()));
    }
    let list = sent.get("orders").and_then(Value::as_array).ok_or_else(|| bad("a list `orders` is needed".into()))?;
    if list.len() > MOST_OUTCOMES {
        return Err(Refusal::new(413, format!("{} orders in one request; send at most {MOST_OUTCOMES} at a time", list.len())));
    }
    list.iter().enumerate().map(|(place, order)| read_order(order).map_err(|why| bad(format!("orders[{place}]: {why}")))).collect()
}

fn read_order(sent: &Value) -> Result<Order, String> {
    for (name, value) in sent.as_object().ok_or("an order has to be an object")? {
        let shape = FIELDS.iter().find(|(known, _)| known == name);
        shape.ok_or_else(|| format!("the field `{name}` is not known"))?.1.check(name, value)?;
    }
    let text = |name: &str| sent.get(name).and_then(Value::as_str).map(str::to_string);
    let whole = |name: &str| sent.get(name).and_then(Value::as_i64);
    let coupons = sent.get("coupons").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    Ok(Order {
        order: text("order").ok_or("`order`, the shop's id of it, is missing")?,
        at: whole("at"),
        value: whole("value"),
        currency: text("currency"),
        coupons: coupons.map(str::to_string).collect(),
        visitor: text("visitor"),
    })
}
