//! One sheet, or one whole sitting, with everything that follows from it.

use crate::batch::{NONE, Scorer, response};
use qinghe_content::{Domain, Pack, ScoreRef, Sex, Tier};
use qinghe_scoring::{Earlier, ScoreOutcome, Sheet, Who, Why, band};
use wasm_bindgen::prelude::*;

/// A score was computed.
pub const COMPUTED: i32 = 0;

/// Whose responses they are, as far as norms and ages need it; -1 where it is not known. `sex`: 0 female, 1 male.
fn who(age: i32, sex: i32, grade: i32) -> Who {
    let sex = match sex {
        0 => Some(Sex::Female),
        1 => Some(Sex::Male),
        _ => None,
    };
    Who { age: u8::try_from(age).ok(), sex, grade: u8::try_from(grade).ok() }
}

/// Why there is no score, with the number of missing responses where that is the reason.
fn why(why: Why) -> (i32, i32) {
    match why {
        Why::Missing(number) => (1, i32::from(number)),
        Why::NotAsked => (2, NONE),
        Why::NoNorm => (3, NONE),
        Why::Open => (4, NONE),
    }
}

#[wasm_bindgen]
impl Scorer {
    /// Scores one sheet for one person. Per score: 0 ([`COMPUTED`]) and its value in units of `10^-decimals`; or why there is
    /// none (1 too many are missing, and how many; 2 not asked; 3 no norm; 4 open) and [`NONE`]; then per band set the
    /// position of the band, -1 without a score. Last, 1 if a response is critical.
    #[must_use]
    pub fn read(&self, sheet: &[u8], age: i32, sex: i32, grade: i32) -> Vec<i32> {
        let mut out = Vec::new();
        let mut scorer = qinghe_scoring::Scorer::new(self.instrument());
        let outcomes = scorer.score(sheet.iter().copied().map(response), who(age, sex, grade));
        for (outcome, score) in outcomes.zip(&self.instrument().scores) {
            let sets = score.band_sets.iter();
            match outcome {
                ScoreOutcome::Computed(value) => {
                    out.extend([COMPUTED, value]);
                    out.extend(sets.map(|set| i32::try_from(band(set, value)).unwrap_or(-1)));
                }
                ScoreOutcome::NotComputed(reason) => {
                    let (code, number) = why(reason);
                    out.extend([code, number]);
                    out.extend(sets.map(|_| -1));
                }
            }
        }
        out.push(i32::from(self.critical(sheet)));
        out
    }
}

/// Scores whole sittings of one battery.
#[wasm_bindgen]
pub struct Battery {
    pack: Pack,
}

#[wasm_bindgen]
impl Battery {
    /// `pack` as `Pack::encode` writes it, in any locale.
    ///
    /// # Errors
    /// A word for the developer when the bytes are not a pack.
    #[wasm_bindgen(constructor)]
    pub fn new(pack: &[u8]) -> Result<Battery, JsError> {
        let pack =
            Pack::decode(pack).map_err(|_| JsError::new("these bytes are not a pack of this version"))?;
        Ok(Battery { pack })
    }

    /// What follows from a sitting: position of the tier in `Tier::ALL`, then of every domain that is touched in
    /// `Domain::ALL`. `sheet`: one byte per item, instruments one behind the other. `quick`: 1 for every response that came
    /// too soon, same shape, or empty. `earlier`: instrument, score and value of scores of an earlier occasion, in threes.
    #[must_use]
    pub fn read(
        &self,
        sheet: &[u8],
        quick: &[u8],
        earlier: &[i32],
        age: i32,
        sex: i32,
        grade: i32,
    ) -> Vec<u8> {
        let responses = self.split(sheet, response);
        let quick = if quick.is_empty() { Vec::new() } else { self.split(quick, |mark| mark == 1) };
        let earlier: Vec<Earlier> = earlier.chunks_exact(3).filter_map(before).collect();
        let sheet = Sheet {
            pack: &self.pack,
            responses: &responses,
            quick: &quick,
            who: who(age, sex, grade),
            earlier: &earlier,
        };
        let tier = Tier::ALL.iter().position(|one| *one == sheet.tier());
        let domains = sheet.domains();
        let domains = domains.iter().map(|domain| Domain::ALL.iter().position(|one| one == domain));
        let places = std::iter::once(tier).chain(domains);
        places.map(|at| at.and_then(|at| u8::try_from(at).ok()).unwrap_or(u8::MAX)).collect()
    }

    /// Bytes per instrument of the battery; what is not there was not reached.
    fn split<T>(&self, bytes: &[u8], make: impl Fn(u8) -> T + Copy) -> Vec<Vec<T>> {
        let mut left = bytes.iter().copied().chain(std::iter::repeat(crate::NOT_REACHED));
        let used = self.pack.battery.instruments.iter();
        let lengths = used.map(|used| {
            self.pack.instruments.get(usize::from(used.instrument)).map_or(0, |one| one.items.len())
        });
        lengths.map(|length| left.by_ref().take(length).map(make).collect()).collect()
    }
}

fn before(three: &[i32]) -> Option<Earlier> {
    let [instrument, score, value] = three else { return None };
    let (instrument, score) = (u8::try_from(*instrument).ok()?, u8::try_from(*score).ok()?);
    Some(Earlier { score: ScoreRef { instrument, score, band_set: 0 }, value: *value })
}
