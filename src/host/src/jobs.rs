//! What the browser was asked to do and has not answered yet. A handful at most, so a list is enough.

use qinghe_wire::Id;

/// A browser that never answers must not fill the memory.
const MOST: usize = 64;

/// One request; the id is that of the notice or cover.
#[derive(Clone, Copy)]
pub(crate) enum Job {
    SealNotice(Id),
    SealCover {
        id: Id,
        sitting: Id,
    },
    /// The inner layer of this notice, to be carried by hand.
    SealHand(Id),
    Send {
        id: Id,
        sitting: Id,
    },
}

#[derive(Default)]
pub(crate) struct Jobs {
    next: u32,
    open: Vec<(u32, Job)>,
}

impl Jobs {
    /// Remembers a request and gives its number. Numbers grow.
    pub(crate) fn add(&mut self, job: Job) -> u32 {
        if self.open.len() == MOST {
            self.open.remove(0);
        }
        self.next = self.next.wrapping_add(1);
        self.open.push((self.next, job));
        self.next
    }

    /// The newest number given so far.
    pub(crate) fn newest(&self) -> u32 {
        self.next
    }

    /// Ends a seal; `None` for an unknown number or one that was not a seal.
    pub(crate) fn sealed(&mut self, number: u32) -> Option<Job> {
        self.take(number, |job| !matches!(job, Job::Send { .. }))
    }

    /// Ends a send: id and sitting; `None` for an unknown number or one that was not a send.
    pub(crate) fn sent(&mut self, number: u32) -> Option<(Id, Id)> {
        match self.take(number, |job| matches!(job, Job::Send { .. }))? {
            Job::Send { id, sitting } => Some((id, sitting)),
            Job::SealNotice(_) | Job::SealCover { .. } | Job::SealHand(_) => None,
        }
    }

    /// What is being sealed to keys that are no longer the right ones comes back to nobody.
    pub(crate) fn forget_seals(&mut self) {
        self.open.retain(|(_, job)| matches!(job, Job::Send { .. }));
    }

    pub(crate) fn sealing_notice(&self, id: Id) -> bool {
        self.open.iter().any(|(_, job)| matches!(job, Job::SealNotice(open) if *open == id))
    }

    pub(crate) fn sealing_cover(&self) -> bool {
        self.open.iter().any(|(_, job)| matches!(job, Job::SealCover { .. }))
    }

    fn take(&mut self, number: u32, kind: impl Fn(&Job) -> bool) -> Option<Job> {
        let at = self.open.iter().position(|(open, job)| *open == number && kind(job))?;
        Some(self.open.remove(at).1)
    }
}
