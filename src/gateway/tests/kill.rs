//! `kill -9` of the real process while notices arrive, again and again: what was acknowledged is there, once.

use crate::support::*;
use qinghe_gateway::store::Use;
use qinghe_wire::{Disposition, INNER_LEN, Urgency};
use serde_json::json;
use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    env,
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

/// How often the process is killed; `cargo xtask test` asks for more.
const ROUNDS: &str = "QINGHE_KILL_ROUNDS";
/// Connections that send at the same time.
const SENDERS: usize = 4;
/// Notices of one person; fewer than a person may send in a minute.
const PER_PERSON: usize = 40;

struct Letter {
    id: [u8; 16],
    token: String,
    envelope: Vec<u8>,
    key: [u8; 16],
}

fn numbered(kind: u8, n: usize) -> [u8; 16] {
    let mut id = [kind; 16];
    id[..8].copy_from_slice(&(n as u64).to_be_bytes());
    id
}

/// Sealed in parallel; the inner layer is closed to the gateway anyway, so random bytes serve.
fn letters(gateway: &Running, centre: &[u8; 65], count: usize) -> Vec<Letter> {
    let key = gateway.gateway_key();
    let make = |n: usize, token: &str| {
        let mut inner = [0; INNER_LEN];
        getrandom::fill(&mut inner).unwrap();
        let id = numbered(1, n);
        let head = head(Urgency::Normal, id, numbered(2, n / PER_PERSON), centre);
        let (envelope, key) = wrapped(&key, &head, &inner);
        Letter { id, token: token.to_owned(), envelope, key }
    };
    let persons: Vec<usize> = (0..count.div_ceil(PER_PERSON)).collect();
    let of_person = |person: usize| {
        let mut claims = gateway.platform.claims(&jti(u32::try_from(person).unwrap()));
        claims["sub"] = json!(format!("pseudonym-{person}"));
        claims["exp"] = json!(claims["iat"].as_i64().unwrap() + 600);
        let token = gateway.platform.sign(&claims);
        let all = person * PER_PERSON..count.min((person + 1) * PER_PERSON);
        all.map(|n| make(n, &token)).collect::<Vec<_>>()
    };
    std::thread::scope(|scope| {
        let half = persons.len().div_ceil(2);
        let parts = persons.chunks(half.max(1));
        let threads: Vec<_> = parts
            .map(|part| scope.spawn(|| part.iter().flat_map(|person| of_person(*person)).collect::<Vec<_>>()))
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    })
}

/// What a whole run knows: letters on their way, and those with a genuine receipt.
struct Run {
    letters: Vec<Letter>,
    waiting: Mutex<VecDeque<usize>>,
    acknowledged: Mutex<BTreeSet<[u8; 16]>>,
}

impl Run {
    /// Sends until `stop`; what was not acknowledged goes back into the queue, as a device would keep it.
    fn send(&self, gateway: &Running, stop: &AtomicBool, heard: &AtomicUsize) {
        while !stop.load(Ordering::SeqCst) {
            let Some(n) = self.waiting.lock().unwrap().pop_front() else { return };
            let letter = &self.letters[n];
            let answer = gateway.try_send(&letter.token, &letter.envelope);
            match answer.filter(|answer| answer.status == 200) {
                Some(answer) => {
                    let receipt = receipt(&answer, &letter.key);
                    assert_eq!((receipt.disposition, receipt.id), (Disposition::Stored, letter.id));
                    self.acknowledged.lock().unwrap().insert(letter.id);
                    heard.fetch_add(1, Ordering::SeqCst);
                }
                None => self.waiting.lock().unwrap().push_front(n),
            }
        }
    }

    /// How often each notice is stored, read from the storage itself.
    fn stored(gateway: &Running) -> BTreeMap<[u8; 16], usize> {
        let mut db = gateway.ground.place(gateway.folder.path()).connect(Use::Look).unwrap();
        let mut count = BTreeMap::new();
        for row in db.rows("SELECT id FROM notice", &[]).unwrap() {
            *count.entry(row.get(0).unwrap()).or_default() += 1;
        }
        count
    }

    fn nothing_is_lost_or_twice(&self, gateway: &Running, round: usize) {
        let (stored, acknowledged) = (Run::stored(gateway), self.acknowledged.lock().unwrap());
        let lost: Vec<_> = acknowledged.iter().filter(|id| !stored.contains_key(*id)).collect();
        assert!(lost.is_empty(), "round {round}: acknowledged and lost: {lost:?}");
        assert!(stored.values().all(|times| *times == 1), "round {round}: {stored:?}");
    }
}

fn whatever_was_acknowledged_survives_kill_9(storage: Storage) {
    let rounds: usize = env::var(ROUNDS).map_or(10, |rounds| rounds.parse().unwrap());
    let rounds = if storage == Storage::Sqlite { rounds } else { rounds.div_ceil(8) };
    let mut gateway = Running::start_with(storage, "response_floor_ms = 0");
    let (centre, _) = gateway.set_up();
    let letters = letters(&gateway, &centre.public, rounds * 6 + 20);
    let waiting = (0..letters.len()).collect();
    let run = Run { letters, waiting: Mutex::new(waiting), acknowledged: Mutex::default() };
    for round in 0..rounds {
        let (stop, heard) = (AtomicBool::new(false), AtomicUsize::new(0));
        // The moment of the kill moves over everything that happens between two acknowledgements.
        let (wanted, pause) = (1 + round % 4, Duration::from_micros(((round * 613) % 9000) as u64));
        let child = gateway.child_id();
        std::thread::scope(|scope| {
            for _ in 0..SENDERS {
                scope.spawn(|| run.send(&gateway, &stop, &heard));
            }
            while heard.load(Ordering::SeqCst) < wanted && !run.waiting.lock().unwrap().is_empty() {
                std::thread::yield_now();
            }
            std::thread::sleep(pause);
            kill_9(child);
            stop.store(true, Ordering::SeqCst);
        });
        gateway.gone();
        run.nothing_is_lost_or_twice(&gateway, round);
        gateway.restart();
    }
    let (stop, heard) = (AtomicBool::new(false), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for _ in 0..SENDERS {
            scope.spawn(|| run.send(&gateway, &stop, &heard));
        }
    });
    run.nothing_is_lost_or_twice(&gateway, rounds);
    assert_eq!(Run::stored(&gateway).len(), run.letters.len());
    let (well, said) = tool(gateway.folder.path(), &["check"]);
    assert!(well, "{said}");
}

on_both_storages!(whatever_was_acknowledged_survives_kill_9);
