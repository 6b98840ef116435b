//! PostgreSQL: one database, or one schema of it, chosen by a URL.

use super::{
    connection::{Connection, Dialect, Use},
    db::{Cell, Db, Row, SqlError, SqlResult, Value},
};
use ::postgres::{
    Client, Config, NoTls, Statement,
    fallible_iterator::FallibleIterator,
    types::{FromSql, IsNull, ToSql, Type, private::BytesMut, to_sql_checked},
};
use std::{collections::HashMap, error::Error, thread::sleep, time::Duration};

/// A server that does not respond must not keep the gateway from saying so.
const PATIENCE: Duration = Duration::from_secs(5);
/// How often, and after how long, the place of the only gateway is asked for again: three seconds in all.
const TRIES: u32 = 30;
const BETWEEN_TRIES: Duration = Duration::from_millis(100);
/// Statements kept prepared per connection.
const PREPARED: usize = 256;

/// A connection to a server.
pub struct Postgres {
    client: Client,
    prepared: HashMap<String, Statement>,
}

impl From<::postgres::Error> for SqlError {
    fn from(why: ::postgres::Error) -> SqlError {
        // The detail of a database error can quote values of a row; its message does not.
        SqlError(match why.as_db_error() {
            Some(said) => said.message().to_owned(),
            None => match why.source() {
                Some(source) => format!("{why}: {source}"),
                None => why.to_string(),
            },
        })
    }
}

/// Connects.
///
/// # Errors
/// What failed and what to do, in one line. Never the password.
pub fn connect(config: &Config, to: Use) -> Result<Postgres, String> {
    let mut config = config.clone();
    config.application_name("qinghe-gateway");
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(PATIENCE);
    }
    config.tcp_user_timeout(2 * PATIENCE);
    let say = |why: SqlError| format!("PostgreSQL: {why}");
    let client = config.connect(NoTls).map_err(|why| say(why.into()))?;
    let mut connection = Postgres { client, prepared: HashMap::new() };
    connection.promise(to).map_err(say)?;
    Ok(connection)
}

impl Postgres {
    fn promise(&mut self, to: Use) -> SqlResult<()> {
        self.batch(
            "SET synchronous_commit = on; SET client_min_messages = warning; SET lock_timeout = '10s'",
        )?;
        if to != Use::Write {
            return self.batch("SET default_transaction_read_only = on");
        }
        let fsync = self.row("SELECT current_setting('fsync')", &[])?;
        if fsync.map(|row| row.get::<String>(0)).transpose()?.as_deref() != Some("on") {
            return Err(SqlError(
                "`fsync` is off, so a power cut could take away what a receipt has promised. Switch it on."
                    .into(),
            ));
        }
        self.alone()
    }

    /// The only gateway of this schema. The server may need a moment to notice that the one before was killed, and a
    /// restart is no time to give up.
    fn alone(&mut self) -> SqlResult<()> {
        let alone = "SELECT pg_try_advisory_lock(hashtextextended('qinghe-gateway ' || current_schema(), 0))";
        for _ in 0..TRIES {
            if self.row(alone, &[])?.map(|row| row.get(0)).transpose()? == Some(true) {
                return Ok(());
            }
            sleep(BETWEEN_TRIES);
        }
        Err(SqlError("another gateway uses this database. Stop it first.".into()))
    }

    fn statement(&mut self, sql: &str) -> SqlResult<Statement> {
        if let Some(known) = self.prepared.get(sql) {
            return Ok(known.clone());
        }
        if self.prepared.len() >= PREPARED {
            self.prepared.clear();
        }
        let statement = self.client.prepare(&sql.replace('?', "$"))?;
        self.prepared.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }
}

impl ToSql for Value<'_> {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self {
            Value::Null => Ok(IsNull::Yes),
            // The server takes numbers beside a literal or a `count(*)` for smaller ones.
            Value::Int(value) if *kind == Type::INT4 => i32::try_from(*value)?.to_sql(kind, out),
            Value::Int(value) => value.to_sql_checked(kind, out),
            Value::Text(value) => value.to_sql_checked(kind, out),
            Value::Blob(value) => value.to_sql_checked(kind, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

impl<'a> FromSql<'a> for Cell {
    fn from_sql(kind: &Type, raw: &'a [u8]) -> Result<Cell, Box<dyn Error + Sync + Send>> {
        Ok(match *kind {
            Type::INT8 => Cell::Int(i64::from_sql(kind, raw)?),
            Type::INT4 => Cell::Int(i32::from_sql(kind, raw)?.into()),
            Type::BOOL => Cell::Int(bool::from_sql(kind, raw)?.into()),
            Type::BYTEA => Cell::Blob(Vec::from_sql(kind, raw)?),
            Type::TEXT | Type::VARCHAR | Type::NAME => Cell::Text(String::from_sql(kind, raw)?),
            _ => return Err(format!("a column has the type {kind}").into()),
        })
    }

    fn from_sql_null(_: &Type) -> Result<Cell, Box<dyn Error + Sync + Send>> {
        Ok(Cell::Null)
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

impl Db for Postgres {
    fn run(&mut self, sql: &str, values: &[Value<'_>]) -> SqlResult<u64> {
        let statement = self.statement(sql)?;
        let values: Vec<&(dyn ToSql + Sync)> = values.iter().map(|value| value as _).collect();
        Ok(self.client.execute(&statement, &values)?)
    }

    fn each(
        &mut self,
        sql: &str,
        values: &[Value<'_>],
        take: &mut dyn FnMut(Row) -> SqlResult<()>,
    ) -> SqlResult<()> {
        let statement = self.statement(sql)?;
        let mut rows = self.client.query_raw(&statement, values)?;
        while let Some(row) = rows.next()? {
            let cells = (0..row.len()).map(|nth| row.try_get::<_, Cell>(nth)).collect::<Result<_, _>>()?;
            take(Row(cells))?;
        }
        Ok(())
    }

    fn batch(&mut self, sql: &str) -> SqlResult<()> {
        Ok(self.client.batch_execute(sql)?)
    }
}

impl Connection for Postgres {
    fn dialect(&self) -> Dialect {
        Dialect::Postgres
    }

    fn begin_write(&mut self) -> SqlResult<()> {
        self.batch("BEGIN")
    }

    fn begin_read(&mut self) -> SqlResult<()> {
        self.batch("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
    }

    /// The server answers `COMMIT` with a silent rollback when the transaction has failed, and with a warning when there
    /// is none. A savepoint is an error in both cases, and then nothing is committed.
    fn end(&mut self, well: bool) -> SqlResult<()> {
        self.batch(if well { "SAVEPOINT last; COMMIT" } else { "ROLLBACK" })
    }

    fn alive(&self) -> bool {
        !self.client.is_closed()
    }

    /// The server has no check that every role may run; its checksums are compared whenever rows are read.
    fn self_check(&mut self) -> SqlResult<Vec<String>> {
        Ok(Vec::new())
    }
}
