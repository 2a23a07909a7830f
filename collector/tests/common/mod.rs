//! What the tests share: outcomes, a collector without network, and one with it.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used)]

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};
use shopbell_collector::hash::{random_hex, sha256_hex};
use shopbell_collector::serve::route::{Listener, router};
use shopbell_collector::serve::{App, Settings};
use shopbell_collector::store::{Limits, Store};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tower::ServiceExt;

/// The key of the shop's server in tests.
pub const KEY: &str = "a-key-of-tests-that-is-32-letters-long";

/// A folder that goes when the test ends.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new() -> Folder {
        let path = std::env::temp_dir().join(format!("shopbell-collector-{}", random_hex::<8>().unwrap()));
        std::fs::create_dir(&path).unwrap();
        Folder(path)
    }

    pub fn store(&self) -> PathBuf {
        self.0.join("shopbell.db")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub fn settings() -> Settings {
    Settings {
        sites: vec![],
        origins: vec![],
        keys: [("default".to_string(), vec![KEY.to_string()])].into(),
        per_address: 1_000_000,
        per_site: 1_000_000,
        behind_proxy: false,
    }
}

/// A collector without network.
pub struct Collector {
    pub app: Arc<App>,
    pub public: Router,
    pub reading: Router,
    pub folder: Folder,
}

pub struct Answer {
    pub status: u16,
    pub headers: axum::http::HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    pub fn error(&self) -> String {
        self.json()["error"].as_str().unwrap_or_default().to_string()
    }
}

impl Collector {
    pub fn with(settings: Settings, limits: &Limits) -> Collector {
        let folder = Folder::new();
        let (store, _) = Store::open(&folder.store(), limits).unwrap();
        let app = Arc::new(App::new(settings, store, sha256_hex(b"token")));
        let (public, reading) = (router(&app, Listener::Public), router(&app, Listener::Reading));
        Collector { app, public, reading, folder }
    }

    pub fn new() -> Collector {
        Collector::with(settings(), &Limits::default())
    }

    pub async fn post(&self, path: &str, body: impl Into<Body>) -> Answer {
        ask(&self.public, Request::post(path).body(body.into()).unwrap()).await
    }

    pub async fn read(&self, path: &str) -> Answer {
        ask(&self.reading, Request::get(path).header("authorization", "Bearer token").body(Body::empty()).unwrap()).await
    }
}

pub async fn ask(router: &Router, request: Request<Body>) -> Answer {
    let answer = router.clone().oneshot(request).await.unwrap();
    let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
    let bytes = axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap();
    Answer { status, headers, text: String::from_utf8(bytes.to_vec()).unwrap() }
}

/// An outcome of the engine's format.
pub fn outcome(id: u128) -> Value {
    let visitor = "0123456789abcdef0123456789abcdef";
    json!({ "format": 1, "id": format!("{id:032x}"), "at": 1_790_000_000_000_i64, "type": "impression", "visitor": visitor, "session": visitor,
        "page_view": visitor, "rules": "00ff00ff00ff00ff", "campaign": "mugs", "variant": "a", "exposure": visitor, "revision": "00ff00ff00ff00ff" })
}

pub fn batch(outcomes: &[Value]) -> String {
    json!({ "format": 1, "outcomes": outcomes }).to_string()
}

pub fn count(store: &Path, select: &str) -> i64 {
    rusqlite::Connection::open(store).unwrap().query_row(select, [], |row| row.get(0)).unwrap()
}
