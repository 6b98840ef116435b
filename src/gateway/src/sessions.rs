//! Open desks. In memory: a restart asks for the passphrase again. Time comes in as milliseconds of a steady clock.

use crate::{
    clock::{HOUR_MS, MINUTE_MS},
    member::StaffId,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use sha2::{Digest, Sha256};
use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

const LIFE_MS: i64 = 12 * HOUR_MS;
/// An open desk asks for news every half minute. It must go on ringing however quiet the day is, so only a
/// desk that has stopped asking ends before its time.
const SILENCE_MS: i64 = 5 * MINUTE_MS;

/// All open desks, by the hash of their secret.
#[derive(Default)]
pub struct Sessions(Mutex<HashMap<[u8; 32], Open>>);

struct Open {
    staff: StaffId,
    since: i64,
    used: i64,
    /// When it last asked for news: only such a desk can ring.
    asked: Option<i64>,
}

impl Open {
    fn alive(&self, now: i64) -> bool {
        now - self.since < LIFE_MS && now - self.used < SILENCE_MS
    }
}

impl Sessions {
    /// Opens a desk and gives its secret; `None` when the system has no random numbers.
    pub fn open(&self, staff: StaffId, now: i64) -> Option<String> {
        let mut secret = [0; 32];
        getrandom::fill(&mut secret).ok()?;
        let mut all = self.all();
        all.retain(|_, open| open.alive(now));
        all.insert(Sha256::digest(secret).into(), Open { staff, since: now, used: now, asked: None });
        Some(BASE64.encode(secret))
    }

    /// Whose desk it is. Asking keeps it open.
    pub fn who(&self, secret: &str, now: i64) -> Option<StaffId> {
        let mut all = self.all();
        let open = all.get_mut(&digest(secret)?).filter(|open| open.alive(now))?;
        open.used = now;
        Some(open.staff)
    }

    /// This desk asks for news.
    pub fn asks(&self, secret: &str, now: i64) {
        let Some(key) = digest(secret) else { return };
        if let Some(open) = self.all().get_mut(&key) {
            open.asked = Some(now);
        }
    }

    /// Milliseconds since an open desk of this member last asked for news.
    pub fn asked_ago(&self, staff: &StaffId, now: i64) -> Option<i64> {
        let all = self.all();
        let asked =
            all.values().filter(|open| open.staff == *staff && open.alive(now)).filter_map(|open| open.asked);
        asked.max().map(|asked| now - asked)
    }

    /// Closes a desk.
    pub fn close(&self, secret: &str) {
        if let Some(key) = digest(secret) {
            self.all().remove(&key);
        }
    }

    /// Closes all desks of a member.
    pub fn close_all(&self, staff: &StaffId) {
        self.all().retain(|_, open| open.staff != *staff);
    }

    /// A member has got another id with an own key; the desks stay open.
    pub fn renamed(&self, old: &StaffId, new: StaffId) {
        for open in self.all().values_mut().filter(|open| open.staff == *old) {
            open.staff = new;
        }
    }

    fn all(&self) -> MutexGuard<'_, HashMap<[u8; 32], Open>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn digest(secret: &str) -> Option<[u8; 32]> {
    Some(Sha256::digest(BASE64.decode(secret).ok()?).into())
}
