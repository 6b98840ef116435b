//! The storages that every test runs against.

use qinghe_gateway::store::Place;
use std::{env, path::Path, sync::Mutex};

/// Names a running PostgreSQL; `cargo xtask test` sets it.
const URL: &str = "QINGHE_POSTGRES";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Storage {
    Sqlite,
    Postgres,
}

/// Makes two tests of every function named, one per storage.
macro_rules! on_both_storages {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(#[test] fn $name() { super::$name($crate::support::Storage::Sqlite) })+
        }
        mod postgres {
            $(#[test] fn $name() {
                if $crate::support::Storage::Postgres.is_here() {
                    super::$name($crate::support::Storage::Postgres)
                }
            })+
        }
    };
}
pub(crate) use on_both_storages;

impl Storage {
    /// Natively there may be no server. The run of the whole suite brings one, and then nothing is passed over.
    pub fn is_here(self) -> bool {
        let here = self == Storage::Sqlite || env::var_os(URL).is_some();
        if !here {
            eprintln!("not run: {URL} names no PostgreSQL; `cargo xtask test` starts one");
        }
        here
    }
}

/// An empty storage of one test.
pub struct Ground {
    schema: Option<String>,
    // A `postgres::Client` is not `Sync`, and tests share a gateway between threads.
    client: Option<Mutex<postgres::Client>>,
}

impl Ground {
    pub fn new(storage: Storage) -> Ground {
        if storage == Storage::Sqlite {
            return Ground { schema: None, client: None };
        }
        let url = env::var(URL).unwrap();
        let mut client = postgres::Client::connect(&url, postgres::NoTls).unwrap();
        let mut random = [0; 8];
        getrandom::fill(&mut random).unwrap();
        let schema = format!("t{:016x}", u64::from_be_bytes(random));
        client.batch_execute(&format!("CREATE SCHEMA {schema}; SET search_path = {schema}")).unwrap();
        Ground { schema: Some(schema), client: Some(Mutex::new(client)) }
    }

    /// What the configuration says about it.
    pub fn line(&self) -> String {
        self.url().map_or_else(String::new, |url| format!("database = \"{url}\""))
    }

    /// The same for the storage's own interface; `folder` is the gateway's.
    pub fn place(&self, folder: &Path) -> Place {
        match self.url() {
            None => Place::Sqlite(folder.join("data/gateway.db")),
            Some(url) => Place::Postgres(Box::new(url.parse().unwrap())),
        }
    }

    fn url(&self) -> Option<String> {
        let schema = self.schema.as_ref()?;
        let url = env::var(URL).unwrap();
        let and = if url.contains('?') { '&' } else { '?' };
        Some(format!("{url}{and}options=-csearch_path%3D{schema}"))
    }

    /// Behind the gateway's back: runs SQL on the storage; `folder` is the gateway's.
    pub fn meddle(&self, folder: &Path, sql: &str) -> Result<(), String> {
        match &self.client {
            Some(client) => {
                let mut client = client.lock().unwrap();
                client.batch_execute(sql).map_err(|why| why.as_db_error().unwrap().message().to_owned())
            }
            None => {
                let db = rusqlite::Connection::open(folder.join("data/gateway.db")).unwrap();
                db.execute_batch(sql).map_err(|why| why.to_string())
            }
        }
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        if let (Some(client), Some(schema)) = (&mut self.client, &self.schema) {
            // A gateway that is still ending holds its tables; the whole server goes after the run anyway.
            let _left = client
                .get_mut()
                .unwrap()
                .batch_execute(&format!("SET lock_timeout = '2s'; DROP SCHEMA IF EXISTS {schema} CASCADE"));
        }
    }
}
