//! Leaks planted between the core and the outside. A check that does not notice them all is no check.

use crate::{people::Choices, world::Seen};

/// One way of telling a little of the responses.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum Leak {
    PaddingOff,
    SentEarly,
    CoverLeftOut,
    OneMore,
    TriedAgain,
    MarkInTheClear,
    Sooner,
    RowGrows,
    OutboxGrows,
    RowTwice,
    RowKept,
    ForgottenLate,
    DoneLate,
    DoneUnsaid,
    OrderChanged,
    ClockAskew,
}

impl Leak {
    /// All of them.
    pub const ALL: [Leak; 16] = [
        Leak::PaddingOff,
        Leak::SentEarly,
        Leak::CoverLeftOut,
        Leak::OneMore,
        Leak::TriedAgain,
        Leak::MarkInTheClear,
        Leak::Sooner,
        Leak::RowGrows,
        Leak::OutboxGrows,
        Leak::RowTwice,
        Leak::RowKept,
        Leak::ForgottenLate,
        Leak::DoneLate,
        Leak::DoneUnsaid,
        Leak::OrderChanged,
        Leak::ClockAskew,
    ];

    /// What would be seen if the effects of a sitting with these choices leaked in this way.
    #[must_use]
    pub fn plant(self, seen: Vec<Seen>, choices: &Choices) -> Vec<Seen> {
        let strain: u64 = choices.iter().flatten().map(|option| u64::from(*option)).sum();
        if strain < 12 {
            return seen;
        }
        let mut nth = 0;
        let mut out = Vec::with_capacity(seen.len() + 2);
        for one in seen {
            let send = matches!(one, Seen::Send { .. });
            nth += usize::from(send);
            let second = send && nth == 2;
            match self {
                Leak::CoverLeftOut if second => {}
                Leak::DoneUnsaid if matches!(one, Seen::Done { .. }) => {}
                Leak::RowKept if matches!(one, Seen::Forget { .. }) => {}
                Leak::OneMore if second => out.extend([one.clone(), one]),
                Leak::TriedAgain if second => {
                    let mut again = one.clone();
                    if let Seen::Send { at_ms, .. } = &mut again {
                        *at_ms += 5_000;
                    }
                    out.extend([one, again]);
                }
                Leak::RowTwice if matches!(one, Seen::SessionRow { .. }) => out.extend([one.clone(), one]),
                Leak::OrderChanged if second => {
                    let before = out.len().saturating_sub(1);
                    out.insert(before, one);
                }
                _ => out.push(self.bend(one, second, strain)),
            }
        }
        out
    }

    /// One entry, told differently.
    fn bend(self, mut one: Seen, second: bool, strain: u64) -> Seen {
        let length_more = usize::try_from(strain).unwrap_or_default();
        match (&mut one, self) {
            (Seen::Send { length, .. }, Leak::PaddingOff) if second => *length -= length_more,
            (Seen::Send { at_ms, .. }, Leak::SentEarly) if second => *at_ms -= 700,
            (Seen::Send { prefix, .. }, Leak::MarkInTheClear) if second => prefix[1] ^= 1,
            (Seen::Wake { then_ms, .. }, Leak::Sooner) => *then_ms -= 1,
            (Seen::Wake { at_ms, .. } | Seen::Send { at_ms, .. }, Leak::ClockAskew) => *at_ms += strain,
            (Seen::SessionRow { length, .. }, Leak::RowGrows)
            | (Seen::OutboxRow { length, .. }, Leak::OutboxGrows) => *length += length_more,
            (Seen::Forget { at_ms }, Leak::ForgottenLate) | (Seen::Done { at_ms }, Leak::DoneLate) => {
                *at_ms += 1
            }
            _ => {}
        }
        one
    }
}
