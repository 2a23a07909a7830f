//! Every route, without network: what is taken, what is refused and what is said.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use axum::body::Body;
use axum::http::Request;
use common::{Collector, KEY, ask, batch, count, outcome, settings};
use serde_json::{Value, json};
use shopbell_collector::hash::sign;
use shopbell_collector::serve::now;
use shopbell_collector::serve::route::{Listener, ROUTES};
use shopbell_collector::store::{Limits, codes, erase, schema};
use std::collections::BTreeSet;

#[tokio::test]
async fn an_outcome_is_kept_once_however_often_it_arrives() {
    let collector = Collector::new();
    let sent = batch(&[outcome(1), outcome(2), outcome(1), json!({ "id": "x" })]);
    for _ in 0..3 {
        let answer = collector.post("/v1/outcomes", sent.clone()).await;
        assert_eq!(answer.status, 200);
        let ids = [1, 2, 1].map(|id| format!("{id:032x}"));
        assert_eq!(
            answer.json(),
            json!({ "accepted": ids, "rejected": [{ "id": null, "why": "`id` has to be 32 hexadecimal digits in lower case" }] })
        );
    }
    assert_eq!(count(&collector.folder.store(), "SELECT COUNT(*) FROM outcomes WHERE site = 'default'"), 2);
    let metrics = collector.read("/metrics").await.text;
    for line in ["shopbell_outcomes_kept_total 2", "shopbell_outcomes_again_total 7", "shopbell_outcomes_rejected_total 3"] {
        assert!(metrics.contains(line), "{metrics}");
    }
}

#[tokio::test]
async fn who_waits_shares_one_commit() {
    let collector = Collector::new();
    let before = collector.app.store.commits();
    let (go, wait) = std::sync::mpsc::channel::<()>();
    let store = collector.app.store.clone();
    let (started, begun) = tokio::sync::oneshot::channel();
    let held = tokio::spawn(async move {
        let hold = move |_: &rusqlite::Connection| {
            let _ = (started.send(()), wait.recv());
            Ok(())
        };
        store.write(hold).await
    });
    begun.await.unwrap();
    let mut asked = tokio::task::JoinSet::new();
    for id in 0..100 {
        let router = collector.public.clone();
        asked.spawn(
            async move { ask(&router, Request::post("/v1/outcomes").body(batch(&[outcome(id % 50)]).into()).unwrap()).await.status },
        );
    }
    // This runtime has one thread: all of them have been asked, and wait, once it comes back here.
    for _ in 0..200 {
        tokio::task::yield_now().await;
    }
    go.send(()).unwrap();
    assert_eq!(held.await.unwrap(), Ok(()));
    assert!(asked.join_all().await.iter().all(|status| *status == 200));
    assert_eq!(count(&collector.folder.store(), "SELECT COUNT(*) FROM outcomes"), 50);
    assert_eq!(collector.app.store.commits() - before, 2);
}

#[tokio::test]
async fn what_cannot_be_read_is_named() {
    let collector = Collector::new();
    for (body, status, said) in [
        (b"{".to_vec(), 400, "EOF"),
        (b"{\"format\":1,\"format\":1}".to_vec(), 400, "the key `format` stands twice"),
        (b"{\"format\":1,\"outcomes\":[\"\xff\"]}".to_vec(), 400, "byte 25 is not UTF-8"),
        ("[".repeat(9).into_bytes(), 400, "nested deeper than 6 levels"),
        (b"{\"format\":9,\"outcomes\":[]}".to_vec(), 400, "`format` is `9`"),
        (batch(&vec![json!(1); 101]).into_bytes(), 413, "at most 100"),
        (vec![b' '; 65_537], 413, "longer than 65536 bytes"),
    ] {
        let answer = collector.post("/v1/outcomes", body).await;
        assert_eq!(answer.status, status, "{}", answer.text);
        assert!(answer.error().contains(said), "{}", answer.text);
    }
    assert_eq!(collector.post("/v1/outcomes?site=A", batch(&[])).await.status, 403);
    assert_eq!(count(&collector.folder.store(), "SELECT COUNT(*) FROM outcomes"), 0);
}

#[tokio::test]
async fn sites_that_are_not_taken_are_refused() {
    let collector =
        Collector::with(shopbell_collector::serve::Settings { sites: vec!["ceramics".into()], ..settings() }, &Limits::default());
    let refused = collector.post("/v1/outcomes?site=other", batch(&[outcome(1)])).await;
    assert_eq!(refused.status, 403);
    assert!(refused.error().contains("`--site other`"), "{}", refused.text);
    let mut named = outcome(2);
    named["site"] = json!("ceramics");
    let answer = collector.post("/v1/outcomes", batch(&[named, outcome(3)])).await.json();
    assert_eq!(answer["accepted"], json!([format!("{:032x}", 2)]));
    assert!(answer["rejected"][0]["why"].as_str().unwrap().contains("the site `default` is not taken"));
    assert_eq!(collector.post("/v1/outcomes?site=ceramics", batch(&[outcome(3)])).await.json()["accepted"], json!([format!("{:032x}", 3)]));
}

#[tokio::test]
async fn only_pages_of_known_origins_read_answers() {
    let request = |method: &str, origin: &str| {
        Request::builder().method(method).uri("/v1/outcomes").header("origin", origin).body(Body::from(batch(&[outcome(1)]))).unwrap()
    };
    let none = Collector::new();
    let preflight = ask(&none.public, request("OPTIONS", "https://kiln.example")).await;
    assert_eq!(preflight.status, 403);
    assert!(preflight.error().contains("--origin https://your.shop"));
    let simple = ask(&none.public, request("POST", "https://kiln.example")).await;
    assert_eq!((simple.status, simple.headers.get("access-control-allow-origin")), (200, None));
    assert!(simple.json()["note"].as_str().unwrap().contains("--origin"));

    let some = Collector::with(
        shopbell_collector::serve::Settings { origins: vec!["https://kiln.example".into()], ..settings() },
        &Limits::default(),
    );
    for method in ["OPTIONS", "POST"] {
        let answer = ask(&some.public, request(method, "https://kiln.example")).await;
        assert_eq!(answer.status, if method == "POST" { 200 } else { 204 });
        assert_eq!(answer.headers["access-control-allow-origin"], "https://kiln.example");
        assert_eq!(answer.headers["vary"], "Origin");
        assert!(!answer.headers.contains_key("access-control-allow-credentials"));
        for origin in ["https://kiln.example.evil", "http://kiln.example", "null", "https://KILN.example"] {
            assert!(!ask(&some.public, request(method, origin)).await.headers.contains_key("access-control-allow-origin"), "{origin}");
        }
    }
}

#[tokio::test]
async fn too_many_requests_are_told_when_to_come_again() {
    let few = shopbell_collector::serve::Settings { per_address: 1, behind_proxy: true, ..settings() };
    let collector = Collector::with(few, &Limits::default());
    let from = |address: &str| Request::post("/v1/outcomes").header("x-forwarded-for", address).body(Body::from(batch(&[]))).unwrap();
    let first = ask(&collector.public, from("203.0.113.7, 2001:db8::1")).await;
    assert_eq!(first.status, 200);
    // A home has as many addresses of its network as it likes, and may claim to be anybody's proxy.
    let mut limited = None;
    for home in 0..40 {
        let answer = ask(&collector.public, from(&format!("198.51.100.{home}, 2001:db8::{home}"))).await;
        if answer.status == 429 {
            limited = Some(answer);
        }
    }
    assert_eq!(limited.unwrap().headers["retry-after"], "1");
    assert_eq!(ask(&collector.public, from("2001:db8:1::1")).await.status, 200);

    let busy = Collector::with(shopbell_collector::serve::Settings { per_site: 1, ..settings() }, &Limits::default());
    let mut statuses = BTreeSet::new();
    for id in 0..40 {
        statuses.insert(busy.post("/v1/outcomes", batch(&[outcome(id)])).await.status);
    }
    assert_eq!(statuses, [200, 429].into());
}

#[tokio::test]
async fn nothing_is_read_without_the_token() {
    let collector = Collector::new();
    let open: BTreeSet<&str> = ["/v1/outcomes", "/v1/orders", "/v1/coupons/claim", "/healthz"].into();
    for (method, path, _, listener) in ROUTES {
        let public = listener == Listener::Public;
        assert_eq!(public, open.contains(path), "{path}: whoever adds a route that needs no token adds it here");
        for authorization in [None, Some("Bearer wrong"), Some("Basic Og=="), Some("Basic %"), Some("Bearer")] {
            let mut request = Request::builder().method(method).uri(path);
            if let Some(authorization) = authorization {
                request = request.header("authorization", authorization);
            }
            let router = if public { &collector.public } else { &collector.reading };
            let answer = ask(router, request.body(Body::empty()).unwrap()).await;
            if public {
                // Orders need a signature, which is another matter.
                assert!(!answer.error_or_empty().contains("token"), "{path}");
            } else {
                assert!(matches!(answer.status, 401 | 429), "{path}: {}", answer.status);
            }
        }
    }
    let reading = Collector::new();
    for path in ["/", "/v1/outcomes", "/nothing"] {
        assert_eq!(ask(&reading.reading, Request::get(path).body(Body::empty()).unwrap()).await.status, 401, "{path}");
    }
    let password = Request::get("/metrics").header("authorization", "Basic OnRva2Vu").body(Body::empty()).unwrap();
    assert_eq!(ask(&reading.reading, password).await.status, 200);
    for path in ["/metrics", "/v1/export"] {
        let public = ask(&reading.public, Request::get(path).header("authorization", "Bearer token").body(Body::empty()).unwrap()).await;
        assert_eq!(public.status, 404, "{path} is not on the public listener");
    }
}

impl common::Answer {
    fn error_or_empty(&self) -> String {
        serde_json::from_str::<Value>(&self.text).map(|answer| answer["error"].to_string()).unwrap_or_default()
    }
}

#[tokio::test]
async fn an_export_has_every_outcome_in_order() {
    let collector = Collector::new();
    for from in (0..1200).step_by(100) {
        let outcomes: Vec<Value> = (from..from + 100).map(outcome).collect();
        assert_eq!(collector.post("/v1/outcomes", batch(&outcomes)).await.status, 200);
    }
    let export = collector.read("/v1/export").await.text;
    let lines: Vec<Value> = export.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 1200);
    for (id, line) in lines.iter().enumerate() {
        assert_eq!(line["outcome"], outcome(id as u128));
        assert_eq!(line["site"], "default");
    }
}

#[tokio::test]
async fn what_says_who_somebody_is_does_not_reach_the_store() {
    let collector = Collector::new();
    let mut said = outcome(1);
    said["type"] = json!("submitted");
    said["answers"] = json!([["why", "ask ana@example.com or 0721 234 567"], ["nps", "9"]]);
    assert_eq!(collector.post("/v1/outcomes", batch(&[said])).await.status, 200);
    let export = collector.read("/v1/export").await.text;
    assert!(export.contains(r#"[["why","ask [e-mail] or [phone]"],["nps","9"]]"#), "{export}");
    for file in std::fs::read_dir(&collector.folder.0).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        assert!(!bytes.windows(15).any(|bytes| bytes == b"ana@example.com"));
    }
}

#[tokio::test]
async fn an_erased_visitor_stays_erased() {
    let collector = Collector::new();
    let mut bought = outcome(1);
    (bought["type"], bought["order"]) = (json!("purchase"), json!("1001"));
    let visitor = bought["visitor"].as_str().unwrap().to_string();
    assert_eq!(collector.post("/v1/outcomes", batch(&[bought, outcome(2)])).await.status, 200);
    let of = visitor.clone();
    assert_eq!(collector.app.store.write(move |to| erase::erase(to, &of, 1)).await, Ok(2));
    let late = collector.post("/v1/outcomes", batch(&[outcome(2), outcome(3)])).await.json();
    assert_eq!((&late["accepted"], late["rejected"].as_array().unwrap().len()), (&json!([]), 2));
    assert!(late["rejected"][0]["why"].as_str().unwrap().contains("was erased"));
    let store = collector.folder.store();
    assert_eq!(count(&store, "SELECT COUNT(*) FROM outcomes"), 0);
    assert_eq!(count(&store, &format!("SELECT COUNT(*) FROM orders WHERE visitor = '{visitor}'")), 0);
    assert_eq!(count(&store, &format!("SELECT COUNT(*) FROM erased WHERE visitor = '{visitor}'")), 0, "a tombstone is a hash");
    let claim = json!({ "campaign": "mugs", "visitor": visitor, "pool": "welcome" }).to_string();
    assert_eq!(collector.post("/v1/coupons/claim", claim).await.status, 403);
}

#[tokio::test]
async fn what_is_too_old_is_forgotten() {
    let collector = Collector::new();
    for from in (0..2500).step_by(100) {
        let outcomes: Vec<Value> = (from..from + 100).map(outcome).collect();
        collector.post("/v1/outcomes", batch(&outcomes)).await;
    }
    let forget = |before: i64| collector.app.store.write(move |to| erase::forget(to, before));
    assert_eq!(forget(now() - 60_000).await, Ok(0));
    let later = now() + 60_000;
    assert_eq!((forget(later).await, forget(later).await, forget(later).await), (Ok(2000), Ok(500), Ok(0)));
}

#[tokio::test]
async fn a_full_store_keeps_nothing_and_says_so() {
    let collector = Collector::with(settings(), &Limits { pages: Some(60) });
    let mut acknowledged = 0;
    let full = loop {
        let outcomes: Vec<Value> = (acknowledged..acknowledged + 50).map(outcome).collect();
        let answer = collector.post("/v1/outcomes", batch(&outcomes)).await;
        if answer.status != 200 {
            break answer;
        }
        acknowledged += 50;
    };
    assert_eq!((full.status, &full.headers["retry-after"]), (503, &"10".parse().unwrap()));
    assert!(full.error().contains("kept nothing of this request"));
    assert!(acknowledged > 0);
    assert_eq!(count(&collector.folder.store(), "SELECT COUNT(*) FROM outcomes"), acknowledged as i64);
}

async fn order(collector: &Collector, body: &Value, key: &str, seconds: i64) -> common::Answer {
    let (body, at) = (body.to_string(), seconds.to_string());
    let header = format!("t={at},v1={}", sign(key.as_bytes(), &at, body.as_bytes()));
    ask(&collector.public, Request::post("/v1/orders").header("Shopbell-Signature", header).body(body.into()).unwrap()).await
}

#[tokio::test]
async fn an_order_counts_once_and_only_signed() {
    let collector = Collector::new();
    let body = json!({ "format": 1, "orders": [{ "order": "1001", "value": 4900, "currency": "EUR", "coupons": ["MUG-10"] }] });
    let seconds = now() / 1000;
    assert_eq!(collector.post("/v1/orders", body.to_string()).await.status, 401);
    assert_eq!(order(&collector, &body, "another key", seconds).await.status, 401);
    assert!(order(&collector, &body, KEY, seconds - 301).await.error().contains("older than 5 minutes"));
    assert_eq!(order(&collector, &body, KEY, seconds + 310).await.status, 401);
    assert_eq!(order(&collector, &body, KEY, seconds).await.json(), json!({ "accepted": ["1001"], "new": 1 }));
    assert_eq!(order(&collector, &body, KEY, seconds).await.status, 409, "the same signature");
    assert_eq!(order(&collector, &body, KEY, seconds + 1).await.json(), json!({ "accepted": ["1001"], "new": 0 }));
    let other = json!({ "format": 1, "site": "other", "orders": [] });
    assert_eq!(order(&collector, &other, KEY, seconds).await.status, 401, "a key is of one site");
    for (wrong, said) in [
        (json!({ "orders": [] }), "`format` has to be 1"),
        (json!({ "format": 1 }), "a list `orders` is needed"),
        (json!({ "format": 1, "orders": [{ "order": "1", "email": "a@b.c" }] }), "orders[0]: the field `email` is not known"),
        (json!({ "format": 1, "orders": [{ "value": 1 }] }), "`order`, the shop's id of it, is missing"),
        (json!({ "format": 1, "orders": [{ "order": "1", "value": 1.5 }] }), "`value` has to be a whole number"),
    ] {
        let answer = order(&collector, &wrong, KEY, seconds).await;
        assert_eq!(answer.status, 400);
        assert!(answer.error().contains(said), "{}", answer.text);
    }
    // What a browser tells of the same order stands beside it, once.
    for id in 1..50 {
        let mut told = outcome(id);
        (told["type"], told["order"], told["coupons"]) = (json!("purchase"), json!("1001"), json!(["MUG-10"]));
        assert_eq!(collector.post("/v1/outcomes", batch(&[told])).await.status, 200);
    }
    let store = collector.folder.store();
    assert_eq!(count(&store, "SELECT COUNT(*) FROM orders WHERE verified = 1"), 1);
    assert_eq!(count(&store, "SELECT COUNT(*) FROM orders WHERE verified = 0"), 1);
    assert_eq!(count(&store, "SELECT COUNT(*) FROM redemptions"), 2);
}

async fn pool(collector: &Collector, codes: usize) {
    let codes: Vec<String> = (0..codes).map(|code| format!("CODE-{code}")).collect();
    let all = codes.len();
    assert_eq!(collector.app.store.write(move |to| codes::add(to, "default", "welcome", &codes)).await, Ok(all));
}

fn claim(visitor: usize) -> String {
    json!({ "site": "default", "campaign": "mugs", "visitor": format!("{visitor:032x}"), "pool": "welcome" }).to_string()
}

/// Everybody claims at once, twice: whoever got a code gets the same again, and no code goes to two.
async fn everybody_claims(visitors: usize, codes: usize) {
    let collector = Collector::new();
    pool(&collector, codes).await;
    let (mut given, mut without) = (BTreeSet::new(), 0);
    let mut asked = tokio::task::JoinSet::new();
    for visitor in (0..visitors).chain(0..visitors) {
        let router = collector.public.clone();
        asked.spawn(async move {
            loop {
                let answer = ask(&router, Request::post("/v1/coupons/claim").body(claim(visitor).into()).unwrap()).await;
                // More than may wait are told to come again, and do.
                if answer.status != 503 {
                    return (visitor, answer);
                }
                tokio::task::yield_now().await;
            }
        });
    }
    for (visitor, answer) in asked.join_all().await {
        match answer.status {
            200 => drop(given.insert((visitor, answer.json()["code"].to_string()))),
            410 => {
                assert_eq!(answer.error(), "the pool `welcome` is empty; all of its codes are given");
                without += 1;
            }
            status => panic!("{status}: {}", answer.text),
        }
    }
    let codes_given: BTreeSet<&String> = given.iter().map(|(_, code)| code).collect();
    assert_eq!((given.len(), codes_given.len(), without), (codes, codes, (visitors - codes) * 2));
}

#[tokio::test]
async fn a_code_is_given_once() {
    everybody_claims(500, 50).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "10,000 visitors take a while: cargo test -p shopbell-collector --test router -- --ignored"]
async fn a_code_is_given_once_to_a_crowd() {
    everybody_claims(10_000, 1000).await;
}

#[tokio::test]
async fn a_claim_that_cannot_be_is_named() {
    let collector = Collector::new();
    assert!(collector.post("/v1/coupons/claim", claim(1)).await.error().contains("there is no pool `welcome`"));
    for (wrong, said) in
        [("{}", "`campaign`"), (r#"{"campaign":"a"}"#, "`visitor`"), (r#"{"campaign":"a","campaign":"b"}"#, "stands twice")]
    {
        let answer = collector.post("/v1/coupons/claim", wrong).await;
        assert_eq!(answer.status, 400);
        assert!(answer.error().contains(said), "{}", answer.text);
    }
}

/// No `kill -9` can show it: what `FULL` is for is a machine that loses its power.
#[test]
fn a_commit_waits_for_the_disk() {
    let folder = common::Folder::new();
    let database = shopbell_collector::store::connect(&folder.store()).unwrap();
    let setting = |name: &str| database.pragma_query_value(None, name, |row| row.get::<_, rusqlite::types::Value>(0)).unwrap();
    assert_eq!(setting("synchronous"), 2.into());
    assert_eq!(setting("journal_mode"), "wal".to_string().into());
    assert_eq!(setting("secure_delete"), 1.into());
    use std::os::unix::fs::PermissionsExt;
    assert_eq!(std::fs::metadata(folder.store()).unwrap().permissions().mode() & 0o777, 0o600);
}

#[tokio::test]
async fn a_store_knows_its_version() {
    let collector = Collector::new();
    let store = collector.folder.store();
    assert_eq!(count(&store, "SELECT MAX(version) FROM schema_version"), schema::VERSION as i64);
    shopbell_collector::store::connect(&store).unwrap();
    assert_eq!(count(&store, "SELECT COUNT(*) FROM schema_version"), schema::VERSION as i64, "a second start changes nothing");
    rusqlite::Connection::open(&store).unwrap().execute("INSERT INTO schema_version VALUES (99)", []).unwrap();
    let said = format!("{:#}", shopbell_collector::store::connect(&store).unwrap_err());
    assert!(said.contains("of version 99") && said.contains("update shopbell-collector"), "{said}");
}
