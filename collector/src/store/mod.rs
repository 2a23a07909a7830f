//! The store: one SQLite file, one thread that writes.
//!
//! INVARIANT: whoever is told that something is kept is told so after the commit that keeps it has reached the disk (WAL,
//! `synchronous=FULL`). All requests that wait go into one transaction, so that many share the cost of one commit. What is written is
//! decided by the files beside this one; each is given a connection and knows nothing of threads.

pub mod codes;
pub mod erase;
pub mod export;
pub mod feed;
pub mod import;
pub mod orders;
pub mod outcomes;
pub mod rules;
pub mod schema;
pub mod settings;

use anyhow::Context;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};

/// Requests that go into one transaction at most.
const MOST_TOGETHER: usize = 512;
/// Requests that may wait; more are told to come again.
const MOST_WAITING: usize = 2048;

/// Tells who waits for it that it is kept.
type Tell = Box<dyn FnOnce() + Send>;
type Work = Box<dyn FnOnce(&Connection) -> rusqlite::Result<Tell> + Send>;

/// Nothing was kept; it may be tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unavailable;

/// A store that is open.
#[derive(Clone)]
pub struct Store {
    path: PathBuf,
    work: mpsc::Sender<Work>,
    commits: Arc<AtomicU64>,
}

/// How to open a store.
#[derive(Clone, Debug, Default)]
pub struct Limits {
    /// Pages of 4 KB that the file may have; nothing for as many as fit the disk.
    pub pages: Option<u32>,
}

/// Opens the file for writing and brings it to the newest version.
///
/// # Errors
/// A sentence that names the file.
pub fn connect(path: &Path) -> anyhow::Result<Connection> {
    let named = || format!("the store `{}` cannot be opened; is its folder there, and may this user write into it?", path.display());
    private(path).with_context(named)?;
    let mut database = Connection::open(path).with_context(named)?;
    database.busy_timeout(Duration::from_secs(10))?;
    // `secure_delete`: what is erased is overwritten.
    let settings = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA foreign_keys = ON;";
    database.execute_batch(settings).with_context(named)?;
    schema::migrate(&mut database).with_context(|| format!("the store `{}`", path.display()))?;
    Ok(database)
}

/// Makes the file where it is not there: who visited when is for its owner's eyes. The files beside it follow it.
fn private(path: &Path) -> std::io::Result<()> {
    std::fs::OpenOptions::new().create(true).append(true).mode(0o600).open(path).map(drop)
}

impl Store {
    /// Opens the file and starts the thread that writes. The thread ends when the last [`Store`] is dropped.
    ///
    /// # Errors
    /// A sentence that names the file.
    pub fn open(path: &Path, limits: &Limits) -> anyhow::Result<(Store, JoinHandle<()>)> {
        let database = connect(path)?;
        if let Some(pages) = limits.pages {
            database.pragma_update(None, "max_page_count", pages)?;
        }
        let (work, waiting) = mpsc::channel(MOST_WAITING);
        let commits = Arc::new(AtomicU64::new(0));
        let counted = Arc::clone(&commits);
        let thread = std::thread::Builder::new().name("writer".into()).spawn(move || writer(database, waiting, &counted))?;
        Ok((Store { path: path.to_path_buf(), work, commits }, thread))
    }

    /// Does `what` in the next transaction, and comes back when it is committed.
    ///
    /// # Errors
    /// [`Unavailable`] where it could not be: nothing of it is kept.
    pub async fn write<T: Send + 'static>(
        &self,
        what: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, Unavailable> {
        let (tell, told) = oneshot::channel();
        let work: Work = Box::new(move |database| {
            let done = what(database)?;
            // Whoever waited may have gone; what is kept stays kept.
            Ok(Box::new(move || drop(tell.send(done))))
        });
        self.work.try_send(work).map_err(|_| Unavailable)?;
        told.await.map_err(|_| Unavailable)
    }

    /// A connection that cannot write.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn reader(&self) -> rusqlite::Result<Connection> {
        let database = Connection::open_with_flags(&self.path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        database.busy_timeout(Duration::from_secs(10))?;
        Ok(database)
    }

    /// Transactions so far.
    #[must_use]
    pub fn commits(&self) -> u64 {
        self.commits.load(Ordering::Relaxed)
    }
}

fn writer(mut database: Connection, mut waiting: mpsc::Receiver<Work>, commits: &AtomicU64) {
    while let Some(first) = waiting.blocking_recv() {
        let mut together = vec![first];
        while together.len() < MOST_TOGETHER {
            let Ok(next) = waiting.try_recv() else { break };
            together.push(next);
        }
        match transact(&mut database, together) {
            Ok(tells) => {
                commits.fetch_add(1, Ordering::Relaxed);
                for tell in tells {
                    tell();
                }
            }
            // Who waits is told by the channel that closes: nothing of this transaction is kept.
            Err(error) => tracing::error!(%error, "nothing was kept: the store cannot write; is the disk full?"),
        }
    }
}

fn transact(database: &mut Connection, together: Vec<Work>) -> rusqlite::Result<Vec<Tell>> {
    let transaction = database.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut tells = Vec::with_capacity(together.len());
    for work in together {
        tells.push(work(&transaction)?);
    }
    transaction.commit()?;
    Ok(tells)
}
