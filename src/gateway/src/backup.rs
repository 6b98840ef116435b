//! `backup` and `restore`: everything that one storage holds, as lines of JSON that the other one can take.
//!
//! The first line says what it is, a line names each table and its columns, a line follows for each row, and the last
//! one counts the rows and carries the SHA-256 of everything before it. Notices are in it as they are stored: closed.

use crate::{
    Config, audit,
    clock::now_ms,
    keys,
    member::Centre,
    store::{self, Cell, Connection, OLD_TABLES, Place, SqlError, SqlResult, TABLES, Use, Value},
};
use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD as BASE64};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};
use std::{
    fs::{self, File, OpenOptions},
    io::{self, BufRead, BufReader, BufWriter, Write},
    path::{Path, PathBuf},
};

/// Version of the file's form.
const VERSION: u32 = 1;
/// A longer line is not one of ours.
const LINE_MAX: u64 = 1024 * 1024;

/// First line.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Head {
    qinghe_backup: u32,
    schema: i64,
    made_at: i64,
    audit_head: String,
}

/// Before the rows of a table.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    table: String,
    columns: Vec<String>,
}

/// Last line.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Foot {
    rows: u64,
    sha256: String,
}

/// What was written or read.
pub struct Done {
    /// Rows of all tables.
    pub rows: u64,
    /// What whoever gave the command should know.
    pub warnings: Vec<String>,
}

/// Writes everything to a new file of mode 600, as it is at one moment; a gateway may be running.
///
/// # Errors
/// What failed and what to do. The file is then not there.
pub fn backup(config: &Config, to: &Path) -> Result<Done, String> {
    let say = |why: &dyn std::fmt::Display| format!("{}: {why}", to.display());
    if to.exists() {
        return Err(say(&"is there already. Give another name, or move it away."));
    }
    let part = PathBuf::from(format!("{}.part", to.display()));
    let mut db = config.storage()?.connect(Use::Look)?;
    let written = private(&part).map_err(|why| why.to_string()).and_then(|file| {
        let mut out = Writer { out: BufWriter::new(file), hash: Sha256::new(), rows: 0 };
        db.begin_read().map_err(|why| why.to_string())?;
        let warnings = dump(db.as_mut(), &mut out).map_err(|why| why.to_string())?;
        let rows = out.finish().map_err(|why| why.to_string())?;
        fs::rename(&part, to).and_then(|()| settle(to)).map_err(|why| why.to_string())?;
        Ok(Done { rows, warnings })
    });
    written.map_err(|why| {
        // Half a backup must not lie about; when it cannot be removed either, its name says that it is a part.
        let _gone = fs::remove_file(&part);
        say(&why)
    })
}

fn private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// The name too must survive a power cut.
fn settle(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}

struct Writer {
    out: BufWriter<File>,
    hash: Sha256,
    rows: u64,
}

impl Writer {
    fn line(&mut self, value: &impl Serialize) -> SqlResult<()> {
        let mut line = serde_json::to_vec(value).map_err(|why| SqlError(why.to_string()))?;
        line.push(b'\n');
        self.hash.update(&line);
        self.out.write_all(&line).map_err(|why| SqlError(why.to_string()))
    }

    fn finish(mut self) -> io::Result<u64> {
        let foot = Foot { rows: self.rows, sha256: hex(&self.hash.finalize()) };
        writeln!(self.out, "{}", json!(foot))?;
        self.out.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
        Ok(self.rows)
    }
}

fn dump(db: &mut dyn Connection, out: &mut Writer) -> SqlResult<Vec<String>> {
    let schema = store::schema(db)?;
    if schema != store::newest() {
        return Err(SqlError(format!(
            "the database has schema {schema}, this program {}. Start the gateway once with this program first.",
            store::newest()
        )));
    }
    let audit_head = audit::head(db)?.to_string();
    out.line(&Head { qinghe_backup: VERSION, schema, made_at: now_ms(), audit_head })?;
    for table in TABLES {
        let columns = store::columns(db, table)?;
        let sql = format!("SELECT {} FROM {table} ORDER BY 1", columns.join(", "));
        out.line(&Table { table: (*table).to_owned(), columns })?;
        db.each(&sql, &[], &mut |row| {
            out.rows += 1;
            out.line(&row.0.iter().map(to_json).collect::<Vec<_>>())
        })?;
    }
    let broken = audit::first_break(db, None)?;
    Ok(broken
        .map(|seq| format!("the audit log is broken at row {seq}; the backup holds it as it is."))
        .into_iter()
        .collect())
}

fn to_json(cell: &Cell) -> Json {
    match cell {
        Cell::Null => Json::Null,
        Cell::Int(value) => json!(value),
        Cell::Text(value) => json!(value),
        Cell::Blob(value) => json!({ "b": BASE64.encode(value) }),
    }
}

fn from_json(value: &Json) -> Option<Cell> {
    match value {
        Json::Null => Some(Cell::Null),
        Json::Number(value) => value.as_i64().map(Cell::Int),
        Json::String(value) => Some(Cell::Text(value.clone())),
        Json::Object(value) => BASE64.decode(value.get("b")?.as_str()?).ok().map(Cell::Blob),
        _ => None,
    }
}

/// What a restore is told beside the file.
#[derive(Clone, Copy, Default)]
pub struct Consent {
    /// Throw away what the storage holds.
    pub replace: bool,
    /// When the audit log in the file is broken, take it up to the break.
    pub cut_audit: bool,
}

/// Takes over everything from a backup, under a new epoch. All or nothing; no gateway may be running.
///
/// # Errors
/// What failed and what to do. The storage is then as it was.
pub fn restore(config: &Config, from: &Path, consent: Consent) -> Result<Done, String> {
    let say = |why: &dyn std::fmt::Display| format!("{}: {why}", from.display());
    // The whole file is read once before anything is touched.
    let (head, sha256) = verify(from).map_err(|why| say(&why))?;
    keys::data_folder(&config.data)?;
    let place = config.storage()?;
    let mut db = place.connect(Use::Write)?;
    let mut work = || -> Result<(u64, Vec<String>), String> {
        db.begin_write().map_err(|why| why.to_string())?;
        let done = take_over(db.as_mut(), from, &head, &sha256, consent);
        db.end(done.is_ok()).map_err(|why| why.to_string())?;
        done
    };
    let (rows, mut warnings) = work().map_err(|why| say(&why))?;
    for centre in Centre::ALL {
        keys::forget_setup_code(&config.data, centre);
    }
    if !config.data.join("gateway.key").is_file() {
        warnings.push(format!(
            "{} holds no gateway.key. Copy it there before the gateway starts; else it makes a new one, and envelopes that \
             wait on students' devices are refused.",
            config.data.display()
        ));
    }
    if let Place::Sqlite(path) = &place {
        settle(path).map_err(|why| format!("{}: {why}", path.display()))?;
    }
    Ok(Done { rows, warnings })
}

fn take_over(
    db: &mut dyn Connection,
    from: &Path,
    head: &Head,
    sha256: &str,
    consent: Consent,
) -> Result<(u64, Vec<String>), String> {
    let held = held(db).map_err(|why| why.to_string())?;
    if held > 0 && !consent.replace {
        return Err(format!(
            "the database holds {held} rows already, so nothing was done. Back it up first; then `--replace` throws them away."
        ));
    }
    store::drop_all(db).and_then(|()| store::migrate(db, head.schema)).map_err(|why| why.to_string())?;
    let mut broken = None;
    let rows = load(db, from, &mut broken)?;
    let kept = audit::head(db).map_err(|why| why.to_string())?.to_string();
    if broken.is_none() && kept != head.audit_head {
        broken = Some("its end is missing".to_owned());
    }
    if let Some(why) = &broken
        && !consent.cut_audit
    {
        return Err(format!(
            "the audit log in it is broken ({why}), so nothing was done. `--cut-audit` takes it up to there; keep the file as evidence."
        ));
    }
    finish(db, sha256, broken.is_some()).map_err(|why| why.to_string())?;
    let lost = broken.map(|why| {
        format!(
            "the audit log was broken ({why}) and goes on from the last whole row. Keep the file as evidence."
        )
    });
    Ok((rows, lost.into_iter().collect()))
}

fn finish(db: &mut dyn Connection, sha256: &str, broken: bool) -> SqlResult<()> {
    store::migrate(db, store::newest())?;
    store::new_epoch(db)?;
    let action = if broken { "restore, audit log cut" } else { "restore" };
    audit::add(db, Centre::School, now_ms(), "operator", action, sha256)?;
    match audit::first_break(db, None)? {
        None => Ok(()),
        Some(seq) => Err(SqlError(format!("the audit log is broken at row {seq}"))),
    }
}

/// Rows of all tables that are there.
fn held(db: &mut dyn Connection) -> SqlResult<i64> {
    let mut sum = 0;
    for table in TABLES {
        if store::exists(db, table)? {
            let row = db.row(&format!("SELECT count(*) FROM {table}"), &[])?;
            sum += row.map_or(Ok(0), |row| row.get::<i64>(0))?;
        }
    }
    Ok(sum)
}

/// Fills the tables. Rows of a broken audit log are left out from the break on; `broken` then says why.
fn load(db: &mut dyn Connection, from: &Path, broken: &mut Option<String>) -> Result<u64, String> {
    let mut rows = 0;
    let mut into: Option<(bool, usize, String)> = None;
    for line in Lines::open(from)? {
        let (_, line) = line?;
        let bad = || "a line is damaged".to_owned();
        match serde_json::from_slice(&line).map_err(|_| bad())? {
            Json::Array(cells) => {
                let (is_audit, width, sql) = into.as_ref().ok_or_else(bad)?;
                let cells: Vec<Cell> = cells.iter().map(from_json).collect::<Option<_>>().ok_or_else(bad)?;
                if cells.len() != *width {
                    return Err(bad());
                }
                rows += 1;
                if *is_audit {
                    audit_row(db, &cells, broken).map_err(|why| why.to_string())?;
                } else {
                    let values: Vec<Value<'_>> = cells.iter().map(Value::from).collect();
                    db.run(sql, &values).map_err(|why| why.to_string())?;
                }
            }
            other => {
                if let Ok(table) = serde_json::from_value::<Table>(other) {
                    into = Some(statement(db, &table)?);
                }
            }
        }
    }
    Ok(rows)
}

/// Goes in by the same door as a new row, and only when it is the row that follows.
fn audit_row(db: &mut dyn Connection, cells: &[Cell], broken: &mut Option<String>) -> SqlResult<()> {
    if broken.is_some() {
        return Ok(());
    }
    let [
        Cell::Int(seq),
        Cell::Int(at),
        Cell::Text(actor),
        Cell::Text(action),
        Cell::Text(subject),
        Cell::Blob(hash),
        centre @ ..,
    ] = cells
    else {
        *broken = Some("a row has another form".to_owned());
        return Ok(());
    };
    let centre = match centre {
        // Written when there was one centre only.
        [] => Some(Centre::School),
        [Cell::Text(word)] => Centre::read(word),
        _ => None,
    };
    let Some(centre) = centre else {
        *broken = Some(format!("row {seq}"));
        return Ok(());
    };
    let head = audit::next(db, centre, *at, actor, action, subject)?;
    if head.seq != *seq || head.hash.as_ref() != Some(hash) {
        *broken = Some(format!("row {seq}"));
        return Ok(());
    }
    audit::add(db, centre, *at, actor, action, subject)
}

/// Whether it is the audit log, how many columns, and the statement that takes a row.
fn statement(db: &mut dyn Connection, table: &Table) -> Result<(bool, usize, String), String> {
    let name = &table.table;
    // Names go into a statement, so they must be ours.
    let known = TABLES.iter().chain(OLD_TABLES).any(|table| table == name) && {
        let ours = store::columns(db, name).map_err(|why| why.to_string())?;
        table.columns.iter().all(|column| ours.contains(column))
    };
    if !known {
        return Err(format!("it has a table `{name}` that this program does not know"));
    }
    let marks: Vec<String> = (1..=table.columns.len()).map(|nth| format!("?{nth}")).collect();
    let sql = format!("INSERT INTO {name} ({}) VALUES ({})", table.columns.join(", "), marks.join(", "));
    Ok((name == "audit", table.columns.len(), sql))
}

/// First line and hash of a file that is whole and was not altered.
fn verify(from: &Path) -> Result<(Head, String), String> {
    let (mut head, mut foot): (Option<Head>, Option<Foot>) = (None, None);
    let (mut hash, mut rows) = (Sha256::new(), 0);
    for line in Lines::open(from)? {
        let (nth, line) = line?;
        if foot.is_some() {
            return Err("something stands behind its last line".to_owned());
        }
        if nth == 0 {
            let first: Head =
                serde_json::from_slice(&line).map_err(|_| "is not a backup of this program".to_owned())?;
            if first.qinghe_backup != VERSION || first.schema > store::newest() {
                return Err("was made by a newer gateway. Restore it with that one.".to_owned());
            }
            head = Some(first);
        } else if line.starts_with(b"[") {
            rows += 1;
        } else if let Ok(last) = serde_json::from_slice::<Foot>(&line) {
            foot = Some(last);
            continue;
        }
        hash.update(&line);
        hash.update(b"\n");
    }
    let head = head.ok_or("is empty")?;
    let foot = foot.ok_or("ends too early: it is not whole")?;
    let sha256 = hex(&hash.finalize());
    if sha256 != foot.sha256 || rows != foot.rows {
        return Err("was altered or damaged: its check sum does not fit".to_owned());
    }
    Ok((head, sha256))
}

/// Lines of a file with their numbers from 0, none of them longer than [`LINE_MAX`].
struct Lines {
    from: BufReader<File>,
    next: u64,
}

impl Lines {
    fn open(path: &Path) -> Result<Lines, String> {
        Ok(Lines { from: BufReader::new(File::open(path).map_err(|why| why.to_string())?), next: 0 })
    }
}

impl Iterator for Lines {
    type Item = Result<(u64, Vec<u8>), String>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut line = Vec::new();
        match io::Read::take(&mut self.from, LINE_MAX).read_until(b'\n', &mut line) {
            Ok(0) => None,
            Ok(_) if line.pop() != Some(b'\n') => Some(Err("ends too early: it is not whole".to_owned())),
            Ok(_) => {
                self.next += 1;
                Some(Ok((self.next - 1, line)))
            }
            Err(why) => Some(Err(why.to_string())),
        }
    }
}

/// Hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
