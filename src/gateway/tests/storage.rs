//! The storage itself, in both kinds: migrations, groups, limits of the queue, the audit log.

use crate::support::*;
use qinghe_gateway::{
    store::{self, Db, OWN_TABLES, Place, Room, SqlError, Store, StoreError, TABLES, Use},
    values,
};
use qinghe_wire::Tier;
use serde_json::json;
use std::{
    fs,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    time::Duration,
};

const COUNT: &str = "INSERT INTO counter (name, value) VALUES (?1, ?2)";

fn block_on<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap().block_on(work)
}

/// An empty storage in a folder of its own.
fn empty(storage: Storage) -> (tempfile::TempDir, Ground, Place) {
    let (folder, ground) = (tempfile::tempdir().unwrap(), Ground::new(storage));
    fs::create_dir(folder.path().join("data")).unwrap();
    let place = ground.place(folder.path());
    (folder, ground, place)
}

fn base64(bytes: &[u8]) -> String {
    base64::Engine::encode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, bytes)
}

#[test]
fn a_database_from_before_migrations_is_taken_without_loss() {
    for meta in ["", "DROP TABLE meta"] {
        let gateway = Running::start(Storage::Sqlite);
        gateway.set_up();
        let gateway = gateway.elsewhere(Storage::Sqlite, |new| {
            let old = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/before-migrations.db");
            fs::copy(old, new.join("data/gateway.db")).unwrap();
            Ground::new(Storage::Sqlite).meddle(new, meta).unwrap();
        });
        let session = unlock(&gateway);
        let rows = listed(&gateway, &session);
        let row = |n: usize| {
            let row = &rows[n];
            let (urgent, verified) = (row["urgency"] == "urgent", row["verified"] == true);
            (bytes(&row["id"])[0], urgent, verified, row["acknowledgedBy"].as_str())
        };
        let teacher = Some("周老师");
        assert_eq!([row(0), row(1)], [(1, false, true, None), (3, false, true, None)]);
        assert_eq!([row(2), row(3)], [(4, false, true, None), (6, true, false, None)]);
        assert_eq!([row(4), row(5)], [(2, true, true, teacher), (5, false, true, teacher)]);
        assert_eq!(rows.len(), 6);
        // The counsellor opens what was sealed before the migration.
        let derived = qinghe_seal::derive("a long enough passphrase", &[7; 16], KDF).unwrap();
        let proof = json!({ "centre": "school", "name": "周老师", "authKey": base64(&derived.auth) });
        let desk = gateway.desk("POST", "/desk/api/session", "", &proof).json();
        let pair = qinghe_seal::unwrap(&derived.wrap, &bytes(&desk["wrappedStaffKey"])).unwrap();
        assert_eq!(opened(&pair, &rows[4]).tier, Tier::Urgent);
        // The same launch still serves its sitting, ids are still known, and counting goes on.
        let token = gateway.platform.token(&jti(1));
        for n in [1, 7] {
            let (body, key) = filled(&gateway.gateway_key(), &pair.public, n, 9, Tier::Watch);
            receipt(&gateway.send(&token, &body), &key);
        }
        let after = listed(&gateway, &session);
        let change = |row: &serde_json::Value| row["change"].as_i64().unwrap();
        assert_eq!((after.len(), change(&after[6])), (7, change(&rows[5]) + 1));
        let (well, said) = tool(gateway.folder.path(), &["check"]);
        assert!(well && said.contains("in order"), "{said}");
    }
}

fn every_step_of_the_schema_keeps_what_is_there(storage: Storage) {
    let (_folder, _ground, place) = empty(storage);
    let mut db = place.connect(Use::Write).unwrap();
    store::migrate(db.as_mut(), 1).unwrap();
    let launch =
        "INSERT INTO launch (issuer, jti, pseudonym, sitting, bound_at) VALUES ('i', 'j', 'p', ?1, 5)";
    db.run(launch, values![&id(9)]).unwrap();
    let notice = "INSERT INTO notice (id, digest, sitting, urgent, received_at, issuer, pseudonym, launch, role, verified, \
                  centre_key, sealed, change) VALUES (?1, ?2, ?3, 1, 6, 'i', 'p', 'j', 'student', 1, ?4, ?5, 41)";
    db.run(notice, values![&id(1), &[2; 32], &id(9), &[3; 8], &[4; 593]]).unwrap();
    store::migrate(db.as_mut(), store::newest()).unwrap();
    let row = db.row("SELECT sitting, pseudonym, bound_at FROM launch WHERE issuer = 'i' AND jti = 'j'", &[]);
    let row = row.unwrap().unwrap();
    assert_eq!((row.get(0), row.get(1), row.get(2)), (Ok(id(9)), Ok("p".to_owned()), Ok(5)));
    let row = db.row("SELECT sealed, change FROM notice WHERE id = ?1", values![&id(1)]).unwrap().unwrap();
    assert_eq!((row.get(0), row.get(1)), (Ok([4; 593]), Ok(41)));
    let row = db.row("SELECT value FROM counter WHERE name = 'change'", &[]).unwrap().unwrap();
    assert_eq!(row.get(0), Ok(41));
    // Twice is once, and a newer program's storage is left alone.
    store::migrate(db.as_mut(), store::newest()).unwrap();
    db.run("UPDATE meta SET value = ?1 WHERE name = 'schema'", values![&99i64.to_be_bytes()]).unwrap();
    let why = store::migrate(db.as_mut(), store::newest()).unwrap_err();
    assert!(why.0.contains("schema 99"), "{why}");
}

fn every_table_is_in_the_backup_or_is_named_as_its_own(storage: Storage) {
    let (_folder, _ground, place) = empty(storage);
    let mut db = place.connect(Use::Write).unwrap();
    store::migrate(db.as_mut(), store::newest()).unwrap();
    let mut known: Vec<&str> = TABLES.iter().chain(OWN_TABLES).copied().collect();
    known.sort_unstable();
    assert_eq!(store::tables(db.as_mut()).unwrap(), known);
}

type Task = Box<dyn FnOnce(&mut dyn Db) -> Result<u64, SqlError> + Send>;

fn a_failing_write_spoils_no_other_and_no_reply_precedes_the_commit(storage: Storage) {
    let (_folder, _ground, place) = empty(storage);
    block_on(async {
        let store = Arc::new(Store::open(&place).await.unwrap());
        let (open_gate, gate) = mpsc::channel::<()>();
        let told = Arc::new(AtomicBool::new(false));
        let spawn = |work: Task| {
            let (store, told) = (store.clone(), told.clone());
            tokio::spawn(async move {
                let done = store.write(Room::Usual, work).await;
                told.store(true, Ordering::SeqCst);
                done
            })
        };
        let queued = || tokio::time::sleep(Duration::from_millis(100));
        // The first one holds the writer until all are queued, so that they share its commit.
        let first = spawn(Box::new(move |_| {
            gate.recv().unwrap();
            Ok(0)
        }));
        queued().await;
        let good = spawn(Box::new(|db| db.run(COUNT, values!["a", 1])));
        queued().await;
        let bad = spawn(Box::new(|db| {
            db.run(COUNT, values!["b", 1])?;
            db.run("INSERT INTO nowhere VALUES (1)", &[])
        }));
        queued().await;
        let flag = told.clone();
        let last = spawn(Box::new(move |db| {
            // Long enough for a reply that comes too early to be heard.
            std::thread::sleep(Duration::from_millis(200));
            if flag.load(Ordering::SeqCst) {
                return Err(SqlError("a reply came before the commit".to_owned()));
            }
            db.run(COUNT, values!["c", 1])
        }));
        queued().await;
        open_gate.send(()).unwrap();
        assert_eq!((first.await.unwrap(), good.await.unwrap()), (Ok(0), Ok(1)));
        assert_eq!((bad.await.unwrap(), last.await.unwrap()), (Err(StoreError::Refused), Ok(1)));
        let rows = store.read(|db| db.rows("SELECT name FROM counter ORDER BY name", &[])).await.unwrap();
        assert_eq!(rows.iter().map(|row| row.get::<String>(0).unwrap()).collect::<Vec<_>>(), ["a", "c"]);
    });
}

fn when_the_commit_fails_nobody_of_the_group_is_told_that_it_is_stored(storage: Storage) {
    let (_folder, _ground, place) = empty(storage);
    block_on(async {
        let store = Arc::new(Store::open(&place).await.unwrap());
        let (open_gate, gate) = mpsc::channel::<()>();
        let spawn = |work: Task| {
            let store = store.clone();
            tokio::spawn(async move { store.write(Room::Usual, work).await })
        };
        let queued = || tokio::time::sleep(Duration::from_millis(100));
        let first = spawn(Box::new(move |_| {
            gate.recv().unwrap();
            Ok(0)
        }));
        queued().await;
        let good = spawn(Box::new(|db| db.run(COUNT, values!["a", 1])));
        queued().await;
        // As a full disk does: the transaction of all is gone.
        let last = spawn(Box::new(|db| db.batch("ROLLBACK").map(|()| 1)));
        queued().await;
        open_gate.send(()).unwrap();
        let refused = Err(StoreError::Refused);
        assert_eq!(
            (first.await.unwrap(), good.await.unwrap(), last.await.unwrap()),
            (refused, refused, refused)
        );
        // And the next group is well again.
        assert_eq!(spawn(Box::new(|db| db.run(COUNT, values!["b", 1]))).await.unwrap(), Ok(1));
        let rows = store.read(|db| db.rows("SELECT name FROM counter ORDER BY name", &[])).await.unwrap();
        assert_eq!(rows.iter().map(|row| row.get::<String>(0).unwrap()).collect::<Vec<_>>(), ["b"]);
    });
}

#[test]
fn a_full_queue_says_so_and_keeps_room_for_the_urgent() {
    let (_folder, _ground, place) = empty(Storage::Sqlite);
    block_on(async {
        let store = Arc::new(Store::open(&place).await.unwrap());
        let (open_gate, gate) = mpsc::channel::<()>();
        let (begun, has_begun) = tokio::sync::oneshot::channel();
        let holder = store.clone();
        let first = tokio::spawn(async move {
            let work = move |_: &mut dyn Db| {
                begun.send(()).unwrap();
                gate.recv().unwrap();
                Ok(())
            };
            holder.write(Room::Usual, work).await
        });
        has_begun.await.unwrap();
        let ask = |room, name: String| {
            let store = store.clone();
            tokio::spawn(async move { store.write(room, move |db| db.run(COUNT, values![&name, 1])).await })
        };
        let mut waiting: Vec<_> = (0..1024).map(|n| ask(Room::Usual, format!("u{n}"))).collect();
        // Tasks start when the runtime likes; the first refusal shows that all places are taken.
        let refused = loop {
            let one = ask(Room::Usual, format!("x{}", waiting.len()));
            tokio::time::sleep(Duration::from_millis(20)).await;
            if one.is_finished() {
                break one.await.unwrap();
            }
            waiting.push(one);
        };
        assert_eq!(refused, Err(StoreError::Full));
        let urgent = ask(Room::Reserved, "urgent".to_owned());
        tokio::time::sleep(Duration::from_millis(20)).await;
        open_gate.send(()).unwrap();
        assert_eq!((first.await.unwrap(), urgent.await.unwrap()), (Ok(()), Ok(1)));
        let mut stored = 0;
        for one in waiting {
            stored += usize::from(one.await.unwrap() == Ok(1));
        }
        assert_eq!(stored, 1024);
        let count = store.read(|db| db.row("SELECT count(*) FROM counter", &[])).await.unwrap().unwrap();
        assert_eq!(count.get(0), Ok(1025));
    });
}

fn the_storage_promises_durability_and_one_writer(storage: Storage) {
    let (_folder, _ground, place) = empty(storage);
    block_on(async {
        let store = Store::open(&place).await.unwrap();
        let questions: &[(&str, &str)] = match storage {
            Storage::Sqlite => &[("PRAGMA synchronous", "2"), ("PRAGMA journal_mode", "wal")],
            Storage::Postgres => &[
                ("SELECT current_setting('synchronous_commit')", "on"),
                ("SELECT current_setting('fsync')", "on"),
            ],
        };
        for (question, answer) in questions {
            let row = store.write(Room::Usual, move |db| db.row(question, &[])).await.unwrap().unwrap();
            let said = row.get::<i64>(0).map(|number| number.to_string()).or_else(|_| row.get::<String>(0));
            assert_eq!(said.as_deref(), Ok(*answer), "{question}");
        }
        let again = Store::open(&place).await.err().unwrap();
        assert!(again.contains("another gateway"), "{again}");
        let epoch = store.epoch();
        drop(store);
        assert_eq!(Store::open(&place).await.unwrap().epoch(), epoch, "a restart is the same life");
    });
}

fn reading_writes_nothing(storage: Storage) {
    let (_folder, _ground, place) = empty(storage);
    block_on(async {
        let store = Store::open(&place).await.unwrap();
        let written = store.read(|db| db.run(COUNT, values!["a", 1])).await;
        assert_eq!(written, Err(StoreError::Refused));
        assert_eq!(store.read(|db| Ok(db.rows("SELECT name FROM counter", &[])?.len())).await, Ok(0));
    });
}

#[test]
fn a_server_that_comes_back_is_used_again() {
    if !Storage::Postgres.is_here() {
        return;
    }
    let (_folder, ground, place) = empty(Storage::Postgres);
    let ground = Arc::new(ground);
    block_on(async {
        let store = Store::open(&place).await.unwrap();
        let put = |name: &'static str| store.write(Room::Usual, move |db| db.run(COUNT, values![name, 1]));
        assert_eq!(put("a").await, Ok(1));
        let key = "hashtextextended('qinghe-gateway ' || current_schema(), 0)";
        let cut = format!(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted \
             AND classid::bigint = ({key} >> 32) & 4294967295 AND objid::bigint = {key} & 4294967295"
        );
        let server = ground.clone();
        let cutting = tokio::task::spawn_blocking(move || server.meddle(Path::new(""), &cut));
        cutting.await.unwrap().unwrap();
        // What was under way when the line broke is told so; then it is as before.
        let mut tries = 0;
        while put("b").await.is_err() {
            tries += 1;
            assert!(tries < 100, "the writer does not come back");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        assert!(tries > 0, "the connection was not cut");
        assert_eq!(store.read(|db| Ok(db.rows("SELECT name FROM counter", &[])?.len())).await, Ok(2));
    });
}

fn the_audit_log_only_grows_and_a_check_finds_what_was_done_to_it(storage: Storage) {
    let mut gateway = Running::start(storage);
    let (_, session) = gateway.set_up();
    for _ in 0..4 {
        let guess = json!({ "centre": "school", "name": "周老师", "authKey": base64(&[0; 32]) });
        assert_eq!(gateway.desk("POST", "/desk/api/session", &session, &guess).code(), "passphrase");
    }
    gateway.kill();
    let folder = gateway.folder.path().to_owned();
    let meddle = |sql: &str| gateway.ground.meddle(&folder, sql);
    for (sql, why) in [
        ("UPDATE audit SET actor = 'x' WHERE seq = 2", "never"),
        ("DELETE FROM audit WHERE seq = 2", "never"),
        (
            "INSERT INTO audit (seq, at, actor, action, subject, hash) SELECT 9, at, actor, action, subject, hash FROM audit \
             WHERE seq = 2",
            "follows",
        ),
        ("UPDATE audit_head SET seq = 2", "one row"),
        ("DELETE FROM audit_head", "never"),
    ] {
        let said = meddle(sql).unwrap_err();
        assert!(said.contains(why), "{sql}: {said}");
    }
    let check = |args: &[&str]| tool(&folder, &[&["check"], args].concat());
    let (well, said) = check(&[]);
    assert!(well, "{said}");
    let head = said.lines().find_map(|line| line.strip_prefix("audit head ")).unwrap().trim().to_owned();
    assert!(head.starts_with("5:"), "{said}");
    assert!(check(&["--audit-head", &head]).0);
    assert!(!check(&["--audit-head", &head.replace("5:", "4:")]).0, "an end that never was");

    // Whoever owns the database can take the triggers away, but not the chain.
    let off = match storage {
        Storage::Sqlite => {
            "DROP TRIGGER audit_never_changes; DROP TRIGGER audit_never_shrinks; DROP TRIGGER audit_in_order"
        }
        Storage::Postgres => {
            "DROP TRIGGER audit_never_changes ON audit; DROP TRIGGER audit_in_order ON audit"
        }
    };
    meddle(off).and_then(|()| meddle("CREATE TABLE kept AS SELECT * FROM audit")).unwrap();
    let swapped = "UPDATE audit SET seq = 100 WHERE seq = 2; UPDATE audit SET seq = 2 WHERE seq = 3; \
                   UPDATE audit SET seq = 3 WHERE seq = 100";
    for (sql, at) in [
        ("UPDATE audit SET action = 'unlock' WHERE seq = 3", 3),
        ("UPDATE audit SET at = at + 1 WHERE seq = 1", 1),
        ("DELETE FROM audit WHERE seq = 2", 3),
        ("DELETE FROM audit WHERE seq = 5", 5),
        ("DELETE FROM audit", 1),
        (swapped, 2),
    ] {
        meddle(sql).unwrap();
        let (well, said) = check(&[]);
        assert!(!well && said.contains(&format!("broken at row {at}:")), "{sql}: {said}");
        meddle("DELETE FROM audit; INSERT INTO audit SELECT * FROM kept").unwrap();
        assert!(check(&[]).0);
    }
}

on_both_storages!(
    every_step_of_the_schema_keeps_what_is_there,
    every_table_is_in_the_backup_or_is_named_as_its_own,
    a_failing_write_spoils_no_other_and_no_reply_precedes_the_commit,
    when_the_commit_fails_nobody_of_the_group_is_told_that_it_is_stored,
    the_storage_promises_durability_and_one_writer,
    reading_writes_nothing,
    the_audit_log_only_grows_and_a_check_finds_what_was_done_to_it,
);
