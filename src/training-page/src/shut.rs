//! Why a notebook was not opened or locked; goes from one module to the other as a pair of numbers.

/// Why a lock was not made or stays shut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shut {
    /// Not six digits.
    Six,
    /// Digits that everybody would guess.
    Easy,
    /// Other digits; so many tries are left.
    Wrong(u8),
    /// Not before this moment, in Unix milliseconds.
    Wait(u64),
    /// No try is left, or the device's key is gone.
    Gone,
    /// The store or the system failed; nothing has changed.
    Failed,
}

impl Shut {
    /// Outcome and its number: 0 is "opened".
    #[must_use]
    pub fn pair(why: Option<Shut>) -> (u8, f64) {
        match why {
            None => (0, 0.0),
            Some(Shut::Six) => (1, 0.0),
            Some(Shut::Easy) => (2, 0.0),
            Some(Shut::Wrong(left)) => (3, f64::from(left)),
            Some(Shut::Wait(until)) => (4, until as f64),
            Some(Shut::Gone) => (5, 0.0),
            Some(Shut::Failed) => (6, 0.0),
        }
    }

    /// From an outcome and its number.
    #[must_use]
    pub fn of(outcome: u8, number: f64) -> Option<Shut> {
        Some(match outcome {
            0 => return None,
            1 => Shut::Six,
            2 => Shut::Easy,
            3 => Shut::Wrong(number as u8),
            4 => Shut::Wait(number as u64),
            5 => Shut::Gone,
            _ => Shut::Failed,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Shut;

    #[test]
    fn every_outcome_comes_back() {
        let all =
            [Shut::Six, Shut::Easy, Shut::Wrong(9), Shut::Wait(1_795_000_000_000), Shut::Gone, Shut::Failed];
        for why in all.map(Some).into_iter().chain([None]) {
            let (outcome, number) = Shut::pair(why);
            assert_eq!(Shut::of(outcome, number), why);
        }
    }
}
