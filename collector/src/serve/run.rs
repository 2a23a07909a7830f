//! Starts and stops: two listeners, one store, until the system says stop.

use super::route::{Listener, router};
use super::{App, Settings, now};
use crate::report::plans::Plans;
use crate::store::{Limits, Store, connect, erase, rules, settings};
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

/// How often rule files are read again.
const BETWEEN_RULES: Duration = Duration::from_secs(60);

/// All that serving needs.
pub struct Serving {
    /// The file.
    pub store: PathBuf,
    /// Rule files that pages use.
    pub rules: Vec<RulesFile>,
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

/// A rule file, as it is named on the command line.
#[derive(Clone, Debug)]
pub struct RulesFile {
    /// The site it is of; nothing for every site.
    pub site: Option<String>,
    /// Where it is.
    pub path: PathBuf,
}

impl RulesFile {
    /// Its content hash, and what is in it.
    ///
    /// # Errors
    /// A sentence that names the file.
    pub fn read(&self) -> anyhow::Result<(String, String)> {
        let named = || format!("the rule file `{}`", self.path.display());
        let content = std::fs::read_to_string(&self.path).with_context(named)?;
        let hash = Plans::default().add(None, &content).map_err(anyhow::Error::msg).with_context(named)?;
        Ok((hash, content))
    }
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
    runtime.block_on(async {
        let rules = tokio::spawn(keep_rules(Arc::clone(&app), serving.rules));
        let done = listen(app, serving.listen, serving.listen_reading, serving.keep).await;
        rules.abort();
        done
    })?;
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

/// Keeps every version of the rule files.
async fn keep_rules(app: Arc<App>, files: Vec<RulesFile>) {
    while !files.is_empty() {
        for file in &files {
            match file.read() {
                Ok((hash, content)) => {
                    let site = file.site.clone().unwrap_or_else(|| rules::EVERY_SITE.into());
                    let kept = app.store.write(move |to| rules::keep(to, &site, &hash, &content, now())).await;
                    if kept == Ok(true) {
                        tracing::info!(file = %file.path.display(), "a new version of the rule file is kept");
                    }
                }
                // Half written, perhaps: the next time.
                Err(error) => tracing::warn!(%error, "a rule file could not be read"),
            }
        }
        tokio::time::sleep(BETWEEN_RULES).await;
    }
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
