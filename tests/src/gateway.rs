//! The gateway, as far as a sitting can tell: opens the outer layer, keeps each notice once, answers
//! with a receipt. What the real one does with tokens and SQLite is tested in `src/gateway`.

use crate::suite::{Opened, Suite};
use qinghe_wire::{Disposition, Id, Notice, Progress, Receipt, Urgency};
use std::collections::BTreeMap;

/// What is kept of one notice.
struct Kept {
    opened: Opened,
    copies: u32,
}

/// A gateway in memory.
#[derive(Default)]
pub struct Gateway {
    kept: BTreeMap<Id, Kept>,
    /// How often a known id came with other content. Never, when the client is right.
    pub conflicts: u32,
    /// How often an envelope could not be opened. Never, when the client is right.
    pub malformed: u32,
    /// How far people are.
    pub progress: Progress,
}

impl Gateway {
    /// Takes one envelope: status and answer.
    pub fn take(&mut self, suite: &Suite, envelope: &[u8]) -> (u16, Vec<u8>) {
        let Some(opened) = suite.open(envelope) else {
            self.malformed += 1;
            return (400, Vec::new());
        };
        let (id, key) = (opened.head.id, opened.receipt_key);
        let disposition = match opened.head.urgency {
            Urgency::Cover => Disposition::Cover,
            Urgency::Normal | Urgency::Urgent => {
                if !self.keep(opened) {
                    self.conflicts += 1;
                    return (409, Vec::new());
                }
                Disposition::Stored
            }
        };
        (200, suite.receipt(&key, &Receipt { disposition, id, progress: self.progress, epoch: [0; 8] }))
    }

    fn keep(&mut self, opened: Opened) -> bool {
        if let Some(kept) = self.kept.get_mut(&opened.head.id) {
            kept.copies += 1;
            return kept.opened.inner == opened.inner;
        }
        self.kept.insert(opened.head.id, Kept { opened, copies: 1 });
        true
    }

    /// Whether a notice with this id is stored.
    #[must_use]
    pub fn holds(&self, id: &Id) -> bool {
        self.kept.contains_key(id)
    }

    /// How many copies arrived beyond the first of each notice.
    #[must_use]
    pub fn repeats(&self) -> u32 {
        self.kept.values().map(|kept| kept.copies - 1).sum()
    }

    /// Every notice, opened as the desk does.
    #[must_use]
    pub fn notices(&self, suite: &Suite) -> Vec<Notice> {
        let open = |kept: &Kept| {
            let plain =
                suite.open_inner(&kept.opened.head, &kept.opened.inner).expect("sealed to the centre");
            let notice = Notice::decode(&plain).expect("a canonical notice");
            assert_eq!((notice.id, notice.sitting), (kept.opened.head.id, kept.opened.head.sitting));
            notice
        };
        self.kept.values().map(open).collect()
    }
}
