//! Who is told, and when, while an urgent notice waits or a desk on duty is silent. Pure: what was told before comes in
//! from the storage, so a restart neither forgets nor repeats.

use crate::{
    clock::MINUTE_MS,
    duty::{Duty, Gate, SILENCE_MS},
    member::StaffId,
};
use qinghe_wire::Id;

/// Between two alerts about silent desks in one shift.
const QUIET_MS: i64 = 10 * MINUTE_MS;
/// A notice that is dated further ahead than this came while the clock was wrong; it is told at once.
const AHEAD_MS: i64 = 5 * MINUTE_MS;

/// One of the three who can be told. They are also the steps of the clock, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum To {
    /// First on duty: at once, when no desk on duty is open to ring.
    First,
    /// Second on duty: after the shorter time.
    Second,
    /// Head of duty: after the longer one.
    Head,
}

impl To {
    /// All of them.
    pub const ALL: [To; 3] = [To::First, To::Second, To::Head];

    /// As it is written in the API, in the database and to the webhook.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            To::First => "first",
            To::Second => "second",
            To::Head => "head",
        }
    }

    /// Reads [`To::word`].
    #[must_use]
    pub fn read(word: &str) -> Option<To> {
        To::ALL.into_iter().find(|to| to.word() == word)
    }
}

/// Somebody to tell: in which part, and who that is. Nobody is named when the plan names nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    /// In which part.
    pub to: To,
    /// Who.
    pub staff: Option<StaffId>,
}

/// An urgent notice that nobody has acknowledged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unseen {
    /// The notice.
    pub notice: Id,
    /// When it came, in milliseconds since 1970.
    pub received_at: i64,
    /// The steps that were taken.
    pub taken: Vec<To>,
}

/// A step to take now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// The notice.
    pub notice: Id,
    /// The step.
    pub step: To,
    /// Who is told.
    pub told: Told,
    /// Since when it is due, in milliseconds since 1970.
    pub due_at: i64,
}

/// Every step that is due at `now_ms` and was not taken.
#[must_use]
pub fn due(duty: &Duty, gate: &Gate, unseen: &[Unseen], now_ms: i64) -> Vec<Due> {
    let after = |minutes: u32| i64::from(minutes) * MINUTE_MS;
    let mut all = Vec::new();
    for one in unseen {
        let ahead = one.received_at - now_ms > AHEAD_MS;
        for (step, wait) in
            [(To::First, 0), (To::Second, after(duty.minutes[0])), (To::Head, after(duty.minutes[1]))]
        {
            let due_at = if ahead { now_ms } else { one.received_at + wait };
            if now_ms < due_at || one.taken.contains(&step) {
                continue;
            }
            if let Some(told) = whom(duty, gate, step) {
                all.push(Due { notice: one.notice, step, told, due_at });
            }
        }
    }
    all
}

/// Who is told in a step. An open desk rings by itself, so the first is told only when there is none. The later steps
/// always tell somebody: where the plan has nobody in that part, the next one.
fn whom(duty: &Duty, gate: &Gate, step: To) -> Option<Told> {
    let first = || gate.on.map(|on| Told { to: To::First, staff: Some(on.first) });
    let second = || gate.on.and_then(|on| on.second).map(|staff| Told { to: To::Second, staff: Some(staff) });
    let head = || duty.head.map(|staff| Told { to: To::Head, staff: Some(staff) });
    let nobody = Told { to: step, staff: None };
    match step {
        To::First => first().filter(|_| !gate.watched),
        To::Second => Some(second().or_else(head).or_else(first).unwrap_or(nobody)),
        To::Head => Some(head().or_else(second).or_else(first).unwrap_or(nobody)),
    }
}

/// Who is told of what no counsellor can mend: the head of duty, where the plan has none whoever is on duty, else nobody by name.
#[must_use]
pub fn answerable(duty: Option<&Duty>, gate: &Gate) -> Told {
    duty.and_then(|duty| whom(duty, gate, To::Head)).unwrap_or(Told { to: To::Head, staff: None })
}

/// The last alert about silent desks of a centre.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SilentBefore {
    /// When its shift had begun.
    pub shift_ms: i64,
    /// When it was made.
    pub made_at: i64,
    /// Whether the silence is over.
    pub over: bool,
}

/// What to do about silent desks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Silence {
    /// Nothing.
    Nothing,
    /// The last alert is over.
    Over,
    /// Tell somebody.
    Tell(Told),
}

/// Whether somebody must be told that no desk on duty is open although the duty lock is on. `started_ms` is when this
/// process began: it has heard no desk before.
#[must_use]
pub fn silence(
    duty: &Duty,
    gate: &Gate,
    started_ms: i64,
    before: Option<&SilentBefore>,
    now_ms: i64,
) -> Silence {
    let on = gate.on.filter(|_| duty.lock && !gate.watched);
    let here = before.filter(|before| on.is_some_and(|on| on.since_ms == before.shift_ms));
    if before.is_some_and(|before| !before.over) && here.is_none() {
        return Silence::Over;
    }
    let Some(on) = on else { return Silence::Nothing };
    let told = here.is_some_and(|before| !before.over || now_ms - before.made_at < QUIET_MS);
    if told || now_ms - on.since_ms.max(started_ms) < SILENCE_MS {
        return Silence::Nothing;
    }
    whom(duty, gate, To::Second).map_or(Silence::Nothing, Silence::Tell)
}
