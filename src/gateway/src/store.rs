//! SQLite: one writer thread, group commit, `synchronous=FULL`. A write is answered after its commit.

use qinghe_wire::EPOCH_LEN;
use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::{
    path::Path,
    sync::{Arc, Mutex, mpsc},
    thread::JoinHandle,
};
use tokio::sync::oneshot;

/// Most writes that share one commit.
const GROUP: usize = 64;

const SCHEMA: &str = "
CREATE TABLE IF NOT EXISTS centre (
    one INTEGER PRIMARY KEY CHECK (one = 1), name TEXT NOT NULL, salt BLOB NOT NULL, auth_hash BLOB NOT NULL,
    public_key BLOB NOT NULL, wrapped_key BLOB NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS launch (
    issuer TEXT NOT NULL, jti TEXT NOT NULL, pseudonym TEXT NOT NULL, sitting BLOB NOT NULL, bound_at INTEGER NOT NULL,
    PRIMARY KEY (issuer, jti)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS launch_sitting ON launch (sitting);
CREATE TABLE IF NOT EXISTS notice (
    id BLOB PRIMARY KEY, digest BLOB NOT NULL, sitting BLOB NOT NULL, urgent INTEGER NOT NULL, received_at INTEGER NOT NULL,
    issuer TEXT NOT NULL, pseudonym TEXT NOT NULL, launch TEXT NOT NULL, role TEXT NOT NULL, school TEXT, grade TEXT, class TEXT,
    verified INTEGER NOT NULL, centre_key BLOB NOT NULL, sealed BLOB NOT NULL,
    acknowledged_at INTEGER, acknowledged_by TEXT, change INTEGER NOT NULL UNIQUE
) STRICT;
CREATE INDEX IF NOT EXISTS notice_sitting ON notice (sitting);
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS audit (
    seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL, subject TEXT NOT NULL, hash BLOB NOT NULL
) STRICT;
";

/// The database could not do it; nothing of the write is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoreError;

type Reply = Box<dyn FnOnce(bool) + Send>;
type Work = Box<dyn FnOnce(&mut Transaction<'_>) -> Reply + Send>;

/// The database.
pub struct Store {
    writer: Option<mpsc::SyncSender<Work>>,
    thread: Option<JoinHandle<()>>,
    reader: Arc<Mutex<Connection>>,
    epoch: [u8; EPOCH_LEN],
}

impl Store {
    /// Opens or makes the database.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn open(path: &Path) -> rusqlite::Result<Store> {
        let writing = connect(path)?;
        writing.execute_batch(SCHEMA)?;
        let epoch = epoch(&writing)?;
        let reading = connect(path)?;
        reading.pragma_update(None, "query_only", true)?;
        let (writer, work) = mpsc::sync_channel(1024);
        let thread = std::thread::spawn(move || write_loop(writing, &work));
        Ok(Store { writer: Some(writer), thread: Some(thread), reader: Arc::new(Mutex::new(reading)), epoch })
    }

    /// Names this life of the database.
    #[must_use]
    pub fn epoch(&self) -> [u8; EPOCH_LEN] {
        self.epoch
    }

    /// Runs `work` in a transaction of its own or a shared one. Resolves after the commit.
    ///
    /// # Errors
    /// When `work` fails, the commit fails or the writer has stopped.
    pub async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (answer, answered) = oneshot::channel();
        let boxed: Work = Box::new(move |transaction| {
            // A savepoint of its own: a failing write takes nothing of its group with it.
            let result = transaction.savepoint().and_then(|point| {
                let value = work(&point)?;
                point.commit()?;
                Ok(value)
            });
            Box::new(move |committed| {
                let told = result
                    .map_err(report)
                    .and_then(|value| if committed { Ok(value) } else { Err(StoreError) });
                // The asker may be gone; the write stands all the same.
                let _gone = answer.send(told);
            })
        });
        let writer = self.writer.clone().ok_or(StoreError)?;
        tokio::task::spawn_blocking(move || writer.send(boxed))
            .await
            .map_err(|_| StoreError)?
            .map_err(|_| StoreError)?;
        answered.await.map_err(|_| StoreError)?
    }

    /// Runs `work` on the reading connection.
    ///
    /// # Errors
    /// When `work` fails.
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        let reader = self.reader.clone();
        let done = tokio::task::spawn_blocking(move || {
            let connection = reader.lock().map_err(|_| StoreError)?;
            work(&connection).map_err(report)
        });
        done.await.map_err(|_| StoreError)?
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        self.writer = None;
        if let Some(thread) = self.thread.take() {
            // Work that was taken is finished before the process goes.
            let _panicked = thread.join();
        }
    }
}

fn epoch(db: &Connection) -> rusqlite::Result<[u8; EPOCH_LEN]> {
    db.execute("INSERT OR IGNORE INTO meta VALUES ('epoch', randomblob(8))", [])?;
    db.query_row("SELECT value FROM meta WHERE name = 'epoch'", [], |row| row.get(0))
}

fn report(why: rusqlite::Error) -> StoreError {
    tracing::error!(%why, "the database refused");
    StoreError
}

fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "secure_delete", true)?;
    connection.busy_timeout(std::time::Duration::from_secs(5))?;
    Ok(connection)
}

fn write_loop(mut connection: Connection, queue: &mpsc::Receiver<Work>) {
    while let Ok(first) = queue.recv() {
        let mut replies = Vec::new();
        let mut committed = false;
        match connection.transaction_with_behavior(TransactionBehavior::Immediate) {
            Ok(mut transaction) => {
                replies.push(first(&mut transaction));
                while replies.len() < GROUP {
                    let Ok(next) = queue.try_recv() else { break };
                    replies.push(next(&mut transaction));
                }
                match transaction.commit() {
                    Ok(()) => committed = true,
                    Err(why) => tracing::error!(%why, "a commit failed; its writers are told so"),
                }
            }
            // Dropping the work drops its channel, which its writer reads as a failure.
            Err(why) => tracing::error!(%why, "no transaction could begin"),
        }
        for reply in replies {
            reply(committed);
        }
    }
}
