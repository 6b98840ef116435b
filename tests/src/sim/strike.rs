//! How each fault is done, and how all of them end.

use super::{
    bugs::Bug,
    device::Tab,
    disk::{BATTERIES, Key},
    event::Event,
    faults::{Fault, Visit},
    world::World,
};
use crate::suite::KEYS;
use qinghe_host::{Delivery, Input};

/// Pages that one device has open at once.
const TABS: usize = 3;

impl World {
    pub(super) fn strike(&mut self, fault: Fault) {
        if self.healed {
            return;
        }
        self.say(|| format!("{fault:?}"));
        let now = self.now;
        match fault {
            Fault::Close { hide, again } => self.close_and_open(hide, again),
            Fault::Reload { times, apart } => {
                let battery = self.tabs.get(self.focus).map_or(0, |tab| tab.battery);
                self.close(self.focus, true);
                for nth in 0..times {
                    self.later(now + 1 + nth * (apart + 1), Event::Open { battery });
                }
            }
            Fault::SecondTab => {
                let battery = self.tabs.get(self.focus).map_or(0, |tab| tab.battery);
                if self.tabs.iter().filter(|tab| tab.open).count() < TABS {
                    self.open_beside(battery);
                }
            }
            Fault::Switch => self.switch(),
            Fault::PowerLoss(gap) => {
                (0..self.tabs.len()).for_each(|tab| self.vanish(tab));
                self.disk.power_loss();
                self.again(gap, 0);
            }
            Fault::Sleep(last) => self.asleep = self.asleep.max(now + last),
            Fault::Token => self.stale_token = true,
            Fault::DeviceClock(by) => self.wall = by,
            _ => self.strike_storage(fault),
        }
    }

    fn strike_storage(&mut self, fault: Fault) {
        let now = self.now;
        match fault {
            Fault::Quota(last) => self.disk.full_until = now + last,
            Fault::Hang(last) => self.disk.hangs_until = now + last,
            Fault::SlowDisk(last) => self.slow_disk = now + last,
            Fault::Denied => {
                self.disk.denied = true;
                self.ledger.disk_gone();
                self.disk_closes();
            }
            Fault::Wipe => {
                self.disk.wipe();
                self.ledger.disk_gone();
                self.disk_closes();
            }
            Fault::Corrupt => {
                let battery = self.tabs.get(self.focus).map_or(0, |tab| tab.battery);
                self.disk.corrupt(Key { battery, outbox: true });
                self.ledger.disk_gone();
                self.disk_lost();
            }
            _ => self.strike_network(fault),
        }
    }

    fn strike_network(&mut self, fault: Fault) {
        let now = self.now;
        let net = &mut self.network;
        match fault {
            Fault::Offline(last) => {
                net.offline = now + last;
                if self.dice.chance(70) {
                    self.later(now + last + 1, Event::Online);
                }
            }
            Fault::Portal(last) => net.portal = now + last,
            Fault::Status { status, retry_after_s, last } => {
                net.status = Some((now + last, status, retry_after_s))
            }
            Fault::Lossy(last) => net.lossy = now + last,
            Fault::Doubling(last) => net.doubling = now + last,
            Fault::Slow(last) => net.slow = now + last,
            Fault::Damage(last) => net.damage = now + last,
            Fault::Replay(last) => net.replay = now + last,
            Fault::Redirect(last) => net.redirect = now + last,
            Fault::GatewayLocked(last) => net.locked = now + last,
            Fault::GatewayCrash { committed, down } => net.crash = Some((committed, down)),
            _ => self.strike_gateway(fault),
        }
    }

    fn strike_gateway(&mut self, fault: Fault) {
        let now = self.now;
        match fault {
            Fault::GatewayPower { down } => {
                self.gateway.power_cut(self.bug);
                self.gateway.down_until = now + down;
            }
            Fault::GatewayFull(last) => self.gateway.full_until = now + last,
            Fault::GatewayClock(by) => self.gateway.clock_ms = by,
            Fault::BackUp => self.gateway.back_up(),
            Fault::Restore => self.gateway.restore(self.bug),
            Fault::RotateGateway => self.gateway.key = (self.gateway.key + 1) % KEYS,
            Fault::RotateCentre => self.gateway.centre = (self.gateway.centre + 1) % (KEYS - 1),
            Fault::Poison => self.gateway.poison = self.ledger.made.keys().next_back().copied(),
            Fault::People { contact } => {
                self.gateway.people_look(contact);
                let there: Vec<_> =
                    self.ledger.made.keys().filter(|id| self.gateway.row(id).is_some()).copied().collect();
                self.ledger.seen.extend(there.iter().copied());
                if contact {
                    self.ledger.contacted.extend(there);
                }
            }
            _ => {}
        }
    }

    /// The browser takes the database away, and says so: what was told stands nowhere any more.
    fn disk_closes(&mut self) {
        if self.bug != Some(Bug::TakenIsKept) {
            self.tabs.iter_mut().for_each(|tab| tab.kept = false);
        }
        self.disk_lost();
    }

    fn disk_lost(&mut self) {
        for tab in 0..self.tabs.len() {
            if self.tabs[tab].open && !self.tabs[tab].shared {
                self.tell(tab, Input::DiskLost);
            }
        }
    }

    fn close_and_open(&mut self, hide: bool, again: Option<(u64, Visit)>) {
        let battery = self.tabs.get(self.focus).map_or(0, |tab| tab.battery);
        if hide {
            self.close(self.focus, true);
        } else {
            self.vanish(self.focus);
        }
        let Some((gap, visit)) = again else { return };
        self.newer |= visit == Visit::Newer;
        let next = if visit == Visit::Other { (battery + 1) % BATTERIES } else { battery };
        self.again(gap, next);
    }

    fn again(&mut self, gap: u64, battery: usize) {
        self.later(self.now + gap, Event::Open { battery });
        self.heal_at = self.heal_at.max(self.now + gap + 90_000);
        if gap > 2_000_000 {
            self.later(self.now + 500_000, Event::Evening);
        }
    }

    /// A page goes, with its last word.
    fn close(&mut self, tab: usize, hide: bool) {
        if !self.tabs.get(tab).is_some_and(|tab| tab.open) {
            return;
        }
        if hide && self.now >= self.asleep {
            self.tell(tab, Input::PageHide);
        }
        if self.bug == Some(Bug::DeleteOnHide) {
            self.disk.delete(Key { battery: self.tabs[tab].battery, outbox: true });
        }
        self.vanish(tab);
    }

    /// A page is gone. What was under way with the disk may still happen.
    fn vanish(&mut self, tab: usize) {
        let Some(page) = self.tabs.get_mut(tab).filter(|tab| tab.open) else { return };
        page.open = false;
        page.lands = self.dice_disk.chance(50);
        page.chain.truncate(usize::from(page.busy));
        self.student.shared = false;
        if let Some(other) = self.tabs.iter().position(|tab| tab.open) {
            self.focus = other;
        }
    }

    fn switch(&mut self) {
        let next = (1..=self.tabs.len()).map(|gap| (self.focus + gap) % self.tabs.len().max(1));
        let Some(tab) = next.into_iter().find(|tab| self.tabs.get(*tab).is_some_and(|tab| tab.open)) else {
            return;
        };
        self.focus = tab;
        self.look_again(tab);
        let gap = self.dice.between(300, 3_000);
        self.later(self.now + gap, Event::Act { tab });
    }

    /// Opens a page in place of the others.
    pub(super) fn open(&mut self, battery: usize) {
        if !self.reachable() {
            // The page itself comes from the gateway; somebody tries again.
            return self.later(self.now + 20_000, Event::Open { battery });
        }
        for tab in 0..self.tabs.len() {
            self.close(tab, true);
        }
        self.open_beside(battery);
    }

    fn reachable(&self) -> bool {
        self.now
            >= self.network.offline.max(self.network.portal).max(self.gateway.down_until).max(self.asleep)
    }

    fn open_beside(&mut self, battery: usize) {
        if !self.reachable() {
            return;
        }
        let page = self.page(battery);
        let tab = self.tabs.len();
        self.tabs.push(page);
        self.focus = tab;
        self.say(|| format!("page {tab} is opened"));
        if self.heal_at > self.now + 2_000_000 {
            // Nobody leaves a page lying open for days.
            self.later(self.now + 500_000, Event::Evening);
        }
        if self.bug != Some(Bug::NoResendOnOpen) {
            let (now, token) = (self.clock(tab), self.tabs[tab].token.clone());
            let asks = self.tabs[tab].page.mount(now, &token);
            self.carry_out(tab, asks);
            self.look_again(tab);
            // What the page before had still under way with the disk has landed by then.
            self.later(self.now + 5_000, Event::Glance { tab });
        } else {
            let token = self.tabs[tab].token.clone();
            self.tabs[tab].page.host.set_token(&token);
        }
        if !self.healed {
            let gap = self.dice.between(200, 4_000);
            self.later(self.now + gap, Event::Act { tab });
        }
    }

    /// The device is put away.
    pub(super) fn evening(&mut self) {
        (0..self.tabs.len()).for_each(|tab| self.close(tab, true));
    }

    pub(super) fn online(&mut self) {
        for tab in 0..self.tabs.len() {
            if self.tabs[tab].open && self.now >= self.asleep {
                self.tell(tab, Input::Online);
                self.look_again(tab);
            }
        }
    }

    /// The faults are over. A page that is open is left alone for a while: what is urgent must leave by itself.
    pub(super) fn heal(&mut self) {
        if self.now < self.heal_at {
            return self.later(self.heal_at, Event::Heal);
        }
        self.say(|| "the faults are over".to_owned());
        self.healed = true;
        self.network = super::network::Network::default();
        self.gateway.down_until = 0;
        self.gateway.full_until = 0;
        self.gateway.clock_ms = 0;
        (self.disk.denied, self.disk.full_until) = (false, 0);
        self.disk.settle();
        self.disk_is_well();
        self.gateway.sync();
        (self.slow_disk, self.asleep, self.stale_token) = (0, 0, false);
        let alone = self.tabs.iter().any(|tab| tab.open) && self.dice.chance(25);
        self.later(self.now + if alone { 900_000 } else { 1 }, Event::Look { alone });
    }

    /// Then the student comes back once, to any battery.
    pub(super) fn look(&mut self, alone: bool) {
        let long = |tab: &&Tab| alone && tab.open && tab.since + 850_000 < self.now;
        for tab in self.tabs.iter().filter(long) {
            let urgent = |sent: &qinghe_host::Sent| sent.notice.tier == qinghe_wire::Tier::Urgent;
            let waits = |sent: &qinghe_host::Sent| {
                let there = self.gateway.row(&sent.notice.id).is_some();
                // Of a restore it cannot hear with a token that is no longer taken; the next visit will.
                let knows =
                    matches!(sent.delivery, Delivery::Saving | Delivery::Queued { .. } | Delivery::Offline);
                !there && knows && self.gateway.poison != Some(sent.notice.id)
            };
            let sent = tab.page.host.sent();
            if sent.iter().any(|sent| urgent(sent) && waits(sent)) {
                return self.wrong("an open page keeps an urgent notice for a quarter of an hour");
            }
        }
        let battery = usize::try_from(self.dice.below(BATTERIES as u64)).unwrap_or(0);
        self.open(battery);
        self.judge_at = self.now + 400_000;
        self.later(self.now + 60_000, Event::Judge);
    }

    pub(super) fn judge(&mut self) {
        match self.ledger.at_the_end(&self.tabs, &self.gateway, &self.suite) {
            Err(_) if self.now < self.judge_at => return self.later(self.now + 30_000, Event::Judge),
            Err(what) => self.wrong(&what),
            Ok(()) => {}
        }
        self.finish();
    }
}
