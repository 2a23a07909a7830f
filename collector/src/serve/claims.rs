//! `POST /v1/coupons/claim`: one code for one visitor of one campaign.

use super::counts::Count;
use super::outcomes::Asked;
use super::{App, door, now};
use crate::intake::field::{is_hex, is_word};
use crate::intake::strict;
use crate::refusal::Refusal;
use crate::store::codes::{self, Claim, Claimed};
use axum::Json;
use axum::extract::{Query, Request, State};
use serde_json::{Value, json};
use std::sync::Arc;

/// Bytes of one request.
const LARGEST_BODY: usize = 4096;

/// Gives a code.
pub async fn post(State(app): State<Arc<App>>, request: Request) -> Result<Json<Value>, Refusal> {
    let asked = Query::<Asked>::try_from_uri(request.uri()).map_err(|_| Refusal::new(400, "behind `?` only `site=NAME` is known"))?;
    let (_, body) = door::body(&app, request, LARGEST_BODY).await?;
    let claim = read(&body, asked.0.site.as_deref().unwrap_or(door::DEFAULT_SITE))?;
    door::site(&app, &claim.site)?;
    let pool = claim.pool.clone();
    match app.store.write(move |to| codes::claim(to, &claim, now())).await? {
        Claimed::Code(code) => {
            app.counts.add(Count::Claims, 1);
            Ok(Json(json!({ "code": code })))
        }
        Claimed::Empty => Err(Refusal::new(410, format!("the pool `{pool}` is empty; all of its codes are given"))),
        Claimed::NoPool => {
            Err(Refusal::new(404, format!("there is no pool `{pool}`; `shopbell-collector coupons add --pool {pool}` makes it")))
        }
        Claimed::Erased => Err(Refusal::new(403, "this visitor was erased; nothing more is kept of them")),
    }
}

fn read(body: &[u8], site: &str) -> Result<Claim, Refusal> {
    let sent = strict::read(body, 1)?;
    let wrong = |name: &str, right: &str| Refusal::new(400, format!("`{name}` has to be {right}"));
    let text = |name: &str| sent.get(name).and_then(Value::as_str).filter(|text| !text.contains('\0'));
    let claim = Claim {
        site: text("site").unwrap_or(site).to_string(),
        campaign: text("campaign").filter(|id| (1..=256).contains(&id.len())).ok_or_else(|| wrong("campaign", "a campaign's id"))?.into(),
        visitor: text("visitor").filter(|id| is_hex(id, 32)).ok_or_else(|| wrong("visitor", "32 hexadecimal digits in lower case"))?.into(),
        pool: text("pool").filter(|name| is_word(name)).ok_or_else(|| wrong("pool", "a pool's name"))?.into(),
    };
    Ok(claim)
}
