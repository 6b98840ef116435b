//! Many sheets of one instrument in one call.

use crate::plan::Plan;
use qinghe_content::{Instrument, ItemIndex};
use qinghe_scoring::{Response, ScoreOutcome, Who, band, is_critical};
use wasm_bindgen::prelude::*;

/// Code of an item that the person chose not to answer.
pub const SKIPPED: u8 = 254;
/// Code of an item that was not reached.
pub const NOT_REACHED: u8 = 255;
/// In place of a score that must not be computed.
pub const NONE: i32 = i32::MIN;

/// Scores sheets of one instrument.
#[wasm_bindgen]
pub struct Scorer {
    instrument: Instrument,
    plan: Option<Plan>,
    critical: Vec<ItemIndex>,
}

#[wasm_bindgen]
impl Scorer {
    /// `instrument` as `Instrument::encode` writes it.
    ///
    /// # Errors
    /// A word for the developer when the bytes are not an instrument.
    #[wasm_bindgen(constructor)]
    pub fn new(instrument: &[u8]) -> Result<Scorer, JsError> {
        let instrument = Instrument::decode(instrument)
            .map_err(|_| JsError::new("these bytes are not an instrument of this version"))?;
        Ok(Scorer::of(instrument))
    }

    /// Numbers of one row of `out`: two per score, and one.
    #[must_use]
    pub fn width(&self) -> usize {
        self.instrument.scores.len() * 2 + 1
    }

    /// Scores `sheets`, one byte per item (position of the option, [`SKIPPED`] or [`NOT_REACHED`]), rows
    /// one behind the other. Each row of `out` gets, per score, its value ([`NONE`] when it must not be
    /// computed) and the position of its band in the first band set (-1 without one), then 1 if a response
    /// is critical. Rows without room in `out` are left out.
    pub fn score_batch(&self, sheets: &[u8], out: &mut [i32]) {
        let mut scorer = qinghe_scoring::Scorer::new(&self.instrument);
        let rows = sheets.chunks_exact(self.instrument.items.len().max(1));
        for (sheet, row) in rows.zip(out.chunks_exact_mut(self.width())) {
            let Some((critical, pairs)) = row.split_last_mut() else { continue };
            if !self.plan.as_ref().is_some_and(|plan| plan.score(sheet, pairs)) {
                self.whole(&mut scorer, sheet, pairs);
            }
            *critical = i32::from(self.critical(sheet));
        }
    }
}

impl Scorer {
    pub(crate) fn instrument(&self) -> &Instrument {
        &self.instrument
    }

    /// Whether a response calls for a person at once.
    pub(crate) fn critical(&self, sheet: &[u8]) -> bool {
        self.critical.iter().any(|item| {
            let code = sheet.get(usize::from(item.0)).copied().unwrap_or(NOT_REACHED);
            is_critical(&self.instrument, *item, response(code))
        })
    }

    /// Every score by the engine itself.
    fn whole(&self, scorer: &mut qinghe_scoring::Scorer<'_>, sheet: &[u8], pairs: &mut [i32]) {
        let outcomes = scorer.score(sheet.iter().copied().map(response), Who::default());
        for ((outcome, score), pair) in outcomes.zip(&self.instrument.scores).zip(pairs.chunks_exact_mut(2)) {
            let (value, position) = match (outcome, score.band_sets.first()) {
                (ScoreOutcome::Computed(value), Some(set)) => {
                    (value, i32::try_from(band(set, value)).unwrap_or(-1))
                }
                (ScoreOutcome::Computed(value), None) => (value, -1),
                (ScoreOutcome::NotComputed(_), _) => (NONE, -1),
            };
            pair.copy_from_slice(&[value, position]);
        }
    }

    /// For an instrument that is already there.
    #[must_use]
    pub fn of(instrument: Instrument) -> Scorer {
        let items = (0u16..).zip(&instrument.items).filter(|(_, item)| item.critical.is_some());
        let critical = items.map(|(nth, _)| ItemIndex(nth)).collect();
        Scorer { plan: Plan::of(&instrument), instrument, critical }
    }
}

pub(crate) fn response(code: u8) -> Response {
    match code {
        NOT_REACHED => Response::NotReached,
        SKIPPED => Response::Skipped,
        option => Response::Given(option),
    }
}
