//! Codes of pools: asked of the collector where outcomes go.
//!
//! Decides nothing: what is asked for, and what becomes of a message whose code does not come, is the engine's.

use super::host::Host;
use super::listen::Heard;
use super::page;
use crate::delivery::reply;
use crate::engine::event::Event;
use crate::engine::id::Id;
use crate::json::Json;
use crate::node::Doc;

/// Asks for a code of a pool, for a campaign and a visitor.
pub fn ask(host: &Host, number: u32, (campaign, pool, visitor): (&str, &str, Id)) {
    let Some(collector) = &host.options.collector else { return host.report(Event::Coded { number, code: None }) };
    let mut json = Json::default();
    json.open('{').key("campaign").text(campaign).key("pool").text(pool).key("visitor").text(&visitor.hex()).close('}');
    page::claim_code(collector, &json.0, Heard::Coded.code(number));
}

/// What came of it, see [`reply`].
pub fn told(host: &Host, number: u32, said: &str) {
    let body = reply(said).filter(|(status, ..)| *status == 200).map_or("", |(_, _, body)| body);
    let code = Doc::scan(body.as_bytes()).ok().and_then(|doc| doc.root().get("code")?.shared());
    host.report(Event::Coded { number, code });
}
