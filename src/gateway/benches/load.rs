//! `cargo xtask load`: how many notices a second the gateway stores for good, over HTTP, from this same machine.
//!
//! Envelopes are sealed before the clock starts. Each measurement starts the release build anew on an empty storage,
//! and ends with `kill -9` under load; then every notice with a genuine receipt must be there, once.

#![allow(clippy::unwrap_used, missing_docs)]

// The tests use all of it, this a part.
#[allow(dead_code, unused_imports, unused_macros)]
#[path = "../tests/support/mod.rs"]
mod support;

use qinghe_gateway::store::Use;
use qinghe_seal::receipt_open;
use qinghe_wire::{Disposition, INNER_LEN, Receipt, Urgency};
use serde_json::json;
use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};
use support::*;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// Notices under one token. A sitting sends some; a token for every notice is the worst case.
#[derive(Clone, Copy)]
struct Case {
    storage: Storage,
    floor_ms: u64,
    connections: usize,
    per_token: usize,
    notices: usize,
}

struct Letter {
    id: [u8; 16],
    request: Vec<u8>,
    key: [u8; 16],
}

fn numbered(kind: u8, n: usize) -> [u8; 16] {
    let mut id = [kind; 16];
    id[..8].copy_from_slice(&(n as u64).to_be_bytes());
    id
}

fn letters(gateway: &Running, centre: &[u8; 65], case: Case) -> Vec<Letter> {
    let key = gateway.gateway_key();
    let of_person = |person: usize| {
        let mut claims = gateway.platform.claims(&jti(u32::try_from(person).unwrap()));
        claims["sub"] = json!(format!("pseudonym-{person}"));
        claims["exp"] = json!(claims["iat"].as_i64().unwrap() + 600);
        let token = gateway.platform.sign(&claims);
        let sitting = numbered(2, person);
        let make = |n: usize| {
            let mut inner = [0; INNER_LEN];
            getrandom::fill(&mut inner).unwrap();
            let id = numbered(1, person * case.per_token + n);
            let head = head(Urgency::Normal, id, sitting, centre);
            let (envelope, key) = wrapped(&key, &head, &inner);
            let top = format!(
                "POST /v1/envelopes HTTP/1.1\r\nhost: a\r\norigin: {ORIGIN}\r\nauthorization: Bearer {token}\r\n\
                 content-type: application/octet-stream\r\ncontent-length: {}\r\n\r\n",
                envelope.len()
            );
            Letter { id, request: [top.into_bytes(), envelope].concat(), key }
        };
        (0..case.per_token).map(make).collect::<Vec<_>>()
    };
    let persons: Vec<usize> = (0..case.notices.div_ceil(case.per_token)).collect();
    std::thread::scope(|scope| {
        let threads: Vec<_> = persons
            .chunks(persons.len().div_ceil(2))
            .map(|part| scope.spawn(|| part.iter().flat_map(|person| of_person(*person)).collect::<Vec<_>>()))
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    })
}

/// One request on an open connection; status and body.
async fn exchange(stream: &mut TcpStream, request: &[u8], buffer: &mut Vec<u8>) -> Option<(u16, Vec<u8>)> {
    stream.write_all(request).await.ok()?;
    buffer.clear();
    loop {
        if let Some(end) = buffer.windows(4).position(|four| four == b"\r\n\r\n") {
            let head = std::str::from_utf8(&buffer[..end]).ok()?.to_ascii_lowercase();
            let length: usize = head.split("content-length: ").nth(1)?.lines().next()?.parse().ok()?;
            if buffer.len() >= end + 4 + length {
                let status = head.split(' ').nth(1)?.parse().ok()?;
                return Some((status, buffer[end + 4..end + 4 + length].to_vec()));
            }
        }
        if stream.read_buf(buffer).await.ok()? == 0 {
            return None;
        }
    }
}

#[derive(Default)]
struct Counts {
    taken: AtomicUsize,
    refused: AtomicUsize,
    stop: AtomicBool,
}

type Receipts = Vec<([u8; 16], Duration)>;

/// Each connection sends one notice after the other, as many devices behind one proxy do.
async fn load(port: u16, letters: Arc<Vec<Letter>>, connections: usize, counts: Arc<Counts>) -> Receipts {
    let mut tasks = Vec::new();
    for _ in 0..connections {
        let (letters, counts) = (letters.clone(), counts.clone());
        tasks.push(tokio::spawn(async move {
            let mut receipts = Vec::new();
            let Ok(mut stream) = TcpStream::connect(("127.0.0.1", port)).await else { return receipts };
            stream.set_nodelay(true).unwrap();
            let mut buffer = Vec::new();
            while !counts.stop.load(Ordering::Relaxed) {
                let Some(letter) = letters.get(counts.taken.fetch_add(1, Ordering::Relaxed)) else { break };
                let began = Instant::now();
                let Some((status, body)) = exchange(&mut stream, &letter.request, &mut buffer).await else {
                    break;
                };
                if status != 200 {
                    counts.refused.fetch_add(1, Ordering::Relaxed);
                    continue;
                }
                let receipt = Receipt::decode(&receipt_open(&letter.key, &body).unwrap()).unwrap();
                assert_eq!((receipt.disposition, receipt.id), (Disposition::Stored, letter.id));
                receipts.push((letter.id, began.elapsed()));
            }
            receipts
        }));
    }
    let mut all = Vec::new();
    for task in tasks {
        all.extend(task.await.unwrap());
    }
    all
}

fn measure(runtime: &tokio::runtime::Runtime, case: Case) {
    let mut gateway = Running::start_with(case.storage, &format!("response_floor_ms = {}", case.floor_ms));
    let (centre, _) = gateway.set_up();
    let mut letters = letters(&gateway, &centre.public, case);
    // The last quarter is for the kill.
    let rest = letters.split_off(case.notices * 3 / 4);
    let (letters, counts) = (Arc::new(letters), Arc::new(Counts::default()));
    let began = Instant::now();
    let mut receipts =
        runtime.block_on(load(gateway.port, letters.clone(), case.connections, counts.clone()));
    let took = began.elapsed();
    let mut times: Vec<Duration> = receipts.iter().map(|(_, time)| *time).collect();
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1000.0;
    println!(
        "{:<10} floor {:>3} ms, {:>4} connections, {:>2} notices per token: {:>5.0} notices/s, p50 {:>5.1} ms, p99 {:>5.1} ms, refused {}",
        format!("{:?}", case.storage),
        case.floor_ms,
        case.connections,
        case.per_token,
        receipts.len() as f64 / took.as_secs_f64(),
        at(0.5),
        at(0.99),
        counts.refused.load(Ordering::Relaxed),
    );
    let killed = Arc::new(Counts::default());
    let child = gateway.child_id();
    let (part, port, half) = (Arc::new(rest), gateway.port, case.notices / 8);
    receipts.extend(runtime.block_on(async {
        let watching = killed.clone();
        let killer = tokio::spawn(async move {
            while watching.taken.load(Ordering::Relaxed) < half {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            kill_9(child);
            watching.stop.store(true, Ordering::Relaxed);
        });
        let receipts = load(port, part, case.connections, killed.clone()).await;
        killer.await.unwrap();
        receipts
    }));
    gateway.gone();
    count(&gateway, &receipts);
}

/// Every receipt has its row, and no row is there twice.
fn count(gateway: &Running, receipts: &Receipts) {
    let mut db = gateway.ground.place(gateway.folder.path()).connect(Use::Look).unwrap();
    let rows = db.rows("SELECT id FROM notice", &[]).unwrap();
    let stored: BTreeSet<[u8; 16]> = rows.iter().map(|row| row.get(0).unwrap()).collect();
    let lost = receipts.iter().filter(|(id, _)| !stored.contains(id)).count();
    println!(
        "           killed under load: {} receipts, {lost} lost, {} twice",
        receipts.len(),
        rows.len() - stored.len()
    );
    assert_eq!((lost, rows.len()), (0, stored.len()));
}

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    println!(
        "Client and gateway on this machine, {} processors.\n",
        std::thread::available_parallelism().unwrap()
    );
    for storage in [Storage::Sqlite, Storage::Postgres].into_iter().filter(|storage| storage.is_here()) {
        for (floor_ms, connections, per_token) in [(250, 1000, 20), (0, 64, 20), (0, 64, 1)] {
            measure(&runtime, Case { storage, floor_ms, connections, per_token, notices: 24_000 });
        }
    }
}
