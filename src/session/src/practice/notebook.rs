//! What one exercise remembers from day to day: what its cards and diaries show, and nothing else.

use super::{
    given::Given,
    sealed::{self, Sealed},
};
use qinghe_content::exercise::{Form, StepKind};
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

    /// Takes over what cards and diaries show; whether anything changed.
    pub(super) fn note(&mut self, form: &Form, given: &[Given]) -> bool {
        let mut changed = false;
        for (nth, (step, given)) in (0u16..).zip(form.steps.iter().zip(given)) {
            let shown = matches!(step.kind, StepKind::Diary(_)) || on_a_card(form, nth);
            if shown && !given.is_empty() && self.0.get(&step.id) != Some(given) {
                self.0.insert(step.id.clone(), given.clone());
                changed = true;
            }
        }
        changed
    }
}

fn on_a_card(form: &Form, step: u16) -> bool {
    form.steps.iter().any(|one| matches!(&one.kind, StepKind::Card(lines) if lines.contains(&step)))
}
