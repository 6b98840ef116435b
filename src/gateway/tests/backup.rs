//! Backup and restore, between all storages, as a drill.

use crate::support::*;
use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use qinghe_wire::Tier;
use serde_json::{Value, json};
use std::{
    collections::BTreeSet,
    fs,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

/// Notices under load, a backup, more notices, a kill, a restore elsewhere.
fn drill(from: Storage, to: Storage) {
    let gateway = Running::start_with(from, "response_floor_ms = 0");
    let (centre, _) = gateway.set_up();
    let key = gateway.gateway_key();
    let token = gateway.platform.token(&jti(1));
    let letters: Vec<_> = (1..=50).map(|n| filled(&key, &centre.public, n, 9, Tier::Watch)).collect();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("qinghe.backup");
    let path = file.to_str().unwrap();
    let (next, acknowledged) = (AtomicUsize::new(0), Mutex::new(BTreeSet::new()));
    let send = |until: usize| {
        let take = |n: usize| (n < until).then_some(n + 1);
        while let Ok(n) = next.fetch_update(Ordering::SeqCst, Ordering::SeqCst, take) {
            let (body, key) = &letters[n];
            let id = receipt(&gateway.send(&token, body), key).id;
            acknowledged.lock().unwrap().insert(id);
        }
    };
    send(10);
    // The backup is made while others write, and holds at least what was acknowledged when it began.
    let before = std::thread::scope(|scope| {
        let writers: Vec<_> = (0..3).map(|_| scope.spawn(|| send(40))).collect();
        let before = acknowledged.lock().unwrap().clone();
        let (well, said) = tool(gateway.folder.path(), &["backup", "--to", path]);
        assert!(well, "{said}");
        writers.into_iter().for_each(|writer| writer.join().unwrap());
        before
    });
    send(50);
    let (body, receipt_key) = &letters[0];
    let epoch = receipt(&gateway.send(&token, body), receipt_key).epoch;

    let gateway = gateway.elsewhere(to, |new| {
        let (well, said) = tool(new, &["restore", "--from", path]);
        assert!(well, "{said}");
    });
    let session = unlock(&gateway);
    let ids = || -> Vec<[u8; 16]> {
        let rows = listed(&gateway, &session);
        rows.iter().map(|row| bytes(&row["id"]).try_into().unwrap()).collect()
    };
    let there: BTreeSet<_> = ids().into_iter().collect();
    assert!(
        before.len() >= 10 && before.is_subset(&there),
        "{before:?} were acknowledged, {there:?} came back"
    );
    // The devices see another epoch and offer everything again; each notice is stored once.
    for (body, key) in &letters {
        assert_ne!(receipt(&gateway.send(&token, body), key).epoch, epoch);
    }
    let all = ids();
    assert_eq!(
        (all.len(), all.into_iter().collect::<BTreeSet<_>>()),
        (50, acknowledged.into_inner().unwrap())
    );
    let (well, said) = tool(gateway.folder.path(), &["check"]);
    assert!(well, "{said}");
}

fn a_drill_loses_nothing_that_was_acknowledged(storage: Storage) {
    drill(storage, storage);
}

fn a_school_moves_to_the_other_storage(storage: Storage) {
    if Storage::Postgres.is_here() {
        drill(storage, if storage == Storage::Sqlite { Storage::Postgres } else { Storage::Sqlite });
    }
}

/// A gateway with a few rows and a backup of it.
fn backed_up(storage: Storage) -> (Running, tempfile::TempDir, String) {
    let gateway = Running::start(storage);
    let (centre, _) = gateway.set_up();
    let (body, _) = filled(&gateway.gateway_key(), &centre.public, 1, 9, Tier::Urgent);
    assert_eq!(gateway.send(&gateway.platform.token(&jti(1)), &body).status, 200);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("qinghe.backup").to_str().unwrap().to_owned();
    let (well, said) = tool(gateway.folder.path(), &["backup", "--to", &path]);
    assert!(well, "{said}");
    (gateway, folder, path)
}

fn a_backup_is_private_and_holds_closed_notices(storage: Storage) {
    let (gateway, _folder, path) = backed_up(storage);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains("pseudonym-1") && text.contains("8-3"), "what docs/gateway.md says it reveals");
    let private = fs::read(gateway.folder.path().join("data/gateway.key")).unwrap();
    for secret in ["mood-and-anxiety", "passphrase", &STANDARD_NO_PAD.encode(private)] {
        assert!(!text.contains(secret), "{secret}");
    }
    let (well, said) = tool(gateway.folder.path(), &["backup", "--to", &path]);
    assert!(!well && said.contains("there already"), "{said}");
}

fn a_restore_asks_before_it_throws_away(storage: Storage) {
    let (mut gateway, _folder, path) = backed_up(storage);
    let folder = gateway.folder.path().to_owned();
    let restore = |more: &[&str]| tool(&folder, &[&["restore", "--from", &path], more].concat());
    let (well, said) = restore(&["--replace"]);
    assert!(!well && said.contains("another gateway"), "it runs: {said}");
    gateway.kill();
    let (well, said) = restore(&[]);
    assert!(!well && said.contains("--replace"), "{said}");
    let fact = |name: &str| {
        let (well, said) = tool(&folder, &["check"]);
        assert!(well, "{said}");
        said.lines().find_map(|line| line.strip_prefix(name).map(str::trim).map(str::to_owned)).unwrap()
    };
    let epoch = fact("epoch");
    let (well, said) = restore(&["--replace"]);
    assert!(well, "{said}");
    assert_ne!(fact("epoch"), epoch);
    assert_eq!(
        (fact("notice"), fact("audit  ")),
        ("1 rows".to_owned(), "2 rows".to_owned()),
        "set-up, restore"
    );
    gateway.restart();
    assert_eq!(listed(&gateway, &unlock(&gateway)).len(), 1);
}

fn a_damaged_backup_changes_nothing(storage: Storage) {
    let (mut gateway, folder, path) = backed_up(storage);
    gateway.kill();
    let whole = fs::read(&path).unwrap();
    let text = String::from_utf8(whole.clone()).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let without = |n: usize| [&lines[..n], &lines[n + 1..]].concat().join("\n") + "\n";
    let bad = folder.path().join("bad.backup");
    let at = gateway.folder.path().to_owned();
    let refused = |content: &[u8], why: &str| {
        fs::write(&bad, content).unwrap();
        let (well, said) = tool(&at, &["restore", "--replace", "--from", bad.to_str().unwrap()]);
        assert!(!well && said.contains(why), "{why}: {said}");
    };
    for n in 1..lines.len() - 1 {
        refused(without(n).as_bytes(), "check sum");
    }
    refused(without(lines.len() - 1).as_bytes(), "not whole");
    refused(&whole[..whole.len() - 1], "not whole");
    refused(b"", "empty");
    refused(b"{}\n", "not a backup");
    refused(text.replacen("\"qingheBackup\":1", "\"qingheBackup\":2", 1).as_bytes(), "newer");
    refused(text.replacen("pseudonym-1", "pseudonym-2", 1).as_bytes(), "check sum");
    // With a check sum that fits, names must still be ours and the audit log whole.
    refused(&signed(&lines, "\"counter\"", "\"meta\""), "does not know");
    refused(&signed(&lines, "\"sitting\"", "\"sitting) VALUES (1); --\""), "does not know");
    refused(&signed(&lines, "\"set-up\"", "\"restore\""), "audit log in it is broken (row 1)");
    let (well, said) = tool(&at, &["check"]);
    assert!(well && said.contains("notice       1 rows"), "{said}");
    // As evidence it stays; as data it can still be taken.
    let (well, said) = tool(&at, &["restore", "--replace", "--cut-audit", "--from", bad.to_str().unwrap()]);
    assert!(well && said.contains("Keep the file"), "{said}");
    assert!(tool(&at, &["check"]).0);
}

/// The file with a change and a check sum that fits.
fn signed(lines: &[&str], from: &str, to: &str) -> Vec<u8> {
    use sha2::Digest;
    let body = lines[..lines.len() - 1].join("\n") + "\n";
    assert!(body.contains(from), "{from}");
    let body = body.replacen(from, to, 1);
    let sum: String = sha2::Sha256::digest(&body).iter().map(|byte| format!("{byte:02x}")).collect();
    let mut foot: Value = serde_json::from_str(lines[lines.len() - 1]).unwrap();
    foot["sha256"] = json!(sum);
    format!("{body}{foot}\n").into_bytes()
}

#[test]
fn a_missing_key_and_a_missing_database_are_told() {
    let (mut gateway, _folder, path) = backed_up(Storage::Sqlite);
    gateway.kill();
    let at = gateway.folder.path();
    fs::remove_dir_all(at.join("data")).unwrap();
    let command: [&[&str]; 2] = [&["check"], &["backup", "--to", "never-written"]];
    for command in command {
        let (well, said) = tool(at, command);
        assert!(!well && said.contains("no database here"), "{said}");
    }
    let (well, said) = tool(at, &["restore", "--from", &path]);
    assert!(well && said.contains("gateway.key"), "{said}");
}

on_both_storages!(
    a_drill_loses_nothing_that_was_acknowledged,
    a_school_moves_to_the_other_storage,
    a_backup_is_private_and_holds_closed_notices,
    a_restore_asks_before_it_throws_away,
    a_damaged_backup_changes_nothing,
);
