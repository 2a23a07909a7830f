//! Starts and stops: two listeners, one store, until the system says stop.

use super::route::{Listener, router};
use super::{App, Settings, now};
use crate::store::{Limits, Store, connect, erase, settings};
use anyhow::Context;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

/// How long requests may take to end after the system said stop.
const LAST_REQUESTS: Duration = Duration::from_secs(10);
/// How often what is too old is looked for.
const BETWEEN_FORGETTING: Duration = Duration::from_secs(3600);

/// All that serving needs.
pub struct Serving {
    /// The file.
    pub store: PathBuf,
    /// How large it may get.
    pub limits: Limits,
    /// Where browsers and shops' servers come.
    pub listen: SocketAddr,
    /// Where is read.
    pub listen_reading: SocketAddr,
    /// How long outcomes are kept, in milliseconds.
    pub keep: i64,
    /// The rest.
    pub settings: Settings,
}

/// Serves until the system says stop.
///
/// # Errors
/// A sentence that says what to do.
pub fn serve(serving: Serving) -> anyhow::Result<()> {
    let database = connect(&serving.store)?;
    let token_hash = match settings::token_hash(&database)? {
        Some(hash) => hash,
        None => {
            let token = settings::new_token(&database)?;
            eprintln!("The token that reads, printed this once; keep it: {token}");
            crate::hash::sha256_hex(token.as_bytes())
        }
    };
    drop(database);
    let (store, writer) = Store::open(&serving.store, &serving.limits)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let app = Arc::new(App::new(serving.settings, store, token_hash));
    runtime.block_on(listen(app, serving.listen, serving.listen_reading, serving.keep))?;
    runtime.shutdown_timeout(LAST_REQUESTS);
    // The last request is gone, and with it the last who could write.
    if writer.join().is_err() {
        anyhow::bail!("the thread that writes gave up");
    }
    tracing::info!("stopped");
    Ok(())
}

async fn listen(app: Arc<App>, public: SocketAddr, reading: SocketAddr, keep: i64) -> anyhow::Result<()> {
    let (stop, stopped) = watch::channel(());
    let (public, reading) = (bind(public, "--listen").await?, bind(reading, "--listen-reading").await?);
    tracing::info!(public = %public.local_addr()?, reading = %reading.local_addr()?, "listening");
    let serve = |listener: TcpListener, on: Listener| {
        let service = router(&app, on).into_make_service_with_connect_info::<SocketAddr>();
        let mut stopped = stopped.clone();
        axum::serve(listener, service).with_graceful_shutdown(async move { drop(stopped.changed().await) }).into_future()
    };
    let mut servers = tokio::task::JoinSet::new();
    servers.spawn(serve(public, Listener::Public));
    servers.spawn(serve(reading, Listener::Reading));
    let forgetting = tokio::spawn(forget(Arc::clone(&app), keep));
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    tracing::info!("stopping: requests that are here are answered, new ones are not taken");
    forgetting.abort();
    drop(stop);
    if tokio::time::timeout(LAST_REQUESTS, servers.join_all()).await.is_err() {
        tracing::warn!("some requests did not end in time");
    }
    Ok(())
}

async fn bind(address: SocketAddr, option: &str) -> anyhow::Result<TcpListener> {
    let taken = || format!("cannot listen on {address}; is another program there already? `{option} {}:0` takes a free port", address.ip());
    TcpListener::bind(address).await.with_context(taken)
}

async fn forget(app: Arc<App>, keep: i64) {
    loop {
        let before = now() - keep;
        let mut all = 0;
        while let Ok(some @ 1..) = app.store.write(move |to| erase::forget(to, before)).await {
            all += some;
        }
        if all > 0 {
            tracing::info!(outcomes = all, "forgotten: older than is kept");
        }
        tokio::time::sleep(BETWEEN_FORGETTING).await;
    }
}
