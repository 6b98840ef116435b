//! What is older than families were promised goes by itself, by the gateway's clock, and nothing else does.

use crate::support::*;
use qinghe_gateway::{
    Clock,
    store::{Connection, Place, Use},
};
use qinghe_wire::Tier;
use serde_json::json;
use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

const DAY_S: i64 = 86_400;

struct Hands(AtomicI64);

impl Clock for Hands {
    fn now_ms(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }

    fn steady_ms(&self) -> i64 {
        self.now_ms()
    }
}

/// A launch of a grown-up, who decides alone, at a moment.
fn launch(gateway: &Running, n: u8, sub: &str, at_s: i64) -> String {
    let mut claims = gateway.platform.claims(&jti(u32::from(n)));
    (claims["sub"], claims["age"]) = (json!(sub), json!(18));
    (claims["iat"], claims["exp"]) = (json!(at_s), json!(at_s + 300));
    gateway.platform.sign(&claims)
}

fn rows(gateway: &Running, sql: &str) -> Vec<i64> {
    let place: Place = gateway.ground.place(gateway.folder.path());
    let mut db: Box<dyn Connection> = place.connect(Use::Read).unwrap();
    db.begin_read().unwrap();
    db.rows(sql, &[]).unwrap().iter().map(|row| row.get(0).unwrap()).collect()
}

fn what_is_older_than_promised_goes_by_itself(storage: Storage) {
    let mut gateway = Running::start_with(storage, FACTS);
    let (key, lead) = gateway.set_up_centre("school", "周老师");
    let own = gateway.gateway_key();
    let start_s = now_s();
    let send = |gateway: &Running, n: u8, sub: &str, at_s: i64, tier: Tier| {
        let (bytes, opens) = filled(&own, &key.public, n, n, tier);
        receipt(&gateway.send(&launch(gateway, n, sub, at_s), &bytes), &opens);
    };
    send(&gateway, 1, "pseudonym-1", start_s, Tier::Watch);
    // Somebody called: with everything of that person it stays, as long as the duty of care does.
    send(&gateway, 2, "pseudonym-2", start_s, Tier::Watch);
    send(&gateway, 3, "pseudonym-2", start_s, Tier::Urgent);
    let clock = Arc::new(Hands(AtomicI64::new((start_s + 330 * DAY_S) * 1000)));
    let served = gateway.serve_at(clock.clone());
    send(&gateway, 4, "pseudonym-3", start_s + 330 * DAY_S, Tier::Watch);
    assert_eq!(rows(&gateway, "SELECT count(*) FROM notice"), [4], "eleven months: nothing is old");
    drop(served);
    clock.0.store((start_s + 370 * DAY_S) * 1000, Ordering::SeqCst);
    let _served = gateway.serve_at(clock);
    let mut tries = 0;
    while rows(&gateway, "SELECT count(*) FROM notice") == [4] {
        tries += 1;
        assert!(tries < 400, "nothing was deleted");
        std::thread::sleep(Duration::from_millis(50));
    }
    let session = gateway.unlock(&lead).json()["session"].as_str().unwrap().to_owned();
    let mut left: Vec<u8> = listed(&gateway, &session).iter().map(|row| bytes(&row["id"])[0]).collect();
    left.sort_unstable();
    assert_eq!(left, [2, 3, 4]);
    assert_eq!(
        rows(&gateway, "SELECT count(*) FROM launch"),
        [3],
        "that the sitting took place goes with it"
    );
    let log = "SELECT count(*) FROM audit WHERE action = 'deleted after its time: 1'";
    assert_eq!(rows(&gateway, log), [1], "the log says how many, and not of whom");
}

on_both_storages!(what_is_older_than_promised_goes_by_itself);
