//! Adaptive administration of one bank.

use qinghe_content::Instrument;
use qinghe_scoring::irt::{Estimate, Grid, Posterior};
use wasm_bindgen::prelude::*;

/// One person at a time; the tables of the bank are made once.
#[wasm_bindgen]
pub struct Adaptive {
    grid: Grid,
    posterior: Posterior,
    estimate: Estimate,
    /// Per item of the bank.
    given: Vec<bool>,
    /// Per item of the instrument: position in the bank, and the category of each option.
    items: Vec<Option<(usize, Vec<usize>)>>,
}

#[wasm_bindgen]
impl Adaptive {
    /// `instrument` as `Instrument::encode` writes it; it needs a bank.
    ///
    /// # Errors
    /// A word for the developer when it has none.
    #[wasm_bindgen(constructor)]
    pub fn new(instrument: &[u8]) -> Result<Adaptive, JsError> {
        let instrument = Instrument::decode(instrument)
            .map_err(|_| JsError::new("these bytes are not an instrument of this version"))?;
        Adaptive::of(&instrument).ok_or_else(|| JsError::new("this instrument has no item parameters"))
    }

    /// The next person.
    pub fn reset(&mut self) {
        self.posterior = self.grid.prior();
        self.estimate = self.posterior.estimate();
        self.given.fill(false);
    }

    /// Position of the item to ask next; -1 when every item was given.
    #[must_use]
    pub fn next(&self) -> i32 {
        let free = |nth: usize| self.given.get(nth) == Some(&false);
        let next = self.grid.next(self.estimate.theta, free);
        let item = next.and_then(|nth| self.grid.bank().items.get(nth));
        item.map_or(-1, |item| i32::from(item.item.0))
    }

    /// Takes a response; what is not an item or option of the bank changes nothing.
    pub fn give(&mut self, item: usize, option: usize) {
        let Some(Some((nth, categories))) = self.items.get(item) else { return };
        let Some(category) = categories.get(option) else { return };
        if self.grid.give(&mut self.posterior, *nth, *category)
            && let Some(given) = self.given.get_mut(*nth)
        {
            *given = true;
            self.estimate = self.posterior.estimate();
        }
    }

    /// Trait estimate.
    #[must_use]
    pub fn theta(&self) -> f64 {
        self.estimate.theta
    }

    /// Standard error of the estimate.
    #[must_use]
    pub fn error(&self) -> f64 {
        self.estimate.error
    }
}

impl Adaptive {
    /// For an instrument that is already there; `None` without a bank.
    #[must_use]
    pub fn of(instrument: &Instrument) -> Option<Adaptive> {
        let bank = instrument.bank.as_ref()?;
        let mut items = vec![None; instrument.items.len()];
        for (nth, known) in bank.items.iter().enumerate() {
            let key = instrument.keys.get(usize::from(known.key))?;
            let categories = key.iter().map(|points| usize::try_from(*points)).collect::<Result<_, _>>();
            *items.get_mut(usize::from(known.item.0))? = Some((nth, categories.ok()?));
        }
        let grid = Grid::new(bank);
        let posterior = grid.prior();
        let estimate = posterior.estimate();
        Some(Adaptive { given: vec![false; bank.items.len()], grid, posterior, estimate, items })
    }
}
