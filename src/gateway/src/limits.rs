//! How often somebody may ask. In memory: a restart forgives.

use crate::{launch::Launch, member::Centre};
use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

/// A sitting sends one envelope per slot and a few at its ends; twelve elements at once still fit.
const ENVELOPES: u32 = 120;
/// Requests about consent: somebody who tries every switch.
const VISITS: u32 = 60;
/// Launches of one package in a course: a whole school that begins at once.
const LAUNCHES: u32 = 1200;
const PER: Duration = Duration::from_secs(60);
/// Guesses of one passphrase or one kind of code.
const GUESSES: u32 = 5;
/// Persons remembered before old ones are forgotten.
const REMEMBERED: usize = 20_000;

/// What is guessed at. Who guesses at one keeps nobody from another.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Lock {
    /// The passphrase that goes with a name, whether somebody has that name or not.
    Passphrase(Centre, String),
    /// The code for setting up a centre.
    SetUp(Centre),
    /// The codes for joining a centre.
    Invite(Centre),
}

/// Counters per person, and per lock.
#[derive(Default)]
pub struct Limits {
    envelopes: Mutex<HashMap<(String, String), Window>>,
    guesses: Mutex<HashMap<Lock, Window>>,
    visits: Mutex<HashMap<(String, String), Window>>,
    courses: Mutex<HashMap<String, Window>>,
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

    /// Whether this person may ask once more about consent now.
    pub fn visit(&self, issuer: &str, person: &str) -> bool {
        let mut all = lock(&self.visits);
        if all.len() >= REMEMBERED {
            all.retain(|_, window| !window.over());
        }
        let window = all.entry((issuer.to_owned(), person.to_owned())).or_insert_with(Window::new);
        if window.over() {
            *window = Window::new();
        }
        window.count += 1;
        window.count <= VISITS
    }

    /// Whether one more sitting may be launched from this package now. `name` is one of the configuration's.
    pub fn course(&self, name: &str) -> bool {
        let mut all = lock(&self.courses);
        let window = all.entry(name.to_owned()).or_insert_with(Window::new);
        if window.over() {
            *window = Window::new();
        }
        window.count += 1;
        window.count <= LAUNCHES
    }

    /// Whether one more guess at this lock is allowed now.
    pub fn may_guess(&self, at: &Lock) -> bool {
        lock(&self.guesses).get(at).is_none_or(|window| window.over() || window.count < GUESSES)
    }

    /// A guess was wrong.
    pub fn wrong_guess(&self, at: Lock) {
        let mut all = lock(&self.guesses);
        if all.len() >= REMEMBERED {
            all.retain(|_, window| !window.over());
        }
        let window = all.entry(at).or_insert_with(Window::new);
        if window.over() {
            *window = Window::new();
        }
        window.count += 1;
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Counters hold no invariant that a panic could break.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
