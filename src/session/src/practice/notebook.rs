//! What one exercise remembers from day to day: what its cards and diaries show, and nothing else.

use super::{
    given::Given,
    sealed::{self, Sealed},
};
use qinghe_content::exercise::Form;
use std::collections::BTreeMap;

#[derive(Default)]
pub(super) struct Notebook(BTreeMap<String, Given>);

impl Notebook {
    /// From its bytes; what is damaged, or of another exercise, is empty.
    pub(super) fn open(exercise: &str, bytes: &[u8]) -> Notebook {
        Notebook(sealed::open_notebook(exercise, bytes).unwrap_or_default())
    }

    pub(super) fn seal(&self, exercise: &str) -> Sealed {
        sealed::notebook(exercise, &self.0)
    }

    /// What was given at the step with this id.
    pub(super) fn of(&self, step: &str) -> Given {
        self.0.get(step).cloned().unwrap_or_default()
    }

    /// Takes over what a card or a diary shows of these steps; whether anything changed. What is empty by now is
    /// not kept from before.
    pub(super) fn note(&mut self, form: &Form, given: &[Given], kept: &[u16]) -> bool {
        let mut changed = false;
        for at in kept.iter().map(|at| usize::from(*at)) {
            let (Some(step), Some(given)) = (form.steps.get(at), given.get(at)) else { continue };
            changed |= if given.is_empty() {
                self.0.remove(&step.id).is_some()
            } else {
                self.0.insert(step.id.clone(), given.clone()).as_ref() != Some(given)
            };
        }
        changed
    }
}
