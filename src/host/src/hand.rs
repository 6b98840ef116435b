//! The code that carries a notice when no network does. The same notice with the same id, so that it may also
//! arrive by itself.

use crate::{Host, Output, jobs::Job, outbound, outbox::State};
use qinghe_wire::Id;

/// Whether the code is shown, and for which notice.
#[derive(Default)]
pub(crate) struct Hand {
    open: bool,
    made: Option<(Id, String)>,
}

impl Host {
    /// Text of the code, while it is shown and once it is sealed.
    #[must_use]
    pub fn hand(&self) -> Option<&str> {
        self.hand.made.as_ref().map(|(_, text)| text.as_str())
    }

    /// Seals what most needs to be carried: the first urgent notice that is not stored, otherwise the first.
    pub(crate) fn show_hand(&mut self, open: bool, out: &mut Vec<Output>) {
        self.hand = Hand { open, made: None };
        if !open {
            return;
        }
        let waiting = self.entries.iter().filter(|entry| entry.state != State::Stored);
        let Some(entry) = waiting.min_by_key(|entry| !entry.urgent()) else { return };
        let Some(centre_key) = self.config.centres.key(entry.to) else { return };
        let Ok(padded) = entry.notice.encode() else { return };
        let (id, sitting) = (entry.notice.id, entry.notice.sitting);
        let job = self.jobs.add(Job::SealHand(id));
        out.push(Output::SealHand { job, id, sitting, centre_key, notice: Box::new(padded) });
    }

    pub(crate) fn hand_sealed(&mut self, job: u32, inner: &[u8], out: &mut Vec<Output>) {
        let Some(Job::SealHand(id)) = self.jobs.sealed(job).filter(|_| self.hand.open) else { return };
        let Some(entry) = self.entries.iter().find(|entry| entry.notice.id == id) else { return };
        let Some(key) = self.config.centres.key(entry.to) else { return };
        self.hand.made = outbound::by_hand(&entry.notice, key, inner).map(|text| (id, text));
        out.push(Output::Changed);
    }
}
