//! The page's end of the disk, as `store.js` is: one write after another, and none over a row that another page has
//! written since.

use super::{
    bugs::Bug,
    device::Put,
    disk::{BATTERIES, Key},
    event::Event,
    world::World,
};
use qinghe_host::{Input, OUTBOX_LEN};
use qinghe_wire::Id;

/// What a page is told when a write is done.
pub enum Done {
    /// The row is on the disk.
    Saved,
    /// It could not be kept.
    Failed,
    /// Another page was there first; the row, and the generation in which it was met.
    Overtaken(Vec<u8>, u32),
    /// A row of another page stands where ours was to go; as above.
    Found(Vec<u8>, u32),
    /// What other pages have written: the row in our own place, as above, and others by their number.
    Seen(Option<(Vec<u8>, u32)>, Vec<(Option<u32>, Vec<u8>)>),
    /// Nothing to be told.
    Quiet,
}

impl World {
    pub(super) fn put(&mut self, tab: usize, put: Put) {
        if self.tabs[tab].shared && self.bug != Some(Bug::SharedWrites) {
            // Memory only: the core hears at once that nothing is kept.
            if matches!(put, Put::Outbox { .. }) {
                self.later(self.now + 1, Event::Kept { tab, done: Done::Failed });
            }
            return;
        }
        self.tabs[tab].chain.push_back(put);
        self.next_put(tab);
    }

    pub(super) fn next_put(&mut self, tab: usize) {
        let page = &self.tabs[tab];
        if page.busy || page.telling || page.chain.is_empty() {
            return;
        }
        self.tabs[tab].busy = true;
        // Where two schedules are compared, a write takes as long as any other.
        let usual = if self.student.brisk { 17 } else { self.dice_disk.between(1, 40) };
        let slow = self.now < self.slow_disk && self.dice_disk.chance(60);
        let takes = if slow { self.dice_disk.between(200, 9_000) } else { usual };
        let at = (self.now + takes).max(self.disk.hangs_until);
        let nth = self.tabs[tab].puts;
        self.later(at, Event::Commit { tab, nth });
    }

    /// The disk is well again: what it has kept waiting ends now, and not when the trouble would have.
    pub(super) fn disk_is_well(&mut self) {
        self.disk.hangs_until = 0;
        for tab in 0..self.tabs.len() {
            let (nth, gone) = (self.tabs[tab].puts, !self.tabs[tab].open);
            if self.tabs[tab].busy {
                let takes = if gone { 0 } else { self.dice_disk.between(1, 40) };
                self.later(self.now + takes, Event::Commit { tab, nth });
            }
        }
    }

    /// The transaction of the first write of the chain.
    pub(super) fn commit(&mut self, tab: usize, nth: u64) {
        let page = &mut self.tabs[tab];
        if page.puts != nth || !page.open && !page.lands {
            return;
        }
        page.puts += 1;
        let Some(put) = self.tabs[tab].chain.pop_front() else { return };
        let battery = self.tabs[tab].battery;
        let own = |outbox| Key { battery, outbox };
        let done = match put {
            Put::Outbox { row, generation } => self.commit_outbox(tab, own(true), row, generation),
            Put::Session { row } => {
                self.tabs[tab].waits = Some(row);
                // "Told" may stand on the disk only where what was told stands too.
                if self.tabs[tab].kept || self.bug == Some(Bug::SessionAlone) {
                    self.commit_session(tab, own(false));
                }
                Done::Quiet
            }
            Put::ForgetSession => {
                self.tabs[tab].waits = None;
                self.disk.delete(own(false));
                if self.bug == Some(Bug::DeclineForgets) {
                    self.disk.delete(own(true));
                }
                Done::Quiet
            }
            Put::Forget { sure, generation } => {
                let stale = generation != self.tabs[tab].generation;
                self.commit_forget(tab, own(false), own(true), &sure, stale)
            }
            Put::Look => self.read_all(tab),
            Put::Took { key, mark } => {
                let beside = self.disk.read(Key { outbox: false, ..key }).is_some();
                if !beside && self.disk.read(key).is_some_and(|row| row.mark == mark) {
                    self.disk.delete(key);
                }
                Done::Quiet
            }
        };
        self.tabs[tab].busy = false;
        if !self.tabs[tab].open {
            return;
        }
        if matches!(done, Done::Quiet) {
            return self.next_put(tab);
        }
        // A device that is slow to write is slow to open what it has read as well. Nothing else is done with the
        // disk before the page is told.
        self.tabs[tab].telling = true;
        let most = if self.now < self.slow_disk { 2_500 } else { 4 };
        let gap = if self.student.brisk { 1 } else { self.dice_disk.below(most) };
        self.later(self.now + gap, Event::Kept { tab, done });
    }

    fn commit_session(&mut self, tab: usize, key: Key) {
        let Some(row) = self.tabs[tab].waits.clone() else { return };
        if self.disk.write(self.now, key, row, self.bug != Some(Bug::RelaxedDisk)).is_some() {
            self.tabs[tab].waits = None;
        }
    }

    fn commit_outbox(&mut self, tab: usize, key: Key, row: Vec<u8>, generation: u32) -> Done {
        if row.len() != OUTBOX_LEN {
            self.wrong("an outbox row has another length");
        }
        if self.tabs[tab].shared {
            self.wrong("a shared computer keeps a row");
        }
        if self.disk.denied {
            self.tabs[tab].kept = false;
            return if self.bug == Some(Bug::QuotaSwallowed) { Done::Saved } else { Done::Failed };
        }
        let there = self.disk.read(key).map(|row| (row.mark, row.bytes.clone()));
        let foreign = there.as_ref().is_some_and(|(mark, _)| Some(*mark) != self.tabs[tab].mark);
        let stale = generation != self.tabs[tab].generation;
        if (foreign || stale) && self.bug != Some(Bug::BlindOverwrite) {
            self.tabs[tab].mark = there.as_ref().map(|(mark, _)| *mark);
            self.tabs[tab].generation += u32::from(foreign);
            // What this page has told does not stand there yet.
            self.tabs[tab].kept &= self.bug == Some(Bug::OvertakenIsKept);
            let met = self.tabs[tab].generation;
            return Done::Overtaken(there.map(|(_, bytes)| bytes).unwrap_or_default(), met);
        }
        let strict = self.bug != Some(Bug::RelaxedDisk);
        let written = self.disk.write(self.now, key, row.clone(), strict);
        self.tabs[tab].kept = written.is_some();
        match written {
            Some(mark) => {
                self.tabs[tab].mark = Some(mark);
                self.ledger.on_disk(&row);
                if self.tabs[tab].open {
                    self.commit_session(tab, Key { outbox: false, ..key });
                }
                Done::Saved
            }
            None if self.bug == Some(Bug::QuotaSwallowed) => Done::Saved,
            None => Done::Failed,
        }
    }

    fn commit_forget(&mut self, tab: usize, session: Key, outbox: Key, sure: &[Id], stale: bool) -> Done {
        let there = self.disk.read(outbox).map(|row| (row.mark, row.bytes.clone()));
        let foreign = |mark| Some(mark) != self.tabs[tab].mark;
        match there {
            // Also one that this page has met and had not been told of when it asked.
            Some((mark, bytes)) if (foreign(mark) || stale) && self.bug != Some(Bug::OverBlind) => {
                self.tabs[tab].generation += u32::from(foreign(mark));
                self.tabs[tab].mark = Some(mark);
                Done::Found(bytes, self.tabs[tab].generation)
            }
            there => {
                self.disk.delete(session);
                self.disk.delete(outbox);
                self.tabs[tab].mark = None;
                self.tabs[tab].waits = None;
                if let Some((_, bytes)) = there {
                    self.ledger.forgotten(&bytes, sure);
                }
                Done::Quiet
            }
        }
    }

    /// The page hears of its write.
    pub(super) fn kept(&mut self, tab: usize, done: Done) {
        self.say(|| {
            let how = match &done {
                Done::Saved => "its row is kept",
                Done::Failed => "its row is not kept",
                Done::Overtaken(..) => "another page has written the row since",
                Done::Seen(..) => "it has looked at the disk",
                Done::Found(..) | Done::Quiet => "another page's row stays",
            };
            format!("page {tab}: {how}")
        });
        match done {
            Done::Saved => self.tell(tab, Input::Saved),
            Done::Failed => self.tell(tab, Input::SaveFailed),
            Done::Overtaken(row, met) => {
                self.tabs[tab].told = met;
                self.tell(tab, Input::Overtaken { row: &row });
            }
            Done::Found(row, met) => self.hears(tab, &row, met),
            Done::Seen(own, others) => {
                if let Some((row, met)) = own {
                    self.hears(tab, &row, met);
                }
                for (from, row) in others {
                    self.tell(tab, Input::Found { from, row: &row });
                }
            }
            Done::Quiet => {}
        }
        self.tabs[tab].telling = false;
        self.next_put(tab);
    }

    fn hears(&mut self, tab: usize, row: &[u8], met: u32) {
        self.tabs[tab].told = met;
        self.tell(tab, Input::Found { from: None, row });
    }

    /// Looks at the disk again: at the start, when the page comes to the front, and when the network comes back.
    pub(super) fn look_again(&mut self, tab: usize) {
        if !self.tabs[tab].shared {
            self.put(tab, Put::Look);
        }
    }

    fn read_all(&mut self, tab: usize) -> Done {
        let page = &mut self.tabs[tab];
        let own = Key { battery: page.battery, outbox: true };
        let there = self.disk.read(own).map(|row| (row.mark, row.bytes.clone()));
        let news =
            there.filter(|(mark, _)| Some(*mark) != page.mark && self.bug != Some(Bug::BlindOverwrite));
        let own = news.map(|(mark, bytes)| {
            page.mark = Some(mark);
            page.generation += 1;
            (bytes, page.generation)
        });
        let others = if self.bug == Some(Bug::OthersIgnored) { Vec::new() } else { self.read_others(tab) };
        if own.is_none() && others.is_empty() { Done::Quiet } else { Done::Seen(own, others) }
    }

    fn read_others(&mut self, tab: usize) -> Vec<(Option<u32>, Vec<u8>)> {
        let own = self.tabs[tab].battery;
        let mut others = Vec::new();
        for battery in (0..BATTERIES).filter(|battery| *battery != own) {
            let key = Key { battery, outbox: true };
            let Some((mark, bytes)) = self.disk.read(key).map(|row| (row.mark, row.bytes.clone())) else {
                continue;
            };
            if self.tabs[tab].found.contains(&(key, mark)) || bytes.is_empty() {
                continue;
            }
            self.tabs[tab].found.push((key, mark));
            if self.bug == Some(Bug::TookBeforeCommit) {
                self.disk.delete(key);
            }
            others.push((u32::try_from(self.tabs[tab].found.len() - 1).ok(), bytes));
        }
        others
    }
}
