//! Import: first a preview, then a decision for everything that differs, then all of it or nothing.

use crate::{Entry, Fault, Id, Record, bytes::Writer, codec};
use sha2::{Digest, Sha256};

/// How an entry of the file stands to the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The record has none of this id.
    New,
    /// The record has it as it is.
    Same,
    /// The record has another entry of this id.
    Conflict,
}

/// What somebody decided about one entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The record stays as it is here.
    KeepMine,
    /// The entry of the file comes in; at a conflict it takes the other's place.
    TakeTheirs,
    /// Both stay; the entry of the file comes in under an id of its own.
    KeepBoth,
}

/// One line of the preview.
#[derive(Clone, PartialEq, Eq)]
pub struct Row {
    /// How it stands.
    pub standing: Standing,
    /// The entry of the file.
    pub theirs: Entry,
    /// The entry of the record with the same id, if there is one.
    pub mine: Option<Entry>,
    decision: Option<Decision>,
}

impl Row {
    /// What was decided so far.
    #[must_use]
    pub fn decision(&self) -> Option<Decision> {
        self.decision
    }
}

/// An import that changes nothing yet.
pub struct Preview {
    mine: Record,
    rows: Vec<Row>,
}

/// Why an import was not done. The record is as before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stopped {
    /// Rows that nobody has decided about, by their position.
    Undecided(Vec<usize>),
    /// What would come out is no record.
    Fault(Fault),
}

/// Compares a file with the record. What is the same needs no decision; everything else has none yet.
#[must_use]
pub fn preview(mine: &Record, theirs: &Record) -> Preview {
    let rows = theirs.entries().iter().map(|theirs| {
        let found = mine.get(theirs.id());
        // Taken in beside ours at an earlier import.
        let beside = mine.get(beside(theirs)).filter(|known| known.under(theirs.id()) == *theirs);
        let (standing, decision) = match found {
            None => (Standing::New, None),
            Some(found) if found == theirs => (Standing::Same, Some(Decision::KeepMine)),
            Some(_) if beside.is_some() => (Standing::Same, Some(Decision::KeepMine)),
            Some(_) => (Standing::Conflict, None),
        };
        Row { standing, theirs: theirs.clone(), mine: found.cloned(), decision }
    });
    Preview { mine: mine.clone(), rows: rows.collect() }
}

impl Preview {
    /// Every entry of the file.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// How many stand in this way.
    #[must_use]
    pub fn count(&self, standing: Standing) -> usize {
        self.rows.iter().filter(|row| row.standing == standing).count()
    }

    /// Decides about one row; about what is the same there is nothing to decide.
    pub fn decide(&mut self, at: usize, decision: Decision) {
        if let Some(row) = self.rows.get_mut(at).filter(|row| row.standing != Standing::Same) {
            row.decision = Some(decision);
        }
    }

    /// Decides about all rows that stand in this way.
    pub fn decide_all(&mut self, standing: Standing, decision: Decision) {
        for at in 0..self.rows.len() {
            if self.rows.get(at).is_some_and(|row| row.standing == standing) {
                self.decide(at, decision);
            }
        }
    }

    /// The record with everything that was decided.
    ///
    /// # Errors
    /// [`Stopped`]; then nothing was taken over.
    pub fn finish(&self) -> Result<Record, Stopped> {
        let open = self.rows.iter().enumerate().filter(|(_, row)| row.decision.is_none());
        let open: Vec<usize> = open.map(|(at, _)| at).collect();
        if !open.is_empty() {
            return Err(Stopped::Undecided(open));
        }
        let mut entries: Vec<Entry> = self.mine.entries().to_vec();
        for row in &self.rows {
            match (row.standing, row.decision) {
                (_, None | Some(Decision::KeepMine)) | (Standing::Same, _) => {}
                (Standing::New, Some(_)) => entries.push(row.theirs.clone()),
                (Standing::Conflict, Some(Decision::TakeTheirs)) => {
                    entries.retain(|entry| entry.id() != row.theirs.id());
                    entries.push(row.theirs.clone());
                }
                (Standing::Conflict, Some(Decision::KeepBoth)) => {
                    entries.push(row.theirs.under(beside(&row.theirs)));
                }
            }
        }
        Record::of(entries).map_err(Stopped::Fault)
    }
}

/// The id of an entry that stands beside another with its own: it hangs on the content, so that the same file, imported
/// again, finds it.
fn beside(entry: &Entry) -> Id {
    let mut to = Writer::default();
    codec::write(&mut to, entry);
    let digest = Sha256::new_with_prefix(b"qinghe/1 beside").chain_update(to.done().as_slice()).finalize();
    let mut id = Id::default();
    for (to, from) in id.iter_mut().zip(digest) {
        *to = from;
    }
    id
}
