//! SQLite: a file, WAL, `synchronous=FULL`.

use super::{
    connection::{Connection, Dialect, Use},
    db::{Cell, Db, Row, SqlError, SqlResult, Value},
};
use rusqlite::{ToSql, params_from_iter, types::ToSqlOutput, types::ValueRef};
use std::{
    fs::{File, OpenOptions},
    path::Path,
    time::Duration,
};

/// An open file.
pub struct Sqlite {
    db: rusqlite::Connection,
    /// Held as long as the connection is the one that writes.
    _lock: Option<File>,
}

impl From<rusqlite::Error> for SqlError {
    fn from(why: rusqlite::Error) -> SqlError {
        SqlError(why.to_string())
    }
}

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let borrowed = match self {
            Value::Null => ValueRef::Null,
            Value::Int(value) => ValueRef::Integer(*value),
            Value::Text(value) => ValueRef::Text(value.as_bytes()),
            Value::Blob(value) => ValueRef::Blob(value),
        };
        Ok(ToSqlOutput::Borrowed(borrowed))
    }
}

/// Opens or makes the file.
///
/// # Errors
/// What failed, in one line.
pub fn connect(path: &Path, to: Use) -> Result<Sqlite, String> {
    let say = |why: &dyn std::fmt::Display| format!("{}: {why}", path.display());
    let lock = if to == Use::Write { Some(alone(path)?) } else { None };
    if to == Use::Look && !path.is_file() {
        return Err(say(&"there is no database here"));
    }
    private(path).map_err(|why| say(&why))?;
    let open = || -> rusqlite::Result<rusqlite::Connection> {
        let db = rusqlite::Connection::open(path)?;
        db.busy_timeout(Duration::from_secs(5))?;
        db.pragma_update(None, "journal_mode", "WAL")?;
        db.pragma_update(None, "synchronous", "FULL")?;
        db.pragma_update(None, "secure_delete", true)?;
        db.set_prepared_statement_cache_capacity(128);
        if to != Use::Write {
            db.pragma_update(None, "query_only", true)?;
        }
        Ok(db)
    };
    open().map(|db| Sqlite { db, _lock: lock }).map_err(|why| say(&why))
}

/// Two writing processes would number changes and audit rows against each other.
fn alone(path: &Path) -> Result<File, String> {
    let lock = path.with_extension("lock");
    let say = |why: &dyn std::fmt::Display| format!("{}: {why}", lock.display());
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(&lock).map_err(|why| say(&why))?;
    file.try_lock().map_err(|_| say(&"another gateway uses this data folder. Stop it first."))?;
    Ok(file)
}

/// SQLite gives its side files the mode of the file itself.
fn private(path: &Path) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

impl Db for Sqlite {
    fn run(&mut self, sql: &str, values: &[Value<'_>]) -> SqlResult<u64> {
        Ok(self.db.prepare_cached(sql)?.execute(params_from_iter(values))? as u64)
    }

    fn each(
        &mut self,
        sql: &str,
        values: &[Value<'_>],
        take: &mut dyn FnMut(Row) -> SqlResult<()>,
    ) -> SqlResult<()> {
        let mut statement = self.db.prepare_cached(sql)?;
        let width = statement.column_count();
        let mut rows = statement.query(params_from_iter(values))?;
        while let Some(row) = rows.next()? {
            let cells = (0..width).map(|nth| cell(row.get_ref(nth)?)).collect::<SqlResult<_>>()?;
            take(Row(cells))?;
        }
        Ok(())
    }

    fn batch(&mut self, sql: &str) -> SqlResult<()> {
        Ok(self.db.execute_batch(sql)?)
    }
}

fn cell(value: ValueRef<'_>) -> SqlResult<Cell> {
    Ok(match value {
        ValueRef::Null => Cell::Null,
        ValueRef::Integer(value) => Cell::Int(value),
        ValueRef::Text(value) => {
            Cell::Text(String::from_utf8(value.to_vec()).map_err(|_| SqlError("text is not UTF-8".into()))?)
        }
        ValueRef::Blob(value) => Cell::Blob(value.to_vec()),
        ValueRef::Real(_) => return Err(SqlError("a row holds a fraction".into())),
    })
}

impl Connection for Sqlite {
    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    fn begin_write(&mut self) -> SqlResult<()> {
        self.batch("BEGIN IMMEDIATE")
    }

    fn begin_read(&mut self) -> SqlResult<()> {
        self.batch("BEGIN")
    }

    fn alive(&self) -> bool {
        true
    }

    fn self_check(&mut self) -> SqlResult<Vec<String>> {
        let mut said = Vec::new();
        for row in self.rows("PRAGMA integrity_check", &[])? {
            let line: String = row.get(0)?;
            if line != "ok" {
                said.push(line);
            }
        }
        Ok(said)
    }
}
