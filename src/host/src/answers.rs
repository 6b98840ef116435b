//! What comes back: from the gateway, and from whatever answers in its place.

use crate::{
    Host, Output,
    entry::{Entry, State},
};
use qinghe_wire::{Disposition, Id, Receipt};

impl Host {
    pub(crate) fn answer(
        &mut self,
        job: u32,
        (status, problem): (u16, Option<&str>),
        receipt: Option<&[u8]>,
        retry_after_ms: Option<u32>,
        out: &mut Vec<Output>,
    ) {
        let Some((id, sitting)) = self.jobs.sent(job) else { return };
        let opened = receipt.filter(|_| status == 200).and_then(|bytes| Receipt::decode(bytes).ok());
        let Some(receipt) = opened.filter(|receipt| receipt.id == id) else {
            let now_ms = self.now.mono_ms;
            // An urgent notice is taken under an expired token, so a refusal of the others must slow nothing down.
            let moved = match (status, problem) {
                (401, Some(_)) => self.slots.success(now_ms),
                _ => self.slots.failed(now_ms, retry_after_ms),
            };
            self.wake(moved, out);
            return self.failed(id, status, problem, out);
        };
        let moved = self.slots.success(self.now.mono_ms);
        self.wake(moved, out);
        // An urgent notice is taken under any token, so it proves nothing of this one.
        self.token_taken |= self.entry(id).is_none_or(|entry| !entry.urgent());
        self.heard(job, sitting, &receipt, out);
        let (newest, now_ms) = (self.jobs.newest(), self.now.mono_ms);
        // Once is enough: a copy's receipt must not make a notice young again.
        let open = |entry: &&mut Entry| !matches!(entry.state, State::Stored(_));
        let Some(entry) = self.entry(id).filter(open) else { return };
        if receipt.disposition == Disposition::Stored {
            entry.stored(receipt.epoch, newest, now_ms);
            self.save(out);
        } else {
            entry.failed();
        }
    }

    /// What any genuine receipt says, for a notice or a cover alike.
    fn heard(&mut self, job: u32, sitting: Id, receipt: &Receipt, out: &mut Vec<Output>) {
        let now_ms = self.now.mono_ms;
        let (mut again, mut news) = (false, false);
        self.epoch = Some(receipt.epoch);
        for entry in &mut self.entries {
            let people = (entry.notice.sitting == sitting).then_some(receipt.progress);
            let before = entry.progress;
            again |= entry.hears(job, receipt.epoch, people, now_ms);
            news |= entry.progress > before;
        }
        if again {
            self.live_again();
            self.seal_notices(out);
        }
        if again || news {
            self.save(out);
        }
    }

    fn failed(&mut self, id: Id, status: u16, problem: Option<&str>, out: &mut Vec<Output>) {
        // Without the gateway's own form it is a filter or a portal on the way, and may pass.
        let refused = match (status, problem) {
            (400, Some("envelope-malformed")) | (409, Some("id-conflict")) => true,
            (403 | 413, Some(_)) => true,
            (_, Some("key-unknown")) => {
                self.refresh(out);
                false
            }
            (_, Some("token-expired")) if std::mem::take(&mut self.token_taken) => {
                // It was taken before: a gateway that does not know of that has lost what it had stored, too.
                self.offer_all_again(out);
                false
            }
            _ => false,
        };
        let Some(entry) = self.entry(id) else { return };
        if refused {
            entry.refused();
            self.seal_notices(out);
            self.save(out);
        } else {
            entry.failed();
        }
    }

    fn offer_all_again(&mut self, out: &mut Vec<Output>) {
        let now_ms = self.now.mono_ms;
        let stored = |entry: &&mut Entry| matches!(entry.state, State::Stored(_));
        self.entries.iter_mut().filter(stored).for_each(|entry| entry.offer_again(now_ms));
        self.epoch = None;
        self.live_again();
        self.seal_notices(out);
        self.save(out);
    }

    pub(crate) fn lost(&mut self, job: u32) {
        let Some((id, _)) = self.jobs.sent(job) else { return };
        self.slots.failed(self.now.mono_ms, None);
        if let Some(entry) = self.entry(id) {
            entry.failed();
        }
    }

    fn entry(&mut self, id: Id) -> Option<&mut Entry> {
        self.entries.iter_mut().find(|entry| entry.notice.id == id)
    }
}
