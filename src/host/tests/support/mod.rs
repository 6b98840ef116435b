//! A browser that answers at once, unless a test answers itself.
use qinghe_content::{Informant, Tier};
use qinghe_host::{Centres, Config, Host, Input, Now, Output, SeededEntropy};
use qinghe_session::{Care, Cause, Outcome, Recipient};
use qinghe_wire::{Disposition, ENVELOPE_LEN, HEAD_LEN, INNER_LEN, Id, Progress, Receipt};

pub const SLOT_MS: u64 = 15_000;
/// An exact hour.
pub const BEGIN_MS: u64 = 500_000 * 3_600_000;
pub const SITTING: Id = [0x51; 16];

/// Both clocks alike.
pub fn at(now_ms: u64) -> Now {
    Now { mono_ms: now_ms, wall_ms: now_ms }
}

pub fn config() -> Config {
    Config {
        slot_ms: 15_000,
        centres: Centres { school: [7; 8], second: None },
        launch: "launch-0123456789abcdef".to_owned(),
        battery: "mood-and-anxiety".to_owned(),
        battery_version: "1.0.0".to_owned(),
        informant: Informant::Student,
    }
}

pub fn outcome(tier: Tier) -> Outcome {
    Outcome { tier, domains: Vec::new(), share_domains: false, care: Care::Ok, wish_seen: false }
}

/// One request to send, as the browser sees it.
pub struct Request {
    pub at_ms: u64,
    pub job: u32,
    pub envelope: Vec<u8>,
    /// Id in the head that was sealed into this envelope.
    pub id: Id,
    /// The launch token it travels with.
    pub token: String,
}

/// A host and the browser around it. Seals and saves are answered within the same millisecond; an
/// envelope is its head, padded, so that a test can see what travels.
pub struct Browser {
    pub host: Host,
    pub now_ms: u64,
    pub sends: Vec<Request>,
    answered: usize,
    pub rows: Vec<Vec<u8>>,
    /// Moments after the beginning at which the rows were to be forgotten.
    pub over: Vec<u64>,
    /// Found rows that may go.
    pub took: Vec<u32>,
    /// How often fresh keys were asked for.
    pub refreshes: u32,
    pub wake_ms: Option<u64>,
    pub saves: bool,
    /// Whether anything is answered to a row.
    pub answers_saves: bool,
    pub seals: bool,
    /// Covers stay with the browser until they are released.
    pub holds_covers: bool,
    held: Vec<(u32, [u8; HEAD_LEN])>,
}

impl Browser {
    pub fn new() -> Browser {
        Browser::with(Host::new(config(), SITTING, Box::new(SeededEntropy(1))))
    }

    pub fn with(host: Host) -> Browser {
        Browser {
            host,
            now_ms: BEGIN_MS,
            sends: Vec::new(),
            answered: 0,
            rows: Vec::new(),
            over: Vec::new(),
            took: Vec::new(),
            refreshes: 0,
            wake_ms: None,
            saves: true,
            answers_saves: true,
            seals: true,
            holds_covers: false,
            held: Vec::new(),
        }
    }

    pub fn restored(row: &[u8]) -> Option<Browser> {
        Host::restore(config(), row, Box::new(SeededEntropy(2))).map(Browser::with)
    }

    pub fn start(&mut self) {
        self.input(Input::Start);
    }

    pub fn early(&mut self, cause: Cause) {
        self.input(Input::Early { cause, to: Recipient::School });
    }

    pub fn finish(&mut self, tier: Tier) {
        self.input(Input::Finish(&outcome(tier)));
    }

    pub fn input(&mut self, input: Input<'_>) {
        let mut outputs = self.host.handle(at(self.now_ms), input);
        while !outputs.is_empty() {
            let (now_ms, batch) = (self.now_ms, std::mem::take(&mut outputs));
            for output in batch {
                match output {
                    Output::Seal { job, head, .. } if self.holds_covers && head[1] == 0 => {
                        self.held.push((job, head));
                    }
                    Output::Seal { job, head, .. } if self.seals => {
                        let envelope = seal(&head);
                        let done = Input::Sealed { job, envelope: &envelope, receipt_key: &[9; 16] };
                        outputs.extend(self.host.handle(at(now_ms), done));
                    }
                    Output::Seal { job, .. } => {
                        outputs.extend(self.host.handle(at(now_ms), Input::SealFailed { job }));
                    }
                    Output::Send { job, envelope, token, .. } => {
                        let id = envelope[2..18].try_into().unwrap();
                        self.sends.push(Request { at_ms: now_ms, job, envelope, id, token });
                    }
                    Output::Save { row } => {
                        self.rows.push(row);
                        if !self.answers_saves {
                            continue;
                        }
                        let done = if self.saves { Input::Saved } else { Input::SaveFailed };
                        outputs.extend(self.host.handle(at(now_ms), done));
                    }
                    Output::Wake { at_ms } => self.wake_ms = Some(at_ms),
                    Output::Over => self.over.push(now_ms - BEGIN_MS),
                    Output::Took { from } => self.took.push(from),
                    Output::Refresh => self.refreshes += 1,
                    Output::SealHand { job, .. } => {
                        let done = Input::HandSealed { job, inner: &[8; INNER_LEN] };
                        outputs.extend(self.host.handle(at(now_ms), done));
                    }
                    Output::Changed => {}
                }
            }
        }
    }

    /// The browser gives back the covers that it held.
    pub fn release_covers(&mut self) {
        self.holds_covers = false;
        for (job, head) in std::mem::take(&mut self.held) {
            self.input(Input::Sealed { job, envelope: &seal(&head), receipt_key: &[9; 16] });
        }
    }

    /// Lets time pass; wakes the host whenever it asked to be.
    pub fn wait(&mut self, gap_ms: u64) {
        let until = self.now_ms + gap_ms;
        while let Some(at_ms) = self.wake_ms.filter(|at_ms| *at_ms <= until) {
            self.now_ms = at_ms.max(self.now_ms);
            self.wake_ms = None;
            self.input(Input::Tick);
        }
        self.now_ms = until;
    }

    /// Answers the newest request with a genuine receipt.
    pub fn store(&mut self) {
        let (job, id) = self.sends.last().map(|sent| (sent.job, sent.id)).unwrap();
        self.receipt(job, Disposition::Stored, id, Progress::Waiting);
    }

    /// Answers every request there is: with a receipt, or not at all.
    pub fn answer_all(&mut self, stored: bool) {
        let jobs: Vec<_> = self.sends.iter().skip(self.answered).map(|sent| (sent.job, sent.id)).collect();
        self.answered = self.sends.len();
        for (job, id) in jobs {
            if stored {
                self.receipt(job, Disposition::Stored, id, Progress::Waiting);
            } else {
                self.input(Input::Lost { job });
            }
        }
    }

    pub fn receipt(&mut self, job: u32, disposition: Disposition, id: Id, progress: Progress) {
        let receipt = Receipt { disposition, id, progress, epoch: [7; 8] }.encode();
        self.input(Input::Answer {
            job,
            status: 200,
            receipt: Some(&receipt),
            problem: None,
            retry_after_ms: None,
        });
    }

    /// Moments and sizes of everything sent.
    pub fn outside(&self) -> Vec<(u64, usize)> {
        self.sends.iter().map(|sent| (sent.at_ms - BEGIN_MS, sent.envelope.len())).collect()
    }

    /// Whether the newest request carries a cover, read from the urgency in its head.
    pub fn last_is_cover(&self) -> bool {
        self.sends.last().is_some_and(|sent| sent.envelope[1] == 0)
    }
}

pub fn seal(head: &[u8; HEAD_LEN]) -> Vec<u8> {
    let mut envelope = head.to_vec();
    envelope.resize(ENVELOPE_LEN, 0);
    envelope
}
