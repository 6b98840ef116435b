//! What the browser was asked to do and has not answered yet. A handful at most, so a list is enough.

use qinghe_wire::Id;

/// One request; the id is that of the notice or cover.
#[derive(Clone, Copy)]
pub(crate) enum Job {
    SealNotice(Id),
    SealCover(Id),
    SealHand(Id),
    SendNotice(Id),
    SendCover(Id),
}

#[derive(Default)]
pub(crate) struct Jobs {
    next: u32,
    open: Vec<(u32, Job)>,
}

impl Jobs {
    /// Remembers a request and gives its number.
    pub(crate) fn add(&mut self, job: Job) -> u32 {
        self.next = self.next.wrapping_add(1);
        self.open.push((self.next, job));
        self.next
    }

    /// Ends a seal; `None` for an unknown number or one that was not a seal.
    pub(crate) fn sealed(&mut self, number: u32) -> Option<Job> {
        self.take(number, |job| matches!(job, Job::SealNotice(_) | Job::SealCover(_) | Job::SealHand(_)))
    }

    /// Ends a send; `None` for an unknown number or one that was not a send.
    pub(crate) fn sent(&mut self, number: u32) -> Option<Job> {
        self.take(number, |job| matches!(job, Job::SendNotice(_) | Job::SendCover(_)))
    }

    pub(crate) fn sealing_notice(&self, id: Id) -> bool {
        self.open.iter().any(|(_, job)| matches!(job, Job::SealNotice(open) if *open == id))
    }

    pub(crate) fn sealing_cover(&self) -> bool {
        self.open.iter().any(|(_, job)| matches!(job, Job::SealCover(_)))
    }

    fn take(&mut self, number: u32, kind: impl Fn(&Job) -> bool) -> Option<Job> {
        let at = self.open.iter().position(|(open, job)| *open == number && kind(job))?;
        Some(self.open.swap_remove(at).1)
    }
}
