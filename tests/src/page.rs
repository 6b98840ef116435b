//! Session and outbox of one page load, wired as `src/element/src/core.rs` wires them. That file needs
//! a browser; this one is its native twin, and what it would ask of the browser comes back as a list.

use qinghe_content::Pack;
use qinghe_host::{Config, Entropy, Host, Input, Output, SeededEntropy};
use qinghe_session::{Effect, Event, Person, Session, View};
use qinghe_wire::{HEAD_LEN, NOTICE_LEN, RECEIPT_KEY_LEN};
use std::rc::Rc;

/// What the core asks of the browser: the requests of `src/element/src/ports.rs`.
#[allow(missing_docs)]
pub enum Ask {
    Seal { job: u32, head: [u8; HEAD_LEN], notice: Box<[u8; NOTICE_LEN]> },
    Send { job: u32, envelope: Vec<u8>, receipt_key: [u8; RECEIPT_KEY_LEN] },
    SaveOutbox { row: Vec<u8> },
    SaveSession { row: Vec<u8> },
    Wake { at_ms: u64 },
    ForgetSession,
    Forget,
    Done,
}

/// The two rows that a device keeps of a sitting.
#[derive(Clone, Default)]
pub struct Rows {
    /// The session's snapshot.
    pub session: Option<Vec<u8>>,
    /// The outbox.
    pub outbox: Option<Vec<u8>>,
}

/// One page load.
pub struct Page {
    /// The session.
    pub session: Session,
    /// The outbox.
    pub host: Host,
    asked: Vec<Ask>,
}

impl Page {
    /// Resumes what was kept, or begins anew.
    ///
    /// # Panics
    /// When the battery may not be shown to this person.
    #[must_use]
    pub fn open(pack: &Rc<Pack>, person: Person, config: Config, rows: &Rows, seed: u64) -> Page {
        let Ok(fresh) = Session::new(pack.clone(), person) else { panic!("refused") };
        let resumed = rows.session.as_deref().and_then(|row| Session::resume(pack.clone(), person, row));
        let restored = rows
            .outbox
            .as_deref()
            .and_then(|row| Host::restore(config.clone(), row, Box::new(SeededEntropy(seed))));
        let mut asked = Vec::new();
        let (session, mut host) = match (resumed, restored) {
            (Some(session), Some(host)) if !over(&session, &host) => (session, host),
            (None, Some(host)) if host.carries_call() => (fresh, host),
            (kept, found) => {
                if kept.is_some() && found.is_some() {
                    asked.push(Ask::Forget);
                }
                let mut entropy = SeededEntropy(seed);
                (fresh, Host::new(config, entropy.id(), Box::new(entropy)))
            }
        };
        host.set_token("launch.token.signature");
        Page { session, host, asked }
    }

    /// Starts the clock of a resumed sitting.
    pub fn mount(&mut self, now_ms: u64) -> Vec<Ask> {
        if self.session.begun() || self.host.carries_call() {
            self.take(now_ms, Input::NewLaunch);
        }
        std::mem::take(&mut self.asked)
    }

    /// Something happened in the browser.
    pub fn input(&mut self, now_ms: u64, input: Input<'_>) -> Vec<Ask> {
        self.take(now_ms, input);
        std::mem::take(&mut self.asked)
    }

    /// The person did something.
    pub fn act(&mut self, now_ms: u64, event: Event) -> Vec<Ask> {
        for effect in self.session.handle(now_ms, event) {
            match effect {
                Effect::Started { .. } => self.take(now_ms, Input::Start),
                Effect::Save => {
                    let row = self.session.snapshot().as_bytes().to_vec();
                    self.asked.push(Ask::SaveSession { row });
                }
                Effect::Early { cause, to } => self.take(now_ms, Input::Early { cause, to }),
                Effect::Follow { said, to } => self.take(now_ms, Input::Follow { said: &said, to }),
                Effect::Finished(outcome) => {
                    self.take(now_ms, Input::Finish(&outcome));
                    self.asked.push(Ask::Done);
                }
                Effect::Left => {}
                Effect::Declined => {
                    self.asked.push(Ask::ForgetSession);
                    self.take(now_ms, Input::Decline);
                    self.asked.push(Ask::Done);
                }
            }
        }
        std::mem::take(&mut self.asked)
    }

    fn take(&mut self, now_ms: u64, input: Input<'_>) {
        let outputs = self.host.handle(now_ms, input);
        self.asked.extend(outputs.into_iter().filter_map(ask));
    }
}

fn ask(output: Output) -> Option<Ask> {
    match output {
        Output::Seal { job, head, notice } => Some(Ask::Seal { job, head, notice }),
        Output::Send { job, envelope, receipt_key } => Some(Ask::Send { job, envelope, receipt_key }),
        Output::Save { row } => Some(Ask::SaveOutbox { row }),
        Output::Wake { at_ms } => Some(Ask::Wake { at_ms }),
        // The code is drawn by the browser; nothing of it leaves.
        Output::SealHand { .. } => None,
        Output::Over => Some(Ask::Forget),
        Output::Changed => None,
    }
}

/// A sitting that is over and has nothing left to deliver.
#[must_use]
pub fn over(session: &Session, host: &Host) -> bool {
    matches!(session.view(), View::End { .. }) && host.settled()
}
