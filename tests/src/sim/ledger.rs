//! What was promised, and whether it was kept: the rules that hold at every step and at the end.

use super::{device::Tab, disk::Disk, gateway::Gateway};
use crate::suite::Suite;
use qinghe_host::{Delivery, Sent};
use qinghe_session::{Recipient, Told, View};
use qinghe_wire::{Id, Stage, Tier, Trigger};
use std::collections::{BTreeMap, BTreeSet};

/// A disk that has not answered by then is not waited for.
const PATIENCE_MS: u64 = 5_000;

/// One notice that was made.
pub struct Made {
    /// Which of them.
    pub nth: usize,
    /// When.
    pub at: u64,
    /// Whether a person is needed now.
    pub urgent: bool,
    /// Whose key it is for.
    pub to: Recipient,
    /// It has been on a disk that nothing has destroyed since, so nothing may lose it.
    pub safe: bool,
    /// Its row was forgotten behind a genuine receipt.
    pub done: bool,
}

/// Everything that was made.
#[derive(Default)]
pub struct Ledger {
    /// By id.
    pub made: BTreeMap<Id, Made>,
    /// Notices that a person has opened, and those whose student a person has spoken with.
    pub seen: BTreeSet<Id>,
    /// See `seen`.
    pub contacted: BTreeSet<Id>,
    /// Notices of which an envelope was damaged on the way: the gateway cannot but refuse it.
    pub damaged: BTreeSet<Id>,
}

impl Ledger {
    fn name(&self, id: &Id) -> String {
        self.made.get(id).map_or_else(|| "of nobody".to_owned(), |made| made.nth.to_string())
    }

    /// Writes down what is new; gives how many there are.
    pub fn note(&mut self, now: u64, tab: &mut Tab) -> usize {
        for sent in tab.page.host.sent() {
            tab.knows.entry(sent.notice.id).or_insert(now);
            let nth = self.made.len();
            self.made.entry(sent.notice.id).or_insert_with(|| Made {
                nth,
                at: now,
                urgent: sent.notice.tier == Tier::Urgent,
                to: sent.to,
                safe: false,
                done: false,
            });
        }
        self.made.len()
    }

    /// A row has reached the disk.
    pub fn on_disk(&mut self, row: &[u8]) {
        for (id, made) in &mut self.made {
            made.safe |= super::disk::holds(row, id);
        }
    }

    /// A row was forgotten on purpose: only behind a receipt for everything in it.
    pub fn forgotten(&mut self, row: &[u8], sure: &[Id]) {
        for (id, made) in &mut self.made {
            made.done |= super::disk::holds(row, id) && sure.contains(id);
        }
    }

    /// What was on the disk is gone through nobody's fault here.
    pub fn disk_gone(&mut self) {
        self.made.values_mut().for_each(|made| made.safe = false);
    }

    /// Nothing is said that is not so.
    ///
    /// # Errors
    /// What was said.
    pub fn claims(&self, now: u64, tab: &Tab, disk: &Disk, gateway: &Gateway) -> Result<(), String> {
        for sent in tab.page.host.sent().iter().chain(&tab.page.host.carried()) {
            self.claim(sent, tab, disk, gateway)?;
        }
        match tab.page.session.view() {
            View::Help(help) => self.promise(help, tab, gateway),
            View::End { .. } if !tab.page.host.would_lose() => self.farewell(now, tab, disk, gateway),
            _ => Ok(()),
        }
    }

    /// "You can close this page" costs nobody a notice, but for the moment in which the disk is still asked.
    fn farewell(&self, now: u64, tab: &Tab, disk: &Disk, gateway: &Gateway) -> Result<(), String> {
        let since = |sent: &Sent| tab.knows.get(&sent.notice.id).copied().unwrap_or(now);
        let sent = tab.page.host.sent();
        let ended = sent.iter().filter(|sent| sent.notice.stage == Stage::Final).map(since).min();
        let patience = |at: u64| now > at + PATIENCE_MS;
        let waits = |sent: &&Sent| {
            matches!(sent.delivery, Delivery::Saving | Delivery::Queued { .. } | Delivery::Offline)
        };
        // Another page has forgotten the row behind a receipt, and a restore has lost the notice since: of neither has
        // this page been told anything yet, and nothing that it could ask knows more. Its own next receipt does.
        let restored =
            |sent: &Sent| gateway.life > 1 && self.made.get(&sent.notice.id).is_some_and(|made| made.done);
        let kept = |sent: &Sent| {
            let id = &sent.notice.id;
            disk.holds(id) || gateway.row(id).is_some() || restored(sent)
        };
        let lost = sent.iter().filter(waits).find(|sent| !kept(sent) && patience(since(sent)));
        match lost.filter(|_| ended.is_some_and(patience)) {
            Some(sent) => Err(format!(
                "the page may be closed, and notice {} is nowhere else",
                self.name(&sent.notice.id)
            )),
            None => Ok(()),
        }
    }

    fn claim(&self, sent: &Sent, tab: &Tab, disk: &Disk, gateway: &Gateway) -> Result<(), String> {
        let id = &sent.notice.id;
        let row = gateway.row(id);
        // Until a receipt of the new life arrives, nobody on this side can know of a restore.
        let current = tab.epoch.is_none_or(|heard| heard == gateway.epoch());
        let stored = row.is_some() || !current || tab.epoch.is_none();
        let person = match sent.notice.tier {
            Tier::Urgent => self.seen.contains(id),
            _ => true,
        };
        let wrong = match sent.delivery {
            // Another page may have seen it stored and forgotten the row: closing this one loses nothing either.
            Delivery::Queued { saved: true } => !disk.holds(id) && row.is_none(),
            Delivery::Stored | Delivery::Late => !stored,
            Delivery::Seen => !stored || !person,
            Delivery::Contacted => {
                !stored || (sent.notice.tier == Tier::Urgent && !self.contacted.contains(id))
            }
            Delivery::Refused => !gateway.refused.contains_key(id) && !self.damaged.contains(id),
            Delivery::None | Delivery::Saving | Delivery::Queued { saved: false } | Delivery::Offline => {
                false
            }
        };
        if wrong {
            Err(format!("notice {} is called {:?}, and is not", self.name(id), sent.delivery))
        } else {
            Ok(())
        }
    }

    /// "The centre is told" on a card is true of a notice.
    fn promise(&self, help: qinghe_session::HelpView, tab: &Tab, gateway: &Gateway) -> Result<(), String> {
        if !matches!(help.told, Told::Must | Told::Yes) {
            return Ok(());
        }
        let trigger = match help.cause {
            qinghe_session::Cause::Asked => Trigger::HelpAsked,
            _ => Trigger::Safety,
        };
        let here = tab.page.host.sent().into_iter().chain(tab.page.host.carried());
        let told = here.into_iter().any(|sent| sent.notice.trigger == Some(trigger));
        let there =
            || self.made.iter().any(|(id, made)| made.urgent && (made.done || gateway.row(id).is_some()));
        if told || there() {
            Ok(())
        } else {
            Err("the card says that the centre is told, and nothing is".to_owned())
        }
    }

    /// The faults are over and the student has come back once.
    ///
    /// # Errors
    /// What is lost or double.
    pub fn at_the_end(&self, tabs: &[Tab], gateway: &Gateway, suite: &Suite) -> Result<(), String> {
        let open = |id: &Id| {
            let tabs = tabs.iter().filter(|tab| tab.open);
            tabs.into_iter().any(|tab| tab.page.host.sent().iter().any(|sent| sent.notice.id == *id))
        };
        for (id, made) in &self.made {
            let here = made.safe || open(id);
            if here && !made.done && gateway.row(id).is_none() && gateway.poison != Some(*id) {
                let what = if made.urgent { "urgent" } else { "final" };
                return Err(format!("{what} notice {} of {} ms is lost", self.name(id), made.at));
            }
        }
        for (id, alerts) in &gateway.alerts {
            if *alerts > 1 && gateway.life == 1 {
                return Err(format!("notice {} rang {alerts} times", self.name(id)));
            }
        }
        if gateway.wrongly {
            return Err("a notice was refused that is stored already".to_owned());
        }
        self.doubles(gateway, suite)
    }

    fn doubles(&self, gateway: &Gateway, suite: &Suite) -> Result<(), String> {
        let mut acts = BTreeSet::new();
        for (head, notice, more) in gateway.notices(suite) {
            if notice.id != head.id || notice.sitting != head.sitting {
                return Err(format!("the two layers of {} differ", self.name(&head.id)));
            }
            let second = head.centre_key == suite.centre_id(super::gateway::SECOND);
            let meant = self.made.get(&notice.id).map(|made| made.to == Recipient::Second);
            if meant != Some(second) {
                return Err(format!(
                    "notice {} went to somebody else, or was never made",
                    self.name(&head.id)
                ));
            }
            let act = (
                notice.sitting,
                second,
                matches!(notice.stage, Stage::Early),
                notice.trigger == Some(Trigger::HelpAsked),
                notice.tier as u8,
                notice.wish as u8,
            );
            let twice = notice.stage != Stage::Follow && !acts.insert(act);
            if more > 0 || twice {
                return Err(format!("notice {} is there twice", self.name(&head.id)));
            }
        }
        Ok(())
    }
}
