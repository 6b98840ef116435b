//! What may be said of the notices. Never ahead of the facts.

use crate::{
    Delivery, Host, Sent,
    entry::{Entry, State},
    outbound,
};
use qinghe_session::{Cause, Recipient};
use qinghe_wire::Stage;

impl Host {
    /// What may be said: about the newest call to this recipient, or about the most important notice of all (the
    /// first urgent one, otherwise the newest). An earlier sitting is spoken of while this one has sent nothing.
    #[must_use]
    pub fn delivery(&self, to: Option<Recipient>) -> Delivery {
        let spoken = self.spoken_of(to);
        spoken.map_or(Delivery::None, |entry| entry.delivery(self.now.mono_ms, self.slots.running()))
    }

    pub(crate) fn spoken_of(&self, to: Option<Recipient>) -> Option<&Entry> {
        let own = self.entries.iter().any(|entry| self.is_own(entry));
        let meant = || {
            let meant = self.entries.iter().filter(move |entry| !own || self.is_own(entry));
            meant.filter(move |entry| to.is_none_or(|to| to == entry.to))
        };
        match to {
            Some(_) => meant().rfind(|entry| entry.notice.stage != Stage::Final).or(meant().next_back()),
            None => meant().find(|entry| entry.urgent()).or(meant().next_back()),
        }
    }

    /// Whether every notice has come to its end.
    #[must_use]
    pub fn settled(&self) -> bool {
        self.entries.iter().all(|entry| entry.state != State::Open)
    }

    /// Whether something would be lost if the page were closed now: not stored, and the disk has not taken it. The
    /// moment in which the disk is still asked does not count: how long it is differs from device to device, and a
    /// screen that flickers would be a difference without a meaning. A disk that hangs counts, from the same moment
    /// for everybody: when the final notice has waited for it long enough.
    #[must_use]
    pub fn would_lose(&self) -> bool {
        let now_ms = self.now.mono_ms;
        let mut last = self.entries.iter().filter(|entry| entry.is_final_of(self.sitting));
        let hangs = last.any(|entry| entry.disk_has_had_its_time(now_ms));
        let unsaved = |entry: &Entry| entry.state == State::Open && !entry.saved;
        self.entries.iter().any(|entry| unsaved(entry) && (entry.ready || hangs))
    }

    /// Whether a call to this recipient for this reason is here, of this sitting or carried on from an earlier one.
    #[must_use]
    pub fn calls(&self, cause: Cause, to: Recipient) -> bool {
        let trigger = Some(outbound::trigger(cause));
        self.entries.iter().any(|entry| entry.to == to && entry.notice.trigger == trigger)
    }

    /// Whether something of an earlier sitting is still to be delivered or to be made sure of, so that the clock
    /// starts before anybody has agreed to anything new.
    #[must_use]
    pub fn carries(&self) -> bool {
        !self.started && !self.entries.is_empty()
    }

    /// What every notice of the sitting holds and where it is, oldest first.
    #[must_use]
    pub fn sent(&self) -> Vec<Sent> {
        self.entries.iter().filter(|entry| self.is_own(entry)).map(|entry| self.look(entry)).collect()
    }

    /// The same of earlier sittings, as long as something of them is on its way.
    #[must_use]
    pub fn carried(&self) -> Vec<Sent> {
        self.entries.iter().filter(|entry| !self.is_own(entry)).map(|entry| self.look(entry)).collect()
    }

    fn look(&self, entry: &Entry) -> Sent {
        let delivery = entry.delivery(self.now.mono_ms, self.slots.running());
        Sent { notice: entry.notice.clone(), to: entry.to, delivery }
    }

    /// The code to be carried by hand, while it is shown and once it is sealed.
    #[must_use]
    pub fn hand(&self) -> Option<&str> {
        self.hand.text()
    }

    pub(crate) fn shown(&self) -> ([Delivery; 3], bool) {
        let of = [None, Some(Recipient::School), Some(Recipient::Second)];
        (of.map(|to| self.delivery(to)), self.would_lose())
    }

    pub(crate) fn is_own(&self, entry: &Entry) -> bool {
        entry.notice.sitting == self.sitting
    }
}
