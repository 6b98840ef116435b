//! Open desks. In memory: a restart asks for the passphrase again.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use sha2::{Digest, Sha256};
use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

const LIFE: Duration = Duration::from_secs(12 * 3600);
/// An open desk asks for news every half minute. It must go on ringing however quiet the day is, so only a
/// desk that has stopped asking ends before its time.
const SILENCE: Duration = Duration::from_secs(5 * 60);

/// All open desks, by the hash of their secret.
#[derive(Default)]
pub struct Sessions(Mutex<HashMap<[u8; 32], Open>>);

struct Open {
    name: String,
    since: Instant,
    used: Instant,
}

impl Sessions {
    /// Opens a desk and gives its secret; `None` when the system has no random numbers.
    pub fn open(&self, name: &str) -> Option<String> {
        let mut secret = [0; 32];
        getrandom::fill(&mut secret).ok()?;
        let now = Instant::now();
        let mut all = self.all();
        all.retain(|_, open| alive(open));
        all.insert(Sha256::digest(secret).into(), Open { name: name.to_owned(), since: now, used: now });
        Some(BASE64.encode(secret))
    }

    /// The counsellor of an open desk. Asking keeps it open.
    pub fn who(&self, secret: &str) -> Option<String> {
        let mut all = self.all();
        let open = all.get_mut(&digest(secret)?).filter(|open| alive(open))?;
        open.used = Instant::now();
        Some(open.name.clone())
    }

    /// Closes a desk.
    pub fn close(&self, secret: &str) {
        if let Some(key) = digest(secret) {
            self.all().remove(&key);
        }
    }

    fn all(&self) -> MutexGuard<'_, HashMap<[u8; 32], Open>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn alive(open: &Open) -> bool {
    open.since.elapsed() < LIFE && open.used.elapsed() < SILENCE
}

fn digest(secret: &str) -> Option<[u8; 32]> {
    Some(Sha256::digest(BASE64.decode(secret).ok()?).into())
}
