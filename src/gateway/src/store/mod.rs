//! Where notices, launches, the centre and the audit log are kept: SQLite beside the gateway, or PostgreSQL.
//!
//! All writes go through one thread, which runs those that wait in one transaction and commits them together
//! (group commit). A write is answered after its commit and never before. What callers write is the same for both
//! storages.

mod connection;
mod consent_step;
mod db;
mod desk_step;
mod key_step;
mod lane;
mod lti_step;
mod migrations;
mod postgres;
mod sqlite;
mod training_step;

pub use connection::{Connection, Place, Use};
pub use db::{Cell, Db, Row, SqlError, SqlResult, Value};
pub use lane::Room;
pub use migrations::{
    OLD_TABLES, OWN_TABLES, TABLES, columns, drop_all, epoch, exists, migrate, new_epoch, newest, schema,
    tables,
};

use lane::Lane;
use qinghe_wire::EPOCH_LEN;
use tokio::sync::oneshot;

/// Threads that read.
const READERS: usize = 2;

/// Why a storage did not do it; nothing of the write is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoreError {
    /// Too much waits already.
    Full,
    /// The storage refused or cannot be reached; the log says why.
    Refused,
}

/// An open storage.
pub struct Store {
    writer: Lane,
    readers: Lane,
    epoch: [u8; EPOCH_LEN],
}

impl Store {
    /// Opens or makes the storage and brings it to the newest schema.
    ///
    /// # Errors
    /// What failed and what to do, in one line.
    pub async fn open(place: &Place) -> Result<Store, String> {
        let (tell, told) = oneshot::channel();
        let writer = Lane::writer(place.clone(), move |connection| {
            // Whoever asked has gone when nobody listens; then the lane ends by itself.
            let _gone = tell.send(begin(connection));
        });
        let epoch = told.await.map_err(|_| "the storage's thread ended".to_owned())??;
        Ok(Store { writer, readers: Lane::readers(place, READERS), epoch })
    }

    /// Names this life of the storage: another one after every restore.
    #[must_use]
    pub fn epoch(&self) -> [u8; EPOCH_LEN] {
        self.epoch
    }

    /// Runs `work` in a transaction that it may share; a failure of others does not touch it. Resolves after the commit.
    ///
    /// # Errors
    /// When too much waits for this kind of `room`, or when `work` or the commit fails.
    pub async fn write<T: Send + 'static>(
        &self,
        room: Room,
        work: impl FnOnce(&mut dyn Db) -> SqlResult<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.writer.ask(room, work).await
    }

    /// Runs `work` on one moment of the storage, beside the writes.
    ///
    /// # Errors
    /// When too much waits, or when `work` fails.
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut dyn Db) -> SqlResult<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.readers.ask(Room::Usual, work).await
    }
}

fn begin(connected: Result<&mut dyn Connection, String>) -> Result<[u8; EPOCH_LEN], String> {
    let connection = connected?;
    let mut prepare = || -> SqlResult<Option<[u8; EPOCH_LEN]>> {
        connection.begin_write()?;
        let migrated = migrate(connection, newest());
        connection.end(migrated.is_ok())?;
        migrated?;
        epoch(connection)
    };
    let epoch = prepare().map_err(|why| format!("the database cannot be opened: {why}"))?;
    epoch.ok_or_else(|| "the database has no epoch".to_owned())
}
