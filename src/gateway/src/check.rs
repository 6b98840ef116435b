//! `check`: reads everything that is stored and names all that is wrong.

use crate::{
    Config, audit,
    backup::hex,
    consent::{Signer, faults},
    keys,
    store::{self, Connection, OWN_TABLES, SqlResult, TABLES, Use},
    unopened, values,
};
use jiff::Timestamp;

/// What a check found.
pub struct Report {
    /// Name and value, for people.
    pub facts: Vec<(String, String)>,
    /// All that is wrong; empty when everything is in order.
    pub faults: Vec<String>,
}

/// Reads every row and compares what can be compared. A gateway may be running.
///
/// # Errors
/// When the storage cannot be read at all.
pub fn check(config: &Config, known_head: Option<&str>) -> Result<Report, String> {
    let mut db = config.storage()?.connect(Use::Look)?;
    let mut look = || -> SqlResult<Report> {
        db.begin_read()?;
        let mut report = examine(db.as_mut(), known_head)?;
        receipts(config, db.as_mut(), &mut report)?;
        Ok(report)
    };
    look().map_err(|why| format!("the database cannot be read ({why}). Restore it from a backup."))
}

/// Every receipt of consent is what its row says, and none is missing in between. Without the key that signed them nobody
/// can tell; a database of another schema has been reported already.
fn receipts(config: &Config, db: &mut dyn Connection, report: &mut Report) -> SqlResult<()> {
    let there = config.data.join("gateway.key").is_file() && store::schema(db)? == store::newest();
    let signer = there.then(|| keys::gateway_key(&config.data).and_then(|own| Signer::of(&own)));
    let Some(Ok(signer)) = signer else { return Ok(()) };
    let odd = faults(db, &signer)?;
    if let Some(first) = odd.first() {
        report.faults.push(format!(
            "{} receipts of consent are not what their rows say, the first in row {first}: rows were altered or removed \
             outside the gateway.",
            odd.len()
        ));
    }
    Ok(())
}

fn examine(db: &mut dyn Connection, known_head: Option<&str>) -> SqlResult<Report> {
    let mut report = Report { facts: Vec::new(), faults: db.self_check()? };
    let schema = store::schema(db)?;
    report.facts.push(("schema".to_owned(), schema.to_string()));
    if schema != store::newest() {
        report.faults.push(format!(
            "schema {schema} is not {}: the gateway brings an older one up to date when it starts; a newer one needs a newer program.",
            store::newest()
        ));
        return Ok(report);
    }
    match store::epoch(db)? {
        Some(epoch) => report.facts.push(("epoch".to_owned(), hex(&epoch))),
        None => report.faults.push("the database has no epoch. Restore it from a backup.".to_owned()),
    }
    for table in TABLES.iter().chain(OWN_TABLES) {
        // Every row is read, so that PostgreSQL compares its checksums where they are switched on.
        let sql = format!("SELECT {} FROM {table}", store::columns(db, table)?.join(", "));
        let mut rows = 0;
        db.each(&sql, &[], &mut |_| {
            rows += 1;
            Ok(())
        })?;
        report.facts.push(((*table).to_owned(), format!("{rows} rows")));
    }
    let odd = "SELECT count(*) FROM notice WHERE length(id) <> 16 OR length(sitting) <> 16 OR length(sealed) <> ?1 \
               OR change > (SELECT max(value) FROM counter WHERE name = 'change')";
    let sealed = i64::try_from(qinghe_wire::INNER_LEN).unwrap_or(i64::MAX);
    let odd: i64 = db.row(odd, values![sealed])?.map_or(Ok(0), |row| row.get(0))?;
    if odd > 0 {
        report.faults.push(format!("{odd} notices have a form that the gateway never writes."));
    }
    if let Some(day) = unopened::newest(db)? {
        let date = Timestamp::from_millisecond(day.since).map(|at| at.strftime("%F").to_string());
        let date = date.unwrap_or_else(|_| day.since.to_string());
        report.facts.push((
            "not opened".to_owned(),
            format!("{} attempts with {} keys, last on {date}", day.tries, day.keys),
        ));
    }
    report.facts.push(("audit head".to_owned(), audit::head(db)?.to_string()));
    if let Some(seq) = audit::first_break(db, known_head)? {
        report.faults.push(format!(
            "the audit log is broken at row {seq}: rows were altered, removed or moved outside the gateway."
        ));
    }
    Ok(report)
}
