//! What speaks HTTP: a public listener that takes, and a second one that reads.
//!
//! `route` names every route, `door` decides who may come in, the files of the routes turn bodies into work for the store.

pub mod claims;
pub mod counts;
pub mod door;
pub mod login;
pub mod orders;
pub mod outcomes;
pub mod pages;
pub mod read;
pub mod route;
pub mod run;

use crate::limit::Buckets;
use crate::refusal::Refusal;
use crate::store::{Store, Unavailable};
use counts::Counts;
use std::collections::{BTreeMap, HashMap};
use std::sync::Mutex;
use std::time::{SystemTime, UNIX_EPOCH};

/// What whoever runs the collector has decided.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Sites that are taken; none for any.
    pub sites: Vec<String>,
    /// Origins whose pages may read answers.
    pub origins: Vec<String>,
    /// Keys of the shops' servers.
    pub keys: Keys,
    /// Requests a second of one address.
    pub per_address: u32,
    /// Requests a second of one site.
    pub per_site: u32,
    /// The address is the last one of `X-Forwarded-For`.
    pub behind_proxy: bool,
}

/// Keys with which shops' servers sign, by site; several while one takes the place of another.
pub type Keys = BTreeMap<String, Vec<String>>;

/// All that a route needs.
pub struct App {
    /// What was decided.
    pub settings: Settings,
    /// Where things are kept.
    pub store: Store,
    /// SHA-256 of the token that reads.
    pub token_hash: String,
    /// What happened so far.
    pub counts: Counts,
    /// What is known for reports.
    pub reports: pages::Reports,
    addresses: Mutex<Buckets>,
    sites: Mutex<Buckets>,
    logins: Mutex<Buckets>,
    /// Signatures of orders that were taken, and until when they could come again.
    replays: Mutex<HashMap<String, i64>>,
}

impl App {
    /// Ready to serve.
    #[must_use]
    pub fn new(settings: Settings, store: Store, token_hash: String) -> App {
        let addresses = Mutex::new(Buckets::new(settings.per_address));
        let sites = Mutex::new(Buckets::new(settings.per_site));
        let (logins, replays) = (Mutex::new(Buckets::new(1)), Mutex::default());
        App {
            settings,
            store,
            token_hash,
            counts: Counts::default(),
            reports: pages::Reports::default(),
            addresses,
            sites,
            logins,
            replays,
        }
    }
}

/// Milliseconds since 1970.
#[must_use]
pub fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

impl From<Unavailable> for Refusal {
    fn from(_: Unavailable) -> Refusal {
        Refusal::again(503, "the collector cannot write now, and kept nothing of this request; send it again later", 10)
    }
}
