//! What goes wrong, and when. Half of it near the moments that matter: a fault that is spread over an hour never
//! meets the fifty milliseconds in which a row is on its way to the disk.

use crate::dice::Dice;

/// What a student opens next.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Visit {
    /// The same battery.
    Same,
    /// Its next version.
    Newer,
    /// Another battery.
    Other,
}

/// One thing that happens. Lengths of time are in milliseconds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum Fault {
    /// The page is closed (with or without a last word), and opened again after a while.
    Close {
        hide: bool,
        again: Option<(u64, Visit)>,
    },
    /// Reloaded so many times, a moment apart.
    Reload {
        times: u64,
        apart: u64,
    },
    SecondTab,
    Switch,
    Offline(u64),
    Portal(u64),
    Status {
        status: u16,
        retry_after_s: Option<u32>,
        last: u64,
    },
    Lossy(u64),
    Doubling(u64),
    Slow(u64),
    Damage(u64),
    Replay(u64),
    Redirect(u64),
    /// The device loses its power; the pages come back after a while.
    PowerLoss(u64),
    Sleep(u64),
    GatewayCrash {
        committed: bool,
        down: u64,
    },
    GatewayPower {
        down: u64,
    },
    GatewayFull(u64),
    GatewayLocked(u64),
    GatewayClock(i64),
    BackUp,
    Restore,
    RotateGateway,
    RotateCentre,
    Poison,
    People {
        contact: bool,
    },
    DeviceClock(i64),
    Quota(u64),
    Denied,
    Hang(u64),
    SlowDisk(u64),
    Wipe,
    Corrupt,
    Token,
}

/// When it happens.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum When {
    /// So long after the beginning.
    At(u64),
    /// So long after the `nth` notice was made.
    After {
        /// From 0.
        nth: usize,
        /// Milliseconds.
        ms: u64,
    },
    /// So many events after the `nth` notice was made.
    Step {
        /// From 0.
        nth: usize,
        /// Events.
        events: u64,
    },
}

/// One schedule of faults.
pub struct Plan {
    /// What and when.
    pub faults: Vec<(When, Fault)>,
    /// When they are over at the earliest.
    pub end: u64,
}

const DAY: i64 = 86_400_000;

fn lasting(dice: &mut Dice) -> u64 {
    match dice.below(6) {
        0..=2 => dice.between(500, 20_000),
        3 | 4 => dice.between(20_000, 180_000),
        _ => dice.between(180_000, 900_000),
    }
}

fn clock(dice: &mut Dice) -> i64 {
    let by = [DAY / 24, 3 * DAY, 30 * DAY, 365 * DAY][usize::try_from(dice.below(4)).unwrap_or(0)];
    if dice.chance(50) { by } else { -by }
}

fn again(dice: &mut Dice) -> Option<(u64, Visit)> {
    let gap = match dice.below(10) {
        0..=4 => dice.between(20, 3_000),
        5..=7 => dice.between(3_000, 120_000),
        8 => dice.between(3_600_000, 20_000_000),
        _ => dice.between(86_400_000, 6 * 86_400_000),
    };
    let visit = match dice.below(6) {
        0 => Visit::Newer,
        1 | 2 => Visit::Other,
        _ => Visit::Same,
    };
    dice.chance(85).then_some((gap, visit))
}

/// Troubles of pages and devices.
fn device(dice: &mut Dice) -> Fault {
    match dice.below(18) {
        0..=4 => Fault::Close { hide: dice.chance(70), again: again(dice) },
        5 | 6 => Fault::Reload { times: dice.between(1, 4), apart: dice.between(1, 700) },
        7 | 8 => Fault::SecondTab,
        9 => Fault::Switch,
        10 => Fault::PowerLoss(dice.between(30_000, 7_200_000)),
        11 => Fault::Sleep(lasting(dice)),
        12 => Fault::DeviceClock(clock(dice)),
        13 => Fault::Quota(lasting(dice)),
        14 => Fault::Hang(lasting(dice)),
        15 => Fault::SlowDisk(lasting(dice)),
        16 => [Fault::Wipe, Fault::Corrupt, Fault::Denied][usize::try_from(dice.below(3)).unwrap_or(0)],
        _ => Fault::Token,
    }
}

/// Troubles between the device and the centre.
fn outside(dice: &mut Dice) -> Fault {
    match dice.below(24) {
        0..=2 => Fault::Offline(lasting(dice)),
        3 => Fault::Portal(lasting(dice)),
        4 | 5 => {
            let status = [401, 403, 429, 500, 502, 503][usize::try_from(dice.below(6)).unwrap_or(0)];
            let wait = [1, 30, 3_600, 86_400][usize::try_from(dice.below(4)).unwrap_or(0)];
            Fault::Status { status, retry_after_s: dice.chance(50).then_some(wait), last: lasting(dice) }
        }
        6..=8 => Fault::Lossy(lasting(dice)),
        9 => Fault::Doubling(lasting(dice)),
        10 => Fault::Slow(lasting(dice)),
        11 => Fault::Damage(lasting(dice)),
        12 => Fault::Replay(lasting(dice)),
        13 => Fault::Redirect(lasting(dice)),
        14 | 15 => Fault::GatewayCrash { committed: dice.chance(50), down: lasting(dice) },
        16 => Fault::GatewayPower { down: lasting(dice) },
        17 => Fault::GatewayFull(lasting(dice)),
        18 => Fault::GatewayLocked(dice.between(1_000, 40_000)),
        19 => Fault::GatewayClock(clock(dice)),
        20 => [Fault::BackUp, Fault::Restore][usize::try_from(dice.below(2)).unwrap_or(0)],
        21 => Fault::RotateGateway,
        22 => Fault::RotateCentre,
        _ => Fault::People { contact: dice.chance(30) },
    }
}

fn near(dice: &mut Dice) -> When {
    let nth = usize::try_from([0, 0, 0, 1, 1, 2][usize::try_from(dice.below(6)).unwrap_or(0)]).unwrap_or(0);
    match dice.below(4) {
        0 => When::Step { nth, events: dice.below(24) },
        1 => When::After { nth, ms: dice.below(80) },
        2 => When::After { nth, ms: dice.below(3_000) },
        _ => When::After { nth, ms: dice.below(60_000) },
    }
}

/// Pages that open beside each other in the moment in which a notice is on its way to the disk: one that overtakes
/// its row, and one that reads what lies there then.
fn crowd(dice: &mut Dice, faults: &mut Vec<(When, Fault)>) {
    let nth = usize::try_from(dice.below(2)).unwrap_or(0);
    faults.push((When::Step { nth, events: dice.below(3) }, Fault::SecondTab));
    if dice.chance(30) {
        faults.push((When::After { nth, ms: 0 }, Fault::SlowDisk(lasting(dice))));
    }
    if dice.chance(30) {
        // Behind it everything that was on its way is there at once.
        let when = When::After { nth, ms: dice.between(10, 80) };
        faults.push((when, Fault::Sleep(dice.between(15_000, 60_000))));
    }
    let next = if dice.chance(50) {
        Fault::SecondTab
    } else {
        Fault::Close { hide: dice.chance(50), again: Some((dice.between(1, 40), Visit::Same)) }
    };
    faults.push((When::After { nth, ms: dice.between(10, 120) }, next));
}

/// The rows are cleared between a notice and the session in which it is told, under two pages of which one does not
/// have it yet; a third one reads what lies there then.
fn cleared(dice: &mut Dice, at: &mut impl FnMut(u64, Fault)) {
    at(dice.below(8), Fault::SecondTab);
    let gone = dice.between(5, 60);
    at(gone, Fault::Wipe);
    at(gone, Fault::SlowDisk(dice.between(2_000, 20_000)));
    at(gone + dice.between(20, 2_500), Fault::SecondTab);
}

/// A page dies, or the device, and the outbox alone is torn; a page goes on without it, and another one comes behind it
/// before the first has kept a session of its own.
fn torn(dice: &mut Dice, at: &mut impl FnMut(u64, Fault)) {
    let (gone, gap) = (dice.between(100, 1_500), dice.between(200, 2_000));
    if dice.chance(50) {
        // Beside a page that stays open and does not know of the call: what that one writes next lacks it.
        at(dice.below(8), Fault::SecondTab);
        at(dice.between(50, 100), Fault::Switch);
        at(gone, Fault::Close { hide: false, again: Some((gap, Visit::Same)) });
    } else {
        at(gone, Fault::PowerLoss(gap));
    }
    at(gone + dice.below(gap), Fault::Corrupt);
    at(gone + gap, Fault::SlowDisk(dice.between(10_000, 20_000)));
    let (times, apart) = (dice.between(1, 3), dice.between(20, 2_000));
    at(gone + gap + dice.between(500, 9_000), Fault::Reload { times, apart });
}

/// A page beside the first meets its row on a slow disk, and the student goes on there before it has been opened.
fn meeting(dice: &mut Dice, at: &mut impl FnMut(u64, Fault)) {
    at(0, Fault::SlowDisk(dice.between(20_000, 60_000)));
    at(dice.below(8), Fault::SecondTab);
    at(dice.between(1_000, 9_000), Fault::PowerLoss(dice.between(30_000, 90_000)));
}

impl Plan {
    /// A schedule. Half of the faults lie within a minute of a response that matters, when `targeted`.
    #[must_use]
    pub fn draw(dice: &mut Dice, targeted: bool) -> Plan {
        let end =
            if dice.chance(80) { dice.between(60_000, 400_000) } else { dice.between(400_000, 2_000_000) };
        let mut faults = Vec::new();
        for _ in 0..dice.between(1, 7) {
            let fault = if dice.chance(50) { device(dice) } else { outside(dice) };
            let when = if targeted && dice.chance(50) { near(dice) } else { When::At(dice.below(end)) };
            faults.push((when, fault));
        }
        if dice.chance(3) {
            faults.push((When::After { nth: 0, ms: 0 }, Fault::Poison));
        }
        if targeted && dice.chance(6) {
            crowd(dice, &mut faults);
        }
        if targeted {
            let mut at = |ms, fault| faults.push((When::After { nth: 0, ms }, fault));
            match dice.below(100) {
                0..3 => cleared(dice, &mut at),
                3..7 => torn(dice, &mut at),
                7..13 => meeting(dice, &mut at),
                _ => {}
            }
        }
        Plan { faults, end }
    }

    /// A schedule that knows nothing of what the student does, without anything that depends on the rows.
    #[must_use]
    pub fn blind(dice: &mut Dice) -> Plan {
        let end = dice.between(60_000, 400_000);
        let unfit = |fault: &Fault| matches!(fault, Fault::People { .. } | Fault::BackUp | Fault::Restore);
        let mut faults = Vec::new();
        while faults.len() < 4 {
            let fault = outside(dice);
            if !unfit(&fault) {
                faults.push((When::At(dice.below(end)), fault));
            }
        }
        Plan { faults, end }
    }
}
