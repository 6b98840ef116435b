//! Session and outbox of one page load, wired as `src/element/src/core.rs` wires them. That file needs
//! a browser; this one is its native twin, and what it would ask of the browser comes back as a list.

use qinghe_content::Pack;
use qinghe_host::{Config, Entropy, Host, Input, Now, Output, SeededEntropy};
use qinghe_session::{Cause, Effect, Event, Person, Recipient, Session, View};
use qinghe_wire::{HEAD_LEN, Id, NOTICE_LEN, RECEIPT_KEY_LEN};
use std::rc::Rc;

/// What the core asks of the browser: the requests of `src/element/src/ports.rs`.
#[allow(missing_docs)]
pub enum Ask {
    Seal { job: u32, head: [u8; HEAD_LEN], notice: Box<[u8; NOTICE_LEN]> },
    SealHand { job: u32, id: Id, sitting: Id, centre_key: [u8; 8], notice: Box<[u8; NOTICE_LEN]> },
    Send { job: u32, envelope: Vec<u8>, receipt_key: [u8; RECEIPT_KEY_LEN], token: String },
    SaveOutbox { row: Vec<u8> },
    SaveSession { row: Vec<u8> },
    Took { from: u32 },
    Wake { at_ms: u64 },
    Refresh,
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
    /// Whether a sitting goes on that somebody had agreed to.
    goes_on: bool,
    /// Whether it asks the outbox for what the session believes it has told; one that does not is a planted mistake.
    pub doubts: bool,
    /// Whether a session lies on the disk that this page does not go on with.
    stale: bool,
    asked: Vec<Ask>,
}

impl Page {
    /// Resumes what was kept, or begins anew and takes along what an earlier sitting has left.
    ///
    /// # Panics
    /// When the battery may not be shown to this person.
    #[must_use]
    pub fn open(pack: &Rc<Pack>, person: Person, config: Config, rows: &Rows, seed: u64) -> Page {
        let Ok(fresh) = Session::new(pack.clone(), person) else { panic!("refused") };
        Page::open_with(fresh, pack, person, config, rows, seed)
    }

    /// The same, where a new sitting begins with `fresh`.
    #[must_use]
    pub fn open_with(
        fresh: Session,
        pack: &Rc<Pack>,
        person: Person,
        config: Config,
        rows: &Rows,
        seed: u64,
    ) -> Page {
        let resumed = rows.session.as_deref().and_then(|row| Session::resume(pack.clone(), person, row));
        let restored = rows
            .outbox
            .as_deref()
            .and_then(|row| Host::restore(config.clone(), row, Box::new(SeededEntropy(seed))));
        let (session, goes_on, host) = match (resumed, restored) {
            (Some(session), Some(host)) if !over(&session, &host) => (session, true, host),
            _ => {
                let mut entropy = SeededEntropy(seed);
                let mut host = Host::new(config, entropy.id(), Box::new(entropy));
                if let Some(row) = &rows.outbox {
                    host.inherit(row);
                }
                (fresh, false, host)
            }
        };
        let stale = !goes_on && rows.session.is_some();
        Page { session, host, goes_on, doubts: true, stale, asked: Vec::new() }
    }

    /// Starts the clock of a resumed sitting, or of what an earlier one has left.
    pub fn mount(&mut self, now: Now, token: &str) -> Vec<Ask> {
        self.host.set_token(token);
        if self.goes_on || self.host.carries() {
            self.take(now, Input::NewLaunch);
        }
        for cause in Cause::ALL {
            for to in Recipient::ALL {
                if self.doubts && self.session.has_told(cause, to) && !self.host.calls(cause, to) {
                    self.take(now, Input::Early { cause, to });
                }
            }
        }
        std::mem::take(&mut self.asked)
    }

    /// Something happened in the browser.
    pub fn input(&mut self, now: Now, input: Input<'_>) -> Vec<Ask> {
        self.take(now, input);
        std::mem::take(&mut self.asked)
    }

    /// The person did something.
    pub fn act(&mut self, now: Now, event: Event) -> Vec<Ask> {
        self.take(now, Input::Moved);
        for effect in self.session.handle(now.mono_ms, event) {
            match effect {
                Effect::Started { .. } => self.take(now, Input::Start),
                Effect::Save => {
                    let row = self.session.snapshot().as_bytes().to_vec();
                    self.asked.push(Ask::SaveSession { row });
                }
                Effect::Early { cause, to } => self.take(now, Input::Early { cause, to }),
                Effect::Follow { said, to } => self.take(now, Input::Follow { said: &said, to }),
                Effect::Finished(outcome) => {
                    self.take(now, Input::Finish(&outcome));
                    self.asked.push(Ask::Done);
                }
                Effect::Left => {}
                Effect::Declined => {
                    self.asked.push(Ask::ForgetSession);
                    self.take(now, Input::Decline);
                    self.asked.push(Ask::Done);
                }
            }
        }
        std::mem::take(&mut self.asked)
    }

    fn take(&mut self, now: Now, input: Input<'_>) {
        let outputs = self.host.handle(now, input);
        for output in outputs {
            // Beside the outbox of this page it would say that it has told what nobody was told.
            if matches!(output, Output::Save { .. }) && std::mem::take(&mut self.stale) {
                self.asked.push(Ask::ForgetSession);
            }
            self.asked.extend(ask(output));
        }
    }
}

fn ask(output: Output) -> Option<Ask> {
    match output {
        Output::Seal { job, head, notice } => Some(Ask::Seal { job, head, notice }),
        Output::SealHand { job, id, sitting, centre_key, notice } => {
            Some(Ask::SealHand { job, id, sitting, centre_key, notice })
        }
        Output::Send { job, envelope, receipt_key, token } => {
            Some(Ask::Send { job, envelope, receipt_key, token })
        }
        Output::Save { row } => Some(Ask::SaveOutbox { row }),
        Output::Took { from } => Some(Ask::Took { from }),
        Output::Wake { at_ms } => Some(Ask::Wake { at_ms }),
        Output::Refresh => Some(Ask::Refresh),
        Output::Over => Some(Ask::Forget),
        Output::Changed => None,
    }
}

/// A sitting that is over and has nothing left to deliver.
#[must_use]
pub fn over(session: &Session, host: &Host) -> bool {
    matches!(session.view(), View::End { .. }) && host.settled()
}
