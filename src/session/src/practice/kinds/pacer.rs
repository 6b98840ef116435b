//! A rhythm. Where it stands follows from the time in sight alone, so a screen that drops frames is never out
//! of step; tapping along measures whether somebody follows.

use super::{At, Event, Leave, Left, Shows, Took, Work};
use qinghe_content::exercise::Pacer;

/// Most half seconds by which each phase can be made longer or shorter.
const MOST_PACE: i8 = 4;
/// Shortest phase, in half seconds: quicker than this is no calming rhythm.
const SHORTEST: i16 = 3;
/// Per cent of a phase by which a tap may be early or late.
const NEAR: u64 = 30;
/// Per cent of the rhythm that has to be heard, and of the phases that have to be tapped once somebody taps.
const ENOUGH: u64 = 90;
const FOLLOWED: u8 = 50;

pub(super) struct Pacing {
    pacer: Pacer,
    pace: i8,
    /// Cycles that were done at another pace, and when the present pace began.
    before: u64,
    since_ms: u64,
    /// Number of the first phase that was tapped for, and of the last; how many in time.
    taps: Option<Taps>,
}

struct Taps {
    first: u64,
    last: u64,
    hits: u64,
}

/// Where the rhythm stands.
struct Place {
    /// Whole cycles.
    cycle: u64,
    phase: usize,
    into_ms: u64,
    of_ms: u64,
}

/// Milliseconds of each phase once every phase was made `pace` half seconds longer (shorter where it is negative).
#[must_use]
pub fn phase_lengths(pacer: &Pacer, pace: i8) -> Vec<u64> {
    let one = |half: u8| {
        let wanted = i16::from(half) + i16::from(pace);
        u64::try_from(wanted.max(SHORTEST.min(i16::from(half)))).unwrap_or(0) * 500
    };
    pacer.phases.iter().map(|phase| one(phase.half_seconds)).collect()
}

impl Pacing {
    pub(super) fn new(pacer: Pacer) -> Pacing {
        Pacing { since_ms: pacer.lead_ms(), pacer, pace: 0, before: 0, taps: None }
    }

    fn place(&self, ms: u64) -> Place {
        let lengths = phase_lengths(&self.pacer, self.pace);
        let cycle_ms = lengths.iter().sum::<u64>().max(1);
        let passed = ms.saturating_sub(self.since_ms);
        let (mut left, cycle) = (passed % cycle_ms, self.before + passed / cycle_ms);
        for (phase, of_ms) in lengths.iter().enumerate() {
            if left < *of_ms {
                return Place { cycle, phase, into_ms: left, of_ms: *of_ms };
            }
            left -= of_ms;
        }
        Place { cycle, phase: 0, into_ms: 0, of_ms: cycle_ms }
    }

    fn over(&self, place: &Place) -> bool {
        place.cycle >= u64::from(self.pacer.cycles)
    }

    fn tap(&mut self, at: At) -> bool {
        let place = self.place(at.ms);
        if self.over(&place) || at.ms < self.since_ms {
            return false;
        }
        let number = place.cycle * self.pacer.phases.len() as u64 + place.phase as u64;
        // Just before a phase is meant for that phase.
        let early = (place.of_ms - place.into_ms) * 100 <= place.of_ms * NEAR;
        let late = place.into_ms * 100 <= place.of_ms * NEAR;
        let number = if early { number + 1 } else { number };
        let hit = u64::from(early || late);
        match &mut self.taps {
            // One tap a phase counts; drumming does not keep up better.
            Some(taps) if taps.last >= number => return false,
            Some(taps) => {
                taps.last = number;
                taps.hits += hit;
            }
            None => self.taps = Some(Taps { first: number, last: number, hits: hit }),
        }
        true
    }

    /// Per cent of the phases since the first tap that were tapped in time.
    fn kept_up(&self, at: At) -> Option<u8> {
        let taps = self.taps.as_ref()?;
        let place = self.place(at.ms);
        let phases = self.pacer.phases.len() as u64;
        let now = (place.cycle * phases + place.phase as u64).min(u64::from(self.pacer.cycles) * phases);
        let all = now.max(taps.last + 1).saturating_sub(taps.first).max(1);
        u8::try_from((taps.hits * 100 / all).min(100)).ok()
    }
}

impl Work for Pacing {
    fn take(&mut self, event: &Event, at: At) -> Took {
        let changed = match event {
            Event::Tap => self.tap(at),
            // A body that moves has its own measure; only a breath is made longer or shorter.
            Event::Pace(by) if self.pacer.breathes() => {
                let pace = self.pace.saturating_add((*by).signum()).clamp(-MOST_PACE, MOST_PACE);
                let changed = pace != self.pace;
                if changed {
                    // A new pace begins with a new cycle; the one that was broken off counts as none.
                    self.before = self.place(at.ms).cycle;
                    self.since_ms = at.ms;
                    self.pace = pace;
                }
                changed
            }
            _ => false,
        };
        if changed { Took::Changed } else { Took::Nothing }
    }

    fn leave(&mut self, at: At) -> Left {
        let place = self.place(at.ms);
        let heard = place.cycle * 100 >= u64::from(self.pacer.cycles) * ENOUGH;
        let followed = self.kept_up(at).is_none_or(|part| part >= FOLLOWED);
        let may_skip = self.pacer.may_skip;
        Left::Goes(Leave { may_skip, faithful: heard && followed, ..Leave::default() })
    }

    fn shows(&self, at: At) -> Shows {
        let place = self.place(at.ms);
        Shows::Pacer {
            cycle: u8::try_from(place.cycle).unwrap_or(u8::MAX).min(self.pacer.cycles),
            phase: u8::try_from(place.phase).unwrap_or(0),
            lead_ms: self.since_ms.saturating_sub(at.ms),
            phase_ms: place.into_ms,
            phase_of_ms: place.of_ms,
            pace: self.pace,
            kept_up: self.kept_up(at),
        }
    }
}
