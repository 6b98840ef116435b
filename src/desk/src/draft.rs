//! What is being typed about one person, and the entry that it becomes. Nothing here is saved; the page keeps it
//! until an entry took its place.

use crate::words::case::Case;
use qinghe_wire::{CaseEntry, CaseOutcome, LINE_MAX, NOTE_MAX, PART_MAX, ReportSheet, SAID_MAX};
use serde::{Deserialize, Serialize};

/// What became of it, as it is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Choice {
    Seen,
    Safe,
    Guardian,
    Hospital,
    False,
}

impl Choice {
    /// In the order of the page.
    pub const ALL: [Choice; 5] =
        [Choice::Seen, Choice::Safe, Choice::Guardian, Choice::Hospital, Choice::False];

    /// In words.
    #[must_use]
    pub const fn word(self) -> Case {
        match self {
            Choice::Seen => Case::OutcomeSeen,
            Choice::Safe => Case::OutcomeSafe,
            Choice::Guardian => Case::OutcomeGuardian,
            Choice::Hospital => Case::OutcomeHospital,
            Choice::False => Case::OutcomeFalse,
        }
    }
}

/// The word for an outcome that was recorded, and its own line where it has one.
#[must_use]
pub fn outcome_words(outcome: &CaseOutcome) -> (Case, &str) {
    match outcome {
        CaseOutcome::Seen => (Case::OutcomeSeen, ""),
        CaseOutcome::Safe => (Case::OutcomeSafe, ""),
        CaseOutcome::GuardianInformed { through } => (Case::OutcomeGuardian, through),
        CaseOutcome::Hospital { which } => (Case::OutcomeHospital, which),
        CaseOutcome::FalseAlarm => (Case::OutcomeFalse, ""),
    }
}

/// Every text field of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Part {
    Through,
    Which,
    OutcomeNote,
    Note,
    LockWhy,
    Said,
    When,
    Injuries,
    AtRisk,
    ReportedTo,
    ReportedAt,
    Number,
    ReportedBy,
}

/// What is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The chosen outcome.
    pub choice: Option<Choice>,
    /// Whether the matter can rest.
    pub closes: bool,
    /// Whether the family may be written to again.
    pub releases: bool,
    through: String,
    which: String,
    outcome_note: String,
    note: String,
    lock_why: String,
    sheet: ReportSheet,
}

/// What is wrong with it, and at which field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The field; `None` for the choice of an outcome.
    pub part: Option<Part>,
    /// In words.
    pub word: Case,
    /// Characters too many, where that is the fault.
    pub over: usize,
}

impl Part {
    /// Its name in the page. Spelled out, because the browser's build prints nothing for `Debug`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Part::Through => "through",
            Part::Which => "which",
            Part::OutcomeNote => "outcomenote",
            Part::Note => "note",
            Part::LockWhy => "lockwhy",
            Part::Said => "said",
            Part::When => "when",
            Part::Injuries => "injuries",
            Part::AtRisk => "atrisk",
            Part::ReportedTo => "reportedto",
            Part::ReportedAt => "reportedat",
            Part::Number => "number",
            Part::ReportedBy => "reportedby",
        }
    }

    /// Most bytes of its field on the wire.
    #[must_use]
    pub const fn most(self) -> usize {
        match self {
            Part::OutcomeNote | Part::Note | Part::LockWhy => NOTE_MAX,
            Part::Said => SAID_MAX,
            Part::Injuries | Part::AtRisk => PART_MAX,
            Part::Through
            | Part::Which
            | Part::When
            | Part::ReportedTo
            | Part::ReportedAt
            | Part::Number
            | Part::ReportedBy => LINE_MAX,
        }
    }

    /// Whether it holds one line only.
    #[must_use]
    pub const fn one_line(self) -> bool {
        self.most() == LINE_MAX
    }
}

impl Draft {
    /// The text of a field.
    #[must_use]
    pub fn get(&self, part: Part) -> &str {
        match part {
            Part::Through => &self.through,
            Part::Which => &self.which,
            Part::OutcomeNote => &self.outcome_note,
            Part::Note => &self.note,
            Part::LockWhy => &self.lock_why,
            Part::Said => &self.sheet.said,
            Part::When => &self.sheet.when,
            Part::Injuries => &self.sheet.injuries,
            Part::AtRisk => &self.sheet.at_risk,
            Part::ReportedTo => &self.sheet.reported_to,
            Part::ReportedAt => &self.sheet.reported_at,
            Part::Number => &self.sheet.number,
            Part::ReportedBy => &self.sheet.reported_by,
        }
    }

    /// Types into a field. What the wire refuses (control characters) becomes a blank, so that a pasted text
    /// never stops the whole entry.
    pub fn set(&mut self, part: Part, text: &str) {
        let keep = |sign: char| sign == '\n' && !part.one_line() || !sign.is_control();
        let clean: String =
            text.replace("\r\n", "\n").chars().map(|sign| if keep(sign) { sign } else { ' ' }).collect();
        *self.field(part) = clean;
    }

    fn field(&mut self, part: Part) -> &mut String {
        match part {
            Part::Through => &mut self.through,
            Part::Which => &mut self.which,
            Part::OutcomeNote => &mut self.outcome_note,
            Part::Note => &mut self.note,
            Part::LockWhy => &mut self.lock_why,
            Part::Said => &mut self.sheet.said,
            Part::When => &mut self.sheet.when,
            Part::Injuries => &mut self.sheet.injuries,
            Part::AtRisk => &mut self.sheet.at_risk,
            Part::ReportedTo => &mut self.sheet.reported_to,
            Part::ReportedAt => &mut self.sheet.reported_at,
            Part::Number => &mut self.sheet.number,
            Part::ReportedBy => &mut self.sheet.reported_by,
        }
    }

    /// Whether anything is typed or chosen.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Draft::default()
    }

    /// The sheet.
    #[must_use]
    pub fn sheet(&self) -> &ReportSheet {
        &self.sheet
    }

    /// Chinese characters that are too many in a field; a Latin letter is a third of one.
    #[must_use]
    pub fn over(&self, part: Part) -> usize {
        self.get(part).trim().len().saturating_sub(part.most()).div_ceil(3)
    }

    /// The outcome as an entry.
    ///
    /// # Errors
    /// The first thing that is missing or too long.
    pub fn outcome(&self) -> Result<CaseEntry, Wrong> {
        let wrong = |part, word| Wrong { part, word, over: 0 };
        let choice = self.choice.ok_or(wrong(None, Case::NeedOutcome))?;
        let outcome = match choice {
            Choice::Seen => CaseOutcome::Seen,
            Choice::Safe => CaseOutcome::Safe,
            Choice::False => CaseOutcome::FalseAlarm,
            Choice::Guardian => {
                CaseOutcome::GuardianInformed { through: self.needed(Part::Through, Case::NeedGuardian)? }
            }
            Choice::Hospital => {
                CaseOutcome::Hospital { which: self.needed(Part::Which, Case::NeedHospital)? }
            }
        };
        Ok(CaseEntry::Outcome { outcome, note: self.fitting(Part::OutcomeNote)? })
    }

    /// The note as an entry.
    ///
    /// # Errors
    /// Nothing written, or too much.
    pub fn note(&self) -> Result<CaseEntry, Wrong> {
        self.needed(Part::Note, Case::NeedNote).map(|note| CaseEntry::Note { note })
    }

    /// The reason of the guardian lock as an entry.
    ///
    /// # Errors
    /// Nothing written, or too much.
    pub fn lock(&self) -> Result<CaseEntry, Wrong> {
        self.needed(Part::LockWhy, Case::NeedNote).map(|note| CaseEntry::Lock { note })
    }

    /// The sheet as an entry.
    ///
    /// # Errors
    /// Nothing written, or too much in one field.
    pub fn report(&self) -> Result<CaseEntry, Wrong> {
        let parts = [
            Part::Said,
            Part::When,
            Part::Injuries,
            Part::AtRisk,
            Part::ReportedTo,
            Part::ReportedAt,
            Part::Number,
            Part::ReportedBy,
        ];
        if parts.iter().all(|part| self.get(*part).trim().is_empty()) {
            return Err(Wrong { part: Some(Part::Said), word: Case::NeedSheet, over: 0 });
        }
        let mut clean = Draft::default();
        for part in parts {
            *clean.field(part) = self.fitting(part)?;
        }
        Ok(CaseEntry::Report(Box::new(clean.sheet)))
    }

    /// Forgets what an entry of this kind took along. The sheet stays: it is filled in step by step.
    pub fn taken(&mut self, entry: &CaseEntry) {
        match entry {
            CaseEntry::Contact { .. } | CaseEntry::Report(_) => {}
            CaseEntry::Note { .. } => self.note.clear(),
            CaseEntry::Lock { .. } => self.lock_why.clear(),
            CaseEntry::Outcome { .. } => {
                let (note, lock_why, sheet) = (
                    std::mem::take(&mut self.note),
                    std::mem::take(&mut self.lock_why),
                    std::mem::take(&mut self.sheet),
                );
                *self = Draft { note, lock_why, sheet, ..Draft::default() };
            }
        }
    }

    /// Puts the texts of an entry back, to be changed. What is typed meanwhile stays in front.
    pub fn take_back(&mut self, entry: &CaseEntry, closes: bool) {
        match entry {
            CaseEntry::Contact { note } | CaseEntry::Note { note } => join(&mut self.note, note),
            CaseEntry::Lock { note } => join(&mut self.lock_why, note),
            CaseEntry::Report(sheet) => self.sheet = (**sheet).clone(),
            CaseEntry::Outcome { outcome, note } => {
                self.choice = Some(match outcome {
                    CaseOutcome::Seen => Choice::Seen,
                    CaseOutcome::Safe => Choice::Safe,
                    CaseOutcome::FalseAlarm => Choice::False,
                    CaseOutcome::GuardianInformed { through } => {
                        join(&mut self.through, through);
                        Choice::Guardian
                    }
                    CaseOutcome::Hospital { which } => {
                        join(&mut self.which, which);
                        Choice::Hospital
                    }
                });
                self.closes |= closes;
                join(&mut self.outcome_note, note);
            }
        }
    }

    fn needed(&self, part: Part, word: Case) -> Result<String, Wrong> {
        let text = self.fitting(part)?;
        if text.is_empty() { Err(Wrong { part: Some(part), word, over: 0 }) } else { Ok(text) }
    }

    fn fitting(&self, part: Part) -> Result<String, Wrong> {
        match self.over(part) {
            0 => Ok(self.get(part).trim().to_owned()),
            over => Err(Wrong { part: Some(part), word: Case::TooLong, over }),
        }
    }
}

fn join(field: &mut String, more: &str) {
    if !field.is_empty() && !more.is_empty() {
        field.push(' ');
    }
    field.push_str(more);
}

#[cfg(test)]
#[path = "draft_tests.rs"]
mod tests;
