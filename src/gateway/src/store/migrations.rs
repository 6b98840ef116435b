//! What the tables look like, as numbered steps. A step that has been released never changes; a new need is a new step.

use super::{
    connection::{Connection, Dialect},
    consent_step,
    db::{Db, SqlError, SqlResult},
    desk_step, key_step, lti_step, training_step,
};
use qinghe_wire::EPOCH_LEN;

/// One step. `both` is written in SQLite's words and translated; the other two hold what cannot be.
struct Step {
    both: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
    /// What SQL alone cannot do; runs last.
    rows: fn(&mut dyn Db) -> SqlResult<()>,
}

/// In their order; step *n* makes schema *n* (counted from 1) of schema *n* − 1.
const STEPS: &[Step] = &[
    Step { both: FIRST, sqlite: "", postgres: "", rows: |_| Ok(()) },
    SECOND,
    Step { both: desk_step::TABLES, sqlite: "", postgres: "", rows: desk_step::adopt },
    Step { both: training_step::TABLES, sqlite: "", postgres: "", rows: |_| Ok(()) },
    Step {
        both: consent_step::TABLES,
        sqlite: consent_step::SQLITE,
        postgres: consent_step::POSTGRES,
        rows: |_| Ok(()),
    },
    Step { both: training_step::FIRST_TRY, sqlite: "", postgres: "", rows: |_| Ok(()) },
    Step { both: lti_step::TABLES, sqlite: "", postgres: "", rows: |_| Ok(()) },
    Step { both: consent_step::LATE, sqlite: "", postgres: "", rows: |_| Ok(()) },
    Step { both: key_step::TABLES, sqlite: "", postgres: "", rows: |_| Ok(()) },
];

/// The tables whose rows a backup carries, parents first.
pub const TABLES: &[&str] = &[
    "launch",
    "notice",
    "counter",
    "audit",
    "centre_key",
    "staff",
    "key_grant",
    "invite",
    "duty",
    "case_event",
    "alert",
    "skill_flag",
    "first_try",
    "harm_told",
    "harm",
    "enrolled",
    "figure_shown",
    "consent_event",
    "consent_slip",
    "lti_nonce",
    "lti_score",
    "late_report",
    "unopened",
];
/// Tables that older schemas had; a backup of one may carry them.
pub const OLD_TABLES: &[&str] = &["centre"];
/// The tables that belong to one life of one storage, or follow from the others.
pub const OWN_TABLES: &[&str] = &["meta", "audit_head"];

/// Names schema and epoch.
const META: &str =
    "CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID";

/// The tables before there were numbers, so that such a database is taken as it is.
const FIRST: &str = "
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
CREATE TABLE IF NOT EXISTS audit (
    seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL, subject TEXT NOT NULL, hash BLOB NOT NULL
) STRICT;
";

/// A launch may serve several sittings; a notice is known by id, person and sitting, not by its ciphertext; changes are
/// counted, so that a deleted row gives its number to nobody; the audit log can only grow, and its end is remembered.
const SECOND: Step = Step {
    both: "
ALTER TABLE launch RENAME TO launch_before;
CREATE TABLE launch (
    issuer TEXT NOT NULL, jti TEXT NOT NULL, sitting BLOB NOT NULL, pseudonym TEXT NOT NULL, bound_at INTEGER NOT NULL,
    PRIMARY KEY (issuer, jti, sitting)
) STRICT, WITHOUT ROWID;
INSERT INTO launch (issuer, jti, sitting, pseudonym, bound_at)
    SELECT issuer, jti, sitting, pseudonym, bound_at FROM launch_before;
DROP TABLE launch_before;
CREATE INDEX launch_sitting ON launch (sitting);
ALTER TABLE notice DROP COLUMN digest;
CREATE TABLE counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO counter (name, value) SELECT 'change', change FROM notice ORDER BY change DESC LIMIT 1;
CREATE TABLE audit_head (one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER NOT NULL, hash BLOB NOT NULL) STRICT;
INSERT INTO audit_head (one, seq, hash) SELECT 1, seq, hash FROM audit ORDER BY seq DESC LIMIT 1;
",
    sqlite: "
CREATE TRIGGER audit_never_changes BEFORE UPDATE ON audit
    BEGIN SELECT RAISE(ABORT, 'audit rows are never changed'); END;
CREATE TRIGGER audit_never_shrinks BEFORE DELETE ON audit
    BEGIN SELECT RAISE(ABORT, 'audit rows are never removed'); END;
CREATE TRIGGER audit_in_order BEFORE INSERT ON audit
    WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM audit_head)
    BEGIN SELECT RAISE(ABORT, 'an audit row follows the last one'); END;
CREATE TRIGGER audit_head_grows BEFORE UPDATE ON audit_head WHEN NEW.seq <> OLD.seq + 1
    BEGIN SELECT RAISE(ABORT, 'the end of the audit log moves by one row'); END;
CREATE TRIGGER audit_head_stays BEFORE DELETE ON audit_head
    BEGIN SELECT RAISE(ABORT, 'the end of the audit log is never removed'); END;
",
    postgres: "
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'audit rows are never changed or removed'; END $$;
CREATE FUNCTION audit_in_order() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
        IF NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM audit_head) THEN
            RAISE EXCEPTION 'an audit row follows the last one';
        END IF;
        RETURN NEW;
    END $$;
CREATE FUNCTION audit_head_grows() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
        IF NEW.seq <> OLD.seq + 1 THEN RAISE EXCEPTION 'the end of the audit log moves by one row'; END IF;
        RETURN NEW;
    END $$;
CREATE TRIGGER audit_never_changes BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_in_order BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION audit_in_order();
CREATE TRIGGER audit_head_grows BEFORE UPDATE ON audit_head FOR EACH ROW EXECUTE FUNCTION audit_head_grows();
CREATE TRIGGER audit_head_stays BEFORE DELETE OR TRUNCATE ON audit_head
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
",
    rows: |_| Ok(()),
};

/// The newest schema there is.
#[must_use]
pub fn newest() -> i64 {
    i64::try_from(STEPS.len()).unwrap_or(i64::MAX)
}

/// The schema of a storage; 0 for an empty one and for one from before there were numbers.
///
/// # Errors
/// What the storage says.
pub fn schema(db: &mut dyn Connection) -> SqlResult<i64> {
    if !exists(db, "meta")? {
        return Ok(0);
    }
    let row = db.row("SELECT value FROM meta WHERE name = 'schema'", &[])?;
    row.map_or(Ok(0), |row| row.get(0).map(i64::from_be_bytes))
}

/// Brings the storage to schema `to`; nothing is lost on the way. Runs inside the caller's transaction.
///
/// # Errors
/// What the storage says; a storage written by a newer gateway.
pub fn migrate(db: &mut dyn Connection, to: i64) -> SqlResult<()> {
    let dialect = db.dialect();
    db.batch(&translated(META, dialect))?;
    let from = schema(db)?;
    if from > newest() {
        return Err(SqlError(format!(
            "the database has schema {from} and this gateway knows {} at most. Install the gateway that wrote it, or a newer one.",
            newest()
        )));
    }
    for (number, step) in (1..=to).zip(STEPS).filter(|(number, _)| *number > from) {
        db.batch(&translated(step.both, dialect))?;
        db.batch(match dialect {
            Dialect::Sqlite => step.sqlite,
            Dialect::Postgres => step.postgres,
        })?;
        (step.rows)(db)?;
        keep(db, "schema", &number.to_be_bytes())?;
    }
    if epoch(db)?.is_none() {
        new_epoch(db)?;
    }
    Ok(())
}

fn translated(sql: &str, dialect: Dialect) -> String {
    match dialect {
        Dialect::Sqlite => sql.to_owned(),
        Dialect::Postgres => sql
            .replace("INTEGER", "BIGINT")
            .replace("BLOB", "BYTEA")
            .replace(" STRICT, WITHOUT ROWID", "")
            .replace(" STRICT", ""),
    }
}

/// The name of this life of the storage.
///
/// # Errors
/// What the storage says.
pub fn epoch(db: &mut dyn Connection) -> SqlResult<Option<[u8; EPOCH_LEN]>> {
    if !exists(db, "meta")? {
        return Ok(None);
    }
    db.row("SELECT value FROM meta WHERE name = 'epoch'", &[])?.map(|row| row.get(0)).transpose()
}

/// Begins another life: devices offer again what a backup may not hold.
///
/// # Errors
/// What the storage says; no random numbers.
pub fn new_epoch(db: &mut dyn Connection) -> SqlResult<[u8; EPOCH_LEN]> {
    let mut epoch = [0; EPOCH_LEN];
    getrandom::fill(&mut epoch).map_err(|_| SqlError("the system gave no random numbers".into()))?;
    keep(db, "epoch", &epoch)?;
    Ok(epoch)
}

fn keep(db: &mut dyn Connection, name: &str, value: &[u8]) -> SqlResult<()> {
    let sql = "INSERT INTO meta (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    db.run(sql, crate::values![name, value]).map(drop)
}

/// Removes every table, to restore into the empty place.
///
/// # Errors
/// What the storage says.
pub fn drop_all(db: &mut dyn Connection) -> SqlResult<()> {
    for table in TABLES.iter().rev().chain(OLD_TABLES).chain(OWN_TABLES) {
        db.batch(&format!("DROP TABLE IF EXISTS {table}"))?;
    }
    if db.dialect() == Dialect::Postgres {
        let ours = "audit_refuse, audit_in_order, audit_head_grows, consent_refuse, consent_in_order";
        db.batch(&format!("DROP FUNCTION IF EXISTS {ours}"))?;
    }
    Ok(())
}

/// The names of a table's columns.
///
/// # Errors
/// What the storage says.
pub fn columns(db: &mut dyn Connection, table: &str) -> SqlResult<Vec<String>> {
    let sql = match db.dialect() {
        Dialect::Sqlite => "SELECT name FROM pragma_table_info(?1) ORDER BY cid",
        Dialect::Postgres => {
            "SELECT column_name::text FROM information_schema.columns
             WHERE table_schema = current_schema() AND table_name = ?1 ORDER BY ordinal_position"
        }
    };
    db.rows(sql, crate::values![table])?.iter().map(|row| row.get(0)).collect()
}

/// The names of all tables there are.
///
/// # Errors
/// What the storage says.
pub fn tables(db: &mut dyn Connection) -> SqlResult<Vec<String>> {
    let sql = match db.dialect() {
        Dialect::Sqlite => "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name",
        Dialect::Postgres => {
            "SELECT table_name::text FROM information_schema.tables
             WHERE table_schema = current_schema() ORDER BY table_name"
        }
    };
    db.rows(sql, &[])?.iter().map(|row| row.get(0)).collect()
}

/// Whether there is a table of this name.
///
/// # Errors
/// What the storage says.
pub fn exists(db: &mut dyn Connection, table: &str) -> SqlResult<bool> {
    Ok(tables(db)?.iter().any(|name| name == table))
}
