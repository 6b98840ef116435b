//! Envelopes that no key here opens, counted: by the key they were sealed to and the day, without person, urgency or time of
//! day. A device keeps what it could not deliver and tries again, so this counts attempts, not notices. Covers count like
//! notices: what is counted says nothing about anybody.

use crate::{
    clock::DAY_MS,
    store::{Db, SqlResult},
    values,
};
use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

/// Most keys of a day that are told apart: whoever has a launch could make up as many as there are.
const MOST_KEYS: usize = 16;
/// Stands for all keys beyond them.
const OTHERS: [u8; 8] = [0; 8];
/// Rows older than this go.
const KEPT_MS: i64 = 90 * DAY_MS;

/// Attempts by the first millisecond of their day and by key.
pub type Counted = BTreeMap<(i64, [u8; 8]), i64>;

/// What was counted since the last look.
#[derive(Default)]
pub struct Tally(Mutex<Counted>);

impl Tally {
    /// One more attempt with this key, at `now_ms`.
    pub fn add(&self, key: [u8; 8], now_ms: i64) {
        self.put(day(now_ms), key, 1);
    }

    /// Gives what was counted and begins anew.
    pub fn take(&self) -> Counted {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes back what could not be stored.
    pub fn put_back(&self, counted: Counted) {
        for ((day, key), tries) in counted {
            self.put(day, key, tries);
        }
    }

    fn put(&self, day: i64, key: [u8; 8], tries: i64) {
        let mut counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = counted.len() < MOST_KEYS || counted.contains_key(&(day, key));
        *counted.entry((day, if known { key } else { OTHERS })).or_default() += tries;
    }
}

/// The first millisecond of a day.
#[must_use]
pub fn day(now_ms: i64) -> i64 {
    now_ms - now_ms.rem_euclid(DAY_MS)
}

/// Stores what was counted, and forgets what is old.
///
/// # Errors
/// What the storage says.
pub fn keep(db: &mut dyn Db, counted: &Counted, now_ms: i64) -> SqlResult<()> {
    for ((day, key), tries) in counted {
        let there = "SELECT count(*), coalesce(sum(CASE WHEN key = ?2 THEN 1 ELSE 0 END), 0) FROM unopened WHERE day = ?1";
        let (keys, known) = match db.row(there, values![*day, &key[..]])? {
            Some(row) => (row.get::<i64>(0)?, row.get::<i64>(1)? > 0),
            None => (0, false),
        };
        let full = usize::try_from(keys).is_ok_and(|keys| keys >= MOST_KEYS);
        let key = if full && !known { OTHERS } else { *key };
        let sql = "INSERT INTO unopened (day, key, tries) VALUES (?1, ?2, ?3) \
                   ON CONFLICT (day, key) DO UPDATE SET tries = unopened.tries + excluded.tries";
        db.run(sql, values![*day, &key[..], *tries])?;
    }
    db.run("DELETE FROM unopened WHERE day < ?1", values![now_ms - KEPT_MS]).map(drop)
}

/// What could not be opened on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    /// Its first millisecond.
    pub since: i64,
    /// Attempts.
    pub tries: i64,
    /// Keys they were sealed to; one stands for all beyond the sixteenth.
    pub keys: i64,
}

/// The newest day on which something could not be opened.
///
/// # Errors
/// What the storage says.
pub fn newest(db: &mut dyn Db) -> SqlResult<Option<Day>> {
    let sql = "SELECT day, CAST(sum(tries) AS BIGINT), count(*) FROM unopened GROUP BY day ORDER BY day DESC LIMIT 1";
    let row = db.row(sql, &[])?;
    row.map(|row| Ok(Day { since: row.get(0)?, tries: row.get(1)?, keys: row.get(2)? })).transpose()
}

/// The day of `now_ms`, when something could not be opened on it.
///
/// # Errors
/// What the storage says.
pub fn today(db: &mut dyn Db, now_ms: i64) -> SqlResult<Option<Day>> {
    Ok(newest(db)?.filter(|found| found.since == day(now_ms)))
}

#[cfg(test)]
mod tests {
    use super::{MOST_KEYS, OTHERS, Tally};
    use crate::clock::DAY_MS;

    #[test]
    fn made_up_keys_make_no_more_than_so_many_rows_and_no_attempt_is_lost() {
        let tally = Tally::default();
        for n in 0..200_u8 {
            tally.add([n | 1; 8], 5 * DAY_MS + i64::from(n));
        }
        let counted = tally.take();
        assert_eq!(counted.len(), MOST_KEYS + 1);
        assert_eq!(counted.values().sum::<i64>(), 200);
        assert!(counted.contains_key(&(5 * DAY_MS, OTHERS)) && tally.take().is_empty());
        tally.put_back(counted.clone());
        assert_eq!(tally.take().values().sum::<i64>(), 200);
    }
}
