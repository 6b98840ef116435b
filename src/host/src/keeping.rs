//! The rows on the disk: when they are asked for, what their answers mean, and what other pages have written.

use crate::{Host, Output, entry::State, outbox};

impl Host {
    /// Asks for a row. What it cannot hold is said to be unsaved at once.
    pub(crate) fn save(&mut self, out: &mut Vec<Output>) {
        let Some(encoded) = outbox::encode(self.sitting, &self.ids, &self.entries) else { return };
        self.rows_asked += 1;
        let number = self.rows_asked;
        for (entry, held) in self.entries.iter_mut().zip(&encoded.holds) {
            match (held, entry.row) {
                (true, 0) => entry.row = number,
                (true, _) => {}
                (false, _) => (entry.row, entry.saved, entry.ready) = (0, false, true),
            }
        }
        if encoded.holds.contains(&false) {
            // Not everything of the found rows is in ours.
            self.owed.clear();
        }
        out.push(Output::Save { row: encoded.row });
    }

    /// The oldest row not yet answered for is on the disk, or could not be kept. A failure is said of every
    /// notice: whether an older row is still there, nobody knows.
    pub(crate) fn kept(&mut self, saved: bool, out: &mut Vec<Output>) {
        if self.rows_answered == self.rows_asked {
            return;
        }
        self.rows_answered += 1;
        let answered = self.rows_answered;
        let mut settled = false;
        for entry in self.entries.iter_mut().filter(|entry| (1..=answered).contains(&entry.row)) {
            settled |= !entry.ready;
            (entry.saved, entry.ready) = (saved, true);
        }
        if saved {
            let (took, owed) = self.owed.drain(..).partition(|(_, row)| *row <= answered);
            self.owed = owed;
            out.extend(Vec::into_iter(took).map(|(from, _)| Output::Took { from }));
        }
        if settled && self.ends_now() {
            self.fill_slot(out);
        }
    }

    /// Another page has written since: its notices are as much worth as these.
    pub(crate) fn overtaken(&mut self, row: &[u8], out: &mut Vec<Output>) {
        if self.rows_answered < self.rows_asked {
            self.rows_answered += 1;
        }
        let answered = self.rows_answered;
        for entry in self.entries.iter_mut().filter(|entry| (1..=answered).contains(&entry.row)) {
            // It counts from the next row; what was on the disk may just have been replaced.
            (entry.row, entry.saved) = (0, false);
        }
        self.merge(row, false);
        self.go_on(out);
        self.save(out);
    }

    pub(crate) fn found(&mut self, from: Option<u32>, row: &[u8], out: &mut Vec<Output>) {
        // Whatever is given is taken over: the next row of this page, if there is one, goes where it lies.
        let changed = self.merge(row, false);
        self.arrive();
        if from.is_none() && self.is_over() && self.settled() {
            // Two pages that are both done would hand it to each other for ever; it goes with the other one.
            return;
        }
        if changed {
            self.go_on(out);
        }
        if changed || from.is_some() {
            let next = self.rows_asked + 1;
            self.owed.extend(from.map(|from| (from, next)));
            self.save(out);
        }
    }

    /// The next row is a new beginning, if there can be one.
    pub(crate) fn disk_lost(&mut self, out: &mut Vec<Output>) {
        for entry in &mut self.entries {
            (entry.row, entry.saved) = (0, false);
        }
        if self.rows_asked > 0 {
            self.save(out);
        }
    }

    /// Takes over what a row holds; `true` when there was anything new in it. `lies` says that the row stays where it
    /// is; otherwise nothing of it is called saved before it is in a row of this page.
    pub(crate) fn merge(&mut self, row: &[u8], lies: bool) -> bool {
        let Some(found) = outbox::decode(row) else { return false };
        let (newest, now_ms) = (self.jobs.newest(), self.now.mono_ms);
        let mut changed = false;
        for mut theirs in found.entries {
            // What another life of the storage has stored is offered again; what was refused there, once more.
            let stale = |epoch| self.epoch.is_some_and(|heard| heard != epoch);
            if matches!(theirs.state, State::Stored(epoch) if stale(epoch)) || theirs.state == State::Parked {
                theirs.state = State::Open;
            }
            let ours = self.entries.iter_mut().find(|entry| entry.notice.id == theirs.notice.id);
            match (ours, theirs.state) {
                (None, _) => {
                    theirs.saved = lies;
                    self.entries.push(theirs);
                    changed = true;
                }
                (Some(ours), State::Stored(epoch)) if !matches!(ours.state, State::Stored(_)) => {
                    ours.stored(epoch, newest, now_ms);
                    ours.progress = theirs.progress;
                    changed = true;
                }
                (Some(_), _) => {}
            }
        }
        changed
    }

    /// What came from a page whose clock is another one counts from now.
    pub(crate) fn arrive(&mut self) {
        let now_ms = self.now.mono_ms;
        self.entries.iter_mut().for_each(|entry| entry.arrives(now_ms));
    }

    /// What was taken over is sent as well, even when the clock had stopped.
    fn go_on(&mut self, out: &mut Vec<Output>) {
        self.arrive();
        self.live_again();
        if !self.slots.running() {
            self.begin_slot(out);
            if self.spare.is_none() && !self.jobs.sealing_cover() {
                self.seal_cover(out);
            }
        }
        self.seal_notices(out);
    }
}
