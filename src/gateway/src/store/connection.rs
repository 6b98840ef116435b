//! Where a storage is, and one connection to it.

use super::{
    db::{Db, SqlResult},
    postgres, sqlite,
};
use std::path::PathBuf;

/// The two storages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// A file beside the gateway.
    Sqlite,
    /// A server.
    Postgres,
}

/// What a connection is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// The only one that writes; no second process can have one.
    Write,
    /// Reads for a running gateway.
    Read,
    /// Reads for a tool, while a gateway may be running. Makes nothing.
    Look,
}

/// Where a storage is.
#[derive(Clone)]
pub enum Place {
    /// Path of the file.
    Sqlite(PathBuf),
    /// What the URL says.
    Postgres(Box<::postgres::Config>),
}

impl Place {
    /// Opens a connection. Blocks, so call it from a thread without a runtime.
    ///
    /// # Errors
    /// What failed and what to do, in one line.
    pub fn connect(&self, to: Use) -> Result<Box<dyn Connection>, String> {
        Ok(match self {
            Place::Sqlite(path) => Box::new(sqlite::connect(path, to)?),
            Place::Postgres(config) => Box::new(postgres::connect(config, to)?),
        })
    }
}

/// One connection to a storage.
pub trait Connection: Db + Send {
    /// Which storage.
    fn dialect(&self) -> Dialect;

    /// Begins a transaction that writes.
    ///
    /// # Errors
    /// What the storage says.
    fn begin_write(&mut self) -> SqlResult<()>;

    /// Begins a transaction that sees one moment.
    ///
    /// # Errors
    /// What the storage says.
    fn begin_read(&mut self) -> SqlResult<()>;

    /// `false` when the server has gone and a new connection is needed.
    fn alive(&self) -> bool;

    /// What the storage itself finds wrong with its files.
    ///
    /// # Errors
    /// What the storage says.
    fn self_check(&mut self) -> SqlResult<Vec<String>>;

    /// Commits, or takes everything back.
    ///
    /// # Errors
    /// When it is not committed.
    fn end(&mut self, well: bool) -> SqlResult<()> {
        self.batch(if well { "COMMIT" } else { "ROLLBACK" })
    }
}
