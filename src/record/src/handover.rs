//! Handover (转续衔接): what a student carries to the next school, and what stays.
//!
//! Up to two files, both sealed to the next school's key. The summary is what one needs to know to help: plans,
//! supports, the last tier. The history goes along only when it was picked, and opening it takes a reason that is
//! written down. No cipher can make somebody who has the key give a reason; the type does ([`Summary::history`]), and
//! the code that proves the opening hangs on the kind of reason, so the student can tell.
//!
//! Receipts are codes of eight digits that are read out: `handed over` at both ends tells that it is the same handover,
//! `received` that the other school has opened it.

mod receipts;

pub use receipts::{Code, Proof, Reason, ReasonKind};

use crate::{
    Body, Day, Entry, Fault, Id, Line, Record, Tier,
    bytes::{Reader, Writer},
    codec,
    permit::Agreed,
    record::{Class, MAX_ENTRIES, open_padded, seal_padded},
};
use qinghe_seal::age::{self, Identity, Recipient, To, With};
use qinghe_wire::SignedPermit;
use receipts::Receipts;
use sha2::{Digest, Sha256};
use zeroize::{Zeroize, Zeroizing};

pub(crate) const MAGIC: &[u8; 4] = b"QHS\x02";

/// What may be carried. [`Carry::default`] is what a next school needs to help, and nothing else.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Carry {
    /// Plans.
    pub plans: bool,
    /// Supports.
    pub supports: bool,
    /// The tier of the last result, without its scores.
    pub last_tier: bool,
    /// Skills.
    pub skills: bool,
    /// The safety plan.
    pub safety: bool,
    /// All results, into the history.
    pub results: bool,
    /// Notes of looks back, into the history.
    pub checks: bool,
    /// The journal, into the history.
    pub journal: bool,
}

impl Default for Carry {
    fn default() -> Carry {
        Carry {
            plans: true,
            supports: true,
            last_tier: true,
            skills: false,
            safety: false,
            results: false,
            checks: false,
            journal: false,
        }
    }
}

impl Carry {
    fn in_summary(self, body: &Body) -> bool {
        match body {
            Body::Plan(_) => self.plans,
            Body::Support(_) => self.supports,
            Body::Skill(_) => self.skills,
            Body::Safety(_) => self.safety,
            Body::Result(_) | Body::Journal(_) | Body::Check(_) | Body::Handed(_) | Body::Permit(_) => false,
        }
    }

    fn in_history(self, body: &Body) -> bool {
        match body {
            Body::Result(_) => self.results,
            Body::Journal(_) => self.journal,
            Body::Check(_) => self.checks,
            // An earlier handover's secret would let others make its receipts.
            Body::Plan(_) | Body::Support(_) | Body::Skill(_) | Body::Safety(_) | Body::Handed(_) => false,
            // The one that counts stands in the summary.
            Body::Permit(_) => false,
        }
    }
}

/// The tier of the last result.
#[derive(Clone, PartialEq, Eq)]
pub struct LastTier {
    /// When.
    pub day: Day,
    /// Name of the battery, as the student read it.
    pub title: Line,
    /// The tier.
    pub tier: Tier,
}

/// From whom, to whom, when.
pub struct Between {
    /// The school that the student leaves.
    pub from: Line,
    /// The school that the student goes to.
    pub to: Line,
    /// The day.
    pub day: Day,
}

/// Random numbers of one handover.
pub struct Fresh {
    /// Its id.
    pub id: Id,
    /// The secret of its receipts.
    pub secret: [u8; 32],
}

impl Drop for Fresh {
    fn drop(&mut self) {
        self.secret.zeroize();
    }
}

/// A handover that is ready to go.
pub struct Ready {
    /// The file that is opened first.
    pub summary: Vec<u8>,
    /// The file that takes a reason; `None` when nothing of it was picked.
    pub history: Option<Vec<u8>>,
    /// What stays in the student's record, to check receipts with.
    pub stub: Handed,
}

/// What a student keeps of a handover.
#[derive(Clone, PartialEq, Eq)]
pub struct Handed {
    from: Line,
    to: Line,
    day: Day,
    receipts: Receipts,
}

/// Makes a handover of what was picked, once everybody has agreed whom the table asks.
///
/// # Errors
/// [`Fault::TooLarge`] when the summary does not fit into 64 KiB, [`Fault::Sealed`].
pub fn make(
    record: &Record,
    carry: Carry,
    between: Between,
    fresh: &Fresh,
    to: Recipient,
    agreed: Agreed,
) -> Result<Ready, Fault> {
    let history = picked(record, |body| carry.in_history(body));
    let history = if history.is_empty() { None } else { Some(Record::of(history)?.seal(To::Keys(&[to]))?) };
    let digest = history.as_ref().map(|file| <[u8; 32]>::from(Sha256::digest(file)));
    let summary = summary(record, carry, between, fresh, (digest, agreed.permit()));
    let stub = Handed {
        from: summary.between.from.clone(),
        to: summary.between.to.clone(),
        day: summary.between.day,
        receipts: summary.receipts(),
    };
    Ok(Ready { summary: summary.seal(to)?, history, stub })
}

fn picked(record: &Record, keep: impl Fn(&Body) -> bool) -> Vec<Entry> {
    record.entries().iter().filter(|entry| keep(entry.body())).cloned().collect()
}

/// The summary of what was picked.
pub(crate) fn summary(
    record: &Record,
    carry: Carry,
    between: Between,
    fresh: &Fresh,
    (history, permit): (Option<[u8; 32]>, Option<SignedPermit>),
) -> Summary {
    let last = record.results().next_back().filter(|_| carry.last_tier);
    let last = last.and_then(|(entry, outcome)| {
        Some(LastTier { day: entry.day(), title: Line::new(outcome.title()).ok()?, tier: outcome.tier() })
    });
    Summary {
        between,
        entries: picked(record, |body| carry.in_summary(body)),
        last,
        history,
        permit,
        id: fresh.id,
        secret: Zeroizing::new(fresh.secret),
    }
}

impl Handed {
    /// The code of a receipt.
    #[must_use]
    pub fn code(&self, proof: Proof) -> Code {
        self.receipts.code(proof)
    }

    /// What a code that the next school read out proves; `None` when it is none of this handover's.
    #[must_use]
    pub fn proves(&self, typed: &str) -> Option<Proof> {
        let opened = ReasonKind::ALL.map(Proof::HistoryOpened);
        let all = [Proof::HandedOver, Proof::Received].into_iter().chain(opened);
        all.into_iter().find(|proof| self.code(*proof).is(typed))
    }

    /// From which school, to which, when.
    #[must_use]
    pub fn between(&self) -> (&str, &str, Day) {
        (self.from.as_str(), self.to.as_str(), self.day)
    }

    pub(crate) fn write(&self, to: &mut Writer) {
        self.receipts.write(to.text(&self.from).text(&self.to).day(self.day));
    }

    pub(crate) fn read(from: &mut Reader) -> Result<Handed, Fault> {
        Ok(Handed { from: from.text()?, to: from.text()?, day: from.day()?, receipts: Receipts::read(from)? })
    }
}

/// What the next school opens first.
pub struct Summary {
    between: Between,
    entries: Vec<Entry>,
    last: Option<LastTier>,
    history: Option<[u8; 32]>,
    permit: Option<SignedPermit>,
    id: Id,
    secret: Zeroizing<[u8; 32]>,
}

impl Summary {
    /// Opens a summary.
    ///
    /// # Errors
    /// As [`Record::open`].
    pub fn open(file: &[u8], identity: &Identity) -> Result<Summary, Fault> {
        let plain = age::open(file, With::Keys(std::slice::from_ref(identity)))?;
        Summary::read(&plain)
    }

    pub(crate) fn read(plain: &[u8]) -> Result<Summary, Fault> {
        let body = open_padded(MAGIC, plain)?;
        let mut from = Reader::new(body);
        let between = Between { from: from.text()?, to: from.text()?, day: from.day()? };
        let (id, secret) = (from.id()?, Zeroizing::new(from.digest()?));
        let last = from.option(|from| {
            Ok(LastTier { day: from.day()?, title: from.text()?, tier: codec::read_tier(from)? })
        })?;
        let history = from.option(Reader::digest)?;
        let permit = from.option(codec::read_permit)?;
        let entries = from.list(MAX_ENTRIES, codec::read)?;
        let (fault, everything) = (from.fault(), Carry { skills: true, safety: true, ..Carry::default() });
        if entries.iter().any(|entry| !everything.in_summary(entry.body())) {
            return Err(fault);
        }
        let summary = Summary { between, entries, last, history, permit, id, secret };
        // In the order in which we write them, each once, and nothing behind them.
        let ordered =
            Record::of(summary.entries.clone()).is_ok_and(|record| record.entries() == summary.entries);
        if ordered && summary.body().as_slice() == body { Ok(summary) } else { Err(fault) }
    }

    pub(crate) fn body(&self) -> Zeroizing<Vec<u8>> {
        let mut bytes = Writer::default();
        bytes.text(&self.between.from).text(&self.between.to).day(self.between.day);
        bytes.raw(&self.id).raw(self.secret.as_slice());
        bytes.option(self.last.as_ref(), |to, last| {
            codec::write_tier(to.day(last.day).text(&last.title), last.tier);
        });
        bytes.option(self.history.as_ref(), |to, digest| {
            to.raw(digest);
        });
        bytes.option(self.permit.as_ref(), codec::write_permit);
        bytes.list(&self.entries, codec::write);
        bytes.done()
    }

    fn seal(&self, to: Recipient) -> Result<Vec<u8>, Fault> {
        let body = self.body();
        let fits = |class: &Class| seal_padded(MAGIC, &body, *class, To::Keys(&[to]));
        // Two sizes, whatever was picked.
        fits(&Class::K16).or_else(|fault| match fault {
            Fault::TooLarge { .. } => fits(&Class::K64),
            other => Err(other),
        })
    }

    /// Puts in what no choice puts in.
    #[cfg(test)]
    pub(crate) fn smuggle(&mut self, record: &Record) {
        self.entries = picked(record, |body| matches!(body, Body::Plan(_) | Body::Journal(_)));
    }

    fn receipts(&self) -> Receipts {
        Receipts::of(self.id, *self.secret, self.between.day, self.history)
    }

    /// From which school, to which, when.
    #[must_use]
    pub fn between(&self) -> (&str, &str, Day) {
        (self.between.from.as_str(), self.between.to.as_str(), self.between.day)
    }

    /// Plans, supports, and whatever else of a summary was picked.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The tier of the last result, if it was picked.
    #[must_use]
    pub fn last(&self) -> Option<&LastTier> {
        self.last.as_ref()
    }

    /// The yes that came with it, where one did. Whether its signature holds is for somebody to find who has the key.
    #[must_use]
    pub fn permit(&self) -> Option<&SignedPermit> {
        self.permit.as_ref()
    }

    /// Its id: random, the same in all that is written about this handover.
    #[must_use]
    pub fn id(&self) -> Id {
        self.id
    }

    /// Whether a file is the history of this summary, before any reason is asked for.
    #[must_use]
    pub fn is_history(&self, file: &[u8]) -> bool {
        self.history == Some(Sha256::digest(file).into())
    }

    /// Whether there is a history to be opened.
    #[must_use]
    pub fn has_history(&self) -> bool {
        self.history.is_some()
    }

    /// The code to read out to the student: of [`Proof::HandedOver`] before anything else, of [`Proof::Received`] after
    /// reading. The code of an opened history comes with the history alone.
    #[must_use]
    pub fn receipt(&self, received: bool) -> Code {
        self.receipts().code(if received { Proof::Received } else { Proof::HandedOver })
    }

    /// Opens the history that belongs to this summary.
    ///
    /// # Errors
    /// [`Fault::NotARecord`] for a file of another handover; as [`Record::open`].
    pub fn history(&self, file: &[u8], identity: &Identity, reason: Reason) -> Result<History, Fault> {
        if !self.is_history(file) {
            return Err(Fault::NotARecord);
        }
        let record = Record::open(file, With::Keys(std::slice::from_ref(identity)))?;
        let receipt = self.receipts().code(Proof::HistoryOpened(reason.kind()));
        Ok(History { record, reason, receipt })
    }
}

/// A history, with the reason that opened it.
pub struct History {
    /// Results, notes and journal, as picked.
    pub record: Record,
    /// To be written into the school's log.
    pub reason: Reason,
    /// To be read out to the student.
    pub receipt: Code,
}
