//! How often somebody may ask. In memory: a restart forgives.

use crate::launch::Launch;
use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

/// A sitting sends one envelope per slot and a few at its ends; twelve elements at once still fit.
const ENVELOPES: u32 = 120;
const PER: Duration = Duration::from_secs(60);
/// Guesses of a passphrase or set-up code.
const GUESSES: u32 = 5;
/// Persons remembered before old ones are forgotten.
const REMEMBERED: usize = 20_000;

/// Counters per person, and one for guesses at the desk.
#[derive(Default)]
pub struct Limits {
    envelopes: Mutex<HashMap<(String, String), Window>>,
    guesses: Mutex<Option<Window>>,
}

#[derive(Clone, Copy)]
struct Window {
    since: Instant,
    count: u32,
}

impl Window {
    fn new() -> Window {
        Window { since: Instant::now(), count: 0 }
    }

    fn over(&self) -> bool {
        self.since.elapsed() >= PER
    }
}

impl Limits {
    /// Whether this person may send one more envelope now.
    pub fn envelope(&self, launch: &Launch) -> bool {
        let mut all = lock(&self.envelopes);
        if all.len() >= REMEMBERED {
            all.retain(|_, window| !window.over());
        }
        let window = all.entry((launch.issuer.clone(), launch.pseudonym.clone())).or_insert_with(Window::new);
        if window.over() {
            *window = Window::new();
        }
        window.count += 1;
        window.count <= ENVELOPES
    }

    /// Whether one more guess is allowed now.
    pub fn may_guess(&self) -> bool {
        lock(&self.guesses).is_none_or(|window| window.over() || window.count < GUESSES)
    }

    /// A guess was wrong.
    pub fn wrong_guess(&self) {
        let mut guesses = lock(&self.guesses);
        let mut window = guesses.filter(|window| !window.over()).unwrap_or_else(Window::new);
        window.count += 1;
        *guesses = Some(window);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Counters hold no invariant that a panic could break.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
